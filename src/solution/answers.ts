import type { RowKind } from '../model/types.js';

/**
 * Answers to questions about a plan, as values: found by ask/, worded by explain/. Ids are the roster's, days whole days, money cents.
 * A number that a replayed proof stands behind is called so; nothing here is a verdict.
 */

/** What is known of a number: a proof shows that it is not below `least`, a checked plan that it need not be above `most`; null: not known. */
export interface Known {
  readonly least: number | null;
  readonly most: number | null;
}

/** A limit that stands in the way as the plan lies now, and how far it would be passed (cents for budgets; people or beds else). */
export interface Obstacle {
  readonly kind: RowKind | 'seats';
  /** Keys as in the model's labels; of `seats`: the opening. */
  readonly keys: readonly string[];
  readonly by: number;
}

/** What it would cost to place somebody somewhere, all others free to move. */
export interface ForcedAnswer {
  /** `impossible`: a replayed proof shows that no plan does; `open`: neither a plan nor a proof within the work limit. */
  readonly outcome: 'possible' | 'impossible' | 'open';
  /** How many other people who count would lose their place; below 0: more people than now could be placed. */
  readonly othersOut: Known;
  /** Can all who stand before this person on the selection lists (all who are ranked, where this person is not) keep a place? Null: no lists. */
  readonly order: 'kept' | 'broken' | 'open' | null;
  /** Match quality of the whole plan: now, of the best plan found, and the most that a replayed proof allows; null where nothing was found. */
  readonly score: { readonly now: number; readonly found: number; readonly atMost: number | null } | null;
}

export interface PlaceOfPerson {
  readonly openingId: string | null;
  readonly flowId: string | null;
  readonly startDay: number;
  readonly endDay: number;
  readonly score: number;
  /** Parts of the score by name, 0 to 100 each, before their weights; null where pairs.csv gives the score. */
  readonly parts: Readonly<Record<string, number>> | null;
  readonly wishRank: number | null;
}

/** An opening this person could also have. */
export interface RunnerUp extends PlaceOfPerson {
  /** `lower-score`: worth less for this person than the place they have; `taken`: worth as much or more, and limits stand in the way. */
  readonly why: 'lower-score' | 'taken' | 'whole-plan';
  readonly obstacles: readonly Obstacle[];
  /** Asked of the first few that are worth as much or more. */
  readonly forced: ForcedAnswer | null;
}

/** One opening that somebody asks about. */
export interface OpeningAnswer {
  readonly openingId: string;
  /** `has`: is placed there. */
  readonly status: 'has' | 'refused' | 'eligible';
  /** Dated variants refused, by the first rule that refuses. */
  readonly refusals: Readonly<Record<string, number>>;
  /** What it would be worth; null where it is refused. */
  readonly place: PlaceOfPerson | null;
  readonly obstacles: readonly Obstacle[];
  readonly forced: ForcedAnswer | null;
}

/** A single change that gets a person in: with it, and all else as it is, the plan made again has a place for them. */
export type Change =
  | { readonly kind: 'opening-seats'; readonly openingId: string; readonly by: number }
  | { readonly kind: 'host-seats'; readonly hostId: string; readonly by: number }
  | { readonly kind: 'flow-beds'; readonly flowId: string; readonly by: number }
  | { readonly kind: 'city-beds'; readonly city: string; readonly by: number }
  | { readonly kind: 'window'; readonly days: number }
  | {
      readonly kind: 'budget';
      readonly budgetId: string;
      readonly byCents: number /** A cent less is not enough. */;
      readonly smallest: boolean;
    }
  | { readonly kind: 'language'; readonly language: string; readonly level: number }
  | { readonly kind: 'host-age'; readonly hostId: string; readonly age: number }
  | { readonly kind: 'exception'; readonly openingId: string };

export interface VerifiedChange {
  readonly change: Change;
  /** Needed beside it; null: the change alone is enough. Told only where no single change is. */
  readonly also: Change | null;
  /** Where the person then goes. */
  readonly openingId: string;
  /** Other people who then have no place and have one now. */
  readonly othersOut: number;
  /** Rough effort, for the order alone. */
  readonly effort: number;
}

export interface PersonAnswer {
  readonly studentId: string;
  readonly status: 'placed' | 'unplaced';
  readonly statement: 'refused-by-rules' | 'taken' | 'not-needed' | null;
  readonly places: readonly PlaceOfPerson[];
  /** Openings (flows for accompanying persons) that are eligible, and how many each rule refuses. */
  readonly eligible: number;
  readonly refusals: Readonly<Record<string, number>>;
  /** The best first; of somebody placed. */
  readonly runnersUp: readonly RunnerUp[];
  /** Of somebody unplaced: a place anywhere; null where no opening is eligible. */
  readonly anywhere: ForcedAnswer | null;
  readonly opening: OpeningAnswer | null;
  /** Null: not asked for. */
  readonly changes: readonly VerifiedChange[] | null;
}

/** An opening for one person more, the plan else as it is. */
export interface LatePlace {
  readonly openingId: string;
  readonly startDay: number;
  readonly endDay: number;
  readonly score: number;
  readonly costCents: number;
  /** Somebody who makes room by moving to a free opening; null: there is room. */
  readonly move: { readonly studentId: string; readonly openingId: string; readonly startDay: number; readonly scoreChange: number } | null;
  /** What match quality of the whole plan gains. */
  readonly qualityChange: number;
}

/** What was asked of somebody without a place when the plan was made. */
export interface AnswerOfUnplaced {
  readonly studentId: string;
  /** No opening is eligible, so there is no place to force. */
  readonly isRefused: boolean;
  /** Null: refused, or it did not fit the work limit. */
  readonly anywhere: ForcedAnswer | null;
  /** Null: it did not fit the work limit. */
  readonly changes: readonly VerifiedChange[] | null;
}

/** The first people without a place, in the order of the selection lists; those beyond the hundredth were not asked about. */
export interface UnplacedAnswers {
  readonly answers: readonly AnswerOfUnplaced[];
  readonly unplacedCount: number;
}
