import type { CoupledProblem } from './coupled.js';
import type { Relaxed } from './relaxation.js';
import type { WorkingPlan } from './working-plan.js';

/** Seat rows with more people than this are looked through from the start only so far. */
const mostHolders = 24;
/** Steps that the chains of one person may take: a bound on time where nearly everything is near. */
const mostSteps = 2000;
/** People that one chain moves, unless it is asked for longer ones. */
const longestChain = 4;

/**
 * Cheap changes of a plan that start at one person: to an opening with a spare seat or to "unplaced"; to a full opening, whose holder goes on to
 * a third (at most two such ejections, or more in longer chains), ending at a spare seat, at "unplaced", or at the seat that the first person leaves; and a refill of that seat
 * where it has a price. Cheap means: the prices of a relaxation lose at most `reach` by it, so only near-tight pairs are looked at.
 */
export class Chains {
  readonly person: Int32Array;
  readonly pair: Int32Array;
  private readonly firstNear: Int32Array;
  private readonly nearPair: Int32Array;
  /** What the prices lose where the person stands there; the same order as nearPair. */
  private readonly nearLoss: Float64Array;
  private readonly firstInto: Int32Array;
  private readonly intoPair: Int32Array;
  private readonly intoPerson: Int32Array;
  private sourceSeat = -1;
  private steps = 0;

  /** `emit(count)` is called for each chain; it reads person[0 … count−1] and pair[0 … count−1]. */
  constructor(
    private readonly problem: CoupledProblem,
    private readonly plan: WorkingPlan,
    private readonly relaxed: Relaxed,
    private readonly reach: number,
    private readonly emit: (count: number) => void,
    private readonly longest = longestChain,
  ) {
    this.person = new Int32Array(longest);
    this.pair = new Int32Array(longest);
    const { personCount, firstPairOfPerson, upperOfPerson } = problem;
    const seatCount = plan.upperOfSeat.length;
    const near: number[] = [];
    const loss: number[] = [];
    this.firstNear = new Int32Array(personCount + 1);
    this.firstInto = new Int32Array(seatCount + 1);
    for (let person = 0; person < personCount; person++) {
      for (let pair = firstPairOfPerson[person]!; pair < firstPairOfPerson[person + 1]! && upperOfPerson[person]! > 0; pair++) {
        const lost = this.lossAt(person, pair);
        if (lost > reach) continue;
        near.push(pair);
        loss.push(lost);
        this.firstInto[plan.seatOfPair[pair]! + 1]!++;
      }
      this.firstNear[person + 1] = near.length;
    }
    this.nearPair = Int32Array.from(near);
    this.nearLoss = Float64Array.from(loss);
    for (let seat = 0; seat < seatCount; seat++) this.firstInto[seat + 1]! += this.firstInto[seat]!;
    this.intoPair = new Int32Array(near.length);
    this.intoPerson = new Int32Array(near.length);
    const next = this.firstInto.slice();
    for (let person = 0; person < personCount; person++) {
      for (let at = this.firstNear[person]!; at < this.firstNear[person + 1]!; at++) {
        const to = next[plan.seatOfPair[near[at]!]!]!++;
        this.intoPair[to] = near[at]!;
        this.intoPerson[to] = person;
      }
    }
  }

  /** What the prices lose while the person stands at the pair (−1: unplaced). */
  private lossAt(person: number, pair: number): number {
    const { matching, valueOfPair } = this.relaxed;
    const surplus = matching.surplusOfPerson[person]!;
    return pair < 0 ? surplus : surplus - valueOfPair[pair]! + matching.priceOfSeat[this.plan.seatOfPair[pair]!]!;
  }

  from(person: number): void {
    const pair = this.plan.pairOfPerson[person]!;
    this.sourceSeat = pair < 0 ? -1 : this.plan.seatOfPair[pair]!;
    this.steps = 0;
    this.step(person, 0, 0);
  }

  /** Lets a person leave its place as move number `depth`, after moves that lost `lost`. */
  private step(person: number, depth: number, lost: number): void {
    const { plan, reach, sourceSeat } = this;
    if (++this.steps > mostSteps) return;
    const current = plan.pairOfPerson[person]!;
    const base = lost - this.lossAt(person, current);
    this.person[depth] = person;
    if (current >= 0 && this.problem.lowerOfPerson[person] === 0) {
      const here = base + this.lossAt(person, -1);
      if (here <= reach) {
        this.pair[depth] = -1;
        this.close(depth + 1, here);
      }
    }
    const currentSeat = current < 0 ? -1 : plan.seatOfPair[current]!;
    for (let at = this.firstNear[person]!, end = this.firstNear[person + 1]!; at < end; at++) {
      const pair = this.nearPair[at]!;
      const here = base + this.nearLoss[at]!;
      if (pair === current || here > reach) continue;
      const seat = plan.seatOfPair[pair]!;
      this.person[depth] = person;
      this.pair[depth] = pair;
      if (seat === sourceSeat) {
        // The seat that the first person left (or keeps by another pair of its own).
        this.emit(depth + 1);
      } else if (plan.hasSpare(seat)) {
        this.close(depth + 1, here - this.relaxed.matching.priceOfSeat[seat]!);
      } else if (seat !== currentSeat && depth + 2 < this.longest) {
        const first = plan.firstSlotOfSeat[seat]!;
        const holders = Math.min(mostHolders, plan.takenOfSeat[seat]!);
        for (let slot = first; slot < first + holders; slot++) {
          const holder = plan.personOfSlot[slot]!;
          if (this.isMoved(holder, depth + 1)) continue;
          this.step(holder, depth + 1, here);
          this.person[depth] = person;
          this.pair[depth] = pair;
        }
      }
    }
  }

  private isMoved(person: number, count: number): boolean {
    for (let k = 0; k < count; k++) if (this.person[k] === person) return true;
    return false;
  }

  /** The chain leaves the first person's seat spare: as it is, or refilled. */
  private close(count: number, lost: number): void {
    const { plan, sourceSeat, reach } = this;
    if (sourceSeat < 0) {
      this.emit(count);
      return;
    }
    const { priceOfSeat } = this.relaxed.matching;
    const price = priceOfSeat[sourceSeat]!;
    if (lost + price <= reach) this.emit(count);
    if (price === 0 || count === this.longest) return;
    for (let at = this.firstInto[sourceSeat]!; at < this.firstInto[sourceSeat + 1]!; at++) {
      const person = this.intoPerson[at]!;
      if (++this.steps > mostSteps) return;
      const current = plan.pairOfPerson[person]!;
      if (current === this.intoPair[at] || this.isMoved(person, count)) continue;
      const left = current < 0 ? 0 : priceOfSeat[plan.seatOfPair[current]!]!;
      if (lost + left + this.lossAt(person, this.intoPair[at]!) - this.lossAt(person, current) > reach) continue;
      if (current >= 0 && plan.seatOfPair[current] === sourceSeat) continue;
      this.person[count] = person;
      this.pair[count] = this.intoPair[at]!;
      this.emit(count + 1);
    }
  }
}
