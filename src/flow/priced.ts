import { randomFrom } from '../basics/random.js';
import { Balance } from './balance.js';
import { type CoupledProblem, rowsOfPair, valueOf } from './coupled.js';
import { GroupHull } from './group-hull.js';
import { searchGroups } from './group-search.js';
import type { GroupNode } from './group-tree.js';
import { hasGroups } from './groups.js';
import { Incumbent, type PricedControl } from './incumbent.js';
import { shareOnePurse, spendOnePurse } from './one-purse.js';
import { PlanSearch } from './plan-search.js';
import { searchPrices } from './price-search.js';
import type { Matching } from './matching.js';
import { Relaxation, relaxationMatcher, type Relaxed } from './relaxation.js';
import type { SeatProof } from './seat-bound.js';
import { searchSpentPurse, type SpentPurseAnswer } from './spent-purse.js';
import { type Search, typicalValue } from './sweep.js';
import { trim } from './trim.js';

export interface PricedAnswer {
  /** Null: no plan found. */
  readonly pairOfPerson: Int32Array | null;
  readonly value: number | null;
  readonly bound: number;
  /** Prices that prove the bound, in units of 1/scale; those of people follow from them. */
  readonly relaxed: ProvingPrices;
  /** With semi-continuous rows: the branching that proves the bound instead; nodes[0] is the root. */
  readonly tree: readonly GroupNode[] | null;
  /** The rows that leaves of the tree keep whole. */
  readonly groups: GroupHull | null;
  /** Where budgets were kept as knapsacks and that bounds better: the branching that proves the bound instead of all the above. */
  readonly seatProof: SeatProof | null;
  readonly scale: number;
  /** What was added to the pairs of required people, in units of 1/scale. */
  readonly bonus: number;
  readonly isStopped: boolean;
  readonly work: number;
}

export interface ProvingPrices extends Pick<Relaxed, 'priceOfRow'> {
  readonly matching: Pick<Matching, 'priceOfSeat'>;
}

/** A plan this near the bound, in millionths, is left as it is where limits are spent: other searches find none. */
const nearMillionths = 1000;

/** Price rounds on single rows after the common multiplier. */
const priceRounds = 18;
/**
 * Assignment with coupling rows: prices for the bound, knapsacks over cheap exchanges for the plan.
 * The prices' own plan breaks rows by a person or two; pass by pass every row is brought back to its limit at the least loss (`row-fill.ts`).
 * The gap that is left is what the linear relaxation leaves plus what the passes lose; both shrink as there are more people in a row.
 * Semi-continuous rows are relaxed for the bound; for the plan they are decided first (`groups.ts`), several ways, and the rest is priced anew.
 */
export function solveCoupled(problem: CoupledProblem, control: PricedControl): PricedAnswer {
  const spent = control.start === null ? null : searchSpentPurse(problem, control.start, control);
  if (spent === null) return searchCoupled(problem, control);
  const own = answerOfPurse(problem, spent, control);
  if (control.shouldStop() || own.bound - own.value! <= (Math.abs(own.bound) * nearMillionths) / 1e6) return own;
  const onBound = (bound: number): void => {
    if (bound < own.bound) control.onBound(bound);
  };
  const other = searchCoupled(problem, { ...control, onBound, start: own.pairOfPerson });
  if (other.bound <= own.bound) return other;
  const { pairOfPerson, value, work, isStopped } = other;
  return { ...own, pairOfPerson, value, work, isStopped };
}

function answerOfPurse(problem: CoupledProblem, spent: SpentPurseAnswer, control: PricedControl): PricedAnswer {
  const { bound, scale, priceOfRow, priceOfSeat } = spent;
  const pairOfPerson = spent.pairOfPerson ?? control.start!;
  return {
    pairOfPerson,
    value: valueOf(problem, pairOfPerson),
    bound,
    relaxed: { priceOfRow, matching: { priceOfSeat } },
    tree: null,
    groups: null,
    seatProof: null,
    scale,
    bonus: 0,
    isStopped: control.shouldStop(),
    work: 0,
  };
}

function searchCoupled(problem: CoupledProblem, control: PricedControl): PricedAnswer {
  const across = rowsOfPair(problem);
  const purse = spendOnePurse(problem, control.shouldStop);
  const relaxation = new Relaxation(
    problem,
    across,
    null,
    control.shouldStop,
    purse?.filled.lastCost,
    relaxationMatcher(problem, control.desk),
  );
  const best = new Incumbent(problem, across, relaxation.scale, control);
  const search: Search = { across, best, control, random: randomFrom(1 + control.strand), work: 0 };
  const least = Math.max(control.leastValue, leastValue(problem));
  const isImpossible = (): boolean => best.value === null && best.bound < least;
  const relaxed =
    (purse === null ? null : shareOnePurse(search, problem, relaxation, purse)) ??
    searchPrices(
      problem,
      relaxation,
      priceRounds,
      () => control.shouldStop() || isImpossible(),
      (found) => best.lower(found),
      (common) => balanceTied(search, problem, relaxation, common),
    );
  if (control.start !== null) best.offer(control.start);
  if (isImpossible()) return answerOf(search, relaxation);
  best.offer(trim(problem, across, relaxed));
  const groups = hasGroups(problem.rows) ? new GroupHull(problem, relaxation) : null;
  if (groups !== null) {
    const { tree, seatProof } = searchGroups(search, problem, relaxation, relaxed, groups);
    return { ...answerOf(search, relaxation), tree, groups, seatProof };
  }
  const seatProof = new PlanSearch(search, problem, relaxation, relaxed).run();
  return { ...answerOf(search, relaxation), seatProof };
}

/** The prices' own plan loses more than this part of the bound by being cut to the limits, and more than so many people a row: values are tied, it is not only rounding. */
const tiedPart = 0.01;
const tiedPeople = 4;
/** Plans evened out start from prices a little higher each time: what then is left of the limits is filled, which loses less than cutting. */
const priceRaise = 0.015;
const mostRaises = 3;

/** More different values than this are not tied, however much the first plan loses (300,000 people, scores to 10,000: the cut loses 7 %). */
const mostTiedValues = 32;

function hasFewValues({ objective }: CoupledProblem): boolean {
  const values = new Set<number>();
  for (let pair = 0; pair < objective.length && values.size <= mostTiedValues; pair++) values.add(objective[pair]!);
  return values.size <= mostTiedValues;
}

/** Where values are tied, finds plans by exchanges rather than by prices; says whether they are. */
function balanceTied({ best, across, control }: Search, problem: CoupledProblem, relaxation: Relaxation, common: Relaxed): boolean {
  const { rows } = problem;
  const isOfLimits = rows.lowerOfRow.every((lower) => lower === -Infinity) && !rows.minimumToOpenOfRow.some((least) => least > 0);
  const worth = typicalValue(problem);
  if (
    !isOfLimits ||
    !hasFewValues(problem) ||
    best.value === null ||
    best.bound - best.value <= Math.max(tiedPart * Math.abs(best.bound), tiedPeople * worth * rows.count)
  )
    return false;
  const typical = relaxation.scale * worth;
  let from = common;
  for (let raise = 0; raise <= mostRaises && !control.shouldStop(); raise++) {
    const before: number | null = best.value;
    best.offer(new Balance(problem, across, from, relaxation.seatOfPair, relaxation.upperOfSeat, control.shouldStop).run(typical));
    if (raise > 0 && best.value === before) break;
    from = relaxation.evaluate(
      from.priceOfRow.map((price) => Math.round(price * (1 + priceRaise))),
      from,
      true,
    );
    if (from.total < best.relaxed!.total) best.lower(from);
  }
  return true;
}

/** No plan is worth less; a bound below it says that there is none, and nothing needs to be searched. */
function leastValue({ personCount, firstPairOfPerson, objective }: CoupledProblem): number {
  let least = 0;
  for (let person = 0; person < personCount; person++) {
    let worst = 0;
    for (let pair = firstPairOfPerson[person]!; pair < firstPairOfPerson[person + 1]!; pair++) worst = Math.min(worst, objective[pair]!);
    least += worst;
  }
  return least;
}

function answerOf({ best, control, work }: Search, { scale, bonus }: Relaxation): PricedAnswer {
  return {
    pairOfPerson: best.pairOfPerson,
    value: best.value,
    bound: best.bound,
    relaxed: best.relaxed!,
    tree: null,
    groups: null,
    seatProof: null,
    scale,
    bonus,
    isStopped: control.shouldStop() && !best.isProved(),
    work,
  };
}
