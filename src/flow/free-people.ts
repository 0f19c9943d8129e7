import { activitiesOf, type CoupledProblem, type CoupledRows, type RowsOfPair } from './coupled.js';

/** A problem over some of the people, everybody else staying where a plan has them. */
export interface FreeProblem {
  readonly problem: CoupledProblem;
  readonly persons: Int32Array;
  /** Pair of the whole problem, by pair of this one. */
  readonly pairOfFree: Int32Array;
}

/** `persons` ascending. Rows and seats keep their numbers; what the others take is taken off their limits. Closed pairs (1) are left out. */
export function freePeople(
  problem: CoupledProblem,
  across: RowsOfPair,
  plan: Int32Array,
  persons: Int32Array,
  isClosedPair: Uint8Array | null = null,
): FreeProblem {
  const { firstPairOfPerson, seatOfPair, rows } = problem;
  const fixed = plan.slice();
  for (const person of persons) fixed[person] = -1;
  const upperOfSeat = problem.upperOfSeat.slice();
  for (const pair of fixed) if (pair >= 0 && seatOfPair[pair]! >= 0) upperOfSeat[seatOfPair[pair]!]!--;
  const activityOfRow = activitiesOf(problem, across, fixed);

  const pairOfFree: number[] = [];
  const firstPairOfFree = new Int32Array(persons.length + 1);
  persons.forEach((person, at) => {
    for (let pair = firstPairOfPerson[person]!; pair < firstPairOfPerson[person + 1]!; pair++) {
      if (isClosedPair !== null && isClosedPair[pair] === 1) continue;
      if (seatOfPair[pair]! < 0 || upperOfSeat[seatOfPair[pair]!]! > 0) pairOfFree.push(pair);
    }
    firstPairOfFree[at + 1] = pairOfFree.length;
  });
  return {
    persons,
    pairOfFree: Int32Array.from(pairOfFree),
    problem: {
      personCount: persons.length,
      seatCount: problem.seatCount,
      pairCount: pairOfFree.length,
      firstPairOfPerson: firstPairOfFree,
      seatOfPair: Int32Array.from(pairOfFree, (pair) => seatOfPair[pair]!),
      lowerOfPerson: Int32Array.from(persons, (person) => problem.lowerOfPerson[person]!),
      upperOfPerson: Int32Array.from(persons, (person) => problem.upperOfPerson[person]!),
      upperOfSeat,
      objective: Float64Array.from(pairOfFree, (pair) => problem.objective[pair]!),
      rows: rowsLeft(rows, across, pairOfFree, activityOfRow),
    },
  };
}

function rowsLeft(rows: CoupledRows, across: RowsOfPair, pairOfFree: readonly number[], activityOfRow: Float64Array): CoupledRows {
  const firstEntryOfRow = new Int32Array(rows.count + 1);
  for (const pair of pairOfFree) {
    for (let at = across.firstOfPair[pair]!; at < across.firstOfPair[pair + 1]!; at++) firstEntryOfRow[across.row[at]! + 1]!++;
  }
  for (let row = 0; row < rows.count; row++) firstEntryOfRow[row + 1]! += firstEntryOfRow[row]!;
  const next = firstEntryOfRow.slice();
  const columnOfEntry = new Int32Array(firstEntryOfRow[rows.count]!);
  const coefficientOfEntry = new Float64Array(firstEntryOfRow[rows.count]!);
  pairOfFree.forEach((pair, free) => {
    for (let at = across.firstOfPair[pair]!; at < across.firstOfPair[pair + 1]!; at++) {
      const entry = next[across.row[at]!]!++;
      columnOfEntry[entry] = free;
      coefficientOfEntry[entry] = across.coefficient[at]!;
    }
  });
  const lowerOfRow = rows.lowerOfRow.map((lower, row) => lower - activityOfRow[row]!);
  const minimumToOpenOfRow = rows.minimumToOpenOfRow.slice();
  for (let row = 0; row < rows.count; row++) {
    // The others keep it open: they may not leave it below its minimum.
    if (minimumToOpenOfRow[row]! <= 0 || activityOfRow[row] === 0) continue;
    lowerOfRow[row] = Math.max(lowerOfRow[row]!, minimumToOpenOfRow[row]! - activityOfRow[row]!);
    minimumToOpenOfRow[row] = 0;
  }
  return {
    count: rows.count,
    firstEntryOfRow,
    columnOfEntry,
    coefficientOfEntry,
    lowerOfRow,
    upperOfRow: rows.upperOfRow.map((upper, row) => upper - activityOfRow[row]!),
    minimumToOpenOfRow,
  };
}
