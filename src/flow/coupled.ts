import { byColumn, hasNegativeEntry } from '../basics/by-column.js';

/** An assignment problem with seats and further rows over the pairs: maximise objective·x, at most one pair a person. All numbers exact integers. */
export interface CoupledProblem {
  readonly personCount: number;
  readonly seatCount: number;
  readonly pairCount: number;
  readonly firstPairOfPerson: Int32Array;
  /** −1: no seat row holds the pair. */
  readonly seatOfPair: Int32Array;
  /** 1: has to be placed. */
  readonly lowerOfPerson: Int32Array;
  /** 0 or 1. */
  readonly upperOfPerson: Int32Array;
  readonly upperOfSeat: Int32Array;
  readonly objective: Float64Array;
  readonly rows: CoupledRows;
}

/** Rows lower ≤ Σ coefficient·x ≤ upper, compressed by row; with minimumToOpen m > 0 the activity is 0 or at least m. */
export interface CoupledRows {
  readonly count: number;
  readonly firstEntryOfRow: Int32Array;
  readonly columnOfEntry: Int32Array;
  readonly coefficientOfEntry: Float64Array;
  readonly lowerOfRow: Float64Array;
  readonly upperOfRow: Float64Array;
  readonly minimumToOpenOfRow: Float64Array;
}

/** The rows again, compressed by pair. */
export interface RowsOfPair {
  readonly firstOfPair: Int32Array;
  readonly row: Int32Array;
  readonly coefficient: Float64Array;
}

export function rowsOfPair({ rows, pairCount }: CoupledProblem): RowsOfPair {
  const { firstOfColumn, rowOfEntry, coefficientOfEntry } = byColumn(rows, pairCount);
  return { firstOfPair: firstOfColumn, row: rowOfEntry, coefficient: coefficientOfEntry };
}

/** Activity of each row under a plan. */
export function activitiesOf(problem: CoupledProblem, across: RowsOfPair, pairOfPerson: Int32Array): Float64Array {
  const activityOfRow = new Float64Array(problem.rows.count);
  for (let person = 0; person < problem.personCount; person++) {
    const pair = pairOfPerson[person]!;
    if (pair < 0) continue;
    for (let at = across.firstOfPair[pair]!; at < across.firstOfPair[pair + 1]!; at++) {
      activityOfRow[across.row[at]!] = activityOfRow[across.row[at]!]! + across.coefficient[at]!;
    }
  }
  return activityOfRow;
}

/** How far an activity lies outside what the row allows; 0 inside. */
export function breachOf(rows: CoupledRows, row: number, activity: number): number {
  if (activity > rows.upperOfRow[row]!) return activity - rows.upperOfRow[row]!;
  if (activity < rows.lowerOfRow[row]!) return rows.lowerOfRow[row]! - activity;
  const least = rows.minimumToOpenOfRow[row]!;
  return least > 0 && activity !== 0 && activity < least ? Math.min(activity, least - activity) : 0;
}

/** Rows hold upper limits only, and whoever is placed uses them up: fewer people and smaller coefficients never break one. */
export function hasOnlyLimits({ rows }: Pick<CoupledProblem, 'rows'>): boolean {
  for (let row = 0; row < rows.count; row++) {
    const upper = rows.upperOfRow[row]!;
    if (!(upper >= 0 && upper < Infinity) || rows.lowerOfRow[row]! > -Infinity || rows.minimumToOpenOfRow[row]! > 0) return false;
  }
  return !hasNegativeEntry(rows);
}

/** What a plan is worth, whatever it breaks. */
export function valueOf({ objective }: CoupledProblem, pairOfPerson: Int32Array): number {
  let value = 0;
  for (const pair of pairOfPerson) if (pair >= 0) value += objective[pair]!;
  return value;
}

/** The value of a plan that breaks nothing, null of one that does: people, seats and rows, all counted anew. */
export function valueIfFeasible(problem: CoupledProblem, across: RowsOfPair, pairOfPerson: Int32Array): number | null {
  const takenOfSeat = new Int32Array(problem.seatCount);
  let value = 0;
  for (let person = 0; person < problem.personCount; person++) {
    const pair = pairOfPerson[person]!;
    if (pair < 0) {
      if (problem.lowerOfPerson[person]! > 0) return null;
      continue;
    }
    if (problem.upperOfPerson[person] === 0 || pair < problem.firstPairOfPerson[person]! || pair >= problem.firstPairOfPerson[person + 1]!)
      return null;
    const seat = problem.seatOfPair[pair]!;
    if (seat >= 0 && ++takenOfSeat[seat]! > problem.upperOfSeat[seat]!) return null;
    value += problem.objective[pair]!;
  }
  const activityOfRow = activitiesOf(problem, across, pairOfPerson);
  for (let row = 0; row < problem.rows.count; row++) if (breachOf(problem.rows, row, activityOfRow[row]!) > 0) return null;
  return value;
}

/** The people with a pair in each row, ascending. */
export function personsOfRows(problem: CoupledProblem): Int32Array[] {
  const { rows, firstPairOfPerson, personCount } = problem;
  const personOfPair = new Int32Array(problem.pairCount);
  for (let person = 0; person < personCount; person++)
    personOfPair.fill(person, firstPairOfPerson[person]!, firstPairOfPerson[person + 1]!);
  const lastRow = new Int32Array(personCount).fill(-1);
  return Array.from({ length: rows.count }, (_, row) => {
    const persons: number[] = [];
    for (let entry = rows.firstEntryOfRow[row]!; entry < rows.firstEntryOfRow[row + 1]!; entry++) {
      const person = personOfPair[rows.columnOfEntry[entry]!]!;
      if (lastRow[person] === row) continue;
      lastRow[person] = row;
      persons.push(person);
    }
    return Int32Array.from(persons).sort();
  });
}
