import type { CoupledProblem, CoupledRows } from './coupled.js';

/** Rows that a decision on the semi-continuous ones leaves: each is closed (activity 0) or open (at least its minimum). */
export interface DecidedProblem {
  readonly problem: CoupledProblem;
  /** 1: the pair stands in a closed row. */
  readonly isClosedPair: Uint8Array;
}

/**
 * Decides every semi-continuous row by the activity that a relaxation gives it: open from this part of its minimum on, else closed.
 * Rows that an earlier attempt could not open (`isRefusedRow`), or whose seats and people are too few, are closed.
 * A heuristic: the decided problem's plans are plans of the whole, its bounds are not.
 */
export function decideGroups(problem: CoupledProblem, activityOfRow: Float64Array, openFrom: number, isRefusedRow: Uint8Array): DecidedProblem {
  const { rows } = problem;
  const isClosedPair = new Uint8Array(problem.pairCount);
  const lowerOfRow = rows.lowerOfRow.slice();
  const upperOfRow = rows.upperOfRow.slice();
  for (let row = 0; row < rows.count; row++) {
    const least = rows.minimumToOpenOfRow[row]!;
    if (least <= 0) continue;
    if (lowerOfRow[row]! > 0 || (isRefusedRow[row] === 0 && activityOfRow[row]! >= openFrom * least && mostActivity(problem, row) >= least)) {
      lowerOfRow[row] = Math.max(least, lowerOfRow[row]!);
      continue;
    }
    upperOfRow[row] = 0;
    for (let entry = rows.firstEntryOfRow[row]!; entry < rows.firstEntryOfRow[row + 1]!; entry++) {
      if (rows.coefficientOfEntry[entry]! > 0) isClosedPair[rows.columnOfEntry[entry]!] = 1;
    }
  }
  const decided: CoupledRows = { ...rows, lowerOfRow, upperOfRow, minimumToOpenOfRow: new Float64Array(rows.count) };
  return { problem: { ...problem, rows: decided }, isClosedPair };
}

/** No more than its seats hold, each at the row's largest coefficient for it. */
function mostActivity(problem: CoupledProblem, row: number): number {
  const { rows, seatOfPair, upperOfSeat } = problem;
  const coefficientOfSeat = new Map<number, number>();
  for (let entry = rows.firstEntryOfRow[row]!; entry < rows.firstEntryOfRow[row + 1]!; entry++) {
    const seat = seatOfPair[rows.columnOfEntry[entry]!]!;
    if (seat < 0) return Number.POSITIVE_INFINITY;
    coefficientOfSeat.set(seat, Math.max(coefficientOfSeat.get(seat) ?? 0, rows.coefficientOfEntry[entry]!));
  }
  let most = 0;
  for (const [seat, coefficient] of coefficientOfSeat) most += coefficient * upperOfSeat[seat]!;
  return most;
}

export function hasGroups(rows: CoupledRows): boolean {
  return rows.minimumToOpenOfRow.some((least) => least > 0);
}
