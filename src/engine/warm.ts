import { oneTierModel } from '../model/one-tier.js';
import { inventedProblem } from '../transport/warm.js';
import type { Transport } from '../transport/transport.js';
import { solveWith } from './engine.js';

/** After fewer the compiler still changes its mind in the first call. */
const rounds = 30;
/** Two rounds in three fall apart, into pieces of many and of few people; the third goes to a thread as it is. */
const cells = 8;

/**
 * Starts every thread, then lets this one compile what stands between a model and the threads (taking it apart, packing, joining answers).
 * 2,000 people in seats alone then take 6 to 8 ms of CPU in the median.
 */
export async function warmEngine(transport: Transport): Promise<void> {
  await transport.warmUp();
  for (let round = 1; round <= rounds; round++) {
    const problem = inventedProblem(round, round % 3 === 0 ? 1 : cells);
    await solveWith(oneTierModel(problem, problem.objective), {}, transport);
  }
}
