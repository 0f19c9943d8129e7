import { parseString } from 'fast-csv';
import { csvText } from '../roster/write.js';

/** A table as it is written: names of columns, then rows of the same length. Numbers stay numbers; null is an empty cell. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

export type Cell = string | number | null | Money;

/** A sum of money as its text (`-12.50`): a number to a spreadsheet, so no guard is put before its sign. */
export interface Money {
  readonly money: string;
}

/** What a spreadsheet would run as a formula, behind any number of apostrophes (so that taking one off is always right). */
const formulaLike = /^'*[=+\-@\t\r\n]/;
const guarded = /^'+[=+\-@\t\r\n]/;

/** Puts an apostrophe before a text that a spreadsheet would take for a formula; `withoutGuard` gives the text back, whatever it was. */
export function withGuard(text: string): string {
  return formulaLike.test(text) ? `'${text}` : text;
}

export function withoutGuard(text: string): string {
  return guarded.test(text) ? text.slice(1) : text;
}

/** Lines that are handed over as one piece: some hundred kilobytes. */
const linesOfPiece = 500;

/**
 * CSV as spreadsheets open it by a double click: UTF-8 with a byte order mark (without it accents break), comma, LF, a header, texts guarded
 * against formulas unless `guard` is off. Same table, same bytes.
 */
export async function csvOfTable({ columns, rows }: Table, guard = true): Promise<string> {
  let text = '';
  for await (const piece of csvPieces(columns, rows, guard)) text += piece;
  return text;
}

/** The same in pieces; no more than the rows of one of them are held. */
export async function* csvPieces(
  columns: readonly string[],
  rows: Iterable<readonly Cell[]>,
  guard = true,
): AsyncGenerator<string, void, void> {
  const textOf = guard ? textOfCell : plainTextOfCell;
  yield `\uFEFF${await csvText([columns])}`;
  let held: string[][] = [];
  for (const row of rows) {
    held.push(row.map(textOf));
    if (held.length < linesOfPiece) continue;
    yield await csvText(held);
    held = [];
  }
  if (held.length > 0) yield await csvText(held);
}

/** A cell as it stands in the file, without quoting. */
export function textOfCell(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'object') return cell.money;
  return typeof cell === 'number' ? String(cell) : withGuard(cell);
}

/** For readers that are no spreadsheets. */
function plainTextOfCell(cell: Cell): string {
  return typeof cell === 'string' ? cell : textOfCell(cell);
}

/**
 * Rows of a CSV text, guards taken off: comma, or semicolon or tab where a spreadsheet saved it that way.
 * Rejects with an Error on broken quoting. Meant for files of our own making; rosters have a reader of their own.
 */
export async function rowsOfCsv(text: string): Promise<string[][]> {
  const body = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const header = body.slice(0, /[\r\n]/.exec(body)?.index ?? body.length);
  const delimiter = [',', ';', '\t'].reduce((best, mark) => (header.split(mark).length > header.split(best).length ? mark : best));
  return new Promise((done, fail) => {
    const rows: string[][] = [];
    parseString<string[], string[]>(body, { headers: false, delimiter })
      .on('error', (error) => fail(new Error(error.message.slice(0, 200))))
      .on('data', (row: string[]) => rows.push(row.map(withoutGuard)))
      .on('end', () => done(rows));
  });
}
