import { compareText, lotOf } from './order.js';
import { orderOf } from './sort.js';

interface Drawn {
  readonly id: string;
  readonly lot: number | null;
}

/** People in canonical order: by lot, then id. Yields every few tenths of a millisecond. */
export function* peopleInOrder<Person extends Drawn>(seed: number, people: readonly Person[]): Generator<undefined, Person[], undefined> {
  return inOrder(people, yield* orderOfPeople(seed, people));
}

/** The places of people in canonical order. Lots are below 2^32 and seldom equal, so they are sorted as numbers. Yields every few tenths of a millisecond. */
export function* orderOfPeople(seed: number, people: readonly Drawn[]): Generator<undefined, Int32Array, undefined> {
  const lots = new Uint32Array(people.length);
  for (let k = 0; k < people.length; k++) {
    lots[k] = lotOf(seed, people[k]!);
    if ((k & 1023) === 1023) yield;
  }
  const order = yield* orderOf(lots);
  for (let from = 0, to = 0; from < order.length; from = to) {
    for (to = from + 1; to < order.length && lots[order[to]!] === lots[order[from]!]; ) to++;
    if (to > from + 1) order.subarray(from, to).sort((a, b) => compareText(people[a]!.id, people[b]!.id));
    if ((from & 1023) === 1023) yield;
  }
  return order;
}

/** The items at these places. */
export function inOrder<Item>(items: readonly Item[], places: Int32Array): Item[] {
  const sorted: Item[] = [];
  for (const place of places) sorted.push(items[place]!);
  return sorted;
}
