import { commonDivisor } from '../basics/common-divisor.js';
import type { CoupledProblem } from './coupled.js';

/** Seats that cost the same whoever takes them, and from which row each pair is paid. */
export interface CostsOfSeats {
  /** Of a seat row that nobody can take, 0. */
  readonly costOfSeat: Float64Array;
  /** −1: none of the rows pays for the pair. */
  readonly rowOfPair: Int32Array;
}

/** What seats cost in these rows; null where a pair lies in two of them, costs nothing, or costs more for one person than for another. */
export function costsOfSeats(
  { rows, pairCount }: CoupledProblem,
  seatOfPair: Int32Array,
  seatCount: number,
  payingRows: readonly number[],
): CostsOfSeats | null {
  const costOfSeat = new Float64Array(seatCount);
  const rowOfPair = new Int32Array(pairCount).fill(-1);
  for (const row of payingRows) {
    for (let entry = rows.firstEntryOfRow[row]!; entry < rows.firstEntryOfRow[row + 1]!; entry++) {
      const pair = rows.columnOfEntry[entry]!;
      const cost = rows.coefficientOfEntry[entry]!;
      const seat = seatOfPair[pair]!;
      const known = costOfSeat[seat]!;
      if (rowOfPair[pair]! >= 0 || !(cost > 0) || (known !== 0 && known !== cost)) return null;
      rowOfPair[pair] = row;
      costOfSeat[seat] = cost;
    }
  }
  return { costOfSeat, rowOfPair };
}

/** What the seats of a plan cost together. */
export function spentOf({ seatOfPair }: CoupledProblem, costOfSeat: Float64Array, pairOfPerson: Int32Array): number {
  let spent = 0;
  for (const pair of pairOfPerson) if (pair >= 0) spent += costOfSeat[seatOfPair[pair]!]!;
  return spent;
}

/** Limits rounded down to multiples of what all costs are multiples of: nothing between can be spent. */
export function limitsInSteps(limits: Float64Array, costOfSeat: Float64Array): Float64Array {
  const step = commonDivisor(costOfSeat) || 1;
  return limits.map((limit) => Math.floor(limit / step) * step);
}
