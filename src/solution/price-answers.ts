import type { Known } from './answers.js';

/**
 * What one more unit of a limit is worth, as values. Two prices, each by itself: how many more people could be placed while everybody whom the selection lists keep
 * stays placed, and what match quality could gain while besides as many of the others as now are placed.
 */

export const unitKinds = [
  'opening-seats',
  'host-seats',
  'city-beds',
  'flow-beds',
  'flow-maximum',
  'quota',
  'project-cap',
  'budget',
  'project-days',
  'window-days',
] as const;

/**
 * A limit that can be raised: seats of an opening; seats of a host, beds of a city or flow on every day; learners of a flow; the maximum of a quota; the cap of a
 * project; money of a budget; the last day of a project; the last day of an opening's window.
 */
export type UnitKind = (typeof unitKinds)[number];

export interface Unit {
  readonly kind: UnitKind;
  /** Key of the roster: opening, host, city as it is written, flow, quota, project, budget. */
  readonly id: string;
  /** What one unit is: 1 (seat, bed, learner, placement, day), of a budget so many cents. */
  readonly step: number;
  /** The limit as it stands (cents of a budget; of days the last day); null where it is not one number (beds of a city that change with the days). */
  readonly limit: number | null;
}

/** The most that one unit can bring, by multipliers of a replayed proof: one supporting price, where others may stand beside it. Null: the proof does not say. */
export interface PriceBound {
  readonly placed: number | null;
  readonly score: number | null;
}

/** What so many units more bring together, solved again with the limit raised; exact where both ends are the same. */
export interface Gain {
  readonly units: number;
  readonly placed: Known;
  readonly score: Known;
}

export interface VerifiedPrice {
  /** For 1, 2, … units more, as long as each brings what the first brings, and the first that brings something else. */
  readonly gains: readonly Gain[];
  /** So many units in a row bring the same each; null where a gain is known as a range only. */
  readonly holdsFor: number | null;
  /** The units asked for ended before the gain changed. */
  readonly isCutOff: boolean;
  /** Of a budget that brings a placement: the least money that does; a cent less does not. Null: none does within the units tried, or not proved. */
  readonly leastCents: number | null;
}

export interface PriceRow {
  readonly unit: Unit;
  readonly atMost: PriceBound;
  /** Null: not solved again. */
  readonly verified: VerifiedPrice | null;
}

export interface PriceTable {
  /** Those worth most first. Left out, budgets never, are limits that the proof shows to bring nothing, and those of which it says nothing. */
  readonly rows: readonly PriceRow[];
  /** How many limits there are that can be raised. */
  readonly unitCount: number;
  /** How many of them are left out because the proof says nothing of them. */
  readonly unknownCount: number;
  /** False where the clock ended the solving. */
  readonly repeatable: boolean;
}
