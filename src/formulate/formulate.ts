import { sortInSlices } from '../basics/sort.js';
import { runInSlices, runNow, type Slices } from '../instance/slices.js';
import type { Instance } from '../instance/types.js';
import { compareLabels, packRows, type RowDraft } from '../model/side-rows.js';
import type { Model } from '../model/types.js';
import { companyRows } from './company.js';
import { dayRows, personRows } from './days.js';
import { decisionRows } from './decisions.js';
import { groupRows } from './groups.js';
import { peopleOf } from './people.js';
import { sourceOf } from './source.js';
import { sumRows } from './sums.js';
import { directed, hasMoves, type Undirected } from './ways.js';
import { wishedCompanyRows } from './wished-company.js';

/** Writes an instance as a model: integers and labelled rows; here the domain ends. */
export function formulate(instance: Instance): Model {
  return runNow(formulateSlices(instance));
}

/** The same model, written in slices of a few milliseconds, so that the event loop turns meanwhile. */
export function formulateInSlices(instance: Instance): Promise<Model> {
  return runInSlices(formulateSlices(instance));
}

function* formulateSlices(instance: Instance): Slices<Model> {
  const source = yield* sourceOf(instance);
  const { persons, openings, openingOfSlot, slotOfPair } = instance;
  const drafts: RowDraft[] = [];
  yield* personRows(source, drafts);
  yield* dayRows(source, drafts);
  yield* groupRows(source, drafts);
  yield* sumRows(source, drafts);
  yield* companyRows(source, drafts);
  const scoreOfCompany = yield* wishedCompanyRows(source, slotOfPair.length + source.extraCount, drafts);
  const earlierPairs = yield* decisionRows(source, drafts);
  const rows = yield* packRows(yield* sortInSlices(drafts, (a, b) => compareLabels(a.label, b.label)));

  const seatOfOpening = new Int32Array(openings.length).fill(-1);
  const seats: number[] = [];
  for (const [opening, record] of openings.entries()) {
    if (source.variantsOfOpening[opening] === 1) seatOfOpening[opening] = seats.push(record.seats) - 1;
  }
  const seatOfSlot = openingOfSlot.map((opening) => (opening < 0 ? -1 : seatOfOpening[opening]!));
  const seatOfPair = new Int32Array(slotOfPair.length);
  for (let from = 0; from < slotOfPair.length; from += 65_536) {
    lookUp(seatOfSlot, slotOfPair, seatOfPair, from, Math.min(slotOfPair.length, from + 65_536));
    yield;
  }
  const extraCount = source.extraCount + scoreOfCompany.length;
  const scoreOfExtra = new Int32Array(extraCount);
  scoreOfExtra.set(scoreOfCompany, source.extraCount);
  const people = yield* peopleOf(instance);
  const model: Undirected = {
    personCount: persons.length,
    seatCount: seats.length,
    pairCount: slotOfPair.length,
    columnCount: slotOfPair.length + extraCount,
    firstPairOfPerson: instance.firstPairOfPerson,
    seatOfPair,
    upperOfSeat: Int32Array.from(seats),
    upperOfExtra: new Float64Array(extraCount).fill(1),
    rows,
    placedColumnOfPerson: source.placedColumnOfPerson,
    ...people,
    scoreOfPair: instance.scoreOfPair,
    ...(scoreOfCompany.length > 0 && { scoreOfExtra }),
    costOfPair: instance.costOfPair,
    ...(hasMoves(instance.roster.options) && { earlierPairs }),
  };
  return yield* directed(model, instance);
}

function lookUp(values: Int32Array, keys: Int32Array, into: Int32Array, from: number, to: number): void {
  for (let k = from; k < to; k++) into[k] = values[keys[k]!]!;
}
