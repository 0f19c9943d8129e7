import { columnsOfFile, type CellFormat } from '../roster/columns.js';
import type { RosterFile } from '../roster/types.js';
import { textOfValue } from '../roster/write.js';
import { cellsOfPlacement, placementColumns } from '../report/tables.js';
import type { PlacementRow } from '../report/outcome.js';
import { type Book, knownName } from './book.js';
import { columnsOfPaperFile, type PersonRecord } from './columns.js';

/** What stands in a cell of an export before it is written: money and numbers as their digits with a point, days as days. */
export type ExportCell =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'day'; readonly day: number }
  | { readonly kind: 'number'; readonly digits: string }
  | null;

/** A person, and one of the placements; null where a person has none. */
export interface ExportRow {
  readonly studentId: string;
  readonly placement: PlacementRow | null;
}

type Read = (book: Book, row: ExportRow) => ExportCell;

/** Records that a row leads to: how they are called in a mapping, where they come from, and how they are found. */
const recordSources: readonly {
  readonly name: string;
  readonly file: RosterFile;
  readonly find: (book: Book, row: ExportRow) => object | null;
}[] = [
  { name: 'student', file: 'students', find: (book, { studentId }) => book.student(studentId) },
  { name: 'opening', file: 'openings', find: (book, { placement }) => book.opening(placement?.openingId ?? null) },
  { name: 'host', file: 'hosts', find: (book, { placement }) => book.host(placement?.hostId ?? null) },
  { name: 'flow', file: 'flows', find: (book, { placement }) => book.flow(placement?.flowId ?? null) },
  { name: 'partner', file: 'organisations', find: (book, { placement }) => book.organisation(placement?.partnerId ?? null) },
  { name: 'sender', file: 'organisations', find: (book, { studentId }) => book.organisation(book.student(studentId)?.senderId ?? null) },
  { name: 'school', file: 'organisations', find: (book, { studentId }) => book.organisation(book.student(studentId)?.schoolId ?? null) },
  { name: 'project', file: 'projects', find: (book, { studentId }) => book.project(book.student(studentId)?.projectId ?? null) },
  { name: 'profile', file: 'profiles', find: (book, { studentId }) => book.profile(book.student(studentId)?.profileId ?? null) },
];

/** Whom people.csv may speak of in a row. */
const personSources: readonly { readonly name: string; readonly find: (book: Book, row: ExportRow) => PersonRecord | undefined }[] = [
  { name: 'people', find: ({ records }, { studentId }) => personOf(records.students, studentId) },
  { name: 'host.people', find: ({ records }, { placement }) => personOf(records.hosts, placement?.hostId) },
  { name: 'partner.people', find: ({ records }, { placement }) => personOf(records.organisations, placement?.partnerId) },
  { name: 'sender.people', find: (book, { studentId }) => personOf(book.records.organisations, book.student(studentId)?.senderId) },
];

function personOf(records: ReadonlyMap<string, PersonRecord>, id: string | null | undefined): PersonRecord | undefined {
  return id == null ? undefined : records.get(id);
}

/** What of a person is known by the roster alone, so that people without a placement have it too. */
const ofPersons: { readonly [column: string]: string } = {
  student: 'student.id',
  kind: 'student.kind',
  sender: 'student.sender',
  school: 'student.school',
  project: 'student.project',
};

const readers: ReadonlyMap<string, Read> = new Map([
  ...recordSources.flatMap(({ name, file, find }) =>
    columnsOfFile[file].map(({ column, field, format }): [string, Read] => [
      `${name}.${column}`,
      (book, row) => cellOf(format, Reflect.get(find(book, row) ?? {}, field)),
    ]),
  ),
  ...personSources.flatMap(({ name, find }) =>
    columnsOfPaperFile.people.map(({ column, field, format }): [string, Read] => [
      `${name}.${column}`,
      name === 'people' && column === 'name'
        ? (book, { studentId }) => cellOf('text', knownName(book, studentId))
        : (book, row) => cellOf(format, Reflect.get(find(book, row) ?? {}, field)),
    ]),
  ),
  ...placementColumns.map((column, index): [string, Read] => [column, (book, row) => placementCell(column, index, book, row)]),
]);

/** All that the `from` of a mapping may name: columns of placements.csv, `student.birth_date` and the like, `people.name` and the like. */
export const exportSources: readonly string[] = [...readers.keys()];

/** Whether a source is read from people.csv. */
export function isPersonal(source: string): boolean {
  return /^(?:\w+\.)?people\./.test(source);
}

/** What a row has to say under a source of `exportSources`. */
export function readExportCell(source: string, book: Book, row: ExportRow): ExportCell {
  const read = readers.get(source);
  if (read === undefined) throw new Error(`no source ${source}`);
  return read(book, row);
}

function placementCell(column: string, index: number, book: Book, row: ExportRow): ExportCell {
  const { placement } = row;
  const own = ofPersons[column];
  if (own !== undefined) return readExportCell(own, book, row);
  if (placement === null) return null;
  if (column === 'start') return { kind: 'day', day: placement.startDay };
  if (column === 'end') return { kind: 'day', day: placement.endDay };
  const cell = cellsOfPlacement(placement)[index] ?? null;
  if (cell === null || cell === '') return null;
  if (typeof cell === 'object') return { kind: 'number', digits: cell.money };
  return typeof cell === 'number' ? { kind: 'number', digits: String(cell) } : { kind: 'text', text: cell };
}

function cellOf(format: CellFormat, value: unknown): ExportCell {
  const text = textOfValue(format, value);
  if (text === '') return null;
  if (format === 'date') return { kind: 'day', day: value as number };
  return format === 'money' || format === 'whole' || format === 'decimal' ? { kind: 'number', digits: text } : { kind: 'text', text };
}
