import type { Constraints, Problem } from './types.js';

/** A piece of a problem that shares no row with the rest: all its persons (with all their pairs), seats, side rows and extra columns, ascending. */
export interface Part {
  readonly persons: Int32Array;
  readonly seats: Int32Array;
  readonly sideRows: Int32Array;
  /** Column indices ≥ pairCount. */
  readonly extras: Int32Array;
}

export interface RestrictedProblem {
  readonly problem: Problem;
  /** Column of the whole problem for each column of the piece. */
  readonly columnOf: Int32Array;
}

/** The piece as a problem of its own. Entries of its rows that name columns outside the piece are an error. */
export function restrict(problem: Problem, part: Part): RestrictedProblem {
  const pairStart = new Int32Array(part.persons.length + 1);
  part.persons.forEach((person, i) => {
    pairStart[i + 1] = pairStart[i]! + problem.firstPairOfPerson[person + 1]! - problem.firstPairOfPerson[person]!;
  });
  const pairCount = pairStart[part.persons.length]!;
  const columnOf = new Int32Array(pairCount + part.extras.length);
  part.persons.forEach((person, i) => {
    for (let k = pairStart[i]!, pair = problem.firstPairOfPerson[person]!; k < pairStart[i + 1]!; k++, pair++) columnOf[k] = pair;
  });
  columnOf.set(part.extras, pairCount);
  const seatIndex = positions(part.seats);
  const columnIndex = positions(columnOf);
  const seatOfPair = new Int32Array(pairCount);
  for (let k = 0; k < pairCount; k++) {
    const seat = problem.seatOfPair[columnOf[k]!]!;
    seatOfPair[k] = seat < 0 ? -1 : need(seatIndex.get(seat));
  }
  const constraints: Constraints = {
    personCount: part.persons.length,
    seatCount: part.seats.length,
    pairCount,
    columnCount: columnOf.length,
    firstPairOfPerson: pairStart,
    seatOfPair,
    lowerOfPerson: part.persons.map((person) => problem.lowerOfPerson[person]!),
    upperOfPerson: part.persons.map((person) => problem.upperOfPerson[person]!),
    upperOfSeat: part.seats.map((seat) => problem.upperOfSeat[seat]!),
    upperOfExtra: Float64Array.from(part.extras, (column) => problem.upperOfExtra[column - problem.pairCount]!),
    rows: restrictRows(problem, part.sideRows, columnIndex),
  };
  return { problem: { ...constraints, objective: Float64Array.from(columnOf, (column) => problem.objective[column]!) }, columnOf };
}

function restrictRows(problem: Problem, sideRows: Int32Array, columnIndex: Map<number, number>) {
  const rows = problem.rows;
  let entries = 0;
  for (const row of sideRows) entries += rows.firstEntryOfRow[row + 1]! - rows.firstEntryOfRow[row]!;
  const firstEntryOfRow = new Int32Array(sideRows.length + 1);
  const columnOfEntry = new Int32Array(entries);
  const coefficientOfEntry = new Float64Array(entries);
  let entry = 0;
  sideRows.forEach((row, i) => {
    for (let old = rows.firstEntryOfRow[row]!; old < rows.firstEntryOfRow[row + 1]!; old++) {
      columnOfEntry[entry] = need(columnIndex.get(rows.columnOfEntry[old]!));
      coefficientOfEntry[entry++] = rows.coefficientOfEntry[old]!;
    }
    firstEntryOfRow[i + 1] = entry;
  });
  const pick = (values: Float64Array) => Float64Array.from(sideRows, (row) => values[row]!);
  return {
    count: sideRows.length, firstEntryOfRow, columnOfEntry, coefficientOfEntry,
    lowerOfRow: pick(rows.lowerOfRow), upperOfRow: pick(rows.upperOfRow), minimumToOpenOfRow: pick(rows.minimumToOpenOfRow),
    labelOfRow: Array.from(sideRows, (row) => rows.labelOfRow[row]!),
  };
}

function positions(indices: Int32Array): Map<number, number> {
  const at = new Map<number, number>();
  indices.forEach((index, position) => at.set(index, position));
  return at;
}

function need(index: number | undefined): number {
  if (index === undefined) throw new RangeError('a row of the piece reaches outside it');
  return index;
}
