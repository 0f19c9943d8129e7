import type { Model } from '../../model/types.js';
import type { Step } from '../../solution/types.js';
import type { Slices } from '../rules/slices.js';
import { ProofFault } from './prices.js';
import { meets, replaySteps, type ReplayedStep } from './steps.js';

/** What the replay of all steps shows; or why they are no proof. */
export type ReplayedProof =
  | {
      readonly ok: true;
      readonly steps: readonly ReplayedStep[];
      /** The plan keeps every row that the steps leave behind. */
      readonly isMet: boolean;
    }
  | { readonly ok: false; readonly fault: string };

/** Replays all steps, and holds the plan against what they fix. */
export function* replayProof(model: Model, steps: Iterable<Step>, plan: Int32Array): Slices<ReplayedProof> {
  try {
    const { steps: replayed, chain } = yield* replaySteps(model, steps);
    return { ok: true, steps: replayed, isMet: meets(chain, plan) };
  } catch (error) {
    if (error instanceof ProofFault) return { ok: false, fault: error.message };
    throw error;
  }
}
