/**
 * The best plan so far, kept outside the worker in shared memory, so that it outlives a cancelled or dying thread.
 * Layout: 2 words (sequence number: odd while being written; columns), then doubles: value, bound (NaN: none), one a column.
 */
export function newBoard(columnCount: number): SharedArrayBuffer {
  const board = new SharedArrayBuffer(8 + 8 * (2 + columnCount));
  new Int32Array(board, 0, 2)[1] = columnCount;
  return board;
}

export function postIncumbent(board: SharedArrayBuffer, plan: Float64Array, value: number, bound: number | null): void {
  const words = new Int32Array(board, 0, 2);
  Atomics.add(words, 0, 1);
  const numbers = new Float64Array(board, 8);
  numbers[0] = value;
  numbers[1] = bound ?? Number.NaN;
  numbers.set(plan, 2);
  Atomics.add(words, 0, 1);
}

/** The plan on the board; null where none was posted or one is half written (its writer died). */
export function readIncumbent(board: SharedArrayBuffer): { plan: Float64Array; value: number; bound: number | null } | null {
  const words = new Int32Array(board, 0, 2);
  const before = Atomics.load(words, 0);
  if (before === 0 || before % 2 === 1) return null;
  const numbers = new Float64Array(board, 8).slice();
  if (Atomics.load(words, 0) !== before) return null;
  return { plan: numbers.slice(2), value: numbers[0]!, bound: Number.isNaN(numbers[1]!) ? null : numbers[1]! };
}
