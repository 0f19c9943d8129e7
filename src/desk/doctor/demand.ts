import { isoOfDay } from '../../basics/day.js';
import { compareText } from '../../basics/order.js';
import type { Instance } from '../../instance/types.js';
import { counted, type Finding } from './finding.js';
import { roomOf } from './room.js';

/** People who may go to something, and the seats it has: a group with fewer seats than people who can go nowhere else is short. */
export interface Balance {
  readonly by: 'profile' | 'city' | 'month' | 'language';
  readonly value: string;
  /** People all of whose places lie here. */
  readonly only: number;
  /** People who may go here, among other places. */
  readonly may: number;
  /** People whom the openings here can take, one after the other where they have several dates. */
  readonly seats: number;
}

/** Supply and demand by profile, city, month of the first day, and language asked, largest shortage first. */
export function balances(instance: Instance): Balance[] {
  const { openings, hosts, openingOfSlot, hostOfSlot, startDayOfSlot } = instance;
  const host = new Map(hosts.map((one) => [one.id, one]));
  const partner = new Map(instance.roster.organisations.map((one) => [one.id, one]));
  const ofSlot = (slot: number, by: Balance['by']): readonly string[] => {
    const opening = openings[openingOfSlot[slot]!]!;
    const own = hosts[hostOfSlot[slot]!];
    switch (by) {
      case 'profile':
        return opening.profileIds.length === 0 ? ['any'] : opening.profileIds;
      case 'city':
        return [own?.city ?? partner.get(own?.partnerId ?? '')?.city ?? 'unknown'];
      case 'month':
        return [isoOfDay(startDayOfSlot[slot]!).slice(0, 7)];
      case 'language':
        return [...opening.languages, ...(host.get(opening.hostId)?.languages ?? [])].map(({ language }) => language);
    }
  };
  return (['profile', 'city', 'month', 'language'] as const).flatMap((by) => balanceBy(instance, by, (slot) => ofSlot(slot, by)));
}

function balanceBy(instance: Instance, by: Balance['by'], valuesOf: (slot: number) => readonly string[]): Balance[] {
  const { persons, firstPairOfPerson, slotOfPair, openingOfSlot, slotCount } = instance;
  const valuesOfSlot = Array.from({ length: slotCount }, (_, slot) => (openingOfSlot[slot]! < 0 ? [] : [...new Set(valuesOf(slot))]));
  const slotsOf = new Map<string, number[]>();
  for (let slot = 0; slot < slotCount; slot++) {
    for (const value of valuesOfSlot[slot]!) {
      const slots = slotsOf.get(value);
      if (slots === undefined) slotsOf.set(value, [slot]);
      else slots.push(slot);
    }
  }
  const may = new Map<string, number>();
  const only = new Map<string, number>();
  for (let person = 0; person < persons.length; person++) {
    if (persons[person]!.kind === 'accompanying' || firstPairOfPerson[person] === firstPairOfPerson[person + 1]) continue;
    const seen = new Set<string>();
    let common: Set<string> | null = null;
    for (let pair = firstPairOfPerson[person]!; pair < firstPairOfPerson[person + 1]!; pair++) {
      const values = valuesOfSlot[slotOfPair[pair]!]!;
      for (const value of values) seen.add(value);
      common = new Set<string>(common === null ? values : values.filter((value) => common!.has(value)));
    }
    for (const value of seen) may.set(value, (may.get(value) ?? 0) + 1);
    for (const value of common ?? []) only.set(value, (only.get(value) ?? 0) + 1);
  }
  return [...slotsOf]
    .map(([value, slots]): Balance => {
      return { by, value, only: only.get(value) ?? 0, may: may.get(value) ?? 0, seats: roomOf(instance, slots) };
    })
    .sort((a, b) => b.only - b.seats - (a.only - a.seats) || compareText(a.value, b.value));
}

export function demandFinding(all: readonly Balance[]): Finding {
  const short = all.filter(({ only, seats }) => only > seats);
  if (short.length === 0)
    return {
      level: 'green',
      code: 'demand-met',
      text: 'No profile, city, month or language has more people who depend on it than seats.',
      advice: null,
      items: [],
      count: 0,
    };
  return {
    level: 'amber',
    code: 'demand-above-supply',
    text: `${short.length === 1 ? 'One group depends' : `${short.length} groups depend`} on fewer seats than people`,
    advice: 'Find openings for these first: whoever depends on them can go nowhere else.',
    items: short
      .slice(0, 8)
      .map(
        ({ by, value, only, seats }) =>
          `${by} ${value}: ${counted(only, 'person depends', 'people depend')} on ${counted(seats, 'seat', 'seats')}`,
      ),
    count: short.length,
  };
}
