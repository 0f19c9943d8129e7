import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importRoster, type ImportRequest } from '../../../src/roster/import/import-roster.js';
import { mappingText } from '../../../src/roster/mapping.js';
import { day, workbookOf } from '../../support/xlsx.js';

let base = '';
beforeAll(() => {
  base = mkdtempSync(join(tmpdir(), 'im port-'));
});
afterAll(() => rmSync(base, { recursive: true, force: true }));

function imported(files: { readonly [name: string]: string | Uint8Array }, more: Partial<ImportRequest> = {}) {
  for (const [name, content] of Object.entries(files)) writeFileSync(join(base, name), content);
  return importRoster({
    inputs: Object.keys(files).map((name) => ({ path: join(base, name), name, file: null })),
    mapping: null,
    reading: {},
    values: [],
    defaults: [{ file: 'students', column: 'kind', text: 'short-term' }],
    changes: [],
    dropped: [],
    kept: [],
    ...more,
  });
}

describe('import', () => {
  it('keeps what is personal in people.csv and gives ids where there are none', async () => {
    const { files, issues } = await imported({
      'a.csv': 'Ime;Prezime;Mobitel;Datum rođenja\nAna;Anić;+385 91 000 000;2008-01-02\nIva;Ivić;;2008-03-04\n',
    });
    expect(issues).toEqual([]);
    expect(files?.get('people.csv')).toEqual([
      ['id', 'first_name', 'last_name', 'phone'],
      ['P001', 'Ana', 'Anić', '+385 91 000 000'],
      ['P002', 'Iva', 'Ivić', ''],
    ]);
    const rest = JSON.stringify([...(files ?? [])].filter(([name]) => name !== 'people.csv'));
    for (const word of ['Ana', 'Ivić', '385']) expect(rest).not.toContain(word);
    expect(files?.get('students.csv')?.[1]?.slice(0, 2)).toEqual(['P001', 'short-term']);
  });

  it('reads a workbook with a title over its header, typed dates and words of its country', async () => {
    const book = await workbookOf({
      Učenici: [
        ['Popis', null, null, null],
        ['Име и презиме', 'Датум рођења', 'Spol', 'Jezici'],
        ['Ана', day('2008-01-02'), 'ž', 'engleski B1; talijanski A2'],
      ],
    });
    const { files, issues, tables } = await imported({ 'b.xlsx': book });
    expect(issues).toEqual([]);
    expect([tables[0]?.file, tables[0]?.headerRow]).toEqual(['students', 2]);
    const [head = [], row = []] = files?.get('students.csv') ?? [];
    expect(['birth_date', 'sex', 'languages'].map((column) => row[head.indexOf(column)])).toEqual(['2008-01-02', 'female', 'en:B1|it:A2']);
  });

  it('names people who look like one, whatever the alphabet, and merges nobody', async () => {
    const list = 'Ime i prezime,Datum rođenja\nPetar Petrović,2008-01-02\nПетровић Петар,2008-01-02\nPETAR PETROVIC,2008-05-05\n';
    const faults = async (more: Partial<ImportRequest>) =>
      (await imported({ 'c.csv': list }, more)).issues.map(({ code, row }) => `${code} ${row}`);
    expect(await faults({})).toEqual(['person-twice 3', 'name-confusable 4']);
    const kept = await imported({ 'c.csv': list }, { kept: [{ file: 'students', row: 3 }] });
    expect(kept.files?.get('students.csv')).toHaveLength(4);
    const dropped = await imported({ 'c.csv': list }, { dropped: [{ file: 'students', row: 3 }] });
    expect(dropped.files?.get('people.csv')?.map(([, name]) => name)).toEqual(['name', 'Petar Petrović', 'PETAR PETROVIC']);
    expect(dropped.notes).toContain('c.csv row 3 is left out, as you said.');
  });

  it('reads the next list of its kind by the mapping it leaves', async () => {
    const list = 'Oznaka;Struka;Datum rođenja\nX1;Elektro;02.01.2008.\n';
    const first = await imported(
      { 'd.csv': list },
      { reading: { dateFormat: 'dmy' }, values: [{ file: 'students', column: 'profile', text: 'Elektro', meaning: '0713' }] },
    );
    const again = await imported({ 'd.csv': list }, { defaults: [], mapping: { json: mappingText(first.mapping), name: 'm.json' } });
    expect(first.issues).toEqual([]);
    expect(again.files).toEqual(first.files);
  });

  it('says what it leaves out and what it does not know', async () => {
    const { files, tables, notes } = await imported({ 'e.csv': 'Oznaka,Omiljena boja\nX1,plava\n', 'f.csv': 'a,b\n1,2\n' });
    expect(tables[0]?.columns).toEqual({ Oznaka: 'id', 'Omiljena boja': null });
    expect(notes[0]).toContain('f.csv: nothing in it is known');
    expect(files).not.toBeNull();
    expect((await imported({ 'f.csv': 'a,b\n1,2\n' })).issues.map(({ code }) => code)).toEqual(['nothing-known']);
  });
});
