import { cutPlain } from './csv-cells.js';
import type { CutCells } from './cut-cells.js';
import { cellLimit, columnLimit, rowLimit } from './limits.js';

/** Well-formed rows as they stand in the file, line break included, and their numbers as the spreadsheet shows them. */
export interface RowBatch {
  readonly text: string;
  readonly rows: readonly number[];
}

export interface RowFault {
  readonly row: number;
  readonly code: string;
  readonly found: string;
  readonly expected: string;
  readonly maybe: string | null;
}

/** A faulty row as it stands in the file. */
export interface RawRow {
  readonly row: number;
  readonly text: string;
}

export interface Cut {
  readonly batches: readonly RowBatch[];
  readonly faults: readonly RowFault[];
  /** The rows at fault, cut short at what a cell holds. */
  readonly raw: readonly RawRow[];
  /** Rows that hold nothing but blanks. */
  readonly blankCount: number;
  /** A limit was passed, or too many quotes are at fault: the rest of the file is not read. */
  readonly stopped: boolean;
}

const quote = 34;
const lineFeed = 10;
const carriageReturn = 13;
/** Characters of a batch: what the CSV parser is given at a time (about 4 ms of its work). */
const batchSize = 32_768;
/** After so many faulty quotes the file is given up: each may cost a scan of one cell's length. */
const quoteFaultLimit = 100;

/**
 * Cuts text into rows before the CSV parser sees it. The parser takes quadratic time on one unclosed quote (16 MB: 170 s) and ends the
 * file at the first malformed row; here each row is found in one linear scan, sizes are capped, and after a fault reading goes on at
 * the next line. A line break inside quotes belongs to the row; row 1 is the first line.
 */
export class RowCutter {
  readonly #delimiter: number;
  #rest = '';
  #row = 1;
  #quoteFaults = 0;

  /** `firstRow`: number of the first row of the text. */
  constructor(delimiter: string, firstRow = 1) {
    this.#delimiter = delimiter.charCodeAt(0);
    this.#row = firstRow;
  }

  /** Number of the row that is not complete yet. */
  get nextRow(): number {
    return this.#row;
  }

  /**
   * Takes the next stretch of text where it is plain (see `cutPlain`) and far below all limits: its whole rows, blank ones among them, are cut into cells
   * in one pass. Gives the number of the first; null, and nothing is taken, where the stretch needs `push`.
   */
  takePlain(stretch: string, last: boolean, into: CutCells): number | null {
    const text = this.#rest + stretch;
    const end = last ? text.length : text.lastIndexOf('\n') + 1;
    if (end === 0 || !cutPlain(text, String.fromCharCode(this.#delimiter), into, end) || !into.isWithin(cellLimit, columnLimit))
      return null;
    const first = this.#row;
    this.#row += into.rowCount;
    this.#rest = text.slice(end);
    return first;
  }

  /** Takes the next stretch of text; `last` says that nothing follows. */
  push(stretch: string, last: boolean): Cut {
    const text = this.#rest + stretch;
    const batches: RowBatch[] = [];
    const faults: RowFault[] = [];
    const raw: RawRow[] = [];
    let blankCount = 0;
    let rows: number[] = [];
    let batchStart = 0;
    let at = 0;
    let stopped = false;
    const flush = (end: number) => {
      if (rows.length > 0) batches.push({ text: text.slice(batchStart, end), rows });
      rows = [];
    };
    while (at < text.length && !stopped) {
      const end = this.#endOfRow(text, at, last);
      if (end.kind === 'incomplete') break;
      if (end.kind === 'sound' && !end.blank) {
        if (rows.length === 0) batchStart = at;
        rows.push(this.#row);
        if (end.next - batchStart >= batchSize) flush(end.next);
      } else {
        flush(at);
        if (end.kind === 'sound') blankCount++;
        else {
          faults.push({ ...end.fault, row: this.#row });
          raw.push({ row: this.#row, text: text.slice(at, Math.min(end.next, at + cellLimit)).replace(/[\r\n]+$/, '') });
          stopped = end.fatal || ++this.#quoteFaults >= quoteFaultLimit;
        }
      }
      at = end.next;
      this.#row++;
    }
    flush(at);
    this.#rest = text.slice(at);
    return { batches, faults, raw, blankCount, stopped };
  }

  #endOfRow(text: string, start: number, last: boolean): RowEnd {
    const delimiter = this.#delimiter;
    const length = text.length;
    let cells = 1;
    let blank = true;
    let at = start;
    for (;;) {
      const cellStart = at;
      while (at < length && text.charCodeAt(at) !== delimiter && isBlank(text, at)) at++;
      if (at < length && text.charCodeAt(at) === quote) {
        blank = false;
        const open = at;
        for (at++; ; ) {
          const close = text.indexOf('"', at);
          const unclosed = close < 0 ? length : close;
          if (unclosed - open > cellLimit || (close < 0 && last))
            return quoteFault(text, start, open, open, 'quote-unclosed', last, unclosed - open > cellLimit);
          if (close < 0 || (close + 1 === length && !last)) return { kind: 'incomplete' };
          at = close + 1;
          if (text.charCodeAt(at) !== quote) break;
          at++;
        }
        const closed = at;
        while (at < length && text.charCodeAt(at) !== delimiter && isBlank(text, at)) at++;
        const after = at < length ? text.charCodeAt(at) : lineFeed;
        if (after !== delimiter && after !== lineFeed && after !== carriageReturn) {
          return quoteFault(text, start, open, closed, 'quote-text-after', last);
        }
      } else {
        if (at < length && !isEnd(text.charCodeAt(at), delimiter)) blank = false;
        while (at < length && !isEnd(text.charCodeAt(at), delimiter)) at++;
        if (at - cellStart > cellLimit) {
          return fatal('cell-too-long', text.slice(cellStart, cellStart + 100), `cells of at most ${cellLimit} characters`);
        }
      }
      if (at - start > rowLimit) return fatal('row-too-long', text.slice(start, start + 100), `rows of at most ${rowLimit} characters`);
      if (at === length) return last ? { kind: 'sound', next: at, blank } : { kind: 'incomplete' };
      const code = text.charCodeAt(at);
      if (code !== delimiter) {
        if (code === carriageReturn && at + 1 === length && !last) return { kind: 'incomplete' };
        const next = code === carriageReturn && text.charCodeAt(at + 1) === lineFeed ? at + 2 : at + 1;
        return { kind: 'sound', next, blank };
      }
      if (++cells > columnLimit) return fatal('columns-too-many', `more than ${columnLimit} cells`, `at most ${columnLimit} columns`);
      at++;
    }
  }
}

type RowEnd =
  | { readonly kind: 'incomplete' }
  | { readonly kind: 'sound'; readonly next: number; readonly blank: boolean }
  | { readonly kind: 'faulty'; readonly next: number; readonly fatal: boolean; readonly fault: Omit<RowFault, 'row'> };

function isEnd(code: number, delimiter: number): boolean {
  return code === delimiter || code === lineFeed || code === carriageReturn;
}

const blankPattern = /[^\S\r\n]/;

function isBlank(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code < 0x80 ? code === 32 || code === 9 || code === 11 || code === 12 : code >= 0xa0 && blankPattern.test(text.charAt(at));
}

function fatal(code: string, found: string, expected: string): RowEnd {
  return { kind: 'faulty', next: Number.MAX_SAFE_INTEGER, fatal: true, fault: { code, found, expected, maybe: null } };
}

/**
 * Where a quote stays open beyond what a cell may hold (`hopeless`), the rest of the file is not read. Else reading goes on at the line after the
 * quote opened where its cell ran over lines (so it was most likely never closed), else after the row.
 */
function quoteFault(text: string, start: number, open: number, closed: number, code: string, last: boolean, hopeless = false): RowEnd {
  const lineAfterOpen = lineAfter(text, open);
  const found = text.slice(start, Math.min(lineAfterOpen, start + 200)).replace(/[\r\n]+$/, '');
  const next = lineAfterOpen <= closed ? lineAfterOpen : lineAfter(text, closed);
  // The line may go on in the next stretch; past the row limit it is not waited for.
  if (!hopeless && next === text.length && !last && next - start <= rowLimit) return { kind: 'incomplete' };
  return {
    kind: 'faulty',
    next,
    fatal: hopeless || (next === text.length && !last),
    fault:
      code === 'quote-unclosed' || lineAfterOpen <= closed
        ? {
            code: 'quote-unclosed',
            found,
            expected: `a closing quote for the one opened in this row, at most ${cellLimit} characters on`,
            maybe: null,
          }
        : { code, found, expected: 'a separator after a closing quote', maybe: 'a quote inside the cell should be doubled' },
  };
}

function lineAfter(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === lineFeed) return at + 1;
    if (code === carriageReturn) return text.charCodeAt(at + 1) === lineFeed ? at + 2 : at + 1;
  }
  return text.length;
}
