import { type CoupledProblem, personsOfRows } from './coupled.js';
import type { IntoSeats } from './into-seats.js';
import type { WorkingPlan } from './working-plan.js';

/** Gathering ends after so many rows in turn for which the others had no suitable exchange. */
const mostFailures = 8;

/** Two people change places, or one takes the other's: the row at hand gets `gain`, the other row pays `cost`. */
interface Exchange {
  readonly row: number;
  readonly gain: number;
  readonly cost: number;
  readonly persons: readonly [number, number];
  readonly before: readonly [number, number];
  readonly after: readonly [number, number];
}

/**
 * Brings rows with a limit within it, and gathers what is left of limits until it pays for one more person, by exchanges that place as many as before.
 * Fifty senders with half a person's money left over are 25 people; an exchange of seats of different costs moves the difference from one row to another.
 * For rows that have a limit only and share no pair.
 */
export class Transfers {
  private readonly personsOfRow: readonly Int32Array[];

  constructor(
    private readonly problem: CoupledProblem,
    private readonly rowOfPair: Int32Array,
    private readonly costOfPair: Float64Array,
    private readonly plan: WorkingPlan,
    private readonly into: IntoSeats,
    private readonly shouldStop: () => boolean,
  ) {
    this.personsOfRow = personsOfRows(problem);
  }

  /** The plan within all limits; ends early where it places `enough` people. */
  run(enough: number): Int32Array {
    const rows = Array.from({ length: this.problem.rows.count }, (_, row) => row);
    const byRoom = (sign: 1 | -1): number[] => rows.toSorted((a, b) => sign * (this.roomOf(a) - this.roomOf(b)) || a - b);
    for (const row of byRoom(1)) {
      this.raise(row, 0);
      if (this.roomOf(row) < 0) this.drop(row);
    }
    this.fill();
    let placed = this.plan.pairOfPerson.reduce((count, pair) => count + (pair >= 0 ? 1 : 0), 0);
    for (let failures = 0; placed < enough && failures < mostFailures; ) {
      const before = placed;
      for (const row of byRoom(-1)) {
        if (placed >= enough || failures >= mostFailures || this.shouldStop()) break;
        const entry = this.cheapestEntry(row);
        if (entry === null || entry.cost > this.roomOfAll()) continue;
        if (this.raise(row, entry.cost) && this.admit(row)) {
          placed++;
          failures = 0;
        } else failures++;
      }
      if (placed === before) break;
    }
    return this.plan.pairOfPerson;
  }

  private roomOfAll(): number {
    return this.problem.rows.upperOfRow.reduce((sum, _, row) => sum + this.roomOf(row), 0);
  }

  private roomOf(row: number): number {
    return this.problem.rows.upperOfRow[row]! - this.plan.activityOfRow[row]!;
  }

  /** Exchanges until the row has so much room; false where other rows cannot give it. */
  private raise(row: number, room: number): boolean {
    while (this.roomOf(row) < room && !this.shouldStop()) {
      let isMoved = false;
      for (const exchange of this.exchanges(row)) {
        if (this.roomOf(row) >= room) break;
        if (
          this.roomOf(exchange.row) < exchange.cost ||
          exchange.persons.some((who, k) => this.plan.pairOfPerson[who] !== exchange.before[k])
        )
          continue;
        if (this.plan.apply(exchange.persons, exchange.after, 2)) isMoved = true;
      }
      if (!isMoved) break;
    }
    return this.roomOf(row) >= room;
  }

  /** With every other row the exchange that it can pay for and that gives most, those first that give most. */
  private exchanges(row: number): Exchange[] {
    const { plan, costOfPair } = this;
    const { seatOfPair, pairOfPerson, firstSlotOfSeat, takenOfSeat, personOfSlot } = plan;
    const bestOfRow: (Exchange | null)[] = Array.from({ length: this.problem.rows.count }, () => null);
    const gainOfRow = new Float64Array(this.problem.rows.count);
    const roomOfRow = gainOfRow.map((_, other) => (other === row ? Number.NEGATIVE_INFINITY : this.roomOf(other)));
    const { firstPairOfPerson } = this.problem;
    for (const person of this.personsOfRow[row]!) {
      const pair = pairOfPerson[person]!;
      if (pair < 0 || this.rowOfPair[pair] !== row) continue;
      const seat = seatOfPair[pair]!;
      for (let k = this.into.firstOfSeat[seat]!; k < this.into.firstOfSeat[seat + 1]!; k++) {
        const comer = this.into.person[k]!;
        if (pairOfPerson[comer]! >= 0 || this.problem.upperOfPerson[comer] === 0) continue;
        const entry = this.into.pair[k]!;
        const other = this.rowOfPair[entry]!;
        if (costOfPair[entry]! > roomOfRow[other]! || costOfPair[pair]! <= gainOfRow[other]!) continue;
        gainOfRow[other] = costOfPair[pair]!;
        bestOfRow[other] = {
          row: other,
          gain: costOfPair[pair]!,
          cost: costOfPair[entry]!,
          persons: [person, comer],
          before: [pair, -1],
          after: [-1, entry],
        };
      }
      for (let to = firstPairOfPerson[person]!; to < firstPairOfPerson[person + 1]!; to++) {
        const gain = costOfPair[pair]! - costOfPair[to]!;
        if (gain <= 0 || this.rowOfPair[to] !== row) continue;
        const first = firstSlotOfSeat[seatOfPair[to]!]!;
        for (let slot = first; slot < first + takenOfSeat[seatOfPair[to]!]!; slot++) {
          const partner = personOfSlot[slot]!;
          const held = pairOfPerson[partner]!;
          const other = this.rowOfPair[held]!;
          if (gain <= gainOfRow[other]! || roomOfRow[other]! <= 0) continue;
          const back = this.plan.pairInto(partner, seat);
          if (back < 0 || this.rowOfPair[back] !== other || costOfPair[back]! - costOfPair[held]! > roomOfRow[other]!) continue;
          gainOfRow[other] = gain;
          bestOfRow[other] = {
            row: other,
            gain,
            cost: costOfPair[back]! - costOfPair[held]!,
            persons: [person, partner],
            before: [pair, held],
            after: [to, back],
          };
        }
      }
    }
    return bestOfRow.filter((exchange) => exchange !== null).sort((a, b) => b.gain - a.gain || a.row - b.row);
  }

  /** The cheapest pair of an unplaced person of the row into a spare seat. */
  private cheapestEntry(row: number): { readonly person: number; readonly pair: number; readonly cost: number } | null {
    const { firstPairOfPerson, upperOfPerson } = this.problem;
    let best: { person: number; pair: number; cost: number } | null = null;
    for (const person of this.personsOfRow[row]!) {
      if (this.plan.pairOfPerson[person]! >= 0 || upperOfPerson[person] === 0) continue;
      for (let pair = firstPairOfPerson[person]!; pair < firstPairOfPerson[person + 1]!; pair++) {
        const cost = this.costOfPair[pair]!;
        if (this.rowOfPair[pair] === row && (best === null || cost < best.cost) && this.plan.hasSpare(this.plan.seatOfPair[pair]!))
          best = { person, pair, cost };
      }
    }
    return best;
  }

  /** Takes in whoever their row can still pay for, in the cheapest spare seats first. */
  private fill(): void {
    const { firstOfSeat, person, pair } = this.into;
    const seats = this.plan.takenOfSeat.map((_, seat) => seat).filter((seat) => firstOfSeat[seat]! < firstOfSeat[seat + 1]!);
    const costOf = (seat: number): number => this.costOfPair[pair[firstOfSeat[seat]!]!]!;
    for (const seat of seats.sort((a, b) => costOf(a) - costOf(b) || a - b)) {
      for (let at = firstOfSeat[seat]!; at < firstOfSeat[seat + 1]! && this.plan.hasSpare(seat); at++) {
        const who = person[at]!;
        if (this.plan.pairOfPerson[who]! >= 0 || this.problem.upperOfPerson[who] === 0) continue;
        if (costOf(seat) <= this.roomOf(this.rowOfPair[pair[at]!]!)) this.plan.apply([who], [pair[at]!], 1);
      }
    }
  }

  private admit(row: number): boolean {
    const entry = this.cheapestEntry(row);
    return entry !== null && entry.cost <= this.roomOf(row) && this.plan.apply([entry.person], [entry.pair], 1);
  }

  /** Takes people out of a row until it holds: the cheapest that is enough, else the dearest. */
  private drop(row: number): void {
    const { pairOfPerson } = this.plan;
    while (this.roomOf(row) < 0) {
      let leaver = -1;
      let cost = 0;
      for (const person of this.personsOfRow[row]!) {
        const pair = pairOfPerson[person]!;
        if (pair < 0 || this.rowOfPair[pair] !== row) continue;
        const here = this.costOfPair[pair]!;
        const missing = -this.roomOf(row);
        if (leaver < 0 || (cost < missing ? here > cost : here >= missing && here < cost)) {
          leaver = person;
          cost = here;
        }
      }
      if (leaver < 0) return;
      this.plan.apply([leaver], [-1], 1);
    }
  }
}
