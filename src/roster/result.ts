import type { Intake } from './intake.js';
import type { IssueList } from './issues.js';
import type { RulePack } from './types-rates.js';
import type { Host, Issue, Options, Roster } from './types.js';

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
  const all = [...earlier, ...issues.list()];
  const failed = all.some(({ severity }) => severity === 'error');
  const sourceRows = hostsGiven ? intake.sourceRows : { ...intake.sourceRows, hosts: hosts.map((host) => rowOfHost(intake, host)) };
  return { roster: failed ? null : { ...intake.records, hosts, options, rates, sourceRows }, issues: all, notes };
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
