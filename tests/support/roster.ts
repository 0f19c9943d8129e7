import type {
  Blocked,
  Budget,
  City,
  Criterion,
  Crossing,
  Decision,
  Distance,
  Flow,
  Host,
  Lodging,
  Mark,
  Opening,
  Options,
  Organisation,
  Outcome,
  PairOverride,
  PastPlacement,
  PlanRow,
  Preference,
  Profile,
  Project,
  QualityRule,
  Quota,
  Roster,
  RosterFile,
  Student,
} from '../../src/roster/types.js';
import type { RulePack } from '../../src/roster/types-rates.js';
import { dayOf, parseIsoDay } from '../../src/basics/day.js';
import { defaultOptions as productDefaults } from '../../src/roster/options.js';

/** A day from `2026-03-01`; throws on anything else, so that a typo in a test is seen. */
export function day(iso: string): number {
  const found = parseIsoDay(iso);
  if (found === null) throw new Error(`not a day: ${iso}`);
  return found;
}

/** A day from year, month, date. */
export function dayFrom(year: number, month: number, date: number): number {
  const found = dayOf(year, month, date);
  if (found === null) throw new Error(`not a day: ${year}-${month}-${date}`);
  return found;
}

export const defaultOptions: Options = {
  way: 'tiers',
  stableAnyway: false,
  order: 'rank-first',
  eligible: 'rules',
  tiers: ['placed', 'quality', 'evenness', 'money'],
  give: { placed: 0, quality: 10_000, evenness: 0, money: 0 },
  tolerance: { placed: 0, quality: 0, evenness: 0, money: 1000 },
  weights: { profile: 40, outcomes: 15, wish: 30, hostWish: 5, quality: 10, distance: 0 },
  profileDigits: 3,
  minimumOutcomes: 0,
  seed: 1,
  maximumMoves: null,
  replan: false,
  neverWorse: false,
  variantWeekday: 1,
  durations: productDefaults.durations,
  fewerOpportunitiesLeast: 2,
  graduateMonths: 12,
  shortTermProjectCap: 30,
  adultAge: 18,
  repeat: 'allowed',
  waitingBonus: 0,
  qualityPrior: 5,
  hostGate: productDefaults.hostGate,
  rulePack: null,
};

/** Defaults: long-term, no sender, no rule, one placement; graduates of January 2026. */
export function studentOf(fields: Partial<Student> & { readonly id: string }): Student {
  const kind = fields.kind ?? 'long-term';
  return {
    activity: null,
    online: false,
    senderId: null,
    schoolId: null,
    projectId: null,
    profileId: null,
    outcomes: [],
    eqfLevel: null,
    languages: [],
    birthDay: null,
    graduatedDay: kind === 'graduate' ? dayFrom(2026, 1, 31) : null,
    availableFromDay: null,
    availableToDay: null,
    wishedDays: null,
    selectionList: null,
    points: null,
    lot: null,
    needs: [],
    fewerOpportunities: false,
    sex: null,
    group: null,
    minimum: 1,
    maximum: 1,
    differentHosts: false,
    required: false,
    needsAccompanying: kind === 'short-term',
    inclusionCents: 0,
    greenTravel: false,
    travelDays: 0,
    linguisticSupport: false,
    ...fields,
    kind,
  };
}

export function organisationOf(fields: Partial<Organisation> & { readonly id: string }): Organisation {
  return { kind: 'sender', name: null, country: null, city: null, latitude: null, longitude: null, oid: null, senderId: null, ...fields };
}

export function hostOf(fields: Partial<Host> & { readonly id: string }): Host {
  return {
    name: null,
    partnerId: null,
    city: null,
    country: null,
    latitude: null,
    longitude: null,
    minimumAge: null,
    hazard: false,
    night: false,
    languages: [],
    needsMet: [],
    tutorNamed: null,
    seats: null,
    quality: null,
    sector: null,
    ...fields,
  };
}

/** Defaults: accepts anybody, one seat, no dates (give start and end, a window, or a flow). */
export function openingOf(fields: Partial<Opening> & { readonly id: string; readonly hostId: string }): Opening {
  return {
    flowId: null,
    profileIds: [],
    profileFits: [],
    kinds: [],
    activities: [],
    startDay: null,
    endDay: null,
    windowFromDay: null,
    windowToDay: null,
    lengthDays: null,
    seats: 1,
    minimumToOpen: 0,
    languages: [],
    outcomes: [],
    minimumOutcomes: null,
    online: false,
    reach: null,
    travelCents: 0,
    perDayCents: 0,
    courseCents: 0,
    otherCents: 0,
    ...fields,
  };
}

export function flowOf(fields: Partial<Flow> & { readonly id: string; readonly startDay: number; readonly endDay: number }): Flow {
  return {
    partnerId: null,
    city: null,
    country: null,
    minimum: 0,
    maximum: null,
    beds: null,
    learnersPerAccompanying: null,
    accompanyingScope: 'flow',
    accompanyingToName: false,
    accompanyingCents: 0,
    preparatoryVisitors: 0,
    reach: null,
    status: null,
    ...fields,
  };
}

export function projectOf(fields: Partial<Project> & { readonly id: string }): Project {
  return { code: null, action: null, callYear: null, nationalAgency: null, startDay: null, endDay: null, cap: null, ...fields };
}

export function profileOf(fields: Partial<Profile> & { readonly id: string }): Profile {
  return { name: null, isced: null, esco: null, isco: null, outcomes: [], ...fields };
}

export function preferenceOf(fields: Partial<Preference> & Pick<Preference, 'targetKind' | 'target'>): Preference {
  return { studentId: null, hostId: null, rank: 1, ...fields };
}

export function budgetOf(fields: Partial<Budget> & { readonly id: string; readonly limitCents: number }): Budget {
  return {
    projectId: null,
    senderId: null,
    schoolId: null,
    partnerId: null,
    hostId: null,
    openingId: null,
    flowId: null,
    kind: null,
    category: null,
    ...fields,
  };
}

export function quotaOf(fields: Partial<Quota> & { readonly id: string }): Quota {
  return {
    minimum: 0,
    maximum: null,
    senderId: null,
    schoolId: null,
    projectId: null,
    profileId: null,
    country: null,
    city: null,
    partnerId: null,
    hostId: null,
    openingId: null,
    kind: null,
    sex: null,
    fewerOpportunities: null,
    flowId: null,
    each: [],
    ...fields,
  };
}

export function blockedOf(fields: Partial<Blocked> & Pick<Blocked, 'fromDay' | 'toDay'>): Blocked {
  return {
    what: 'stay',
    hostId: null,
    city: null,
    partnerId: null,
    flowId: null,
    schoolId: null,
    senderId: null,
    studentId: null,
    reason: null,
    ...fields,
  };
}

export function decisionOf(fields: Partial<Decision> & Pick<Decision, 'studentId' | 'action'>): Decision {
  return {
    openingId: null,
    hostId: null,
    flowId: null,
    otherId: null,
    scope: null,
    weight: null,
    reason: null,
    by: null,
    when: null,
    ...fields,
  };
}

export function pairOf(fields: Partial<PairOverride> & { readonly studentId: string }): PairOverride {
  return { openingId: null, flowId: null, score: null, costCents: null, forbidden: false, ...fields };
}

export function outcomeOf(fields: Partial<Outcome> & Pick<Outcome, 'placement' | 'hostId'>): Outcome {
  return {
    completed: null,
    category: null,
    indicator: null,
    source: null,
    rating: null,
    statusAfter6: null,
    statusAfter12: null,
    ...fields,
  };
}

export function planRowOf(fields: Partial<PlanRow> & { readonly studentId: string }): PlanRow {
  return { openingId: null, flowId: null, startDay: null, status: 'proposed', ...fields };
}

/** What a test says of a roster; all else is the defaults above. */
export interface RosterParts {
  readonly students?: readonly Parameters<typeof studentOf>[0][];
  readonly organisations?: readonly Parameters<typeof organisationOf>[0][];
  readonly hosts?: readonly Parameters<typeof hostOf>[0][];
  readonly openings?: readonly Parameters<typeof openingOf>[0][];
  readonly flows?: readonly Parameters<typeof flowOf>[0][];
  readonly projects?: readonly Parameters<typeof projectOf>[0][];
  readonly profiles?: readonly Parameters<typeof profileOf>[0][];
  readonly crosswalk?: readonly Crossing[];
  readonly preferences?: readonly Parameters<typeof preferenceOf>[0][];
  readonly budgets?: readonly Parameters<typeof budgetOf>[0][];
  readonly quotas?: readonly Parameters<typeof quotaOf>[0][];
  readonly decisions?: readonly Parameters<typeof decisionOf>[0][];
  readonly lodging?: readonly Lodging[];
  readonly blocked?: readonly Parameters<typeof blockedOf>[0][];
  readonly pairs?: readonly Parameters<typeof pairOf>[0][];
  readonly outcomes?: readonly Parameters<typeof outcomeOf>[0][];
  readonly quality?: readonly (Partial<QualityRule> & { readonly category: string })[];
  readonly plan?: readonly Parameters<typeof planRowOf>[0][];
  readonly distances?: readonly Distance[];
  readonly cities?: readonly City[];
  readonly criteria?: readonly (Partial<Criterion> & { readonly id: string })[];
  readonly marks?: readonly Mark[];
  readonly history?: readonly (Partial<PastPlacement> & { readonly studentId: string })[];
  readonly options?: Partial<Options>;
  readonly rates?: RulePack | null;
}

/**
 * A whole roster from the few fields a test is about. Hosts that an opening names and the test does not list are added without fields.
 * Source rows are 2, 3, 4 … in the order given (row 1 is the header).
 */
export function rosterOf(parts: RosterParts): Roster {
  const hosts = (parts.hosts ?? []).map(hostOf);
  const known = new Set(hosts.map((host) => host.id));
  for (const opening of parts.openings ?? []) {
    if (known.has(opening.hostId)) continue;
    known.add(opening.hostId);
    hosts.push(hostOf({ id: opening.hostId }));
  }
  const records = {
    students: (parts.students ?? []).map(studentOf),
    organisations: (parts.organisations ?? []).map(organisationOf),
    hosts,
    openings: (parts.openings ?? []).map(openingOf),
    flows: (parts.flows ?? []).map(flowOf),
    projects: (parts.projects ?? []).map(projectOf),
    profiles: (parts.profiles ?? []).map(profileOf),
    crosswalk: parts.crosswalk ?? [],
    preferences: (parts.preferences ?? []).map(preferenceOf),
    budgets: (parts.budgets ?? []).map(budgetOf),
    quotas: (parts.quotas ?? []).map(quotaOf),
    decisions: (parts.decisions ?? []).map(decisionOf),
    lodging: parts.lodging ?? [],
    blocked: (parts.blocked ?? []).map(blockedOf),
    pairs: (parts.pairs ?? []).map(pairOf),
    outcomes: (parts.outcomes ?? []).map(outcomeOf),
    quality: (parts.quality ?? []).map((fields) => ({ indicator: null, source: null, weight: 1, minimum: null, ...fields })),
    plan: (parts.plan ?? []).map(planRowOf),
    distances: parts.distances ?? [],
    cities: parts.cities ?? [],
    criteria: (parts.criteria ?? []).map((fields) => ({ list: null, weight: 1, minimum: null, tie: null, ...fields })),
    marks: parts.marks ?? [],
    history: (parts.history ?? []).map((fields) => ({ round: '1', hostId: null, sector: null, ...fields })),
  };
  const rowsOf = (file: RosterFile): number[] => records[file].map((_, k) => k + 2);
  return {
    ...records,
    options: { ...defaultOptions, ...parts.options },
    rates: parts.rates ?? null,
    sourceRows: {
      students: rowsOf('students'),
      organisations: rowsOf('organisations'),
      hosts: rowsOf('hosts'),
      openings: rowsOf('openings'),
      flows: rowsOf('flows'),
      projects: rowsOf('projects'),
      profiles: rowsOf('profiles'),
      crosswalk: rowsOf('crosswalk'),
      preferences: rowsOf('preferences'),
      budgets: rowsOf('budgets'),
      quotas: rowsOf('quotas'),
      decisions: rowsOf('decisions'),
      lodging: rowsOf('lodging'),
      blocked: rowsOf('blocked'),
      pairs: rowsOf('pairs'),
      outcomes: rowsOf('outcomes'),
      quality: rowsOf('quality'),
      plan: rowsOf('plan'),
      distances: rowsOf('distances'),
      cities: rowsOf('cities'),
      criteria: rowsOf('criteria'),
      marks: rowsOf('marks'),
      history: rowsOf('history'),
    },
  };
}
