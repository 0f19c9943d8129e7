import { noRows } from '../model/cut.js';
import type { Problem } from '../model/types.js';
import type { Prices, ScalarAnswer } from '../solution/types.js';
import { valueOf } from './matrix.js';
import type { Backend } from './contract.js';
import { acceptsFlow, solveFlow } from './flow.js';

/**
 * The matching kernel, and one row more: "at least so many of these pairs" (how many people an earlier tier has placed). Such a row is no
 * network row, but its price is known: where the best plan without it holds too few, a bonus on its pairs larger than anything an exchange
 * can bring makes the kernel place as many as there can be, and minus the bonus is the row's price. Exact where as many as can be is
 * what the row asks for.
 */
export const flowBackend: Backend = {
  name: 'flow',
  refuses: (problem) =>
    acceptsFlow(problem) || (hasOneCountRow(problem) && acceptsFlow(withoutRows(problem)))
      ? null
      : 'rows beyond assignment, seats and one count',
  solve: async (problem) => (problem.rows.count === 0 ? solveFlow(problem) : solveWithCount(problem)),
};

function hasOneCountRow({ rows, pairCount }: Problem): boolean {
  if (rows.count !== 1 || rows.minimumToOpenOfRow[0]! > 0 || rows.upperOfRow[0]! < Infinity || !(rows.lowerOfRow[0]! > -Infinity))
    return false;
  const entries = rows.firstEntryOfRow[1]!;
  for (let entry = 0; entry < entries; entry++)
    if (rows.coefficientOfEntry[entry] !== 1 || rows.columnOfEntry[entry]! >= pairCount) return false;
  return true;
}

function withoutRows(problem: Problem): Problem {
  return { ...problem, rows: noRows };
}

function solveWithCount(problem: Problem): ScalarAnswer {
  const free = solveFlow(withoutRows(problem));
  if (free.plan === null || countOf(problem, free.plan) >= problem.rows.lowerOfRow[0]!) return free;
  let largest = 1;
  for (const value of problem.objective) largest = Math.max(largest, Math.abs(value));
  // An exchange touches each person at most once, so it changes the objective by less than this.
  const bonus = 2 * (problem.personCount + 1) * largest + 1;
  const raised = solveFlow(withBonus(problem, problem.objective, bonus));
  const count = countOf(problem, raised.plan!);
  const missing = problem.rows.lowerOfRow[0]! - count;
  if (missing > 0) {
    const most = solveFlow(withBonus(problem, new Float64Array(problem.columnCount), 1));
    return {
      ...most,
      status: 'infeasible',
      plan: null,
      value: null,
      bound: null,
      proof: { kind: 'prices', prices: withRowPrice(problem, most, -1, 0) },
    };
  }
  const value = valueOf(problem, raised.plan!);
  const bound = value - missing * bonus;
  const isTight = missing === 0;
  return {
    ...raised,
    status: isTight ? 'solved' : 'stopped',
    value,
    bound,
    proof: { kind: 'prices', prices: withRowPrice(problem, raised, -bonus, 1) },
    stop: isTight ? 'complete' : 'work',
  };
}

function withBonus(problem: Problem, base: Problem['objective'], bonus: number): Problem {
  const objective = Float64Array.from(base);
  for (let entry = 0; entry < problem.rows.firstEntryOfRow[1]!; entry++) objective[problem.rows.columnOfEntry[entry]!]! += bonus;
  return { ...withoutRows(problem), objective };
}

function countOf({ rows }: Problem, plan: Float64Array): number {
  let count = 0;
  for (let entry = 0; entry < rows.firstEntryOfRow[1]!; entry++) count += plan[rows.columnOfEntry[entry]!]!;
  return count;
}

/** The kernel's prices with one on the count row added; rows stand by address, so the side row comes last. */
function withRowPrice(problem: Problem, answer: ScalarAnswer, price: number, scale: number): Prices {
  if (answer.proof?.kind !== 'prices' || answer.proof.prices.scale !== 1) throw new RangeError('the kernel answers with plain prices');
  const { rowOfPrice, priceOfRow } = answer.proof.prices;
  return {
    scale,
    rowOfPrice: Int32Array.from([...rowOfPrice, problem.personCount + problem.seatCount]),
    priceOfRow: Float64Array.from([...priceOfRow, price]),
  };
}
