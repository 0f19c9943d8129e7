import { activitiesOf, type CoupledProblem, type RowsOfPair } from './coupled.js';

/** A plan that changes move by move; seats always hold, side rows may be broken. */
export class WorkingPlan {
  readonly pairOfPerson: Int32Array;
  readonly activityOfRow: Float64Array;
  /** The people in a seat row: personOfSlot[firstSlotOfSeat[j] … + takenOfSeat[j] − 1]. */
  readonly firstSlotOfSeat: Int32Array;
  readonly takenOfSeat: Int32Array;
  readonly personOfSlot: Int32Array;
  private readonly slotOfPerson: Int32Array;

  /** `seatOfPair` has no −1: pairs without a seat row share one without limit. */
  constructor(
    private readonly problem: CoupledProblem,
    private readonly across: RowsOfPair,
    readonly seatOfPair: Int32Array,
    readonly upperOfSeat: Int32Array,
    pairOfPerson: Int32Array,
  ) {
    this.pairOfPerson = pairOfPerson.slice();
    this.activityOfRow = activitiesOf(problem, across, pairOfPerson);
    const seatCount = upperOfSeat.length;
    this.firstSlotOfSeat = new Int32Array(seatCount + 1);
    for (const seat of seatOfPair) this.firstSlotOfSeat[seat + 1]!++;
    for (let seat = 0; seat < seatCount; seat++) {
      this.firstSlotOfSeat[seat + 1] =
        this.firstSlotOfSeat[seat]! + Math.max(0, Math.min(this.firstSlotOfSeat[seat + 1]!, upperOfSeat[seat]!));
    }
    this.takenOfSeat = new Int32Array(seatCount);
    this.personOfSlot = new Int32Array(this.firstSlotOfSeat[seatCount]!);
    this.slotOfPerson = new Int32Array(problem.personCount);
    for (let person = 0; person < problem.personCount; person++) {
      if (pairOfPerson[person]! >= 0) this.sit(person, seatOfPair[pairOfPerson[person]!]!);
    }
  }

  hasSpare(seat: number): boolean {
    return this.takenOfSeat[seat]! < this.firstSlotOfSeat[seat + 1]! - this.firstSlotOfSeat[seat]!;
  }

  /** Moves each person to its new pair (−1: unplaced), all at once; false, and nothing changed, where a seat row would overflow. */
  apply(persons: ArrayLike<number>, pairs: ArrayLike<number>, count: number): boolean {
    const old: number[] = [];
    for (let k = 0; k < count; k++) {
      old.push(this.pairOfPerson[persons[k]!]!);
      this.put(persons[k]!, -1);
    }
    for (let k = 0; k < count; k++) {
      if (pairs[k]! >= 0 && !this.hasSpare(this.seatOfPair[pairs[k]!]!)) {
        for (let back = 0; back < k; back++) this.put(persons[back]!, -1);
        for (let back = 0; back < count; back++) this.put(persons[back]!, old[back]!);
        return false;
      }
      this.put(persons[k]!, pairs[k]!);
    }
    return true;
  }

  private put(person: number, pair: number): void {
    const old = this.pairOfPerson[person]!;
    if (old >= 0) {
      this.count(old, -1);
      const seat = this.seatOfPair[old]!;
      const last = this.personOfSlot[this.firstSlotOfSeat[seat]! + --this.takenOfSeat[seat]!]!;
      const slot = this.slotOfPerson[person]!;
      this.personOfSlot[slot] = last;
      this.slotOfPerson[last] = slot;
    }
    this.pairOfPerson[person] = pair;
    if (pair >= 0) {
      this.count(pair, 1);
      this.sit(person, this.seatOfPair[pair]!);
    }
  }

  /** The person's pair into a seat row; −1: none. */
  pairInto(person: number, seat: number): number {
    const { firstPairOfPerson } = this.problem;
    for (let pair = firstPairOfPerson[person]!; pair < firstPairOfPerson[person + 1]!; pair++)
      if (this.seatOfPair[pair] === seat) return pair;
    return -1;
  }

  private sit(person: number, seat: number): void {
    const slot = this.firstSlotOfSeat[seat]! + this.takenOfSeat[seat]!++;
    this.personOfSlot[slot] = person;
    this.slotOfPerson[person] = slot;
  }

  private count(pair: number, sign: number): void {
    const { firstOfPair, row, coefficient } = this.across;
    for (let at = firstOfPair[pair]!; at < firstOfPair[pair + 1]!; at++) {
      this.activityOfRow[row[at]!] = this.activityOfRow[row[at]!]! + sign * coefficient[at]!;
    }
  }
}
