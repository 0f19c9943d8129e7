import { readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseIsoDay } from '../basics/day.js';
import { rowsOfCsv } from '../report/csv.js';
import { cellReader } from '../roster/cells.js';
import { decodeSlices } from '../roster/decode.js';
import { compareIssues, IssueList } from '../roster/issues.js';
import { nearest } from '../roster/nearest.js';
import { parseOptionsText, type Reading } from '../roster/options.js';
import type { Issue, Roster } from '../roster/types.js';
import {
  type About,
  abouts,
  type AgreementRecord,
  columnsOfPaperFile,
  unprintedColumns,
  type PaperColumn,
  type PaperFile,
  type PersonRecord,
  type UnitRecord,
} from './columns.js';

/** Names, contacts and wording for papers, by the roster's keys. */
export interface PaperRecords {
  readonly students: ReadonlyMap<string, PersonRecord>;
  readonly organisations: ReadonlyMap<string, PersonRecord>;
  readonly hosts: ReadonlyMap<string, PersonRecord>;
  /** By student; the row of the opening before the row of all openings. */
  readonly agreements: ReadonlyMap<string, readonly AgreementRecord[]>;
  readonly units: ReadonlyMap<string, UnitRecord>;
}

/** What is known where nobody looks into these files. */
export const noPaperRecords: PaperRecords = {
  students: new Map(),
  organisations: new Map(),
  hosts: new Map(),
  agreements: new Map(),
  units: new Map(),
};

export interface PaperRecordsResult {
  /** Null where an issue is an error. */
  readonly records: PaperRecords | null;
  readonly issues: readonly Issue[];
}

/** Larger than any list of people; what is larger is no such file. */
const largestBytes = 64 * 1024 * 1024;

type Row = Readonly<Record<string, unknown>> & { readonly row: number };

/**
 * Reads people.csv, agreements.csv and units.csv of a roster's folder (beside the file, where the roster is a workbook); files that are not there
 * say nothing. All faults come as a list.
 */
export async function readPaperRecords(source: string, roster: Roster): Promise<PaperRecordsResult> {
  const found = await stat(source).catch(() => null);
  const folder = found?.isDirectory() === true ? source : dirname(source);
  const issues = new IssueList();
  const options = await readFile(join(folder, 'placewise.json'), 'utf8').catch(() => '{}');
  const { reading } = parseOptionsText(options);
  const people = await readRows('people', folder, reading, issues);
  const agreements = await readRows('agreements', folder, reading, issues);
  const units = await readRows('units', folder, reading, issues);
  const idsOf = (list: readonly { readonly id: string }[]): ReadonlySet<string> => new Set(list.map(({ id }) => id));
  const known = { student: idsOf(roster.students), organisation: idsOf(roster.organisations), host: idsOf(roster.hosts) };
  for (const row of people) checkId('people', row, 'id', row.id, row.about === null ? 'student' : String(row.about), known, issues);
  const openings = { ...known, opening: idsOf(roster.openings) };
  for (const row of agreements) {
    checkId('agreements', row, 'student', row.studentId, 'student', known, issues);
    checkId('agreements', row, 'opening', row.openingId, 'opening', openings, issues);
  }
  const about = (who: About) => people.filter((row) => (row.about ?? 'student') === who);
  const records: PaperRecords = {
    students: byKey('people', about('student'), 'id', issues),
    organisations: byKey('people', about('organisation'), 'id', issues),
    hosts: byKey('people', about('host'), 'id', issues),
    agreements: agreementsByStudent(agreements, issues),
    units: byKey('units', units, 'unit', issues),
  };
  return { records: issues.errorCount > 0 ? null : records, issues: issues.list().sort(compareIssues) };
}

async function readRows(file: PaperFile, folder: string, reading: Reading, issues: IssueList): Promise<Row[]> {
  const name = `${file}.csv`;
  const path = join(folder, name);
  const found = await stat(path).catch(() => null);
  if (found === null) return [];
  const fail = (code: string, reason: string, expected: string): Row[] => {
    issues.add('error', name, null, () => ({ code, found: reason, expected }));
    return [];
  };
  if (!found.isFile() || found.size > largestBytes)
    return fail('file-unreadable', `${found.size} bytes`, `a file of at most ${largestBytes} bytes`);
  let text = '';
  for await (const slice of decodeSlices(chunksOf(path), reading.encoding)) {
    if (slice.fault !== null) return fail(slice.fault.code, slice.fault.found, slice.fault.expected);
    text += slice.text;
  }
  let table: string[][];
  try {
    table = await rowsOfCsv(text);
  } catch (error) {
    return fail('csv-invalid', error instanceof Error ? error.message : String(error), 'sound CSV');
  }
  return rowsOfTable(file, table, reading, issues);
}

async function* chunksOf(path: string): AsyncGenerator<Uint8Array> {
  yield await readFile(path);
}

function rowsOfTable(file: PaperFile, table: readonly (readonly string[])[], reading: Reading, issues: IssueList): Row[] {
  const name = `${file}.csv`;
  const columns = columnsOfPaperFile[file];
  const header = (table[0] ?? []).map((cell) => cell.trim().toLowerCase());
  const names = columns.map(({ column }) => column);
  header.forEach((cell, place) => {
    if (cell === '') return;
    if (unprintedColumns.has(cell)) return;
    if (!names.includes(cell))
      issues.add('warning', name, 1, () => ({
        code: 'column-unknown',
        column: cell,
        found: cell,
        expected: `one of: ${names.join(', ')}; its cells are not read`,
        maybe: nearest(cell, names),
      }));
    else if (header.indexOf(cell) !== place)
      issues.add('error', name, 1, () => ({ code: 'header-twice', column: cell, found: cell, expected: 'each column once' }));
  });
  for (const { column, required } of columns) {
    if (required && !header.includes(column))
      issues.add('error', name, 1, () => ({ code: 'column-missing', column, found: header.join(', '), expected: `a column ${column}` }));
  }
  const rows: Row[] = [];
  table.slice(1).forEach((cells, position) => {
    const row = position + 2;
    if (cells.every((cell) => cell.trim() === '')) return;
    if (cells.length !== header.length) {
      issues.add('error', name, row, () => ({ code: 'row-length', found: `${cells.length} cells`, expected: `${header.length} cells` }));
      return;
    }
    const values = columns.map((column): [string, unknown] => [
      column.field,
      valueOf(column, cells[header.indexOf(column.column)] ?? '', reading, name, row, issues),
    ]);
    rows.push({ ...Object.fromEntries(values), row });
  });
  return rows;
}

function valueOf(column: PaperColumn, cell: string, reading: Reading, name: string, row: number, issues: IssueList): unknown {
  const value = cellReader(column.format, reading)(cell);
  const fault = (code: string, expected: string): null => {
    issues.add('error', name, row, () => ({ code, column: column.column, found: cell, expected }));
    return null;
  };
  if (value === null) return column.required ? fault('cell-empty', 'a value') : null;
  if (column.format === 'choice' && !abouts.some((about) => about === value)) return fault('choice-invalid', abouts.join(', '));
  if (column.format === 'date')
    return (typeof value === 'string' ? parseIsoDay(value) : null) ?? fault('date-invalid', 'a date like 2026-03-01');
  if (column.format === 'whole') return typeof value === 'number' ? value : fault('number-invalid', 'a whole number');
  return value;
}

function checkId(
  file: PaperFile,
  { row }: Row,
  column: string,
  id: unknown,
  what: string,
  known: Readonly<Record<string, ReadonlySet<string>>>,
  issues: IssueList,
): void {
  const ids = known[what];
  if (ids === undefined || typeof id !== 'string' || ids.has(id)) return;
  issues.add('error', `${file}.csv`, row, () => ({
    code: 'id-unknown',
    column,
    found: id,
    expected: `a ${what} of the roster`,
    maybe: nearest(id, ids),
  }));
}

function byKey<Record extends object>(file: PaperFile, rows: readonly Row[], key: string, issues: IssueList): ReadonlyMap<string, Record> {
  const records = new Map<string, Record>();
  for (const row of rows) {
    const id = row[key];
    if (typeof id !== 'string') continue;
    if (records.has(id))
      issues.add('error', `${file}.csv`, row.row, () => ({ code: 'row-twice', found: id, expected: 'one row for each' }));
    // The columns of the file are the fields of the record.
    records.set(id, row as unknown as Record);
  }
  return records;
}

function agreementsByStudent(rows: readonly Row[], issues: IssueList): ReadonlyMap<string, readonly AgreementRecord[]> {
  const records = new Map<string, AgreementRecord[]>();
  for (const row of rows) {
    const record = row as unknown as AgreementRecord;
    const own = records.get(record.studentId) ?? [];
    if (own.some(({ openingId }) => openingId === record.openingId))
      issues.add('error', 'agreements.csv', row.row, () => ({
        code: 'row-twice',
        found: record.studentId,
        expected: 'one row for each placement',
      }));
    records.set(
      record.studentId,
      [...own, record].sort((a, b) => Number(a.openingId === null) - Number(b.openingId === null)),
    );
  }
  return records;
}
