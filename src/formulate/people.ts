import type { Slices } from '../instance/slices.js';
import { floorOf, placesOf } from '../instance/earlier.js';
import { lookupOf } from '../instance/lookup.js';
import { compareStandings } from '../instance/standing.js';
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
    lowerOfPerson[person] = student.required || floorOf(instance, person) !== null ? Math.max(1, student.minimum) : 0;
    upperOfPerson[person] = student.maximum;
    countedOfPerson[person] = isAccompanying(student) ? 0 : 1;
    optionalOfPerson[person] = isAccompanying(student) && !student.required ? 1 : 0;
    if ((person & 1023) === 1023) yield;
  }
  const walk = yield* walkOf(instance);
  return { lowerOfPerson, upperOfPerson, countedOfPerson, optionalOfPerson, walk, ...(yield* groupsOf(instance)) };
}

/** People with list and points: each list from the best (points, deciding marks, canonical order), the lists interleaved by position. */
function* walkOf({ persons, roster }: Instance): Slices<Int32Array> {
  const { standingOf } = lookupOf(roster);
  const standings = persons.map(standingOf);
  yield;
  const lists = new Map<string, number[]>();
  for (let person = 0; person < persons.length; person++) {
    const student = persons[person]!;
    if (!isAccompanying(student) && student.selectionList !== null && standings[person]!.points !== null)
      note(lists, student.selectionList, person);
    if ((person & 1023) === 1023) yield;
  }
  const atPosition = new Map<number, number[]>();
  for (const list of lists.values()) {
    list.sort((a, b) => compareStandings(standings[a]!, standings[b]!) || a - b);
    yield;
    for (let position = 0; position < list.length; position++) {
      note(atPosition, position, list[position]!);
      if ((position & 1023) === 1023) yield;
    }
  }
  const walk: number[] = [];
  for (let position = 0; position < atPosition.size; position++) {
    for (const person of atPosition.get(position)!.sort((a, b) => a - b)) walk.push(person);
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
  for (let person = 0; person < persons.length; person++) {
    const { senderId } = persons[person]!;
    const hasPairs = firstPairOfPerson[person + 1]! > firstPairOfPerson[person]!;
    if (senderId !== null && hasPairs && !isAccompanying(persons[person]!) && !groupOfSender.has(senderId))
      groupOfSender.set(senderId, groupOfSender.size);
    if ((person & 1023) === 1023) yield;
  }
  const groupOfPerson = new Int32Array(persons.length).fill(-1);
  const applicantsOfGroup = new Int32Array(groupOfSender.size);
  for (let person = 0; person < persons.length; person++) {
    const { senderId } = persons[person]!;
    const group = senderId === null || isAccompanying(persons[person]!) ? -1 : (groupOfSender.get(senderId) ?? -1);
    groupOfPerson[person] = group;
    if (group >= 0) applicantsOfGroup[group]!++;
    if ((person & 1023) === 1023) yield;
  }
  return { groupOfPerson, groupCount: groupOfSender.size, applicantsOfGroup };
}
