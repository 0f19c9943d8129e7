import { commonDivisor } from '../basics/common-divisor.js';
import { type CoupledProblem, type RowsOfPair, valueIfFeasible } from './coupled.js';
import type { Relaxed } from './relaxation.js';
import { trim } from './trim.js';

export interface PricedControl {
  shouldStop(): boolean;
  /** Passes over all side rows; work, not time, so that an answer is repeatable. */
  readonly passLimit: number;
  /** A proof this close is good enough, in millionths of |value|. */
  readonly toleranceMillionths: number;
  /** No plan that breaks nothing is worth less: a bound below it says that there is none. */
  readonly leastValue: number;
  /** A plan that breaks nothing (pair of each person), or null. */
  readonly start: Int32Array | null;
  /** Number of the strand (see `solve/strands.ts`): each searches in its own order. */
  readonly strand: number;
  /** Where matchings are laid out for companions (see `matching-desk.ts`); absent: nobody helps. */
  readonly desk?: SharedArrayBuffer | undefined;
  onIncumbent(pairOfPerson: Int32Array, value: number): void;
  /** Called where the bound falls. */
  onBound(bound: number): void;
  /** The proof has so many leaves by now, each with prices on all rows. */
  onLeaves(count: number): void;
}

/** Best plan and best bound so far; both only improve. */
export class Incumbent {
  pairOfPerson: Int32Array | null = null;
  value: number | null = null;
  relaxed: Relaxed | null = null;
  bound = Number.POSITIVE_INFINITY;
  /** All plans are worth multiples of it. */
  private readonly grid: number;

  constructor(
    private readonly problem: CoupledProblem,
    private readonly across: RowsOfPair,
    private readonly scale: number,
    private readonly control: PricedControl,
  ) {
    this.grid = commonDivisor(problem.objective) || 1;
  }

  /** What a plan is worth at most where none has more than this total, in units of 1/scale. */
  boundOf(total: number): number {
    return Math.floor(total / (this.scale * this.grid)) * this.grid;
  }

  /** The least total, in units of 1/scale, that leaves room for a better plan; −Infinity: none is known. */
  leastBetter(): number {
    return this.value === null ? Number.NEGATIVE_INFINITY : (this.value + this.grid) * this.scale;
  }

  lower(relaxed: Relaxed): void {
    if (this.relaxed !== null && relaxed.total >= this.relaxed.total) return;
    this.relaxed = relaxed;
    this.lowerBound(relaxed.total);
    this.offer(this.value === null ? trim(this.problem, this.across, relaxed) : relaxed.matching.pairOfPerson);
  }

  /** A bound that another proof than the relaxation's shows. */
  lowerBound(total: number): void {
    const bound = this.boundOf(total);
    if (bound >= this.bound) return;
    this.bound = bound;
    this.control.onBound(bound);
  }

  offer(pairOfPerson: Int32Array): void {
    const value = valueIfFeasible(this.problem, this.across, pairOfPerson);
    if (value === null || (this.value !== null && value <= this.value)) return;
    this.pairOfPerson = pairOfPerson.slice();
    this.value = value;
    this.control.onIncumbent(this.pairOfPerson, value);
  }

  isProved(): boolean {
    return this.value !== null && this.bound - this.value <= (Math.abs(this.value) * this.control.toleranceMillionths) / 1e6;
  }
}
