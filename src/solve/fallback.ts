import type { Problem } from '../model/types.js';
import type { Prices } from '../solution/types.js';

/**
 * A bound that needs no solver, for pieces that were stopped before one gave any: everybody gets the best of their own pairs, whoever else
 * wants it. In prices: on the row of a person what that pair is worth (on the upper limit; on the lower one where it is a loss and the person
 * must be placed), nothing on all other rows. Weak, never false. Null where an extra column has no limit.
 * `persons`, `extras`: those of the piece in its own order; its rows of people are numbered 0, 1, 2, …
 */
export function boundOfPeople(
  problem: Problem,
  persons: ArrayLike<number>,
  extras: ArrayLike<number>,
): { readonly bound: number; readonly proof: { readonly kind: 'prices'; readonly prices: Prices } } | null {
  const { firstPairOfPerson, objective, lowerOfPerson, upperOfPerson, upperOfExtra, pairCount } = problem;
  const rows: number[] = [];
  const prices: number[] = [];
  let bound = 0;
  for (let k = 0; k < persons.length; k++) {
    const person = persons[k]!;
    let best = -Infinity;
    for (let pair = firstPairOfPerson[person]!, end = firstPairOfPerson[person + 1]!; pair < end; pair++)
      if (objective[pair]! > best) best = objective[pair]!;
    const limit = best > 0 ? upperOfPerson[person]! : lowerOfPerson[person]!;
    if (best === 0 || best === -Infinity || limit <= 0) continue;
    rows.push(k);
    prices.push(best);
    bound += best * limit;
  }
  for (let k = 0; k < extras.length; k++) bound += Math.max(0, objective[extras[k]!]!) * upperOfExtra[extras[k]! - pairCount]!;
  if (!Number.isSafeInteger(bound)) return null;
  return {
    bound,
    proof: { kind: 'prices', prices: { scale: 1, rowOfPrice: Int32Array.from(rows), priceOfRow: Float64Array.from(prices) } },
  };
}
