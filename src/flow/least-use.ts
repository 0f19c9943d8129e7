import type { CoupledProblem } from './coupled.js';

/** The problem "place all required people within the limits", asked as "… with the least use of what the limits hold". */
export interface LeastUse {
  /** Maximise Σ shift − Σ weight·use over the required people; nobody else may be placed. */
  readonly problem: CoupledProblem;
  readonly weightOfRow: Float64Array;
  /** No plan within the limits has a smaller value: all of them spent, whoever is required placed. */
  readonly leastValue: number;
}

/**
 * Whether there is room for people says little to a search for plans: every plan that holds is as good as any other, and prices have no unit. What a plan
 * uses of the limits is such a unit. Its least is a matching, its prices stand near one for all rows that share seats, and a bound
 * on it shows at once where the limits are too small (10,000 people, 25 budgets: a plan for 9,622 people after 1 s, a proof that 9,626 are too many
 * after 0.4 s). Rows of small coefficients (heads) weigh as much as those of large ones (cents).
 * Expects a problem that `hasOnlyLimits`.
 */
export function leastUse(problem: CoupledProblem): LeastUse {
  const { rows, pairCount, lowerOfPerson } = problem;
  const weightOfRow = weightsOf(problem);
  const useOfPair = new Float64Array(pairCount);
  let limits = 0;
  for (let row = 0; row < rows.count; row++) {
    limits += weightOfRow[row]! * rows.upperOfRow[row]!;
    for (let entry = rows.firstEntryOfRow[row]!; entry < rows.firstEntryOfRow[row + 1]!; entry++)
      useOfPair[rows.columnOfEntry[entry]!]! += weightOfRow[row]! * rows.coefficientOfEntry[entry]!;
  }
  let shift = 1;
  for (const use of useOfPair) shift = Math.max(shift, use + 1);
  const requiredCount = lowerOfPerson.reduce((sum, lower) => sum + lower, 0);
  return {
    problem: { ...problem, upperOfPerson: lowerOfPerson, objective: useOfPair.map((use) => shift - use) },
    weightOfRow,
    leastValue: shift * requiredCount - limits,
  };
}

/** Whole numbers at least 1 by which rows come to use about as much a pair as the row of the largest coefficients. */
function weightsOf({ rows }: CoupledProblem): Float64Array {
  const meanOfRow = new Float64Array(rows.count);
  let largest = 0;
  for (let row = 0; row < rows.count; row++) {
    const first = rows.firstEntryOfRow[row]!;
    const end = rows.firstEntryOfRow[row + 1]!;
    for (let entry = first; entry < end; entry++) meanOfRow[row]! += rows.coefficientOfEntry[entry]! / (end - first);
    largest = Math.max(largest, meanOfRow[row]!);
  }
  return meanOfRow.map((mean) => (mean > 0 && mean < largest / steepest ? Math.round(largest / mean) : 1));
}

/** Rows within this factor of the largest are of the same kind: each unit counts the same in all. */
const steepest = 10;
