import type { Model } from '../model/types.js';
import { inventedProblem } from '../transport/warm.js';
import type { Transport } from '../transport/transport.js';
import { solveWith } from './engine.js';

/** After fewer the compiler still changes its mind in the first call. */
const rounds = 30;

/**
 * Starts every thread, then lets this one compile what stands between a model and the threads (taking it apart, packing, joining answers).
 * 2,000 people are then solved in 5 ms of this thread, in 16 to 25 without.
 */
export async function warmEngine(transport: Transport): Promise<void> {
  await transport.warmUp();
  for (let round = 1; round <= rounds; round++) await solveWith(inventedModel(round), {}, transport);
}

/** The invented problem as a model of one tier. */
function inventedModel(seed: number): Model {
  const problem = inventedProblem(seed);
  const { personCount, pairCount, objective } = problem;
  return {
    ...problem,
    countedOfPerson: new Uint8Array(personCount).fill(1),
    placedColumnOfPerson: new Int32Array(personCount).fill(-1),
    optionalOfPerson: new Uint8Array(personCount),
    walk: new Int32Array(0),
    groupOfPerson: new Int32Array(personCount).fill(-1),
    groupCount: 0,
    applicantsOfGroup: new Int32Array(0),
    scoreOfPair: objective,
    costOfPair: new Float64Array(pairCount),
    order: 'count-first',
    tiers: [{ name: 'quality', giveMillionths: 0, toleranceMillionths: 0 }],
  };
}
