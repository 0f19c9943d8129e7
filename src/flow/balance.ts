import type { CoupledProblem, RowsOfPair } from './coupled.js';
import { type IntoSeats, intoSeats } from './into-seats.js';
import type { Relaxed } from './relaxation.js';
import { WorkingPlan } from './working-plan.js';

/** Pairs looked at for one exchange. */
const mostLooks = 400;
/** An exchange may lose this part of a typical value by the prices … */
const reachPart = 0.01;
/** … and in a second round so many times as much. */
const rounds = [1, 10] as const;

/**
 * Where people are worth the same and cost the same, prices cannot say which of them to place: nearly any price sends all of a row's people to the
 * same seats or away from them, and the prices' own plan is far above some limits and far below others (100,000 people, 50 budgets: from 42 to
 * 137 % of their limit at prices within 0.1 % of the bound). This evens such a plan out by exchanges that the prices find nearly free.
 * A person of a broken row leaves, and along a path of near-tight pairs (breadth first over seats) somebody unplaced of rows with room comes in; people
 * for whom there is no such path leave at the end. Then unplaced people come in along paths that end at a spare seat. Rows with upper limits only.
 */
export class Balance {
  readonly plan: WorkingPlan;
  private readonly into: IntoSeats;
  /** Breadth-first search over seats: who moves when a seat is reached, by which pair. */
  private readonly seen: Int32Array;
  private readonly moverOfSeat: Int32Array;
  private readonly pairOfMover: Int32Array;
  private readonly queue: Int32Array;
  private stamp = 0;
  /** How far rows may be raised: to their limit; rows that somebody is leaving by less than they are relieved of. */
  private readonly ceilingOfRow: Float64Array;

  constructor(
    private readonly problem: CoupledProblem,
    private readonly across: RowsOfPair,
    private readonly relaxed: Relaxed,
    seatOfPair: Int32Array,
    upperOfSeat: Int32Array,
    private readonly shouldStop: () => boolean,
  ) {
    this.plan = new WorkingPlan(problem, across, seatOfPair, upperOfSeat, relaxed.matching.pairOfPerson);
    this.ceilingOfRow = problem.rows.upperOfRow.slice();
    const seatCount = upperOfSeat.length;
    this.into = intoSeats(problem, seatOfPair, seatCount);
    this.seen = new Int32Array(seatCount);
    this.moverOfSeat = new Int32Array(seatCount);
    this.pairOfMover = new Int32Array(seatCount);
    this.queue = new Int32Array(seatCount);
  }

  /** The plan evened out, within all limits. `typical`: a typical value, in the units of the relaxation. */
  run(typical: number): Int32Array {
    for (const factor of rounds) {
      const reach = typical * reachPart * factor;
      for (const row of this.brokenRows()) this.shed(row, reach);
      this.fill(reach);
    }
    for (const row of this.brokenRows()) this.drop(row);
    this.fill(typical);
    return this.plan.pairOfPerson;
  }

  private brokenRows(): number[] {
    const { rows } = this.problem;
    const over = (row: number): number => this.plan.activityOfRow[row]! / Math.max(1, rows.upperOfRow[row]!);
    const broken: number[] = [];
    for (let row = 0; row < rows.count; row++) if (this.isBroken(row)) broken.push(row);
    return broken.sort((a, b) => over(b) - over(a) || a - b);
  }

  private isBroken(row: number): boolean {
    return this.plan.activityOfRow[row]! > this.problem.rows.upperOfRow[row]!;
  }

  /** The people placed by pairs of the row, those first who lose least by leaving for what they free. */
  private leaversOf(row: number): number[] {
    const { rows } = this.problem;
    const { surplusOfPerson } = this.relaxed.matching;
    const leavers: { person: number; loss: number }[] = [];
    const { personOfSlot } = this.plan;
    for (let entry = rows.firstEntryOfRow[row]!; entry < rows.firstEntryOfRow[row + 1]!; entry++) {
      const pair = rows.columnOfEntry[entry]!;
      const seat = this.plan.seatOfPair[pair]!;
      const first = this.plan.firstSlotOfSeat[seat]!;
      for (let slot = first; slot < first + this.plan.takenOfSeat[seat]!; slot++) {
        const person = personOfSlot[slot]!;
        if (this.plan.pairOfPerson[person] === pair && this.problem.lowerOfPerson[person] === 0 && rows.coefficientOfEntry[entry]! > 0)
          leavers.push({ person, loss: surplusOfPerson[person]! / rows.coefficientOfEntry[entry]! });
      }
    }
    leavers.sort((a, b) => a.loss - b.loss || a.person - b.person);
    return leavers.map(({ person }) => person);
  }

  /** Lets people of a broken row be replaced until it holds or nobody can be. */
  private shed(row: number, reach: number): void {
    for (const person of this.leaversOf(row)) {
      if (!this.isBroken(row) || this.shouldStop()) return;
      this.relieve(person, reach);
    }
  }

  private drop(row: number): void {
    for (const person of this.leaversOf(row)) {
      if (!this.isBroken(row)) return;
      this.plan.apply([person], [-1], 1);
    }
  }

  /** What the prices lose while the person stands at the pair. */
  private lossAt(person: number, pair: number): number {
    const { matching, valueOfPair } = this.relaxed;
    return matching.surplusOfPerson[person]! - valueOfPair[pair]! + matching.priceOfSeat[this.plan.seatOfPair[pair]!]!;
  }

  /** Does a person's move keep every row that it raises within its limit? */
  private isAllowed(person: number, to: number): boolean {
    const { firstOfPair, row, coefficient } = this.across;
    const from = this.plan.pairOfPerson[person]!;
    for (let at = firstOfPair[to]!; at < firstOfPair[to + 1]!; at++) {
      let change = coefficient[at]!;
      if (from >= 0)
        for (let old = firstOfPair[from]!; old < firstOfPair[from + 1]!; old++) if (row[old] === row[at]) change -= coefficient[old]!;
      if (change > 0 && this.plan.activityOfRow[row[at]!]! + change > this.ceilingOfRow[row[at]!]!) return false;
    }
    return true;
  }

  /** Replaces a person; it stays where nobody comes in. */
  private relieve(leaver: number, reach: number): void {
    const { plan, ceilingOfRow, across } = this;
    const { upperOfRow } = this.problem.rows;
    const pair = plan.pairOfPerson[leaver]!;
    for (let at = across.firstOfPair[pair]!; at < across.firstOfPair[pair + 1]!; at++) {
      const row = across.row[at]!;
      ceilingOfRow[row] = Math.max(upperOfRow[row]!, plan.activityOfRow[row]! - 1);
    }
    plan.apply([leaver], [-1], 1);
    if (!this.replace(leaver, plan.seatOfPair[pair]!, reach)) plan.apply([leaver], [pair], 1);
    for (let at = across.firstOfPair[pair]!; at < across.firstOfPair[pair + 1]!; at++)
      ceilingOfRow[across.row[at]!] = upperOfRow[across.row[at]!]!;
  }

  /** A path of near-tight pairs brings somebody unplaced in where one has left. */
  private replace(leaver: number, start: number, reach: number): boolean {
    const { plan, seen, queue } = this;
    const { firstOfSeat, pair: intoPair, person: intoPerson } = this.into;
    const stamp = ++this.stamp;
    let looks = 0;
    let end = 0;
    queue[end++] = start;
    seen[start] = stamp;
    for (let at = 0; at < end; at++) {
      const seat = queue[at]!;
      for (let k = firstOfSeat[seat]!; k < firstOfSeat[seat + 1]!; k++) {
        if (++looks > mostLooks) return false;
        const person = intoPerson[k]!;
        const pair = intoPair[k]!;
        const current = plan.pairOfPerson[person]!;
        if (person === leaver || current === pair || this.problem.upperOfPerson[person] === 0) continue;
        const from = current < 0 ? -1 : plan.seatOfPair[current]!;
        if ((from >= 0 && seen[from] === stamp) || this.lossAt(person, pair) > reach || !this.isAllowed(person, pair)) continue;
        if (from < 0) {
          const persons = [person];
          const pairs = [pair];
          for (let on = seat; on !== start; ) {
            persons.push(this.moverOfSeat[on]!);
            pairs.push(this.pairOfMover[on]!);
            on = plan.seatOfPair[this.pairOfMover[on]!]!;
          }
          return this.applied(persons, pairs);
        }
        seen[from] = stamp;
        this.moverOfSeat[from] = person;
        this.pairOfMover[from] = pair;
        queue[end++] = from;
      }
    }
    return false;
  }

  /** Applies moves; takes them back where together they break a row that held, or break one worse. */
  private applied(persons: readonly number[], pairs: readonly number[]): boolean {
    const { plan, ceilingOfRow } = this;
    const before = plan.activityOfRow.slice();
    const old = persons.map((person) => plan.pairOfPerson[person]!);
    if (!plan.apply(persons, pairs, persons.length)) return false;
    for (let row = 0; row < before.length; row++) {
      if (plan.activityOfRow[row]! > before[row]! && plan.activityOfRow[row]! > ceilingOfRow[row]!) {
        plan.apply(persons, old, persons.length);
        return false;
      }
    }
    return true;
  }

  /** Unplaced people come in along paths of near-tight pairs that end at a spare seat. */
  private fill(reach: number): void {
    const { firstPairOfPerson, personCount } = this.problem;
    for (let person = 0; person < personCount; person++) {
      if (this.plan.pairOfPerson[person]! >= 0 || firstPairOfPerson[person] === firstPairOfPerson[person + 1]) continue;
      if ((person & 63) === 0 && this.shouldStop()) return;
      this.bringIn(person, reach);
    }
  }

  private bringIn(newcomer: number, reach: number): boolean {
    const { plan, seen, queue } = this;
    const stamp = ++this.stamp;
    let looks = 0;
    let end = 0;
    /** Looks through a person's pairs; true where one of them ended the search. */
    const expand = (person: number): boolean => {
      const current = plan.pairOfPerson[person]!;
      for (let pair = this.problem.firstPairOfPerson[person]!; pair < this.problem.firstPairOfPerson[person + 1]!; pair++) {
        looks++;
        const seat = plan.seatOfPair[pair]!;
        if (pair === current || seen[seat] === stamp || this.lossAt(person, pair) > reach || !this.isAllowed(person, pair)) continue;
        seen[seat] = stamp;
        this.moverOfSeat[seat] = person;
        this.pairOfMover[seat] = pair;
        if (plan.hasSpare(seat)) return this.follow(newcomer, seat);
        queue[end++] = seat;
      }
      return false;
    };
    if (this.problem.upperOfPerson[newcomer] === 0) return false;
    if (expand(newcomer)) return true;
    for (let at = 0; at < end && looks <= mostLooks; at++) {
      const seat = queue[at]!;
      const first = plan.firstSlotOfSeat[seat]!;
      for (let slot = first; slot < first + plan.takenOfSeat[seat]!; slot++) if (expand(plan.personOfSlot[slot]!)) return true;
    }
    return false;
  }

  private follow(newcomer: number, last: number): boolean {
    const persons: number[] = [];
    const pairs: number[] = [];
    for (let seat = last; ; ) {
      const person = this.moverOfSeat[seat]!;
      persons.push(person);
      pairs.push(this.pairOfMover[seat]!);
      if (person === newcomer) break;
      seat = this.plan.seatOfPair[this.plan.pairOfPerson[person]!]!;
    }
    return this.applied(persons, pairs);
  }
}
