import { columnsOfFile, type Column } from '../roster/columns.js';
import { issueOf } from '../roster/issues.js';
import { parseOptions, type OptionsInput } from '../roster/options.js';
import { readRoster } from '../roster/read-roster.js';
import type { RosterResult } from '../roster/result.js';
import type { Cells, Change, Scenario } from '../roster/scenarios.js';
import { rosterFiles, type Issue, type Roster, type RosterFile } from '../roster/types.js';
import { csvText, rosterToTables } from '../roster/write.js';

type Row = string[];

/**
 * The roster of a scenario: its records as tables, changed cell by cell in the words of the files, and read again as any files are, so that a
 * change that makes no sense is a fault with its row and column. A row that names what was removed goes with it (openings of a host that is lost, and so on).
 */
export async function patchRoster(roster: Roster, scenario: Scenario): Promise<RosterResult> {
  const tables = new Map(rosterFiles.map((file) => [file, [columnsOfFile[file].map(({ column }) => column)] as Row[]]));
  for (const [name, rows] of rosterToTables(roster))
    tables.set(
      name.replace(/\.csv$/, '') as RosterFile,
      rows.map((row) => [...row]),
    );
  const issues: Issue[] = [];
  for (const change of scenario.changes) apply(tables, change, issues);
  // A pack of the roster's own is not among the tables: it stays unless the scenario names another.
  const ownPack = scenario.options['rulePack'] === undefined;
  const options = {
    ...roster.options,
    tiers: [...roster.options.tiers],
    ...(ownPack && { rulePack: null }),
    ...scenario.options,
  } as OptionsInput;
  const { issues: optionIssues } = parseOptions(options);
  if (issues.length > 0 || optionIssues.length > 0) return { roster: null, issues: [...issues, ...optionIssues], notes: [] };
  const files = new Map<string, Uint8Array>();
  const encoder = new TextEncoder();
  for (const [file, rows] of tables) {
    if (rows.length > 1 || file === 'students' || file === 'openings') files.set(`${file}.csv`, encoder.encode(await csvText(rows)));
  }
  const result = await readRoster(files, { options });
  if (result.roster === null || !ownPack) return result;
  return {
    ...result,
    roster: { ...result.roster, rates: roster.rates, options: { ...result.roster.options, rulePack: roster.options.rulePack } },
  };
}

function apply(tables: Map<RosterFile, Row[]>, change: Change, issues: Issue[]): void {
  const { file } = change;
  const names = columnsOfFile[file].map(({ column }) => column as string);
  const used = [change.where, change.set, change.percent, change.add, ...change.rows].flatMap((cells) => Object.keys(cells));
  for (const column of used) {
    if (names.includes(column)) continue;
    issues.push(
      issueOf({
        severity: 'error',
        code: 'column-unknown',
        file: `${file}.csv`,
        row: null,
        column,
        found: column,
        expected: `one of: ${names.join(', ')}`,
      }),
    );
    return;
  }
  const at = (column: string): number => names.indexOf(column);
  const [header = [], ...body] = tables.get(file)!;
  const isMeant = (row: Row): boolean => Object.entries(change.where).every(([column, value]) => row[at(column)] === textOf(value));
  const changes = Object.keys({ ...change.set, ...change.percent, ...change.add }).length > 0 || change.remove;
  if (changes && !body.some(isMeant)) {
    const expected = `a row of ${file}.csv that the scenario is about`;
    issues.push(
      issueOf({
        severity: 'error',
        code: 'scenario-without-rows',
        file: `${file}.csv`,
        row: null,
        column: null,
        found: JSON.stringify(change.where),
        expected,
      }),
    );
    return;
  }
  const removed: Row[] = [];
  const kept = body.filter((row) => {
    if (!isMeant(row)) return true;
    if (change.remove) {
      removed.push(row);
      return false;
    }
    for (const [column, value] of Object.entries(change.set)) row[at(column)] = textOf(value);
    for (const [column, share] of Object.entries(change.percent))
      row[at(column)] = moved(columnOf(file, column), row[at(column)]!, (value) => (value * (100 + share)) / 100);
    for (const [column, sum] of Object.entries(change.add))
      row[at(column)] = moved(columnOf(file, column), row[at(column)]!, (value) => value + sum);
    return true;
  });
  const added = change.rows.map((cells: Cells) => names.map((column) => textOf(cells[column] ?? null)));
  tables.set(file, [header, ...kept, ...added]);
  const idAt = at('id');
  if (idAt >= 0 && removed.length > 0) removeReferring(tables, file, new Set(removed.map((row) => row[idAt]!)));
}

/** plan.csv and history.csv may name what is gone. */
const loose: ReadonlySet<RosterFile> = new Set(['plan', 'history', 'outcomes']);

function removeReferring(tables: Map<RosterFile, Row[]>, target: RosterFile, ids: ReadonlySet<string>): void {
  for (const [file, [header = [], ...body]] of tables) {
    if (loose.has(file)) continue;
    const places = columnsOfFile[file].flatMap(({ refersTo, format }, k) => (refersTo === target && format === 'id' ? [k] : []));
    if (places.length === 0) continue;
    const gone = body.filter((row) => places.some((place) => ids.has(row[place]!)));
    if (gone.length === 0) continue;
    tables.set(file, [header, ...body.filter((row) => !gone.includes(row))]);
    const idAt = header.indexOf('id');
    if (idAt >= 0) removeReferring(tables, file, new Set(gone.map((row) => row[idAt]!)));
  }
}

function columnOf(file: RosterFile, name: string): Column {
  return columnsOfFile[file].find(({ column }) => column === name)!;
}

/** Money to whole cents, all else to whole numbers, rounded half up, never below 0; an empty cell stays empty. */
function moved({ format }: Column, cell: string, change: (value: number) => number): string {
  if (cell.trim() === '' || !Number.isFinite(Number(cell))) return cell;
  if (format !== 'money') return String(Math.max(0, Math.round(change(Number(cell)))));
  return (Math.max(0, Math.round(change(Number(cell)) * 100)) / 100).toFixed(2);
}

function textOf(value: Cells[string]): string {
  return value === null ? '' : value === true ? 'yes' : value === false ? 'no' : String(value);
}
