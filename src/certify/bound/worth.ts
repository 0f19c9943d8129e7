import type { Problem } from '../../model/types.js';
import { limitOf, ProofFault, type Tightened } from './prices.js';

/** Below this doubles are exact. */
const exact = 2 ** 53;

/** scale·objective − Σ price·coefficient of every column. Throws ProofFault beyond whole doubles. */
export function worthUnder(problem: Problem, priceOfAddress: Float64Array, scale: number): Float64Array {
  const { personCount, firstPairOfPerson, seatOfPair, columnCount, rows } = problem;
  const worth = Float64Array.from(problem.objective, (value) => value * scale);
  const size = worth.map(Math.abs);
  const charge = (column: number, share: number): void => {
    worth[column]! -= share;
    size[column]! += Math.abs(share);
  };
  for (let person = 0; person < personCount; person++) {
    for (let pair = firstPairOfPerson[person]!; pair < firstPairOfPerson[person + 1]!; pair++) {
      charge(pair, priceOfAddress[person]!);
      if (seatOfPair[pair]! >= 0) charge(pair, priceOfAddress[personCount + seatOfPair[pair]!]!);
    }
  }
  const firstSide = personCount + problem.seatCount;
  for (let row = 0; row < rows.count; row++) {
    const price = priceOfAddress[firstSide + row]!;
    if (price === 0) continue;
    for (let entry = rows.firstEntryOfRow[row]!; entry < rows.firstEntryOfRow[row + 1]!; entry++)
      charge(rows.columnOfEntry[entry]!, price * rows.coefficientOfEntry[entry]!);
  }
  for (let column = 0; column < columnCount; column++) if (!(size[column]! < exact)) throw new ProofFault('worths beyond whole doubles');
  return worth;
}

/** A sum of whole numbers that is exact, or faults: what was added stays below 2^53 in absolute values. */
export class ExactSum {
  total = 0;
  #size = 0;

  /** `what` is summed, for the fault. */
  constructor(readonly what: string) {}

  /** Throws ProofFault where the sum leaves whole doubles. */
  add(share: number): void {
    this.total += share;
    this.#size += Math.abs(share);
    if (!(this.#size < exact)) throw new ProofFault(`${this.what} beyond whole doubles`);
  }
}

/** Σ price·limit of all rows, to which the rest of a bound is added. Throws ProofFault where a priced row has no limit on that side. */
export function limitsUnder(problem: Problem, priceOfAddress: Float64Array, tightened: Tightened, what: string): ExactSum {
  const sum = new ExactSum(what);
  priceOfAddress.forEach((price, row) => {
    if (price !== 0) sum.add(price * limitOf(problem, row, price > 0, tightened));
  });
  return sum;
}
