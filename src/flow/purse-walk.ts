import type { CoupledProblem } from './coupled.js';
import type { IntoSeats } from './into-seats.js';
import { PurseMatching } from './purse-matching.js';
import { type PriceChange, PursePrices } from './purse-prices.js';
import { Remainders } from './remainders.js';
import { spentOf } from './seat-costs.js';

export interface PurseWalkInput {
  readonly problem: CoupledProblem;
  readonly costOfSeat: Float64Array;
  readonly into: IntoSeats;
  /** People in the order of the walk. */
  readonly order: Int32Array;
  /** The other way round; behind all places for people who are not walked. */
  readonly placeOfPerson: Int32Array;
  /** As many people in the cheapest seats that can be filled together. */
  readonly pairOfPerson: Int32Array;
  readonly rowOfPerson: Int32Array;
  /** What each row may cost, a multiple of all costs' common divisor. */
  readonly limitOfRow: Float64Array;
  /** Nobody is paid for out of so much. */
  readonly reserve: number;
}

/** People whom prices refuse beside the first `keptBefore` of the kept. */
export interface PurseRefusal {
  readonly persons: Int32Array;
  readonly keptBefore: number;
  /** Of a place more or less: the price of the count, below 0 on its lower limit. The purse has the price 1. */
  readonly marginal: number;
  /** What is left of the purse: with a refused person the prices add up to less than nothing. */
  readonly slack: number;
  readonly isAnew: boolean;
  readonly prices: PriceChange;
}

export interface PurseWalk {
  readonly kept: Int32Array;
  readonly refusals: readonly PurseRefusal[];
  readonly open: Int32Array;
  readonly pairOfPerson: Int32Array;
}

/** So many times all prices may be found and written down anew. */
const mostRestarts = 60;
const stepsBetweenYields = 64;
/** Few are left to choose from where so many people for each row are in the plan and not kept. */
const freePeopleOfRow = 40;

/**
 * The walk by the selection lists among the plans that place as many people, all rows as one purse. A person is kept where the cheapest plan of so many
 * people, all kept so far and this one among them, costs no more than the purse.
 *
 * The plan at hand is such a cheapest plan all along. Who is in it is kept for nothing; who is not takes the place of somebody not kept at the end of an alternating
 * path, also for nothing. Where no path leads to such a person (a deficient set, Hall 1935), the cheapest free place at the end of one has to be paid, less what leaving out the person who is spared best
 * saves. Where that is more than the purse has left, the highest prices of the seats (`purse-prices.ts`) show it for everybody who can get nowhere else.
 * From refusal to refusal few prices change: those of the seats of the set, and of their holders.
 */
export class PurseWalker {
  private readonly matching: PurseMatching;
  private readonly prices: PursePrices;
  private readonly kept: number[] = [];
  private readonly open: number[] = [];
  private readonly refusals: PurseRefusal[] = [];
  private readonly isDecided: Uint8Array;
  /** Pairs of a person that lead to seats not shut. */
  private readonly waysOfPerson: Int32Array;
  private readonly dearestFirst: Int32Array;
  private nextDearest = 0;
  private slack: number;
  private marginal = 0;
  private restarts = 0;
  /** In the walk. */
  private place = 0;
  private readonly remainders: Remainders;
  private readonly count: number;

  constructor(private readonly input: PurseWalkInput) {
    const { problem, costOfSeat, order, placeOfPerson, into, pairOfPerson, limitOfRow, rowOfPerson } = input;
    this.matching = new PurseMatching(problem, costOfSeat, placeOfPerson, into, pairOfPerson);
    this.prices = new PursePrices(problem, costOfSeat, into, this.matching);
    this.isDecided = new Uint8Array(problem.personCount).fill(1);
    for (const person of order) this.isDecided[person] = 0;
    this.waysOfPerson = new Int32Array(problem.personCount);
    this.dearestFirst = Int32Array.from(costOfSeat.keys())
      .filter((seat) => costOfSeat[seat]! > 0)
      .sort((a, b) => costOfSeat[b]! - costOfSeat[a]! || a - b);
    this.slack = limitOfRow.reduce((sum, limit) => sum + limit, 0) - spentOf(problem, costOfSeat, pairOfPerson);
    this.remainders = new Remainders(limitOfRow, costOfSeat);
    let count = 0;
    pairOfPerson.forEach((pair, person) => {
      if (pair < 0) return;
      count++;
      this.remainders.enter(rowOfPerson[person]!);
    });
    this.count = count;
  }

  *run(): Generator<void, PurseWalk, void> {
    const { order } = this.input;
    this.restart();
    for (; this.place < order.length; this.place++) {
      const person = order[this.place]!;
      if (this.place % stepsBetweenYields === 0) yield;
      if (this.isDecided[person] === 1) continue;
      if (this.matching.pairOfPerson[person]! >= 0) this.keep(person);
      else this.ask(person);
    }
    return {
      kept: Int32Array.from(this.kept),
      refusals: this.refusals,
      open: Int32Array.from(this.open),
      pairOfPerson: this.matching.pairOfPerson,
    };
  }

  private keep(person: number): void {
    this.kept.push(person);
    this.matching.isKept[person] = 1;
    this.isDecided[person] = 1;
  }

  /** Somebody who is not in the plan at hand: kept, refused, or left open where only what is lost would pay or prices were found anew often enough. */
  private ask(person: number): void {
    const { matching } = this;
    const { leaver, cost } = matching.reachFrom(person);
    if (leaver >= 0) {
      this.exchange(person, leaver);
      return;
    }
    if (cost > this.marginal + this.slack) {
      this.shut(this.prices.raise(), false);
      return;
    }
    const dearest = this.dearestOpenSeat();
    const marginal = dearest < 0 ? 0 : this.input.costOfSeat[dearest]!;
    if (cost <= marginal + Math.max(0, this.slack - this.input.reserve)) {
      this.pay(person, dearest, cost, marginal);
      return;
    }
    if (cost > marginal + this.slack && this.restarts < mostRestarts) this.restart();
    if (this.isDecided[person] === 0) this.leaveOpen(person);
  }

  private leaveOpen(person: number): void {
    this.open.push(person);
    this.isDecided[person] = 1;
  }

  /**
   * Keeps a person in the place of somebody. Where little is left to choose, what the limits lose in being shared out has to stay within the slack, by who leaves
   * or by exchanges among people who come later; where neither does, the step is open.
   */
  private exchange(person: number, first: number): void {
    const { matching, remainders } = this;
    const isLate = this.isLate();
    const before = remainders.total;
    const fitting = isLate ? this.fittingLeaver(person, this.slack) : first;
    const leaver = fitting >= 0 ? fitting : matching.reachFrom(person).leaver;
    this.swap(person, leaver);
    matching.isKept[person] = 1;
    if (isLate) this.mend();
    if (!isLate || remainders.total <= Math.max(this.slack, before) || !this.swapBack(person, leaver)) {
      this.keep(person);
      return;
    }
    this.leaveOpen(person);
  }

  private swapBack(person: number, leaver: number): boolean {
    const { matching } = this;
    if (matching.pairOfPerson[leaver]! >= 0) return false;
    matching.isKept[person] = 0;
    const isBack = matching.reachFrom(leaver, (other) => other === person).leaver === person;
    if (isBack) this.swap(leaver, person);
    return isBack;
  }

  private isLate(): boolean {
    return this.count - this.kept.length < freePeopleOfRow * this.input.limitOfRow.length;
  }

  /** Exchanges among people not decided yet, until what the limits lose is within the slack, or none are found that make it less. */
  private mend(): void {
    for (let isLess = true; isLess && this.remainders.total > this.slack; ) {
      const before = this.remainders.total;
      for (const [person, leaver] of this.swapsForLess()) {
        const row = this.input.rowOfPerson[leaver]!;
        const found = this.matching.reachFrom(person, (other) => this.input.rowOfPerson[other] === row).leaver;
        if (found >= 0 && this.matching.pairOfPerson[person]! < 0) this.swap(person, found);
      }
      isLess = this.remainders.total < before;
    }
  }

  /** A chain of exchanges from row to row whose ends lose less: each brings somebody of a row in for somebody of the next. */
  private swapsForLess(): (readonly [number, number])[] {
    const { rowOfPerson, order, limitOfRow } = this.input;
    const rowCount = limitOfRow.length;
    const swapOf = new Map<number, readonly [number, number]>();
    for (let at = this.place + 1; at < order.length; at++) {
      const person = order[at]!;
      if (this.isDecided[person] === 1 || this.matching.pairOfPerson[person]! >= 0) continue;
      this.matching.reachFrom(person, (leaver) => {
        const key = rowOfPerson[person]! * rowCount + rowOfPerson[leaver]!;
        if (!swapOf.has(key)) swapOf.set(key, [person, leaver]);
        return false;
      });
    }
    const next = Array.from({ length: rowCount }, (): number[] => []);
    for (const key of swapOf.keys()) next[Math.floor(key / rowCount)]!.push(key % rowCount);
    const rows = this.remainders.chainForLess(next);
    return rows.slice(1).map((row, at) => swapOf.get(rows[at]! * rowCount + row)!);
  }

  /** Whoever leaves for the dearest seat, or one as dear, to be free; where little is left to choose, such that what the limits lose stays within what is then left of the slack. The last one looked for may leave at once. */
  private leaverFreeing(dearest: number, paid: number): number {
    const { matching, dearestFirst } = this;
    const { costOfSeat, rowOfPerson } = this.input;
    const suits = (other: number): boolean => this.remainders.afterLeaving(rowOfPerson[other]!) <= this.slack - paid;
    if (this.isLate()) {
      for (let at = this.nextDearest; at < dearestFirst.length; at++) {
        const seat = dearestFirst[at]!;
        if (costOfSeat[seat] !== costOfSeat[dearest]) break;
        if (matching.takenOfSeat[seat] === 0 || matching.isShut[seat] === 1) continue;
        const { leaver } = matching.reachFreeing(seat, suits);
        if (leaver >= 0) return leaver;
      }
    }
    return matching.reachFreeing(dearest).leaver;
  }

  /** Somebody in whose place the person leaves no more than so much to be lost; −1: nobody. */
  private fittingLeaver(person: number, most: number): number {
    const { rowOfPerson } = this.input;
    const row = rowOfPerson[person]!;
    return this.matching.reachFrom(person, (leaver) => this.remainders.after(row, rowOfPerson[leaver]!) <= most).leaver;
  }

  /** After `reachFrom` the person: they take the place of the leaver. */
  private swap(person: number, leaver: number): void {
    this.replace(leaver);
    this.remainders.enter(this.input.rowOfPerson[person]!);
  }

  private replace(leaver: number): void {
    this.matching.replace(leaver);
    this.remainders.leave(this.input.rowOfPerson[leaver]!);
  }

  /** Keeps a person in the cheapest free place there is for them, and leaves out whoever is spared best. */
  private pay(person: number, dearest: number, cost: number, marginal: number): void {
    const { matching, remainders } = this;
    const before = remainders.total;
    const { seat } = matching.reachFrom(person);
    matching.enter(seat);
    remainders.enter(this.input.rowOfPerson[person]!);
    matching.isKept[person] = 1;
    const leaver = dearest < 0 ? -1 : this.leaverFreeing(dearest, cost - marginal);
    const loss = leaver < 0 ? remainders.total : remainders.afterLeaving(this.input.rowOfPerson[leaver]!);
    if (this.isLate() && loss > Math.max(this.slack - cost + marginal, before)) {
      matching.isKept[person] = 0;
      // The way back is there: each of those who moved still has a pair into the seat it left.
      matching.reachFreeing(seat, (other) => other === person);
      this.replace(person);
      this.leaveOpen(person);
      return;
    }
    if (leaver >= 0) this.replace(leaver);
    this.keep(person);
    // At no cost everybody moved between seats of one level, so all levels stand.
    if (cost === marginal && marginal === this.marginal) return;
    this.slack -= cost - marginal;
    this.nextDearest = 0;
    this.restart();
  }

  /** The dearest seat that would become free if somebody who is not kept left; −1: everybody placed is kept. */
  private dearestOpenSeat(): number {
    const { matching, dearestFirst } = this;
    for (; this.nextDearest < dearestFirst.length; this.nextDearest++) {
      const seat = dearestFirst[this.nextDearest]!;
      if (matching.takenOfSeat[seat] === 0 || matching.isShut[seat] === 1) continue;
      if (matching.reachFreeing(seat).leaver >= 0) return seat;
    }
    return -1;
  }

  /** All prices anew, after what is left of the purse or what a place saves has changed. */
  private restart(): void {
    const { problem, costOfSeat } = this.input;
    const { matching } = this;
    this.restarts++;
    matching.isShut.fill(0);
    const dearest = this.dearestOpenSeat();
    this.marginal = dearest < 0 ? 0 : costOfSeat[dearest]!;
    let ceiling = this.marginal + this.slack + 1;
    for (let seat = 0; seat < problem.seatCount; seat++)
      if (matching.takenOfSeat[seat]! > 0) ceiling = Math.max(ceiling, costOfSeat[seat]!);
    const { firstPairOfPerson } = problem;
    for (let person = 0; person < problem.personCount; person++)
      this.waysOfPerson[person] = firstPairOfPerson[person + 1]! - firstPairOfPerson[person]!;
    this.shut(this.prices.restart(this.marginal, ceiling), true);
  }

  /** Shuts the seats that are too dear now, and refuses whoever has no way left. */
  private shut(prices: PriceChange, isAnew: boolean): void {
    const { problem, into } = this.input;
    const { matching, waysOfPerson, isDecided } = this;
    const refused: number[] = [];
    const refuse = (person: number): void => {
      if (isDecided[person] === 1 || waysOfPerson[person]! > 0 || matching.pairOfPerson[person]! >= 0) return;
      isDecided[person] = 1;
      refused.push(person);
    };
    if (isAnew) for (let person = 0; person < problem.personCount; person++) refuse(person);
    for (const seat of prices.seats) {
      if (this.prices.levelOfSeat[seat]! <= this.marginal + this.slack || matching.isShut[seat] === 1) continue;
      matching.isShut[seat] = 1;
      for (let at = into.firstOfSeat[seat]!; at < into.firstOfSeat[seat + 1]!; at++) {
        waysOfPerson[into.person[at]!]!--;
        refuse(into.person[at]!);
      }
    }
    const { marginal, slack } = this;
    this.refusals.push({ persons: Int32Array.from(refused).sort(), keptBefore: this.kept.length, marginal, slack, isAnew, prices });
  }
}
