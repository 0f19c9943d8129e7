import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellReader } from '../../../src/roster/cells.js';
import { columnsOfFile, type CellFormat } from '../../../src/roster/columns.js';
import { readRoster } from '../../../src/roster/read-roster.js';
import { plainId } from '../../../src/roster/row-reader.js';
import { partsOfSchema } from '../../../src/roster/schemas/parts.js';
import { recordSchemas } from '../../../src/roster/schemas/records.js';
import { rosterFiles } from '../../../src/roster/types.js';
import { filesOf } from '../sample.js';

const texts: { readonly [format in CellFormat]: readonly string[] } = {
  id: ['A', ' B ', 'a\u0000b'],
  ids: ['A|B', 'A||B'],
  text: ['Sarajevo', 'IT', '2026-03-01/2026-03-31', '\u0007'],
  texts: ['U1|U2', '|'],
  country: ['IT', 'EL', 'Italy'],
  whole: ['1', '7', '2020', '-1'],
  wholes: ['50|100', '50|x'],
  decimal: ['41.3275', '-0', '200'],
  money: ['12.50', '1,50'],
  date: ['2026-03-01', '2026-03-31', '2026-02-31'],
  flag: ['yes', 'no', 'perhaps'],
  choice: [],
  choices: [],
  languages: ['en:B1|it:A2', 'en:Z9'],
};
const reading = { encoding: 'utf-8', dateFormat: 'iso', delimiter: null, decimalComma: false } as const;

describe('a schema taken apart', () => {
  it.each(rosterFiles)('judges the records of %s as the whole does', (file) => {
    const parts = partsOfSchema(file);
    const cells = columnsOfFile[file].map(({ format, choices }) =>
      fc.constantFrom('', '', ...(choices ?? []), ...texts[format], ...(choices === null ? [] : ['unheard'])),
    );
    fc.assert(
      fc.property(fc.tuple(...cells), (row) => {
        const plain = Object.fromEntries(columnsOfFile[file].map(({ field, format }, k) => [field, cellReader(format, reading)(row[k]!)]));
        const record: { [field: string]: unknown } = {};
        let isSound = true;
        for (const [field, schema] of parts.schemaOfField) {
          const judged = schema.safeParse(plain[field]);
          isSound &&= judged.success;
          record[field] = judged.data;
        }
        const whole = recordSchemas[file].safeParse(plain);
        expect(isSound && !parts.contradicts(record)).toBe(whole.success);
        if (whole.success) expect(JSON.stringify(parts.finish(record))).toBe(JSON.stringify(whole.data));
      }),
      { numRuns: 300 },
    );
  });
});

describe('a plain id', () => {
  it.each(rosterFiles)('is taken as it stands by every column of ids of %s', (file) => {
    const { schemaOfField } = partsOfSchema(file);
    const columns = columnsOfFile[file].filter(({ format }) => format === 'id');
    fc.assert(
      fc.property(fc.stringMatching(plainId), (id) => {
        for (const { field } of columns) expect(schemaOfField.get(field)!.safeParse(id)).toEqual({ success: true, data: id });
      }),
    );
  });
});

describe('a text that comes again', () => {
  it('is at fault again, and its zero is given back again', async () => {
    const students = 'id,kind,sender,profile\nA,staff,S1,716\nB,staff,S2,716\nC,staff,S2,0716\nD,staff,S1,0716\n';
    const { issues } = await readRoster(
      filesOf({ 'students.csv': students, 'organisations.csv': 'id,kind,sender\nS2,school,S9\nS3,school,S9\nS1,sender,\n' }),
    );
    expect(issues.map(({ code, file, row }) => `${code} ${file} ${row}`)).toEqual([
      'id-unknown organisations.csv 2',
      'id-unknown organisations.csv 3',
      'isced-zero-restored students.csv 2',
      'isced-zero-restored students.csv 3',
    ]);
  });

  it('is found where the row that it refers to comes later', async () => {
    const organisations = 'id,kind,sender\nC1,school,S1\nS1,sender,\nC2,school,S1\nC3,school,S1\n';
    const { roster } = await readRoster(filesOf({ 'organisations.csv': organisations }));
    expect(roster?.organisations.map(({ id, senderId }) => `${id} ${senderId}`)).toEqual(['C1 S1', 'S1 null', 'C2 S1', 'C3 S1']);
  });

  it('is counted each time where the mapping or `NA` made it', async () => {
    const { roster, notes } = await readRoster(
      filesOf({
        'students.csv': 'id,kind,sex,selection_list\nA,Osoblje,NA, L \nB,Osoblje,NA, L \n',
        'mapping.json': '{"values": {"students": {"kind": {"Osoblje": "staff"}}}, "defaults": {"students": {"group": "G"}}}',
      }),
    );
    expect(roster?.students.map(({ id, kind, selectionList, group }) => [id, kind, selectionList, group].join(' '))).toEqual([
      'A staff L G',
      'B staff L G',
    ]);
    expect(notes.map(({ text }) => text).filter((text) => text.startsWith('students.csv'))).toEqual([
      'students.csv: 2 cells lost the blanks around their text.',
      'students.csv: 2 cells that say NA or N/A are read as blank.',
      'students.csv: 4 cells are read as the mapping says.',
    ]);
  });
});
