import type { Constraints, RowLabel, SideRows } from './types.js';

/** One side row to append: `columns` ascending, `coefficients` beside it. */
export interface RowSpec {
  readonly label: RowLabel;
  readonly columns: ArrayLike<number>;
  readonly coefficients: ArrayLike<number>;
  readonly lower: number;
  readonly upper: number;
}

/** What a step adds to the constraints before it. */
export interface Extension {
  /** Upper bounds of new extra columns; they get the indices columnCount, columnCount + 1, … */
  readonly uppers?: readonly number[];
  readonly rows?: readonly RowSpec[];
  /** Persons whose assignment row gets the lower limit 1. */
  readonly kept?: ArrayLike<number>;
}

/** New constraints with columns, rows and kept persons appended; nothing of the old ones is changed. */
export function extend(constraints: Constraints, extension: Extension): Constraints {
  const uppers = extension.uppers ?? [];
  const kept = extension.kept ?? [];
  const upperOfExtra = new Float64Array(constraints.upperOfExtra.length + uppers.length);
  upperOfExtra.set(constraints.upperOfExtra);
  upperOfExtra.set(uppers, constraints.upperOfExtra.length);
  const lowerOfPerson = kept.length === 0 ? constraints.lowerOfPerson : constraints.lowerOfPerson.slice();
  for (let i = 0; i < kept.length; i++) lowerOfPerson[kept[i]!] = Math.max(1, lowerOfPerson[kept[i]!]!);
  return {
    personCount: constraints.personCount,
    seatCount: constraints.seatCount,
    pairCount: constraints.pairCount,
    columnCount: constraints.columnCount + uppers.length,
    firstPairOfPerson: constraints.firstPairOfPerson,
    seatOfPair: constraints.seatOfPair,
    lowerOfPerson,
    upperOfPerson: constraints.upperOfPerson,
    upperOfSeat: constraints.upperOfSeat,
    upperOfExtra,
    rows: appendRows(constraints.rows, extension.rows ?? []),
  };
}

function appendRows(rows: SideRows, added: readonly RowSpec[]): SideRows {
  if (added.length === 0) return rows;
  const oldEntries = rows.firstEntryOfRow[rows.count]!;
  const entries = added.reduce((sum, row) => sum + row.columns.length, oldEntries);
  const count = rows.count + added.length;
  const firstEntryOfRow = new Int32Array(count + 1);
  const columnOfEntry = new Int32Array(entries);
  const coefficientOfEntry = new Float64Array(entries);
  const lowerOfRow = new Float64Array(count);
  const upperOfRow = new Float64Array(count);
  const minimumToOpenOfRow = new Float64Array(count);
  firstEntryOfRow.set(rows.firstEntryOfRow.subarray(0, rows.count + 1));
  columnOfEntry.set(rows.columnOfEntry.subarray(0, oldEntries));
  coefficientOfEntry.set(rows.coefficientOfEntry.subarray(0, oldEntries));
  lowerOfRow.set(rows.lowerOfRow);
  upperOfRow.set(rows.upperOfRow);
  minimumToOpenOfRow.set(rows.minimumToOpenOfRow);
  let entry = oldEntries;
  added.forEach((row, k) => {
    columnOfEntry.set(row.columns, entry);
    coefficientOfEntry.set(row.coefficients, entry);
    entry += row.columns.length;
    firstEntryOfRow[rows.count + k + 1] = entry;
    lowerOfRow[rows.count + k] = row.lower;
    upperOfRow[rows.count + k] = row.upper;
  });
  return {
    count,
    firstEntryOfRow,
    columnOfEntry,
    coefficientOfEntry,
    lowerOfRow,
    upperOfRow,
    minimumToOpenOfRow,
    labelOfRow: [...rows.labelOfRow, ...added.map((row) => row.label)],
  };
}

/** Greatest common divisor of the absolute values of integers; 0 where all are 0. */
export function commonDivisor(values: ArrayLike<number>): number {
  let divisor = 0;
  for (let i = 0; i < values.length && divisor !== 1; i++) {
    let a = Math.abs(values[i]!);
    while (a !== 0) {
      const rest = divisor % a;
      divisor = a;
      a = rest;
    }
  }
  return divisor;
}
