import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatIssues } from '../../src/roster/format-issues.js';
import { readRoster, type ReadOverrides } from '../../src/roster/read-roster.js';
import { day, soundSheets, tampered, workbookOf, type Value } from '../support/xlsx.js';
import { filesOf } from './sample.js';

let base = '';
beforeAll(() => {
  base = mkdtempSync(join(tmpdir(), 'work book-'));
});
afterAll(() => rmSync(base, { recursive: true, force: true }));

async function read(content: Uint8Array | { readonly [name: string]: readonly (readonly Value[])[] }, overrides: ReadOverrides = {}) {
  const path = join(base, 'roster.xlsx');
  writeFileSync(path, content instanceof Uint8Array ? content : await workbookOf(content));
  const result = await readRoster(path, overrides);
  return { ...result, faults: result.issues.map(({ code, file, row, column }) => [code, file, row, column].join(' ')) };
}

const sheet1 = 'xl/worksheets/sheet1.xml';

describe('a workbook', () => {
  it('gives the same records as the folder its sheets would be saved to', async () => {
    const book = await read(soundSheets);
    const folder = await readRoster(
      filesOf({
        'students.csv': 'id,kind,birth_date,points,required\nS1,short-term,2008-05-04,40,true\n',
        'openings.csv': 'id,host,start,end,seats,cost_travel\nO1,H1,2026-03-02,2026-03-20,2,275.5\n',
      }),
    );
    expect(book.faults).toEqual([]);
    expect(book.roster).toEqual(folder.roster);
    expect(book.roster?.openings[0]?.travelCents).toBe(27_550);
  });

  it.each<ReadOverrides>([{ dateFormat: 'dmy', decimalComma: true }, { dateFormat: 'mdy' }, { dateFormat: 'excel' }])(
    'types its cells whatever the texts are declared to be: %j',
    async (overrides) => {
      const { roster } = await read(soundSheets, overrides);
      expect(roster).toEqual((await read(soundSheets)).roster);
    },
  );

  it('locates faults by sheet, row and column', async () => {
    const { faults, issues } = await read({
      ...soundSheets,
      students: [
        ['id', 'kind', 'Datum rođenja'],
        ['S1', 'short-term', '31.02.2008'],
        ['S2', 'nobody', day('2008-01-01')],
        [null, null, null],
        ['S1', 'staff', new Date('2008-01-01T10:30:00Z')],
      ],
    });
    expect(faults).toEqual([
      'date-invalid sheet students 2 birth_date (Datum rođenja)',
      'choice-unknown sheet students 3 kind',
      'date-invalid sheet students 5 birth_date (Datum rođenja)',
      'id-twice sheet students 5 id',
    ]);
    expect(formatIssues(issues)).toContain('sheet students row 2, column birth_date (Datum rođenja): found "31.02.2008"');
    expect(formatIssues(issues)).toContain('found "2008-01-01 10:30:00"');
  });

  it('reads numbers as they are shown, not as they are stored', async () => {
    const { roster } = await read(
      tampered(await workbookOf(soundSheets), 'xl/worksheets/sheet2.xml', (xml) =>
        xml.replace('<v>275.5</v>', '<v>8.3000000000000007</v>'),
      ),
    );
    expect(roster?.openings[0]?.travelCents).toBe(830);
  });

  it('refuses the cell of a formula that failed, that was never computed, and cells that are merged', async () => {
    const book = await workbookOf(soundSheets);
    const cell = /<c r="D2"[^>]*>.*?<\/c>/;
    const faultOf = async (xml: string) => (await read(tampered(book, sheet1, (text) => text.replace(cell, xml)))).faults;
    expect(await faultOf('<c r="D2" t="e"><f>1/0</f><v>#DIV/0!</v></c>')).toEqual(['cell-error sheet students 2 points']);
    expect(await faultOf('<c r="D2"><f>20+20</f></c>')).toEqual(['formula-blank sheet students 2 points']);
    expect(await faultOf('<c r="D2"><f>20+20</f><v>40</v></c>')).toEqual([]);
    const merged = tampered(book, sheet1, (xml) =>
      xml.replace('</sheetData>', '</sheetData><mergeCells count="1"><mergeCell ref="A2:A3"/></mergeCells>'),
    );
    expect((await read(merged)).faults).toEqual(['cells-merged sheet students 3 id']);
  });

  it('names sheets that are missing or unknown', async () => {
    const { faults, issues } = await read({ Student: soundSheets.students, openings: soundSheets.openings, Instructions: [['Read me']] });
    expect(faults).toEqual(['file-unknown sheet Student  ', 'file-missing sheet students  ']);
    expect(issues[1]?.maybe).toBe('sheet Student is meant');
  });

  it('takes options from the sheet placewise', async () => {
    const { roster } = await read({
      ...soundSheets,
      placewise: [
        ['option', 'value'],
        ['order', 'count-first'],
        ['seed', 7],
        ['give', '{"quality": 5}'],
      ],
    });
    expect([roster?.options.order, roster?.options.seed, roster?.options.give.quality]).toEqual(['count-first', 7, 5]);
    expect((await read({ ...soundSheets, placewise: [['sead', 7]] })).faults).toEqual(['option-unknown sheet placewise  sead']);
  });

  it('names what is no workbook', async () => {
    const found = async (bytes: Uint8Array) => (await read(bytes)).issues[0]?.found;
    expect(await found(gzipSync('id,kind'))).toBe('a gzip file');
    expect(await found(Buffer.from('<!DOCTYPE html><html>'))).toBe('an HTML page');
    expect(await found(Buffer.from('d0cf11e0a1b11ae1', 'hex'))).toBe('an old XLS workbook');
    expect(await found(Buffer.alloc(0))).toBe('an empty file');
    expect(await found(Buffer.from('id,kind\n'))).toBe('text, or something unknown');
    expect((await read((await workbookOf(soundSheets)).subarray(0, 900))).faults).toEqual(['workbook-broken   ']);
  });

  it('refuses sheets and archives that would grow beyond all bounds', async () => {
    const book = await workbookOf(soundSheets);
    const far = tampered(book, sheet1, (xml) =>
      xml.replace('</sheetData>', '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'),
    );
    expect((await read(far)).faults).toEqual(['columns-too-many   ']);
    const deep = tampered(book, sheet1, (xml) => xml.replace('</sheetData>', '<row r="999999999"/></sheetData>'));
    expect((await read(deep)).faults).toEqual(['workbook-too-large   ']);
    const bomb = tampered(book, 'docProps/app.xml', () => ' '.repeat(210_000_000));
    expect(bomb.length).toBeLessThan(1_000_000);
    expect((await read(bomb)).faults).toEqual(['workbook-too-large   ']);
    // The archive says that the part is small: it is unpacked no further than that.
    const liar = Buffer.from(tampered(book, 'docProps/app.xml', () => ' '.repeat(2_000_000)));
    for (let at = liar.indexOf('docProps/app.xml'); at >= 0; at = liar.indexOf('docProps/app.xml', at + 1)) {
      if (liar.readUInt32LE(at - 46) === 0x02014b50) liar.writeUInt32LE(100, at - 22);
    }
    expect((await read(liar)).faults).toEqual(['workbook-broken   ']);
  });
});
