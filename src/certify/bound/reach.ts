import { commonDivisor, divisorOfBoth } from '../../basics/common-divisor.js';
import type { Constraints } from '../../model/types.js';

/** All that the sum of a side row can be: `base` and multiples of `step` more or less; step 0: nothing else. */
interface Reach {
  readonly base: number;
  readonly step: number;
}

interface KnownReaches {
  readonly lowerOfPerson: Int32Array;
  readonly upperOfPerson: Int32Array;
  readonly isRefusedPerson: Uint8Array | undefined;
  readonly reachOfRow: (Reach | undefined)[];
}

const knownReaches = new WeakMap<Constraints['rows'], KnownReaches>();

/** By rows: what all sums of a row are multiples of, 0 where it is not known yet. */
const knownSteps = new WeakMap<Constraints['rows'], Float64Array>();

/**
 * The last sum of whole columns that a side row can have within a limit (rounding in the sense of Chvátal 1973). 50 budgets in cents lose 26 € of 17 million for being multiples of all costs, which is more than what
 * a walk may have left; where it is settled who is placed they lose 30 € more, which at the price of a cent were most of the gap of match quality.
 */
export function reachedWithin(constraints: Constraints, side: number, limit: number, isUpper: boolean): number {
  const { base, step } = reachOf(constraints, side);
  if (step === 0) return isUpper ? Math.min(limit, base) : Math.max(limit, base);
  return base + (isUpper ? Math.floor((limit - base) / step) : Math.ceil((limit - base) / step)) * step;
}

function reachOf(constraints: Constraints, side: number): Reach {
  const { rows, lowerOfPerson, upperOfPerson, isRefusedPerson } = constraints;
  let known = knownReaches.get(rows);
  if (known?.lowerOfPerson !== lowerOfPerson || known.upperOfPerson !== upperOfPerson || known.isRefusedPerson !== isRefusedPerson)
    knownReaches.set(rows, (known = { lowerOfPerson, upperOfPerson, isRefusedPerson, reachOfRow: [] }));
  return (known.reachOfRow[side] ??= reachOfPlaced(constraints, side) ?? { base: 0, step: stepOf(constraints, side) });
}

/** Columns are whole, so the sum of a side row is a multiple of its coefficients' common divisor. */
function stepOf({ rows }: Constraints, side: number): number {
  let steps = knownSteps.get(rows);
  if (steps === undefined) knownSteps.set(rows, (steps = new Float64Array(rows.count)));
  if (steps[side] === 0)
    steps[side] = commonDivisor(rows.coefficientOfEntry.subarray(rows.firstEntryOfRow[side]!, rows.firstEntryOfRow[side + 1]!)) || 1;
  return steps[side]!;
}

/**
 * Where each person with a pair in the row has all of them there and takes exactly one, or none at all: what their first pairs come to, and the common divisor of what the others are more or less.
 * Null: somebody may be placed or not, or the row holds other columns or is not in order.
 */
function reachOfPlaced(constraints: Constraints, side: number): Reach | null {
  const { rows, pairCount, firstPairOfPerson, lowerOfPerson, upperOfPerson, isRefusedPerson } = constraints;
  const { columnOfEntry, coefficientOfEntry } = rows;
  const end = rows.firstEntryOfRow[side + 1]!;
  let [base, step, person] = [0, 0, 0];
  for (let entry = rows.firstEntryOfRow[side]!; entry < end; ) {
    const pair = columnOfEntry[entry]!;
    if (pair >= pairCount || pair < firstPairOfPerson[person]!) return null;
    while (firstPairOfPerson[person + 1]! <= pair) person++;
    const [first, next] = [firstPairOfPerson[person]!, firstPairOfPerson[person + 1]!];
    if (upperOfPerson[person] === 0 || isRefusedPerson?.[person] === 1) {
      for (; entry < end && columnOfEntry[entry]! < next; entry++) if (columnOfEntry[entry]! < first) return null;
      continue;
    }
    if (lowerOfPerson[person] !== 1 || upperOfPerson[person] !== 1 || end - entry < next - first) return null;
    const own = coefficientOfEntry[entry]!;
    base += own;
    for (let at = first; at < next; at++, entry++) {
      if (columnOfEntry[entry] !== at) return null;
      if (step !== 1) step = divisorOfBoth(step, coefficientOfEntry[entry]! - own);
    }
  }
  return { base, step };
}
