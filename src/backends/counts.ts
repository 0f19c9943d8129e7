import { noRows } from '../model/cut.js';
import type { Problem } from '../model/types.js';
import type { ScalarAnswer } from '../solution/types.js';
import { acceptsFlow, hasExactNumbers, solveFlow } from './flow.js';
import { valueOf } from './matrix.js';

/**
 * Seats and several counts, each the best there is after those before it: what a chain of counts by rank leaves for its next step.
 *
 * Problem. Maximise c·x over an assignment x with rows Σ x over K_r ≥ l_r (or ≤), r = 1 … R. Such rows are no network rows; but where each limit is the
 * best the assignment allows once the rows before it hold, the plans that hold them all are a face of the assignment's polytope, and a price on
 * each row exists under which the matching kernel alone finds the best of them: minus w_r on a lower row, w_r on an upper one, heavier the earlier the row.
 *
 * Search. Weights w_1 ≥ 4·w_2 ≥ … begin a little above what one pair is worth. While the first row that does not stand at its limit falls short of
 * it, the weights up to this row grow eightfold; a row that is passed over although all before it stand at their limits has the price 0. Any plan
 * that holds all rows, and stands at the limit of each that has a price, is the best (complementary slackness); the kernel's prices with those of the rows
 * prove it.
 *
 * Complexity. One matching for each change of weights; three to ten are seen. What it cannot do: rows of another kind, whose faces are not integral, where
 * no prices close; weights beyond the kernel's exact numbers. Then the answer is null, and other backends go on.
 */
export function solveCounts(problem: Problem): ScalarAnswer | null {
  const { rows } = problem;
  let largest = 1;
  for (const value of problem.objective) largest = Math.max(largest, Math.abs(value));
  const weights = Array.from({ length: rows.count }, (_, row) => (2 * largest + 1) * 4 ** (rows.count - 1 - row));
  const isFree = new Uint8Array(rows.count);
  for (;;) {
    const weighted = withWeights(problem, weights);
    if (!hasExactNumbers(weighted)) return null;
    const answer = solveOrNull(weighted);
    if (answer?.plan == null) return null;
    const plan = answer.plan;
    const offs = weights.map((weight, row) => {
      const off = countOf(problem, row, plan) - limitOf(problem, row);
      // Short is negative for both sorts of rows; at a price of 0 more than asked is welcome.
      const over = isUpper(problem, row) ? -off : off;
      return weight === 0 && over > 0 ? 0 : over;
    });
    const first = offs.findIndex((off) => off !== 0);
    if (first < 0) return withPrices(problem, answer, weights);
    if (offs[first]! > 0) {
      weights[first] = 0;
      isFree[first] = 1;
    } else if (isFree[first] === 1) {
      return null;
    } else {
      for (let row = 0; row <= first; row++) weights[row]! *= 8;
    }
  }
}

/** Assignment and seat rows, and rows "at least (at most) so many of these pairs". */
export function acceptsCounts(problem: Problem): boolean {
  const { rows, pairCount } = problem;
  if (rows.count < 1 || rows.count > mostRows || !acceptsFlow({ ...problem, rows: noRows })) return false;
  for (let row = 0; row < rows.count; row++) {
    const isOneSided = rows.lowerOfRow[row]! > -Infinity !== rows.upperOfRow[row]! < Infinity;
    if (!isOneSided || rows.minimumToOpenOfRow[row]! > 0) return false;
  }
  for (let entry = 0; entry < rows.firstEntryOfRow[rows.count]!; entry++)
    if (rows.coefficientOfEntry[entry] !== 1 || rows.columnOfEntry[entry]! >= pairCount) return false;
  return true;
}

/** Ranks are told apart up to 20; with the first tier's count and a little room. */
const mostRows = 24;

function isUpper({ rows }: Problem, row: number): boolean {
  return rows.upperOfRow[row]! < Infinity;
}

function limitOf({ rows }: Problem, row: number): number {
  return rows.upperOfRow[row]! < Infinity ? rows.upperOfRow[row]! : rows.lowerOfRow[row]!;
}

function countOf({ rows }: Problem, row: number, plan: Float64Array): number {
  let count = 0;
  for (let entry = rows.firstEntryOfRow[row]!; entry < rows.firstEntryOfRow[row + 1]!; entry++) count += plan[rows.columnOfEntry[entry]!]!;
  return count;
}

function withWeights(problem: Problem, weights: readonly number[]): Problem {
  const { rows } = problem;
  const objective = Float64Array.from(problem.objective);
  for (const [row, weight] of weights.entries()) {
    const bonus = isUpper(problem, row) ? -weight : weight;
    for (let entry = rows.firstEntryOfRow[row]!; entry < rows.firstEntryOfRow[row + 1]!; entry++)
      objective[rows.columnOfEntry[entry]!]! += bonus;
  }
  return { ...problem, rows: noRows, objective };
}

/** People who must be placed get a bonus of the kernel's own, which may leave its exact numbers. */
function solveOrNull(problem: Problem): ScalarAnswer | null {
  try {
    return solveFlow(problem);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function withPrices(problem: Problem, answer: ScalarAnswer, weights: readonly number[]): ScalarAnswer {
  if (answer.proof?.kind !== 'prices') throw new TypeError('the kernel answers with plain prices');
  const { rowOfPrice, priceOfRow } = answer.proof.prices;
  const firstSide = problem.personCount + problem.seatCount;
  const priced = weights.flatMap((weight, row) =>
    weight === 0 ? [] : [[firstSide + row, isUpper(problem, row) ? weight : -weight] as const],
  );
  const prices = {
    scale: 1,
    rowOfPrice: Int32Array.from([...rowOfPrice, ...priced.map(([row]) => row)]),
    priceOfRow: Float64Array.from([...priceOfRow, ...priced.map(([, price]) => price)]),
  };
  const value = valueOf(problem, answer.plan!);
  return { ...answer, value, bound: value, proof: { kind: 'prices', prices } };
}
