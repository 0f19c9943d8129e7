import { text } from 'node:stream/consumers';
import { format } from 'fast-csv';
import { isoOfDay } from '../basics/day.js';
import { eurosOfCents } from '../basics/money.js';
import { columnsOfFile, type CellFormat } from './columns.js';
import { rosterFiles, type LanguageLevel, type Options, type Roster } from './types.js';

const levelNames = ['', 'A1', 'A2', 'B1', 'B2', 'C1', 'C2'];

/**
 * A roster as tables: file name (`students.csv`) to rows of text, the header first. Reading them back gives the same records.
 * Files without records are left out but for students and openings.
 */
export function rosterToTables(roster: Roster): ReadonlyMap<string, readonly (readonly string[])[]> {
  const tables = new Map<string, string[][]>();
  for (const file of rosterFiles) {
    const records: readonly object[] = roster[file];
    if (records.length === 0 && file !== 'students' && file !== 'openings') continue;
    const columns = columnsOfFile[file];
    tables.set(`${file}.csv`, [
      columns.map(({ column }) => column),
      ...records.map((record) => columns.map((column) => textOfValue(column.format, Reflect.get(record, column.field)))),
    ]);
  }
  return tables;
}

/** The text of `placewise.json` that says all options. */
export function optionsText(options: Options): string {
  return `${JSON.stringify(options, null, 2)}\n`;
}

/**
 * Rows as CSV by fast-csv, cells as they stand, without a mark, a line feed after every row. Rows are written one after the other without waiting for each
 * (`writeToString` makes a promise a row: 500 rows of 7 cells 1.2 ms, so 0.7).
 */
export function csvText(rows: readonly (readonly string[])[], { delimiter = ',' }: { readonly delimiter?: string } = {}): Promise<string> {
  const stream = format({ delimiter, rowDelimiter: '\n', includeEndRowDelimiter: true, headers: false });
  for (const row of rows) stream.write(row);
  stream.end();
  return text(stream);
}

/** The text of a cell that is read back as this value; '' for none. */
export function textOfValue(format: CellFormat, value: unknown): string {
  if (value === null || value === undefined) return '';
  switch (format) {
    case 'date':
      return isoOfDay(value as number);
    case 'money':
      return eurosOfCents(value as number);
    case 'flag':
      return value === true ? 'yes' : 'no';
    case 'languages':
      return (value as readonly LanguageLevel[]).map(({ language, level }) => `${language}:${levelNames[level] ?? ''}`).join('|');
    case 'ids':
    case 'texts':
    case 'choices':
    case 'wholes':
      return (value as readonly (string | number)[]).join('|');
    case 'decimal':
      return plainDecimal(value as number);
    default:
      return String(value);
  }
}

/** Without an exponent, which readers refuse. */
function plainDecimal(value: number): string {
  const text = String(value);
  return text.includes('e') ? value.toFixed(9) : text;
}
