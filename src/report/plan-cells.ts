import type { Placement } from '../certify/types.js';
import { activities, personKinds, type Roster } from '../roster/types.js';
import { textOfCell, withoutGuard } from './csv.js';
import type { PlacementRow } from './outcome.js';
import type { HandedPlan } from './plan-file.js';
import { cellsOfPlacement, placementColumns } from './tables.js';

/** What a handed-in plan says beside the placements themselves, held against the records. */
export interface CellReport {
  /** The plan contradicts the records: one sentence a cell. */
  readonly faults: readonly string[];
  /** Rows moved by hand whose other cells still tell of the old placement: one sentence a row. */
  readonly stale: readonly string[];
}

type Column = (typeof placementColumns)[number];

/**
 * A plan is who goes where and when: student, opening, flow, start, end. All other cells follow from the records, so a cell that says something
 * else is a fault. In a row that was moved by hand (its placement is not in `provedPlan`, or there is none to compare with) such cells are
 * left over from before and named only, as long as each says something that can be said in its column.
 * `expected` are the plan's rows as the records have them; rows that stand for no eligible pair are judged by the checker.
 */
export function readCells(
  plan: HandedPlan,
  roster: Roster,
  expected: readonly PlacementRow[],
  provedPlan: readonly Placement[] | null,
): CellReport {
  const expectedOf = new Map(expected.map((row) => [keyOf({ ...row, flowId: row.openingId === null ? row.flowId : null }), row]));
  const untouched = new Set(provedPlan?.map(keyOf));
  const isPossible = possibleCells(roster);
  const faults: string[] = [];
  const stale: string[] = [];
  plan.rows.forEach(({ row, cells }, position) => {
    const placement = plan.placements[position]!;
    const due = expectedOf.get(keyOf(placement));
    if (due === undefined) return;
    const dueCells = cellsOfPlacement(due);
    const old: string[] = [];
    placementColumns.forEach((column, index) => {
      const written = cells.get(column);
      const right = withoutGuard(textOfCell(dueCells[index] ?? null));
      if (written === undefined || sameCell(written, right)) return;
      if (untouched.has(keyOf(placement)) || !isPossible(column, written))
        faults.push(`row ${row}, column ${column}: ${quoted(written)} stands there, ${quoted(right)} by the records`);
      else old.push(column);
    });
    if (old.length > 0)
      stale.push(`row ${row}: ${old.join(', ')} tell of another placement than student, opening, start and end do; the latter count`);
  });
  return { faults, stale };
}

function keyOf({ studentId, openingId, flowId, startDay, endDay }: Placement): string {
  return JSON.stringify([studentId, openingId, flowId, startDay, endDay]);
}

function quoted(text: string): string {
  return JSON.stringify(text.slice(0, 80));
}

/** A spreadsheet may write 12.50 as 12.5; a number is compared as one. */
function sameCell(written: string, right: string): boolean {
  if (written === right) return true;
  const number = /^-?\d{1,15}(\.\d+)?$/;
  return number.test(written) && number.test(right) && Number(written) === Number(right);
}

/** Says of a cell whether its column could hold it for some placement of this roster. */
function possibleCells(roster: Roster): (column: Column, text: string) => boolean {
  const organisations = new Set(roster.organisations.map(({ id }) => id));
  const places = [...roster.hosts, ...roster.flows, ...roster.organisations];
  const words: Partial<Record<Column, ReadonlySet<string | null>>> = {
    kind: new Set(personKinds),
    activity: new Set(activities),
    flow: new Set(roster.flows.map(({ id }) => id)),
    host: new Set(roster.hosts.map(({ id }) => id)),
    host_name: new Set(roster.hosts.map(({ name }) => name)),
    city: new Set(places.map(({ city }) => city)),
    country: new Set(places.map(({ country }) => country)),
    partner: organisations,
    sender: organisations,
    school: organisations,
    project: new Set(roster.projects.map(({ id }) => id)),
    overridden: new Set(['yes', 'no']),
  };
  const outcomes = new Set([...roster.profiles, ...roster.students].flatMap((record) => record.outcomes));
  return (column, text) => {
    if (column === 'missing_outcomes') return text === '' || text.split('|').every((outcome) => outcomes.has(outcome));
    const known = words[column];
    if (known !== undefined) return known.has(text) || (text === '' && column !== 'kind' && column !== 'overridden');
    if (column === 'unconfirmed_rates') return /^[a-z|]*$/.test(text);
    if (column.startsWith('cost')) return /^\d{1,12}(\.\d{1,2})?$/.test(text);
    return /^\d{1,12}$/.test(text) || (text === '' && column !== 'score' && column !== 'days');
  };
}
