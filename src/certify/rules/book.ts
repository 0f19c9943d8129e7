import { groupBy } from '../../basics/group.js';
import type {
  Decision,
  Distance,
  Flow,
  Host,
  Opening,
  Options,
  Organisation,
  PairOverride,
  PastPlacement,
  Preference,
  Profile,
  Project,
  Roster,
  Student,
  WishTarget,
} from '../../roster/types.js';
import { parseIsoDay } from '../../basics/day.js';
import { blockedDaysOf, type BlockedDays } from './blocked.js';
import type { Fit } from './profiles.js';
import type { Slices } from './slices.js';

/**
 * A roster opened for looking things up: every record by its id, and what was said about a person by the person's id.
 * The witnesses read rules from here and share nothing with the builder of the instance.
 */
export interface Book {
  readonly roster: Roster;
  readonly options: Options;
  readonly students: ReadonlyMap<string, Student>;
  readonly organisations: ReadonlyMap<string, Organisation>;
  readonly hosts: ReadonlyMap<string, Host>;
  readonly openings: ReadonlyMap<string, Opening>;
  readonly flows: ReadonlyMap<string, Flow>;
  readonly projects: ReadonlyMap<string, Project>;
  readonly profiles: ReadonlyMap<string, Profile>;
  /** Whether some opening or flow says how far from home it is. */
  readonly hasReach: boolean;
  readonly blocked: BlockedDays;
  /** pairs.csv: rows by student, then by opening (by flow for an accompanying person). */
  readonly pairRows: ReadonlyMap<string, ReadonlyMap<string, PairOverride>>;
  /** history.csv by student. */
  readonly history: ReadonlyMap<string, readonly PastPlacement[]>;
  /** distances.csv by the organisation that they begin at. */
  readonly distances: ReadonlyMap<string, readonly Distance[]>;
  readonly forbids: ReadonlyMap<string, readonly Decision[]>;
  readonly overrides: ReadonlyMap<string, readonly Decision[]>;
  readonly wishes: ReadonlyMap<string, readonly Wish[]>;
  /** Rank a host gave a student: by host, then student. */
  readonly hostRanks: ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** Score of profile fit and outcomes by profile (and own outcomes), then opening; filled as it is asked. */
  readonly fits: Map<string, Map<Opening, number>>;
  /** Fit of a profile with an accepted one; filled as it is asked. */
  readonly profileFits: Map<string, Map<string, Fit>>;
}

/** A student's preference, its target ready to compare; days are those of a period target. */
export interface Wish {
  readonly kind: WishTarget;
  readonly target: string;
  readonly fromDay: number;
  readonly toDay: number;
  readonly rank: number;
}

/** The book of these records; one that is open already is read on. */
export function* bookOf(records: Roster | Book): Slices<Book> {
  return 'roster' in records ? records : yield* openBook(records);
}

/** Opens the book in pieces. */
export function* openBook(roster: Roster): Slices<Book> {
  const students = byId(roster.students);
  yield;
  const openings = byId(roster.openings);
  yield;
  const pairRows = yield* pairRowsOf(roster.pairs, students);
  const decisions = (action: Decision['action']) =>
    groupBy(
      roster.decisions.filter((decision) => decision.action === action),
      ({ studentId }) => studentId,
    );
  const [wishes, hostRanks] = yield* preferencesOf(roster.preferences);
  yield;
  return {
    roster,
    options: roster.options,
    students,
    organisations: byId(roster.organisations),
    hosts: byId(roster.hosts),
    openings,
    flows: byId(roster.flows),
    projects: byId(roster.projects),
    profiles: byId(roster.profiles),
    blocked: blockedDaysOf(roster.blocked),
    hasReach: roster.openings.some(({ reach }) => reach !== null) || roster.flows.some(({ reach }) => reach !== null),
    pairRows,
    history: groupBy(roster.history, ({ studentId }) => studentId),
    distances: groupBy(roster.distances, ({ fromId }) => fromId),
    forbids: decisions('forbid'),
    overrides: decisions('override'),
    wishes,
    hostRanks,
    fits: new Map(),
    profileFits: new Map(),
  };
}

/** Cities are compared without case, after trimming and composing. */
export function cityKey(city: string): string {
  return city.trim().normalize('NFC').toLowerCase();
}

export function isAccompanying(person: Student): boolean {
  return person.kind === 'accompanying';
}

function byId<T extends { readonly id: string }>(records: readonly T[]): Map<string, T> {
  const found = new Map<string, T>();
  for (const record of records) found.set(record.id, record);
  return found;
}

function* pairRowsOf(
  rows: readonly PairOverride[],
  students: ReadonlyMap<string, Student>,
): Slices<Map<string, Map<string, PairOverride>>> {
  const found = new Map<string, Map<string, PairOverride>>();
  for (const [i, row] of rows.entries()) {
    if (i % 1000 === 999) yield;
    const target = students.get(row.studentId)?.kind === 'accompanying' ? row.flowId : row.openingId;
    if (target === null) continue;
    const own = found.get(row.studentId) ?? new Map<string, PairOverride>();
    found.set(row.studentId, own);
    // A later row wins, but no row lifts the ban of another.
    own.set(target, own.get(target)?.forbidden === true ? { ...row, forbidden: true } : row);
  }
  return found;
}

/** Wishes of students, and the best rank that each host gave each student. */
function* preferencesOf(preferences: readonly Preference[]): Slices<[Map<string, Wish[]>, Map<string, Map<string, number>>]> {
  const wishes = new Map<string, Wish[]>();
  const hostRanks = new Map<string, Map<string, number>>();
  // The wishes of a student mostly stand together.
  let [lastId, last]: [string | null, Wish[]] = [null, []];
  for (const [i, preference] of preferences.entries()) {
    if (i % 500 === 499) yield;
    const { studentId, hostId, targetKind, target, rank } = preference;
    if (targetKind === 'student') {
      if (hostId === null) continue;
      const ranks = hostRanks.get(hostId) ?? new Map<string, number>();
      hostRanks.set(hostId, ranks);
      ranks.set(target, Math.min(rank, ranks.get(target) ?? rank));
    } else if (studentId !== null) {
      if (studentId !== lastId) {
        [lastId, last] = [studentId, wishes.get(studentId) ?? []];
        wishes.set(studentId, last);
      }
      last.push(wishOf(preference));
    }
  }
  return [wishes, hostRanks];
}

function wishOf({ targetKind: kind, target, rank }: Preference): Wish {
  const period = kind === 'period' ? /^(.*)\/(.*)$/.exec(target) : null;
  return {
    kind,
    target: kind === 'city' ? cityKey(target) : target,
    fromDay: parseIsoDay(period?.[1] ?? '') ?? Infinity,
    toDay: parseIsoDay(period?.[2] ?? '') ?? -Infinity,
    rank,
  };
}
