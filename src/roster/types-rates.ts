/**
 * Rates of a funding programme, as a rule pack holds them: data with a source for each figure, never code. Money is whole cents, distances whole
 * kilometres, one way; days are counted with both ends.
 */

/** Where figures come from. A pack says of figures that nobody found in a rule or a table that they are not confirmed. */
export interface Sourced {
  /** Key into the pack's `sources`. */
  readonly source: string;
  readonly confirmed: boolean;
}

/** The last band whose `fromKm` is not above the distance holds. */
export interface TravelBand {
  readonly fromKm: number;
  readonly standardCents: number;
  /** For green travel; null: the standard amount. */
  readonly greenCents: number | null;
}

/** Cents a day: of the first days, and of each day after them. The later rate is stored, not computed: agencies round it differently. */
export interface DayRate {
  readonly firstCents: number;
  readonly laterCents: number;
}

export interface IndividualRates extends Sourced {
  /** National Agency (`PL01`); null: where no entry names the agency. */
  readonly agency: string | null;
  /** By country group of the receiving country, from 1. */
  readonly learner: readonly DayRate[];
  /** Staff and accompanying persons. */
  readonly staff: readonly DayRate[];
}

/** What holds for the calls of some years. */
export interface CallRates {
  readonly fromYear: number;
  readonly toYear: number;
  readonly travel: Sourced & { readonly bands: readonly TravelBand[] };
  /** Travel days that are paid like days of the stay, at most. */
  readonly travelDays: Sourced & { readonly standard: number; readonly green: number };
  /** Country group of a receiving country; `others` for all that are not named. */
  readonly groups: Sourced & { readonly of: { readonly [country: string]: number }; readonly others: number };
  /** So many days at the first rate. */
  readonly firstDays: number;
  readonly individual: readonly IndividualRates[];
  /** Fees of staff courses. */
  readonly course: Sourced & { readonly perDayCents: number; readonly mostCents: number };
  /** Learners with linguistic support; long-term learners have the second amount. */
  readonly linguistic: Sourced & { readonly cents: number; readonly longTermCents: number };
  /** For the organisations, each participant with fewer opportunities who has inclusion support. Income, outside the budgets. */
  readonly inclusion: Sourced & { readonly organisationCents: number };
  /** A preparatory visit, each visitor. Income, outside the budgets. */
  readonly preparatory: Sourced & { readonly visitorCents: number; readonly mostVisitors: number };
  /** Organisational support: the first participants of a project and those beyond; long-term learners and staff on courses by themselves. */
  readonly organisational: Sourced & {
    readonly firstCents: number;
    readonly firstCount: number;
    readonly beyondCents: number;
    readonly longTermCents: number;
    readonly courseCents: number;
  };
}

export interface RulePack {
  readonly id: string;
  readonly title: string;
  /** ISO date of the last look at the sources. */
  readonly date: string;
  readonly sources: { readonly [key: string]: string };
  /** By year, without overlap. A project without a call year falls under the last. */
  readonly calls: readonly CallRates[];
}
