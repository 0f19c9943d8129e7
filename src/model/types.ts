/**
 * The model: integers only, no domain words except the labels of side rows.
 *
 * Columns 0 … pairCount−1 are eligible pairs (0 or 1), sorted by person, then slot; the rest are extra columns (integers 0 … upper).
 * Rows, addressed by one index ("row address"):
 *   0 … personCount−1                       assignment row of a person: lower ≤ Σ its pairs ≤ upper
 *   personCount … personCount+seatCount−1   seat row: Σ pairs with that seat ≤ upper
 *   then the side rows:                     lower ≤ Σ coefficient·column ≤ upper
 * A side row with minimumToOpen m > 0 is semi-continuous: its activity is 0, or between m and upper (its coefficients are ≥ 0).
 */
export interface Constraints {
  readonly personCount: number;
  readonly seatCount: number;
  readonly pairCount: number;
  /** pairCount + extra columns. */
  readonly columnCount: number;
  /** personCount + 1 entries; the pairs of person p are firstPairOfPerson[p] … firstPairOfPerson[p+1]−1. */
  readonly firstPairOfPerson: Int32Array;
  /** Seat of a pair; −1 where no seat row holds it (its limits stand in side rows). */
  readonly seatOfPair: Int32Array;
  readonly lowerOfPerson: Int32Array;
  readonly upperOfPerson: Int32Array;
  /** 1: it is shown that no plan that is left places the person, though their row would let it; absent: it is of nobody. */
  readonly isRefusedPerson?: Uint8Array | undefined;
  readonly upperOfSeat: Int32Array;
  /** Upper bounds of the extra columns; entry 0 belongs to column pairCount. */
  readonly upperOfExtra: Float64Array;
  readonly rows: SideRows;
}

/**
 * Side rows, compressed by row. Infinity and −Infinity stand for "no limit"; all else is an exact integer. The arrays over entries may be longer than
 * the rows' own entries, which end at firstEntryOfRow[count].
 */
export interface SideRows {
  readonly count: number;
  readonly firstEntryOfRow: Int32Array;
  readonly columnOfEntry: Int32Array;
  readonly coefficientOfEntry: Float64Array;
  readonly lowerOfRow: Float64Array;
  readonly upperOfRow: Float64Array;
  readonly minimumToOpenOfRow: Float64Array;
  readonly labelOfRow: readonly RowLabel[];
}

export const rowKinds = [
  'person-overlap',
  'different-hosts',
  'placed',
  'seats-day',
  'host-day',
  'beds-day',
  'flow-beds-day',
  'opening-minimum',
  'flow-minimum',
  'flow-maximum',
  'accompanying',
  'project-cap',
  'quota',
  'budget',
  'together',
  'apart',
  'pin',
  'moves',
  'together-wish',
  'apart-wish',
  'step',
] as const;
export type RowKind = (typeof rowKinds)[number];

/** What a row says, in keys of the roster; enough to derive it again from the records. */
export interface RowLabel {
  readonly kind: RowKind;
  /**
   * Keys, by kind: person-overlap [student, day]; different-hosts [student, host]; placed [student, 'lower'|'upper']; seats-day [opening, day]; host-day [host, day];
   * beds-day [city, day]; flow-beds-day [flow, day]; opening-minimum [opening, start day]; flow-minimum, flow-maximum [flow];
   * accompanying [flow] or [flow, sender]; project-cap [project]; quota, budget [id];
   * together [a, b, place key]; apart [a, b, place key]; pin [student, target kind, target]; moves [];
   * together-wish [a, b, place key, 'first'|'second']; apart-wish [a, b, place key]; step [step name, …].
   * Days are written as ISO dates.
   */
  readonly keys: readonly string[];
}

/** One scalar integer programme: maximise objective·x over the constraints. */
export interface Problem extends Constraints {
  /** Exact integers, one a column. May be the scores of the model themselves: never written to. */
  readonly objective: Float64Array | Int32Array;
}

/** What the tiers need to know about people and pairs. */
export interface Model extends Constraints {
  /** 1: counted in the tiers "placed" and "evenness" (everybody but accompanying persons). */
  readonly countedOfPerson: Uint8Array;
  /** −1: placed = sum of the pairs (at most one placement); else the extra column that says "placed". */
  readonly placedColumnOfPerson: Int32Array;
  /** Accompanying persons that no rule requires: dropped from a plan where no row needs them. */
  readonly optionalOfPerson: Uint8Array;
  /** Persons in the order of the walk over the selection lists; empty where nobody has list and points. */
  readonly walk: Int32Array;
  /** Group (sender) of a person for evenness; −1 none. */
  readonly groupOfPerson: Int32Array;
  readonly groupCount: number;
  /** Counted people of a group, placed or not. */
  readonly applicantsOfGroup: Int32Array;
  readonly scoreOfPair: Int32Array;
  /** Score of an extra column (entry 0: column pairCount); counted in match quality, never in evenness. Left out: all 0. */
  readonly scoreOfExtra?: Int32Array;
  readonly costOfPair: Float64Array;
  readonly order: 'rank-first' | 'count-first';
  readonly tiers: readonly TierRule[];
  /** Pairs of the earlier plan, ascending; only where there is the tier "moves". */
  readonly earlierPairs?: Int32Array;
  /** Only where a tier reads wishes. */
  readonly wishes?: Wishes;
}

/** What the ways that go by wishes read of people and hosts. */
export interface Wishes {
  readonly way: 'leximin-wishes' | 'rank-greedy' | 'rank-generous' | 'stable';
  /** Rank of the best wish of the person that the pair grants, those beyond 20 as 20; 0: none, and for whoever does not count. */
  readonly rankOfPair: Uint8Array;
  /** `stable` only, else empty: rank of the host's wish for the person; 0: none. */
  readonly hostRankOfPair: Int32Array;
  /** `stable` only, else empty: place of a person by points, then in canonical order; 0 the first, no two alike. */
  readonly placeOfPerson: Int32Array;
}

export interface TierRule {
  readonly name: 'placed' | 'moves' | 'quality' | 'evenness' | 'money' | 'ranks' | 'stable';
  readonly giveMillionths: number;
  readonly toleranceMillionths: number;
}
