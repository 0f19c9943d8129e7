import { compareText } from '../basics/order.js';
import { rowKinds, type RowKind, type RowLabel, type SideRows } from '../model/types.js';

/** A side row while it is being written. */
export interface Draft {
  readonly label: RowLabel;
  readonly columns: number[];
  readonly coefficients: number[];
  readonly lower: number;
  readonly upper: number;
  readonly minimumToOpen: number;
}

/** Collects side rows in any order and hands them out in the canonical one: by kind, then keys; entries by column. */
export class Drafts {
  private readonly drafts: Draft[] = [];

  open(kind: RowKind, keys: readonly string[], limits: { readonly lower?: number; readonly upper?: number; readonly minimumToOpen?: number }): Draft {
    const draft: Draft = {
      label: { kind, keys }, columns: [], coefficients: [],
      lower: limits.lower ?? -Infinity, upper: limits.upper ?? Infinity, minimumToOpen: limits.minimumToOpen ?? 0,
    };
    this.drafts.push(draft);
    return draft;
  }

  toRows(): SideRows {
    const kindOrder = new Map(rowKinds.map((kind, order) => [kind, order]));
    const rows = [...this.drafts].sort((a, b) => kindOrder.get(a.label.kind)! - kindOrder.get(b.label.kind)! || compareKeys(a.label.keys, b.label.keys));
    const count = rows.length;
    const firstEntryOfRow = new Int32Array(count + 1);
    rows.forEach((row, k) => {
      firstEntryOfRow[k + 1] = firstEntryOfRow[k]! + row.columns.length;
    });
    const columnOfEntry = new Int32Array(firstEntryOfRow[count]!);
    const coefficientOfEntry = new Float64Array(firstEntryOfRow[count]!);
    rows.forEach((row, k) => {
      const { columns, coefficients } = inColumnOrder(row);
      columnOfEntry.set(columns, firstEntryOfRow[k]!);
      coefficientOfEntry.set(coefficients, firstEntryOfRow[k]!);
    });
    return {
      count, firstEntryOfRow, columnOfEntry, coefficientOfEntry,
      lowerOfRow: Float64Array.from(rows, (row) => row.lower), upperOfRow: Float64Array.from(rows, (row) => row.upper),
      minimumToOpenOfRow: Float64Array.from(rows, (row) => row.minimumToOpen), labelOfRow: rows.map((row) => row.label),
    };
  }
}

/** Adds an entry; a coefficient 0 is left out. */
export function put(draft: Draft, column: number, coefficient = 1): void {
  if (coefficient === 0) return;
  draft.columns.push(column);
  draft.coefficients.push(coefficient);
}

function compareKeys(a: readonly string[], b: readonly string[]): number {
  for (let k = 0; k < Math.min(a.length, b.length); k++) {
    const order = compareText(a[k]!, b[k]!);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

function inColumnOrder({ columns, coefficients }: Draft): { columns: ArrayLike<number>; coefficients: ArrayLike<number> } {
  let isSorted = true;
  for (let k = 1; k < columns.length && isSorted; k++) isSorted = columns[k - 1]! < columns[k]!;
  if (isSorted) return { columns, coefficients };
  const order = columns.map((_, k) => k).sort((a, b) => columns[a]! - columns[b]!);
  return { columns: order.map((k) => columns[k]!), coefficients: order.map((k) => coefficients[k]!) };
}
