import { createHash } from 'node:crypto';
import type { Model } from './types.js';

/** SHA-256 of the model in canonical form: every array, every label, the tiers. Two models with the same hash pose the same question. */
export function hashModel(model: Model): string {
  const slices = hashModelSlices(model);
  let step = slices.next();
  while (step.done !== true) step = slices.next();
  return step.value;
}

/** Bytes hashed, labels written between two pauses: a millisecond or less. */
const stretchBytes = 1 << 18;
const stretchLabels = 1_000;

/** The same hash, in pieces. */
export function* hashModelSlices(model: Model): Generator<void, string, void> {
  const hash = createHash('sha256');
  function* bytes(array: Int32Array | Float64Array | Uint8Array): Generator<void, void, void> {
    hash.update(`${array.length};`);
    for (let from = 0; from < array.byteLength; from += stretchBytes) {
      hash.update(new Uint8Array(array.buffer, array.byteOffset + from, Math.min(stretchBytes, array.byteLength - from)));
      if (from > 0) yield;
    }
  }
  const { rows } = model;
  const entries = rows.firstEntryOfRow[rows.count]!;
  hash.update(
    JSON.stringify([
      'placewise-model-1',
      model.personCount,
      model.seatCount,
      model.pairCount,
      model.columnCount,
      model.groupCount,
      model.order,
      model.tiers,
    ]),
  );
  yield* bytes(model.firstPairOfPerson);
  yield* bytes(model.seatOfPair);
  yield* bytes(model.lowerOfPerson);
  yield* bytes(model.upperOfPerson);
  yield* bytes(model.upperOfSeat);
  yield* bytes(model.upperOfExtra);
  yield* bytes(rows.firstEntryOfRow.subarray(0, rows.count + 1));
  yield* bytes(rows.columnOfEntry.subarray(0, entries));
  yield* bytes(rows.coefficientOfEntry.subarray(0, entries));
  yield* bytes(rows.lowerOfRow);
  yield* bytes(rows.upperOfRow);
  yield* bytes(rows.minimumToOpenOfRow);
  // As JSON.stringify would write the whole list.
  hash.update('[');
  for (let from = 0; from < rows.count; from += stretchLabels) {
    hash.update(`${from === 0 ? '' : ','}${JSON.stringify(rows.labelOfRow.slice(from, from + stretchLabels)).slice(1, -1)}`);
    yield;
  }
  hash.update(']');
  yield* bytes(model.countedOfPerson);
  yield* bytes(model.placedColumnOfPerson);
  yield* bytes(model.optionalOfPerson);
  yield* bytes(model.walk);
  yield* bytes(model.groupOfPerson);
  yield* bytes(model.applicantsOfGroup);
  yield* bytes(model.scoreOfPair);
  if (model.scoreOfExtra !== undefined) yield* bytes(model.scoreOfExtra);
  yield* bytes(model.costOfPair);
  if (model.earlierPairs !== undefined) {
    hash.update('earlier');
    yield* bytes(model.earlierPairs);
  }
  const { wishes } = model;
  if (wishes !== undefined) {
    hash.update(wishes.way);
    yield* bytes(wishes.rankOfPair);
    yield* bytes(wishes.hostRankOfPair);
    yield* bytes(wishes.placeOfPerson);
  }
  return hash.digest('hex');
}
