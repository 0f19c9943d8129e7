import { comparePeople } from '../../basics/order.js';
import type { Model } from '../../model/types.js';
import type { Student } from '../../roster/types.js';
import type { LinkPairs } from '../types.js';
import type { Book } from '../rules/book.js';
import type { FaultList } from './faults.js';

/** Lengths and pointers, so that everything after may index freely. */
export function checkShape(model: Model, { personIds, slots, slotOfPair }: LinkPairs, faults: FaultList): void {
  const { personCount, seatCount, pairCount, columnCount, rows } = model;
  const lengths: [string, number, number][] = [
    ['personIds', personIds.length, personCount], ['slotOfPair', slotOfPair.length, pairCount],
    ['firstPairOfPerson', model.firstPairOfPerson.length, personCount + 1], ['seatOfPair', model.seatOfPair.length, pairCount],
    ['lowerOfPerson', model.lowerOfPerson.length, personCount], ['upperOfPerson', model.upperOfPerson.length, personCount],
    ['upperOfSeat', model.upperOfSeat.length, seatCount], ['upperOfExtra', model.upperOfExtra.length, columnCount - pairCount],
    ['countedOfPerson', model.countedOfPerson.length, personCount], ['placedColumnOfPerson', model.placedColumnOfPerson.length, personCount],
    ['optionalOfPerson', model.optionalOfPerson.length, personCount], ['groupOfPerson', model.groupOfPerson.length, personCount],
    ['applicantsOfGroup', model.applicantsOfGroup.length, model.groupCount], ['scoreOfPair', model.scoreOfPair.length, pairCount],
    ['costOfPair', model.costOfPair.length, pairCount], ['firstEntryOfRow', rows.firstEntryOfRow.length, rows.count + 1],
    ['lowerOfRow', rows.lowerOfRow.length, rows.count], ['upperOfRow', rows.upperOfRow.length, rows.count],
    ['minimumToOpenOfRow', rows.minimumToOpenOfRow.length, rows.count], ['labelOfRow', rows.labelOfRow.length, rows.count],
    ['coefficientOfEntry', rows.coefficientOfEntry.length, rows.columnOfEntry.length],
  ];
  for (const [name, found, wanted] of lengths) {
    if (found !== wanted) faults.add('shape', () => `${name} has ${found} entries, ${wanted} are expected.`);
  }
  if (!faults.isEmpty) return;
  if (!ascends(model.firstPairOfPerson, pairCount)) faults.add('shape', () => 'firstPairOfPerson does not ascend from 0 to the number of pairs.');
  if (!ascends(rows.firstEntryOfRow, rows.columnOfEntry.length)) faults.add('shape', () => 'firstEntryOfRow does not ascend from 0 to the number of entries.');
  for (let pair = 0; pair < pairCount; pair++) {
    if (slotOfPair[pair]! < 0 || slotOfPair[pair]! >= slots.length) faults.add('shape', () => `Pair ${pair} has slot ${slotOfPair[pair]}, there are ${slots.length}.`);
    if (model.seatOfPair[pair]! < -1 || model.seatOfPair[pair]! >= seatCount) faults.add('shape', () => `Pair ${pair} has seat ${model.seatOfPair[pair]}, there are ${seatCount}.`);
  }
  for (const column of rows.columnOfEntry) {
    if (column < 0 || column >= columnCount) faults.add('shape', () => `A row names column ${column}, there are ${columnCount}.`);
  }
}

/** The people of the model as records, or null where they are not the people of the roster in canonical order: by lot, then id. */
export function readPeople(book: Book, personIds: readonly string[], faults: FaultList): Student[] | null {
  const wanted = [...book.roster.students].sort((a, b) => comparePeople(book.options.seed, a, b));
  if (wanted.length !== personIds.length) {
    faults.add('person-order', () => `The model has ${personIds.length} people, the roster ${wanted.length}.`);
    return null;
  }
  const place = wanted.findIndex(({ id }, person) => id !== personIds[person]);
  if (place < 0) return wanted;
  faults.add('person-order', () => `Person ${place} of the model is ${personIds[place]}; by lot and id it is ${wanted[place]!.id}.`);
  return null;
}

function ascends(firstOf: Int32Array, end: number): boolean {
  if (firstOf[0] !== 0 || firstOf.at(-1) !== end) return false;
  for (let i = 1; i < firstOf.length; i++) if (firstOf[i]! < firstOf[i - 1]!) return false;
  return true;
}
