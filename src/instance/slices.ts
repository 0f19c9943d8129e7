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

const chunkLength = 512;

/** A sorted copy: short chunks by the engine's own sort, then merges. Stable. */
export function* sortInSlices<Item>(items: readonly Item[], compare: (a: Item, b: Item) => number): Slices<Item[]> {
  let from: Item[] = [];
  for (let start = 0; start < items.length; start += chunkLength) {
    for (const item of items.slice(start, start + chunkLength).sort(compare)) from.push(item);
    yield;
  }
  let into: Item[] = new Array<Item>(from.length);
  for (let width = chunkLength; width < from.length; width *= 2) {
    for (let start = 0; start < from.length; start += 2 * width) {
      const middle = Math.min(start + width, from.length);
      const end = Math.min(start + 2 * width, from.length);
      for (let left = start, right = middle, at = start; at < end; at++) {
        const takeLeft = left < middle && (right >= end || compare(from[left]!, from[right]!) <= 0);
        into[at] = takeLeft ? from[left++]! : from[right++]!;
        if ((at & 1023) === 0) yield;
      }
    }
    [from, into] = [into, from];
  }
  return from;
}
