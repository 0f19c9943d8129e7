/**
 * The best plan so far, kept outside the worker in shared memory, so that it outlives a cancelled or dying thread.
 * Layout: 2 words (sequence number: odd while being written; pulse: counts on while the job is worked on, 0 before), then doubles: value and bound
 * (NaN: none), one a column.
 */
export function newBoard(columnCount: number): SharedArrayBuffer {
  const board = new SharedArrayBuffer(8 + 8 * (2 + columnCount));
  new Float64Array(board, 8, 2).fill(Number.NaN);
  return board;
}

/** Says that the job is being worked on. */
export function beat(board: SharedArrayBuffer): void {
  Atomics.add(new Int32Array(board, 0, 2), 1, 1);
}

export function postIncumbent(board: SharedArrayBuffer, plan: Float64Array, value: number): void {
  write(board, (numbers) => {
    numbers[0] = value;
    numbers.set(plan, 2);
  });
}

/** No plan of the job is worth more. */
export function postBound(board: SharedArrayBuffer, bound: number): void {
  write(board, (numbers) => {
    numbers[1] = bound;
  });
}

function write(board: SharedArrayBuffer, change: (numbers: Float64Array) => void): void {
  const words = new Int32Array(board, 0, 2);
  Atomics.add(words, 0, 1);
  change(new Float64Array(board, 8));
  Atomics.add(words, 0, 1);
}

/** Looks at a board whose writer is alive: writing a plan of 100,000 pairs takes some tens of microseconds. */
const looks = 1_000;

/** The plan on the board; null where none was posted or one stays half written (its writer died). */
export function readIncumbent(board: SharedArrayBuffer): { readonly plan: Float64Array; readonly value: number } | null {
  const numbers = read(board, Number.POSITIVE_INFINITY);
  return numbers === null || Number.isNaN(numbers[0]!) ? null : { plan: numbers.slice(2), value: numbers[0]! };
}

/** What the job has found so far, without its plan. */
export function readFound(board: SharedArrayBuffer): { readonly value: number | null; readonly bound: number | null } {
  const numbers = read(board, 2);
  return numbers === null ? { value: null, bound: null } : { value: orNull(numbers[0]!), bound: orNull(numbers[1]!) };
}

/** A copy of the first numbers as they stood at one moment; null: not to be had. */
function read(board: SharedArrayBuffer, count: number): Float64Array | null {
  const words = new Int32Array(board, 0, 2);
  for (let look = 0; look < looks; look++) {
    const before = Atomics.load(words, 0);
    if (before % 2 === 1) continue;
    const numbers = new Float64Array(board, 8).slice(0, count);
    if (Atomics.load(words, 0) === before) return numbers;
  }
  return null;
}

function orNull(number: number): number | null {
  return Number.isNaN(number) ? null : number;
}
