import { cityKey } from '../../basics/cities.js';
import { lookupOf } from '../../instance/lookup.js';
import { placeOf } from '../../instance/place.js';
import type { Instance } from '../../instance/types.js';
import type { Budget, Quota, Student } from '../../roster/types.js';

/** The columns of a budget or a quota that say which placements it is about. */
export type Scope = Partial<Omit<Quota, 'id' | 'minimum' | 'maximum'>> & Partial<Pick<Budget, 'kind'>>;

const personFields = ['senderId', 'schoolId', 'projectId', 'kind', 'profileId', 'sex', 'fewerOpportunities'] as const;

export function holdsPerson(scope: Scope, student: Student): boolean {
  return personFields.every((field) => scope[field] == null || scope[field] === student[field]);
}

/** 1 for the slots that lie in the scope. */
export function slotsInScope(
  { roster, openings, hosts, flows, openingOfSlot, hostOfSlot, flowOfSlot, slotCount }: Instance,
  scope: Scope,
): Uint8Array {
  const lookup = lookupOf(roster);
  const inside = new Uint8Array(slotCount).fill(1);
  const { openingId, hostId, flowId, partnerId, country, city } = scope;
  if ([openingId, hostId, flowId, partnerId, country, city].every((value) => value == null)) return inside;
  const key = city == null ? null : cityKey(city);
  for (let slot = 0; slot < slotCount; slot++) {
    const [host, flow] = [hosts[hostOfSlot[slot]!] ?? null, flows[flowOfSlot[slot]!] ?? null];
    const place = placeOf(lookup, host, flow);
    const holds =
      (openingId == null || openings[openingOfSlot[slot]!]?.id === openingId) &&
      (hostId == null || host?.id === hostId) &&
      (flowId == null || flow?.id === flowId) &&
      (partnerId == null || place.partnerId === partnerId) &&
      (country == null || place.country === country) &&
      (key === null || place.city === key);
    if (!holds) inside[slot] = 0;
  }
  return inside;
}

/** Whether a person has a pair in these slots, only such pairs, and the cheapest of them in cents (Infinity: none). */
export function pairsInScope({ firstPairOfPerson, slotOfPair, costOfPair }: Instance, slots: Uint8Array, person: number) {
  let [some, only, cheapestCents] = [false, true, Number.POSITIVE_INFINITY];
  for (let pair = firstPairOfPerson[person]!; pair < firstPairOfPerson[person + 1]!; pair++) {
    if (slots[slotOfPair[pair]!] === 1) {
      some = true;
      cheapestCents = Math.min(cheapestCents, costOfPair[pair]!);
    } else only = false;
  }
  return { some, only: some && only, cheapestCents };
}
