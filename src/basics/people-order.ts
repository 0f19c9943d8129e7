import { compareText, lotOf } from './order.js';
import { orderOf } from './sort.js';

/** People in canonical order: by lot, then id. Lots are below 2^32 and seldom equal, so they are sorted as numbers. Yields every few tenths of a millisecond. */
export function* peopleInOrder<Person extends { readonly id: string; readonly lot: number | null }>(
  seed: number,
  people: readonly Person[],
): Generator<undefined, Person[], undefined> {
  const lots = new Uint32Array(people.length);
  for (let k = 0; k < people.length; k++) {
    lots[k] = lotOf(seed, people[k]!);
    if ((k & 1023) === 1023) yield;
  }
  const order = yield* orderOf(lots);
  const sorted: Person[] = [];
  for (let from = 0, to = 0; from < order.length; from = to) {
    for (to = from + 1; to < order.length && lots[order[to]!] === lots[order[from]!]; ) to++;
    if (to === from + 1) sorted.push(people[order[from]!]!);
    else
      for (const person of [...order.subarray(from, to)].map((k) => people[k]!).sort((a, b) => compareText(a.id, b.id)))
        sorted.push(person);
    if ((from & 1023) === 1023) yield;
  }
  return sorted;
}
