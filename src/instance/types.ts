import type { Flow, Host, Issue, Opening, Organisation, PersonKind, Profile, Roster, Student } from '../roster/types.js';

/** Why a pair is refused; the first rule that fails, in this order. */
export const reasonCodes = [
  'forbidden',
  'not-listed',
  'kind',
  'activity',
  'profile',
  'outcomes',
  'country',
  'reach',
  'quality',
  'project-dates',
  'period',
  'graduation',
  'duration',
  'language',
  'age',
  'needs',
  'blocked',
  'selection',
  'repeat',
  'worse',
] as const;
export type ReasonCode = (typeof reasonCodes)[number];

/**
 * Index spaces. Persons: canonical order (lot, then id). Openings, flows, hosts: by id (code units).
 * A slot is what a person can be put in: a dated variant of an opening, or a flow (for accompanying persons).
 * Slots: openings' variants by opening, then start day; then one slot a flow that takes accompanying persons.
 */
export interface Instance {
  readonly roster: Roster;
  readonly persons: readonly Student[];
  readonly openings: readonly Opening[];
  readonly flows: readonly Flow[];
  readonly hosts: readonly Host[];
  readonly slotCount: number;
  /** −1 for a flow's slot. */
  readonly openingOfSlot: Int32Array;
  /** Flow of the opening, or the flow itself; −1 none. */
  readonly flowOfSlot: Int32Array;
  readonly hostOfSlot: Int32Array;
  readonly startDayOfSlot: Int32Array;
  readonly endDayOfSlot: Int32Array;
  readonly firstPairOfPerson: Int32Array;
  readonly slotOfPair: Int32Array;
  readonly scoreOfPair: Int32Array;
  /** Whole cents, all categories. */
  readonly costOfPair: Float64Array;
  /** 1: eligible only by an override with a reason. */
  readonly overriddenOfPair: Uint8Array;
  /** refusals[person · reasonCodes.length + code]: openings (flows for accompanying persons) refused to that person for that reason. */
  readonly refusals: Int32Array;
}

export interface InstanceResult {
  readonly instance: Instance | null;
  /** Errors (contradictory decisions, pins that break a rule) and warnings (overrides used). */
  readonly issues: readonly Issue[];
}

export type { Flow, Host, Opening, Organisation, PersonKind, Profile, Roster, Student };
