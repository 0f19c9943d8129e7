import type { CoupledProblem } from './coupled.js';
import type { Incumbent } from './incumbent.js';
import type { Relaxation, Relaxed } from './relaxation.js';
import { isOver, type Search, sweep } from './sweep.js';

/** A plan that loses more than this part of the bound is no plan to improve bit by bit: it was handed in, or cut down. */
const farPart = 0.01;

export function isFar({ value, bound }: Incumbent): boolean {
  return value === null || bound - value > farPart * Math.abs(bound);
}

/** Prices higher by these parts make plans that leave some of every limit unspent; the highest are for limits that leave room for one person more. */
const raises = [0.02, 0.05, 0.1, 0.2, 0.5, 1, 2] as const;

/**
 * Where nobody may be left out, the prices' own plan cannot be cut to the limits, and what little other rows leave does not mend those it breaks. Under higher
 * prices all rows leave something, and dear chains mend the rest; what is left of the limits is filled by the sweeps that follow.
 */
export function sweepUnderRaisedPrices(search: Search, problem: CoupledProblem, relaxation: Relaxation, relaxed: Relaxed): void {
  let from = relaxed;
  for (const raise of raises) {
    if (isOver(search) || !isFar(search.best)) return;
    from = relaxation.evaluate(
      relaxed.priceOfRow.map((price) => Math.round(price * (1 + raise))),
      from,
    );
    sweep(search, problem, relaxation, from, { from: from.matching.pairOfPerson, reachFactor: 1, noise: 0, isMended: true });
  }
}
