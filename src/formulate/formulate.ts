import type { Instance } from '../instance/types.js';
import type { Model } from '../model/types.js';
import { addCompanyRows } from './company.js';
import { addDayRows, addPersonRows } from './days.js';
import { addDecisionRows } from './decisions.js';
import { Drafts } from './drafts.js';
import { addGroupRows } from './groups.js';
import { isAccompanying, sourceOf } from './source.js';
import { addSumRows } from './sums.js';
import { walkOf } from './walk.js';

/** Writes an instance as a model: integers and labelled rows; here the domain ends. */
export function formulate(instance: Instance): Model {
  const source = sourceOf(instance);
  const { persons, firstPairOfPerson, slotOfPair } = instance;
  const pairCount = slotOfPair.length;
  const placedColumnOfPerson = new Int32Array(persons.length).fill(-1);
  let columnCount = pairCount;
  persons.forEach((student, person) => {
    if (student.maximum >= 2) placedColumnOfPerson[person] = columnCount++;
  });
  const drafts = new Drafts();
  addPersonRows(source, drafts, placedColumnOfPerson);
  addDayRows(source, drafts);
  addGroupRows(source, drafts);
  addSumRows(source, drafts, placedColumnOfPerson);
  addCompanyRows(source, drafts);
  addDecisionRows(source, drafts);

  const seatOfOpening = new Int32Array(instance.openings.length).fill(-1);
  const seats: number[] = [];
  instance.openings.forEach((opening, index) => {
    if (source.variantsOfOpening[index] === 1) seatOfOpening[index] = seats.push(opening.seats) - 1;
  });
  const seatOfPair = slotOfPair.map((slot) => (instance.openingOfSlot[slot]! < 0 ? -1 : seatOfOpening[instance.openingOfSlot[slot]!]!));
  const countedOfPerson = Uint8Array.from(persons, (student) => (isAccompanying(student) ? 0 : 1));
  const { options } = instance.roster;
  return {
    personCount: persons.length, seatCount: seats.length, pairCount, columnCount, firstPairOfPerson, seatOfPair,
    lowerOfPerson: Int32Array.from(persons, ({ required, minimum }) => (required ? Math.max(1, minimum) : 0)),
    upperOfPerson: Int32Array.from(persons, ({ maximum }) => maximum),
    upperOfSeat: Int32Array.from(seats),
    upperOfExtra: new Float64Array(columnCount - pairCount).fill(1),
    rows: drafts.toRows(),
    countedOfPerson, placedColumnOfPerson,
    optionalOfPerson: Uint8Array.from(persons, (student) => (isAccompanying(student) && !student.required ? 1 : 0)),
    walk: walkOf(persons),
    ...groupsOf(instance, countedOfPerson),
    scoreOfPair: instance.scoreOfPair, costOfPair: instance.costOfPair,
    order: options.order,
    tiers: options.tiers.map((name) => ({ name, giveMillionths: options.give[name], toleranceMillionths: options.tolerance[name] })),
  };
}

/** Senders with an eligible pair of somebody who counts, in the order of their first person. */
function groupsOf({ persons, firstPairOfPerson }: Instance, counted: Uint8Array): Pick<Model, 'groupOfPerson' | 'groupCount' | 'applicantsOfGroup'> {
  const groupOfSender = new Map<string, number>();
  persons.forEach(({ senderId }, person) => {
    const hasPairs = firstPairOfPerson[person + 1]! > firstPairOfPerson[person]!;
    if (senderId !== null && counted[person] === 1 && hasPairs && !groupOfSender.has(senderId)) groupOfSender.set(senderId, groupOfSender.size);
  });
  const groupOfPerson = Int32Array.from(persons, ({ senderId }, person) => (senderId === null || counted[person] === 0 ? -1 : (groupOfSender.get(senderId) ?? -1)));
  const applicantsOfGroup = new Int32Array(groupOfSender.size);
  for (const group of groupOfPerson) if (group >= 0) applicantsOfGroup[group]!++;
  return { groupOfPerson, groupCount: groupOfSender.size, applicantsOfGroup };
}
