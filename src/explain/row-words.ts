import { cityKey } from '../basics/cities.js';
import { isoOfDay } from '../basics/day.js';
import { eurosOfCents } from '../basics/money.js';
import { capOfProject } from '../instance/projects.js';
import type { RowLabel } from '../model/types.js';
import type { Budget, Quota, Roster, RosterFile } from '../roster/types.js';
import { cityName } from './roster-names.js';
import { groupDigits } from './words.js';

export interface Wording {
  readonly text: string;
  readonly file: RosterFile | null;
  readonly row: number | null;
}

/** A row of the model in the roster's words, with the file and row it comes from. */
export function wordRow(roster: Roster, label: RowLabel): Wording {
  const [first = '', second = '', third = ''] = label.keys;
  switch (label.kind) {
    case 'budget': {
      const budget = roster.budgets.find(({ id }) => id === first)!;
      return {
        text: `budget ${first}: at most ${groupDigits(eurosOfCents(budget.limitCents))} euros${scopeWords(budget)}`,
        ...located(roster, 'budgets', ({ id }) => id === first),
      };
    }
    case 'quota': {
      const quota = roster.quotas.find(({ id }) => id === first)!;
      return {
        text: `quota ${first}: ${boundsWords(quota.minimum, quota.maximum)}${scopeWords(quota)}`,
        ...located(roster, 'quotas', ({ id }) => id === first),
      };
    }
    case 'project-cap':
      return {
        text: `project ${first} takes at most ${capOfProject(roster.options, roster.projects.find(({ id }) => id === first)!)} participants`,
        ...located(roster, 'projects', ({ id }) => id === first),
      };
    case 'seats-day':
      return {
        text: `opening ${first} has ${counted(roster.openings.find(({ id }) => id === first)!.seats, 'seat')} on ${second}`,
        ...located(roster, 'openings', ({ id }) => id === first),
      };
    case 'host-day':
      return {
        text: `host ${first} has ${counted(roster.hosts.find(({ id }) => id === first)!.seats ?? 0, 'seat')} on ${second}`,
        ...located(roster, 'hosts', ({ id }) => id === first),
      };
    case 'beds-day': {
      const rows = roster.lodging.filter(
        (row) => cityKey(row.city) === cityKey(first) && isoOfDay(row.fromDay) <= second && second <= isoOfDay(row.toDay),
      );
      const beds = rows.reduce((sum, row) => sum + row.beds, 0);
      return {
        text: `${counted(beds, 'bed')} in ${rows[0]?.city ?? first} on ${second}`,
        ...located(roster, 'lodging', (row) => rows[0] === row || (rows.length === 0 && cityKey(row.city) === cityKey(first))),
      };
    }
    case 'flow-beds-day':
      return {
        text: `flow ${first} has ${counted(roster.flows.find(({ id }) => id === first)!.beds ?? 0, 'bed')} on ${second}`,
        ...located(roster, 'flows', ({ id }) => id === first),
      };
    case 'opening-minimum':
      return {
        text: `opening ${first} starting ${second} opens only with at least ${roster.openings.find(({ id }) => id === first)!.minimumToOpen} people`,
        ...located(roster, 'openings', ({ id }) => id === first),
      };
    case 'flow-minimum':
      return {
        text: `flow ${first} travels only with at least ${counted(roster.flows.find(({ id }) => id === first)!.minimum, 'learner')}`,
        ...located(roster, 'flows', ({ id }) => id === first),
      };
    case 'flow-maximum':
      return {
        text: `flow ${first} takes at most ${counted(roster.flows.find(({ id }) => id === first)!.maximum ?? 0, 'learner')}`,
        ...located(roster, 'flows', ({ id }) => id === first),
      };
    case 'accompanying': {
      const each = roster.flows.find(({ id }) => id === first)!.learnersPerAccompanying;
      const of = second === '' ? '' : ` of sender ${second}`;
      return {
        text: `flow ${first} needs one accompanying person${of} for every ${each} learners${of}`,
        ...located(roster, 'flows', ({ id }) => id === first),
      };
    }
    case 'together-wish':
    case 'apart-wish':
      return {
        text: `${first} and ${second} are better ${label.kind === 'apart-wish' ? 'apart' : 'together'}${placeWords(roster, third)}`,
        file: null,
        row: null,
      };
    case 'together':
    case 'apart': {
      const isApart = label.kind === 'apart';
      const decision = located(
        roster,
        'decisions',
        (row) => row.action === label.kind && [row.studentId, row.otherId].includes(first) && [row.studentId, row.otherId].includes(second),
      );
      const group = located(roster, 'students', (student) => student.id === first);
      const name = roster.students.find(({ id }) => id === first)?.group;
      return {
        text:
          isApart || decision.file !== null || name == null
            ? `${first} and ${second} are kept ${label.kind}${placeWords(roster, third)}`
            : `${first} and ${second} are of group ${name} and go together${placeWords(roster, third)}`,
        ...(isApart || decision.file !== null ? decision : group),
      };
    }
    case 'pin': {
      const decision = located(
        roster,
        'decisions',
        (row) => row.action === 'pin' && row.studentId === first && [row.openingId, row.hostId, row.flowId].includes(third),
      );
      return {
        text: `${first} is fixed to ${second} ${third}`,
        ...(decision.file === null ? located(roster, 'plan', (row) => row.studentId === first) : decision),
      };
    }
    case 'moves':
      return {
        text: `at most ${roster.options.maximumMoves} people of the earlier plan move whose place is still to be had`,
        file: null,
        row: null,
      };
    case 'different-hosts':
      return {
        text: `${first} is at most once at host ${second}`,
        ...located(roster, 'students', ({ id }) => id === first),
      };
    case 'placed':
    case 'person-overlap':
      return {
        text: `${first} has at least and at most the placements asked for, one at a time`,
        ...located(roster, 'students', ({ id }) => id === first),
      };
    case 'step':
      return { text: `the value of an earlier tier (${label.keys.join(' ')})`, file: null, row: null };
  }
}

/** `host:H1:2026-03-02:2026-03-29` → ` (host H1, 2026-03-02 to 2026-03-29)`. */
function placeWords(roster: Roster, key: string): string {
  const [, scope = '', id = '', from, to] = /^(\w+):(.*?)(?::(\d{4}-\d\d-\d\d))?(?::(\d{4}-\d\d-\d\d))?$/.exec(key) ?? [];
  const when = from === undefined ? '' : to === undefined ? `, from ${from}` : `, ${from} to ${to}`;
  return ` (${scope} ${scope === 'city' ? cityName(roster, id) : id}${when})`;
}

function boundsWords(minimum: number, maximum: number | null): string {
  if (maximum === null) return `at least ${counted(minimum, 'placement')}`;
  if (minimum === maximum) return `exactly ${counted(minimum, 'placement')}`;
  return minimum === 0 ? `at most ${counted(maximum, 'placement')}` : `${minimum} to ${maximum} placements`;
}

/** The columns of a scope that are filled in: ` for sender S1, kind short-term`. */
/** ` for sender S-1, category travel`; empty where all counts. */
export function scopeWords(scope: Budget | Quota): string {
  const hidden = new Set(['id', 'limitCents', 'minimum', 'maximum', 'each']);
  const words = Object.entries(scope)
    .filter(([field, value]) => !hidden.has(field) && value !== null)
    .map(([field, value]) =>
      typeof value === 'boolean' ? `${value ? 'with' : 'without'} fewer opportunities` : `${field.replace(/Id$/, '')} ${value}`,
    );
  return words.length === 0 ? '' : ` for ${words.join(', ')}`;
}

export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** The file and row where a record stands. */
export function located<File extends RosterFile>(
  roster: Roster,
  file: File,
  matches: (record: Roster[File][number]) => boolean,
): { file: RosterFile | null; row: number | null } {
  const at = (roster[file] as readonly Roster[File][number][]).findIndex(matches);
  return at < 0 ? { file: null, row: null } : { file, row: roster.sourceRows[file][at] ?? null };
}
