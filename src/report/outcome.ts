import type { Certificate, Placement, PlanFault, Verdict } from '../certify/types.js';
import type { Conflict } from '../explain/conflict.js';
import type { ReasonCode } from '../instance/types.js';
import type { Activity, CostCategory, Issue, Options, PersonKind, RosterFile } from '../roster/types.js';
import type { PriceTable } from '../solution/price-answers.js';
import type { UnplacedAnswers } from '../solution/answers.js';
import type { Solution, StepProgress, StopReason } from '../solution/types.js';
import type { WaysComparison } from './ways.js';

import type { ReplanReport } from '../explain/replan.js';

export type { Move, MoveReason, ReplanReport } from '../explain/replan.js';
export type { Conflict, ConflictRule, Repair } from '../explain/conflict.js';

/**
 * What a run hands to its caller: a value, one shape for each way a run can end. Ids are the roster's, days whole days, money cents.
 * All of it is plain JSON but `solution` (flat arrays, for programs) and `proof` (the bytes of `proof.bin`).
 */
export type Outcome = PlannedOutcome | InfeasibleOutcome | UnprovedOutcome | RefusedOutcome;

/** A plan that passed the checker. */
export interface PlannedOutcome extends Decided {
  readonly status: 'planned';
  readonly verdict: 'optimal' | 'within-gap' | 'feasible';
  /** By student, start day, then opening or flow, in code units. */
  readonly placements: readonly PlacementRow[];
  /** People without a placement, by id. */
  readonly unplaced: readonly UnplacedRow[];
  readonly overrides: readonly OverrideUsed[];
  readonly toName: readonly ToName[];
  /** In a replan: who moves, and why. */
  readonly replan?: ReplanReport;
  /** In a replan, where asked for: what more moves would buy. */
  readonly curve?: readonly CurvePoint[];
  /** Where rank-first and count-first differ; null where nobody asked. */
  readonly orders: OrderComparison | null;
  /** All ways to be fair side by side; null where nobody asked. */
  readonly ways: WaysComparison | null;
  /** What one more of each limit can bring at most, read from the proof; left out without one. */
  readonly prices?: PriceTable;
  /** Where asked for: what placing the first hundred unplaced would cost, and what would get them in. */
  readonly unplacedAnswers?: UnplacedAnswers;
}

/** Match quality where at most so many people of the earlier plan move whose place is still to be had, each placed, proved and checked by itself. */
export interface CurvePoint {
  readonly mostMoves: number;
  readonly verdict: Verdict;
  /** Null where there is no plan. */
  readonly placed: number | null;
  readonly quality: number | null;
}

/** The first tier by both orders, each placed, proved and checked by itself. */
export interface OrderComparison {
  readonly rankFirst: OrderResult;
  readonly countFirst: OrderResult;
  /** People whom one order places and the other does not, by id. */
  readonly differing: readonly {
    readonly studentId: string;
    readonly list: string | null;
    readonly points: number | null;
    readonly rankFirst: boolean;
    readonly countFirst: boolean;
  }[];
}

export interface OrderResult {
  readonly verdict: Verdict;
  /** Accompanying persons are not counted. */
  readonly placed: number;
}

/** A replayed proof shows that no plan keeps all rules. */
export interface InfeasibleOutcome extends Decided {
  readonly status: 'infeasible';
  readonly verdict: 'infeasible';
  /** Null where no time was left to look for it. */
  readonly conflict: Conflict | null;
}

/** Stopped without a plan, or a claim of infeasibility that nothing replayable supports; `certificate.reason` says which. */
export interface UnprovedOutcome extends Decided {
  readonly status: 'unproved';
  readonly verdict: 'unproved';
}

/** The records contradict themselves (a pin that a rule refuses, say): nothing was solved. `issues` holds at least one error. */
export interface RefusedOutcome {
  readonly status: 'refused';
  readonly issues: readonly Issue[];
}

interface Decided {
  readonly verdict: Verdict;
  readonly certificate: Certificate;
  readonly solution: Solution;
  readonly counts: Counts;
  readonly run: RunInfo;
  /** Warnings only. */
  readonly issues: readonly Issue[];
  /** Bytes of `proof.bin`; null where there is nothing to replay. */
  readonly proof: Uint8Array | null;
}

/** Sizes of the question. */
export interface Counts {
  readonly people: number;
  /** People who are not accompanying persons. */
  readonly learners: number;
  readonly openings: number;
  readonly hosts: number;
  readonly pairs: number;
  readonly sideRows: number;
  /** Parts of the model that could be solved apart; 0 where the call was cancelled before a plan. */
  readonly shards: number;
}

/** Parts of a score, 0 to 100 each, before their weights. */
export interface ScoreParts {
  readonly profile: number;
  readonly outcomes: number;
  readonly wish: number;
  readonly hostWish: number;
  readonly quality: number;
  readonly distance: number;
}

export type CostByCategory = { readonly [category in CostCategory]: number };

/** One placement, with the facts a reader wants beside it. An accompanying person has a flow and no opening. */
export interface PlacementRow {
  readonly studentId: string;
  readonly kind: PersonKind;
  readonly activity: Activity | null;
  readonly senderId: string | null;
  readonly schoolId: string | null;
  readonly projectId: string | null;
  readonly openingId: string | null;
  readonly hostId: string | null;
  readonly hostName: string | null;
  /** The opening's flow, or the flow of an accompanying person. */
  readonly flowId: string | null;
  /** The host's partner, else the flow's. */
  readonly partnerId: string | null;
  readonly city: string | null;
  readonly country: string | null;
  readonly startDay: number;
  readonly endDay: number;
  readonly score: number;
  /** Null where pairs.csv gave the score, and for accompanying persons. */
  readonly parts: ScoreParts | null;
  readonly costCents: number;
  readonly costByCategory: CostByCategory;
  /** One way, whole kilometres; null: online, or not known. */
  readonly distanceKm: number | null;
  /** Categories paid by a rate of the rule pack that nobody confirmed. */
  readonly unconfirmedRates: readonly CostCategory[];
  /** Rank of the best wish this placement grants; null: none. */
  readonly wishRank: number | null;
  /** Eligible only by a decision `override`. */
  readonly overridden: boolean;
  /** Learning outcomes expected that the opening does not offer, as they are expected. */
  readonly missingOutcomes: readonly string[];
  /** Openings (flows for accompanying persons) that were allowed to this person, this one included. */
  readonly eligible: number;
}

/**
 * `no-opening`: there is nothing to look at; `refused-by-rules`: no opening was eligible; `taken`: some were, and seats, money or other rules leave no
 * place there; `not-needed`: an accompanying person no rule asks for.
 */
export type UnplacedStatement = 'no-opening' | 'refused-by-rules' | 'taken' | 'not-needed';

export interface UnplacedRow {
  readonly studentId: string;
  readonly kind: PersonKind;
  readonly senderId: string | null;
  readonly statement: UnplacedStatement;
  /** Openings (flows for accompanying persons) refused, by the first rule that refused them; codes with count 0 are left out. */
  readonly refusals: Readonly<Partial<Record<ReasonCode, number>>>;
  /** Openings (or flows) that were eligible. */
  readonly eligible: number;
}

export interface OverrideUsed {
  readonly studentId: string;
  readonly openingId: string;
  readonly rule: string;
  readonly reason: string;
}

/** Accompanying persons a flow still has to name; senderId null: for the flow as a whole. */
export interface ToName {
  readonly flowId: string;
  readonly senderId: string | null;
  readonly missing: number;
}

export interface Limits {
  readonly timeMs: number | null;
  readonly nodes: number | null;
}

/** What fixed the answer, and (in `clock` and `source`) what did not. */
export interface RunInfo {
  /** SHA-256 of the records in canonical order, hexadecimal. */
  readonly recordsHash: string;
  /** Empty where the call was cancelled before there was a model. */
  readonly modelHash: string;
  /** Id and date of the rule pack; `none` where costs are those that the records state. */
  readonly rulePack: string;
  readonly programVersion: string;
  readonly options: Options;
  readonly limits: Limits;
  readonly backends: readonly string[];
  readonly stop: StopReason;
  /** False where the clock ended the search. */
  readonly repeatable: boolean;
  readonly clock: Clock;
  /** Rows of each roster file in the order of the records. */
  readonly source: Readonly<Partial<Record<RosterFile, readonly number[]>>>;
}

export interface Clock {
  /** ISO time with zone Z. */
  readonly startedAt: string;
  readonly secondsByStation: Readonly<Record<string, number>>;
  readonly workers: number;
  readonly transport: 'inline' | 'threads';
  readonly timeZone: string;
  /** Files of the roster as they were read. */
  readonly files: readonly { readonly name: string; readonly sha256: string }[];
}

/** Steps of a running call, for a line of progress. */
export interface Progress {
  readonly station: 'read' | 'join' | 'formulate' | 'reduce' | 'solve' | 'certify' | 'report';
  readonly text: string;
  /** Station `solve`: the best plan and the bound of the step at work, as numbers. */
  readonly search?: StepProgress;
}

/** What `check` says of a plan that somebody hands in. */
export interface CheckOutcome {
  readonly valid: boolean;
  /** Null where the plan is not valid. `optimal` and `within-gap` only with a proof that replayed. */
  readonly verdict: Verdict | null;
  readonly faults: readonly PlanFault[];
  readonly certificate: Certificate;
  /** The plan's rows as the records have them; rows that stand for no eligible pair are left out. */
  readonly placements: readonly PlacementRow[];
  /** People without a placement, by id. */
  readonly unplaced: readonly UnplacedRow[];
  /** The plan that the proof was written with; null without a proof about these records. What differs from it was edited by hand. */
  readonly provedPlan: readonly Placement[] | null;
  readonly overrides: readonly OverrideUsed[];
  readonly toName: readonly ToName[];
  readonly issues: readonly Issue[];
}
