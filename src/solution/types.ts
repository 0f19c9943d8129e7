/**
 * What a solve hands over: claims, with data that lets another program replay them. A verdict is written elsewhere (certify/).
 */

import type { Part } from '../model/part.js';
import type { TierRule } from '../model/types.js';
import type { RankKind } from '../model/wish-steps.js';

/**
 * Prices: `scale` ≥ 0 multiplies the objective; `prices` holds one integer a row address. A price > 0 stands on the row's upper limit,
 * < 0 on its lower. total = Σ price·limit + Σ over columns of max over its bounds of (scale·objective − Σ price·coefficient)·x.
 * scale > 0: no plan has a value above ⌊total/scale⌋. Any scale: total < 0 with objective 0 (scale 0) shows that no plan exists.
 * Sparse: rowOfPrice and priceOfRow have the same length; rows not named have price 0.
 * knapsackRows: addresses of side rows without a price (coefficients ≥ 0, a finite upper limit, each person's pairs in one of them at most). They are kept
 * instead, with all rows of people: the sum over the pairs becomes the most they are worth while those hold, one knapsack a row, solved exactly again.
 * groupRows: addresses of semi-continuous rows (coefficients 0 or 1, no pair in two of them). Beside whatever prices stand on rows they are kept too, each with the seat rows
 * all of whose pairs stand in it: the sum over their pairs becomes the most they are worth while the row is closed or holds its minimum. Not together with knapsackRows.
 */
export interface Prices {
  readonly scale: number;
  readonly rowOfPrice: Int32Array;
  /** Exact integers, |price| ≤ 2^53. */
  readonly priceOfRow: Float64Array;
  readonly knapsackRows?: Int32Array;
  readonly groupRows?: Int32Array;
}

/** A branching: the first child has `x ≤ at`, the second `x ≥ at + 1`, x a column or the activity of a row address. `open`: a semi-continuous row; first child closed (activity 0), second open (≥ its minimum). */
export interface Branch {
  readonly on: 'column' | 'row' | 'open';
  readonly index: number;
  readonly at: number;
  /** Positions in `nodes`. */
  readonly first: number;
  readonly second: number;
}

export type Proof =
  | { readonly kind: 'prices'; readonly prices: Prices }
  | {
      /** The problem falls apart: pieces that share no row, each with a proof in its own indices (see model/part.ts). For a bound the pieces cover every column; for infeasibility one piece is enough. */
      readonly kind: 'parts';
      readonly parts: readonly { readonly part: Part; readonly proof: Proof }[];
    }
  | {
      /** A stay count one above the last: follows from the level step before, which showed that nobody new may stay. */
      readonly kind: 'level';
    }
  | {
      /** Of a refusal in a walk: the prices of the refusal before it, those named here in the place of its own (0: none), on rows of people and seats only. */
      readonly kind: 'changes';
      readonly prices: Prices;
    }
  | { readonly kind: 'tree' /** nodes[0] is the root; a leaf is prices. */; readonly nodes: readonly (Branch | Prices)[] };

/** `value`: best known; `bound`: shown by the proof; both null where unknown. */
export interface ScalarAnswer {
  readonly status: 'solved' | 'infeasible' | 'stopped';
  /** Columns of the best plan found, as values for every column; null: none found. */
  readonly plan: Float64Array | null;
  /** The pairs of that plan, ascending, where they are known without a look at every column (6 million take 17 ms). */
  readonly pairs?: Int32Array;
  readonly value: number | null;
  readonly bound: number | null;
  /** A proof of `bound` (solved, stopped) or of infeasibility. */
  readonly proof: Proof | null;
  /** Backend that called it optimal or infeasible without (or before) a proof. */
  readonly claimedBy: string | null;
  readonly stop: StopReason;
  readonly nodes: number;
  /** Basis of the root relaxation: a head start for the next step, which only appends rows and columns. */
  readonly basis?: LpBasis | null;
}

/** Statuses of columns and rows in the numbering of the LP solver. */
export interface LpBasis {
  readonly columns: Int32Array;
  readonly rows: Int32Array;
  /** Rows that stand before the side rows: persons and seats. A basis fits only where these agree. */
  readonly implicitRows: number;
}

export type StopReason = 'complete' | 'time' | 'work' | 'cancelled' | 'failed';

/** The steps of the tiers, in order. */
export type StepKind =
  | 'feasible'
  | 'walk'
  | 'others'
  | 'count'
  | 'moves'
  | 'quality'
  | 'share-level'
  | 'share-stay'
  | 'level'
  | 'stay'
  | 'money'
  | 'stable'
  | RankKind;

export interface WalkRefusal {
  /** Persons that one proof refuses. */
  readonly persons: Int32Array;
  /** Number of kept people (prefix of `kept`) whose rows "placed = 1" the proof may use. */
  readonly keptBefore: number;
  /** Proof that Σ placed of `persons` ≤ 0 under those rows. */
  readonly proof: Proof;
}

export interface Step {
  readonly tier: TierRule['name'];
  readonly kind: StepKind;
  /** A scalar value; for levels the numerator over `denominator`. */
  readonly value: number;
  readonly denominator: number;
  /** Same unit as value; null: none known. Levels: numerator over boundDenominator. */
  readonly bound: number | null;
  readonly boundDenominator: number;
  /** The plan that has this value: chosen pair columns, ascending. */
  readonly witness: Int32Array;
  readonly proof: Proof | null;
  /** Walk only. */
  readonly kept: Int32Array | null;
  readonly refused: readonly WalkRefusal[] | null;
  readonly open: Int32Array | null;
  readonly claimedBy: string | null;
  readonly stop: StopReason;
}

/** What a step has found: as it begins, nothing; while it runs, a few times a second where that has become better; and at its end. */
export interface StepProgress {
  readonly tier: Step['tier'];
  readonly step: Step['kind'];
  /** Index of the step, from 0. */
  readonly stepIndex: number;
  readonly isRunning: boolean;
  /** Of the best plan so far; within a step it only rises. Null: none yet. Levels: numerators over the denominators; else these are 1. */
  readonly value: number | null;
  readonly denominator: number;
  /** No plan is worth more; within a step it only falls. Null: none yet. */
  readonly bound: number | null;
  readonly boundDenominator: number;
}

export interface Solution {
  readonly status: 'planned' | 'infeasible' | 'unproved';
  /** Chosen pair columns, ascending; null without a plan. */
  readonly plan: Int32Array | null;
  readonly steps: readonly Step[];
  /** For infeasible: proof that the constraints alone have no plan. */
  readonly infeasibility: Proof | null;
  readonly claimedBy: string | null;
  readonly stop: StopReason;
  readonly backends: readonly string[];
  readonly repeatable: boolean;
}
