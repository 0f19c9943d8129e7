import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { compareText } from '../basics/order.js';
import { issueOf } from '../roster/issues.js';
import { nearest } from '../roster/nearest.js';
import type { Issue } from '../roster/types.js';
import { builtInTemplates, isLetter, templateName } from './built-in.js';
import { checkTemplate, type Template } from './docx.js';
import { letterLanguages } from './letters-built-in.js';
import { type TemplateKind, templateKinds } from './tags.js';

/** Templates by file name. */
export type Templates = ReadonlyMap<string, Template>;

const largestTemplateBytes = 32 * 1024 * 1024;

/** The built-in templates, with those of a folder in place of them; issues are errors and say what is wrong with which. */
export async function loadTemplates(folder: string | null): Promise<{ readonly templates: Templates; readonly issues: readonly Issue[] }> {
  const templates = new Map(builtInTemplates().map((template) => [template.name, template]));
  const issues: Issue[] = [];
  const known = [...templates.keys()];
  const names = folder === null ? [] : await readdir(folder).catch(() => null);
  if (folder === null || names === null) {
    const unreadable = { severity: 'error', code: 'folder-unreadable', file: folder, expected: 'a folder with templates' } as const;
    return { templates, issues: names === null ? [issueOf(unreadable)] : [] };
  }
  for (const name of names.filter((entry) => entry.endsWith('.docx') && !entry.startsWith('~$')).sort(compareText)) {
    const kind = kindOfName(name);
    if (kind === null) {
      const maybe = nearest(name, known);
      issues.push(
        issueOf({
          severity: 'error',
          code: 'template-unknown',
          file: name,
          expected: `one of: ${known.join(', ')}, or a letter in another language`,
          maybe,
        }),
      );
      continue;
    }
    const { size } = await stat(join(folder, name));
    if (size > largestTemplateBytes) {
      issues.push(
        issueOf({
          severity: 'error',
          code: 'file-too-large',
          file: name,
          found: `${size} bytes`,
          expected: `at most ${largestTemplateBytes} bytes`,
        }),
      );
      continue;
    }
    const template = { kind, name, bytes: new Uint8Array(await readFile(join(folder, name))) };
    issues.push(...checkTemplate(template));
    templates.set(name, template);
  }
  return { templates, issues };
}

/** A letter may be in any language; all else has one name. */
function kindOfName(name: string): TemplateKind | null {
  return (
    templateKinds.find(
      (kind) =>
        name === `${kind}.docx` || (isLetter(kind) && name.startsWith(`${kind}.`) && /^\.[a-z]{2,3}\.docx$/.test(name.slice(kind.length))),
    ) ?? null
  );
}

/** The template for a letter in a language, else in the language of the run, else in English. */
export function templateFor(templates: Templates, kind: TemplateKind, languages: readonly string[]): Template {
  for (const language of [...languages, 'en']) {
    const template = templates.get(templateName(kind, language));
    if (template !== undefined) return template;
  }
  throw new Error(`there is no template ${kind}`);
}

/** Languages in which letters can be written. */
export function languagesOf(templates: Templates): string[] {
  const own = [...templates.keys()].flatMap((name) => /^letter-[a-z-]+\.([a-z]{2,3})\.docx$/.exec(name)?.[1] ?? []);
  return [...new Set([...letterLanguages, ...own])].sort(compareText);
}
