import { monthsAfter } from '../basics/day.js';
import type { Blocked, Flow, Host, Opening, Options, Reach, Student } from '../roster/types.js';
import { blockedAt, blockedFor } from './blocked.js';
import { countryOfStudent, expectedOutcomes, type Lookup, type Past } from './lookup.js';
import { cityKey } from '../basics/cities.js';
import { cityOfFlow, cityOfHost, cityOfStudent, countryOfFlow, countryOfHost, type Place, placeOf } from './place.js';
import type { ProfileFits } from './profile-fit.js';
import { passesGate } from './quality.js';

/** What the rules read of a person. Days without a limit are ±Infinity. */
export interface PersonFacts {
  readonly student: Student;
  readonly accompanying: boolean;
  /** How profiles fit each other. */
  readonly fits: ProfileFits;
  /** Learning outcomes expected, each once. */
  readonly expected: readonly string[];
  /** Country of the sender, else of the school. */
  readonly country: string | null;
  /** Key of the city of the school, else of the sender. */
  readonly city: string | null;
  readonly projectFromDay: number;
  readonly projectToDay: number;
  readonly fromDay: number;
  readonly toDay: number;
  /** A graduate may start no later. */
  readonly latestStartDay: number;
  readonly shortestDays: number;
  readonly longestDays: number;
  /** A mark lies under the least that the selection list asks. */
  readonly isExcluded: boolean;
  /** Where the person may not come again: hosts and sectors of earlier rounds; null: anywhere. */
  readonly past: Past | null;
  /** Blocked days that name the person, the school or the sender. */
  readonly blocked: readonly Blocked[];
}

export interface AcceptedProfile {
  readonly id: string;
  /** What the opening says it is worth; null: by digits. */
  readonly fit: number | null;
}

/** What the rules read of an opening, or of a flow as accompanying persons see it (opening null). */
export interface ItemFacts {
  readonly opening: Opening | null;
  /** The opening's flow, or the flow itself. */
  readonly flow: Flow | null;
  readonly host: Host | null;
  /** Accepted profiles; empty accepts any. */
  readonly profiles: readonly AcceptedProfile[];
  /** Per cent of the outcomes expected that must be offered. */
  readonly minimumOutcomes: number;
  readonly country: string | null;
  readonly reach: Reach;
  /** Key of the city of the host (of the flow for accompanying persons) where the reach is local. */
  readonly city: string | null;
  /** Years on the start day; −1: any age, known or not. */
  readonly requiredAge: number;
  readonly needsMet: ReadonlySet<string>;
  /** Part of a score: 0 where nothing is known. */
  readonly quality: number;
  /** Whether the host is what hosts are asked to be. */
  readonly passesGate: boolean;
  readonly place: Place;
  /** Blocked days of everybody that hold here. */
  readonly blocked: readonly Blocked[];
}

export function factsOfPerson(lookup: Lookup, student: Student): PersonFacts {
  const project = student.projectId === null ? undefined : lookup.projects.get(student.projectId);
  const [shortestDays, longestDays] = daysAllowed(lookup.options, student);
  return {
    student,
    accompanying: student.kind === 'accompanying',
    fits: lookup.fits,
    expected: expectedOutcomes(lookup, student),
    country: countryOfStudent(lookup, student),
    city: cityOfStudent(lookup, student),
    projectFromDay: project?.startDay ?? Number.NEGATIVE_INFINITY,
    projectToDay: project?.endDay ?? Number.POSITIVE_INFINITY,
    fromDay: student.availableFromDay ?? Number.NEGATIVE_INFINITY,
    toDay: student.availableToDay ?? Number.POSITIVE_INFINITY,
    latestStartDay: latestStartDayOf(lookup.options, student),
    shortestDays,
    longestDays,
    isExcluded: lookup.standingOf(student).isExcluded,
    past: student.kind === 'accompanying' ? null : (lookup.pastOfStudent.get(student.id) ?? null),
    blocked: blockedFor(lookup.blocked, student),
  };
}

export function factsOfOpening(lookup: Lookup, opening: Opening): ItemFacts {
  const host = lookup.hosts.get(opening.hostId) ?? null;
  const flow = opening.flowId === null ? null : (lookup.flows.get(opening.flowId) ?? null);
  const reach = reachOf(opening, flow);
  const place = placeOf(lookup, host, flow);
  const quality = lookup.qualityOf(opening.hostId);
  return {
    opening,
    flow,
    host,
    profiles: opening.profileIds.map((id, k) => ({ id, fit: opening.profileFits[k] ?? null })),
    minimumOutcomes: opening.minimumOutcomes ?? lookup.options.minimumOutcomes,
    country: countryOfHost(lookup, host),
    reach,
    city: reach === 'local' ? keyOrNull(cityOfHost(lookup, host)) : null,
    requiredAge: Math.max(host?.minimumAge ?? -1, host?.hazard || host?.night ? lookup.options.adultAge : -1),
    needsMet: new Set(host?.needsMet ?? []),
    quality: quality.quality ?? 0,
    passesGate: passesGate(lookup.options.hostGate, host, quality),
    place,
    blocked: blockedAt(lookup.blocked, opening.hostId, opening.flowId, place),
  };
}

export function factsOfFlow(lookup: Lookup, flow: Flow): ItemFacts {
  const reach = reachOf(null, flow);
  const place = placeOf(lookup, null, flow);
  return {
    opening: null,
    flow,
    host: null,
    profiles: [],
    minimumOutcomes: 0,
    country: countryOfFlow(lookup, flow),
    reach,
    city: reach === 'local' ? keyOrNull(cityOfFlow(lookup, flow)) : null,
    requiredAge: -1,
    needsMet: new Set(),
    quality: 0,
    passesGate: true,
    place,
    blocked: blockedAt(lookup.blocked, null, flow.id, place),
  };
}

/** How far from home an opening lies, or (opening null) a flow as accompanying persons see it. */
export function reachOf(opening: Opening | null, flow: Flow | null): Reach {
  return opening?.reach ?? flow?.reach ?? 'transnational';
}

function keyOrNull(city: string | null): string | null {
  return city === null ? null : cityKey(city);
}

/** Where a graduate's day of graduation is not known, every day is early enough; reading warns of it. */
function latestStartDayOf({ graduateMonths }: Options, { kind, graduatedDay }: Student): number {
  return kind !== 'graduate' || graduatedDay === null ? Number.POSITIVE_INFINITY : monthsAfter(graduatedDay, graduateMonths);
}

/** Shortest and longest stay of the activity, in days with both ends counted. */
function daysAllowed(options: Options, student: Student): readonly [number, number] {
  const { kind, activity, online, fewerOpportunities } = student;
  const limits = options.durations[`${kind}/${activity}`] ?? options.durations[kind];
  if (online || limits === undefined) return [0, Number.POSITIVE_INFINITY];
  const [least, most] = limits;
  return [kind === 'short-term' && fewerOpportunities ? Math.min(least, options.fewerOpportunitiesLeast) : least, most];
}
