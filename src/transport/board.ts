/**
 * The best plan so far, kept outside the worker in shared memory, so that it outlives a cancelled or dying thread.
 * Layout: 2 words (sequence number: odd while being written; pulse: counts on while the job is worked on, 0 before), then doubles: value, bound (NaN: none), one a column.
 */
export function newBoard(columnCount: number): SharedArrayBuffer {
  return new SharedArrayBuffer(8 + 8 * (2 + columnCount));
}

/** Says that the job is being worked on. */
export function beat(board: SharedArrayBuffer): void {
  Atomics.add(new Int32Array(board, 0, 2), 1, 1);
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

/** Looks at a board whose writer is alive: writing a plan of 100,000 pairs takes some tens of microseconds. */
const looks = 1_000;

/** The plan on the board; null where none was posted or one stays half written (its writer died). */
export function readIncumbent(board: SharedArrayBuffer): { plan: Float64Array; value: number; bound: number | null } | null {
  const words = new Int32Array(board, 0, 2);
  for (let look = 0; look < looks; look++) {
    const before = Atomics.load(words, 0);
    if (before === 0) return null;
    if (before % 2 === 1) continue;
    const numbers = new Float64Array(board, 8).slice();
    if (Atomics.load(words, 0) !== before) continue;
    return { plan: numbers.slice(2), value: numbers[0]!, bound: Number.isNaN(numbers[1]!) ? null : numbers[1]! };
  }
  return null;
}
