import type { Certified } from '../certify/certify.js';
import type { Model } from '../model/types.js';
import type { Solution } from '../solution/types.js';
import type { Transport } from '../transport/transport.js';
import { solveWith, type PlaceOptions } from './engine.js';

/** What the checks hold against an answer that other solvers may know better; null: nothing. A model that does not match the records is nobody's answer. */
export function refusalOf(made: Certified, solution: Solution): string | null {
  if (!made.ok) return made.check === 'link' ? null : `the check "${made.check}" refused the answer (${made.faults[0]})`;
  const isClaim = solution.status === 'infeasible' || (solution.status === 'unproved' && solution.stop === 'complete');
  return isClaim && made.certificate.verdict === 'unproved' ? 'the answer "infeasible" has no proof that can be replayed' : null;
}

/**
 * Solves once more, under the same limits, without the backends that gave the refused answer (they are asked only where nobody else takes a part).
 * `backends` of what comes back says so. Whether it holds is for the checks to say.
 */
export async function solveElsewhere(
  model: Model,
  options: PlaceOptions,
  transport: Transport,
  refused: Solution,
  refusal: string,
): Promise<Solution> {
  const second = await solveWith(model, options, transport, refused.backends);
  return { ...second, backends: [...second.backends, `${refused.backends.join(', ')}: ${refusal}, so others were asked`] };
}
