import { layOut, packedBytes, type ProblemSizes } from './pack.js';
import type { Problem } from './types.js';

/** A piece of a problem that shares no row with the rest: all its persons (with all their pairs), seats, side rows and extra columns. */
export interface Part {
  readonly persons: Int32Array;
  readonly seats: Int32Array;
  readonly sideRows: Int32Array;
  /** Column indices ≥ pairCount. */
  readonly extras: Int32Array;
}

/**
 * Cuts a problem into pieces one after another, straight into packed form (plain pieces all at once: `cut.ts`). What stands where is kept in arrays over the whole problem, by
 * numbers that no two pieces share, so that a thousand pieces cost no more than one pass.
 */
export class Splitter {
  /** Local index + a number that only grows, so that what an earlier piece wrote reads as outside. */
  private readonly markOfSeat: Int32Array;
  private readonly markOfColumn: Int32Array;
  private nextSeatMark = 1;
  private nextColumnMark = 1;

  constructor(private readonly problem: Problem) {
    this.markOfSeat = new Int32Array(problem.seatCount);
    this.markOfColumn = new Int32Array(problem.rows.count > 0 ? problem.columnCount : 0);
  }

  sizesOf(part: Part): ProblemSizes {
    const { firstPairOfPerson, rows } = this.problem;
    let pairCount = 0;
    const { persons } = part;
    for (let i = 0; i < persons.length; i++) pairCount += firstPairOfPerson[persons[i]! + 1]! - firstPairOfPerson[persons[i]!]!;
    let entryCount = 0;
    for (const row of part.sideRows) entryCount += rows.firstEntryOfRow[row + 1]! - rows.firstEntryOfRow[row]!;
    return {
      personCount: part.persons.length,
      seatCount: part.seats.length,
      pairCount,
      columnCount: pairCount + part.extras.length,
      rowCount: part.sideRows.length,
      entryCount,
      isObjectiveNarrow: part.sideRows.length === 0 && this.problem.objective instanceof Int32Array,
    };
  }

  /** Column of the whole problem for each column of the piece. */
  columnsOf(part: Part): Int32Array {
    const { firstPairOfPerson } = this.problem;
    const columns = new Int32Array(this.sizesOf(part).columnCount);
    let at = 0;
    for (const person of part.persons) {
      for (let pair = firstPairOfPerson[person]!; pair < firstPairOfPerson[person + 1]!; pair++) columns[at++] = pair;
    }
    columns.set(part.extras, at);
    return columns;
  }

  /** The piece as a problem of its own, in packed form (in `buffer`, where one is given) and without labels. Persons, seats or columns outside the piece in its rows are an error (RangeError). */
  restrict(part: Part, buffer?: SharedArrayBuffer): Problem {
    const sizes = this.sizesOf(part);
    const inside = layOut(buffer ?? new ArrayBuffer(packedBytes(sizes)), 0, sizes);
    this.cutPairs(part, inside);
    for (let i = 0; i < part.extras.length; i++) {
      inside.objective[inside.pairCount + i] = this.problem.objective[part.extras[i]!]!;
      inside.upperOfExtra[i] = this.problem.upperOfExtra[part.extras[i]! - this.problem.pairCount]!;
    }
    // Also where there are no rows: in a buffer used before, 1,080,737,792 entries stood here, and a worker read them all.
    inside.rows.firstEntryOfRow[0] = 0;
    if (part.sideRows.length > 0) this.cutRows(part, inside);
    return inside;
  }

  private cutPairs({ persons, seats }: Part, inside: Problem): void {
    const { firstPairOfPerson, seatOfPair, objective, lowerOfPerson, upperOfPerson, upperOfSeat } = this.problem;
    const { markOfSeat } = this;
    const { firstPairOfPerson: firstInside, seatOfPair: seatInside, objective: objectiveInside } = inside;
    const mark = this.nextSeatMark;
    const seatCount = seats.length;
    this.nextSeatMark += seatCount;
    for (let i = 0; i < seatCount; i++) {
      markOfSeat[seats[i]!] = mark + i;
      inside.upperOfSeat[i] = upperOfSeat[seats[i]!]!;
    }
    let at = 0;
    firstInside[0] = 0;
    for (let i = 0; i < persons.length; i++) {
      const person = persons[i]!;
      for (let pair = firstPairOfPerson[person]!, end = firstPairOfPerson[person + 1]!; pair < end; pair++, at++) {
        const seat = seatOfPair[pair]!;
        const local = seat < 0 ? -1 : markOfSeat[seat]! - mark;
        if (seat >= 0 && (local < 0 || local >= seatCount)) throw outside();
        seatInside[at] = local;
        objectiveInside[at] = objective[pair]!;
      }
      firstInside[i + 1] = at;
      inside.lowerOfPerson[i] = lowerOfPerson[person]!;
      inside.upperOfPerson[i] = upperOfPerson[person]!;
    }
  }

  private cutRows(part: Part, { rows: inside, columnCount }: Problem): void {
    const { rows } = this.problem;
    const mark = this.nextColumnMark;
    this.nextColumnMark += columnCount;
    this.columnsOf(part).forEach((column, k) => {
      this.markOfColumn[column] = mark + k;
    });
    let at = 0;
    part.sideRows.forEach((row, i) => {
      for (let entry = rows.firstEntryOfRow[row]!; entry < rows.firstEntryOfRow[row + 1]!; entry++, at++) {
        const local = this.markOfColumn[rows.columnOfEntry[entry]!]! - mark;
        if (local < 0 || local >= columnCount) throw outside();
        inside.columnOfEntry[at] = local;
        inside.coefficientOfEntry[at] = rows.coefficientOfEntry[entry]!;
      }
      inside.firstEntryOfRow[i + 1] = at;
      inside.lowerOfRow[i] = rows.lowerOfRow[row]!;
      inside.upperOfRow[i] = rows.upperOfRow[row]!;
      inside.minimumToOpenOfRow[i] = rows.minimumToOpenOfRow[row]!;
    });
  }
}

function outside(): RangeError {
  return new RangeError('a row of the piece reaches outside it');
}
