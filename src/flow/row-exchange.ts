import { Chains } from './chains.js';
import { breachOf, type CoupledProblem, valueOf } from './coupled.js';
import { type Link, linkPairs, type Trial } from './link-pairs.js';
import type { Relaxation, Relaxed } from './relaxation.js';
import { RowChanges } from './row-changes.js';
import { type Frontier, RowFill, worthWithin } from './row-fill.js';
import { isOver, reachByWorth, reachOf, type Search } from './sweep.js';
import { WorkingPlan } from './working-plan.js';

/** People that one chain moves. */
const longest = 6;
/** Chains that are put together by twos: those that promise most. */
const mostLinks = 6000;
/** Exchanges that are tried before all chains are looked at anew. */
const mostTrials = 8;

/**
 * Exchanges between side rows. A chain that moves people of several rows takes room in some and leaves room in others; alone it breaks limits or wastes
 * them, and filling one row at a time (`row-fill.ts`) never finds it. What each row can make of any room is known beforehand, from one knapsack a row
 * (its `Frontier`), so a chain, or two of them together, is priced by a look into the frontiers of its rows: what it gains itself and what its rows then
 * gain or lose by being refilled. The most promising are applied, their rows refilled, and kept where the plan is better. A local search: it proves nothing.
 */
export class RowExchange {
  private readonly plan: WorkingPlan;
  private readonly fill: RowFill;
  private readonly chains: Chains;
  /** Null: not known, or no longer. */
  private readonly frontiers: (Frontier | null)[];
  private readonly changes: RowChanges;
  private readonly changeOfRow: Float64Array;
  /** What a row could gain at most if its room were chosen freely, at its price. */
  private readonly hopeOfRow: Float64Array;
  private hope = 0;
  private links: Link[] = [];
  private value: number;

  constructor(
    private readonly search: Search,
    private readonly problem: CoupledProblem,
    private readonly relaxation: Relaxation,
    private readonly relaxed: Relaxed,
    /** Breaks nothing. */
    from: Int32Array,
    /** What a chain may lose. */
    reach = reachOf(problem, reachByWorth(problem, relaxation.scale), relaxed),
  ) {
    const { across } = search;
    this.plan = new WorkingPlan(problem, across, relaxation.seatOfPair, relaxation.upperOfSeat, from);
    this.fill = new RowFill(search, problem, this.plan, relaxed, relaxation.scale, reach, 0);
    this.chains = new Chains(problem, this.plan, relaxed, reach, (count) => this.link(count), longest);
    this.frontiers = Array.from({ length: problem.rows.count }, () => null);
    this.changes = new RowChanges(problem, across, this.plan);
    this.changeOfRow = new Float64Array(problem.rows.count);
    this.hopeOfRow = new Float64Array(problem.rows.count);
    this.value = valueOf(problem, this.plan.pairOfPerson);
  }

  /** Exchanges until none is found that makes the plan better; returns it. Better plans are offered. */
  descend(): Int32Array {
    const { search, plan } = this;
    for (let size = 1; size <= 2 && !isOver(search); ) {
      search.work++;
      const isBetter = this.apply(size === 1 ? this.singles() : this.doubles());
      if (isBetter) search.best.offer(plan.pairOfPerson);
      size = isBetter ? 1 : size + 1;
    }
    return plan.pairOfPerson;
  }

  /** All chains, and those that pay alone, the best first. */
  private singles(): Trial[] {
    const { problem, search, relaxed } = this;
    const { priceOfRow } = relaxed;
    this.links = [];
    this.hope = 0;
    for (let row = 0; row < problem.rows.count && !search.control.shouldStop(); row++) {
      if (priceOfRow[row]! <= 0) continue;
      this.hopeOfRow[row] = hopeOf(this.frontierOf(row), priceOfRow[row]!) + priceOfRow[row]! * this.roomOf(row);
      this.hope += this.hopeOfRow[row]!;
    }
    for (let person = 0; person < problem.personCount; person++) {
      if ((person & 255) === 0 && search.control.shouldStop()) return [];
      if (problem.upperOfPerson[person]! > 0) this.chains.from(person);
    }
    this.links.sort((a, b) => b.hope - a.hope);
    const trials: Trial[] = [];
    for (const link of this.links) {
      let total = link.gain;
      for (const worth of link.worths) total += worth;
      if (total > 0) trials.push({ total, links: [link] });
    }
    return trials.sort((a, b) => b.total - a.total);
  }

  private roomOf(row: number): number {
    return this.problem.rows.upperOfRow[row]! - this.plan.activityOfRow[row]!;
  }

  /** A chain that was found, if there is hope for it. */
  private link(count: number): void {
    const { chains, changes, hopeOfRow } = this;
    const { touched, value } = changes.ofRow;
    const gain = changes.tally(chains.person, chains.pair, count) * this.relaxation.scale;
    let hope = gain;
    for (let k = 0; k < changes.ofRow.count; k++) {
      const row = touched[k]!;
      if (value[row] !== 0) hope += hopeOfRow[row]! - Math.max(0, this.relaxed.priceOfRow[row]!) * value[row]!;
    }
    if (hope + this.hope > 0) {
      const rows = touched
        .slice(0, changes.ofRow.count)
        .filter((row) => value[row] !== 0)
        .sort();
      const taken = Float64Array.from(rows, (row) => value[row]!);
      const worths = taken.map((change, k) => this.worthOfRoom(rows[k]!, this.roomOf(rows[k]!) - change));
      this.links.push({
        persons: chains.person.slice(0, count),
        pairs: chains.pair.slice(0, count),
        gain,
        rows,
        changes: taken,
        worths,
        hope,
      });
    }
    changes.clear();
  }

  /** What links gain together once all their rows are refilled. */
  private worthOf(links: readonly Link[]): number {
    const { changeOfRow } = this;
    let total = 0;
    for (const { gain, rows, changes } of links) {
      total += gain;
      for (let k = 0; k < rows.length; k++) changeOfRow[rows[k]!] = changeOfRow[rows[k]!]! + changes[k]!;
    }
    for (const { rows } of links) {
      for (const row of rows) {
        if (changeOfRow[row] === 0) continue;
        total += this.worthOfRoom(row, this.roomOf(row) - changeOfRow[row]!);
        changeOfRow[row] = 0;
      }
    }
    return total;
  }

  /** What a row makes of so much room. Where its upper limit has no price, it is only held; lower limits are looked at once the exchange was applied. */
  private worthOfRoom(row: number, room: number): number {
    if (this.relaxed.priceOfRow[row]! > 0) return worthWithin(this.frontierOf(row), room);
    return room >= 0 ? 0 : Number.NEGATIVE_INFINITY;
  }

  private frontierOf(row: number): Frontier {
    return (this.frontiers[row] ??= this.fill.frontier(row));
  }

  /** Links that pay by twos, the best first. */
  private doubles(): Trial[] {
    return linkPairs(this.links.slice(0, mostLinks), {
      priceOfRow: this.relaxed.priceOfRow,
      hopeOfRow: this.hopeOfRow,
      roomOf: (row) => this.roomOf(row),
      worthOfRoom: (row, room) => this.worthOfRoom(row, room),
      shouldStop: this.search.control.shouldStop,
    });
  }

  /** Applies exchanges, each with its rows refilled, as far as they make the plan better. */
  private apply(trials: readonly Trial[]): boolean {
    const { search, plan, problem } = this;
    const kept = plan.pairOfPerson.slice();
    let isBetter = false;
    let tried = 0;
    for (const { links } of trials) {
      if (tried === mostTrials || search.control.shouldStop()) break;
      if (isBetter && this.worthOf(links) <= 0) continue;
      tried++;
      const before = plan.activityOfRow.slice();
      if (!links.every(({ persons, pairs }) => plan.apply(persons, pairs, persons.length))) {
        this.restore(kept);
        continue;
      }
      for (let row = 0; row < before.length; row++)
        if (plan.activityOfRow[row] !== before[row] && this.relaxed.priceOfRow[row] !== 0) this.fill.fill(row, 0);
      const value = valueOf(problem, this.plan.pairOfPerson);
      if (value <= this.value || plan.activityOfRow.some((activity, row) => breachOf(problem.rows, row, activity) > 0)) {
        this.restore(kept);
        continue;
      }
      this.value = value;
      isBetter = true;
      kept.set(plan.pairOfPerson);
      for (let row = 0; row < before.length; row++) if (plan.activityOfRow[row] !== before[row]) this.frontiers[row] = null;
    }
    return isBetter;
  }

  private restore(kept: Int32Array): void {
    const persons: number[] = [];
    const pairs: number[] = [];
    for (let person = 0; person < kept.length; person++) {
      if (kept[person] === this.plan.pairOfPerson[person]) continue;
      persons.push(person);
      pairs.push(kept[person]!);
    }
    this.plan.apply(persons, pairs, persons.length);
  }
}

/** The most that a row gains above what its room costs at a price. */
function hopeOf({ worth, low, high, zero, unit }: Frontier, price: number): number {
  let hope = 0;
  for (let cell = low; cell <= high; cell++) hope = Math.max(hope, worth[cell]! - price * (cell - zero) * unit);
  return hope;
}
