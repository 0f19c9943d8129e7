import type { RunTier } from '../roster/types.js';

/** One placement of a plan, in keys of the roster; what certify/plan reads. */
export interface Placement {
  readonly studentId: string;
  readonly openingId: string | null;
  /** Set for accompanying persons. */
  readonly flowId: string | null;
  readonly startDay: number;
  readonly endDay: number;
}

/** A rule that a plan breaks, in domain words. */
export interface PlanFault {
  /** Stable code: a reason code or a row kind. */
  readonly code: string;
  readonly message: string;
}

/** Values by tier, from the records alone. */
export interface TierValues {
  readonly placed: number;
  /** Ids of placed people who count (no accompanying persons), sorted by code units. */
  readonly placedIds: readonly string[];
  readonly quality: number;
  /** For each sender with an eligible applicant: ascending by level, quality over placed, and placed over applicants. */
  readonly levels: readonly { readonly senderId: string; readonly quality: number; readonly placed: number; readonly applicants: number }[];
  readonly moneyCents: number;
  /** Placements that are those of plan.csv. */
  readonly kept: number;
  /** Placements of people who count, by the rank of the best wish granted: [none, first, second, …], up to the largest there is; ranks beyond 20 as 20. */
  readonly wishRanks: readonly number[];
}

export interface PlanReport {
  readonly faults: readonly PlanFault[];
  readonly values: TierValues;
  /** Overrides with a reason that the plan uses; flows where accompanying persons are still to be named. */
  readonly overrides: readonly { readonly studentId: string; readonly openingId: string; readonly rule: string; readonly reason: string }[];
  readonly toName: readonly { readonly flowId: string; readonly senderId: string | null; readonly missing: number }[];
}

export type Verdict = 'optimal' | 'within-gap' | 'feasible' | 'infeasible' | 'unproved';

export interface StepVerdict {
  readonly tier: RunTier;
  readonly kind: string;
  readonly proved: boolean;
  readonly value: string;
  readonly bound: string | null;
  /** Parts per billion of max(1, |value|), rounded up; null: no bound. */
  readonly gapBillionths: number | null;
  readonly toleranceMillionths: number;
  readonly giveMillionths: number;
  readonly claimedBy: string | null;
}

export interface Certificate {
  readonly verdict: Verdict;
  readonly steps: readonly StepVerdict[];
  readonly values: TierValues | null;
  /** Names of the three checks that passed, with their extent. */
  readonly checks: {
    readonly plan: boolean;
    readonly bound: boolean;
    readonly link: boolean;
    readonly pairsChecked: number;
    readonly sampledPeople: number | null;
  };
  readonly reason: string | null;
}

/** The pairs of a model in keys of the roster: persons and slots in the model's order, and the slot of each pair column. */
export interface LinkPairs {
  readonly personIds: readonly string[];
  /** Dated variants of openings (flowId null or the opening's flow), then flows for accompanying persons (openingId null). */
  readonly slots: readonly {
    readonly openingId: string | null;
    readonly flowId: string | null;
    readonly startDay: number;
    readonly endDay: number;
  }[];
  readonly slotOfPair: Int32Array;
}

export interface LinkOptions {
  readonly sampleSeed: number;
  /** Person × opening pairs up to which every omitted pair is checked; beyond, those of a seeded sample of people. */
  readonly fullLimit: number;
}

/** The model against the records. */
export interface LinkReport {
  readonly faults: readonly PlanFault[];
  /** Pairs whose eligibility was derived again, in the model or not. */
  readonly pairsChecked: number;
  /** People all of whose omitted pairs were checked; null: everybody. */
  readonly sampledPeople: number | null;
}
