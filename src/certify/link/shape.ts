import { compareText, lotOf } from '../../basics/order.js';
import type { Model } from '../../model/types.js';
import type { Student } from '../../roster/types.js';
import type { LinkPairs } from '../types.js';
import type { Book } from '../rules/book.js';
import type { Slices } from '../rules/slices.js';
import type { FaultList } from './faults.js';

/** Lengths and pointers, so that everything after may index freely. */
export function* checkShape(model: Model, { personIds, slots, slotOfPair }: LinkPairs, faults: FaultList): Slices<void> {
  const { personCount, seatCount, pairCount, columnCount, rows } = model;
  const lengths: [string, number, number][] = [
    ['personIds', personIds.length, personCount],
    ['slotOfPair', slotOfPair.length, pairCount],
    ['firstPairOfPerson', model.firstPairOfPerson.length, personCount + 1],
    ['seatOfPair', model.seatOfPair.length, pairCount],
    ['lowerOfPerson', model.lowerOfPerson.length, personCount],
    ['upperOfPerson', model.upperOfPerson.length, personCount],
    ['upperOfSeat', model.upperOfSeat.length, seatCount],
    ['upperOfExtra', model.upperOfExtra.length, columnCount - pairCount],
    ['countedOfPerson', model.countedOfPerson.length, personCount],
    ['placedColumnOfPerson', model.placedColumnOfPerson.length, personCount],
    ['optionalOfPerson', model.optionalOfPerson.length, personCount],
    ['groupOfPerson', model.groupOfPerson.length, personCount],
    ['applicantsOfGroup', model.applicantsOfGroup.length, model.groupCount],
    ['scoreOfPair', model.scoreOfPair.length, pairCount],
    ['scoreOfExtra', model.scoreOfExtra?.length ?? columnCount - pairCount, columnCount - pairCount],
    ['costOfPair', model.costOfPair.length, pairCount],
    ...lengthsOfWishes(model),
    ['firstEntryOfRow', rows.firstEntryOfRow.length, rows.count + 1],
    ['lowerOfRow', rows.lowerOfRow.length, rows.count],
    ['upperOfRow', rows.upperOfRow.length, rows.count],
    ['minimumToOpenOfRow', rows.minimumToOpenOfRow.length, rows.count],
    ['labelOfRow', rows.labelOfRow.length, rows.count],
    ['coefficientOfEntry', rows.coefficientOfEntry.length, rows.columnOfEntry.length],
  ];
  for (const [name, found, wanted] of lengths) {
    if (found !== wanted) faults.add('shape', () => `${name} has ${found} entries, ${wanted} are expected.`);
  }
  if (!faults.isEmpty) return;
  if (!ascends(model.firstPairOfPerson, pairCount))
    faults.add('shape', () => 'firstPairOfPerson does not ascend from 0 to the number of pairs.');
  if (!ascends(rows.firstEntryOfRow, rows.columnOfEntry.length))
    faults.add('shape', () => 'firstEntryOfRow does not ascend from 0 to the number of entries.');
  yield* checkRange('slotOfPair', slotOfPair, 0, slots.length, faults);
  yield* checkRange('seatOfPair', model.seatOfPair, -1, seatCount, faults);
  yield* checkRange('columnOfEntry', rows.columnOfEntry, 0, columnCount, faults);
}

function lengthsOfWishes({ wishes, pairCount, personCount }: Model): [string, number, number][] {
  if (wishes === undefined) return [];
  const isStable = wishes.way === 'stable';
  return [
    ['rankOfPair', wishes.rankOfPair.length, pairCount],
    ['hostRankOfPair', wishes.hostRankOfPair.length, isStable ? pairCount : 0],
    ['placeOfPerson', wishes.placeOfPerson.length, isStable ? personCount : 0],
  ];
}

function* checkRange(name: string, array: Int32Array, least: number, end: number, faults: FaultList): Slices<void> {
  for (let from = 0; from < array.length; from += 100_000) {
    const to = Math.min(array.length, from + 100_000);
    for (let i = from; i < to; i++) if (array[i]! < least || array[i]! >= end) reportRange(name, array, i, end, faults);
    yield;
  }
}

function reportRange(name: string, array: Int32Array, i: number, end: number, faults: FaultList): void {
  faults.add('shape', () => `${name} ${i} is ${array[i]}, there are ${end}.`);
}

/** The people of the model as records, or null where they are not the people of the roster in canonical order: by lot, then id. */
export function* readPeople(book: Book, personIds: readonly string[], faults: FaultList): Slices<Student[] | null> {
  const people: Student[] = [];
  if (book.students.size !== personIds.length)
    faults.add('person-order', () => `The model has ${personIds.length} people, the roster ${book.students.size}.`);
  let lotBefore = -1;
  for (const [person, id] of personIds.entries()) {
    if (person % 1000 === 999) yield;
    const student = book.students.get(id);
    if (student === undefined) {
      faults.add('person-order', () => `Person ${person} of the model, ${id}, is not in the roster.`);
      continue;
    }
    const before = people.at(-1);
    const lot = lotOf(book.options.seed, student);
    if (before !== undefined && (lot < lotBefore || (lot === lotBefore && compareText(before.id, id) >= 0)))
      faults.add('person-order', () => `By lot and id ${id} does not come after ${before.id}.`);
    people.push(student);
    lotBefore = lot;
  }
  return faults.isEmpty ? people : null;
}

function ascends(firstOf: Int32Array, end: number): boolean {
  if (firstOf[0] !== 0 || firstOf.at(-1) !== end) return false;
  for (let i = 1; i < firstOf.length; i++) if (firstOf[i]! < firstOf[i - 1]!) return false;
  return true;
}
