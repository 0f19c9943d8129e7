import type { CoupledProblem } from './coupled.js';
import type { IntoSeats } from './into-seats.js';
import type { PurseMatching } from './purse-matching.js';

/** Prices in units of cost: those of `seats` and `persons` have changed, all others are as before. */
export interface PriceChange {
  readonly seats: Int32Array;
  readonly priceOfSeat: Float64Array;
  readonly persons: Int32Array;
  readonly priceOfPerson: Float64Array;
}

/**
 * The highest prices of seats under which a cheapest plan of so many people, the kept among them, stays one.
 *
 * Level a of a seat: what a place in it costs, price and all; the price is a − cost. Where the holders can change places until somebody leaves who
 * is not kept, a place costs as much as it saves to leave out the person who is spared best, `marginal`. Elsewhere it is the cost of the cheapest free place that
 * the holders can get to, and `ceiling` where they get to none or to dearer ones. A person's price is `marginal` less the least level of their seats: above 0 for people of whom there are fewer than
 * cheap seats, below 0 for kept people. (Shortest distances in the residual network; Ahuja, Magnanti, Orlin 1993, section 9.)
 */
export class PursePrices {
  readonly levelOfSeat: Float64Array;
  private marginal = 0;
  private ceiling = 0;
  private readonly pending: number[] = [];
  /** Seats that a level stands to be found for. */
  private readonly isSought: Uint8Array;
  private readonly cheapestFirst: Int32Array;

  constructor(
    private readonly problem: CoupledProblem,
    private readonly costOfSeat: Float64Array,
    private readonly into: IntoSeats,
    private readonly matching: PurseMatching,
  ) {
    this.levelOfSeat = new Float64Array(problem.seatCount);
    this.isSought = new Uint8Array(problem.seatCount);
    this.cheapestFirst = counted(problem.seatCount).sort((a, b) => costOfSeat[a]! - costOfSeat[b]!);
  }

  /** All prices anew. */
  restart(marginal: number, ceiling: number): PriceChange {
    const { personCount, seatCount } = this.problem;
    this.marginal = marginal;
    this.ceiling = ceiling;
    const all = counted(seatCount);
    this.isSought.fill(1);
    const byCost = this.cheapestFirst.filter((seat) => this.matching.hasSpare(seat));
    const cheap = byCost.filter((seat) => this.costOfSeat[seat]! < marginal);
    for (const seat of cheap) this.spread(seat, this.costOfSeat[seat]!);
    for (const seat of all) {
      if (this.isSought[seat] === 0) continue;
      let isOpen = false;
      this.matching.holders(seat, (person) => {
        if (this.matching.isKept[person] === 0) isOpen = true;
      });
      if (isOpen) this.spread(seat, marginal);
    }
    for (const seat of byCost) this.spread(seat, this.costOfSeat[seat]!);
    this.crown(all);
    return this.changeOf(all, counted(personCount));
  }

  /** The seats of the matching's last search, which nobody else but kept people hold, get the levels that free places and the other seats leave them. */
  raise(): PriceChange {
    const { matching } = this;
    const seats = matching.reached.slice(0, matching.reachedCount);
    const persons: number[] = [];
    for (const seat of seats) this.isSought[seat] = 1;
    const starts: { readonly seat: number; readonly level: number }[] = [];
    for (const seat of seats) {
      if (matching.hasSpare(seat)) starts.push({ seat, level: this.costOfSeat[seat]! });
      matching.holders(seat, (person) => {
        persons.push(person);
        const level = this.leastLevel(person, true);
        if (level < this.ceiling) starts.push({ seat, level });
      });
    }
    starts.sort((a, b) => a.level - b.level);
    for (const { seat, level } of starts) this.spread(seat, level);
    this.crown(seats);
    return this.changeOf(seats, Int32Array.from(persons));
  }

  /** The level goes to a seat and to all whose holders can get there. */
  private spread(start: number, level: number): void {
    const { isSought, levelOfSeat, pending } = this;
    const { seatOfPerson } = this.matching;
    const { firstOfSeat, person } = this.into;
    if (isSought[start] === 0 || level >= this.ceiling) return;
    isSought[start] = 0;
    levelOfSeat[start] = level;
    pending.push(start);
    for (let seat = pending.pop(); seat !== undefined; seat = pending.pop()) {
      for (let at = firstOfSeat[seat]!, end = firstOfSeat[seat + 1]!; at < end; at++) {
        const from = seatOfPerson[person[at]!]!;
        if (from < 0 || isSought[from] === 0) continue;
        isSought[from] = 0;
        levelOfSeat[from] = level;
        pending.push(from);
      }
    }
  }

  /** Seats that no level came to: the ceiling, or their own cost where they are dearer. */
  private crown(seats: Int32Array): void {
    for (const seat of seats) {
      if (this.isSought[seat] === 0) continue;
      this.isSought[seat] = 0;
      this.levelOfSeat[seat] = Math.max(this.ceiling, this.costOfSeat[seat]!);
    }
  }

  private leastLevel(person: number, isKnownOnly: boolean): number {
    const { firstPairOfPerson, seatOfPair } = this.problem;
    let least = Number.POSITIVE_INFINITY;
    for (let pair = firstPairOfPerson[person]!, end = firstPairOfPerson[person + 1]!; pair < end; pair++) {
      const seat = seatOfPair[pair]!;
      if (this.levelOfSeat[seat]! < least && !(isKnownOnly && this.isSought[seat] === 1)) least = this.levelOfSeat[seat]!;
    }
    return least;
  }

  private changeOf(seats: Int32Array, persons: Int32Array): PriceChange {
    const { isKept } = this.matching;
    return {
      seats,
      priceOfSeat: Float64Array.from(seats, (seat) => this.levelOfSeat[seat]! - this.costOfSeat[seat]!),
      persons,
      priceOfPerson: Float64Array.from(persons, (person) => {
        const least = this.leastLevel(person, false);
        if (least === Number.POSITIVE_INFINITY) return 0;
        return isKept[person] === 1 ? this.marginal - least : Math.max(0, this.marginal - least);
      }),
    };
  }
}

function counted(count: number): Int32Array {
  const list = new Int32Array(count);
  for (let k = 0; k < count; k++) list[k] = k;
  return list;
}
