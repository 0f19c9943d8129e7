import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');

/**
 * Collects the garbage of this thread, in a few milliseconds where its own heap is small: never on a thread that others wait for. An idle thread does not do it
 * by itself, and what it has seen of shared memory stays resident until it does.
 */
export const collectGarbage = runInNewContext('gc') as () => void;
