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
    isRefusedPerson: constraints.isRefusedPerson,
    upperOfSeat: constraints.upperOfSeat,
    upperOfExtra,
    rows: appendRows(constraints.rows, extension.rows ?? []),
  };
}

/**
 * How many entries of an array some rows have. Rows appended to the last of them go in behind, in the same array: nothing that anybody has seen
 * changes. The chain of steps over 2 million pairs ends with 12 million entries; copied with every step they were 50 million.
 */
const usedOf = new WeakMap<Int32Array, number>();

/** Room made at once, over what is needed: for all steps of most models. Pages that nothing is written to take no memory. */
const roomFactor = 4;

interface Entries {
  readonly columnOfEntry: Int32Array;
  readonly coefficientOfEntry: Float64Array;
}

/** Arrays that begin with the entries of the rows and have room for others behind them: the same ones where nobody else has taken that room. */
function withRoom(rows: SideRows, entryCount: number): Entries {
  const own = rows.firstEntryOfRow[rows.count]!;
  const isLast = usedOf.get(rows.columnOfEntry) === own && rows.columnOfEntry.length >= entryCount;
  if (isLast) return rows;
  const columnOfEntry = new Int32Array(roomFactor * entryCount);
  const coefficientOfEntry = new Float64Array(roomFactor * entryCount);
  columnOfEntry.set(rows.columnOfEntry.subarray(0, own));
  coefficientOfEntry.set(rows.coefficientOfEntry.subarray(0, own));
  return { columnOfEntry, coefficientOfEntry };
}

/** The room of rows appended for one question that has been answered is free again: nobody reads `after` any more. */
export function giveBack(before: Constraints, after: Constraints): void {
  if (before.rows.columnOfEntry === after.rows.columnOfEntry)
    usedOf.set(before.rows.columnOfEntry, before.rows.firstEntryOfRow[before.rows.count]!);
}

function appendRows(rows: SideRows, added: readonly RowSpec[]): SideRows {
  if (added.length === 0) return rows;
  const oldEntries = rows.firstEntryOfRow[rows.count]!;
  const entryCount = added.reduce((sum, row) => sum + row.columns.length, oldEntries);
  const count = rows.count + added.length;
  const firstEntryOfRow = new Int32Array(count + 1);
  const lowerOfRow = new Float64Array(count);
  const upperOfRow = new Float64Array(count);
  const minimumToOpenOfRow = new Float64Array(count);
  const { columnOfEntry, coefficientOfEntry } = withRoom(rows, entryCount);
  usedOf.set(columnOfEntry, entryCount);
  firstEntryOfRow.set(rows.firstEntryOfRow.subarray(0, rows.count + 1));
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
