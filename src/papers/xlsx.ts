import writeXlsxFile, { type Cell as SheetCell, type Sheet } from 'write-excel-file/node';
import { parseIsoDay } from '../basics/day.js';
import type { Cell, Table } from '../report/csv.js';
import { writable } from './docx.js';
import { bytesOfZip, openZip, textOfPart } from './zip.js';

/** A sheet: its name (at most 31 characters, none of `\ / ? * [ ] :`) and its table. */
export interface NamedTable {
  readonly name: string;
  readonly table: Table;
}

/** Days from 1899-12-30, where spreadsheets begin to count, to 1970-01-01. */
const spreadsheetEpochDays = 25_569;
/** Cells hold at most so many characters. */
const longestCell = 32_767;

/**
 * A workbook: headers in bold that stay in sight and have filters, numbers as numbers, ISO dates as dates. Texts are stored as texts, which no
 * spreadsheet runs as formulas. Same tables, same bytes.
 */
export async function workbookOf(tables: readonly NamedTable[]): Promise<Uint8Array> {
  const sheets = tables.map(
    ({ name, table }): Sheet<never> => ({
      sheet: name,
      stickyRowsCount: 1,
      columns: table.columns.map((column, k) => ({ width: widthOf(column, table, k) })),
      data: [
        table.columns.map((column): SheetCell => ({ value: column, type: String, fontWeight: 'bold', backgroundColor: '#E8EEF4' })),
        ...table.rows.map((row) => row.map(sheetCell)),
      ],
    }),
  );
  const zip = openZip(await writeXlsxFile(sheets, { fontFamily: 'Arial', fontSize: 10 }).toBuffer());
  tables.forEach(({ table }, k) => {
    const part = `xl/worksheets/sheet${k + 1}.xml`;
    const text = textOfPart(zip, part);
    if (text === null || table.columns.length === 0) throw new Error(`the workbook has no part ${part}`);
    // The package writes no filters; they stand right behind the cells.
    const range = `A1:${columnName(table.columns.length - 1)}${table.rows.length + 1}`;
    zip.file(part, text.replace('</sheetData>', `</sheetData><autoFilter ref="${range}"/>`));
  });
  return bytesOfZip(zip);
}

function sheetCell(cell: Cell): SheetCell {
  if (cell === null || cell === '') return null;
  if (typeof cell === 'number') return { value: cell, type: Number };
  if (typeof cell === 'object') return { value: Number(cell.money), type: Number, format: '#,##0.00' };
  const day = parseIsoDay(cell);
  if (day !== null) return { value: day + spreadsheetEpochDays, type: Number, format: 'yyyy-mm-dd' };
  return { value: writable(cell).slice(0, longestCell), type: String };
}

/** In characters: wide enough for the header with its filter and most of the first rows, and no wider than a page. */
function widthOf(column: string, table: Table, k: number): number {
  const lengths = table.rows.slice(0, 200).map((row) => textLength(row[k] ?? null));
  return Math.min(50, Math.max(column.length + 4, ...lengths.map((length) => length + 2)));
}

function textLength(cell: Cell): number {
  if (cell === null) return 0;
  return typeof cell === 'object' ? cell.money.length + 2 : String(cell).length;
}

/** 0 → `A`, 26 → `AA`. */
function columnName(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : `${columnName(Math.floor(index / 26) - 1)}${letter}`;
}
