import { cellsOf } from './csv-cells.js';
import { delimiterOf, readHeader, type Header } from './csv-header.js';
import { RowCutter, type Cut } from './csv-rows.js';
import type { TextSlice } from './decode.js';
import type { IssueList } from './issues.js';
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
}

export interface TableNotes {
  readonly blankRowCount: number;
  readonly delimiter: string;
}

/**
 * Reads one CSV file: `take` gets every row with its number as the spreadsheet shows it (header 1; a `sep=` line is not counted, as
 * spreadsheets hide it); `whole` is false where it has fewer or more cells than the header, and an issue already says so.
 */
export async function readTable(
  source: TableSource, issues: IssueList, take: (row: number, cells: readonly string[], header: Header, whole: boolean) => void,
): Promise<TableNotes> {
  const { file, fileName } = source;
  const pace = new Pace();
  let cutter: RowCutter | null = null;
  let delimiter: string = source.delimiter ?? ',';
  let header: Header | null | undefined;
  let blankRowCount = 0;
  let rowCount = 0;
  let head = '';
  let stopped = false;

  const process = async (cut: Cut) => {
    blankRowCount += cut.blankCount;
    for (const fault of cut.faults) issues.add('error', fileName, fault.row, () => fault);
    stopped ||= cut.stopped;
    for (const batch of cut.batches) {
      const rows = await cellsOf(batch.text, delimiter, batch.rows.length);
      for (const [index, cells] of rows.entries()) {
        if (pace.due) await pace.breathe();
        const row = batch.rows[index] ?? 0;
        if (cells.every((cell) => cell.trim() === '')) {
          blankRowCount++;
        } else if (header === undefined) {
          header = readHeader(cells, row, file, fileName, issues);
        } else if (header === null) {
          return;
        } else if (cells.length !== header.cellCount) {
          miscounted(fileName, row, cells, header.cellCount, issues);
          take(row, cells, header, false);
        } else {
          take(row, cells, header, true);
        }
        if (++rowCount > recordLimit) {
          stopped = true;
          issues.add('error', fileName, row, () => ({ code: 'rows-too-many', found: `more than ${recordLimit}`, expected: `at most ${recordLimit} rows` }));
          return;
        }
      }
      if (header === null) return;
    }
  };

  /** Where enough of the file is here to know its separator, starts the cutter and returns what it should take first. */
  const begin = (last: boolean): string | null => {
    const hint = /^sep=([^\r\n]*)(?:\r\n|\n|\r|$)/i.exec(head);
    const text = hint === null ? head : head.slice(hint[0].length);
    const firstLine = /[^\s,;"][^\r\n]*(?=[\r\n])|[^\s,;"][^\r\n]*$/.exec(text)?.[0] ?? '';
    if (!last && !/[^\s,;"][^\r\n]*[\r\n]/.test(text) && head.length < 65_536) return null;
    if (hint !== null && source.delimiter === null) {
      const named = hint[1] === '' ? '\t' : hint[1] ?? '';
      if ((delimiters as readonly string[]).includes(named)) delimiter = named;
      else issues.add('error', fileName, null, () => ({ code: 'delimiter-unknown', found: `sep=${named}`, expected: 'a comma, a semicolon or a tab' }));
    } else if (source.delimiter === null) {
      delimiter = delimiterOf(firstLine, file);
    }
    cutter = new RowCutter(delimiter);
    return text;
  };

  let fault: TextSlice['fault'] = null;
  for await (const slice of source.slices) {
    fault = slice.fault;
    let text: string | null = slice.text;
    if (cutter === null) {
      head += slice.text;
      text = begin(fault !== null);
    }
    const cutting: RowCutter | null = cutter;
    if (text !== null && cutting !== null) await process((cutting as RowCutter).push(text, false));
    if (fault !== null || stopped || header === null) break;
    await pace.breathe();
  }
  if (fault !== null) {
    const { code, found, expected, maybe } = fault;
    const row = code === 'encoding-invalid' ? (cutter as RowCutter | null)?.nextRow ?? 1 : null;
    issues.add('error', fileName, row, () => ({ code, found, expected, maybe }));
    return { blankRowCount, delimiter };
  }
  if (!stopped && header !== null) {
    const rest = cutter === null ? begin(true) : '';
    await process((cutter as unknown as RowCutter).push(rest ?? '', true));
  }
  if (header === undefined && !stopped) {
    issues.add('error', fileName, null, () => ({ code: 'header-missing', found: 'no header row', expected: 'a first row with the names of the columns' }));
  }
  return { blankRowCount, delimiter };
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
