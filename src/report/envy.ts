import type { Preferences } from '../instance/preferences.js';
import type { Slices } from '../instance/slices.js';
import type { Instance } from '../instance/types.js';

/**
 * What wishes and priorities hold against a plan. A person prefers an eligible opening to what they have where it grants a wish of smaller rank, or
 * any wish to none; and any eligible opening to no placement. A person stands before another at an opening by the host's wish, then by points, then
 * by lot. Seats alone are looked at: no budget, quota, bed or minimum.
 */
export interface Envy {
  /** Person and opening: the person prefers it (on some of its dates), and it has a free seat then, or holds somebody behind the person. */
  readonly blockingPairs: number;
  /** Person and another's placement: the person prefers that opening, is eligible for it on overlapping dates, and stands before its holder. */
  readonly justifiedEnvy: number;
  /** People with at least one such envy. */
  readonly envious: number;
}

/** Worth of a placement without a wish, and of none: behind every rank. */
const noWish = 255;
const notPlaced = 256;

interface Holder {
  readonly person: number;
  readonly startDay: number;
  readonly endDay: number;
  readonly standing: number;
}

/** Counts for a plan given by its pairs. Yields now and then. */
export function* envyOf(instance: Instance, preferences: Preferences, plan: Int32Array): Slices<Envy> {
  const { persons, openings, openingOfSlot, slotOfPair, firstPairOfPerson, startDayOfSlot, endDayOfSlot } = instance;
  const { rankOfPair, hostRankOfPair, placeOfPerson } = preferences;
  let lastHostRank = 1;
  for (const rank of hostRankOfPair) lastHostRank = Math.max(lastHostRank, rank + 1);
  const standingOf = (person: number, pair: number): number =>
    (hostRankOfPair[pair]! || lastHostRank) * persons.length + placeOfPerson[person]!;
  const worthOfPerson = new Int32Array(persons.length).fill(notPlaced);
  const holders: Holder[][] = openings.map(() => []);
  let person = 0;
  for (const pair of plan) {
    while (firstPairOfPerson[person + 1]! <= pair) person++;
    const slot = slotOfPair[pair]!;
    if (openingOfSlot[slot]! < 0) continue;
    worthOfPerson[person] = Math.min(worthOfPerson[person]!, rankOfPair[pair]! || noWish);
    const [startDay, endDay] = [startDayOfSlot[slot]!, endDayOfSlot[slot]!];
    holders[openingOfSlot[slot]!]!.push({ person, startDay, endDay, standing: standingOf(person, pair) });
  }
  const totals = { blockingPairs: 0, justifiedEnvy: 0, envious: 0 };
  for (let own = 0; own < persons.length; own++) {
    if ((own & 63) === 63) yield;
    if (persons[own]!.kind === 'accompanying') continue;
    let envies = 0;
    let lastOpening = -1;
    let isBlocking = false;
    let envied = new Set<Holder>();
    for (let pair = firstPairOfPerson[own]!; pair < firstPairOfPerson[own + 1]!; pair++) {
      const slot = slotOfPair[pair]!;
      const opening = openingOfSlot[slot]!;
      // The dates of one opening stand beside each other, and count together.
      if (opening !== lastOpening) {
        lastOpening = opening;
        isBlocking = false;
        envied = new Set();
      }
      if ((rankOfPair[pair]! || noWish) >= worthOfPerson[own]!) continue;
      const standing = standingOf(own, pair);
      const [startDay, endDay] = [startDayOfSlot[slot]!, endDayOfSlot[slot]!];
      const others = holders[opening]!.filter((holder) => holder.person !== own && holder.startDay <= endDay && holder.endDay >= startDay);
      const behind = others.filter((holder) => holder.standing > standing);
      if (!isBlocking && (behind.length > 0 || fullest(others, startDay) < openings[opening]!.seats)) {
        isBlocking = true;
        totals.blockingPairs++;
      }
      for (const holder of behind) {
        if (envied.has(holder)) continue;
        envied.add(holder);
        envies++;
      }
    }
    totals.justifiedEnvy += envies;
    if (envies > 0) totals.envious++;
  }
  return totals;
}

/** Most holders on one day from `fromDay` on; a new maximum begins on a first day. */
function fullest(holders: readonly Holder[], fromDay: number): number {
  const on = (day: number): number => holders.filter(({ startDay, endDay }) => startDay <= day && day <= endDay).length;
  return Math.max(on(fromDay), ...holders.filter(({ startDay }) => startDay > fromDay).map(({ startDay }) => on(startDay)));
}
