import { reachOf } from '../instance/facts.js';
import { type Lookup, lookupSlices } from '../instance/lookup.js';
import { type Place, placeOf } from '../instance/place.js';
import type { Slices } from '../instance/slices.js';
import type { Instance, Roster, Student } from '../instance/types.js';

/** An instance with what the rows ask of it, in index spaces. */
export interface Source {
  readonly instance: Instance;
  readonly lookup: Lookup;
  /** Of those whom decisions or an earlier plan name. */
  readonly personOfId: ReadonlyMap<string, number>;
  readonly personOfPair: Int32Array;
  /** The pairs of slot s are pairsBySlot[firstOfSlot[s]] … pairsBySlot[firstOfSlot[s + 1] − 1], ascending. */
  readonly firstOfSlot: Int32Array;
  readonly pairsBySlot: Int32Array;
  readonly placeOfSlot: readonly Place[];
  /** How many dated variants an opening has. */
  readonly variantsOfOpening: Int32Array;
  /** Column "placed" of people with more than one placement, after all pairs; −1 for the others. */
  readonly placedColumnOfPerson: Int32Array;
  readonly extraCount: number;
}

/** Pairs between two pauses; each stretch in a plain loop, for those of generators run at half the speed. */
const stretch = 65_536;

export function* sourceOf(instance: Instance): Slices<Source> {
  const { firstPairOfPerson, slotOfPair, slotCount, persons, openingOfSlot, flowOfSlot, hostOfSlot } = instance;
  const lookup = yield* lookupSlices(instance.roster);
  const pairCount = slotOfPair.length;
  const personOfPair = new Int32Array(pairCount);
  const placedColumnOfPerson = new Int32Array(persons.length).fill(-1);
  const named = namedIds(instance.roster);
  const personOfId = new Map<string, number>();
  let extraCount = 0;
  for (let person = 0; person < persons.length; person++) {
    personOfPair.fill(person, firstPairOfPerson[person]!, firstPairOfPerson[person + 1]!);
    if (named.size > 0 && named.has(persons[person]!.id)) personOfId.set(persons[person]!.id, person);
    if (persons[person]!.maximum >= 2) placedColumnOfPerson[person] = pairCount + extraCount++;
    if ((person & 511) === 511) yield;
  }
  const firstOfSlot = new Int32Array(slotCount + 1);
  for (let from = 0; from < pairCount; from += stretch) {
    countBySlot(slotOfPair, from, Math.min(pairCount, from + stretch), firstOfSlot);
    yield;
  }
  for (let slot = 0; slot < slotCount; slot++) firstOfSlot[slot + 1]! += firstOfSlot[slot]!;
  const next = firstOfSlot.slice(0, slotCount);
  const pairsBySlot = new Int32Array(pairCount);
  for (let from = 0; from < pairCount; from += stretch) {
    sortBySlot(slotOfPair, from, Math.min(pairCount, from + stretch), next, pairsBySlot);
    yield;
  }
  const placeOfSlot: Place[] = [];
  const variantsOfOpening = new Int32Array(instance.openings.length);
  for (let slot = 0; slot < slotCount; slot++) {
    const opening = openingOfSlot[slot]!;
    if (opening >= 0) variantsOfOpening[opening]!++;
    const isVariant = opening >= 0 && slot > 0 && openingOfSlot[slot - 1] === opening;
    const [host, flow] = [instance.hosts[hostOfSlot[slot]!] ?? null, instance.flows[flowOfSlot[slot]!] ?? null];
    placeOfSlot.push(isVariant ? placeOfSlot[slot - 1]! : placeOf(lookup, host, flow));
    if ((slot & 255) === 255) yield;
  }
  return {
    instance,
    lookup,
    personOfId,
    personOfPair,
    firstOfSlot,
    pairsBySlot,
    placeOfSlot,
    variantsOfOpening,
    placedColumnOfPerson,
    extraCount,
  };
}

/** Ids of people whom decisions or the earlier plan name. */
function namedIds({ decisions, plan }: Roster): ReadonlySet<string | null> {
  return new Set([...decisions.flatMap(({ studentId, otherId }) => [studentId, otherId]), ...plan.map(({ studentId }) => studentId)]);
}

/** Adds to counts[slot + 1] how many pairs have the slot. */
function countBySlot(slotOfPair: Int32Array, from: number, to: number, counts: Int32Array): void {
  for (let pair = from; pair < to; pair++) counts[slotOfPair[pair]! + 1]!++;
}

/** Puts pairs from … to − 1 in the next free place of their slot. */
function sortBySlot(slotOfPair: Int32Array, from: number, to: number, next: Int32Array, pairsBySlot: Int32Array): void {
  for (let pair = from; pair < to; pair++) pairsBySlot[next[slotOfPair[pair]!]!++] = pair;
}

export function isAccompanying(student: Student): boolean {
  return student.kind === 'accompanying';
}

/** The pairs of a slot, ascending; a view. */
export function pairsOfSlot({ pairsBySlot, firstOfSlot }: Source, slot: number): Int32Array {
  return pairsBySlot.subarray(firstOfSlot[slot]!, firstOfSlot[slot + 1]!);
}

/** Slots that have a pair, by a key; null keys are left out. */
export function* slotsBy<Key>({ instance, firstOfSlot }: Source, keyOf: (slot: number) => Key | null): Slices<Map<Key, number[]>> {
  const groups = new Map<Key, number[]>();
  for (let slot = 0; slot < instance.slotCount; slot++) {
    const key = firstOfSlot[slot] === firstOfSlot[slot + 1] ? null : keyOf(slot);
    if (key !== null) note(groups, key, slot);
    if ((slot & 1023) === 1023) yield;
  }
  return groups;
}

/** Adds a value to the list of a key. */
export function note<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

/** Does this pair need a bed? Who is online or in the own city sleeps at home. */
export function stays({ instance, personOfPair }: Source, pair: number): boolean {
  const slot = instance.slotOfPair[pair]!;
  const opening = instance.openings[instance.openingOfSlot[slot]!] ?? null;
  if (instance.persons[personOfPair[pair]!]!.online || opening?.online === true) return false;
  return reachOf(opening, instance.flows[instance.flowOfSlot[slot]!] ?? null) !== 'local';
}
