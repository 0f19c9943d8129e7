/**
 * The records of a roster, after reading: text has ended, ids have not.
 *
 * Units: days are whole days since 1970-01-01 (both ends of a period included),
 * money is whole cents, scores are integers. `null` means "not said".
 * Each field names its CSV column; columns are the snake_case of the field unless a comment says otherwise
 * (senderId ← `sender`, startDay ← `start`, costCents ← `cost`: the suffix is dropped in the file).
 */

import type { RulePack } from './types-rates.js';

/** CEFR levels as 1 (A1) … 6 (C2). */
export type CefrLevel = 1 | 2 | 3 | 4 | 5 | 6;

export interface LanguageLevel {
  /** Lower-case language code as the roster writes it (`en`, `it`). */
  readonly language: string;
  readonly level: CefrLevel;
}

export const personKinds = ['short-term', 'long-term', 'staff', 'graduate', 'accompanying'] as const;
export type PersonKind = (typeof personKinds)[number];

export const activities = [
  'traineeship',
  'apprenticeship',
  'dual',
  'competition',
  'group',
  'job-shadowing',
  'course',
  'teaching',
  'training',
  'expert',
  'trainee-teacher',
] as const;
export type Activity = (typeof activities)[number];

export const costCategories = ['travel', 'individual', 'course', 'inclusion', 'linguistic', 'other'] as const;
export type CostCategory = (typeof costCategories)[number];

export const sexes = ['female', 'male', 'other'] as const;
export type Sex = (typeof sexes)[number];

/** students.csv: a person to place. */
export interface Student {
  readonly id: string;
  readonly kind: PersonKind;
  readonly activity: Activity | null;
  readonly online: boolean;
  /** `sender`: id of an organisation. */
  readonly senderId: string | null;
  /** `school`: id of an organisation. */
  readonly schoolId: string | null;
  /** `project` */
  readonly projectId: string | null;
  /** `profile`: id of a profile, or a code: ISCED-F (2 to 4 digits), `isco:7411` (1 to 4 digits) or `esco:` and a code or address. */
  readonly profileId: string | null;
  /** `outcomes`: learning outcomes (units) expected of this person; empty: those of the profile. */
  readonly outcomes: readonly string[];
  /** `eqf_level`, 1 to 8. */
  readonly eqfLevel: number | null;
  /** `languages`: `en:B1|it:A2`. */
  readonly languages: readonly LanguageLevel[];
  /** `birth_date` */
  readonly birthDay: number | null;
  /** `graduated` */
  readonly graduatedDay: number | null;
  /** `available_from`, `available_to`: the whole placement lies inside. */
  readonly availableFromDay: number | null;
  readonly availableToDay: number | null;
  /** `wished_days` */
  readonly wishedDays: number | null;
  /** `selection_list`: name of the list this person stands on. */
  readonly selectionList: string | null;
  /** `points`: more is better. */
  readonly points: number | null;
  readonly lot: number | null;
  /** `needs`: neutral requirement codes, `|` between. */
  readonly needs: readonly string[];
  /** `fewer_opportunities` */
  readonly fewerOpportunities: boolean;
  readonly sex: Sex | null;
  /** `group`: people of one group are kept together (same flow, else same city and dates) or none is placed. */
  readonly group: string | null;
  /** `minimum`, `maximum` placements; blank 1 and 1. */
  readonly minimum: number;
  readonly maximum: number;
  /** `different_hosts`: no two placements of the person are at one host. */
  readonly differentHosts: boolean;
  readonly required: boolean;
  /** `needs_accompanying`; blank: true for short-term, false for the others. */
  readonly needsAccompanying: boolean;
  /** `inclusion_cost`: cents added to every placement of this person, category inclusion. */
  readonly inclusionCents: number;
  /** `green_travel`: by train, bus or shared car for most of the way. */
  readonly greenTravel: boolean;
  /** `travel_days`: paid like days of the stay, where a rule pack is in use. */
  readonly travelDays: number;
  /** `linguistic_support`: has it, where a rule pack is in use. */
  readonly linguisticSupport: boolean;
}

export const organisationKinds = ['sender', 'school', 'partner'] as const;
export type OrganisationKind = (typeof organisationKinds)[number];

/** organisations.csv */
export interface Organisation {
  readonly id: string;
  readonly kind: OrganisationKind;
  readonly name: string | null;
  /** Two capital letters (ISO 3166-1, XK for Kosovo; EL is read as GR, UK as GB). */
  readonly country: string | null;
  readonly city: string | null;
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly oid: string | null;
  /** `sender`: for a school, the sender it belongs to. */
  readonly senderId: string | null;
}

/** hosts.csv */
export interface Host {
  readonly id: string;
  readonly name: string | null;
  readonly partnerId: string | null;
  readonly city: string | null;
  readonly country: string | null;
  readonly latitude: number | null;
  readonly longitude: number | null;
  /** `minimum_age` on the start day. */
  readonly minimumAge: number | null;
  readonly hazard: boolean;
  readonly night: boolean;
  readonly languages: readonly LanguageLevel[];
  /** `needs_met` */
  readonly needsMet: readonly string[];
  /** `tutor_named`; blank: not said. */
  readonly tutorNamed: boolean | null;
  /** `seats`: over all openings of the host on any one day. */
  readonly seats: number | null;
  /** `quality`, 0 to 100. */
  readonly quality: number | null;
  /** `sector`: free code. */
  readonly sector: string | null;
}

export const reaches = ['local', 'national', 'transnational'] as const;
export type Reach = (typeof reaches)[number];

/** openings.csv: dates are either start and end, or a window and a length. */
export interface Opening {
  readonly id: string;
  readonly hostId: string;
  readonly flowId: string | null;
  /** `profiles`: profile ids or codes as in `profile`, `|` between; empty accepts any. */
  readonly profileIds: readonly string[];
  /** `profile_fits`: what each of `profiles` is worth, 0 to 100, as many as those; empty: by equal digits. */
  readonly profileFits: readonly number[];
  /** `kinds`, `activities`: accepted; empty accepts any (never an accompanying person). */
  readonly kinds: readonly PersonKind[];
  readonly activities: readonly Activity[];
  /** `start`, `end`; where absent and a flow is named, those of the flow. */
  readonly startDay: number | null;
  readonly endDay: number | null;
  /** `window_from`, `window_to`, `days`: expanded into variants starting on Mondays. */
  readonly windowFromDay: number | null;
  readonly windowToDay: number | null;
  readonly lengthDays: number | null;
  readonly seats: number;
  /** `minimum_to_open`, 0 or 1: no such rule. */
  readonly minimumToOpen: number;
  readonly languages: readonly LanguageLevel[];
  readonly outcomes: readonly string[];
  /** `minimum_outcomes`: per cent of the outcomes a person expects that must be offered; blank: the option `minimumOutcomes`. */
  readonly minimumOutcomes: number | null;
  readonly online: boolean;
  /** `reach`: how far from home; blank: that of the flow, else transnational. */
  readonly reach: Reach | null;
  /** `cost_travel`, `cost_per_day` (category individual), `cost_course`: cents a placement (or a day); null: by the rule pack, without one 0. */
  readonly travelCents: number | null;
  readonly perDayCents: number | null;
  readonly courseCents: number | null;
  /** `cost_other` */
  readonly otherCents: number;
}

/** flows.csv: a group journey. */
export interface Flow {
  readonly id: string;
  readonly partnerId: string | null;
  readonly city: string | null;
  readonly country: string | null;
  readonly startDay: number;
  readonly endDay: number;
  /** `minimum`, `maximum` of learners (people who are not accompanying). */
  readonly minimum: number;
  readonly maximum: number | null;
  readonly beds: number | null;
  /** `learners_per_accompanying`: N; blank: nobody needs accompanying here. */
  readonly learnersPerAccompanying: number | null;
  /** `accompanying_scope`: flow or sender. */
  readonly accompanyingScope: 'flow' | 'sender';
  /** `accompanying_to_name`: missing ones are reported as "k to name". */
  readonly accompanyingToName: boolean;
  /** `cost_accompanying`: cents for one accompanying person, category individual; null: by the rule pack, without one 0. */
  readonly accompanyingCents: number | null;
  /** `preparatory_visitors`: who went on the preparatory visit; income where a rule pack is in use. */
  readonly preparatoryVisitors: number;
  /** `reach`: for accompanying persons, and for openings that say nothing; blank: transnational. */
  readonly reach: Reach | null;
  readonly status: string | null;
}

/** projects.csv */
export interface Project {
  readonly id: string;
  readonly code: string | null;
  /** `action`: KA121, KA122, or free; blank: as the code says. */
  readonly action: string | null;
  readonly callYear: number | null;
  readonly nationalAgency: string | null;
  readonly startDay: number | null;
  readonly endDay: number | null;
  /** `cap` on participants, accompanying persons not counted; null: of KA122 the option `shortTermProjectCap`, else none. */
  readonly cap: number | null;
}

/** profiles.csv */
export interface Profile {
  readonly id: string;
  readonly name: string | null;
  /** `isced`: 2 to 4 digits as text. */
  readonly isced: string | null;
  /** ESCO occupation: its code (`7411.1`, which lies in the ISCO group it begins with) or its address. */
  readonly esco: string | null;
  /** ISCO-08 group, 1 to 4 digits. */
  readonly isco: string | null;
  readonly outcomes: readonly string[];
}

/** crosswalk.csv: people whose profile lies under `from` fit openings that accept what lies under `to`. */
export interface Crossing {
  /** `from`, `to`: id of a profile, or a code as in `profile`. */
  readonly fromId: string;
  readonly toId: string;
  /** 0 to 100; 0 forbids. */
  readonly fit: number;
}

export const wishTargets = ['opening', 'host', 'city', 'country', 'period', 'student'] as const;
export type WishTarget = (typeof wishTargets)[number];

/** preferences.csv: columns `student` or `host` (who), `target_kind`, `target`, `rank` (1 is best). A period target is `2026-03-01/2026-03-31`. */
export interface Preference {
  readonly studentId: string | null;
  readonly hostId: string | null;
  readonly targetKind: WishTarget;
  readonly target: string;
  readonly rank: number;
}

/** budgets.csv: every named scope column must match; a blank one matches all. */
export interface Budget {
  readonly id: string;
  readonly limitCents: number;
  readonly projectId: string | null;
  readonly senderId: string | null;
  readonly schoolId: string | null;
  readonly partnerId: string | null;
  readonly hostId: string | null;
  readonly openingId: string | null;
  readonly flowId: string | null;
  readonly kind: PersonKind | null;
  readonly category: CostCategory | null;
}

export const quotaDimensions = [
  'sender',
  'school',
  'project',
  'profile',
  'kind',
  'sex',
  'partner',
  'host',
  'opening',
  'flow',
  'country',
  'city',
] as const;
export type QuotaDimension = (typeof quotaDimensions)[number];

/** quotas.csv: a count of placements; `minimum` blank 0, `maximum` blank none. */
export interface Quota {
  readonly id: string;
  readonly minimum: number;
  readonly maximum: number | null;
  readonly senderId: string | null;
  readonly schoolId: string | null;
  readonly projectId: string | null;
  readonly profileId: string | null;
  readonly country: string | null;
  readonly city: string | null;
  readonly partnerId: string | null;
  readonly hostId: string | null;
  readonly openingId: string | null;
  readonly kind: PersonKind | null;
  readonly sex: Sex | null;
  /** `fewer_opportunities` */
  readonly fewerOpportunities: boolean | null;
  readonly flowId: string | null;
  /** `each`: the quota holds for each value (or combination) by itself. Reading writes it out as one quota for each, so this is empty afterwards. */
  readonly each: readonly QuotaDimension[];
}

export const decisionActions = ['pin', 'forbid', 'together', 'apart', 'override'] as const;
export type DecisionAction = (typeof decisionActions)[number];

/** decisions.csv: one target column; `other` for together and apart. */
export interface Decision {
  readonly studentId: string;
  readonly action: DecisionAction;
  readonly openingId: string | null;
  readonly hostId: string | null;
  readonly flowId: string | null;
  /** `other`: another student. */
  readonly otherId: string | null;
  /** `scope` of together and apart: blank is `flow` where both sides of a pair lie in a flow, else city and dates. */
  readonly scope: 'opening' | 'host' | 'flow' | 'city' | null;
  /** `weight` of together and apart: points of match quality for each place they share; null: a rule. */
  readonly weight: number | null;
  readonly reason: string | null;
  readonly by: string | null;
  readonly when: string | null;
}

export const blockedWhats = ['stay', 'travel'] as const;

/** blocked.csv: days on which nobody whom every named column agrees with may stay on site (`stay`), or start or end there (`travel`). */
export interface Blocked {
  readonly fromDay: number;
  readonly toDay: number;
  readonly what: (typeof blockedWhats)[number];
  readonly hostId: string | null;
  readonly city: string | null;
  readonly partnerId: string | null;
  readonly flowId: string | null;
  readonly schoolId: string | null;
  readonly senderId: string | null;
  readonly studentId: string | null;
  readonly reason: string | null;
}

/** lodging.csv: beds of a city; on each day the sum of the rows that cover it, none where no row does. A city without rows has no limit. */
export interface Lodging {
  readonly city: string;
  readonly fromDay: number;
  readonly toDay: number;
  readonly beds: number;
}

/** pairs.csv: an override for one pair (opening, or flow for an accompanying person). */
export interface PairOverride {
  readonly studentId: string;
  readonly openingId: string | null;
  readonly flowId: string | null;
  readonly score: number | null;
  readonly costCents: number | null;
  readonly forbidden: boolean;
}

export const laterStatuses = ['employed', 'self-employed', 'apprentice', 'studying', 'unemployed', 'inactive'] as const;
/** What somebody does some time after a placement; the first four count as placed. */
export type LaterStatus = (typeof laterStatuses)[number];

/** outcomes.csv: what came of an earlier placement; several rows of one placement give several ratings. */
export interface Outcome {
  /** Pseudonym. */
  readonly placement: string;
  readonly hostId: string;
  readonly completed: boolean | null;
  readonly category: string | null;
  readonly indicator: string | null;
  readonly source: string | null;
  readonly rating: number | null;
  /** `status_after_6`, `status_after_12` months. */
  readonly statusAfter6: LaterStatus | null;
  readonly statusAfter12: LaterStatus | null;
}

/** Categories of quality.csv that are read from their own columns of outcomes.csv: 100 where it went well, else 0. */
export const ownCategories = ['completed', 'after-6', 'after-12'] as const;

/** quality.csv: how ratings of outcomes.csv count. The most exact row counts a rating: one with its indicator, then one with its source. */
export interface QualityRule {
  readonly category: string;
  /** Null: every one. */
  readonly indicator: string | null;
  /** Source of verification; null: every one. */
  readonly source: string | null;
  readonly weight: number;
  /** Least mean of a host's ratings that count by this row; null: none. */
  readonly minimum: number | null;
}

export const planStatuses = ['proposed', 'told', 'confirmed', 'travelled'] as const;
export type PlanStatus = (typeof planStatuses)[number];

/** plan.csv: an earlier plan. */
export interface PlanRow {
  readonly studentId: string;
  readonly openingId: string | null;
  readonly flowId: string | null;
  readonly startDay: number | null;
  readonly status: PlanStatus;
}

/** criteria.csv: what a selection list weighs. Points = Σ weight · mark, where students.csv gives no points. */
export interface Criterion {
  /** Name of the selection list; null: every list. */
  readonly list: string | null;
  /** `criterion` */
  readonly id: string;
  readonly weight: number;
  /** Marks under it exclude from the list; null: none do. */
  readonly minimum: number | null;
  /** `tie`: equal points are decided by the criteria with a number here, in its order; null: not by this one. */
  readonly tie: number | null;
}

/** marks.csv: what a person has in a criterion. */
export interface Mark {
  readonly studentId: string;
  /** `criterion` */
  readonly criterionId: string;
  readonly mark: number;
}

/** history.csv: earlier rounds. A row without a host says that the person was left out then. */
export interface PastPlacement {
  readonly studentId: string;
  readonly round: string;
  /** `host`, also one that is gone. */
  readonly hostId: string | null;
  /** `sector`; blank: the host's. */
  readonly sector: string | null;
}

/** distances.csv: one way, whole kilometres, from an organisation to a host or a partner; wins over coordinates. */
export interface Distance {
  /** `from`: id of an organisation. */
  readonly fromId: string;
  readonly hostId: string | null;
  readonly partnerId: string | null;
  readonly km: number;
}

/** cities.csv: where a city lies, for organisations and hosts without coordinates; wins over the table that is built in. */
export interface City {
  readonly city: string;
  readonly country: string;
  readonly latitude: number;
  readonly longitude: number;
}

export const rosterFiles = [
  'students',
  'organisations',
  'hosts',
  'openings',
  'flows',
  'projects',
  'profiles',
  'crosswalk',
  'preferences',
  'budgets',
  'quotas',
  'decisions',
  'lodging',
  'blocked',
  'pairs',
  'outcomes',
  'quality',
  'plan',
  'distances',
  'cities',
  'criteria',
  'marks',
  'history',
] as const;
export type RosterFile = (typeof rosterFiles)[number];

/** Where a record was written: the row as the spreadsheet shows it (the header is row 1). */
export type SourceRows = { readonly [file in RosterFile]: readonly number[] };

export interface Roster {
  readonly students: readonly Student[];
  readonly organisations: readonly Organisation[];
  readonly hosts: readonly Host[];
  readonly openings: readonly Opening[];
  readonly flows: readonly Flow[];
  readonly projects: readonly Project[];
  readonly profiles: readonly Profile[];
  readonly crosswalk: readonly Crossing[];
  readonly preferences: readonly Preference[];
  readonly budgets: readonly Budget[];
  readonly quotas: readonly Quota[];
  readonly decisions: readonly Decision[];
  readonly lodging: readonly Lodging[];
  readonly blocked: readonly Blocked[];
  readonly pairs: readonly PairOverride[];
  readonly outcomes: readonly Outcome[];
  readonly quality: readonly QualityRule[];
  readonly plan: readonly PlanRow[];
  readonly distances: readonly Distance[];
  readonly cities: readonly City[];
  readonly criteria: readonly Criterion[];
  readonly marks: readonly Mark[];
  readonly history: readonly PastPlacement[];
  readonly options: Options;
  /** Rates that costs follow where the records say nothing; null: they are 0 there. */
  readonly rates: RulePack | null;
  /** sourceRows[file][k] is the row of the k-th record of that file, in the order of the arrays above. */
  readonly sourceRows: SourceRows;
}

/** placewise.json: options that change what an answer means. All integers. */
export interface Options {
  readonly way: Way;
  /** With the way `stable`: solve where other rules than seats and wishes stand too, keeping as much of the stable plan as they allow. */
  readonly stableAnyway: boolean;
  readonly order: 'rank-first' | 'count-first';
  /** `rules`: pairs from the rules; `listed`: only the pairs of pairs.csv, score and cost as they stand. */
  readonly eligible: 'rules' | 'listed';
  readonly tiers: readonly TierName[];
  /** Parts per million of |best| that a later tier may take from a tier. */
  readonly give: { readonly [tier in TierName]: number };
  /** Parts per million a tier's users cannot care about. */
  readonly tolerance: { readonly [tier in TierName]: number };
  readonly weights: {
    readonly profile: number;
    readonly outcomes: number;
    readonly wish: number;
    readonly hostWish: number;
    readonly quality: number;
    readonly distance: number;
  };
  /** Leading digits of ISCED-F or ISCO codes that must agree: 2 (broad), 3 or 4. */
  readonly profileDigits: 2 | 3 | 4;
  /** Per cent of the learning outcomes a person expects that an opening must offer. */
  readonly minimumOutcomes: number;
  readonly seed: number;
  /** At most so many people of `plan.csv` move whose place is still to be had; null: no bound. */
  readonly maximumMoves: number | null;
  /** Keep to the earlier plan: its people come first in who is placed, and then (without `maximumMoves`) as few of them move as can be, before match quality. */
  readonly replan: boolean;
  /** Nobody who was told of a placement in `plan.csv` that is still to be had gets a worse one, or none. */
  readonly neverWorse: boolean;
  /** 0 Sunday … 6 Saturday; variants of a window start on it. */
  readonly variantWeekday: number;
  /**
   * Fewest and most days of a stay on site, both ends counted, by `kind/activity`, else by `kind`; kinds that are not named have no limit.
   * A person of any kind without an activity is held to the kind alone.
   */
  readonly durations: { readonly [who: string]: readonly [least: number, most: number] };
  /** Fewest days of a short-term stay of somebody with fewer opportunities, where `durations` asks for more. */
  readonly fewerOpportunitiesLeast: number;
  /** A graduate starts at most so many months after `graduated`. */
  readonly graduateMonths: number;
  /** Participants of a KA122 project whose cap is blank; null: no cap. */
  readonly shortTermProjectCap: number | null;
  /** Years from which on somebody may do hazardous or night work. */
  readonly adultAge: number;
  /** Whether somebody may come again to a host, or to any host of a sector, of history.csv. */
  readonly repeat: 'allowed' | 'not-host' | 'not-sector';
  /** Selection points for each earlier round in which a person was left out. */
  readonly waitingBonus: number;
  /** How many placements the quality that is stated of a host (else the mean of all ratings) weighs against its ratings. */
  readonly qualityPrior: number;
  /** What is asked of hosts. */
  readonly hostGate: {
    readonly minimumQuality: number;
    readonly tutorNamed: boolean;
    /** Minima of quality.csv: `rated` asks them where there are ratings, `all` asks for ratings as well. */
    readonly checks: 'none' | 'rated' | 'all';
  };
  /** Name of a built-in rule pack or of a .json file of the roster; null: costs are those that the records state. */
  readonly rulePack: string | null;
}

/** Ways to be fair. `tiers`: as the options say; the others put something of their own before or after the first tier. */
export const ways = ['tiers', 'leximin-senders', 'leximin-wishes', 'rank-greedy', 'rank-generous', 'stable'] as const;
export type Way = (typeof ways)[number];

export const tierNames = ['placed', 'quality', 'evenness', 'money'] as const;
export type TierName = (typeof tierNames)[number];
/** Tiers that a run may have: those the options name, `moves` of a replan, and those a way brings along. */
export type RunTier = TierName | 'moves' | 'ranks' | 'stable';

/** A fault of the data, located. Only bugs throw; faults are values. */
export interface Issue {
  readonly severity: 'error' | 'warning';
  /** Stable code, e.g. `date-invalid`, `id-unknown`, `column-missing`. */
  readonly code: string;
  /** File as the user knows it, e.g. `students.csv`; null for the folder. */
  readonly file: string | null;
  readonly row: number | null;
  readonly column: string | null;
  /** What was found, cut to 80 characters. */
  readonly found: string | null;
  readonly expected: string;
  /** "Maybe …", nearest match. */
  readonly maybe: string | null;
}
