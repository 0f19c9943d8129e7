import { writtenOut } from './each.js';
import type { Intake } from './intake.js';
import { nearest } from './nearest.js';
import type { IssueList } from './issues.js';
import { checkOutcomes } from './outcomes.js';
import type { RulePack } from './types-rates.js';
import type { Host, Issue, Options, Roster } from './types.js';
import { warnOfUnlisted } from './unlisted.js';

/** Something worth saying that is no fault: `blank-rows`, `hosts-made`, `file-not-read`. */
export interface Note {
  readonly code: string;
  readonly file: string | null;
  /** A sentence. */
  readonly text: string;
}

export interface RosterResult {
  /** Null exactly where some issue is an error. */
  readonly roster: Roster | null;
  /** All faults, sorted by file and row; at most 100 a file and one `more`. */
  readonly issues: readonly Issue[];
  readonly notes: readonly Note[];
}

/** Closes an intake. Without a hosts file the hosts are those that openings name, of which nothing else is said. */
export function resultOf(
  intake: Intake,
  hostsGiven: boolean,
  options: Options,
  issues: IssueList,
  earlier: readonly Issue[],
  notes: Note[],
  rates: RulePack | null,
): RosterResult {
  for (const file of ['students', 'openings'] as const) {
    if (issues.errorCount === 0 && earlier.length === 0 && intake.records[file].length === 0) {
      issues.add('warning', intake.naming.file(file), null, () => ({
        code: 'no-records',
        found: 'no rows',
        expected: 'at least one row under the header',
      }));
    }
  }
  const hosts = hostsGiven ? intake.records.hosts : hostsOfOpenings(intake);
  if (!hostsGiven && hosts.length > 0) {
    notes.push({ code: 'hosts-made', file: null, text: `There is no hosts file: ${hosts.length} hosts are taken from the openings.` });
  }
  const { quotas, rows } = writtenOut({ ...intake.records, hosts }, intake.sourceRows.quotas, intake.naming.file('quotas'), issues);
  checkPeople(intake, options, issues);
  warnOfUnlisted(intake, hosts, issues);
  checkOutcomes(intake, options, issues);
  const all = [...earlier, ...issues.list()];
  const failed = all.some(({ severity }) => severity === 'error');
  const sourceRows = {
    ...intake.sourceRows,
    quotas: rows,
    ...(hostsGiven ? {} : { hosts: hosts.map((host) => rowOfHost(intake, host)) }),
  };
  return { roster: failed ? null : { ...intake.records, hosts, quotas, options, rates, sourceRows }, issues: all, notes };
}

/** Marks name a criterion; people ranked by marks have one in every criterion of their list; graduates say when they graduated. */
function checkPeople({ records, sourceRows, naming }: Intake, { waitingBonus }: Options, issues: IssueList): void {
  const { students, criteria, marks, history } = records;
  const known = new Set(criteria.map(({ id }) => id));
  const marked = new Set<string>();
  for (const [k, { studentId, criterionId }] of marks.entries()) {
    const key = `${studentId}\u0000${criterionId}`;
    const row = sourceRows.marks[k] ?? 0;
    if (!known.has(criterionId)) {
      issues.add('error', naming.file('marks'), row, () => ({
        code: 'id-unknown',
        column: 'criterion',
        found: criterionId,
        expected: `a criterion of ${naming.file('criteria')}`,
        maybe: nearest(criterionId, [...known]),
      }));
    } else if (marked.has(key)) {
      issues.add('error', naming.file('marks'), row, () => ({
        code: 'mark-twice',
        found: `${studentId}, ${criterionId}`,
        expected: 'one mark for each person and criterion',
      }));
    }
    marked.add(key);
  }
  const seen = new Map<string, number>();
  for (const [k, { list, id }] of criteria.entries()) {
    const key = `${list ?? ''}\u0000${id}`;
    const first = seen.get(key);
    seen.set(key, first ?? sourceRows.criteria[k] ?? 0);
    if (first !== undefined)
      issues.add('error', naming.file('criteria'), sourceRows.criteria[k] ?? 0, () => ({
        code: 'criterion-twice',
        column: 'criterion',
        found: id,
        expected: `each criterion of a list once; row ${first} has it too`,
      }));
  }
  for (const [k, { id, selectionList, points }] of students.entries()) {
    if (selectionList === null || points !== null) continue;
    const missing = criteria.find(
      (criterion) => (criterion.list === null || criterion.list === selectionList) && !marked.has(`${id}\u0000${criterion.id}`),
    );
    if (missing !== undefined)
      issues.add('warning', naming.file('students'), sourceRows.students[k] ?? 0, () => ({
        code: 'mark-missing',
        column: 'points',
        found: `${id}, ${missing.id}`,
        expected: `a mark in every criterion of list ${selectionList}; without one it counts 0`,
      }));
  }
  for (const [k, { id, kind, graduatedDay }] of students.entries()) {
    if (kind === 'graduate' && graduatedDay === null)
      issues.add('warning', naming.file('students'), sourceRows.students[k] ?? 0, () => ({
        code: 'graduation-unknown',
        column: 'graduated',
        found: id,
        expected: 'the day of graduation; without it nobody checks how long ago it was',
      }));
  }
  if (waitingBonus > 0 && history.length === 0)
    issues.add('warning', naming.file('history'), null, () => ({
      code: 'file-missing',
      found: 'no rows',
      expected: 'earlier rounds, or no waitingBonus in the options',
    }));
}

function hostsOfOpenings(intake: Intake): Host[] {
  const hosts = new Map<string, Host>();
  for (const { hostId } of intake.records.openings) {
    if (hosts.has(hostId)) continue;
    hosts.set(hostId, {
      id: hostId,
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
    });
  }
  return [...hosts.values()];
}

/** The row of the first opening that names a made host. */
function rowOfHost(intake: Intake, host: Host): number {
  return intake.sourceRows.openings[intake.records.openings.findIndex(({ hostId }) => hostId === host.id)] ?? 0;
}
