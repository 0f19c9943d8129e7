import type { Decision, Flow, Host, Opening, Options, Organisation, PairOverride, Preference, Profile, Project, Roster, Student, WishTarget } from '../../roster/types.js';
import { parseIsoDay } from '../../basics/day.js';

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
  /** pairs.csv: rows by student, then by opening (by flow for an accompanying person). */
  readonly pairRows: ReadonlyMap<string, ReadonlyMap<string, PairOverride>>;
  readonly forbids: ReadonlyMap<string, readonly Decision[]>;
  readonly overrides: ReadonlyMap<string, readonly Decision[]>;
  readonly wishes: ReadonlyMap<string, readonly Wish[]>;
  /** Rank a host gave a student: by host, then student. */
  readonly hostRanks: ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** Score of profile fit and outcomes by profile, then opening; filled as it is asked. */
  readonly fits: Map<string | null, Map<Opening, number>>;
}

/** A student's preference, its target ready to compare; days are those of a period target. */
export interface Wish {
  readonly kind: WishTarget;
  readonly target: string;
  readonly fromDay: number;
  readonly toDay: number;
  readonly rank: number;
}

export function openBook(roster: Roster): Book {
  const students = byId(roster.students);
  return {
    roster,
    options: roster.options,
    students,
    organisations: byId(roster.organisations),
    hosts: byId(roster.hosts),
    openings: byId(roster.openings),
    flows: byId(roster.flows),
    projects: byId(roster.projects),
    profiles: byId(roster.profiles),
    pairRows: pairRowsOf(roster.pairs, students),
    forbids: groupBy(roster.decisions.filter((decision) => decision.action === 'forbid'), (decision) => decision.studentId),
    overrides: groupBy(
      roster.decisions.filter((decision) => decision.action === 'override' && decision.openingId !== null && (decision.reason ?? '').trim() !== ''),
      (decision) => decision.studentId,
    ),
    wishes: wishesOf(roster.preferences),
    hostRanks: hostRanksOf(roster.preferences),
    fits: new Map(),
  };
}

/** Cities are compared without case, after trimming and composing. */
export function cityKey(city: string): string {
  return city.trim().normalize('NFC').toLowerCase();
}

export function isAccompanying(person: Student): boolean {
  return person.kind === 'accompanying';
}

/** Collects items under a key, in the order they come. */
export function groupBy<T>(items: Iterable<T>, keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

function byId<T extends { readonly id: string }>(records: readonly T[]): Map<string, T> {
  return new Map(records.map((record) => [record.id, record]));
}

function pairRowsOf(rows: readonly PairOverride[], students: ReadonlyMap<string, Student>): Map<string, Map<string, PairOverride>> {
  const found = new Map<string, Map<string, PairOverride>>();
  for (const row of rows) {
    const target = students.get(row.studentId)?.kind === 'accompanying' ? row.flowId : row.openingId;
    if (target === null) continue;
    const own = found.get(row.studentId) ?? new Map<string, PairOverride>();
    found.set(row.studentId, own);
    // A later row wins, but no row lifts the ban of another.
    own.set(target, own.get(target)?.forbidden === true ? { ...row, forbidden: true } : row);
  }
  return found;
}

function wishesOf(preferences: readonly Preference[]): Map<string, Wish[]> {
  const found = new Map<string, Wish[]>();
  for (const { studentId, targetKind, target, rank } of preferences) {
    if (studentId === null || targetKind === 'student') continue;
    const period = targetKind === 'period' ? /^(.*)\/(.*)$/.exec(target) : null;
    const wish: Wish = {
      kind: targetKind,
      target: targetKind === 'city' ? cityKey(target) : target,
      fromDay: parseIsoDay(period?.[1] ?? '') ?? Infinity,
      toDay: parseIsoDay(period?.[2] ?? '') ?? -Infinity,
      rank,
    };
    const own = found.get(studentId);
    if (own === undefined) found.set(studentId, [wish]);
    else own.push(wish);
  }
  return found;
}

function hostRanksOf(preferences: readonly Preference[]): Map<string, Map<string, number>> {
  const found = new Map<string, Map<string, number>>();
  for (const { hostId, targetKind, target, rank } of preferences) {
    if (hostId === null || targetKind !== 'student') continue;
    const ranks = found.get(hostId) ?? new Map<string, number>();
    found.set(hostId, ranks);
    ranks.set(target, Math.min(rank, ranks.get(target) ?? rank));
  }
  return found;
}
