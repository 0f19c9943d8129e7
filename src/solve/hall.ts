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

  constructor(
    private readonly model: Model,
    plan: Float64Array,
  ) {
    this.holdersOfSeat = Array.from({ length: model.seatCount }, () => []);
    for (let person = 0; person < model.personCount; person++) {
      for (let pair = model.firstPairOfPerson[person]!; pair < model.firstPairOfPerson[person + 1]!; pair++) {
        if (plan[pair]! > 0 && model.seatOfPair[pair]! >= 0) this.holdersOfSeat[model.seatOfPair[pair]!]!.push(person);
      }
    }
  }

  /** The proof that `person` cannot be placed beside the kept; null where there is no such set. */
  refuse(person: number, isKept: Uint8Array): Proof | null {
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
    const none = new Int32Array(0);
    const part = { persons: Int32Array.from(persons).sort(), seats: Int32Array.from(seats).sort(), sideRows: none, extras: none };
    const rows = part.persons.length + part.seats.length;
    const own = part.persons.indexOf(person);
    const rowOfPrice = Int32Array.from({ length: rows }, (_, row) => row).filter((row) => row !== own);
    const priceOfRow = Float64Array.from(rowOfPrice, (row) => (row < part.persons.length ? -1 : 1));
    return { kind: 'parts', parts: [{ part, proof: { kind: 'prices', prices: { scale: 1, rowOfPrice, priceOfRow } } }] };
  }
}
