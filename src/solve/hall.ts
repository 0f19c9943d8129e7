import type { Model } from '../model/types.js';
import type { Proof } from '../solution/types.js';

/**
 * A deficient set (Hall 1935; König's alternating closure): all openings that can be reached from a person by "wants, is held by,
 * could also have" are full, and everybody who holds a seat there is kept already. Then the kept fill every seat the
 * person could get, whatever other rows say. The proof stands on those people and seats alone: price 1 on each seat row, −1 on "placed = 1"
 * of each holder.
 */
export class HallSets {
  private readonly holdersOfSeat: number[][];
  private readonly wantersOfSeat: number[][];

  constructor(
    private readonly model: Model,
    plan: Float64Array,
  ) {
    this.holdersOfSeat = Array.from({ length: model.seatCount }, () => []);
    this.wantersOfSeat = Array.from({ length: model.seatCount }, () => []);
    for (let person = 0; person < model.personCount; person++) {
      for (let pair = model.firstPairOfPerson[person]!; pair < model.firstPairOfPerson[person + 1]!; pair++) {
        const seat = model.seatOfPair[pair]!;
        if (seat < 0) continue;
        if (plan[pair]! > 0) this.holdersOfSeat[seat]!.push(person);
        this.wantersOfSeat[seat]!.push(person);
      }
    }
  }

  /** The proof that `person` cannot be placed beside the kept, and whom else it refuses (all their seats are in it); null where there is no such set. */
  refuse(person: number, isKept: Uint8Array): { readonly proof: Proof; readonly persons: Int32Array } | null {
    const { model } = this;
    const persons = [person];
    const seats: number[] = [];
    const knownPerson = new Set(persons);
    const knownSeat = new Set<number>();
    for (let at = 0; at < persons.length; at++) {
      const current = persons[at]!;
      if (model.upperOfPerson[current] !== 1) return null;
      for (let pair = model.firstPairOfPerson[current]!; pair < model.firstPairOfPerson[current + 1]!; pair++) {
        const seat = model.seatOfPair[pair]!;
        if (seat < 0) return null;
        if (knownSeat.has(seat)) continue;
        knownSeat.add(seat);
        seats.push(seat);
        const holders = this.holdersOfSeat[seat]!;
        if (holders.length < model.upperOfSeat[seat]!) return null;
        for (const holder of holders) {
          if (isKept[holder] === 0) return null;
          if (knownPerson.has(holder)) continue;
          knownPerson.add(holder);
          persons.push(holder);
        }
      }
    }
    const refused = this.confinedTo(seats, knownSeat).filter((other) => isKept[other] === 0);
    for (const other of refused) if (!knownPerson.has(other)) persons.push(other);
    const isRefused = new Set(refused);
    const none = new Int32Array(0);
    const part = { persons: Int32Array.from(persons).sort(), seats: Int32Array.from(seats).sort(), sideRows: none, extras: none };
    const rows = part.persons.length + part.seats.length;
    const rowOfPrice = Int32Array.from({ length: rows }, (_, row) => row).filter((row) => !isRefused.has(part.persons[row] ?? -1));
    const priceOfRow = Float64Array.from(rowOfPrice, (row) => (row < part.persons.length ? -1 : 1));
    const proof: Proof = { kind: 'parts', parts: [{ part, proof: { kind: 'prices', prices: { scale: 1, rowOfPrice, priceOfRow } } }] };
    return { proof, persons: Int32Array.from(refused) };
  }

  /** People of at most one placement all of whose pairs lead to these seats, ascending. */
  private confinedTo(seats: readonly number[], isInside: ReadonlySet<number>): number[] {
    const { model } = this;
    const found = new Set<number>();
    for (const seat of seats) for (const person of this.wantersOfSeat[seat]!) found.add(person);
    const isConfined = (person: number): boolean => {
      if (model.upperOfPerson[person] !== 1) return false;
      for (let pair = model.firstPairOfPerson[person]!; pair < model.firstPairOfPerson[person + 1]!; pair++)
        if (!isInside.has(model.seatOfPair[pair]!)) return false;
      return true;
    };
    return [...found].filter(isConfined).sort((a, b) => a - b);
  }
}
