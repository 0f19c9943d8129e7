import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openZip, textOfPart, zipOfParts } from '../../src/papers/zip.js';
import { documentParts, paragraph } from '../../src/papers/word-xml.js';
import { readWorkbook } from '../../src/roster/workbook.js';
import { filesUnder, placewise, textOf } from '../support/papers.js';

const data = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'data');
let base = '';
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'papers é '));
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

const people = `id,about,name,address,email,contact,mentor,guardian,guardian_phone,language
h1,,Ana <b>Škoda</b> & Co,"Street 1, Split",ana@example.org,,,Guardian One,+385 000,
h2,,Person Two,,,,,,,it
S-HR,organisation,Sending office,"Quay 2, Split",office@example.org,"Maria Example, coordinator",,,,
H-IT-1,host,Software house s.r.l.,"Via Prova 1, Bologna",,,Paolo Example,,,
`;

describe('papers of tiny', () => {
  let plan = '';
  let shared = '';
  beforeAll(async () => {
    shared = mkdtempSync(join(tmpdir(), 'papers plan '));
    plan = join(shared, 'out');
    expect((await placewise(shared, 'match', join(data, 'tiny'), '--out', plan, '--quiet')).code).toBe(0);
  });
  afterAll(() => rmSync(shared, { recursive: true, force: true }));

  const roster = (extra: Record<string, string> = {}): string => {
    const folder = join(base, 'roster');
    cpSync(join(data, 'tiny'), folder, { recursive: true });
    for (const [name, text] of Object.entries({ 'people.csv': people, ...extra })) writeFileSync(join(folder, name), text);
    return folder;
  };

  it('go from a folder to a folder, whole and private', async () => {
    const { code, stdout, stderr } = await placewise(base, 'papers', roster(), plan, '--out', 'papers');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('files in papers.');
    const out = join(base, 'papers');
    const files = filesUnder(out);
    expect(files).toEqual(JSON.parse(readFileSync(join(out, 'papers.json'), 'utf8')).files);
    expect(files.filter((name) => name.startsWith('agreements/'))).toHaveLength(5);
    expect(files.filter((name) => name.startsWith('letters/'))).toHaveLength(6);
    if (process.platform !== 'win32') {
      for (const name of [...files, 'agreements', 'packs', '.']) expect(statSync(join(out, name)).mode & 0o077).toBe(0);
    }
    const agreement = textOf(join(out, 'agreements', 'agreement-h1.docx'));
    for (const text of [
      'Ana <b>Škoda</b> & Co',
      'Guardian One',
      '02/03/2026',
      '29/03/2026',
      '28 days, first and last included',
      'Maria Example, coordinator',
    ]) {
      expect(agreement).toContain(text);
    }
    expect(agreement).not.toMatch(/undefined|[{}]/);
    const placed = textOf(join(out, 'letters', 'placed-h1.docx'));
    expect(placed).toContain('Guardian One');
    expect(placed).not.toMatch(/undefined|UNREVIEWED|[{}]/);
    expect(textOf(join(out, 'letters', 'placed-h2.docx'))).toContain('UNREVIEWED TRANSLATION (Italian)');
    const waiting = textOf(join(out, 'letters', 'waiting-m3.docx'));
    expect(waiting).toContain('Your number on the reserve list “MK” is 1.');
    expect(waiting).toContain('the study profile is not accepted');
    expect(waiting).toContain('you may appeal in writing within 7 days');
  });

  it('give each receiver its own people and nobody else', async () => {
    await placewise(base, 'papers', roster(), plan, '--out', 'papers', '--only', 'packs');
    const packs = join(base, 'papers', 'packs');
    const hr = textOf(join(packs, 'senders', 'sender-S-HR', 'pack.docx'));
    expect(hr).toContain('Person Two');
    expect(hr).not.toMatch(/m1|m2|m3/);
    expect(textOf(join(packs, 'senders', 'sender-S-MK', 'pack.docx'))).toContain('reserve 1 of MK');
    const host = textOf(join(packs, 'hosts', 'host-H-IT-2', 'pack.docx'));
    expect(host).toContain('h3');
    expect(host).not.toMatch(/Ana|Person Two|office@example|Guardian/);
    const calendar = readFileSync(join(packs, 'hosts', 'host-H-IT-1', 'calendar.ics'), 'utf8');
    expect(calendar).toContain('DTSTART;VALUE=DATE:20260302\r\nDTEND;VALUE=DATE:20260330\r\nSUMMARY:2 people at Software house s.r.l.\r\n');
    expect(calendar).not.toMatch(/Ana|Two/);
    expect(existsSync(join(base, 'papers', 'letters'))).toBe(false);
  });

  it('are the same bytes each time, and replaced with --force only, never where something else lies', async () => {
    const folder = roster();
    const zone = process.env.TZ;
    await placewise(base, 'papers', folder, plan, '--out', 'one');
    process.env.TZ = 'Asia/Tokyo';
    await placewise(base, 'papers', folder, plan, '--out', 'two');
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
    for (const name of filesUnder(join(base, 'one'))) {
      expect([name, readFileSync(join(base, 'two', name)).equals(readFileSync(join(base, 'one', name)))]).toEqual([name, true]);
    }
    expect((await placewise(base, 'papers', folder, plan, '--out', 'one')).code).toBe(73);
    writeFileSync(join(base, 'one', 'letters', 'mine.txt'), 'mine');
    expect((await placewise(base, 'papers', folder, plan, '--out', 'one', '--force')).code).toBe(73);
    rmSync(join(base, 'one', 'letters', 'mine.txt'));
    expect((await placewise(base, 'papers', folder, plan, '--out', 'one', '--force', '--only', 'lists')).code).toBe(0);
    expect(filesUnder(join(base, 'one'))).toEqual([
      'lists/accommodation.csv',
      'lists/accommodation.xlsx',
      'lists/travel.csv',
      'lists/travel.xlsx',
      'papers.json',
    ]);
  });

  it('use the template of a user, and refuse one that lacks a tag', async () => {
    const folder = roster();
    const templates = join(base, 'own');
    mkdirSync(templates);
    const write = (...texts: string[]) =>
      writeFileSync(
        join(templates, 'letter-placed.docx'),
        zipOfParts(
          documentParts(
            texts.map((text) => paragraph(text)),
            { title: 'x', footer: '' },
          ),
        ),
      );
    write('Ours: {learner_name}', '{#placements}', '{start}–{end}', '{/placements}');
    expect((await placewise(base, 'papers', folder, plan, '--out', 'papers', '--template', 'own')).code).toBe(0);
    expect(textOf(join(base, 'papers', 'letters', 'placed-h1.docx'))).toBe('\nOurs: Ana <b>Škoda</b> & Co\n02/03/2026–29/03/2026\n');
    write('Ours: {learner_name}');
    const refused = await placewise(base, 'papers', folder, plan, '--out', 'other', '--template', 'own');
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('letter-placed.docx: expected the tag {placements}');
    expect(existsSync(join(base, 'other'))).toBe(false);
  });

  it('name all faults of people.csv, agreements.csv and units.csv', async () => {
    const folder = roster({
      'people.csv': 'id,about\nh9,\nS-HR,office\n',
      'agreements.csv': 'student,signed_host\nh1,31.02.2026\n',
      'units.csv': 'title\nx\n',
    });
    const { code, stderr } = await placewise(base, 'papers', folder, plan, '--out', 'papers');
    expect(code).toBe(2);
    for (const fault of [
      'people.csv row 2, column id: found "h9"',
      'people.csv row 3, column about',
      'agreements.csv row 2, column signed_host',
      'units.csv row 1, column unit',
    ]) {
      expect(stderr).toContain(fault);
    }
  });

  it('refuse a plan that was changed: against its cells, or after it was approved', async () => {
    const copy = join(base, 'out');
    cpSync(plan, copy, { recursive: true });
    const file = join(copy, 'placements.csv');
    const written = readFileSync(file, 'utf8');
    writeFileSync(file, written.replace('Software house', 'Data workshop'));
    expect((await placewise(base, 'papers', join(data, 'tiny'), copy, '--out', 'papers')).code).toBe(1);
    writeFileSync(file, written);
    expect((await placewise(base, 'approve', join(data, 'tiny'), copy, '--by', 'Head')).code).toBe(0);
    expect((await placewise(base, 'papers', join(data, 'tiny'), copy, '--out', 'papers', '--quiet')).code).toBe(0);
    writeFileSync(file, written.split('\n').slice(0, -2).concat('').join('\n'));
    const { code, stderr } = await placewise(base, 'papers', join(data, 'tiny'), copy, '--out', 'later');
    expect([code, stderr]).toEqual([2, expect.stringContaining('it was changed afterwards')]);
    expect(existsSync(join(base, 'later'))).toBe(false);
  });

  it('hold a workbook of everything, with headers that stay and filters; formulas are guarded in CSV unless told not to', async () => {
    const folder = roster({ 'people.csv': people.replace('Person Two', '=1+1') });
    await placewise(base, 'papers', folder, plan, '--out', 'papers', '--only', 'workbook,lists');
    const bytes = readFileSync(join(base, 'papers', 'plan.xlsx'));
    const { sheets } = await readWorkbook(bytes);
    expect(sheets.map(({ name }) => name)).toEqual([
      'placements',
      'unplaced',
      'hosts',
      'budgets',
      'quotas',
      'selection',
      'audit',
      'travel',
      'accommodation',
      'lint',
    ]);
    const sheet = textOfPart(openZip(bytes), 'xl/worksheets/sheet1.xml') ?? '';
    expect(sheet).toContain('state="frozen"');
    expect(sheet).toMatch(/<\/sheetData><autoFilter ref="A1:A[A-Z]6"\/>/);
    expect(readFileSync(join(base, 'papers', 'lists', 'travel.csv'), 'utf8')).toContain(",'=1+1,");
    await placewise(base, 'papers', folder, plan, '--out', 'plain', '--only', 'lists', '--no-guard');
    expect(readFileSync(join(base, 'plain', 'lists', 'travel.csv'), 'utf8')).toContain(',=1+1,');
  });
});
