import { parseString } from 'fast-csv';

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
  // Letters, with which most texts begin, come after all marks of formulas.
  return text.charCodeAt(0) <= 64 && formulaLike.test(text) ? `'${text}` : text;
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
export function csvOfTable({ columns, rows }: Table, guard = true): string {
  return [...csvPieces(columns, rows, guard)].join('');
}

/** The same in pieces; no more than the rows of one of them are held. */
export function* csvPieces(columns: readonly string[], rows: Iterable<readonly Cell[]>, guard = true): Generator<string, void, void> {
  const textOf = guard ? textOfCell : plainTextOfCell;
  yield `\uFEFF${csvOfRows([columns])}`;
  let piece = '';
  let lines = 0;
  for (const row of rows) {
    piece += lineOf(row, textOf);
    if (++lines < linesOfPiece) continue;
    yield piece;
    piece = '';
    lines = 0;
  }
  if (lines > 0) yield piece;
}

/** Plain CSV, cells as they stand: comma, LF. */
export function csvOfRows(rows: readonly (readonly string[])[]): string {
  let text = '';
  for (const row of rows) text += lineOf(row, plainTextOfCell);
  return text;
}

function lineOf(row: readonly Cell[], textOf: (cell: Cell) => string): string {
  let line = '';
  for (let k = 0; k < row.length; k++) {
    const cell = row[k]!;
    const text = textOf(cell);
    line += `${k === 0 ? '' : ','}${typeof cell === 'string' ? quoted(text) : text}`;
  }
  return `${line}\n`;
}

/** RFC 4180, and what other readers than ours might cut at: a cell with a separator, a line break, a quote or a bar stands in quotes. */
const unquotable = /[,\n\r|"\0]/;

function quoted(text: string): string {
  return unquotable.test(text) ? inQuotes(text.replaceAll('\0', '')) : text;
}

function inQuotes(text: string): string {
  return unquotable.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
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
