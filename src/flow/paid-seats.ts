import type { CoupledProblem } from './coupled.js';
import { costsOfSeats } from './seat-costs.js';

/** People who are all paid for from one limit each, and seats that cost the same whoever takes them. */
export interface PaidSeats {
  /** Of a seat row that nobody can take, 0. */
  readonly costOfSeat: Float64Array;
  /** Rows that are limits on what seats cost. */
  readonly limitRows: readonly number[];
  /** −1: none of them pays for the pair. */
  readonly rowOfPair: Int32Array;
  /** The limit that pays for a person who has to be placed; −1: for all others. */
  readonly rowOfPerson: Int32Array;
}

/**
 * Null: the problem is of another kind. Rows beside the limits may only ask for as many people as have to be placed anyway. Who need not be placed may
 * have pairs as they like.
 */
export function paidSeatsOf(problem: CoupledProblem): PaidSeats | null {
  const { rows, personCount, seatCount, firstPairOfPerson, seatOfPair, lowerOfPerson } = problem;
  if (seatOfPair.includes(-1) || !lowerOfPerson.some((lower) => lower > 0)) return null;
  const limitRows = Array.from({ length: rows.count }, (_, row) => row).filter((row) => isLimit(problem, row));
  for (let row = 0; row < rows.count; row++) if (!isLimit(problem, row) && !isImpliedByRequired(problem, row)) return null;
  const costs = costsOfSeats(problem, seatOfPair, seatCount, limitRows);
  if (costs === null) return null;
  const { costOfSeat, rowOfPair } = costs;
  const rowOfPerson = new Int32Array(personCount).fill(-1);
  for (let person = 0; person < personCount; person++) {
    if (lowerOfPerson[person]! === 0) continue;
    const first = firstPairOfPerson[person]!;
    rowOfPerson[person] = rowOfPair[first] ?? -1;
    for (let pair = first; pair < firstPairOfPerson[person + 1]!; pair++) if (rowOfPair[pair] !== rowOfPerson[person]) return null;
    if (rowOfPerson[person]! < 0) return null;
  }
  return { costOfSeat, limitRows, rowOfPair, rowOfPerson };
}

function isLimit({ rows }: CoupledProblem, row: number): boolean {
  return rows.lowerOfRow[row] === -Infinity && rows.upperOfRow[row]! < Infinity && !(rows.minimumToOpenOfRow[row]! > 0);
}

/** Counts people, and asks for no more than have to be placed and have all their pairs in it. */
function isImpliedByRequired({ rows, firstPairOfPerson, lowerOfPerson, personCount }: CoupledProblem, row: number): boolean {
  if (rows.upperOfRow[row]! < Infinity || rows.minimumToOpenOfRow[row]! > 0) return false;
  let person = 0;
  let own = 0;
  let required = 0;
  for (let entry = rows.firstEntryOfRow[row]!; entry < rows.firstEntryOfRow[row + 1]!; entry++) {
    const pair = rows.columnOfEntry[entry]!;
    if (rows.coefficientOfEntry[entry] !== 1) return false;
    for (; person < personCount && pair >= firstPairOfPerson[person + 1]!; person++) own = 0;
    own++;
    if (own === firstPairOfPerson[person + 1]! - firstPairOfPerson[person]! && lowerOfPerson[person]! > 0) required++;
  }
  return required >= rows.lowerOfRow[row]!;
}
