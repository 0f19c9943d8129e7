import type { Slices } from '../instance/slices.js';
import { floorOf, placesOf } from '../instance/earlier.js';
import { lookupOf } from '../instance/lookup.js';
import { compareStandings, type Standing } from '../instance/standing.js';
import type { Instance } from '../instance/types.js';
import type { Model } from '../model/types.js';
import { isAccompanying, note } from './source.js';

type People = Pick<
  Model,
  'lowerOfPerson' | 'upperOfPerson' | 'countedOfPerson' | 'optionalOfPerson' | 'walk' | 'groupOfPerson' | 'groupCount' | 'applicantsOfGroup'
>;

/** Limits of each person, who counts, the walk over the selection lists, and the groups of evenness. */
export function* peopleOf(instance: Instance): Slices<People> {
  const { persons } = instance;
  const lowerOfPerson = new Int32Array(persons.length);
  const upperOfPerson = new Int32Array(persons.length);
  const countedOfPerson = new Uint8Array(persons.length);
  const optionalOfPerson = new Uint8Array(persons.length);
  for (let person = 0; person < persons.length; person++) {
    const student = persons[person]!;
    const { required, minimum, maximum } = student;
    const counts = !isAccompanying(student);
    lowerOfPerson[person] = required || floorOf(instance, person) !== null ? Math.max(1, minimum) : 0;
    upperOfPerson[person] = maximum;
    countedOfPerson[person] = counts ? 1 : 0;
    optionalOfPerson[person] = counts || required ? 0 : 1;
    if ((person & 1023) === 1023) yield;
  }
  const walk = yield* walkOf(instance);
  return { lowerOfPerson, upperOfPerson, countedOfPerson, optionalOfPerson, walk, ...(yield* groupsOf(instance)) };
}

/** Somebody on a selection list. */
interface Ranked {
  readonly person: number;
  readonly standing: Standing;
}

/** People with list and points: each list from the best (points, deciding marks, canonical order), the lists interleaved by position. */
function* walkOf({ persons, roster }: Instance): Slices<Int32Array> {
  const { standingOf } = lookupOf(roster);
  const lists = new Map<string, Ranked[]>();
  for (let person = 0; person < persons.length; person++) {
    const student = persons[person]!;
    if (student.selectionList !== null) {
      const standing = standingOf(student);
      if (standing.points !== null) note(lists, student.selectionList, { person, standing });
    }
    if ((person & 1023) === 1023) yield;
  }
  for (const list of lists.values()) {
    // Of equal standing the first in canonical order stays the first.
    list.sort((a, b) => compareStandings(a.standing, b.standing));
    yield;
  }
  const walk: number[] = [];
  let going = [...lists.values()];
  for (let position = 0; going.length > 0; position++) {
    for (const person of going.map((list) => list[position]!.person).sort((a, b) => a - b)) walk.push(person);
    going = going.filter((list) => list.length > position + 1);
    if ((position & 255) === 255) yield;
  }
  if (!roster.options.replan) return Int32Array.from(walk);
  const isEarlier = new Set(placesOf(roster).map(({ studentId }) => studentId));
  const isBefore = (person: number) => isEarlier.has(persons[person]!.id);
  return Int32Array.from([...walk.filter(isBefore), ...walk.filter((person) => !isBefore(person))]);
}

/** Senders with an eligible pair of somebody who counts, in the order of their first person. All who count are applicants, with pairs or without. */
function* groupsOf({ persons, firstPairOfPerson }: Instance): Slices<Pick<Model, 'groupOfPerson' | 'groupCount' | 'applicantsOfGroup'>> {
  const groupOfSender = new Map<string, number>();
  const noGroup = -1;
  const groupOfPerson = new Int32Array(persons.length).fill(noGroup);
  // Who has no pairs may stand before the first person of the group.
  const waiting: number[] = [];
  for (let person = 0; person < persons.length; person++) {
    const { senderId, kind } = persons[person]!;
    if ((person & 1023) === 1023) yield;
    if (senderId === null || kind === 'accompanying') continue;
    let group = groupOfSender.get(senderId);
    if (group === undefined && firstPairOfPerson[person + 1]! > firstPairOfPerson[person]!)
      groupOfSender.set(senderId, (group = groupOfSender.size));
    if (group === undefined) waiting.push(person);
    else groupOfPerson[person] = group;
  }
  for (const person of waiting) groupOfPerson[person] = groupOfSender.get(persons[person]!.senderId!) ?? noGroup;
  const applicantsOfGroup = new Int32Array(groupOfSender.size);
  for (const group of groupOfPerson) if (group !== noGroup) applicantsOfGroup[group]!++;
  return { groupOfPerson, groupCount: groupOfSender.size, applicantsOfGroup };
}
