import { setImmediate } from 'node:timers/promises';
import { stablePairsOf } from '../backends/deferred.js';
import type { Model } from '../model/types.js';

/** Pairs of the stable plan of seats and wishes alone, ascending; other work of the thread goes on meanwhile. */
export async function stablePairs(model: Model): Promise<Int32Array> {
  const work = stablePairsOf(model);
  for (let step = work.next(); ; step = work.next()) {
    if (step.done === true) return step.value;
    await setImmediate();
  }
}
