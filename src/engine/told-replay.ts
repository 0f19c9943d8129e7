import { isDeepStrictEqual } from 'node:util';
import { ProofReplay, type ReplayedProof } from '../certify/bound/proof.js';
import type { Model } from '../model/types.js';
import type { Step } from '../solution/types.js';
import { collectArrays } from '../transport/collect.js';

/**
 * Replays a proof whose steps are told while the search for later ones goes on. What it shows is of the proof handed over at the end and nothing else: told
 * steps that are its first ones, number for number, are not replayed again; where one differs, all are.
 */
export class ToldReplay {
  private replay: ProofReplay;
  private told: Step[] = [];

  constructor(private readonly model: Model) {
    this.replay = new ProofReplay(model);
  }

  /** The next step of a search. */
  hear(step: Step): void {
    this.told.push(step);
    this.take(step);
  }

  /** The whole proof, and the plan that it is about. */
  end(steps: readonly Step[], plan: Int32Array): ReplayedProof {
    const isBegun = this.told.every((step, k) => isDeepStrictEqual(step, steps[k]));
    if (!isBegun) {
      this.told = [];
      this.replay = new ProofReplay(this.model);
    }
    for (const step of steps.slice(this.told.length)) this.take(step);
    return this.replay.end(plan);
  }

  /** Each step leaves arrays over all columns behind: 480 MB at the end where nothing is collected (2 million pairs). */
  private take(step: Step): void {
    for (const _ of this.replay.take(step)) collectArrays();
  }
}
