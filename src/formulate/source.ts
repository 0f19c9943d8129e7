import { lookupOf } from '../instance/lookup.js';
import { placeOf, type Place } from '../instance/place.js';
import type { Instance, Student } from '../instance/types.js';

/** An instance with what the rows ask of it, in index spaces. */
export interface Source {
  readonly instance: Instance;
  readonly personOfPair: Int32Array;
  /** The pairs of slot s are pairsBySlot[firstOfSlot[s]] … pairsBySlot[firstOfSlot[s + 1] − 1], ascending. */
  readonly firstOfSlot: Int32Array;
  readonly pairsBySlot: Int32Array;
  readonly placeOfSlot: readonly Place[];
  /** How many dated variants the opening of a slot has; 0 for the slot of a flow. */
  readonly variantsOfOpening: Int32Array;
}

export function sourceOf(instance: Instance): Source {
  const { firstPairOfPerson, slotOfPair, slotCount, persons } = instance;
  const pairCount = slotOfPair.length;
  const personOfPair = new Int32Array(pairCount);
  for (let person = 0; person < persons.length; person++) personOfPair.fill(person, firstPairOfPerson[person]!, firstPairOfPerson[person + 1]!);
  const firstOfSlot = new Int32Array(slotCount + 1);
  for (let pair = 0; pair < pairCount; pair++) firstOfSlot[slotOfPair[pair]! + 1]!++;
  for (let slot = 0; slot < slotCount; slot++) firstOfSlot[slot + 1]! += firstOfSlot[slot]!;
  const next = firstOfSlot.slice(0, slotCount);
  const pairsBySlot = new Int32Array(pairCount);
  for (let pair = 0; pair < pairCount; pair++) pairsBySlot[next[slotOfPair[pair]!]!++] = pair;
  const lookup = lookupOf(instance.roster);
  const placeOfSlot = Array.from({ length: slotCount }, (_, slot) => {
    const host = instance.hostOfSlot[slot]! < 0 ? null : instance.hosts[instance.hostOfSlot[slot]!]!;
    const flow = instance.flowOfSlot[slot]! < 0 ? null : instance.flows[instance.flowOfSlot[slot]!]!;
    return placeOf(lookup, host, flow);
  });
  const variantsOfOpening = new Int32Array(instance.openings.length);
  for (const opening of instance.openingOfSlot) if (opening >= 0) variantsOfOpening[opening]!++;
  return { instance, personOfPair, firstOfSlot, pairsBySlot, placeOfSlot, variantsOfOpening };
}

export function isAccompanying(student: Student): boolean {
  return student.kind === 'accompanying';
}

/** Groups slots by a key; null keys are left out. */
export function slotsBy<Key>(source: Source, keyOf: (slot: number) => Key | null): Map<Key, number[]> {
  const groups = new Map<Key, number[]>();
  for (let slot = 0; slot < source.instance.slotCount; slot++) {
    const key = keyOf(slot);
    if (key === null) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [slot]);
    else group.push(slot);
  }
  return groups;
}

/** Does this pair need a bed and a journey? */
export function stays({ instance, personOfPair }: Source, pair: number): boolean {
  const opening = instance.openingOfSlot[instance.slotOfPair[pair]!]!;
  return !instance.persons[personOfPair[pair]!]!.online && !(opening >= 0 && instance.openings[opening]!.online);
}
