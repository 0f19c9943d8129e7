import type { CoupledProblem, CoupledRows } from './coupled.js';

/** Rows that a decision on the semi-continuous ones leaves: each is closed (activity 0) or open (at least its minimum). */
export interface DecidedProblem {
  readonly problem: CoupledProblem;
  /** 1: the pair stands in a closed row. */
  readonly isClosedPair: Uint8Array;
}

/** What is known of each row: −1 undecided (or not semi-continuous), 0 closed, 1 open. */
export type Decisions = Int8Array;

/**
 * The rest of the problem once some semi-continuous rows are decided. Plans of it are plans of the whole; its bounds hold for the plans that keep to
 * the decisions.
 */
export function decide(problem: CoupledProblem, decisionOfRow: Decisions): DecidedProblem {
  const { rows } = problem;
  const isClosedPair = new Uint8Array(problem.pairCount);
  const lowerOfRow = rows.lowerOfRow.slice();
  const upperOfRow = rows.upperOfRow.slice();
  const minimumToOpenOfRow = rows.minimumToOpenOfRow.slice();
  for (let row = 0; row < rows.count; row++) {
    if (decisionOfRow[row]! < 0) continue;
    minimumToOpenOfRow[row] = 0;
    if (decisionOfRow[row] === 1) {
      lowerOfRow[row] = Math.max(rows.minimumToOpenOfRow[row]!, lowerOfRow[row]!);
      continue;
    }
    upperOfRow[row] = 0;
    for (let entry = rows.firstEntryOfRow[row]!; entry < rows.firstEntryOfRow[row + 1]!; entry++) {
      if (rows.coefficientOfEntry[entry]! > 0) isClosedPair[rows.columnOfEntry[entry]!] = 1;
    }
  }
  const decided: CoupledRows = { ...rows, lowerOfRow, upperOfRow, minimumToOpenOfRow };
  return { problem: { ...problem, rows: decided }, isClosedPair };
}

/**
 * Decides every semi-continuous row that is not yet decided by the activity a relaxation gives it: open from this part of its minimum on, else closed.
 * Rows that an earlier attempt could not open (`isRefusedRow`), or whose seats are too few, are closed.
 */
export function decideAll(
  problem: CoupledProblem,
  known: Decisions,
  activityOfRow: Float64Array,
  openFrom: number,
  isRefusedRow: Uint8Array,
): Decisions {
  const { rows } = problem;
  return known.map((decision, row) => {
    const least = rows.minimumToOpenOfRow[row]!;
    if (least <= 0 || decision >= 0) return decision;
    if (rows.lowerOfRow[row]! > 0) return 1;
    return isRefusedRow[row] === 0 && activityOfRow[row]! >= openFrom * least && mostActivity(problem, row) >= least ? 1 : 0;
  });
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
