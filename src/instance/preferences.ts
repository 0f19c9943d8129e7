import { factsOfFlow, factsOfOpening, type ItemFacts } from './facts.js';
import { lookupSlices } from './lookup.js';
import type { Slices } from './slices.js';
import type { Instance } from './types.js';
import { WishTable } from './wishes.js';

/** What people and hosts wish of each eligible pair, as numbers. */
export interface Preferences {
  /** Rank of the best wish that the pair grants, those beyond 20 as 20; 0: none, and for accompanying persons. */
  readonly rankOfPair: Uint8Array;
  /** Rank of the host's wish for the person; 0: none. */
  readonly hostRankOfPair: Int32Array;
  /** Place of a person by points (none last), then in canonical order: the lot, then the id. */
  readonly placeOfPerson: Int32Array;
}

/** Ranks beyond this are not told apart: the counts by rank stay a chain of bounded length. */
export const largestRank = 20;

export function* preferencesOf(instance: Instance): Slices<Preferences> {
  const { roster, persons, openings, flows, openingOfSlot, startDayOfSlot, endDayOfSlot, firstPairOfPerson, slotOfPair } = instance;
  const lookup = yield* lookupSlices(roster);
  const items: ItemFacts[] = [];
  for (const opening of openings) {
    items.push(factsOfOpening(lookup, opening));
    if ((items.length & 127) === 0) yield;
  }
  for (const flow of flows) items.push(factsOfFlow(lookup, flow));
  const wishes = yield* WishTable.over(lookup, items);
  const rankOfPair = new Uint8Array(slotOfPair.length);
  const hostRankOfPair = new Int32Array(slotOfPair.length);
  for (let person = 0; person < persons.length; person++) {
    if ((person & 63) === 63) yield;
    const { id, kind } = persons[person]!;
    if (kind === 'accompanying') continue;
    const hasWishes = lookup.wishesOfStudent.has(id);
    const ofHosts = lookup.hostWishesOfStudent.get(id);
    if (!hasWishes && ofHosts === undefined) continue;
    wishes.turnTo(id);
    for (let pair = firstPairOfPerson[person]!; pair < firstPairOfPerson[person + 1]!; pair++) {
      const slot = slotOfPair[pair]!;
      const opening = openingOfSlot[slot]!;
      rankOfPair[pair] = Math.min(largestRank, wishes.rank(opening, startDayOfSlot[slot]!, endDayOfSlot[slot]!));
      for (const { hostId, rank } of ofHosts ?? []) {
        if (hostId !== openings[opening]!.hostId) continue;
        if (hostRankOfPair[pair] === 0 || rank < hostRankOfPair[pair]!) hostRankOfPair[pair] = rank;
      }
    }
  }
  const points = persons.map((student) => lookup.standingOf(student).points ?? Number.NEGATIVE_INFINITY);
  yield;
  const order = persons.map((_, person) => person).sort((a, b) => (points[a] === points[b] ? a - b : points[b]! - points[a]!));
  const placeOfPerson = new Int32Array(persons.length);
  order.forEach((person, place) => {
    placeOfPerson[person] = place;
  });
  return { rankOfPair, hostRankOfPair, placeOfPerson };
}
