import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');

/**
 * Collects the garbage of this thread, in a few milliseconds where its own heap is small: never on a thread that others wait for. An idle thread does not do it
 * by itself, and what it has seen of shared memory stays resident until it does.
 */
export const collectGarbage = runInNewContext('gc') as () => void;

/** Bytes of new arrays from which a collection is worth its milliseconds. */
const worthCollecting = 24 * 2 ** 20;
/** Bytes of arrays that the last collection left on this thread. */
let held = 0;

/** Collects where arrays have come since the last time: V8 looks at the heap first, and lets up to 64 MB of arrays that nobody holds lie. */
export function collectArrays(): void {
  if (getHeapStatistics().external_memory < held + worthCollecting) return;
  collectGarbage();
  held = getHeapStatistics().external_memory;
}
