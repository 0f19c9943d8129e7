import { breachOf, type CoupledProblem, type RowsOfPair } from './coupled.js';
import type { Incumbent, PricedControl } from './incumbent.js';
import type { Relaxation, Relaxed } from './relaxation.js';
import { RowFill } from './row-fill.js';
import { WorkingPlan } from './working-plan.js';

/** What a chain spares other rows counts for this part of its price, pass by pass: first as good as money, in the end for nothing. */
const betaOfPass = [0.9, 0.9, 0.9, 0.6, 0.3, 0, 0, 0] as const;
/** Chains may lose this part of a typical value at 2,000 people; less with more people, as there are more of them to choose from. */
const reachPart = 0.04;
/** … and up to this many times as much while a row is still broken after the passes. */
const mostReach = 64;

/** Later sweeps start from prices that are off by up to half this part … */
const priceKick = 0.02;
/** … and see chains worth up to this part of the reach more than they are. */
export const worthKick = 0.2;
/** The reach of a sweep changes from one to the next: short chains find other plans than long ones. */
export const reachFactors = [1, 0.5, 2] as const;

export interface Search {
  readonly across: RowsOfPair;
  readonly best: Incumbent;
  readonly control: PricedControl;
  readonly random: () => number;
  work: number;
}

export function isOver({ best, control, work }: Search): boolean {
  return work >= control.passLimit || best.isProved() || control.shouldStop();
}

export interface SweepStyle {
  /** Pair of each person to start from; seats hold. */
  readonly from: Int32Array;
  readonly reachFactor: number;
  /** In units of the reach. */
  readonly noise: number;
  /** Rows still broken after the passes are tried again with dearer chains. */
  readonly isMended: boolean;
}

/** Passes over all rows, in a random order of rows, until nothing changes; plans that hold are offered. */
export function sweep(search: Search, problem: CoupledProblem, relaxation: Relaxation, relaxed: Relaxed, style: SweepStyle): WorkingPlan {
  const plan = new WorkingPlan(problem, search.across, relaxation.seatOfPair, relaxation.upperOfSeat, style.from);
  const byWorth = reachByWorth(problem, relaxation.scale);
  const reach = reachOf(problem, byWorth, relaxed) * style.reachFactor;
  const pass = (fill: RowFill, beta: number, isOfBroken: boolean): boolean =>
    passOverRows(search, problem, relaxed, plan, fill, { beta, isOfBroken });
  const fill = new RowFill(search, problem, plan, relaxed, relaxation.scale, reach, style.noise * reach);
  for (const beta of betaOfPass) {
    if (isOver(search) || (!pass(fill, beta, false) && beta === 0)) break;
  }
  // Rows that cheap chains did not mend: dearer ones, there alone, as looking through them takes long.
  const dearest = (mostReach * byWorth) / reach;
  for (let dearer = 4; dearer <= dearest && style.isMended && isBroken(problem, plan) && !isOver(search); dearer *= 4) {
    pass(new RowFill(search, problem, plan, relaxed, relaxation.scale, dearer * reach, 0), 0, true);
  }
  return plan;
}

/** Fills every row once, those that are broken first, and offers the plan; says whether it changed. `isOfBroken`: only rows that are broken. */
export function passOverRows(
  search: Search,
  problem: CoupledProblem,
  relaxed: Relaxed,
  plan: WorkingPlan,
  fill: RowFill,
  { beta, isOfBroken }: { readonly beta: number; readonly isOfBroken: boolean },
): boolean {
  search.work++;
  let isChanged = false;
  for (const row of orderOfRows(problem, plan, search.random)) {
    // A row that costs nothing and is not broken has nothing to fill.
    if ((isOfBroken || relaxed.priceOfRow[row] === 0) && breachOf(problem.rows, row, plan.activityOfRow[row]!) === 0) continue;
    if (!search.control.shouldStop() && fill.fill(row, beta)) isChanged = true;
  }
  search.best.offer(plan.pairOfPerson);
  return isChanged;
}

/** Prices a little off, and what they make best. */
export function kicked(search: Search, relaxation: Relaxation, relaxed: Relaxed): Relaxed {
  return relaxation.evaluate(
    relaxed.priceOfRow.map((price) => Math.round(price * (1 + priceKick * (search.random() - 0.5)))),
    relaxed,
  );
}

export function isBroken(problem: CoupledProblem, plan: WorkingPlan): boolean {
  return plan.activityOfRow.some((activity, row) => breachOf(problem.rows, row, activity) > 0);
}

/** Rows that are broken first, the worst of them first; the others in random order. */
function orderOfRows(problem: CoupledProblem, plan: WorkingPlan, random: () => number): number[] {
  const rows = Array.from({ length: problem.rows.count }, (_, row) => {
    const activity = plan.activityOfRow[row]!;
    return { row, breach: breachOf(problem.rows, row, activity) / Math.max(1, Math.abs(activity)), lot: random() };
  });
  rows.sort((a, b) => b.breach - a.breach || a.lot - b.lot);
  return rows.map(({ row }) => row);
}

/** What a person is worth at most, or costs where pairs are losses, on average. */
export function typicalValue(problem: CoupledProblem): number {
  let sum = 0;
  for (let person = 0; person < problem.personCount; person++) {
    let best = 0;
    for (let pair = problem.firstPairOfPerson[person]!; pair < problem.firstPairOfPerson[person + 1]!; pair++)
      best = Math.max(best, Math.abs(problem.objective[pair]!));
    sum += best;
  }
  return sum / Math.max(1, problem.personCount);
}

/**
 * What a chain may lose. Where limits leave hardly any room a person pays many times what a pair is worth, and chains that are cheap beside that
 * are few: then the reach follows the payments (9,623 people required under 25 budgets that hold 9,624). It does so there alone: dear chains take long.
 */
export function reachOf(problem: CoupledProblem, byWorth: number, relaxed: Relaxed): number {
  const byPayment = reachByPayment(problem, relaxed);
  return byPayment > farPayment * byWorth ? byPayment : byWorth;
}

/** What a chain may lose beside what people pay for their part of the limits. */
export function reachByPayment(problem: CoupledProblem, { priceOfRow }: Relaxed): number {
  const { rows, personCount } = problem;
  let paid = 0;
  for (let row = 0; row < rows.count; row++) if (priceOfRow[row]! > 0) paid += priceOfRow[row]! * rows.upperOfRow[row]!;
  return partOf(problem, paid / Math.max(1, personCount));
}

/** Whoever pays so many times what a pair is worth pays for the last room that limits leave. */
const farPayment = 8;

/** What a chain may lose beside what pairs are worth. */
export function reachByWorth(problem: CoupledProblem, scale: number): number {
  return partOf(problem, scale * typicalValue(problem));
}

function partOf({ personCount }: CoupledProblem, typical: number): number {
  return typical * reachPart * (2000 / Math.max(100, personCount)) ** 0.4;
}
