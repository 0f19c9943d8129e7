import { type CoupledProblem, personsOfRows } from './coupled.js';
import { unitOf } from './remainders.js';
import type { WorkingPlan } from './working-plan.js';

/** Two people of different rows change seats: the first one's row has `gain` more left, the other's as much less. */
interface Swap {
  readonly gain: number;
  readonly persons: readonly [number, number];
  readonly after: readonly [number, number];
}

/** Of swaps that bring the same, so many are looked at. */
const mostAlike = 6;
/** Swaps tried together to meet a sum exactly. */
const mostTogether = 3;
/** People of a row whose swaps are looked at first. */
const fewestPeople = 100;

/**
 * Shares one purse out over rows with a limit each, with the same people placed in the same seats: two people of different rows who may both have the other's seat
 * change places, which moves the difference of the costs from one row to the other. First the rows above their limits are brought down by whatever
 * swaps others can pay for; then row after row is met exactly, by the sum of up to three swaps, and the last one has what is left of all.
 */
export class ShareOut {
  private readonly personsOfRow: readonly Int32Array[];
  /** All differences of costs are multiples of it. */
  private readonly unit: number;
  private readonly largestGain: number;

  constructor(
    private readonly problem: CoupledProblem,
    private readonly rowOfPair: Int32Array,
    private readonly costOfSeat: Float64Array,
    private readonly plan: WorkingPlan,
  ) {
    this.personsOfRow = personsOfRows(problem);
    const costs = costOfSeat.filter((cost) => cost > 0).sort();
    this.unit = unitOf(costOfSeat);
    this.largestGain = (costs.at(-1) ?? 0) - (costs[0] ?? 0);
  }

  /** Does the plan hold all limits in the end? */
  *run(): Generator<void, boolean, void> {
    const rows = Array.from({ length: this.problem.rows.count }, (_, row) => row);
    for (let isMoved = true; isMoved; ) {
      isMoved = false;
      for (const row of rows.toSorted((a, b) => this.roomOf(a) - this.roomOf(b) || a - b)) {
        if (this.roomOf(row) >= 0) break;
        yield;
        if (this.bringDown(row)) isMoved = true;
      }
    }
    if (rows.some((row) => this.roomOf(row) < -this.largestGain)) return false;
    const isMet = new Uint8Array(rows.length);
    for (const row of rows.toSorted((a, b) => this.personsOfRow[a]!.length - this.personsOfRow[b]!.length || a - b).slice(0, -1)) {
      isMet[row] = 1;
      yield* this.meet(row, isMet);
    }
    return rows.every((row) => this.roomOf(row) >= 0);
  }

  /** What rows cannot spend of their limits with as many people as they have, as seats cost multiples of the unit more or less. */
  get loss(): number {
    return this.personsOfRow.reduce((sum, _, row) => sum + this.roomOf(row) - Math.floor(this.roomOf(row) / this.unit) * this.unit, 0);
  }

  private roomOf(row: number): number {
    return this.problem.rows.upperOfRow[row]! - this.plan.activityOfRow[row]!;
  }

  /** Swaps with rows that have more room, until the row holds; false: none was found. What one row takes over another may take over from it. */
  private bringDown(row: number): boolean {
    let isMoved = false;
    let roomiest = this.roomiest();
    for (const person of this.personsOfRow[row]!) {
      const room = this.roomOf(row);
      if (room >= 0) break;
      let best: Swap | null = null;
      let most = 0;
      const worthOf = (gain: number, roomOfOther: number): number => (gain > 0 ? gain * (roomOfOther - room - gain) : 0);
      this.swaps(
        person,
        row,
        // Near the end most gains are too large for every row: a pass then looks at few partners.
        (gain) => worthOf(gain, roomiest) > most,
        (other, gain) => {
          const worth = worthOf(gain, this.roomOf(other));
          return worth > most ? worth : 0;
        },
        (swap, worth) => {
          most = worth;
          best = swap;
        },
      );
      if (best === null) continue;
      this.apply(best);
      roomiest = this.roomiest();
      isMoved = true;
    }
    return isMoved;
  }

  /** The room of the row that has most. */
  private roomiest(): number {
    let most = Number.NEGATIVE_INFINITY;
    for (let row = 0; row < this.personsOfRow.length; row++) most = Math.max(most, this.roomOf(row));
    return most;
  }

  /** Until less than a unit of the row's limit is left, by swaps with rows that are not met yet. */
  private *meet(row: number, isMet: Uint8Array): Generator<void, void, void> {
    const persons = this.personsOfRow[row]!;
    let looked = 0;
    const byGain = new Map<number, Swap[]>();
    for (let people = fewestPeople; ; ) {
      const missing = -Math.floor(this.roomOf(row) / this.unit) * this.unit;
      if (missing === 0) return;
      yield;
      for (; looked < Math.min(people, persons.length); looked++) this.gather(persons[looked]!, row, isMet, byGain);
      const swaps = this.summingTo(missing, byGain, looked === persons.length);
      if (swaps.length > 0) {
        for (const swap of swaps) this.apply(swap);
        byGain.clear();
        looked = 0;
      } else if (looked === persons.length) return;
      else people *= 4;
    }
  }

  private gather(person: number, row: number, isMet: Uint8Array, byGain: Map<number, Swap[]>): void {
    this.swaps(
      person,
      row,
      (gain) => (byGain.get(gain)?.length ?? 0) < mostAlike,
      (other, gain) => (isMet[other] === 1 || (byGain.get(gain)?.length ?? 0) >= mostAlike ? 0 : 1),
      (swap) => {
        const alike = byGain.get(swap.gain);
        if (alike === undefined) byGain.set(swap.gain, [swap]);
        else alike.push(swap);
      },
    );
  }

  /** Swaps that share nobody and whose gains add up to the sum; where there are none and it is far, or nothing better to be had, the largest step towards it. */
  private summingTo(sum: number, byGain: ReadonlyMap<number, readonly Swap[]>, isAll: boolean): Swap[] {
    const gains = [...byGain.keys()].sort((a, b) => a - b);
    const pick = (wanted: readonly number[]): Swap[] | null => {
      const picked: Swap[] = [];
      for (const gain of wanted) {
        const swap = byGain.get(gain)?.find((other) => picked.every(({ persons }) => !persons.some((who) => other.persons.includes(who))));
        if (swap === undefined) return null;
        picked.push(swap);
      }
      return picked;
    };
    const exact = (rest: number, depth: number, wanted: readonly number[]): Swap[] | null => {
      if (byGain.has(rest)) {
        const found = pick([...wanted, rest]);
        if (found !== null) return found;
      }
      if (depth === 1) return null;
      for (const gain of gains) {
        const found = exact(rest - gain, depth - 1, [...wanted, gain]);
        if (found !== null) return found;
      }
      return null;
    };
    for (let depth = 1; depth <= mostTogether; depth++) {
      const found = exact(sum, depth, []);
      if (found !== null) return found;
    }
    if (!isAll && Math.abs(sum) <= this.largestGain) return [];
    const step = sum > 0 ? gains.findLast((gain) => gain <= sum && gain > 0) : gains.find((gain) => gain >= sum && gain < 0);
    return step === undefined ? [] : (pick([step]) ?? []);
  }

  private apply({ persons, after }: Swap): void {
    this.plan.apply(persons, after, 2);
  }

  /** All swaps of the person whose gain `suits` and that are worth more than 0. */
  private swaps(
    person: number,
    row: number,
    suits: (gain: number) => boolean,
    worthOf: (other: number, gain: number) => number,
    visit: (swap: Swap, worth: number) => void,
  ): void {
    const { firstPairOfPerson } = this.problem;
    const { pairOfPerson, seatOfPair, firstSlotOfSeat, takenOfSeat, personOfSlot } = this.plan;
    const pair = pairOfPerson[person]!;
    if (pair < 0) return;
    const seat = seatOfPair[pair]!;
    for (let to = firstPairOfPerson[person]!, end = firstPairOfPerson[person + 1]!; to < end; to++) {
      const gain = this.costOfSeat[seat]! - this.costOfSeat[seatOfPair[to]!]!;
      if (gain === 0 || !suits(gain)) continue;
      const first = firstSlotOfSeat[seatOfPair[to]!]!;
      for (let slot = first; slot < first + takenOfSeat[seatOfPair[to]!]!; slot++) {
        const partner = personOfSlot[slot]!;
        const other = this.rowOfPair[pairOfPerson[partner]!]!;
        if (other === row) continue;
        const worth = worthOf(other, gain);
        if (worth <= 0) continue;
        const back = this.plan.pairInto(partner, seat);
        if (back >= 0) visit({ gain, persons: [person, partner], after: [to, back] }, worth);
      }
    }
  }
}
