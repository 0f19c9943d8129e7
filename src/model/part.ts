import type { Constraints, Problem, RowLabel, SideRows } from './types.js';

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

/**
 * Cuts a problem into pieces one after another. What stands where is kept in arrays over the whole problem, stamped with the number of the
 * piece, so that a thousand pieces cost no more than one pass.
 */
export class Splitter {
  private readonly seatAt: Int32Array;
  private readonly pieceOfSeat: Int32Array;
  private readonly columnAt: Int32Array;
  private readonly pieceOfColumn: Int32Array;
  private piece = 0;

  constructor(private readonly problem: Problem) {
    const needsColumns = problem.rows.count > 0;
    this.seatAt = new Int32Array(problem.seatCount);
    this.pieceOfSeat = new Int32Array(problem.seatCount);
    this.columnAt = new Int32Array(needsColumns ? problem.columnCount : 0);
    this.pieceOfColumn = new Int32Array(needsColumns ? problem.columnCount : 0);
  }

  /** The piece as a problem of its own. Entries of its rows that name columns outside the piece are an error (RangeError). */
  restrict(part: Part): RestrictedProblem {
    const { problem } = this;
    this.piece++;
    const firstPairOfPerson = new Int32Array(part.persons.length + 1);
    for (let i = 0; i < part.persons.length; i++) {
      const person = part.persons[i]!;
      firstPairOfPerson[i + 1] = firstPairOfPerson[i]! + problem.firstPairOfPerson[person + 1]! - problem.firstPairOfPerson[person]!;
    }
    const pairCount = firstPairOfPerson[part.persons.length]!;
    const columnOf = new Int32Array(pairCount + part.extras.length);
    for (let i = 0; i < part.persons.length; i++) {
      for (let k = firstPairOfPerson[i]!, pair = problem.firstPairOfPerson[part.persons[i]!]!; k < firstPairOfPerson[i + 1]!; k++, pair++) columnOf[k] = pair;
    }
    columnOf.set(part.extras, pairCount);
    for (let i = 0; i < part.seats.length; i++) {
      this.seatAt[part.seats[i]!] = i;
      this.pieceOfSeat[part.seats[i]!] = this.piece;
    }
    const seatOfPair = new Int32Array(pairCount);
    const objective = new Float64Array(columnOf.length);
    for (let k = 0; k < columnOf.length; k++) {
      objective[k] = problem.objective[columnOf[k]!]!;
      if (k >= pairCount) continue;
      const seat = problem.seatOfPair[columnOf[k]!]!;
      if (seat >= 0 && this.pieceOfSeat[seat] !== this.piece) throw outside();
      seatOfPair[k] = seat < 0 ? -1 : this.seatAt[seat]!;
    }
    const constraints: Constraints = {
      personCount: part.persons.length,
      seatCount: part.seats.length,
      pairCount,
      columnCount: columnOf.length,
      firstPairOfPerson,
      seatOfPair,
      lowerOfPerson: part.persons.map((person) => problem.lowerOfPerson[person]!),
      upperOfPerson: part.persons.map((person) => problem.upperOfPerson[person]!),
      upperOfSeat: part.seats.map((seat) => problem.upperOfSeat[seat]!),
      upperOfExtra: Float64Array.from(part.extras, (column) => problem.upperOfExtra[column - problem.pairCount]!),
      rows: this.rowsOf(part.sideRows, columnOf),
    };
    return { problem: { ...constraints, objective }, columnOf };
  }

  private rowsOf(sideRows: Int32Array, columnOf: Int32Array): SideRows {
    const { rows } = this.problem;
    if (sideRows.length > 0) {
      columnOf.forEach((column, k) => {
        this.columnAt[column] = k;
        this.pieceOfColumn[column] = this.piece;
      });
    }
    const firstEntryOfRow = new Int32Array(sideRows.length + 1);
    sideRows.forEach((row, i) => {
      firstEntryOfRow[i + 1] = firstEntryOfRow[i]! + rows.firstEntryOfRow[row + 1]! - rows.firstEntryOfRow[row]!;
    });
    const columnOfEntry = new Int32Array(firstEntryOfRow[sideRows.length]!);
    const coefficientOfEntry = new Float64Array(columnOfEntry.length);
    sideRows.forEach((row, i) => {
      for (let old = rows.firstEntryOfRow[row]!, entry = firstEntryOfRow[i]!; entry < firstEntryOfRow[i + 1]!; old++, entry++) {
        const column = rows.columnOfEntry[old]!;
        if (this.pieceOfColumn[column] !== this.piece) throw outside();
        columnOfEntry[entry] = this.columnAt[column]!;
        coefficientOfEntry[entry] = rows.coefficientOfEntry[old]!;
      }
    });
    const pick = (values: Float64Array) => Float64Array.from(sideRows, (row) => values[row]!);
    return {
      count: sideRows.length, firstEntryOfRow, columnOfEntry, coefficientOfEntry,
      lowerOfRow: pick(rows.lowerOfRow), upperOfRow: pick(rows.upperOfRow), minimumToOpenOfRow: pick(rows.minimumToOpenOfRow),
      labelOfRow: Array.from(sideRows, (row) => rows.labelOfRow[row] ?? noLabel),
    };
  }
}

const noLabel: RowLabel = { kind: 'step', keys: [] };

function outside(): RangeError {
  return new RangeError('a row of the piece reaches outside it');
}
