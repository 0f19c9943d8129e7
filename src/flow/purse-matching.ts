import type { CoupledProblem } from './coupled.js';
import type { IntoSeats } from './into-seats.js';

/** What a search found: a holder who may leave, or that there is none and what the cheapest free place within reach costs. */
export interface Reach {
  /** −1: nobody within reach may leave. */
  readonly leaver: number;
  /** Cost of the cheapest seat with a free place within reach, and that seat; Infinity and −1: none. */
  readonly cost: number;
  readonly seat: number;
}

const anybody = (): boolean => true;

/**
 * People in seats, changed along alternating paths: somebody takes a seat, its holder another one of theirs, and so on (Berge 1957). Who is `isKept` never
 * leaves; seats that `isShut` are not gone into.
 */
export class PurseMatching {
  readonly pairOfPerson: Int32Array;
  /** −1: unplaced. */
  readonly seatOfPerson: Int32Array;
  readonly takenOfSeat: Int32Array;
  readonly isKept: Uint8Array;
  readonly isShut: Uint8Array;
  /** The seats of the last search, in the order in which they were reached. */
  readonly reached: Int32Array;
  reachedCount = 0;
  private readonly firstSlotOfSeat: Int32Array;
  private readonly personOfSlot: Int32Array;
  private readonly seatOfSlot: Int32Array;
  private readonly slotOfPerson: Int32Array;
  private readonly seen: Int32Array;
  private readonly moverOfSeat: Int32Array;
  private readonly pairOfMover: Int32Array;
  private stamp = 0;

  constructor(
    private readonly problem: CoupledProblem,
    private readonly costOfSeat: Float64Array,
    /** Who leaves where several may: the one with the highest number. */
    private readonly placeOfPerson: Int32Array,
    into: IntoSeats,
    pairOfPerson: Int32Array,
  ) {
    const { personCount, seatCount, seatOfPair, upperOfSeat } = problem;
    this.pairOfPerson = pairOfPerson.slice();
    this.seatOfPerson = new Int32Array(personCount).fill(-1);
    this.takenOfSeat = new Int32Array(seatCount);
    this.isKept = new Uint8Array(personCount);
    this.isShut = new Uint8Array(seatCount);
    this.reached = new Int32Array(seatCount);
    this.seen = new Int32Array(seatCount);
    this.moverOfSeat = new Int32Array(seatCount);
    this.pairOfMover = new Int32Array(seatCount);
    this.firstSlotOfSeat = new Int32Array(seatCount + 1);
    for (let seat = 0; seat < seatCount; seat++) {
      const wanted = into.firstOfSeat[seat + 1]! - into.firstOfSeat[seat]!;
      this.firstSlotOfSeat[seat + 1] = this.firstSlotOfSeat[seat]! + Math.max(0, Math.min(wanted, upperOfSeat[seat]!));
    }
    const slotCount = this.firstSlotOfSeat[seatCount]!;
    this.personOfSlot = new Int32Array(slotCount).fill(-1);
    this.seatOfSlot = new Int32Array(slotCount);
    for (let seat = 0; seat < seatCount; seat++) this.seatOfSlot.fill(seat, this.firstSlotOfSeat[seat]!, this.firstSlotOfSeat[seat + 1]!);
    this.slotOfPerson = new Int32Array(personCount).fill(-1);
    for (let person = 0; person < personCount; person++) {
      const pair = pairOfPerson[person]!;
      if (pair >= 0) this.sit(person, pair, this.nextSlot(seatOfPair[pair]!));
    }
  }

  hasSpare(seat: number): boolean {
    return this.takenOfSeat[seat]! < this.problem.upperOfSeat[seat]!;
  }

  /** Calls `visit` for each person in the seat. */
  holders(seat: number, visit: (person: number) => void): void {
    const first = this.firstSlotOfSeat[seat]!;
    for (let slot = first; slot < first + this.takenOfSeat[seat]!; slot++) visit(this.personOfSlot[slot]!);
  }

  /** Whom a place for `person`, who has none, would cost theirs; breadth first, of those who `mayLeave`. */
  reachFrom(person: number, mayLeave: (leaver: number) => boolean = anybody): Reach {
    this.begin();
    this.discover(person);
    return this.search(mayLeave);
  }

  /** Whose leaving would free a place in `seat`. */
  reachFreeing(seat: number, mayLeave: (leaver: number) => boolean = anybody): Reach {
    this.begin();
    this.seen[seat] = this.stamp;
    this.moverOfSeat[seat] = -1;
    this.reached[this.reachedCount++] = seat;
    return this.search(mayLeave);
  }

  wasReached(seat: number): boolean {
    return this.seen[seat] === this.stamp;
  }

  /** After `reachFrom` or `reachFreeing`: the leaver goes, and everybody on the path moves up. */
  replace(leaver: number): void {
    const slot = this.slotOfPerson[leaver]!;
    this.pairOfPerson[leaver] = -1;
    this.seatOfPerson[leaver] = -1;
    this.slotOfPerson[leaver] = -1;
    const freed = this.shiftInto(slot);
    if (freed >= 0) this.empty(freed);
  }

  /** After `reachFrom`: everybody on the path to a seat with a free place moves up. */
  enter(seat: number): void {
    this.shiftInto(this.nextSlot(seat));
  }

  private begin(): void {
    this.stamp++;
    this.reachedCount = 0;
  }

  private search(mayLeave: (leaver: number) => boolean): Reach {
    let cost = Number.POSITIVE_INFINITY;
    let free = -1;
    for (let at = 0; at < this.reachedCount; at++) {
      const seat = this.reached[at]!;
      if (this.costOfSeat[seat]! < cost && this.hasSpare(seat)) {
        cost = this.costOfSeat[seat]!;
        free = seat;
      }
      const leaver = this.leaverOf(seat, mayLeave);
      if (leaver >= 0) return { leaver, cost, seat: free };
      const first = this.firstSlotOfSeat[seat]!;
      for (let slot = first; slot < first + this.takenOfSeat[seat]!; slot++) this.discover(this.personOfSlot[slot]!);
    }
    return { leaver: -1, cost, seat: free };
  }

  private discover(person: number): void {
    const { firstPairOfPerson, seatOfPair } = this.problem;
    for (let pair = firstPairOfPerson[person]!, end = firstPairOfPerson[person + 1]!; pair < end; pair++) {
      const seat = seatOfPair[pair]!;
      if (this.seen[seat] === this.stamp || this.isShut[seat] === 1) continue;
      this.seen[seat] = this.stamp;
      this.moverOfSeat[seat] = person;
      this.pairOfMover[seat] = pair;
      this.reached[this.reachedCount++] = seat;
    }
  }

  private leaverOf(seat: number, mayLeave: (leaver: number) => boolean): number {
    let leaver = -1;
    const first = this.firstSlotOfSeat[seat]!;
    for (let slot = first; slot < first + this.takenOfSeat[seat]!; slot++) {
      const person = this.personOfSlot[slot]!;
      if (this.isKept[person] === 1 || (leaver >= 0 && this.placeOfPerson[person]! < this.placeOfPerson[leaver]!)) continue;
      if (mayLeave(person)) leaver = person;
    }
    return leaver;
  }

  /** Fills the slot along the path of the last search; the slot that is empty then, −1 where somebody without a place began it. */
  private shiftInto(slot: number): number {
    for (let to = slot; ; ) {
      const seat = this.seatOfSlot[to]!;
      const mover = this.moverOfSeat[seat]!;
      if (mover < 0) return to;
      const from = this.slotOfPerson[mover]!;
      this.personOfSlot[to] = mover;
      this.slotOfPerson[mover] = to;
      this.pairOfPerson[mover] = this.pairOfMover[seat]!;
      this.seatOfPerson[mover] = seat;
      if (from < 0) return -1;
      to = from;
    }
  }

  private nextSlot(seat: number): number {
    return this.firstSlotOfSeat[seat]! + this.takenOfSeat[seat]!++;
  }

  private sit(person: number, pair: number, slot: number): void {
    this.pairOfPerson[person] = pair;
    this.seatOfPerson[person] = this.seatOfSlot[slot]!;
    this.personOfSlot[slot] = person;
    this.slotOfPerson[person] = slot;
  }

  /** The last of the seat takes the slot. */
  private empty(slot: number): void {
    const seat = this.seatOfSlot[slot]!;
    const end = this.firstSlotOfSeat[seat]! + --this.takenOfSeat[seat]!;
    const last = this.personOfSlot[end]!;
    this.personOfSlot[end] = -1;
    if (slot === end) return;
    this.personOfSlot[slot] = last;
    this.slotOfPerson[last] = slot;
  }
}
