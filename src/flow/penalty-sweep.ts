import type { CoupledProblem, CoupledRows } from './coupled.js';
import { type Relaxation, type Relaxed, sizesOfRow } from './relaxation.js';
import { RowExchange } from './row-exchange.js';
import { RowFill, type Softness } from './row-fill.js';
import { isBroken, isOver, passOverRows, reachByPayment, reachByWorth, type Search } from './sweep.js';
import { WorkingPlan } from './working-plan.js';

/** Limits are spent where people pay so many times what a pair is worth for their part of them. */
const spentPayment = 4;
/** With fewer people plans are found by many quick sweeps (S1, S2: 0.26 and 0.041 % of gap; 0.39 and 0.063 % by this way). */
const leastPeople = 5000;

/**
 * Prices are raised by a part, and rows keep a part of a typical coefficient free until the last stages: the next higher after a plan that breaks a
 * limit, the next lower after one that holds.
 */
const levels = [
  { raise: 0.003, margin: 0 },
  { raise: 0.007, margin: 0 },
  { raise: 0.02, margin: 0.0025 },
  { raise: 0.05, margin: 0.005 },
  { raise: 0.1, margin: 0.01 },
  { raise: 0.2, margin: 0.01 },
  { raise: 0.5, margin: 0.01 },
  { raise: 1, margin: 0.01 },
  { raise: 2, margin: 0.01 },
] as const;
/** Prices of later plans are off by up to half this part: more, and the first plan breaks its limits many times as much. */
const priceKick = 0.0003;

interface Stage extends Softness {
  /** Part of its price that what is spared in other rows counts for. */
  readonly beta: number;
  readonly passes: number;
}

/** While chains grow from cheap beside what pairs are worth to cheap beside what people pay. */
const growing: Stage = { penalty: 1.2, reserve: 0.95, beta: 0.95, passes: 1 };
/** Limits grow harder, and what rows still have is spent. */
const hardening: readonly Stage[] = [
  { penalty: 1.5, reserve: 0.95, beta: 0.95, passes: 2 },
  { penalty: 2, reserve: 0.9, beta: 0.95, passes: 2 },
  { penalty: 5, reserve: 0.7, beta: 0.7, passes: 1 },
  { penalty: 10, reserve: 0.3, beta: 0.3, passes: 1 },
];
/** Rows that are still broken, by chains that may lose more. */
const mending: readonly (Stage & { readonly reachFactor: number })[] = [
  { penalty: 20, reserve: 0, beta: 0, passes: 2, reachFactor: 2 },
  { penalty: 40, reserve: 0, beta: 0, passes: 2, reachFactor: 4 },
];
const passesOfFilling = 2;

/** Limits leave hardly any room for people who must all be placed: what little each leaves is worth more than any pair. */
export function areLimitsSpent(problem: CoupledProblem, relaxation: Relaxation, relaxed: Relaxed): boolean {
  const byWorth = reachByWorth(problem, relaxation.scale);
  return (
    relaxation.bonus > 0 &&
    problem.personCount >= leastPeople &&
    byWorth > 0 &&
    reachByPayment(problem, relaxed) > spentPayment * byWorth &&
    problem.rows.lowerOfRow.every((lower, row) => lower === Number.NEGATIVE_INFINITY || relaxed.priceOfRow[row]! <= 0)
  );
}

/**
 * Plans where limits are spent. There a row that is brought to its limit at any price takes from the others what they need more, and a plan found under much
 * higher prices is far from the best. So limits are soft first: what is beyond one counts as a penalty, which grows from stage to stage (the exterior penalty
 * method; Fiacco and McCormick 1968), and what is left of one counts as a reserve, which shrinks. Chains are cheap ones first. Rows are then met to about
 * a hundredth of a person, for which a margin may be kept; prices a little higher pay for it. Then exchanges between rows.
 */
export class PenaltySweeps {
  private readonly byWorth: number;
  private readonly byPayment: number;
  /** Of the rows that have a price; 0: of the others, which keep no margin. */
  private readonly typicalOfRow: Float64Array;
  private level = 0;
  private round = 0;

  constructor(
    private readonly search: Search,
    private readonly problem: CoupledProblem,
    private readonly relaxation: Relaxation,
    private readonly relaxed: Relaxed,
  ) {
    this.byWorth = reachByWorth(problem, relaxation.scale);
    this.byPayment = Math.max(this.byWorth, reachByPayment(problem, relaxed));
    this.typicalOfRow = relaxed.priceOfRow.map((price, row) => (price > 0 ? typicalCoefficient(problem, row) : 0));
  }

  /** One more plan; where it holds it is exchanged and offered. */
  next(): void {
    const { search, problem, relaxation, relaxed } = this;
    const plan = this.sweep();
    if (isBroken(problem, plan)) this.level = Math.min(this.level + 1, levels.length - 1);
    else {
      this.level = Math.max(this.level - 1, 0);
      if (!isOver(search)) new RowExchange(search, problem, relaxation, relaxed, plan.pairOfPerson, this.byPayment).descend();
    }
  }

  private sweep(): WorkingPlan {
    const { search, problem, relaxation, relaxed, byWorth, byPayment } = this;
    const { raise, margin } = levels[this.level]!;
    const tightened = { ...problem, rows: this.withMargins(margin) };
    const from = this.raised(raise);
    const plan = new WorkingPlan(problem, search.across, relaxation.seatOfPair, relaxation.upperOfSeat, from.matching.pairOfPerson);
    for (let reach = byWorth; reach < byPayment; reach *= 2) this.passes(plan, tightened, from, growing, reach, false);
    for (const stage of hardening) this.passes(plan, tightened, from, stage, byPayment, false);
    for (const stage of mending) this.passes(plan, problem, relaxed, stage, stage.reachFactor * byPayment, true);
    this.passes(plan, problem, relaxed, { penalty: 0, reserve: 0, beta: 0, passes: passesOfFilling }, byPayment, false);
    return plan;
  }

  private raised(raise: number): Relaxed {
    const { search, relaxation, relaxed } = this;
    const kick = this.round++ === 0 && search.control.strand === 0 ? 0 : priceKick;
    return relaxation.evaluate(
      relaxed.priceOfRow.map((price) => Math.round(price * (1 + raise + kick * (search.random() - 0.5)))),
      relaxed,
    );
  }

  private passes(plan: WorkingPlan, problem: CoupledProblem, relaxed: Relaxed, stage: Stage, reach: number, isOfBroken: boolean): void {
    const { search, relaxation } = this;
    if (isOver(search) || (isOfBroken && !isBroken(problem, plan))) return;
    const soft = stage.penalty > 0 ? stage : null;
    const fill = new RowFill(search, problem, plan, relaxed, relaxation.scale, reach, 0, soft);
    for (let pass = 0; pass < stage.passes && !isOver(search); pass++)
      if (!passOverRows(search, this.problem, relaxed, plan, fill, { beta: stage.beta, isOfBroken })) break;
  }

  /** The rows, those with a price a little smaller than they are. */
  private withMargins(part: number): CoupledRows {
    const { rows } = this.problem;
    const upperOfRow = rows.upperOfRow.map((upper, row) =>
      this.typicalOfRow[row] === 0 ? upper : Math.max(0, upper - Math.floor(part * this.typicalOfRow[row]!)),
    );
    return { ...rows, upperOfRow };
  }
}

function typicalCoefficient(problem: CoupledProblem, row: number): number {
  const entries = problem.rows.firstEntryOfRow[row + 1]! - problem.rows.firstEntryOfRow[row]!;
  return entries === 0 ? 0 : sizesOfRow(problem, row).coefficients / entries;
}
