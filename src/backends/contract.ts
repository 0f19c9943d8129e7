import type { Problem } from '../model/types.js';
import type { LpBasis, ScalarAnswer } from '../solution/types.js';

/** What a caller allows and hears while a backend works. Synchronous: backends run on a worker thread. */
export interface Control {
  /** True: stop soon and hand over what there is. */
  shouldStop(): boolean;
  /** Largest number of branch-and-bound nodes; work, not time, so that an answer is repeatable. */
  readonly nodeLimit: number;
  /** A plan known to be feasible (values of all columns), or null. */
  readonly start: Float64Array | null;
  /** Root basis of the step before, or null. */
  readonly basis: LpBasis | null;
  /** A proof of `value + acceptGap(value)` is good enough, in millionths of |value|. */
  readonly toleranceMillionths: number;
  /** Several strands may work on the same problem; each searches in its own order, the first also for bounds. */
  readonly strand: number;
  /** Where matchings are laid out for companions (see `flow/matching-desk.ts`); absent: nobody helps. */
  readonly desk?: SharedArrayBuffer | undefined;
  onIncumbent(plan: Float64Array, value: number): void;
  /** No plan is worth more; called where this falls. */
  onBound(bound: number): void;
  /** The proof has so many leaves by now, each with prices on all rows: writing them down takes its time. */
  onLeaves(count: number): void;
}

/** One contract, many implementations; a backend claims, it never judges. */
export interface Backend {
  readonly name: 'flow' | 'network' | 'simplex' | 'highs' | 'priced';
  /** Why the backend cannot take the problem; null: it can. */
  refuses(problem: Problem): string | null;
  solve(problem: Problem, control: Control): Promise<ScalarAnswer>;
}

export const freeControl: Control = {
  shouldStop: () => false,
  nodeLimit: 100_000,
  start: null,
  basis: null,
  toleranceMillionths: 0,
  strand: 0,
  onIncumbent: () => undefined,
  onBound: () => undefined,
  onLeaves: () => undefined,
};
