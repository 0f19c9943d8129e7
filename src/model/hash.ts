import { createHash } from 'node:crypto';
import type { Model } from './types.js';

/** SHA-256 of the model in canonical form: every array, every label, the tiers. Two models with the same hash pose the same question. */
export function hashModel(model: Model): string {
  const hash = createHash('sha256');
  const bytes = (array: Int32Array | Float64Array | Uint8Array): void => {
    hash.update(`${array.length};`);
    hash.update(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
  };
  const { rows } = model;
  const entries = rows.firstEntryOfRow[rows.count]!;
  hash.update(JSON.stringify(['placewise-model-1', model.personCount, model.seatCount, model.pairCount, model.columnCount, model.groupCount, model.order, model.tiers]));
  bytes(model.firstPairOfPerson);
  bytes(model.seatOfPair);
  bytes(model.lowerOfPerson);
  bytes(model.upperOfPerson);
  bytes(model.upperOfSeat);
  bytes(model.upperOfExtra);
  bytes(rows.firstEntryOfRow.subarray(0, rows.count + 1));
  bytes(rows.columnOfEntry.subarray(0, entries));
  bytes(rows.coefficientOfEntry.subarray(0, entries));
  bytes(rows.lowerOfRow);
  bytes(rows.upperOfRow);
  bytes(rows.minimumToOpenOfRow);
  hash.update(JSON.stringify(rows.labelOfRow));
  bytes(model.countedOfPerson);
  bytes(model.placedColumnOfPerson);
  bytes(model.optionalOfPerson);
  bytes(model.walk);
  bytes(model.groupOfPerson);
  bytes(model.applicantsOfGroup);
  bytes(model.scoreOfPair);
  bytes(model.costOfPair);
  return hash.digest('hex');
}
