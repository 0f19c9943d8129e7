import { solvePlain, sparsePrices } from '../backends/flow.js';
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
