import { rowKinds, type Model, type RowLabel } from './types.js';

type Numbers = Int32Array | Float64Array | Uint8Array;

/**
 * The same model with every array in shared memory: threads that are handed it read one copy (2 million pairs: 60 MB). Nothing is written to it by
 * anybody.
 */
export function shareModel(model: Model): Model {
  return sharedFields(model) as Model;
}

function sharedFields(value: object): object {
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => {
      if (isNumbers(field)) return [name, sharedCopy(field)];
      return [name, name === 'rows' || name === 'wishes' ? sharedFields(field as object) : field];
    }),
  );
}

function isNumbers(field: unknown): field is Numbers {
  return field instanceof Int32Array || field instanceof Float64Array || field instanceof Uint8Array;
}

function sharedCopy(numbers: Numbers): Numbers {
  const buffer = new SharedArrayBuffer(numbers.byteLength);
  const copy =
    numbers instanceof Int32Array
      ? new Int32Array(buffer)
      : numbers instanceof Float64Array
        ? new Float64Array(buffer)
        : new Uint8Array(buffer);
  copy.set(numbers);
  return copy;
}

/** A model as it crosses to a thread that sees numbers only: of the labels of its rows no key of the roster, the kind as a number. */
export interface NumberedModel {
  readonly model: Model;
  readonly kindOfRow: Uint8Array;
}

export function withoutKeys(model: Model): NumberedModel {
  const kindOfRow = Uint8Array.from(model.rows.labelOfRow, ({ kind }) => rowKinds.indexOf(kind));
  return { model: { ...model, rows: { ...model.rows, labelOfRow: [] } }, kindOfRow };
}

/** What a thread makes of it: labels without keys. */
export function withKinds({ model, kindOfRow }: NumberedModel): Model {
  const labels = rowKinds.map((kind): RowLabel => ({ kind, keys: [] }));
  return { ...model, rows: { ...model.rows, labelOfRow: Array.from(kindOfRow, (kind) => labels[kind]!) } };
}
