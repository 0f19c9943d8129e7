import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import PizZip from 'pizzip';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readWorkbook } from '../../../src/roster/workbook.js';
import { placewiseIn } from '../../support/cli.js';
import { soundSheets, tampered, workbookOf } from '../../support/xlsx.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'annotate é-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const faulty = {
  ...soundSheets,
  students: [...soundSheets.students, ['S2', 'nobody', null, 1.5, true], [null, 'staff', null, null, null]],
};
const bytesOf = (name: string) => readFileSync(join(folder, name));
const zipOf = (name: string) => new PizZip(bytesOf(name));
const part = (name: string, path: string) => zipOf(name).file(path)?.asText() ?? '';

async function rowsOf(name: string, sheet: string): Promise<unknown[][]> {
  const { sheets } = await readWorkbook(bytesOf(name));
  return (sheets.find((found) => found.name === sheet)?.rows ?? []).map((row) => [...row]);
}

/** The cells of a sheet that have the fill of faults or of what is to be looked at, by the formats of the workbook. */
function filledCells(name: string, path: string): string[] {
  const styles = part(name, 'xl/styles.xml');
  const fills = (/<fills[^>]*>([\s\S]*?)<\/fills>/.exec(styles)?.[1] ?? '').match(/<fill>[\s\S]*?<\/fill>/g) ?? [];
  const formats = (/<cellXfs[^>]*>([\s\S]*?)<\/cellXfs>/.exec(styles)?.[1] ?? '').match(/<xf\b[^>]*>/g) ?? [];
  return [...part(name, path).matchAll(/<c\s([^>]*)>/g)].flatMap(([, attributes = '']) => {
    const format = formats[Number(/\bs="(\d+)"/.exec(attributes)?.[1] ?? 0)] ?? '';
    const fill = fills[Number(/fillId="(\d+)"/.exec(format)?.[1] ?? 0)] ?? '';
    return /F{2}?FFC7CE|FFFFEB9C/i.test(fill) ? [/\br="([A-Z]+\d+)"/.exec(attributes)?.[1] ?? ''] : [];
  });
}

describe('an annotated copy of a workbook', () => {
  it('marks the cells at fault, lists them with links, and keeps every other part and cell as it was', async () => {
    const book = tampered(await workbookOf({ ...faulty, notes: [['kept']] }), 'xl/worksheets/sheet2.xml', (xml) =>
      xml.replace('<v>275.5</v>', '<f>275+0.5</f><v>275.5</v>'),
    );
    writeFileSync(join(folder, 'roster.xlsx'), book);
    const { code, err } = await placewiseIn(folder, 'match', 'roster.xlsx', '--out', 'out', '--annotate', 'marked.xlsx');
    expect(code).toBe(2);
    expect(err).toContain('marked.xlsx: a copy of the roster in which 4 faults are marked, each listed in the sheet faults.');
    expect(bytesOf('roster.xlsx').equals(book)).toBe(true);
    if (process.platform !== 'win32') expect(statSync(join(folder, 'marked.xlsx')).mode & 0o777).toBe(0o600);

    expect(filledCells('marked.xlsx', 'xl/worksheets/sheet1.xml')).toEqual(['B3', 'D3', 'A4']);
    const list = await rowsOf('marked.xlsx', 'faults');
    expect(list.map((row) => row.slice(0, 4))).toEqual([
      ['sheet', 'cell', 'kind', 'column'],
      // A sheet that is none of the roster's: the fault is about no cell.
      ['notes', null, 'look at it', null],
      ['students', 'B3', 'fault', 'kind'],
      ['students', 'D3', 'fault', 'points'],
      ['students', 'A4', 'fault', 'id'],
    ]);
    expect(part('marked.xlsx', 'xl/worksheets/faults1.xml')).toContain(`location="'students'!B3"`);

    const before = new PizZip(book);
    const after = zipOf('marked.xlsx');
    const rewritten = ['[Content_Types].xml', 'xl/_rels/workbook.xml.rels', 'xl/styles.xml', 'xl/workbook.xml', 'xl/worksheets/sheet1.xml'];
    for (const name of Object.keys(before.files)) {
      if (!rewritten.includes(name)) expect([name, after.file(name)?.asText()]).toEqual([name, before.file(name)?.asText()]);
    }
    for (const sheet of ['students', 'openings', 'notes'])
      expect(await rowsOf('marked.xlsx', sheet)).toEqual(await rowsOf('roster.xlsx', sheet));
  });

  it('reads as the workbook it is a copy of, and marks what is still at fault in a copy of its own', async () => {
    writeFileSync(join(folder, 'roster.xlsx'), await workbookOf(faulty));
    const first = await placewiseIn(folder, 'doctor', 'roster.xlsx', '--annotate', 'marked.xlsx');
    const second = await placewiseIn(folder, 'doctor', 'marked.xlsx', '--annotate', 'again.xlsx');
    const faults = (err: string) => err.split('\n').filter((line) => line.includes('found "'));
    expect(faults(second.err)).toEqual(faults(first.err));
    expect((await readWorkbook(bytesOf('again.xlsx'))).sheets.map(({ name }) => name)).toEqual([
      'students',
      'openings',
      'faults',
      'faults 2',
    ]);
  });

  it('is not written over anything without --force, nor over the roster, nor where nothing is at fault', async () => {
    writeFileSync(join(folder, 'roster.xlsx'), await workbookOf(faulty));
    writeFileSync(join(folder, 'other.xlsx'), 'mine');
    const refused = await placewiseIn(folder, 'match', 'roster.xlsx', '--out', 'out', '--annotate', 'other.xlsx');
    expect([refused.code, refused.err]).toEqual([73, 'other.xlsx exists; say --force to replace it.\n']);
    expect(bytesOf('other.xlsx').toString()).toBe('mine');
    const own = await placewiseIn(folder, 'match', 'roster.xlsx', '--out', 'out', '--annotate', 'roster.xlsx', '--force');
    expect([own.code, await rowsOf('roster.xlsx', 'faults')]).toEqual([64, []]);
    expect((await placewiseIn(folder, 'match', 'roster.xlsx', '--out', 'out', '--annotate', 'other.xlsx', '--force')).code).toBe(2);
    expect(await rowsOf('other.xlsx', 'faults')).toHaveLength(4);
    writeFileSync(join(folder, 'sound.xlsx'), await workbookOf(soundSheets));
    const sound = await placewiseIn(folder, 'doctor', 'sound.xlsx', '--annotate', 'none.xlsx');
    expect(sound.err).toContain('none.xlsx was not written: there is nothing to mark.');
    expect((await placewiseIn(folder, 'doctor', 'sound.xlsx', '--annotate', 'none.csv')).code).toBe(64);
  });
});

describe('an annotated copy of CSV files', () => {
  const students =
    'id,kind,birth_date,group\n007,short-term,31/02/2008,=1+1\n\nS2,nobody,2008-01-01,"x\ny"\nS3,staff,,a,b\nS4,staff,"2008"z,b\n';
  it('is one workbook with every cell as it is written, in its row', async () => {
    mkdirSync(join(folder, 'roster'));
    writeFileSync(join(folder, 'roster', 'students.csv'), students);
    writeFileSync(join(folder, 'roster', 'openings.csv'), 'id;host;start;end;seats\nO1;H1;2026-03-02;2026-03-20;\n');
    const { code } = await placewiseIn(folder, 'match', 'roster', '--out', 'out', '--annotate', 'marked.xlsx');
    expect(code).toBe(2);
    expect(await rowsOf('marked.xlsx', 'students')).toEqual([
      ['id', 'kind', 'birth_date', 'group', null],
      ['007', 'short-term', '31/02/2008', '=1+1', null],
      [null, null, null, null, null],
      ['S2', 'nobody', '2008-01-01', 'x\ny', null],
      ['S3', 'staff', null, 'a', 'b'],
      ['S4,staff,"2008"z,b', null, null, null, null],
    ]);
    expect(filledCells('marked.xlsx', 'xl/worksheets/sheet3.xml')).toEqual(['C2', 'B4', 'A5', 'A6']);
    expect(filledCells('marked.xlsx', 'xl/worksheets/sheet2.xml')).toEqual(['E2']);
    expect(part('marked.xlsx', 'xl/comments3.xml')).toContain('Expected one of: short-term, long-term, staff, graduate, accompanying.');
    expect((await rowsOf('marked.xlsx', 'faults')).map((row) => `${String(row[0])} ${String(row[1])}`)).toEqual([
      'sheet cell',
      'openings E2',
      'students C2',
      'students B4',
      'students A5',
      'students A6',
    ]);
  });

  it('of foreign lists finds the columns by their own headers, in the declared encoding', async () => {
    const list = 'Popis\n\nIme i prezime;Datum rođenja;Struka\nAna Anić;31.02.2008.;0712\n';
    const bytes = Buffer.from([...list].map((sign) => ({ đ: 0xf0, ć: 0xe6 })[sign] ?? sign.charCodeAt(0)));
    writeFileSync(join(folder, 'ucenici.csv'), bytes);
    const { code, err } = await placewiseIn(
      folder,
      ...['import', 'students=ucenici.csv', '--encoding', 'windows-1250', '--date-format', 'dmy'],
      ...['--default', 'students:kind=staff', '--annotate', 'marked.xlsx'],
    );
    expect([code, /expected a date like [^.]*\.[^.]*\.[^.]*\./.exec(err)?.[0]]).toEqual([
      2,
      'expected a date like 28.02.2009; that month has 29 days.',
    ]);
    expect(filledCells('marked.xlsx', 'xl/worksheets/sheet2.xml')).toEqual(['B4']);
    expect(await rowsOf('marked.xlsx', 'ucenici')).toContainEqual(['Ana Anić', '31.02.2008.', '0712']);
  });
});
