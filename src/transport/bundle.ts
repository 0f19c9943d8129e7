import { acceptsFlow, solvePlain, sparsePrices } from '../backends/flow.js';
import type { Problem } from '../model/types.js';
import type { ScalarAnswer } from '../solution/types.js';

/**
 * A plan as it crosses threads: the columns that are not 0, ascending, with their values.
 * A plan of 100,000 pairs is 800 kB as a list of all columns and 60 kB like this.
 */
export interface SparsePlan {
  readonly columns: Int32Array;
  readonly values: Float64Array;
}

/** An answer as it crosses threads. */
export interface ShardAnswer extends Omit<ScalarAnswer, 'plan'> {
  readonly plan: SparsePlan | null;
}

export function sparsePlan(plan: Float64Array): SparsePlan {
  let count = 0;
  for (let column = 0; column < plan.length; column++) if (plan[column] !== 0) count++;
  const columns = new Int32Array(count);
  const values = new Float64Array(count);
  for (let column = 0, k = 0; k < count; column++) {
    if (plan[column] === 0) continue;
    columns[k] = column;
    values[k++] = plan[column]!;
  }
  return { columns, values };
}

/** A plain assignment by the matching kernel, without the long way over a value for every column. */
export function solveOne(problem: Problem): ShardAnswer {
  const { status, pairOfPerson, value, scale, priceOfAddress } = solvePlain(problem);
  const proof = { kind: 'prices', prices: sparsePrices(priceOfAddress, scale) } as const;
  const columns = pairOfPerson?.filter((pair) => pair >= 0);
  const plan = columns === undefined ? null : { columns, values: new Float64Array(columns.length).fill(1) };
  return { status, plan, value, bound: value, proof, claimedBy: null, stop: 'complete', nodes: 0 };
}

/**
 * Solves problems that share nothing, each by the matching kernel, and joins the answers to one about all of them: persons, seats and pairs
 * numbered on from problem to problem. One of them infeasible makes the whole so, by its prices alone.
 * Throws RangeError for a problem that is no plain assignment.
 */
export function solveBundle(problems: readonly Problem[]): ShardAnswer {
  const personCount = problems.reduce((sum, problem) => sum + problem.personCount, 0);
  const columns = new Int32Array(personCount);
  const priceOfAddress = new Float64Array(personCount + problems.reduce((sum, problem) => sum + problem.seatCount, 0));
  let placed = 0;
  let value = 0;
  let firstPerson = 0;
  let firstSeat = personCount;
  let firstPair = 0;
  for (const problem of problems) {
    if (!acceptsFlow(problem)) throw new RangeError('a bundle holds plain assignments only');
    const answer = solvePlain(problem);
    if (answer.pairOfPerson === null) priceOfAddress.fill(0);
    priceOfAddress.set(answer.priceOfAddress.subarray(0, problem.personCount), firstPerson);
    priceOfAddress.set(answer.priceOfAddress.subarray(problem.personCount), firstSeat);
    if (answer.pairOfPerson === null) return joined('infeasible', null, null, 0);
    for (const pair of answer.pairOfPerson) if (pair >= 0) columns[placed++] = firstPair + pair;
    value += answer.value!;
    firstPerson += problem.personCount;
    firstSeat += problem.seatCount;
    firstPair += problem.pairCount;
  }
  return joined('solved', { columns: columns.slice(0, placed), values: new Float64Array(placed).fill(1) }, value, 1);

  function joined(status: 'solved' | 'infeasible', plan: SparsePlan | null, worth: number | null, scale: number): ShardAnswer {
    const proof = { kind: 'prices', prices: sparsePrices(priceOfAddress, scale) } as const;
    return { status, plan, value: worth, bound: worth, proof, claimedBy: null, stop: 'complete', nodes: 0 };
  }
}
