import Docxtemplater, { type DXT } from 'docxtemplater';
import { nearest } from '../roster/nearest.js';
import { issueOf } from '../roster/issues.js';
import type { Issue } from '../roster/types.js';
import { type TagTable, type TemplateData, type TemplateKind, tagsOfTemplate } from './tags.js';
import { bytesOfZip, openZip, type Zip } from './zip.js';

/** A template: a Word document with tags in braces. */
export interface Template {
  readonly kind: TemplateKind;
  /** As the user knows it: `agreement.docx`, `letter-placed.it.docx`. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What no XML text may hold, which ids and names of a roster may. */
const unwritable = /(?![\t\n\r])\p{Cc}|\p{Cs}|[\ufffe\uffff]/gu;

/** A text as a document can hold it. */
export function writable(text: string): string {
  return text.replace(unwritable, '\ufffd');
}

function open(zip: Zip, modules: DXT.Module[] = []): Docxtemplater<Zip> {
  return new Docxtemplater(zip, { paragraphLoop: true, linebreaks: true, errorLogging: false, modules });
}

/** All that is wrong with a template: no document, tags that do not match up, tags nobody knows, tags that are missing. */
export function checkTemplate({ kind, name, bytes }: Template): Issue[] {
  const fault = (code: string, found: string | null, expected: string, maybe: string | null = null): Issue =>
    issueOf({ severity: 'error', code, file: name, found, expected, maybe });
  const tags: Tag[] = [];
  try {
    open(openZip(bytes), [tagCollector(tags)]);
  } catch (error) {
    return reasonsOf(error).map((reason) => fault('template-invalid', reason, 'a Word document (.docx) whose tags match up'));
  }
  const table = tagsOfTemplate[kind];
  const used = new Set<string>();
  const unknown = new Map<string, readonly string[]>();
  collect(tags, [...table.fields, ...table.flags, ...Object.keys(table.lists)], table, used, unknown);
  return [
    ...[...unknown].map(([tag, known]) =>
      fault('tag-unknown', `{${tag}}`, `one of the tags of ${kind}: ${known.join(', ')}`, nearest(tag, known)),
    ),
    ...table.required.filter((tag) => !used.has(tag)).map((tag) => fault('tag-missing', null, `the tag {${tag}}`)),
  ];
}

/** A tag of a template, with the tags between its beginning and its end. */
interface Tag {
  readonly name: string;
  readonly inner: readonly Tag[];
}

/** Hears of every file of a document that was parsed. (The inspector that comes with the package needs a package that does not come with it.) */
function tagCollector(tags: Tag[]): DXT.Module {
  return {
    name: 'TagCollector',
    set: (told: { readonly inspect?: { readonly postparsed?: unknown } }) => {
      tags.push(...tagsOf(told.inspect?.postparsed));
    },
  };
}

function tagsOf(parts: unknown): Tag[] {
  if (!Array.isArray(parts)) return [];
  return parts.flatMap((part: { readonly type?: unknown; readonly value?: unknown; readonly subparsed?: unknown }): Tag[] =>
    part.type === 'placeholder' && typeof part.value === 'string' ? [{ name: part.value, inner: tagsOf(part.subparsed) }] : [],
  );
}

function collect(
  tags: readonly Tag[],
  known: readonly string[],
  table: TagTable,
  used: Set<string>,
  unknown: Map<string, readonly string[]>,
): void {
  for (const { name, inner } of tags) {
    used.add(name);
    if (!known.includes(name)) unknown.set(name, known);
    const items = Object.hasOwn(table.lists, name) ? table.lists[name] : undefined;
    collect(inner, [...known, ...(items ?? [])], table, used, unknown);
  }
}

/** Fills a template that `checkTemplate` found sound. Same template and data, same bytes. */
export function fillTemplate(template: Template, data: TemplateData): Uint8Array {
  const document = open(openZip(template.bytes));
  document.render(writableData(data));
  return bytesOfZip(document.getZip());
}

function writableData(data: TemplateData): TemplateData {
  const clean = (value: unknown): unknown =>
    typeof value === 'string'
      ? writable(value)
      : Array.isArray(value)
        ? value.map(clean)
        : typeof value === 'object' && value !== null
          ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, clean(inner)]))
          : value;
  return clean(data) as TemplateData;
}

/** A document's faults in words; docxtemplater hands over several at once. */
function reasonsOf(error: unknown): string[] {
  const several: unknown = error instanceof Error && 'properties' in error ? Reflect.get(Object(error.properties), 'errors') : undefined;
  const errors = Array.isArray(several) && several.length > 0 ? several : [error];
  return errors.map((one: unknown) => {
    const explanation: unknown =
      one instanceof Error && 'properties' in one ? Reflect.get(Object(one.properties), 'explanation') : undefined;
    return typeof explanation === 'string' ? explanation : one instanceof Error ? one.message : String(one);
  });
}
