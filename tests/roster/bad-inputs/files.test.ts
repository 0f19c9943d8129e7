import { execFileSync } from 'node:child_process';
import { appendFileSync, chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { slicesOfFile } from '../../../src/roster/files.js';
import { folderOf, match, matchIn, people, planOf, refusal } from './desk.js';

const students = (content: string | Uint8Array) => ({ 'students.csv': content });
const latin = (text: string) => Buffer.from(text, 'latin1');
const plain = 'id,kind,group\nS1,short-term,a\nS2,short-term,b\n';

describe('files that are read as they are', () => {
  it.each<[string, string | Uint8Array]>([
    ['1: a byte order mark', `\ufeff${plain}`],
    ['2: a byte order mark before a quoted header', `\ufeff${plain.replace('id', '"id"')}`],
    ['7: carriage returns', plain.replaceAll('\n', '\r')],
    ['7: carriage returns and line feeds', plain.replaceAll('\n', '\r\n')],
    ['7: mixed line ends', 'id,kind,group\r\nS1,short-term,a\rS2,short-term,b\n'],
    ['8: no line end at the end', plain.trimEnd()],
    ['13: semicolons', plain.replaceAll(',', ';')],
    ['13: tabs', plain.replaceAll(',', '\t')],
    ['14: a line sep=;', `sep=;\n${plain.replaceAll(',', ';')}`],
    ['18: a quote inside an unquoted cell', plain.replace(',a', ',a"a')],
    ['28: header names in capitals with blanks around', plain.replace('id,kind', ' ID , Kind ')],
  ])('bad input %s', async (_, content) => {
    expect(await planOf(students(content))).toMatchObject({ placed: ['S1 in O1', 'S2 in O1'], said: [] });
  });

  it('bad input 11: a header without people gives an empty plan and a warning', async () => {
    const { placed, said, answer } = await planOf(students('id,kind\n'));
    expect(placed).toEqual([]);
    expect(said).toEqual(['warning: students.csv: found "no rows"; expected at least one row under the header.']);
    expect(answer.out).toContain('Placed     0 of 0 people');
    expect(`${answer.out}${answer.file('summary.json')}${answer.file('report.html')}`).not.toMatch(/\bNaN\b|\bInfinity\b/);
  });

  it('bad input 12: a header without openings leaves everybody without a place, and says why', async () => {
    const { placed, said, answer } = await planOf({ 'openings.csv': 'id,host,start,end,seats\n' });
    expect(placed).toEqual([]);
    expect(said).toEqual(['warning: openings.csv: found "no rows"; expected at least one row under the header.']);
    expect(answer.out).toContain('Unplaced   1: 1 because there is no opening');
    expect(answer.file('unplaced.csv').split('\n')[1]).toMatch(/^S1,short-term,,no-opening,0,/);
  });

  it('bad input 20: line breaks, separators and quotes in a quoted cell; later rows keep their numbers', async () => {
    const said = await refusal(students('id,kind,group\nS1,staff,"one\ntwo, ""three"""\nS2,nobody,\n'));
    expect(said).toEqual([
      'students.csv row 3, column kind: found "nobody"; expected one of: short-term, long-term, staff, graduate, accompanying.',
    ]);
  });

  it('bad input 27: blank rows are skipped, and counted', async () => {
    const { placed, said } = await planOf(students('id,kind\n\nS1,short-term\n,,\n  \nS2,short-term\n\n'));
    expect(placed).toEqual(['S1 in O1', 'S2 in O1']);
    expect(said).toEqual(['students.csv: 4 blank rows were skipped.']);
  });

  it('bad input 30: headers that are names of JavaScript are columns like any other', async () => {
    const { placed, said } = await planOf(students('__proto__,constructor,toString,hasOwnProperty,id,kind\na,b,c,d,S1,short-term\n'));
    expect(placed).toEqual(['S1 in O1']);
    expect(said.map((line) => /column (\w+): found "\1"/.exec(line)?.[1])).toEqual([
      '__proto__',
      'constructor',
      'hasownproperty',
      'tostring',
    ]);
    expect(({} as { x?: unknown }).x).toBeUndefined();
  });
});

describe('files that are refused, each fault with its place', () => {
  it.each<[string, string | Uint8Array, readonly string[]]>([
    [
      '3: UTF-16 with a mark, little end first',
      Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(plain, 'utf16le')]),
      ['students.csv: found "UTF-16 text"; expected CSV in UTF-8. Maybe save it as "CSV UTF-8".'],
    ],
    [
      '3: UTF-16 with a mark, big end first',
      Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(plain, 'utf16le').swap16()]),
      ['students.csv: found "UTF-16 text"; expected CSV in UTF-8. Maybe save it as "CSV UTF-8".'],
    ],
    [
      '4: Windows-1252',
      latin('id,kind,group\nS1,staff,a\nS2,staff,Zo\xeb\n'),
      [
        'students.csv row 3: found "the byte EB"; expected UTF-8, or a declared encoding. Maybe declare "encoding": windows-1250 reads “Zoë”, windows-1251 reads “Zoл”, windows-1252 reads “Zoë”.',
      ],
    ],
    [
      '5: two encodings in one file',
      Buffer.concat([Buffer.from('id,kind,group\nS1,staff,Zoë\n'), latin('S2,staff,Zo\xeb\n')]),
      [
        'students.csv row 3: found "the byte EB"; expected UTF-8, or a declared encoding. Maybe declare "encoding": windows-1250 reads “Zoë”, windows-1251 reads “Zoл”, windows-1252 reads “Zoë”.',
      ],
    ],
    [
      '6: a character cut at the end',
      latin('id,kind,group\nS1,staff,a\nS2,staff,\xc3'),
      [
        'students.csv row 3: found "the byte C3"; expected UTF-8, or a declared encoding. Maybe the file is windows-1252, windows-1250 or windows-1251: save it as UTF-8, or declare "encoding".',
      ],
    ],
    ['9: no byte at all', '', ['students.csv: found "no header row"; expected a first row with the names of the columns.']],
    [
      '10: nothing but line ends and blanks',
      '\n \n\t\n',
      ['students.csv: found "no header row"; expected a first row with the names of the columns.'],
    ],
    ['14: a line sep= with another sign', 'sep=|\nid|kind\n', ['students.csv: found "sep=|"; expected a comma, a semicolon or a tab.']],
    [
      '16: a workbook in the place of a table',
      Buffer.from([0x50, 0x4b, 3, 4, 20, 0]),
      [
        'students.csv: found "an XLSX workbook (or another zip file)"; expected a CSV file. Maybe give the workbook itself, with a sheet for each file.',
      ],
    ],
    ['16: gzip', gzipSync(plain), ['students.csv: found "a gzip file"; expected a CSV file.']],
    ['16: a login page', '<!DOCTYPE html><html><body>Log in</body></html>', ['students.csv: found "an HTML page"; expected a CSV file.']],
    ['16: JSON', '[{"id": "S1"}]', ['students.csv: found "a JSON file"; expected a CSV file.']],
    [
      '19: text behind a closing quote; the rows after it are still looked at',
      'id,kind,group\nS1,staff,"ab"c\nS2,nobody,b\n',
      [
        'students.csv row 2: found "S1,staff,"ab"c"; expected a separator after a closing quote. Maybe a quote inside the cell should be doubled.',
        'students.csv row 3, column kind: found "nobody"; expected one of: short-term, long-term, staff, graduate, accompanying.',
      ],
    ],
    [
      '24: control characters in a cell',
      'id,kind,group\nS1,staff,a\u0000b\nS2,staff,a\u001b[2Jb\n',
      [
        'students.csv row 2, column group: found "a\\u{0}b"; expected text without control characters.',
        'students.csv row 3, column group: found "a\\u{1b}[2Jb"; expected text without control characters.',
      ],
    ],
    [
      '25: a row with too few cells',
      'id,kind,group\nS1,staff\nS2,staff,b\n',
      ['students.csv row 2: found "2 cells: S1, staff"; expected 3 cells, as many as the header has.'],
    ],
    [
      '26: a row with too many cells; all others are still looked at',
      'id,kind,group\nS1,staff,a,b\nS2,nobody,b\n',
      [
        'students.csv row 2: found "4 cells: S1, staff, a, b"; expected 3 cells, as many as the header has. Maybe a cell that holds the separator should stand in quotes.',
        'students.csv row 3, column kind: found "nobody"; expected one of: short-term, long-term, staff, graduate, accompanying.',
      ],
    ],
    [
      '28: a column twice',
      'id,kind,group,Group\nS1,staff,a,b\n',
      ['students.csv row 1, column group: found "Group"; expected each column once; it is column 3 and column 4.'],
    ],
    [
      '31: the openings in the place of the people',
      'id,host,start,end,seats\nO1,H1,2026-03-02,2026-03-20,2\n',
      [
        'students.csv row 1: found "id, host, start, end, seats"; expected the columns of students.csv, among them kind. Maybe these are the columns of openings.csv.',
      ],
    ],
  ])('bad input %s', async (_, content, said) => {
    expect((await refusal(students(content))).filter((line) => !/column (id|kind).*found "id\|kind"|column id\|kind/.test(line))).toEqual(
      said,
    );
  });

  it('bad input 4: Windows-1252 is read where it is declared', async () => {
    const files = { ...students(latin('id,kind,group\nS1,short-term,Zo\xeb\n')), 'placewise.json': '{"encoding": "windows-1252"}' };
    expect((await planOf(files)).placed).toEqual(['S1 in O1']);
  });

  it('bad input 6: overlong UTF-8', async () => {
    const [said] = await refusal(students(latin('id,kind,group\nS1,staff,\xc0\x80\n')));
    expect(said).toContain('students.csv row 2: found "the byte C0"; expected UTF-8, or a declared encoding.');
  });

  it('bad input 13: another separator is asked about', async () => {
    const said = await refusal(students('id|kind\nS1|staff\n'));
    expect(said[0]).toBe(
      'students.csv row 1, column id: found "id|kind"; expected a column id. Maybe the cells are separated by something other than comma, semicolon or tab.',
    );
  });

  it('bad input 28: two headers without a name are warned of, and their cells are not read', async () => {
    const { said } = await planOf(students('id,kind,,\nS1,short-term,a,b\n'));
    expect(said).toEqual([
      'warning: students.csv row 1: found ""; expected a name over column 3, whose cells are not read.',
      'warning: students.csv row 1: found ""; expected a name over column 4, whose cells are not read.',
    ]);
  });

  it('bad input 29: a required column is missing, an unknown one is there, each with the nearest name', async () => {
    const said = await refusal(students('id,knd,grup\nS1,staff,b\n'));
    expect(said.find((line) => line.startsWith('students.csv row 1, column kind'))).toBe(
      'students.csv row 1, column kind: found "id, knd, grup"; expected a column kind. Maybe the column knd is meant.',
    );
    expect(said.find((line) => line.includes('column grup'))).toMatch(/^warning: .*its cells are not read\. Maybe group\.$/);
  });

  it('bad input 31: people and openings swapped', async () => {
    const said = await refusal({
      'students.csv': 'id,host,start,end,seats\nO1,H1,2026-03-02,2026-03-20,2\n',
      'openings.csv': 'id,kind\nS1,staff\n',
    });
    expect(said.map((line) => /Maybe (.*)\.$/.exec(line)?.[1])).toEqual([
      'these are the columns of students.csv',
      'these are the columns of openings.csv',
    ]);
  });
});

describe('files that cannot be had', () => {
  it('bad input 15: a folder in the place of a file, a file that is missing, a roster that is not there', async () => {
    const folder = folderOf({ 'students.csv': null });
    expect((await matchIn(folder)).said[0]).toBe('students.csv: found "no such file"; expected a file students.csv.');
    mkdirSync(join(folder, 'roster', 'students.csv'));
    expect((await matchIn(folder)).said[0]).toBe('students.csv: found "a folder, a pipe or a device"; expected a file.');
    rmSync(join(folder, 'roster'), { recursive: true });
    expect(await matchIn(folder)).toMatchObject({
      code: 2,
      wrote: false,
      said: [
        'the roster: found "nothing there"; expected a folder with students.csv and openings.csv.',
        'Nothing was written: mend the faults above first.',
      ],
    });
  });

  // Windows has neither pipes among its files nor these permissions, and its administrator reads all.
  it.skipIf(process.platform === 'win32' || process.getuid?.() === 0)(
    'bad input 15: no permission (skipped on Windows and for root)',
    async () => {
      const folder = folderOf({});
      chmodSync(join(folder, 'roster', 'students.csv'), 0);
      expect((await matchIn(folder)).said[0]).toBe('students.csv: found "no permission"; expected a file that can be read.');
    },
  );

  it.skipIf(process.platform === 'win32')('bad input 15: a pipe that nobody writes to is not waited for (skipped on Windows)', async () => {
    const folder = folderOf({});
    execFileSync('mkfifo', [join(folder, 'roster', 'hosts.csv')]);
    expect((await matchIn(folder)).said[0]).toBe('hosts.csv: found "a folder, a pipe or a device"; expected a file.');
  });

  it('bad input 32: a file that changes while it is read is refused', async () => {
    const folder = folderOf(people(Array.from({ length: 60_000 }, (_, k) => `S${k},staff`).join('\n')));
    const path = join(folder, 'roster', 'students.csv');
    const read = async () => {
      for await (const slice of slicesOfFile(path)) if (slice.length > 0) appendFileSync(path, 'X,staff\n');
    };
    await expect(read()).rejects.toMatchObject({ code: 'file-changed', expected: 'a file that nobody writes to; read it again' });
  });
});

describe('files that are too much', () => {
  it('bad input 17: a quote that is never closed, in row 3 of 16 MB', async () => {
    const said = await refusal(students(`id,kind,group\nS1,staff,a\nS2,staff,"b\n${'S3,staff,c\n'.repeat(1_500_000)}`));
    expect(said).toEqual([
      'students.csv row 3: found "S2,staff,"b"; expected a closing quote for the one opened in this row, at most 32767 characters on.',
    ]);
  });

  it.each([
    [
      '21: a cell of a million characters',
      `id,kind,group\nS1,staff,${'x'.repeat(1_000_000)}\n`,
      'row 2: found "x',
      'cells of at most 32767 characters',
    ],
    [
      '22: a row of 100,000 cells',
      `id,kind\nS1,staff${',a'.repeat(100_000)}\n`,
      'row 2: found "more than 1000 cells"',
      'at most 1000 columns',
    ],
    [
      '22: a header of 2,000,000 cells',
      `id,kind${',a'.repeat(2_000_000)}\n`,
      'row 1: found "more than 1000 cells"',
      'at most 1000 columns',
    ],
    ['33: a file of one long line', `id,kind,${'a'.repeat(40_000_000)}`, 'row 1: found "a', 'cells of at most 32767 characters'],
  ])('bad input %s', async (_, content, found, expected) => {
    const said = await refusal(students(content));
    expect(said).toHaveLength(1);
    expect(said[0]).toContain(`students.csv ${found}`);
    expect(said[0]).toContain(`expected ${expected}.`);
    expect(said[0]!.length).toBeLessThan(300);
  });

  it('bad input 23: files beyond the limit of bytes are refused before they are read', async () => {
    const folder = folderOf({});
    // A hole: it takes no room on the disk.
    writeFileSync(join(folder, 'roster', 'students.csv'), '');
    execFileSync(process.execPath, [
      '-e',
      `require('fs').truncateSync(process.argv[1], 300_000_000)`,
      join(folder, 'roster', 'students.csv'),
    ]);
    expect((await matchIn(folder)).said[0]).toBe('students.csv: found "300000000 bytes"; expected at most 268435456 bytes.');
  });

  it('bad input 24: invisible signs in an id are shown by their number; the id stays as it is', async () => {
    const answer = await match(people('S1,short-term\nS\u202e1,short-term'));
    expect(answer.said[0]).toBe(
      'warning: students.csv row 3, column id: found "S\\u{202e}1"; expected an id that cannot be taken for that of row 2. Maybe S1.',
    );
    expect(answer.file('placements.csv')).toContain('S\u202e1,O1,');
    expect(answer.file('report.html')).not.toContain('<bdi>S\u20281');
  });
});
