import { acceptsFlow, solveFlow } from '../backends/flow.js';
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

/**
 * Solves problems that share nothing, each by the matching kernel, and joins the answers to one about all of them: persons, seats and pairs
 * numbered on from problem to problem. One of them infeasible makes the whole so, by its prices alone.
 * Throws RangeError for a problem that is no plain assignment.
 */
export function solveBundle(problems: readonly Problem[]): ShardAnswer {
  const personCount = problems.reduce((sum, problem) => sum + problem.personCount, 0);
  const columns = new Int32Array(personCount);
  const rowOfPrice = new Int32Array(personCount + problems.reduce((sum, problem) => sum + problem.seatCount, 0));
  const priceOfRow = new Float64Array(rowOfPrice.length);
  let placed = 0;
  let priced = 0;
  let value = 0;
  let firstPerson = 0;
  let firstSeat = personCount;
  let firstPair = 0;
  for (const problem of problems) {
    if (!acceptsFlow(problem)) throw new RangeError('a bundle holds plain assignments only');
    const answer = solveFlow(problem);
    const { scale, rowOfPrice: rows, priceOfRow: prices } = pricesOf(answer);
    if (answer.plan === null) priced = 0;
    for (let k = 0; k < rows.length; k++, priced++) {
      const row = rows[k]!;
      rowOfPrice[priced] = row < problem.personCount ? firstPerson + row : firstSeat + row - problem.personCount;
      priceOfRow[priced] = prices[k]!;
    }
    if (answer.plan === null) return { ...answer, plan: null, proof: { kind: 'prices', prices: { scale, ...used() } } };
    for (let pair = 0; pair < problem.pairCount; pair++) if (answer.plan[pair] !== 0) columns[placed++] = firstPair + pair;
    value += answer.value!;
    firstPerson += problem.personCount;
    firstSeat += problem.seatCount;
    firstPair += problem.pairCount;
  }
  return {
    status: 'solved',
    plan: { columns: columns.slice(0, placed), values: new Float64Array(placed).fill(1) },
    value,
    bound: value,
    proof: { kind: 'prices', prices: { scale: 1, ...used() } },
    claimedBy: null,
    stop: 'complete',
    nodes: 0,
  };

  function used() {
    return { rowOfPrice: rowOfPrice.slice(0, priced), priceOfRow: priceOfRow.slice(0, priced) };
  }
}

/** The kernel proves what it says by plain prices of scale 1, or 0 where nothing fits. */
function pricesOf(answer: ScalarAnswer) {
  const { proof } = answer;
  if (proof?.kind !== 'prices' || proof.prices.scale !== (answer.plan === null ? 0 : 1))
    throw new RangeError('a plain assignment without plain prices');
  return proof.prices;
}
