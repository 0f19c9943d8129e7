import { CheapestFirst, type SeatCosts, seatCostsOf } from './cheapest-first.js';
import type { CoupledProblem } from './coupled.js';
import { type IntoSeats, intoSeats } from './into-seats.js';
import { type Relaxation, type Relaxed, seatsOf } from './relaxation.js';
import type { Search } from './sweep.js';
import { ShareOut } from './share-out.js';
import { Transfers } from './transfers.js';
import { WorkingPlan } from './working-plan.js';

/** Each row may lose so many people to what is left of its limit; where more are lost, the rows need prices of their own. */
const mostLostOfRow = 1;

/** Rows above their limits by more than this part of all limits together do not come from chance: they are not shared out. */
const mostUneven = 0.05;

/** All limits as one purse, spent. */
export interface SpentPurse {
  readonly costs: SeatCosts;
  readonly into: IntoSeats;
  readonly filled: CheapestFirst;
}

/** Null: the problem is of another kind, or everybody can be paid for. Where time is up, the purse is spent in part, and its last cost proves a bound all the same. */
export function spendOnePurse(problem: CoupledProblem, shouldStop: () => boolean): SpentPurse | null {
  const { seatOfPair, seatCount, upperOfSeat } = seatsOf(problem);
  const costs = seatCostsOf(problem, seatOfPair, seatCount);
  if (costs === null) return null;
  const into = intoSeats(problem, seatOfPair, seatCount);
  const filled = new CheapestFirst(problem, seatOfPair, upperOfSeat, into, costs);
  filled.run(shouldStop);
  return filled.lastCost === 0 ? null : { costs, into, filled };
}

/**
 * Where everybody is worth the same and pays what the seat costs, all limits are one purse first, which is solved exactly in one go with its prices
 * (`cheapest-first.ts`), then shared out by exchanges that leave all in their places (`share-out.ts`), or where that fails some (`transfers.ts`). Both are near-linear in the pairs: 100,000 people, 2 million pairs, 50 budgets take
 * 2 s, and the plan meets the bound; a search for prices leaves 0.02 % after 40 s, as under tied values all of a row's people come and go at once.
 * Null: its rows cannot share one price.
 */
export function shareOnePurse(
  { across, best, control }: Search,
  problem: CoupledProblem,
  relaxation: Relaxation,
  { costs, into, filled }: SpentPurse,
): Relaxed | null {
  const { seatOfPair, upperOfSeat, scale } = relaxation;
  const { costOfSeat, rowOfPair, worth } = costs;
  const price = Math.ceil((scale * worth) / filled.lastCost);
  const { pairOfPerson } = filled;
  const priceOfRow = new Float64Array(problem.rows.count).fill(price);
  const matching = { pairOfPerson, priceOfSeat: filled.priceOfSeat(scale, price) };
  const relaxed = relaxation.evaluate(priceOfRow, { matching, valueOfPair: null });
  const planOfPurse = (): WorkingPlan => new WorkingPlan(problem, across, seatOfPair, upperOfSeat, pairOfPerson);
  const shared = planOfPurse();
  if (excessOf(problem, shared) > mostUneven) return null;
  best.lowerBound(relaxed.total);
  // A purse that is spent is shared out even where time is up: that takes a tenth of what spending it took, and cutting rows to their limits no less.
  if (!filled.isStopped && isSharedOut(new ShareOut(problem, rowOfPair, costOfSeat, shared))) best.offer(shared.pairOfPerson);
  else {
    const costOfPair = Float64Array.from(seatOfPair, (seat) => costOfSeat[seat]!);
    const transfers = new Transfers(problem, rowOfPair, costOfPair, planOfPurse(), into, control.shouldStop);
    best.offer(transfers.run(Math.floor(best.bound / worth)));
  }
  best.lower(relaxed);
  // The last cost of a purse hardly begun proves less than no price at all.
  if (filled.isStopped) best.lower(relaxation.evaluate(new Float64Array(problem.rows.count), null));
  const isNear = best.value !== null && best.bound - best.value <= mostLostOfRow * worth * problem.rows.count;
  return isNear || control.shouldStop() ? relaxed : null;
}

/** To the end; false: the limits do not hold. */
function isSharedOut(shareOut: ShareOut): boolean {
  for (const slices = shareOut.run(); ; ) {
    const { done, value } = slices.next();
    if (done === true) return value;
  }
}

/** By how much rows are above their limits, as a part of all limits. */
function excessOf({ rows }: CoupledProblem, { activityOfRow }: WorkingPlan): number {
  let excess = 0;
  let limits = 0;
  for (let row = 0; row < rows.count; row++) {
    excess += Math.max(0, activityOfRow[row]! - rows.upperOfRow[row]!);
    limits += rows.upperOfRow[row]!;
  }
  return excess / Math.max(1, limits);
}
