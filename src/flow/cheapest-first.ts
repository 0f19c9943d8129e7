import { type CoupledProblem, hasOnlyLimits } from './coupled.js';
import type { IntoSeats } from './into-seats.js';
import { type CostsOfSeats, costsOfSeats } from './seat-costs.js';

/** People who are worth the same and cost what their seat costs; each pair is paid from its one side row. */
export interface SeatCosts extends CostsOfSeats {
  /** What a person is worth. */
  readonly worth: number;
}

/** Null where pairs differ in worth, lie in several side rows or in none, or cost more for one person than for another; also where rows ask for more than a limit. */
export function seatCostsOf(problem: CoupledProblem, seatOfPair: Int32Array, seatCount: number): SeatCosts | null {
  const { rows, objective, pairCount, lowerOfPerson } = problem;
  const worth = objective[0] ?? 0;
  if (!(worth > 0) || rows.firstEntryOfRow[rows.count] !== pairCount || lowerOfPerson.some((lower) => lower > 0)) return null;
  if (!hasOnlyLimits(problem) || objective.some((value) => value !== worth)) return null;
  const costs = costsOfSeats(
    problem,
    seatOfPair,
    seatCount,
    Array.from({ length: rows.count }, (_, row) => row),
  );
  return costs === null ? null : { ...costs, worth };
}

/** In place of a seat: a person without one, and one whom no search may move any more. */
const nowhere = { waiting: -1, out: -2 } as const;

/**
 * As many people as one purse for all side rows can pay for, and prices of the seats that prove it.
 *
 * Problem. Everybody is worth the same and a pair costs what its seat costs, whoever takes it. At one multiplier λ for all rows a pair is worth
 * 1 − λ·cost of the seat. The sets of seats that can be filled together are the independent sets of a transversal matroid, so going through the seats
 * from the cheapest, and filling each where an augmenting path can, is best for every λ at once (Edmonds 1971; Rado 1957): λ only says where to stop.
 * It stops where the rows' limits, added up, are spent; the cost c of the last seat gives λ = 1/c.
 *
 * Prices. Where no path fills a seat of cost k, the seats that the search reached are full with all the people who could take them (a deficient set,
 * Hall 1935) and nothing later changes that: they are closed, each seat and pair is looked at by one such search at most, and their people have the
 * surplus 1 − λk. Everybody else has none. A seat's price is what it is worth less the least surplus among those who could take it.
 *
 * Fairness. Which of the people without a place takes a seat is free: the one whose row has spent the least of its limit, so that the rows are spent
 * about evenly and what is left to even out is little; or, where people have places in an order, the first of them.
 */
export class CheapestFirst {
  readonly pairOfPerson: Int32Array;
  /** Cost of the seat at which the limits were spent, or time was up; 0: neither. */
  lastCost = 0;
  isStopped = false;
  /** Where a search meets people: their seat, or one of `nowhere`. One look-up instead of four for each of the 20 million pairs that searches look at (100,000 people). */
  private readonly seatOfPerson: Int32Array;
  private readonly spentOfRow: Float64Array;
  private readonly takenOfSeat: Int32Array;
  /** Cost of the seat whose search closed a person's set; 0: none has. */
  private readonly closingCostOfPerson: Float64Array;
  /** Breadth-first search over seats: who would leave a seat that is reached, by which pair. */
  private readonly seen: Int32Array;
  private readonly moverOfSeat: Int32Array;
  private readonly pairOfMover: Int32Array;
  private readonly queue: Int32Array;
  private reachedCount = 0;
  private stamp = 0;

  constructor(
    private readonly problem: CoupledProblem,
    private readonly seatOfPair: Int32Array,
    private readonly upperOfSeat: Int32Array,
    private readonly into: IntoSeats,
    private readonly costs: SeatCosts,
    private readonly placeOfPerson: Int32Array | null = null,
  ) {
    const seatCount = upperOfSeat.length;
    this.pairOfPerson = new Int32Array(problem.personCount).fill(-1);
    this.seatOfPerson = Int32Array.from(problem.upperOfPerson, (upper) => (upper === 0 ? nowhere.out : nowhere.waiting));
    this.spentOfRow = new Float64Array(problem.rows.count);
    this.takenOfSeat = new Int32Array(seatCount);
    this.closingCostOfPerson = new Float64Array(problem.personCount);
    this.seen = new Int32Array(seatCount);
    this.moverOfSeat = new Int32Array(seatCount);
    this.pairOfMover = new Int32Array(seatCount);
    this.queue = new Int32Array(seatCount);
  }

  /** Fills seats until the limits are spent, so many people placed, or time is up. */
  run(shouldStop: () => boolean, enough = Number.POSITIVE_INFINITY): void {
    const { costOfSeat } = this.costs;
    const limit = this.problem.rows.upperOfRow.reduce((sum, upper) => sum + upper, 0);
    const seats = Int32Array.from(costOfSeat.keys()).filter((seat) => costOfSeat[seat]! > 0 && this.upperOfSeat[seat]! > 0);
    seats.sort((a, b) => costOfSeat[a]! - costOfSeat[b]! || a - b);
    let spent = 0;
    let placed = 0;
    for (const seat of seats) {
      const cost = costOfSeat[seat]!;
      if (shouldStop()) {
        this.isStopped = true;
        this.lastCost = cost;
        return;
      }
      for (let places = this.upperOfSeat[seat]!; places > 0 && placed < enough && spent + cost <= limit && this.fill(seat); places--) {
        spent += cost;
        placed++;
      }
      if (placed === enough) return;
      if (spent + cost > limit) {
        this.lastCost = cost;
        return;
      }
    }
  }

  /** Prices of the seats at 1/`lastCost`, rounded up: `price` a unit of cost; worths in units of 1/scale. */
  priceOfSeat(scale: number, price: number): Float64Array {
    const { costOfSeat, worth } = this.costs;
    const { firstOfSeat, person } = this.into;
    const worthAt = (cost: number): number => Math.max(0, worth * scale - price * cost);
    return costOfSeat.map((cost, seat) => {
      if (cost === 0) return 0;
      let least = Number.POSITIVE_INFINITY;
      for (let at = firstOfSeat[seat]!; at < firstOfSeat[seat + 1]!; at++) {
        if (this.problem.upperOfPerson[person[at]!] === 0) continue;
        const closing = this.closingCostOfPerson[person[at]!]!;
        least = Math.min(least, closing === 0 ? 0 : worthAt(closing));
      }
      return Math.max(0, worthAt(cost) - least);
    });
  }

  /** One more person in the seat; false, and a set closed, where nobody can come. */
  private fill(seat: number): boolean {
    const { queue, seen, seatOfPerson } = this;
    const { firstOfSeat, person, pair } = this.into;
    const stamp = ++this.stamp;
    queue[0] = seat;
    seen[seat] = stamp;
    this.reachedCount = 1;
    for (let at = 0; at < this.reachedCount; at++) {
      const here = queue[at]!;
      let best = -1;
      let least = Number.POSITIVE_INFINITY;
      for (let k = firstOfSeat[here]!, end = firstOfSeat[here + 1]!; k < end; k++) {
        const who = person[k]!;
        const from = seatOfPerson[who]!;
        if (from === nowhere.out) continue;
        if (from === nowhere.waiting) {
          const claim = this.placeOfPerson === null ? this.spentShare(pair[k]!) : this.placeOfPerson[who]!;
          if (claim < least) {
            least = claim;
            best = k;
          }
        } else if (best < 0 && seen[from] !== stamp) {
          seen[from] = stamp;
          this.moverOfSeat[from] = who;
          this.pairOfMover[from] = pair[k]!;
          queue[this.reachedCount++] = from;
        }
      }
      if (best >= 0) {
        this.shift(seat, here, person[best]!, pair[best]!);
        return true;
      }
    }
    this.close(this.costs.costOfSeat[seat]!);
    return false;
  }

  /** The person takes a seat, whoever leaves it for that the next, up to the one with the spare place. */
  private shift(end: number, first: number, person: number, pair: number): void {
    let who = person;
    let to = pair;
    for (let seat = first; ; ) {
      const old = this.pairOfPerson[who]!;
      if (old >= 0) this.spend(old, -1);
      this.pairOfPerson[who] = to;
      this.seatOfPerson[who] = seat;
      this.spend(to, 1);
      if (seat === end) break;
      who = this.moverOfSeat[seat]!;
      to = this.pairOfMover[seat]!;
      seat = this.seatOfPair[to]!;
    }
    this.takenOfSeat[end]!++;
  }

  /** Of the limit of the pair's row. */
  private spentShare(pair: number): number {
    const row = this.costs.rowOfPair[pair]!;
    return this.spentOfRow[row]! / Math.max(1, this.problem.rows.upperOfRow[row]!);
  }

  private spend(pair: number, sign: number): void {
    const row = this.costs.rowOfPair[pair]!;
    this.spentOfRow[row] = this.spentOfRow[row]! + sign * this.costs.costOfSeat[this.seatOfPair[pair]!]!;
  }

  /** The seats just reached are full with all who could take them. */
  private close(cost: number): void {
    const { firstOfSeat, person } = this.into;
    for (let at = 0; at < this.reachedCount; at++) {
      const seat = this.queue[at]!;
      for (let k = firstOfSeat[seat]!; k < firstOfSeat[seat + 1]!; k++) {
        if (this.closingCostOfPerson[person[k]!] === 0) this.closingCostOfPerson[person[k]!] = cost;
        this.seatOfPerson[person[k]!] = nowhere.out;
      }
    }
  }
}
