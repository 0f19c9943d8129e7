import { setImmediate } from 'node:timers/promises';

/** Work that can be interrupted: a generator that yields every few hundred microseconds and returns its result. */
export type Slices<T> = Generator<void, T, undefined>;

export function runToEnd<T>(slices: Slices<T>): T {
  for (;;) {
    const step = slices.next();
    if (step.done === true) return step.value;
  }
}

/** Does the work in pieces of about `sliceMs` milliseconds and lets the event loop breathe between them. */
export async function runSliced<T>(slices: Slices<T>, sliceMs = 4): Promise<T> {
  for (;;) {
    const until = performance.now() + sliceMs;
    do {
      const step = slices.next();
      if (step.done === true) return step.value;
    } while (performance.now() < until);
    await setImmediate();
  }
}
