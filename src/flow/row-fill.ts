import { Chains } from './chains.js';
import { ChoiceKnapsack } from './choice-knapsack.js';
import { breachOf, type CoupledProblem, personsOfRows } from './coupled.js';
import type { Relaxed } from './relaxation.js';
import { RowChanges } from './row-changes.js';
import type { Search } from './sweep.js';
import type { WorkingPlan } from './working-plan.js';

/** People of a row that one knapsack chooses among, the most promising first. */
const mostGroups = 160;
/** Chains kept for each of them. */
const mostOptions = 8;
/** Cells of a knapsack; larger ranges are rounded to a coarser unit, to the safe side. */
const mostCells = 6000;
/** States of an exact knapsack; beyond, cells. */
const mostStates = 200_000;
/** People who are looked at before the time is. */
const peopleBetweenStops = 16;
/** Times a row is taken up again after chains clashed. */
const retries = 3;

/** Limits that may be broken for a while, at a price: see `penalty-sweep.ts`. For rows that hold upper limits only. */
export interface Softness {
  /** What a unit beyond a limit counts, in the row's own prices; a limit without a price is never broken. */
  readonly penalty: number;
  /** Part of its price at which the row at hand values what it leaves of its limit. */
  readonly reserve: number;
}

interface Option {
  /** Change of the row's activity. */
  readonly change: number;
  /** Change of the objective, less what it costs in other rows and what the row reserves of its own limit. */
  readonly worth: number;
  /** By how much it breaks other rows, at their prices. */
  readonly beyond: number;
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
  private readonly changes: RowChanges;
  private readonly knapsack = new ChoiceKnapsack(mostGroups, mostGroups * (mostOptions + 1), mostStates);
  /** Part of its price at which the row at hand values what it leaves of its limit. */
  private readonly reserve: number;
  private row = 0;
  private beta = 0;
  private options: Option[] = [];

  constructor(
    private readonly search: Search,
    private readonly problem: CoupledProblem,
    private readonly plan: WorkingPlan,
    private readonly relaxed: Relaxed,
    private readonly scale: number,
    reach: number,
    /** What a chain's worth may seem more than it is, at β = 1: a kick out of local optima; falls with β. */
    private readonly noise: number,
    /** Null: no chain may break a limit, or break it worse. */
    private readonly soft: Softness | null = null,
  ) {
    this.chains = new Chains(problem, plan, relaxed, reach, (count) => this.consider(count));
    this.changes = new RowChanges(problem, search.across, plan);
    this.personsOfRow = personsOfRows(problem);
    this.reserve = soft?.reserve ?? 0;
  }

  /** Fills one row; true where it changed the plan. */
  fill(row: number, beta: number): boolean {
    this.row = row;
    this.beta = beta;
    let isChanged = false;
    for (let attempt = 0; attempt <= retries; attempt++) {
      const groups = this.groups();
      const chosen = (this.maySettleBeyond() ? null : this.bestWithin(groups)) ?? this.nearest(groups);
      const moved = new Set<number>();
      let clashes = 0;
      for (const option of chosen) {
        if (this.stillHolds(option, moved) && this.plan.apply(option.persons, option.pairs, option.persons.length)) {
          isChanged = true;
          for (const person of option.persons) moved.add(person);
        } else clashes++;
      }
      if (clashes === 0) break;
    }
    return isChanged;
  }

  /** The row is broken, and may stay so where mending it is dearer than the penalty. */
  private maySettleBeyond(): boolean {
    return this.soft !== null && this.plan.activityOfRow[this.row]! > this.problem.rows.upperOfRow[this.row]!;
  }

  /** A chain as an option of the row at hand, if the other rows allow it. */
  private consider(count: number): void {
    const { persons, pairs } = { persons: this.chains.person, pairs: this.chains.pair };
    let gain = this.changes.tally(persons, pairs, count) * this.scale;
    const change = this.changes.ofRow.value[this.row]!;
    const beyond = this.beyondOfOthers();
    gain -= this.chargeOfOthers(beyond);
    this.changes.clear();
    if (this.noise > 0) gain += this.noise * this.beta * this.search.random();
    if (beyond === Number.POSITIVE_INFINITY || (change === 0 && gain <= 0)) return;
    const price = this.relaxed.priceOfRow[this.row]!;
    const worth = gain - this.reserve * price * change;
    const left = (1 - this.reserve) * price;
    const priced = worth - left * change;
    let worst = -1;
    let worstPriced = Number.POSITIVE_INFINITY;
    for (let k = 0; k < this.options.length; k++) {
      const other = this.options[k]!;
      if (other.change === change) {
        if (other.worth >= worth) return;
        worst = k;
        worstPriced = Number.NEGATIVE_INFINITY;
        break;
      }
      const otherPriced = other.worth - left * other.change;
      if (otherPriced < worstPriced) {
        worst = k;
        worstPriced = otherPriced;
      }
    }
    const isReplacing = this.options.length === mostOptions || worstPriced === Number.NEGATIVE_INFINITY;
    if (isReplacing && priced <= worstPriced) return;
    const option = { change, worth, beyond, persons: persons.slice(0, count), pairs: pairs.slice(0, count) };
    if (isReplacing) this.options[worst] = option;
    else this.options.push(option);
  }

  /** By how much the changes that were tallied break other rows than the one at hand, at their prices; infinite where they may not. */
  private beyondOfOthers(): number {
    const { soft } = this;
    const { count, touched, value } = this.changes.ofRow;
    let sum = 0;
    for (let k = 0; k < count; k++) {
      const row = touched[k]!;
      if (row === this.row || value[row] === 0) continue;
      const beyond = this.changeOfBreach(row, value[row]!);
      if (beyond <= 0) continue;
      const price = this.relaxed.priceOfRow[row]!;
      if (soft === null || price <= 0) return Number.POSITIVE_INFINITY;
      sum += price * beyond;
    }
    return sum;
  }

  /** What the changes that were tallied cost in other rows than the one at hand. What mends them counts at its price alone: several chains may mend the same. */
  private chargeOfOthers(beyond: number): number {
    const { soft, beta } = this;
    const { count, touched, value } = this.changes.ofRow;
    let charge = soft === null ? 0 : (soft.penalty - 1) * beyond;
    for (let k = 0; k < count; k++) {
      const row = touched[k]!;
      const moved = value[row]!;
      if (row === this.row || moved === 0) continue;
      const price = this.relaxed.priceOfRow[row]!;
      const mended = soft === null ? 0 : Math.max(0, -this.changeOfBreach(row, moved));
      const cost = price * (moved + mended);
      charge += (cost > 0 ? cost : beta * cost) - price * mended;
    }
    return charge;
  }

  private changeOfBreach(row: number, moved: number): number {
    const activity = this.plan.activityOfRow[row]!;
    return breachOf(this.problem.rows, row, activity + moved) - breachOf(this.problem.rows, row, activity);
  }

  /** No chain applied before it moved its people, or left it less room in other rows than it was priced for. */
  private stillHolds({ persons, pairs, beyond }: Option, moved: ReadonlySet<number>): boolean {
    if (persons.some((person) => moved.has(person))) return false;
    this.changes.tally(persons, pairs, persons.length);
    const beyondNow = this.beyondOfOthers();
    this.changes.clear();
    return beyondNow <= beyond;
  }

  /** The options of the row's people; where there are many people, those whose best chain loses least. */
  private groups(): Option[][] {
    const price = (1 - this.reserve) * this.relaxed.priceOfRow[this.row]!;
    const groups: { best: number; options: Option[] }[] = [];
    let looked = 0;
    for (const person of this.personsOfRow[this.row]!) {
      // Where much is near, looking through a row takes a second: asked to stop it changes nothing.
      if (++looked % peopleBetweenStops === 0 && this.search.control.shouldStop()) return [];
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
    const price = this.relaxed.priceOfRow[this.row]!;
    // Where limits are soft, what is left of a breach counts as a loss; else it comes first.
    const lossOfUnit = this.soft === null || price <= 0 ? null : (this.soft.penalty - this.soft.reserve) * price;
    let best = -1;
    let bestBreach = Number.POSITIVE_INFINITY;
    let bestWorth = Number.NEGATIVE_INFINITY;
    for (let cell = low; cell <= high; cell++) {
      if (worth[cell] === Number.NEGATIVE_INFINITY) continue;
      const beyond = breachOf(rows, this.row, activity + (cell - zero) * unit);
      const breach = lossOfUnit === null ? beyond : 0;
      const here = worth[cell]! - beyond * (lossOfUnit ?? 0);
      if (breach < bestBreach || (breach === bestBreach && here > bestWorth)) {
        best = cell;
        bestBreach = breach;
        bestWorth = here;
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
