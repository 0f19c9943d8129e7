import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { builtInTemplates } from '../../src/papers/built-in.js';
import { checkTemplate } from '../../src/papers/docx.js';
import { tagsOfTemplate, templateKinds } from '../../src/papers/tags.js';
import { loadTemplates, templateFor } from '../../src/papers/templates.js';
import { documentParts, paragraph } from '../../src/papers/word-xml.js';
import { openZip, textOfPart, zipOfParts } from '../../src/papers/zip.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'templates é '));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const letter = (...texts: string[]) =>
  zipOfParts(
    documentParts(
      texts.map((text) => paragraph(text)),
      { title: 'x', footer: '' },
    ),
  );

describe('templates', () => {
  it('that come with the program are sound, and the same bytes each time', () => {
    const templates = builtInTemplates();
    expect(templates).toHaveLength(4 + 3 * 8);
    for (const template of templates) expect([template.name, checkTemplate(template)]).toEqual([template.name, []]);
    expect(builtInTemplates().map(({ bytes }) => Buffer.from(bytes).toString('base64'))).toEqual(
      templates.map(({ bytes }) => Buffer.from(bytes).toString('base64')),
    );
  });

  it('are marked where nobody reviewed the translation, and only there', () => {
    for (const { name, bytes } of builtInTemplates()) {
      const isTranslated = /\.[a-z]{2}\.docx$/.test(name);
      expect([name, textOfPart(openZip(bytes), 'word/document.xml')?.includes('UNREVIEWED')]).toEqual([name, isTranslated]);
    }
  });

  it('of a user take the place of built-in ones, a new language too', async () => {
    const bytes = letter('{learner_name}', 'Razlozi:', '{#reasons}', '{reason}', '{/reasons}');
    writeFileSync(join(folder, 'letter-not-placed.hr.docx'), bytes);
    const { templates, issues } = await loadTemplates(folder);
    expect(issues).toEqual([]);
    expect(Buffer.from(templateFor(templates, 'letter-not-placed', ['hr']).bytes)).toEqual(Buffer.from(bytes));
    expect(templateFor(templates, 'letter-placed', ['hr', 'it']).name).toBe('letter-placed.it.docx');
  });

  it('with a tag missing, unknown or unclosed, and files that are none, are all named', async () => {
    writeFileSync(join(folder, 'letter-placed.docx'), letter('{learner_nam}', '{#placements}', '{start}', '{/placements}'));
    writeFileSync(join(folder, 'letter-waiting.docx'), letter('{learner_name'));
    writeFileSync(join(folder, 'agreement.docx'), 'no document');
    writeFileSync(join(folder, 'agrement.docx'), letter('x'));
    const { issues } = await loadTemplates(folder);
    expect(issues.map(({ file, code, found, maybe }) => [file, code, found, maybe])).toEqual([
      ['agreement.docx', 'template-invalid', expect.any(String), null],
      ['agrement.docx', 'template-unknown', null, 'agreement.docx'],
      ['letter-placed.docx', 'tag-unknown', '{learner_nam}', 'learner_name'],
      ['letter-placed.docx', 'tag-missing', null, null],
      ['letter-placed.docx', 'tag-missing', null, null],
      ['letter-waiting.docx', 'template-invalid', expect.stringContaining('learner_name'), null],
    ]);
    expect(issues.filter(({ code }) => code === 'tag-missing').map(({ expected }) => expected)).toEqual([
      'the tag {learner_name}',
      'the tag {end}',
    ]);
  });

  it('need nothing that their own table does not have', () => {
    for (const kind of templateKinds) {
      const { fields, lists, flags, required } = tagsOfTemplate[kind];
      const known = [...fields, ...flags, ...Object.keys(lists), ...Object.values(lists).flat()];
      expect(required.filter((tag) => !known.includes(tag))).toEqual([]);
    }
  });
});
