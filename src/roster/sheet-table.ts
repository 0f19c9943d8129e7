import { textOfSheetCell } from './cell-text.js';
import { readHeader, type Header } from './csv-header.js';
import { CutCells } from './cut-cells.js';
import type { TableNotes, TakeRow } from './csv-table.js';
import type { IssueList } from './issues.js';
import type { Mapping } from './mapping.js';
import type { Reading } from './options.js';
import { Pace } from './pace.js';
import type { RosterFile } from './types.js';
import type { CellMark } from './workbook-scan.js';
import type { Sheet } from './workbook.js';

export interface SheetSource {
  readonly file: RosterFile;
  /** As the user knows it: `sheet students`. */
  readonly fileName: string;
  readonly sheet: Sheet;
  readonly reading: Reading;
  readonly mapping: Mapping;
}

/** Reads one sheet as `readTable` reads a CSV file: the first row that says anything is the header; typed cells become text. */
export async function readSheet(source: SheetSource, issues: IssueList, take: TakeRow): Promise<TableNotes> {
  const { file, fileName, sheet, reading, mapping } = source;
  const pace = new Pace();
  let header: Header | null | undefined;
  let headerRow = 0;
  let blankRowCount = 0;
  const marksOfRow = new Map<number, CellMark[]>();
  for (const mark of sheet.marks) marksOfRow.set(mark.row, [...(marksOfRow.get(mark.row) ?? []), mark]);
  const names: string[] = [];
  const cut = new CutCells();
  for (const [index, typed] of sheet.rows.entries()) {
    if (pace.due) await pace.breathe();
    const row = index + 1;
    const cells = typed.map((cell) => textOfSheetCell(cell, reading));
    const marks = marksOfRow.get(row) ?? [];
    if (marks.length === 0 && cells.every((cell) => cell.trim() === '')) {
      blankRowCount++;
      continue;
    }
    if (header === undefined) {
      headerRow = row;
      while (cells.length > 0 && cells.at(-1)?.trim() === '' && isBlankColumn(sheet, cells.length - 1)) cells.pop();
      names.push(...cells.map((cell) => cell.trim()));
      header = readHeader(cells, row, file, fileName, issues, mapping);
      if (header === null) break;
      continue;
    }
    const whole = header === null || cells.length >= header.cellCount ? cells.slice(0, header?.cellCount) : cells;
    for (const mark of marks) addMark(mark, fileName, names[mark.column - 1] ?? null, issues);
    if (header === null) continue;
    cut.take([whole]);
    take(row, cut, 0, header, marks.length === 0);
  }
  if (header === undefined) {
    issues.add('error', fileName, null, () => ({
      code: 'header-missing',
      found: 'no header row',
      expected: 'a first row with the names of the columns',
    }));
  }
  const later = sheet.marks.filter(({ row }) => row > sheet.rows.length && row > headerRow);
  for (const mark of later) addMark(mark, fileName, names[mark.column - 1] ?? null, issues);
  return { blankRowCount, complete: header !== undefined && header !== null };
}

function isBlankColumn(sheet: Sheet, place: number): boolean {
  return sheet.rows.every((row) => row[place] === null || row[place] === undefined || row[place] === '');
}

const words: { readonly [kind in CellMark['kind']]: { readonly code: string; readonly expected: string } } = {
  error: { code: 'cell-error', expected: 'a value; the formula of this cell failed' },
  'formula-blank': {
    code: 'formula-blank',
    expected: 'a value; the formula was never computed: open and save the workbook in a spreadsheet program',
  },
  merged: { code: 'cells-merged', expected: 'one value in each cell; only the first of merged cells holds any, so unmerge them' },
};

function addMark({ row, kind, shown }: CellMark, fileName: string, column: string | null, issues: IssueList): void {
  const { code, expected } = words[kind];
  issues.add('error', fileName, row, () => ({ code, column, found: shown === '' ? 'a formula without a value' : shown, expected }));
}
