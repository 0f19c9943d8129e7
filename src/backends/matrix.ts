import type { Problem } from '../model/types.js';

/** All rows of a problem (assignment, seat, side) by column, with the bounds of rows and columns. Row addresses as in model/types. */
export interface Matrix {
  readonly problem: Problem;
  readonly rowCount: number;
  readonly columnCount: number;
  readonly firstEntryOfColumn: Int32Array;
  readonly rowOfEntry: Int32Array;
  readonly coefficientOfEntry: Float64Array;
  readonly bounds: Bounds;
}

export interface Bounds {
  readonly lowerOfColumn: Float64Array;
  readonly upperOfColumn: Float64Array;
  readonly lowerOfRow: Float64Array;
  readonly upperOfRow: Float64Array;
}

export function matrixOf(problem: Problem): Matrix {
  const { personCount, seatCount, pairCount, columnCount, rows } = problem;
  const rowCount = personCount + seatCount + rows.count;
  const firstEntryOfColumn = new Int32Array(columnCount + 1);
  for (let pair = 0; pair < pairCount; pair++) firstEntryOfColumn[pair + 1] = problem.seatOfPair[pair]! >= 0 ? 2 : 1;
  const sideEntries = rows.firstEntryOfRow[rows.count]!;
  for (let entry = 0; entry < sideEntries; entry++) firstEntryOfColumn[rows.columnOfEntry[entry]! + 1]!++;
  for (let column = 0; column < columnCount; column++) firstEntryOfColumn[column + 1]! += firstEntryOfColumn[column]!;
  const next = firstEntryOfColumn.slice(0, columnCount);
  const rowOfEntry = new Int32Array(firstEntryOfColumn[columnCount]!);
  const coefficientOfEntry = new Float64Array(firstEntryOfColumn[columnCount]!).fill(1);
  for (let person = 0; person < personCount; person++) {
    for (let pair = problem.firstPairOfPerson[person]!; pair < problem.firstPairOfPerson[person + 1]!; pair++) {
      rowOfEntry[next[pair]!++] = person;
      if (problem.seatOfPair[pair]! >= 0) rowOfEntry[next[pair]!++] = personCount + problem.seatOfPair[pair]!;
    }
  }
  for (let row = 0; row < rows.count; row++) {
    for (let entry = rows.firstEntryOfRow[row]!; entry < rows.firstEntryOfRow[row + 1]!; entry++) {
      const at = next[rows.columnOfEntry[entry]!]!++;
      rowOfEntry[at] = personCount + seatCount + row;
      coefficientOfEntry[at] = rows.coefficientOfEntry[entry]!;
    }
  }
  return { problem, rowCount, columnCount, firstEntryOfColumn, rowOfEntry, coefficientOfEntry, bounds: boundsOf(problem) };
}

function boundsOf(problem: Problem): Bounds {
  const { personCount, seatCount, pairCount, columnCount, rows } = problem;
  const upperOfColumn = new Float64Array(columnCount).fill(1);
  upperOfColumn.set(problem.upperOfExtra, pairCount);
  const lowerOfRow = new Float64Array(personCount + seatCount + rows.count).fill(-Infinity);
  const upperOfRow = new Float64Array(personCount + seatCount + rows.count);
  for (let person = 0; person < personCount; person++) {
    lowerOfRow[person] = problem.lowerOfPerson[person]!;
    upperOfRow[person] = problem.upperOfPerson[person]!;
  }
  for (let seat = 0; seat < seatCount; seat++) upperOfRow[personCount + seat] = problem.upperOfSeat[seat]!;
  for (let row = 0; row < rows.count; row++) {
    // A semi-continuous row that is not decided yet allows everything from 0 up.
    lowerOfRow[personCount + seatCount + row] =
      rows.minimumToOpenOfRow[row]! > 0 ? Math.max(0, rows.lowerOfRow[row]!) : rows.lowerOfRow[row]!;
    upperOfRow[personCount + seatCount + row] = rows.upperOfRow[row]!;
  }
  return { lowerOfColumn: new Float64Array(columnCount), upperOfColumn, lowerOfRow, upperOfRow };
}

export function activities(matrix: Matrix, plan: Float64Array): Float64Array {
  const activity = new Float64Array(matrix.rowCount);
  for (let column = 0; column < matrix.columnCount; column++) {
    const x = plan[column]!;
    if (x === 0) continue;
    for (let entry = matrix.firstEntryOfColumn[column]!; entry < matrix.firstEntryOfColumn[column + 1]!; entry++) {
      activity[matrix.rowOfEntry[entry]!]! += x * matrix.coefficientOfEntry[entry]!;
    }
  }
  return activity;
}

/** Does a vector of integers satisfy every row and bound, semi-continuous rows included? */
export function isFeasible(matrix: Matrix, plan: Float64Array): boolean {
  const { bounds, problem } = matrix;
  for (let column = 0; column < matrix.columnCount; column++) {
    const x = plan[column]!;
    if (!Number.isInteger(x) || x < bounds.lowerOfColumn[column]! || x > bounds.upperOfColumn[column]!) return false;
  }
  const activity = activities(matrix, plan);
  const firstSide = problem.personCount + problem.seatCount;
  for (let row = 0; row < matrix.rowCount; row++) {
    if (activity[row]! < bounds.lowerOfRow[row]! || activity[row]! > bounds.upperOfRow[row]!) return false;
    const least = row < firstSide ? 0 : problem.rows.minimumToOpenOfRow[row - firstSide]!;
    if (least > 0 && activity[row]! > 0 && activity[row]! < least) return false;
  }
  return true;
}

export function valueOf(problem: Problem, plan: Float64Array): number {
  let value = 0;
  for (let column = 0; column < problem.columnCount; column++) value += problem.objective[column]! * plan[column]!;
  return value;
}
