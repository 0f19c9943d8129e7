import { setImmediate } from 'node:timers/promises';

/** Work that hands the thread back often: it yields about every tenth of a millisecond, and returns its result. */
export type Slices<Result> = Generator<undefined, Result, undefined>;

/** Does all the work at once. */
export function runNow<Result>(work: Slices<Result>): Result {
  let step = work.next();
  while (!step.done) step = work.next();
  return step.value;
}

/** Does the work in slices of at most about `sliceMs` milliseconds; between two slices the event loop turns. The result is the same. */
export async function runInSlices<Result>(work: Slices<Result>, sliceMs = 6): Promise<Result> {
  for (;;) {
    const until = performance.now() + sliceMs;
    do {
      const step = work.next();
      if (step.done) return step.value;
    } while (performance.now() < until);
    await setImmediate();
  }
}
