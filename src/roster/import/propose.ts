import { columnsOfFile } from '../columns.js';
import { columnsNamed } from '../header-names.js';
import { mappedColumn, type Mapping } from '../mapping.js';
import { rosterFiles, type RosterFile } from '../types.js';
import { fileNamed, personalTarget, proposedText } from './words.js';

/** A table of somebody's, as texts; rows[0] is row 1. */
export interface RawTable {
  /** What the user calls it: the file, or file and sheet. */
  readonly name: string;
  readonly rows: readonly (readonly string[])[];
}

export interface Proposal {
  readonly file: RosterFile;
  readonly headerRow: number;
  /** Header → column, `people.…`, or null (left out). */
  readonly columns: { readonly [header: string]: string | null };
  /** Column → text → what it is read as. */
  readonly values: { readonly [column: string]: { readonly [text: string]: string } };
  /** Headers that may be several columns, and those of a column that another header has already. */
  readonly doubtful: readonly string[];
}

const headerSearchRows = 20;

/**
 * Proposes what a table is and what its headers and texts mean: by the mapping given, by names in ten languages, by what stands in the cells. `file` says which file it is,
 * where the user does. Null where nothing in it is known.
 */
export function propose(table: RawTable, file: RosterFile | null, given: Mapping): Proposal | null {
  const named = fileNamed(
    table.name
      .split(/[\\/:]/)
      .at(-1)
      ?.trim() ?? '',
  ) as RosterFile | null;
  const candidates = file !== null ? [file] : named !== null ? [named] : rosterFiles;
  let best: { readonly file: RosterFile; readonly at: number; readonly score: number } | null = null;
  for (const candidate of candidates) {
    for (const [at, row] of table.rows.slice(0, headerSearchRows).entries()) {
      const score = row.filter((cell) => cell.trim() !== '' && isKnown(candidate, cell, given)).length;
      if (score > (best?.score ?? 0)) best = { file: candidate, at, score };
    }
  }
  return best === null ? null : proposalOf(table, best.file, best.at, given);
}

function isKnown(file: RosterFile, header: string, given: Mapping): boolean {
  return (
    mappedColumn(given, file, header) !== undefined ||
    columnsNamed(file, header).length > 0 ||
    (file === 'students' && personalTarget(header, []) !== null)
  );
}

function proposalOf(table: RawTable, file: RosterFile, at: number, given: Mapping): Proposal {
  const headers = table.rows[at] ?? [];
  const below = table.rows.slice(at + 1);
  const columns: { [header: string]: string | null } = {};
  const doubtful: string[] = [];
  const taken = new Set<string>();
  for (const [place, written] of headers.entries()) {
    const header = written.trim();
    if (header === '') continue;
    const cells = below.map((row) => row[place] ?? '');
    const meant = mappedColumn(given, file, header);
    const names = columnsNamed(file, header);
    const person = file === 'students' ? personalTarget(header, cells) : null;
    let target: string | null = meant ?? null;
    if (meant === undefined) {
      if (names.length > 1) doubtful.push(header);
      target = names.length === 1 ? (names[0] ?? null) : person;
    }
    if (target !== null && taken.has(target)) {
      doubtful.push(header);
      target = null;
    }
    if (target !== null) taken.add(target);
    columns[header] = target;
  }
  return { file, headerRow: at + 1, columns, values: valuesOf(file, headers, below, columns, given), doubtful };
}

function valuesOf(
  file: RosterFile,
  headers: readonly string[],
  below: readonly (readonly string[])[],
  columns: Proposal['columns'],
  given: Mapping,
): Proposal['values'] {
  const values: { [column: string]: { [text: string]: string } } = {};
  for (const [place, header] of headers.entries()) {
    const column = columnsOfFile[file].find(({ column: name }) => name === columns[header.trim()]);
    if (column === undefined) continue;
    const said: { [text: string]: string } = { ...given.values[file]?.[column.column] };
    for (const row of below) {
      const text = (row[place] ?? '').trim();
      if (text === '' || Object.hasOwn(said, text) || (column.choices ?? []).includes(text)) continue;
      const meaning = proposedText(column, text);
      if (meaning !== null) said[text] = meaning;
    }
    if (Object.keys(said).length > 0) values[column.column] = said;
  }
  return values;
}
