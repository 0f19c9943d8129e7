import { columnsOfFile } from '../columns.js';
import { foldName } from '../fold.js';
import { columnsNamed } from '../header-names.js';
import { mappedColumn, type Mapping } from '../mapping.js';
import { rosterFiles, type Issue, type RosterFile } from '../types.js';
import { lettersOf } from '../write-workbook.js';

/** A table as somebody wrote it, and what faults call it. */
export interface WrittenTable {
  /** Names that issues have for it: `students.csv`, `sheet students`. */
  readonly titles: readonly string[];
  readonly sheetName: string;
  /** What the table is; null where nobody knows. */
  readonly file: RosterFile | null;
  /** Row of the header, from 1; null: the first that says anything. */
  readonly headerRow: number | null;
  readonly rows: readonly (readonly string[])[];
}

/** A fault and the cell it is about; `column` counts from 1, null where the row as a whole is meant; `row` is null for the table as a whole. */
export interface Mark {
  readonly issue: Issue;
  /** Place in the list of tables; −1 where the fault is in none of them. */
  readonly table: number;
  readonly row: number | null;
  readonly column: number | null;
}

/** Finds the cell of each fault. */
export function marksOf(tables: readonly WrittenTable[], issues: readonly Issue[], mapping: Mapping): Mark[] {
  const headers = tables.map(({ rows, headerRow }) =>
    headerRow === null ? rows.findIndex((row) => row.some((cell) => cell.trim() !== '')) : headerRow - 1,
  );
  return issues.map((issue) => {
    const table = tables.findIndex(({ titles }) => issue.file !== null && titles.includes(issue.file));
    const found = tables[table];
    if (found === undefined || issue.row === null) return { issue, table, row: null, column: null };
    const header = found.rows[headers[table] ?? -1] ?? [];
    const place = issue.column === null ? -1 : placeOfColumn(header, issue.column, found.file, mapping);
    return { issue, table, row: issue.row, column: place < 0 ? null : place + 1 };
  });
}

/** The place of a column in a header; issues name it as the roster does, and as it is written behind that: `birth_date (Datum rođenja)`. */
function placeOfColumn(header: readonly string[], name: string, file: RosterFile | null, mapping: Mapping): number {
  const [, plain = name, written = plain] = /^(\S+) \((.*)\)$/.exec(name) ?? [];
  const is = (cell: string, wanted: string) => cell.trim().toLowerCase() === wanted.trim().toLowerCase();
  const asWritten = header.findIndex((cell) => is(cell, written));
  if (asWritten >= 0) return asWritten;
  const asNamed = header.findIndex((cell) => is(cell, plain));
  if (asNamed >= 0 || file === null) return asNamed >= 0 ? asNamed : header.findIndex((cell) => foldName(cell) === foldName(plain));
  const known = columnsOfFile[file].some(({ column }) => column === plain);
  return header.findIndex((cell) => {
    const mapped = mappedColumn(mapping, file, cell);
    return mapped === undefined ? known && columnsNamed(file, cell).includes(plain) : mapped === plain || mapped === `people.${plain}`;
  });
}

/** The address of a cell as a spreadsheet has it; a row as a whole stands at its first cell. */
export function addressOf({ row, column }: Pick<Mark, 'row' | 'column'>): string {
  return row === null ? '' : `${lettersOf(column ?? 1)}${row}`;
}

export const faultHeaders = ['sheet', 'cell', 'kind', 'column', 'found', 'expected', 'maybe'] as const;

/** The rows of the sheet that lists the faults, without its header. */
export function faultRows(tables: readonly WrittenTable[], marks: readonly Mark[]): string[][] {
  return marks.map((mark) => {
    const { issue, table } = mark;
    const kind = issue.severity === 'error' ? 'fault' : 'look at it';
    const sheet = tables[table]?.sheetName ?? issue.file ?? '';
    return [sheet, addressOf(mark), kind, issue.column ?? '', issue.found ?? '', issue.expected, issue.maybe ?? ''];
  });
}

/** The name of the sheet of faults: one that no sheet has yet. */
export function faultsName(taken: readonly string[]): string {
  const used = new Set(taken.map((name) => name.trim().toLowerCase()));
  let name = 'faults';
  for (let k = 2; used.has(name); k++) name = `faults ${k}`;
  return name;
}

/** True for a sheet that an annotated copy has of its own: it holds no records. */
export function isFaultsSheet(name: string): boolean {
  return /^faults(?: \d+)?$/i.test(name.trim());
}

/** The file a name stands for: `students` of `students.csv` or of a sheet. */
export function fileNamed(name: string): RosterFile | null {
  const plain = name
    .trim()
    .toLowerCase()
    .replace(/\.csv$/, '');
  return rosterFiles.find((file) => file === plain) ?? null;
}
