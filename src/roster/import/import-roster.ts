import { textOfSheetCell } from '../cell-text.js';
import { columnsOfFile } from '../columns.js';
import { FileFault } from '../files.js';
import { IssueList, compareIssues } from '../issues.js';
import { mappedText, parseMapping, peopleColumns, noMapping, type Mapping } from '../mapping.js';
import type { Reading } from '../options.js';
import { codeFault } from '../profile-codes.js';
import { readFrom } from '../read-roster.js';
import { rosterFiles, type Issue, type RosterFile } from '../types.js';
import type { Sheet, SheetCell } from '../workbook.js';
import { rosterToTables } from '../write.js';
import { checkPeople, freshIds } from './people.js';
import { propose, type Proposal } from './propose.js';
import { rawSheets } from './raw-table.js';

/** A change that the user asks for, by file, row and column of the roster. */
export interface CellChange {
  readonly file: RosterFile;
  readonly row: number;
  readonly column: string;
  readonly text: string;
}

export interface ImportRequest {
  /** What to read; `file` where the user says which file of the roster it is. */
  readonly inputs: readonly { readonly path: string; readonly name: string; readonly file: RosterFile | null }[];
  readonly mapping: { readonly json: string; readonly name: string } | null;
  readonly reading: Partial<Pick<Reading, 'encoding' | 'dateFormat' | 'decimalComma'>>;
  readonly values: readonly { readonly file: RosterFile; readonly column: string; readonly text: string; readonly meaning: string }[];
  readonly defaults: readonly { readonly file: RosterFile; readonly column: string; readonly text: string }[];
  readonly changes: readonly CellChange[];
  readonly dropped: readonly { readonly file: RosterFile; readonly row: number }[];
  readonly kept: readonly { readonly file: RosterFile; readonly row: number }[];
}

export interface ImportedTable extends Proposal {
  readonly name: string;
  /** Rows under the header that say anything and were not dropped. */
  readonly rowCount: number;
  /** The first texts under each header. */
  readonly samples: { readonly [header: string]: readonly string[] };
}

export interface ImportResult {
  readonly tables: readonly ImportedTable[];
  readonly mapping: Mapping;
  /** Clean files by name, header first; null where some issue is an error. */
  readonly files: ReadonlyMap<string, readonly (readonly string[])[]> | null;
  readonly issues: readonly Issue[];
  readonly notes: readonly string[];
}

interface Part {
  readonly table: ImportedTable;
  readonly sheet: Sheet;
}

/** Reads foreign lists by a proposed mapping into a clean roster. What is changed or left out is said; nothing is merged or guessed in silence. */
export async function importRoster(request: ImportRequest): Promise<ImportResult> {
  const issues = new IssueList();
  const notes: string[] = [];
  const given = mappingGiven(request, issues);
  const reading = { encoding: 'utf-8', dateFormat: 'iso', decimalComma: false, delimiter: null, ...given.reading } as const;
  const parts = new Map<RosterFile, Part>();
  for (const { path, name, file } of request.inputs) {
    try {
      const sheets = await rawSheets(path, name, reading, issues);
      for (const sheet of sheets) {
        const title = sheets.length === 1 ? name : `${name}, sheet ${sheet.name}`;
        const part = partOf(sheet, title, file, given, reading, request, notes);
        const other = part === null ? undefined : parts.get(part.table.file);
        if (part === null) {
          if (sheet.rows.length > 0)
            notes.push(`${title}: nothing in it is known; it is left out. If it is one of the files, say so: students=${name}`);
        } else if (other !== undefined) {
          issues.add('error', title, null, () => ({
            code: 'file-twice',
            found: part.table.file,
            expected: `one list of ${part.table.file}; ${other.table.name} is one too`,
          }));
        } else parts.set(part.table.file, part);
      }
    } catch (fault) {
      if (!(fault instanceof FileFault)) throw fault;
      issues.add('error', name, null, () => ({ code: fault.code, found: fault.found, expected: fault.expected }));
    }
  }
  const mapping = mappingOf(parts, given);
  const people = peopleOf(parts.get('students'), mapping, reading, request, issues);
  const made = madeProfiles(parts, mapping, reading);
  if (made !== null)
    notes.push(
      `profiles.csv is made of what the openings accept: ${made.rows
        .slice(1)
        .map(([id]) => id)
        .join(', ')}.`,
    );
  const sheetOfFile = new Map<string, Sheet>([...parts].map(([file, { sheet }]) => [file, sheet]));
  if (made !== null) sheetOfFile.set('profiles', made);
  // What is not among the inputs is stood in for by a header alone, so that the rest can be judged.
  for (const file of ['students', 'openings'] as const) {
    if (sheetOfFile.has(file)) continue;
    sheetOfFile.set(file, { name: file, rows: [columnsOfFile[file].map(({ column }) => column)], marks: [] });
  }
  const titleOf = (file: string) => parts.get(file as RosterFile)?.table.name ?? `${file}.csv`;
  const result = await readFrom({ kind: 'workbook', sheetOfFile, names: [...sheetOfFile.keys()], titleOf }, mapping, {}, issues);
  const kept = result.issues.filter(
    ({ code, file }) => code !== 'no-records' || [...parts.values()].some(({ table }) => table.name === file),
  );
  if (parts.size === 0 && kept.length === 0)
    kept.push({
      severity: 'error',
      code: 'nothing-known',
      file: null,
      row: null,
      column: null,
      found: 'no list that is known',
      expected: 'a list of people or of places',
      maybe: null,
    });
  const readNotes = result.notes.filter(({ code }) => code !== 'headers-read' && code !== 'hosts-made').map(({ text }) => text);
  const sound = result.roster !== null && !kept.some(({ severity }) => severity === 'error');
  const files = new Map<string, readonly (readonly string[])[]>();
  if (sound && result.roster !== null) {
    for (const [name, rows] of rosterToTables(result.roster)) {
      if (sheetOfFile.has(name.replace(/\.csv$/, '')) && rows.length > 1) files.set(name, withoutBlankColumns(rows));
    }
    if (people !== null) files.set('people.csv', people);
  }
  return {
    tables: [...parts.values()].map(({ table }) => table),
    mapping,
    files: sound ? files : null,
    issues: kept.sort(compareIssues),
    notes: [...notes, ...readNotes],
  };
}

function mappingGiven(request: ImportRequest, issues: IssueList): Mapping {
  const own = request.mapping === null ? noMapping : parseMapping(request.mapping.json, request.mapping.name, issues);
  const values: { [file in RosterFile]?: { [column: string]: { [text: string]: string } } } = structuredClone(own.values) as never;
  for (const { file, column, text, meaning } of request.values) ((values[file] ??= {})[column] ??= {})[text] = meaning;
  const defaults: { [file in RosterFile]?: { [column: string]: string } } = structuredClone(own.defaults) as never;
  for (const { file, column, text } of request.defaults) (defaults[file] ??= {})[column] = text;
  return { columns: own.columns, values, defaults, reading: { ...own.reading, ...request.reading } };
}

/** Files whose rows get ids where their list has none, and how these begin. */
const idPrefixes: { readonly [file in RosterFile]?: string } = { students: 'P', openings: 'O' };

/** What a sheet is, with the rows that were dropped or stand over the header blanked, the changes made, and ids where it has none. */
function partOf(
  sheet: Sheet,
  name: string,
  file: RosterFile | null,
  given: Mapping,
  reading: Reading,
  request: ImportRequest,
  notes: string[],
): Part | null {
  const texts = sheet.rows.map((row) => row.map((cell) => textOfSheetCell(cell, reading)));
  const proposal = propose({ name, rows: texts }, file, given);
  if (proposal === null) return null;
  const headers = (texts[proposal.headerRow - 1] ?? []).map((header) => header.trim());
  const isDropped = (row: number) => request.dropped.some((drop) => drop.file === proposal.file && drop.row === row);
  const rows: SheetCell[][] = sheet.rows.map((row, index) => {
    const number = index + 1;
    if (number < proposal.headerRow || isDropped(number)) return row.map(() => null);
    return [...row];
  });
  for (const { row } of request.dropped.filter((drop) => drop.file === proposal.file))
    notes.push(`${name} row ${row} is left out, as you said.`);
  for (const { row, column, text } of request.changes.filter((change) => change.file === proposal.file)) {
    const place = headers.findIndex((header) => header === column || proposal.columns[header] === column);
    const cells = rows[row - 1];
    if (cells === undefined || place < 0) {
      notes.push(`${name}: there is no cell in row ${row}, column ${column}; nothing was changed there.`);
      continue;
    }
    notes.push(`${name} row ${row}, ${column}: "${texts[row - 1]?.[place] ?? ''}" is changed to "${text}", as you said.`);
    cells[place] = text;
  }
  const isFull = (row: readonly SheetCell[]) => row.some((cell) => textOfSheetCell(cell, reading).trim() !== '');
  const samples = Object.fromEntries(
    headers.map((header, place) => [
      header,
      rows
        .slice(proposal.headerRow)
        .map((row) => textOfSheetCell(row[place] ?? null, reading).trim())
        .filter((text) => text !== '')
        .slice(0, 3),
    ]),
  );
  const full = rows.map((row, index) => index >= proposal.headerRow && isFull(row));
  const rowCount = full.filter(Boolean).length;
  const { columns } = proposal;
  const prefix = idPrefixes[proposal.file];
  if (prefix !== undefined && !Object.values(columns).includes('id')) {
    const ids = freshIds(rowCount, prefix);
    let next = 0;
    rows.forEach((row, index) => row.push(index === proposal.headerRow - 1 ? 'id' : full[index] === true ? (ids[next++] ?? null) : null));
    notes.push(`${name}: there are no ids; ${ids[0] ?? ''} to ${ids.at(-1) ?? ''} are given, in the order of the rows.`);
  }
  return {
    table: { ...proposal, columns, name, rowCount, samples },
    sheet: { name, rows, marks: sheet.marks.filter(({ row }) => row > proposal.headerRow && !isDropped(row)) },
  };
}

function mappingOf(parts: ReadonlyMap<RosterFile, Part>, given: Mapping): Mapping {
  const columns: { [file in RosterFile]?: NonNullable<Mapping['columns'][RosterFile]> } = { ...given.columns };
  const values: { [file in RosterFile]?: NonNullable<Mapping['values'][RosterFile]> } = { ...given.values };
  for (const file of rosterFiles) {
    const part = parts.get(file);
    if (part === undefined) continue;
    columns[file] = { ...given.columns[file], ...part.table.columns };
    const all = { ...given.values[file], ...part.table.values };
    if (Object.keys(all).length > 0) values[file] = all;
  }
  return { columns, values, defaults: given.defaults, reading: given.reading };
}

/** people.csv of the list of people; null where it says nothing personal. Faults of people are looked for on the way. */
function peopleOf(
  part: Part | undefined,
  mapping: Mapping,
  reading: Reading,
  request: ImportRequest,
  issues: IssueList,
): string[][] | null {
  if (part === undefined) return null;
  const { table, sheet } = part;
  const headers = (sheet.rows[table.headerRow - 1] ?? []).map((cell) => textOfSheetCell(cell, reading).trim());
  const placeOf = (target: string) => headers.findIndex((header) => table.columns[header] === target);
  const columns = peopleColumns.filter((column) => column !== 'id' && placeOf(`people.${column}`) >= 0);
  // Ids that were given stand in a column of their own.
  const idPlace = placeOf('id') >= 0 ? placeOf('id') : headers.indexOf('id');
  const people: string[][] = [];
  const persons: Parameters<typeof checkPeople>[0][number][] = [];
  for (const [index, row] of sheet.rows.entries()) {
    const text = (place: number) => (place < 0 ? '' : textOfSheetCell(row[place] ?? null, reading).trim());
    const number = index + 1;
    if (number <= table.headerRow || row.every((_, place) => text(place) === '')) continue;
    const id = mappedText(mapping, 'students', 'id', text(idPlace)).trim();
    const name = [text(placeOf('people.first_name')), text(placeOf('people.last_name'))].filter((word) => word !== '').join(' ');
    persons.push({
      row: number,
      id,
      name: text(placeOf('people.name')) || name,
      birthDate: text(placeOf('birth_date')),
      kept: request.kept.some((kept) => kept.file === 'students' && kept.row === number),
    });
    people.push([id, ...columns.map((column) => text(placeOf(`people.${column}`)))]);
  }
  checkPeople(persons, table.name, issues);
  return columns.length === 0 ? null : [['id', ...columns], ...people];
}

/** Where nobody lists the profiles, those that the openings accept by name: a misspelt one of a person is found by them. */
function madeProfiles(parts: ReadonlyMap<RosterFile, Part>, mapping: Mapping, reading: Reading): Sheet | null {
  const openings = parts.get('openings');
  if (openings === undefined || parts.has('profiles')) return null;
  const { table, sheet } = openings;
  const place = (sheet.rows[table.headerRow - 1] ?? []).findIndex(
    (cell) => table.columns[textOfSheetCell(cell, reading).trim()] === 'profiles',
  );
  const names = new Set<string>();
  for (const row of sheet.rows.slice(table.headerRow)) {
    const cell = mappedText(mapping, 'openings', 'profiles', textOfSheetCell(row[place] ?? null, reading));
    for (const name of cell.split('|').map((item) => item.trim())) if (name !== '' && codeFault(name) === undefined) names.add(name);
  }
  return names.size === 0 ? null : { name: 'profiles', rows: [['id'], ...[...names].sort().map((name) => [name])], marks: [] };
}

function withoutBlankColumns(rows: readonly (readonly string[])[]): string[][] {
  const [, ...body] = rows;
  const said = (rows[0] ?? []).map((_, place) => body.some((row) => row[place] !== ''));
  return rows.map((row) => row.filter((_, place) => said[place]));
}
