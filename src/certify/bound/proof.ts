import type { Model } from '../../model/types.js';
import type { Step } from '../../solution/types.js';
import type { Slices } from '../rules/slices.js';
import { ProofFault } from './prices.js';
import { StepReplay, type ReplayedStep } from './steps.js';
import { meets } from './witness.js';

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
  const replay = new ProofReplay(model);
  for (const step of steps) yield* replay.take(step);
  return replay.end(plan);
}

/** The same one step after the other. */
export class ProofReplay {
  private readonly replay: StepReplay;
  private fault: string | null = null;

  constructor(model: Model) {
    this.replay = new StepReplay(model);
  }

  *take(step: Step): Slices<void> {
    if (this.fault !== null) return;
    try {
      yield* this.replay.take(step);
    } catch (error) {
      this.fault = faultOf(error);
    }
  }

  end(plan: Int32Array): ReplayedProof {
    if (this.fault !== null) return { ok: false, fault: this.fault };
    try {
      return { ok: true, steps: this.replay.steps, isMet: meets(this.replay.chain, plan) };
    } catch (error) {
      return { ok: false, fault: faultOf(error) };
    }
  }
}

/** Why a proof is none. Throws what is no fault of the proof. */
function faultOf(error: unknown): string {
  if (error instanceof ProofFault) return error.message;
  throw error;
}
