import type { LpBasis } from '../solution/types.js';
import type { Bounds } from './matrix.js';

/** Answer of an LP solver at a node, in floating point: a hint that only integers make a proof. */
export interface LpAnswer {
  readonly status: 'optimal' | 'infeasible' | 'failed';
  /** Values of the columns (optimal). */
  readonly x: Float64Array;
  /** Multipliers of all row addresses, > 0 on upper limits, < 0 on lower ones: duals (optimal) or a Farkas ray (infeasible). */
  readonly multipliers: Float64Array;
}

export interface IntegerClaim {
  readonly status: 'optimal' | 'feasible' | 'infeasible' | 'none';
  readonly plan: Float64Array | null;
}

/** A linear relaxation that is solved again and again under other bounds. */
export interface LpOracle {
  readonly name: 'highs' | 'simplex';
  /** Asked to stop it may end as failed. */
  solve(bounds: Bounds, shouldStop: () => boolean): LpAnswer;
  /** The solver's own integer search within bounds: a claim. */
  searchIntegers(bounds: Bounds, start: Float64Array | null, nodeLimit: number, shouldStop: () => boolean): IntegerClaim;
  /** Basis of the last relaxation solved; null where the solver has none to give. */
  basis(): LpBasis | null;
  dispose(): void;
}
