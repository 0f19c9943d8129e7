import { compareText } from '../basics/order.js';
import { type RowKind, type RowLabel, rowKinds, type SideRows } from './types.js';

/** One side row on its way into the model. */
export interface RowDraft {
  readonly label: RowLabel;
  /** Ascending, each once. */
  readonly columns: Int32Array;
  /** Beside `columns`, none 0; null: all 1. */
  readonly coefficients: Float64Array | null;
  readonly lower: number;
  readonly upper: number;
  /** 0: not semi-continuous. */
  readonly minimumToOpen: number;
}

const placeOfKind = new Map(rowKinds.map((kind, place) => [kind, place]));

/** Canonical order of rows: by kind as listed in `rowKinds`, then by their keys, one after the other, by code units. */
export function compareLabels(a: RowLabel, b: RowLabel): number {
  const byKind = placeOfKind.get(a.kind)! - placeOfKind.get(b.kind)!;
  if (byKind !== 0) return byKind;
  for (let k = 0; k < a.keys.length && k < b.keys.length; k++) {
    const byKey = compareText(a.keys[k]!, b.keys[k]!);
    if (byKey !== 0) return byKey;
  }
  return a.keys.length - b.keys.length;
}

/** What is left out is no limit. */
export interface RowLimits {
  readonly lower?: number;
  readonly upper?: number;
  readonly minimumToOpen?: number;
}

/** A draft from columns in any order, each once, and coefficients beside them (null: all 1); a coefficient 0 leaves its column out. */
export function draftRow(
  kind: RowKind,
  keys: readonly string[],
  limits: RowLimits,
  columns: ArrayLike<number>,
  coefficients: ArrayLike<number> | null = null,
): RowDraft {
  const { lower = Number.NEGATIVE_INFINITY, upper = Number.POSITIVE_INFINITY, minimumToOpen = 0 } = limits;
  const rest = { label: { kind, keys }, lower, upper, minimumToOpen };
  if (coefficients === null) {
    const own = new Int32Array(columns);
    return { ...rest, columns: ascends(own) ? own : own.sort(), coefficients: null };
  }
  if (ascends(columns) && !hasZero(coefficients))
    return { ...rest, columns: new Int32Array(columns), coefficients: new Float64Array(coefficients) };
  const kept: number[] = [];
  for (let k = 0; k < columns.length; k++) if (coefficients[k] !== 0) kept.push(k);
  kept.sort((a, b) => columns[a]! - columns[b]!);
  return { ...rest, columns: Int32Array.from(kept, (k) => columns[k]!), coefficients: Float64Array.from(kept, (k) => coefficients[k]!) };
}

function hasZero(values: ArrayLike<number>): boolean {
  for (let k = 0; k < values.length; k++) if (values[k] === 0) return true;
  return false;
}

function ascends(columns: ArrayLike<number>): boolean {
  for (let k = 1; k < columns.length; k++) if (columns[k - 1]! >= columns[k]!) return false;
  return true;
}

/** Side rows from drafts in the order given (sort them by `compareLabels` first). Yields after each stretch of some ten thousand entries. */
export function* packRows(drafts: readonly RowDraft[]): Generator<undefined, SideRows, undefined> {
  const count = drafts.length;
  const firstEntryOfRow = new Int32Array(count + 1);
  for (let row = 0; row < count; row++) firstEntryOfRow[row + 1] = firstEntryOfRow[row]! + drafts[row]!.columns.length;
  yield;
  const entryCount = firstEntryOfRow[count]!;
  const columnOfEntry = new Int32Array(entryCount);
  const coefficientOfEntry = new Float64Array(entryCount);
  const lowerOfRow = new Float64Array(count);
  const upperOfRow = new Float64Array(count);
  const minimumToOpenOfRow = new Float64Array(count);
  const labelOfRow: RowLabel[] = [];
  for (let row = 0, pause = 20_000; row < count; row++) {
    const draft = drafts[row]!;
    const first = firstEntryOfRow[row]!;
    columnOfEntry.set(draft.columns, first);
    if (draft.coefficients === null) coefficientOfEntry.fill(1, first, firstEntryOfRow[row + 1]!);
    else coefficientOfEntry.set(draft.coefficients, first);
    lowerOfRow[row] = draft.lower;
    upperOfRow[row] = draft.upper;
    minimumToOpenOfRow[row] = draft.minimumToOpen;
    labelOfRow.push(draft.label);
    if (first + row > pause) {
      pause = first + row + 20_000;
      yield;
    }
  }
  return { count, firstEntryOfRow, columnOfEntry, coefficientOfEntry, lowerOfRow, upperOfRow, minimumToOpenOfRow, labelOfRow };
}
