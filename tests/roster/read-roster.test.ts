import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseIsoDay } from '../../src/basics/day.js';
import { formatIssues } from '../../src/roster/format-issues.js';
import { readRoster, type ReadOverrides } from '../../src/roster/read-roster.js';
import { filesOf } from './sample.js';

async function students(text: string | Uint8Array, overrides: ReadOverrides = {}, more: { [name: string]: string } = {}) {
  const result = await readRoster(filesOf({ 'students.csv': text, ...more }), overrides);
  return { ...result, faults: result.issues.map(({ code, row, column }) => [code, row, column].join(' ')) };
}

describe('forms of a file', () => {
  const plain = 'id,kind,group\nS1,short-term,a\nS2,staff,b\n';
  const forms: [string, string | Uint8Array][] = [
    ['line feeds', plain],
    ['carriage returns and line feeds', plain.replaceAll('\n', '\r\n')],
    ['carriage returns', plain.replaceAll('\n', '\r')],
    ['mixed line ends, none at the end', 'id,kind,group\r\nS1,short-term,a\rS2,staff,b'],
    ['a mark', `\ufeff${plain}`],
    ['a mark and quotes', `\ufeff"id","kind","group"\nS1,"short-term",a\n"S2",staff,"b"\n`],
    ['semicolons', plain.replaceAll(',', ';')],
    ['tabs', plain.replaceAll(',', '\t')],
    ['a sep line', `sep=;\r\n${plain.replaceAll(',', ';')}`],
    ['header names in capitals with blanks', plain.replace('id,kind', ' ID , Kind ')],
    ['blank rows', `\n${plain.replace('S2', ',,\n\nS2')}\n  \n`],
    ['other columns first', 'group,kind,id\na,short-term,S1\nb,staff,S2\n'],
    ['blanks around text', plain.replace('S1,short-term,a', ' S1 ,short-term, a ')],
  ];
  it.each(forms)('%s', async (_, content) => {
    const { roster, issues } = await students(content);
    expect(issues).toEqual([]);
    expect(roster?.students.map(({ id, kind, group }) => [id, kind, group])).toEqual([
      ['S1', 'short-term', 'a'],
      ['S2', 'staff', 'b'],
    ]);
  });

  it('counts what it skipped or trimmed', async () => {
    const { notes } = await students('id,kind\n\nS1 ,staff\n,\n');
    expect(notes.filter(({ file }) => file === 'students.csv').map(({ text }) => text)).toEqual([
      'students.csv: 2 blank rows were skipped.',
      'students.csv: 1 cells lost the blanks around their text.',
    ]);
  });

  it('gives rows as the spreadsheet shows them, behind quoted line breaks too', async () => {
    const { roster, faults } = await students('id,kind,group\nS1,staff,"one\ntwo, ""three"""\n\nS2,staff,\nS3,nobody,\n');
    expect(roster).toBeNull();
    expect(faults).toEqual(['choice-unknown 5 kind']);
    const sound = await students('id,kind,group\nS1,staff,"one\ntwo, ""three"""\n\nS2,staff,\n');
    expect(sound.roster?.students[0]?.group).toBe('one\ntwo, "three"');
    expect(sound.roster?.sourceRows.students).toEqual([2, 4]);
  });

  it('takes a quote inside an unquoted cell as it stands', async () => {
    expect((await students('id,kind,group\nS1,staff,ab"c\n')).roster?.students[0]?.group).toBe('ab"c');
  });

  it.each([
    ['', 'header-missing'],
    ['\n  \n', 'header-missing'],
    ['id,kind\n', 'no-records'],
  ])('%j: %s', async (text, code) => {
    expect((await students(text)).faults.map((fault) => fault.split(' ')[0])).toEqual([code]);
  });
});

describe('encodings', () => {
  const latin = Buffer.from('id,kind,group\nS1,staff,a\nS2,staff,Zo\xeb\nS3,staff,b\n', 'latin1');
  it('names the row of the first byte that is not UTF-8', async () => {
    expect((await students(latin)).faults).toEqual(['encoding-invalid 3 ']);
  });
  it('reads a declared encoding', async () => {
    expect((await students(latin, { encoding: 'windows-1252' })).roster?.students[1]?.group).toBe('Zoë');
    const central = Buffer.from('id,kind,group\nS1,staff,\xe8\xe6\xb9\n', 'latin1');
    expect((await students(central, {}, { 'placewise.json': '{"encoding":"windows-1250"}' })).roster?.students[0]?.group).toBe('čćą');
  });
  it('refuses a character cut at the end and one cut by no slice', async () => {
    expect((await students(Buffer.concat([Buffer.from('id,kind\nS1,staff\nS'), Buffer.from([0xc3])]))).faults).toEqual([
      'encoding-invalid 3 ',
    ]);
    const long = `id,kind,group\n${Array.from({ length: 12_000 }, (_, k) => `S${k},staff,žšč漢😀`).join('\n')}\n`;
    const { roster } = await students(long);
    expect(new Set(roster?.students.map(({ group }) => group))).toEqual(new Set(['žšč漢😀']));
  });
  it.each([
    ['gzip', Buffer.from([0x1f, 0x8b, 8, 0]), 'file-not-csv'],
    ['JSON', '[{"id":"S1"}]', 'file-not-csv'],
    ['a login page', '\n<!DOCTYPE html><html></html>', 'file-not-csv'],
    ['UTF-16 without a mark', Buffer.from('id,kind\nS1,staff\n', 'utf16le'), 'encoding-utf16'],
    ['NUL characters', 'id,kind,group\nS1,staff,a\u0000b\n', 'text-invalid'],
  ])('refuses %s', async (_, content, code) => {
    expect((await students(content)).faults.map((fault) => fault.split(' ')[0])).toEqual([code]);
  });
});

describe('ids', () => {
  it('are data whatever they look like', async () => {
    const ids = ['__proto__', 'constructor', 'toString', '007', '7', '7.0', '1e3', '9007199254740993', '=1+1', '../../x', 'a"b'];
    const { roster, issues } = await students(`id,kind\n${ids.map((id) => `"${id.replace('"', '""')}",staff`).join('\n')}\n`);
    expect(issues).toEqual([]);
    expect(roster?.students.map(({ id }) => id)).toEqual(ids);
  });
  it('that look alike are told apart and warned of', async () => {
    const { roster, faults } = await students('id,kind\nAB1,staff\nab1,staff\n\u0410B1,staff\né,staff\ne\u0301,staff\n');
    expect(roster?.students).toHaveLength(5);
    expect(faults).toEqual(['id-confusable 3 id', 'id-confusable 4 id', 'id-confusable 6 id']);
  });
  it('of rows that failed are still known', async () => {
    const { faults } = await students(
      'id,kind\nS1,nobody\nS2\n',
      {},
      { 'preferences.csv': 'student,target_kind,target,rank\nS1,city,X,1\nS2,city,X,1\n' },
    );
    expect(faults).toEqual(['choice-unknown 2 kind', 'row-short 3 ']);
  });
  it('may be those of an ISCED-F code, or of what has no file', async () => {
    const text = 'id,kind,profile,sender\nS1,staff,0715,A\nS2,staff,welder,B\nS3,staff,cook,C\n';
    expect((await students(text)).faults).toEqual([]);
    expect((await students(text, {}, { 'profiles.csv': 'id,isced\nwelder,0715\n' })).faults).toEqual(['id-unknown 4 profile']);
  });
  it('a school may name a sender that stands below it', async () => {
    const organisations = 'id,kind,sender\nX,school,Y\nY,sender,\nZ,school,Q\n';
    expect((await students('id,kind\nS1,staff\n', {}, { 'organisations.csv': organisations })).faults).toEqual(['id-unknown 4 sender']);
  });
});

describe('declared formats', () => {
  const birth = (cell: string) => `id,kind,birth_date\nS1,staff,${cell}\n`;
  it.each([
    ['28/02/2009', 'dmy'],
    ['28.02.2009', 'dmy'],
    ['28.2.2009.', 'dmy'],
    ['02/28/2009', 'mdy'],
    ['2009-02-28', 'dmy'],
  ] as const)('%s as %s', async (cell, dateFormat) => {
    expect((await students(birth(cell), { dateFormat })).roster?.students[0]?.birthDay).toBe(parseIsoDay('2009-02-28'));
  });
  it.each([
    ['28/02/2009', 'mdy'],
    ['28-02-2009', 'dmy'],
    ['28/02/2009.', 'dmy'],
    ['28/02.2009', 'dmy'],
    ['28/02/09', 'dmy'],
    ['31/04/2009', 'dmy'],
    ['28/02/2009', 'iso'],
  ] as const)('%s is refused as %s', async (cell, dateFormat) => {
    expect((await students(birth(cell), { dateFormat })).faults).toEqual(['date-invalid 2 birth_date']);
  });
  it('decimal commas', async () => {
    const cost = (cell: string) => `id,kind,inclusion_cost\nS1,staff,"${cell}"\n`;
    const comma = { 'placewise.json': '{"decimalComma": true}' };
    expect((await students(cost('1234,5'), {}, comma)).roster?.students[0]?.inclusionCents).toBe(123_450);
    for (const cell of ['1234.50', '1.234,50', '1 234,50'])
      expect((await students(cost(cell), {}, comma)).faults).toEqual(['money-invalid 2 inclusion_cost']);
    expect((await students(cost('1234.5'))).roster?.students[0]?.inclusionCents).toBe(123_450);
  });
});

describe('limits', () => {
  it('an unclosed quote on row 3 of 16 MB is named at once, in few words', async () => {
    const text = `id,kind\nS1,staff\n"S2,staff\n${'S,staff\n'.repeat(2_000_000)}`;
    const start = performance.now();
    const { issues } = await students(text);
    expect(issues.map(({ code, row }) => [code, row])).toEqual([['quote-unclosed', 3]]);
    expect(formatIssues(issues).length).toBeLessThan(500);
    // The machine may be busy; the parser alone took 170 s.
    expect(performance.now() - start).toBeLessThan(4_000);
  });
  it('after a faulty quote and after rows of another length the others are still checked', async () => {
    const { faults } = await students('id,kind\n"S1,staff\nS2,nobody\nS3\n"S4"x,staff\nS5,staff,1\nS6,no one\n');
    expect(faults).toEqual([
      'quote-unclosed 2 ',
      'choice-unknown 3 kind',
      'row-short 4 ',
      'quote-text-after 5 ',
      'row-long 6 ',
      'choice-unknown 7 kind',
    ]);
  });
  it.each([
    ['a cell of a million characters', `id,kind\nS1,${'x'.repeat(1_000_000)}\n`, 'cell-too-long 2 '],
    ['a quoted cell of a million characters', `id,kind\nS1,"${'x'.repeat(1_000_000)}"\n`, 'quote-unclosed 2 '],
    ['a row of a million characters', `id,kind\n${'S1,staff,'.repeat(111_111)}\n`, 'columns-too-many 2 '],
    ['2,000,000 header columns', `${'a,'.repeat(2_000_000)}b\n`, 'columns-too-many 1 '],
  ])('%s', async (_, text, fault) => {
    expect((await students(text)).faults).toEqual([fault]);
  });
  it('lists at most a hundred issues and counts the others', async () => {
    const { issues } = await students(`id,kind,points\n${Array.from({ length: 10_000 }, (_, k) => `S${k},nobody,1e3`).join('\n')}\n`);
    expect(issues).toHaveLength(101);
    expect(issues[100]).toMatchObject({ code: 'more', severity: 'error', found: '19900 more (19900 errors, 0 warnings)' });
    expect(issues[0]?.row).toBe(2);
  });
});

describe('folders', () => {
  it('names what is no file, what is not there and what has another name', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'placewise-'));
    try {
      expect((await readRoster(join(folder, 'nowhere'))).issues.map(({ code, found }) => [code, found])).toEqual([
        ['folder-unreadable', 'nothing there'],
      ]);
      mkdirSync(join(folder, 'students.csv'));
      writeFileSync(join(folder, 'opening.csv'), 'id,host,seats\n');
      writeFileSync(join(folder, 'people.csv'), 'id\n');
      const { roster, issues, notes } = await readRoster(folder);
      expect(roster).toBeNull();
      expect(issues.map(({ code, file, maybe }) => [code, file, maybe])).toEqual([
        ['file-unknown', 'opening.csv', 'openings.csv'],
        ['file-missing', 'openings.csv', 'opening.csv is meant'],
        ['file-unreadable', 'students.csv', null],
      ]);
      expect(notes.map(({ code }) => code)).toEqual(['file-not-read']);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
