import { Chains } from './chains.js';
import { ChoiceKnapsack } from './choice-knapsack.js';
import { breachOf, type CoupledProblem, personsOfRows, type RowsOfPair } from './coupled.js';
import type { Relaxed } from './relaxation.js';
import type { WorkingPlan } from './working-plan.js';

/** People of a row that one knapsack chooses among, the most promising first. */
const mostGroups = 160;
/** Chains kept for each of them. */
const mostOptions = 8;
/** Cells of a knapsack; larger ranges are rounded to a coarser unit, to the safe side. */
const mostCells = 6000;
/** States of an exact knapsack; beyond, cells. */
const mostStates = 200_000;
/** Times a row is taken up again after chains clashed. */
const retries = 3;

interface Option {
  /** Change of the row's activity. */
  readonly change: number;
  /** Change of the objective, less what it costs in other rows. */
  readonly worth: number;
  readonly persons: Int32Array;
  readonly pairs: Int32Array;
}

interface Table {
  readonly worth: Float64Array;
  /** Of each group, by cell: 0, or one more than the option taken. */
  readonly choices: readonly Uint8Array[];
  readonly low: number;
  readonly high: number;
  readonly zero: number;
  readonly unit: number;
  readonly round: (value: number) => number;
}

/** The best that chains of a row's people can add to the objective while its activity rises by at most (cell − zero)·unit; −Infinity: it cannot fall so far. */
export interface Frontier {
  readonly worth: Float64Array;
  readonly low: number;
  readonly high: number;
  readonly zero: number;
  readonly unit: number;
}

/** The frontier's worth where the activity may rise by `room` (below zero: has to fall). */
export function worthWithin({ worth, low, high, zero, unit }: Frontier, room: number): number {
  const cell = Math.min(high, zero + Math.floor(room / unit));
  return cell < low ? Number.NEGATIVE_INFINITY : worth[cell]!;
}

/**
 * Brings one side row after the other to its limit: a multiple-choice knapsack over the cheap chains of its people, solved by dynamic programming.
 * Each person stays, or starts one of its chains; the knapsack picks the set with the best objective that brings the row inside its limits.
 * A chain must not break another row, nor break it worse; what it takes from other rows counts with their price, what it spares them with β times it.
 * Chains that were priced apart may clash (same person, same seat, same other row): those that do are dropped and the row is taken up again.
 */
export class RowFill {
  private readonly personsOfRow: readonly Int32Array[];
  private readonly chains: Chains;
  private readonly changeOfRow: Float64Array;
  private readonly touchedRow: Int32Array;
  private readonly knapsack = new ChoiceKnapsack(mostGroups, mostGroups * (mostOptions + 1), mostStates);
  private touchedCount = 0;
  private row = 0;
  private beta = 0;
  private options: Option[] = [];

  constructor(
    private readonly problem: CoupledProblem,
    private readonly across: RowsOfPair,
    private readonly plan: WorkingPlan,
    private readonly relaxed: Relaxed,
    private readonly scale: number,
    reach: number,
    /** What a chain's worth may seem more than it is, at β = 1: a kick out of local optima; falls with β. */
    private readonly noise: number,
    private readonly random: () => number,
  ) {
    this.chains = new Chains(problem, plan, relaxed, reach, (count) => this.consider(count));
    this.changeOfRow = new Float64Array(problem.rows.count);
    this.touchedRow = new Int32Array(problem.rows.count);
    this.personsOfRow = personsOfRows(problem);
  }

  /** Fills one row; true where it changed the plan. */
  fill(row: number, beta: number): boolean {
    this.row = row;
    this.beta = beta;
    let isChanged = false;
    for (let attempt = 0; attempt <= retries; attempt++) {
      const groups = this.groups();
      const chosen = this.bestWithin(groups) ?? this.nearest(groups);
      let clashes = 0;
      for (const option of chosen) {
        if (this.isAllowed(option) && this.plan.apply(option.persons, option.pairs, option.persons.length)) isChanged = true;
        else clashes++;
      }
      if (clashes === 0) break;
    }
    return isChanged;
  }

  /** A chain as an option of the row at hand, if the other rows allow it. */
  private consider(count: number): void {
    const { persons, pairs } = { persons: this.chains.person, pairs: this.chains.pair };
    let gain = this.tally(persons, pairs, count);
    const change = this.changeOfRow[this.row]!;
    let isAllowed = true;
    for (let k = 0; k < this.touchedCount; k++) {
      const row = this.touchedRow[k]!;
      if (row === this.row) continue;
      const moved = this.changeOfRow[row]!;
      if (moved === 0) continue;
      const cost = this.relaxed.priceOfRow[row]! * moved;
      gain -= cost > 0 ? cost : this.beta * cost;
      if (this.worsens(row, moved)) isAllowed = false;
    }
    this.clearTally();
    if (this.noise > 0) gain += this.noise * this.beta * this.random();
    if (!isAllowed || (change === 0 && gain <= 0)) return;
    const priced = gain - this.relaxed.priceOfRow[this.row]! * change;
    let worst = -1;
    let worstPriced = Number.POSITIVE_INFINITY;
    for (let k = 0; k < this.options.length; k++) {
      const other = this.options[k]!;
      if (other.change === change) {
        if (other.worth >= gain) return;
        worst = k;
        worstPriced = Number.NEGATIVE_INFINITY;
        break;
      }
      const otherPriced = other.worth - this.relaxed.priceOfRow[this.row]! * other.change;
      if (otherPriced < worstPriced) {
        worst = k;
        worstPriced = otherPriced;
      }
    }
    if (this.options.length === mostOptions || worstPriced === Number.NEGATIVE_INFINITY) {
      if (priced <= worstPriced) return;
      this.options[worst] = { change, worth: gain, persons: persons.slice(0, count), pairs: pairs.slice(0, count) };
    } else this.options.push({ change, worth: gain, persons: persons.slice(0, count), pairs: pairs.slice(0, count) });
  }

  /** Adds up what moves change in each row; returns the change of the scaled objective. */
  private tally(persons: Int32Array, pairs: Int32Array, count: number): number {
    const { objective } = this.problem;
    let gain = 0;
    for (let k = 0; k < count; k++) {
      const old = this.plan.pairOfPerson[persons[k]!]!;
      const pair = pairs[k]!;
      if (old >= 0) {
        gain -= objective[old]!;
        this.tallyPair(old, -1);
      }
      if (pair >= 0) {
        gain += objective[pair]!;
        this.tallyPair(pair, 1);
      }
    }
    return gain * this.scale;
  }

  private tallyPair(pair: number, sign: number): void {
    const { firstOfPair, row, coefficient } = this.across;
    for (let at = firstOfPair[pair]!; at < firstOfPair[pair + 1]!; at++) {
      const r = row[at]!;
      if (this.changeOfRow[r] === 0 && !this.isTouched(r)) this.touchedRow[this.touchedCount++] = r;
      this.changeOfRow[r] = this.changeOfRow[r]! + sign * coefficient[at]!;
    }
  }

  private isTouched(row: number): boolean {
    for (let k = 0; k < this.touchedCount; k++) if (this.touchedRow[k] === row) return true;
    return false;
  }

  private clearTally(): void {
    for (let k = 0; k < this.touchedCount; k++) this.changeOfRow[this.touchedRow[k]!] = 0;
    this.touchedCount = 0;
  }

  private worsens(row: number, moved: number): boolean {
    const activity = this.plan.activityOfRow[row]!;
    const after = breachOf(this.problem.rows, row, activity + moved);
    return after > 0 && after > breachOf(this.problem.rows, row, activity);
  }

  private isAllowed(option: Option): boolean {
    this.tally(option.persons, option.pairs, option.persons.length);
    let isAllowed = true;
    for (let k = 0; k < this.touchedCount; k++) {
      const row = this.touchedRow[k]!;
      if (row !== this.row && this.worsens(row, this.changeOfRow[row]!)) isAllowed = false;
    }
    this.clearTally();
    return isAllowed;
  }

  /** The options of the row's people; where there are many people, those whose best chain loses least. */
  private groups(): Option[][] {
    const price = this.relaxed.priceOfRow[this.row]!;
    const groups: { best: number; options: Option[] }[] = [];
    for (const person of this.personsOfRow[this.row]!) {
      this.options = [];
      this.chains.from(person);
      if (this.options.length === 0) continue;
      let best = Number.NEGATIVE_INFINITY;
      for (const option of this.options) best = Math.max(best, option.worth - price * option.change);
      groups.push({ best, options: this.options });
    }
    // Array.sort is stable: equal ones stay in the order of people.
    groups.sort((a, b) => b.best - a.best);
    return groups.slice(0, mostGroups).map((group) => group.options);
  }

  /** Multiple-choice knapsack over the change of the row's activity, in a window around 0 and its limits. */
  private table(groups: readonly Option[][]): Table {
    const { rows } = this.problem;
    const activity = this.plan.activityOfRow[this.row]!;
    let largest = 1;
    for (const options of groups) for (const option of options) largest = Math.max(largest, Math.abs(option.change));
    const most = rows.upperOfRow[this.row]! - activity;
    const isBelow = most < Number.POSITIVE_INFINITY;
    // A semi-continuous row may also close: its activity goes to zero.
    const opens = rows.minimumToOpenOfRow[this.row]! > 0;
    const least = Math.max(rows.lowerOfRow[this.row]!, rows.minimumToOpenOfRow[this.row]!) - activity;
    const lowEnd = Math.min(0, isBelow ? most : 0, opens ? -activity : 0) - largest * 2;
    const highEnd = Math.max(0, least > Number.NEGATIVE_INFINITY ? least : 0) + largest * 2;
    const unit = Math.max(1, Math.ceil((highEnd - lowEnd) / mostCells));
    const zero = Math.ceil(-lowEnd / unit);
    const cells = zero + Math.ceil(highEnd / unit) + 1;
    const round = isBelow ? Math.ceil : Math.floor;

    let worth = new Float64Array(cells).fill(Number.NEGATIVE_INFINITY);
    worth[zero] = 0;
    let low = zero;
    let high = zero;
    const choices: Uint8Array[] = [];
    for (const options of groups) {
      const next = worth.slice();
      const choice = new Uint8Array(cells);
      let newLow = low;
      let newHigh = high;
      for (let k = 0; k < options.length; k++) {
        const shift = round(options[k]!.change / unit);
        const gain = options[k]!.worth;
        const from = Math.max(low, -shift);
        const to = Math.min(high, cells - 1 - shift);
        for (let cell = from; cell <= to; cell++) {
          const here = worth[cell]! + gain;
          if (here > next[cell + shift]!) {
            next[cell + shift] = here;
            choice[cell + shift] = k + 1;
          }
        }
        if (from <= to) {
          newLow = Math.min(newLow, from + shift);
          newHigh = Math.max(newHigh, to + shift);
        }
      }
      low = newLow;
      high = newHigh;
      worth = next;
      choices.push(choice);
    }
    return { worth, choices, low, high, zero, unit, round };
  }

  /** What the row's people can do about a change of its activity by others: see `Frontier`. */
  frontier(row: number): Frontier {
    this.row = row;
    this.beta = 0;
    const { worth, low, high, zero, unit } = this.table(this.groups());
    for (let cell = low + 1; cell <= high; cell++) worth[cell] = Math.max(worth[cell]!, worth[cell - 1]!);
    return { worth, low, high, zero, unit };
  }

  /** The best set of options within the row's upper limit, where that is all it has; null: there is none, or it was not found. */
  private bestWithin(groups: readonly Option[][]): Option[] | null {
    const { rows } = this.problem;
    const { knapsack, row } = this;
    const upper = rows.upperOfRow[row]!;
    if (upper === Number.POSITIVE_INFINITY || rows.lowerOfRow[row]! > Number.NEGATIVE_INFINITY || rows.minimumToOpenOfRow[row]! > 0)
      return null;
    const optionOf: (Option | null)[] = [];
    knapsack.clear();
    for (const options of groups) {
      knapsack.openGroup();
      optionOf[knapsack.addOption(0, 0)] = null;
      for (const option of options) optionOf[knapsack.addOption(option.change, option.worth)] = option;
    }
    knapsack.multiplier = Math.max(0, this.relaxed.priceOfRow[row]!);
    const { worth, isExact } = knapsack.solve(upper - this.plan.activityOfRow[row]!);
    if (!isExact || worth === Number.NEGATIVE_INFINITY) return null;
    const chosen: Option[] = [];
    for (let group = groups.length - 1; group >= 0; group--) {
      const option = optionOf[knapsack.choice[group]!]!;
      if (option !== null) chosen.push(option);
    }
    return chosen;
  }

  /** The set of options that brings the row inside its limits, or as near as can be, at the best worth. */
  private nearest(groups: readonly Option[][]): Option[] {
    const { rows } = this.problem;
    const activity = this.plan.activityOfRow[this.row]!;
    const { worth, choices, low, high, zero, unit, round } = this.table(groups);
    let best = -1;
    let bestBreach = Number.POSITIVE_INFINITY;
    for (let cell = low; cell <= high; cell++) {
      if (worth[cell] === Number.NEGATIVE_INFINITY) continue;
      const breach = breachOf(rows, this.row, activity + (cell - zero) * unit);
      if (breach < bestBreach || (breach === bestBreach && worth[cell]! > worth[best]!)) {
        best = cell;
        bestBreach = breach;
      }
    }
    const chosen: Option[] = [];
    for (let k = groups.length - 1; k >= 0; k--) {
      const pick = choices[k]![best]!;
      if (pick === 0) continue;
      const option = groups[k]![pick - 1]!;
      chosen.push(option);
      best -= round(option.change / unit);
    }
    return chosen;
  }
}
