import { columnsOfFile, type Column } from './columns.js';
import { columnsNamed } from './header-names.js';
import type { IssueList } from './issues.js';
import { mappedColumn, noMapping, type Mapping } from './mapping.js';
import { nearest } from './nearest.js';
import { delimiters } from './schemas/options.js';
import { rosterFiles, type RosterFile } from './types.js';

/** The way from the cells of a row to the columns of the table. */
export interface Header {
  /** cellOfColumn[k] is the place of the table's k-th column in a row; −1 where the file has none. */
  readonly cellOfColumn: readonly number[];
  readonly cellCount: number;
  /** Headers that were read as a column of another name, by the mapping or the dictionary: column → header as it is written. */
  readonly readAs: ReadonlyMap<string, string>;
}

/** What a header cell says: a column, several that it may be, or (null) nothing known; `left out` by the mapping. */
type Named = { readonly columns: readonly string[]; readonly leftOut: boolean };

function named(cell: string, file: RosterFile, mapping: Mapping): Named {
  const mapped = mappedColumn(mapping, file, cell);
  if (mapped === null || mapped?.startsWith('people.')) return { columns: [], leftOut: true };
  if (mapped !== undefined) return { columns: [mapped], leftOut: false };
  const plain = plainName(cell);
  if (columnsOfFile[file].some(({ column }) => column === plain)) return { columns: [plain], leftOut: false };
  return { columns: columnsNamed(file, cell), leftOut: false };
}

/** Header names are compared without case and blanks around. */
function plainName(cell: string): string {
  return cell.trim().toLowerCase();
}

/** The separator of a header line: the one that makes most of its cells known columns, of equals the one that stands there most, then the comma. */
export function delimiterOf(headerLine: string, file: RosterFile, mapping: Mapping = noMapping): string {
  let best = ',';
  let bestScore = -1;
  for (const delimiter of delimiters) {
    const cells = headerLine.split(delimiter);
    const score = cells.filter((cell) => named(cell.replaceAll('"', ''), file, mapping).columns.length > 0).length * 100_000 + cells.length;
    if (score > bestScore) {
      best = delimiter;
      bestScore = score;
    }
  }
  return best;
}

/**
 * Matches a header with the columns of its file. Repeated and missing columns are errors, unknown and blank ones warnings (their cells
 * are not read). Null where no row can be understood: the header of another file, or a required column missing or twice.
 */
export function readHeader(
  cells: readonly string[],
  row: number,
  file: RosterFile,
  fileName: string,
  issues: IssueList,
  mapping: Mapping = noMapping,
): Header | null {
  const columns = columnsOfFile[file];
  const names = columns.map(({ column }) => column);
  const places = new Map<string, number>();
  let sound = true;
  const unknown: string[] = [];
  const readAs = new Map<string, string>();
  cells.forEach((cell, place) => {
    const { columns: meant, leftOut } = named(cell, file, mapping);
    if (leftOut) return;
    if (meant.length > 1) {
      issues.add('error', fileName, row, () => ({
        code: 'header-ambiguous',
        column: cell.trim(),
        found: cell,
        expected: `a header that means one column; this one may be ${meant.join(' or ')}`,
        maybe: 'the column should be called by that name, or mapping.json should say it',
      }));
      sound = false;
      return;
    }
    const name = meant[0] ?? plainName(cell);
    if (name === '') {
      issues.add('warning', fileName, row, () => ({
        code: 'header-blank',
        found: '',
        expected: `a name over column ${place + 1}, whose cells are not read`,
      }));
      return;
    }
    if (places.has(name)) {
      const first = (places.get(name) ?? 0) + 1;
      issues.add('error', fileName, row, () => ({
        code: 'header-twice',
        column: name,
        found: cell,
        expected: `each column once; it is column ${first} and column ${place + 1}`,
      }));
      sound = false;
      return;
    }
    places.set(name, place);
    if (meant.length === 1 && name !== plainName(cell)) readAs.set(name, cell.trim());
    if (!names.includes(name)) unknown.push(name);
  });
  const filled = mapping.defaults[file] ?? {};
  const missing = columns
    .filter(({ column, required }) => required && !places.has(column) && !Object.hasOwn(filled, column))
    .map(({ column }) => column);
  const other = missing.length === 0 ? null : otherFile(places, file);
  if (other !== null) {
    issues.add('error', fileName, row, () => ({
      code: 'header-of-other-file',
      found: cells.join(', '),
      expected: `the columns of ${file}.csv, among them ${missing.join(', ')}`,
      maybe: `these are the columns of ${other}.csv`,
    }));
    return null;
  }
  for (const name of unknown) {
    issues.add('warning', fileName, row, () => ({
      code: 'column-unknown',
      column: name,
      found: name,
      expected: `one of: ${names.join(', ')}; its cells are not read`,
      maybe: nearest(
        name,
        names.filter((known) => !places.has(known)),
      ),
    }));
  }
  for (const name of missing) {
    issues.add('error', fileName, row, () => ({
      code: 'column-missing',
      column: name,
      found: cells.join(', '),
      expected: `a column ${name}`,
      maybe: missingHint(name, cells, unknown),
    }));
  }
  if (!sound || missing.length > 0) return null;
  return { cellOfColumn: columns.map(({ column }: Column) => places.get(column) ?? -1), cellCount: cells.length, readAs };
}

function missingHint(name: string, cells: readonly string[], unknown: readonly string[]): string | null {
  if (cells.length === 1) return 'the cells are separated by something other than comma, semicolon or tab';
  const near = nearest(name, unknown);
  return near === null ? null : `the column ${near} is meant`;
}

/** The file whose header this is, when all its required columns are there and more of its columns than of this file's. */
function otherFile(places: ReadonlyMap<string, number>, file: RosterFile): RosterFile | null {
  const fits = (candidate: RosterFile) => columnsOfFile[candidate].filter(({ column }) => places.has(column)).length;
  const own = fits(file);
  let best: RosterFile | null = null;
  for (const candidate of rosterFiles) {
    if (candidate === file || !columnsOfFile[candidate].every(({ column, required }) => !required || places.has(column))) continue;
    if (fits(candidate) > (best === null ? own : fits(best))) best = candidate;
  }
  return best;
}
