import { compareText } from '../../basics/order.js';
import type { Instance } from '../../instance/types.js';
import { counted, findingOf, listedAtMost, type Finding } from './finding.js';
import { roomOf, slotsOfOpenings } from './room.js';

/** People who must be placed, all of whose openings are these, and the room there: fewer than they are (a deficient set, Hall). */
export interface Deficient {
  readonly people: readonly string[];
  readonly openings: readonly string[];
  readonly room: number;
}

/**
 * Deficient sets of people who must be placed; none exactly where seats alone could hold all of them. Each person looks for a seat along
 * alternating paths; where none is found, all whom the search met share too few seats, and no later path leads through them, so the work is one visit a pair.
 */
export function deficientSets(instance: Instance): Deficient[] {
  const { persons, openings, firstPairOfPerson, slotOfPair, openingOfSlot } = instance;
  const room = slotsOfOpenings(instance).map((slots) => roomOf(instance, slots));
  const holders = openings.map((): number[] => []);
  const openingOfPerson = new Map<number, number>();
  const groups: { people: Set<number>; openings: Set<number> }[] = [];
  const groupOfOpening = new Map<number, (typeof groups)[number]>();

  for (const [first, { kind, required }] of persons.entries()) {
    if (!required || kind === 'accompanying' || firstPairOfPerson[first] === firstPairOfPerson[first + 1]) continue;
    const askedBy = new Map<number, number>();
    const met = [first];
    const touched = new Set<(typeof groups)[number]>();
    let free = -1;
    for (let k = 0; k < met.length && free < 0; k++) {
      const person = met[k]!;
      for (let pair = firstPairOfPerson[person]!; pair < firstPairOfPerson[person + 1]! && free < 0; pair++) {
        const opening = openingOfSlot[slotOfPair[pair]!]!;
        const group = groupOfOpening.get(opening);
        if (group !== undefined) touched.add(group);
        if (group !== undefined || askedBy.has(opening)) continue;
        askedBy.set(opening, person);
        if (holders[opening]!.length < room[opening]!) free = opening;
        else met.push(...holders[opening]!);
      }
    }
    while (free >= 0) {
      const person = askedBy.get(free)!;
      const left = openingOfPerson.get(person) ?? -1;
      holders[free]!.push(person);
      openingOfPerson.set(person, free);
      if (left >= 0) holders[left]!.splice(holders[left]!.indexOf(person), 1);
      free = left;
    }
    if (openingOfPerson.has(first)) continue;
    const all = { people: new Set(met), openings: new Set(askedBy.keys()) };
    for (const group of touched) {
      for (const person of group.people) all.people.add(person);
      for (const opening of group.openings) all.openings.add(opening);
      groups.splice(groups.indexOf(group), 1);
    }
    for (const opening of all.openings) groupOfOpening.set(opening, all);
    groups.push(all);
  }
  return groups.map(({ people, openings: shared }) => ({
    people: [...people].map((person) => persons[person]!.id).sort(compareText),
    openings: [...shared].map((opening) => openings[opening]!.id).sort(compareText),
    room: [...shared].reduce((sum, opening) => sum + room[opening]!, 0),
  }));
}

/** People who must be placed and share too few seats: no plan exists. */
export function requiredFinding(instance: Instance): Finding {
  return findingOf(
    'required-above-seats',
    'red',
    deficientSets(instance).map(
      ({ people, openings, room }) =>
        `${counted(people.length, 'person', 'people')}, ${counted(room, 'seat', 'seats')} in ${some(openings)}: ${some(people)}`,
    ),
    () => 'People who must be placed can only go where there are fewer seats than they are: no plan exists',
    'Find more seats there, let them go elsewhere (dates, languages, profiles), or take "required" off some of them.',
    instance.persons.some(({ required, kind }) => required && kind !== 'accompanying')
      ? 'There is a seat for everybody who must be placed.'
      : 'Nobody is marked as required.',
  );
}

function some(ids: readonly string[]): string {
  return ids.length <= listedAtMost ? ids.join(', ') : `${ids.slice(0, listedAtMost).join(', ')} and ${ids.length - listedAtMost} more`;
}
