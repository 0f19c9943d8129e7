import { cutBatch } from './csv-cells.js';
import { delimiterOf, readHeader, type Header } from './csv-header.js';
import { RowCutter, type Cut, type RowFault } from './csv-rows.js';
import { CutCells } from './cut-cells.js';
import type { TextSlice } from './decode.js';
import type { IssueList } from './issues.js';
import type { Mapping } from './mapping.js';
import { recordLimit } from './limits.js';
import type { Delimiter } from './options.js';
import { Pace } from './pace.js';
import { delimiters } from './schemas/options.js';
import type { RosterFile } from './types.js';

export interface TableSource {
  readonly file: RosterFile;
  /** As the user knows it. */
  readonly fileName: string;
  readonly slices: AsyncIterable<TextSlice>;
  /** Declared separator; null: found out from the header. */
  readonly delimiter: Delimiter | null;
  readonly mapping: Mapping;
}

export interface TableNotes {
  readonly blankRowCount: number;
  /** False where some of the file could not be read: what is not in it may yet be there. */
  readonly complete: boolean;
}

/** Takes the row of this number, the `index`-th of those cut; `whole` is false where it has fewer or more cells than the header, and an issue already says so. */
export type TakeRow = (row: number, cut: CutCells, index: number, header: Header, whole: boolean) => void;

/**
 * Reads one CSV file and hands on every row with its number as the spreadsheet shows it (header 1; a `sep=` line is not counted, as
 * spreadsheets hide it). Everything else becomes an issue; after a faulty row the others are still read.
 */
export async function readTable(source: TableSource, issues: IssueList, take: TakeRow): Promise<TableNotes> {
  const reader = new TableReader(source, issues, take);
  for await (const slice of source.slices) {
    await reader.push(slice.text, false);
    if (slice.fault !== null) reader.fail(slice.fault);
    if (reader.ended) break;
  }
  if (!reader.ended) await reader.push('', true);
  return reader.notes();
}

class TableReader {
  readonly #pace = new Pace();
  #cutter: RowCutter | null = null;
  #delimiter: string;
  /** Undefined before the header row, null where it cannot be used. */
  #header: Header | null | undefined;
  /** Text before the separator is known. */
  #head = '';
  #blankRowCount = 0;
  #rowCount = 0;
  #complete = true;
  #stopped = false;
  readonly #cells = new CutCells();

  constructor(
    readonly source: TableSource,
    readonly issues: IssueList,
    readonly take: TakeRow,
  ) {
    this.#delimiter = source.delimiter ?? ',';
  }

  /** Nothing more of the file is wanted. */
  get ended(): boolean {
    return this.#stopped || this.#header === null;
  }

  notes(): TableNotes {
    if (this.#header === undefined && !this.#stopped) {
      this.#fault(null, { code: 'header-missing', found: 'no header row', expected: 'a first row with the names of the columns' });
    }
    return { blankRowCount: this.#blankRowCount, complete: this.#complete && !this.ended };
  }

  /** The file ends in bytes that are no text, or is no text at all. */
  fail({ code, found, expected, maybe }: NonNullable<TextSlice['fault']>): void {
    this.#stopped = true;
    this.#fault(code === 'encoding-invalid' ? (this.#cutter?.nextRow ?? 1) : null, { code, found, expected, maybe });
  }

  async push(stretch: string, last: boolean): Promise<void> {
    let text = stretch;
    if (this.#cutter === null) {
      this.#head += stretch;
      if (!last && !hasHeaderLine(this.#head)) return;
      text = this.#begin();
    }
    const first = this.#cutter?.takePlain(text, last, this.#cells);
    if (first != null) await this.#readRows((index) => first + index, this.#cells.rowCount);
    else if (this.#cutter !== null) await this.#read(this.#cutter.push(text, last));
    await this.#pace.breathe();
  }

  /** Finds out the separator and returns the text without a `sep=` line. */
  #begin(): string {
    const hint = /^sep=([^\r\n]*)(?:\r\n|\n|\r|$)/i.exec(this.#head);
    const text = hint === null ? this.#head : this.#head.slice(hint[0].length);
    if (this.source.delimiter === null) {
      const named =
        hint === null ? delimiterOf(headerLine(text), this.source.file, this.source.mapping) : hint[1] === '' ? '\t' : (hint[1] ?? '');
      if ((delimiters as readonly string[]).includes(named)) this.#delimiter = named;
      else this.#fault(null, { code: 'delimiter-unknown', found: `sep=${named}`, expected: 'a comma, a semicolon or a tab' });
    }
    this.#cutter = new RowCutter(this.#delimiter);
    this.#head = '';
    return text;
  }

  async #read(cut: Cut): Promise<void> {
    this.#blankRowCount += cut.blankCount;
    for (const { row, ...fault } of cut.faults) this.#fault(row, fault);
    this.#stopped ||= cut.stopped;
    for (const { text, rows } of cut.batches) {
      await cutBatch(text, this.#delimiter, rows.length, this.#cells);
      if (!(await this.#readRows((index) => rows[index]!, rows.length))) return;
    }
  }

  /** Reads the rows that are cut, by their numbers; false where nothing more of the file is wanted. */
  async #readRows(numberOf: (index: number) => number, count: number): Promise<boolean> {
    for (let index = 0; index < count; index++) {
      if (this.#pace.due) await this.#pace.breathe();
      this.#readRow(numberOf(index), index);
      if (this.#header === null) return false;
      if (++this.#rowCount > recordLimit) {
        this.#stopped = true;
        this.#fault(numberOf(index), {
          code: 'rows-too-many',
          found: `more than ${recordLimit}`,
          expected: `at most ${recordLimit} rows`,
        });
        return false;
      }
    }
    return true;
  }

  #readRow(row: number, index: number): void {
    const { file, fileName, mapping } = this.source;
    const cells = this.#cells;
    if (cells.isBlank(index)) this.#blankRowCount++;
    else if (this.#header === undefined) this.#header = readHeader(cells.textsOf(index), row, file, fileName, this.issues, mapping);
    else if (this.#header !== null) {
      const whole = cells.countOf(index) === this.#header.cellCount;
      if (!whole) miscounted(fileName, row, cells.textsOf(index), this.#header.cellCount, this.issues);
      this.take(row, cells, index, this.#header, whole);
    }
  }

  #fault(row: number | null, fault: Omit<RowFault, 'row' | 'maybe'> & { readonly maybe?: string | null }): void {
    this.#complete = false;
    this.issues.add('error', this.source.fileName, row, () => fault);
  }
}

/** The first line that says anything; '' where there is none. */
function headerLine(text: string): string {
  return /[^\s,;"][^\r\n]*/.exec(text)?.[0] ?? '';
}

/** True where the first line that says anything is there whole (or longer than any header should be). */
function hasHeaderLine(text: string): boolean {
  return text.length > 65_536 || /[^\s,;"][^\r\n]*[\r\n]/.test(text.replace(/^sep=[^\r\n]*/i, ''));
}

function miscounted(fileName: string, row: number, cells: readonly string[], cellCount: number, issues: IssueList): void {
  const short = cells.length < cellCount;
  issues.add('error', fileName, row, () => ({
    code: short ? 'row-short' : 'row-long',
    found: `${cells.length} cells: ${cells.join(', ')}`,
    expected: `${cellCount} cells, as many as the header has`,
    maybe: short ? null : 'a cell that holds the separator should stand in quotes',
  }));
}
