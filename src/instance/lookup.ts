import { cityKey } from '../basics/cities.js';
import type { RulePack } from '../roster/types-rates.js';
import type {
  City,
  Decision,
  Flow,
  Host,
  Opening,
  Options,
  Organisation,
  PairOverride,
  Preference,
  Profile,
  Project,
  Roster,
  Student,
} from '../roster/types.js';
import { type BlockedByPerson, blockedByPerson } from './blocked.js';
import { ProfileFits } from './profile-fit.js';
import { qualitiesOf, type HostQuality } from './quality.js';
import { standingsOf, type Standing } from './standing.js';
import { runNow, type Slices } from './slices.js';

/** Where a person was in earlier rounds and may not come again. */
export interface Past {
  readonly hosts: ReadonlySet<string>;
  readonly sectors: ReadonlySet<string>;
}

/** A roster's records by their keys. */
export interface Lookup {
  readonly options: Options;
  readonly blocked: BlockedByPerson;
  readonly organisations: ReadonlyMap<string, Organisation>;
  readonly hosts: ReadonlyMap<string, Host>;
  readonly flows: ReadonlyMap<string, Flow>;
  readonly projects: ReadonlyMap<string, Project>;
  readonly profiles: ReadonlyMap<string, Profile>;
  readonly fits: ProfileFits;
  readonly pairsOfStudent: ReadonlyMap<string, readonly PairOverride[]>;
  /** Forbid and override decisions. */
  readonly rulingsOfStudent: ReadonlyMap<string, readonly Decision[]>;
  /** Wishes of a student, best rank first. */
  readonly wishesOfStudent: ReadonlyMap<string, readonly Preference[]>;
  readonly standingOf: (student: Student) => Standing;
  /** By student, of history.csv; empty where repeating is allowed. */
  readonly pastOfStudent: ReadonlyMap<string, Past>;
  /** By id of a host, also one that is gone. */
  readonly qualityOf: (hostId: string) => HostQuality;
  readonly rates: RulePack | null;
  /** Kilometres that the roster states, by `keyOfDistance`. */
  readonly distances: ReadonlyMap<string, number>;
  /** Cities that the roster states, by country and key. */
  readonly cities: ReadonlyMap<string, City>;
  /** Wishes of hosts for a student. */
  readonly hostWishesOfStudent: ReadonlyMap<string, readonly Preference[]>;
}

const known = new WeakMap<Roster, Lookup>();

/** The records by key; made once for a roster (rosters never change). */
export function lookupOf(roster: Roster): Lookup {
  return known.get(roster) ?? runNow(lookupSlices(roster));
}

/** The same, made in slices. */
export function* lookupSlices(roster: Roster): Slices<Lookup> {
  const made = known.get(roster);
  if (made !== undefined) return made;
  const profiles = yield* byId(roster.profiles);
  const lookup: Lookup = {
    options: roster.options,
    blocked: blockedByPerson(roster.blocked),
    organisations: yield* byId(roster.organisations),
    hosts: yield* byId(roster.hosts),
    flows: yield* byId(roster.flows),
    projects: yield* byId(roster.projects),
    profiles,
    fits: new ProfileFits(profiles, roster.crosswalk, roster.options.profileDigits),
    standingOf: standingsOf(roster),
    pastOfStudent: pastOf(roster),
    qualityOf: qualitiesOf(roster),
    rates: roster.rates,
    distances: new Map(roster.distances.map(({ fromId, hostId, partnerId, km }) => [keyOfDistance(fromId, hostId, partnerId), km])),
    cities: new Map(roster.cities.map((city) => [`${city.country} ${cityKey(city.city)}`, city])),
    pairsOfStudent: yield* byKey(roster.pairs, (pair) => pair.studentId),
    rulingsOfStudent: yield* byKey(roster.decisions, (decision) =>
      decision.action === 'forbid' || decision.action === 'override' ? decision.studentId : null,
    ),
    wishesOfStudent: yield* bestFirst(yield* byKey(roster.preferences, (wish) => wish.studentId)),
    hostWishesOfStudent: yield* byKey(roster.preferences, (wish) =>
      wish.hostId !== null && wish.targetKind === 'student' ? wish.target : null,
    ),
  };
  known.set(roster, lookup);
  return lookup;
}

function* byId<Record extends { readonly id: string }>(records: readonly Record[]): Slices<Map<string, Record>> {
  const map = new Map<string, Record>();
  for (let k = 0; k < records.length; k++) {
    map.set(records[k]!.id, records[k]!);
    if ((k & 511) === 511) yield;
  }
  return map;
}

/** Records between two pauses. */
const stretchBits = 9;
const stretchLength = 1 << stretchBits;

/** Records of one key often stand below each other: each such run is looked up once, and a list of one run takes no more room than it needs. */
function* byKey<Record>(records: readonly Record[], keyOf: (record: Record) => string | null): Slices<Map<string, Record[]>> {
  const map = new Map<string, Record[]>();
  for (let from = 0, to = 0; from < records.length; from = to) {
    const key = keyOf(records[from]!);
    for (to = from + 1; to < records.length && keyOf(records[to]!) === key && to - from < stretchLength; ) to++;
    if (key !== null) {
      const list = map.get(key);
      if (list === undefined) map.set(key, records.slice(from, to));
      else for (let k = from; k < to; k++) list.push(records[k]!);
    }
    if (to >> stretchBits !== from >> stretchBits) yield;
  }
  return map;
}

function* bestFirst(wishesOf: Map<string, Preference[]>): Slices<Map<string, Preference[]>> {
  let count = 0;
  for (const wishes of wishesOf.values()) {
    if (wishes.some(({ rank }, k) => k > 0 && rank < wishes[k - 1]!.rank)) wishes.sort((a, b) => a.rank - b.rank);
    if ((++count & 511) === 511) yield;
  }
  return wishesOf;
}

/** A host alone with `not-host`; with `not-sector` its sector too, as the row says it, else as hosts.csv does. */
function pastOf({ history, hosts, options }: Roster): Map<string, Past> {
  const found = new Map<string, { hosts: Set<string>; sectors: Set<string> }>();
  if (options.repeat === 'allowed') return found;
  const sectorOf = new Map(hosts.map(({ id, sector }) => [id, sector]));
  for (const { studentId, hostId, sector } of history) {
    if (hostId === null) continue;
    const past = found.get(studentId) ?? { hosts: new Set<string>(), sectors: new Set<string>() };
    found.set(studentId, past);
    past.hosts.add(hostId);
    const itsSector = sector ?? sectorOf.get(hostId) ?? null;
    if (options.repeat === 'not-sector' && itsSector !== null) past.sectors.add(itsSector);
  }
  return found;
}

/** One of host and partner is null. No id holds a control character. */
export function keyOfDistance(fromId: string, hostId: string | null, partnerId: string | null): string {
  return `${fromId}\u0000${hostId ?? ''}\u0000${partnerId ?? ''}`;
}

/** Learning outcomes expected of a person, each once: their own, else those of the profile. */
export function expectedOutcomes(lookup: Lookup, { outcomes, profileId }: Student): readonly string[] {
  const expected = outcomes.length > 0 || profileId === null ? outcomes : (lookup.profiles.get(profileId)?.outcomes ?? []);
  return expected.length < 2 ? expected : [...new Set(expected)];
}

/** Those of them that an opening does not offer. */
export function missingOutcomes(lookup: Lookup, student: Student, { outcomes }: Opening): readonly string[] {
  return expectedOutcomes(lookup, student).filter((outcome) => !outcomes.includes(outcome));
}

/** Country of a person's sender, else of the school. */
export function countryOfStudent(lookup: Lookup, student: Student): string | null {
  return organisation(lookup, student.senderId)?.country ?? organisation(lookup, student.schoolId)?.country ?? null;
}

/** An organisation by id; null where none is named or known. */
export function organisation(lookup: Lookup, id: string | null): Organisation | null {
  return id === null ? null : (lookup.organisations.get(id) ?? null);
}
