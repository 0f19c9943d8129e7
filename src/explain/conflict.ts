import { cityKey } from '../basics/cities.js';
import { eurosOfCents } from '../basics/money.js';
import { isoOfDay } from '../basics/day.js';
import { capOfProject } from '../instance/projects.js';
import type { Instance } from '../instance/types.js';
import type { Model, RowKind, RowLabel } from '../model/types.js';
import type { Budget, Quota, Roster, RosterFile } from '../roster/types.js';
import { headlineOf, wordChange, wordQuotaChange, type WordedRule } from './conflict-words.js';
import { cityName, openingOfSeat } from './roster-names.js';
import { groupDigits } from './words.js';

/** A set of rules that no plan keeps together; irreducible: without any one of them some plan does. Never called the smallest. */
export interface Conflict {
  readonly irreducible: boolean;
  /** The quarrel in a sentence, without names. */
  readonly headline: string;
  readonly rules: readonly ConflictRule[];
  readonly repairs: readonly Repair[];
}

export interface ConflictRule {
  readonly kind: RowKind | 'required' | 'seats';
  readonly keys: readonly string[];
  /** In the roster's words: `quota Q7: at least 4 placements of sender S1`. */
  readonly text: string;
  readonly file: RosterFile | null;
  readonly row: number | null;
}

/** One way out, of one kind of change, or mixed with the weight of each unit stated. */
export interface Repair {
  /** `rules`: rules about people and groups, and minima, given up. */
  readonly kind: 'seats' | 'money' | 'quotas' | 'rules' | 'mixed';
  readonly changes: readonly {
    readonly text: string;
    readonly file: RosterFile | null;
    readonly row: number | null;
    readonly by: number;
  }[];
  readonly weights: readonly { readonly unit: string; readonly weight: number }[];
}

/** What `ask` found, in indices of the model (structurally the answer of ask/conflict). */
export interface ConflictInIndices {
  readonly irreducible: boolean;
  readonly rules: readonly RuleInIndices[];
  readonly repairs: readonly {
    readonly kind: Repair['kind'];
    readonly changes: readonly { readonly rule: RuleInIndices; readonly side: 'lower' | 'upper'; readonly by: number }[];
  }[];
}

export interface RuleInIndices {
  readonly kind: 'required' | 'seats' | 'row';
  readonly index: number;
}

/** In which order the rules of a conflict are told: who and what must be, then what it must fit into. */
const toldOrder: readonly ConflictRule['kind'][] = [
  'required',
  'placed',
  'person-overlap',
  'pin',
  'together',
  'apart',
  'different-hosts',
  'quota',
  'moves',
  'opening-minimum',
  'flow-minimum',
  'accompanying',
  'seats',
  'seats-day',
  'host-day',
  'beds-day',
  'flow-beds-day',
  'flow-maximum',
  'project-cap',
  'budget',
];

/** Puts a conflict into the roster's words, each rule with the file and row where it is written. */
export function wordConflict(instance: Instance, model: Model, found: ConflictInIndices, weights: Repair['weights']): Conflict {
  const worded = (rule: RuleInIndices): WordedRule => ({ rule, said: wordRule(instance, model, rule), isSeveral: false });
  const rules = inOneRecord(found.rules.map(worded));
  return {
    irreducible: found.irreducible,
    headline: headlineOf(instance, model, rules),
    rules: rules.map(({ said }) => said),
    repairs: found.repairs.map((repair) => ({
      kind: repair.kind,
      changes: repair.changes
        .map(({ rule, side, by }) => ({ own: worded(rule), side, by }))
        .sort((a, b) => byOrder(a.own, b.own))
        .map(({ own, side, by }) => ({
          text: own.said.kind === 'quota' ? wordQuotaChange(instance, own, side, by) : wordChange(instance, own, by),
          file: own.said.file,
          row: own.said.row,
          by,
        })),
      weights: repair.kind === 'mixed' ? weights : [],
    })),
  };
}

function byOrder({ said: a }: WordedRule, { said: b }: WordedRule): number {
  return toldOrder.indexOf(a.kind) - toldOrder.indexOf(b.kind) || (a.row ?? 0) - (b.row ?? 0);
}

/** Rows of the model that one record gives, one a day, variant or place, become one rule: whoever leaves the record out leaves out all of them. */
function inOneRecord(rules: readonly WordedRule[]): WordedRule[] {
  const known = new Map<string, { readonly first: WordedRule; more: number }>();
  for (const own of [...rules].sort(byOrder)) {
    const { kind, keys } = own.said;
    const days = kind === 'together' || kind === 'apart' ? 2 : 1;
    const isDaily = ['seats-day', 'host-day', 'beds-day', 'flow-beds-day', 'opening-minimum', 'together', 'apart'].includes(kind);
    const key = JSON.stringify([kind, ...(isDaily ? keys.slice(0, days) : keys)]);
    const before = known.get(key);
    if (before === undefined) known.set(key, { first: own, more: 0 });
    else before.more++;
  }
  return [...known.values()].map(({ first: { rule, said }, more }) => {
    const what = said.kind === 'together' || said.kind === 'apart' ? 'place' : said.kind === 'opening-minimum' ? 'start' : 'day';
    return { rule, said: more === 0 ? said : { ...said, text: `${said.text}, and ${counted(more, `more ${what}`)}` }, isSeveral: more > 0 };
  });
}

/** People named in a line; all stand in summary.json. */
const peopleListed = 20;

/** Rules for the eye: the people who must be placed in one line, all else line by line; `rows` are those of the file. */
export function linesOfRules(
  rules: readonly ConflictRule[],
): { readonly text: string; readonly file: RosterFile | null; readonly rows: readonly number[] }[] {
  const people = rules.filter(({ kind }) => kind === 'required');
  const rowsOf = (some: readonly ConflictRule[]): number[] => some.flatMap(({ row }) => (row === null ? [] : [row]));
  const others = rules
    .filter(({ kind }) => people.length < 2 || kind !== 'required')
    .map((rule) => ({ text: rule.text, file: rule.file, rows: rowsOf([rule]) }));
  if (people.length < 2) return others;
  const names = people.slice(0, peopleListed).map(({ keys }) => keys[0]!);
  const more = people.length - names.length;
  const text = `${people.length} people must be placed: ${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
  return [{ text, file: people[0]!.file, rows: rowsOf(people) }, ...others];
}

/** One rule in the roster's words. */
export function wordRule(instance: Instance, model: Model, rule: RuleInIndices): ConflictRule {
  const { roster } = instance;
  if (rule.kind === 'required') {
    const { id } = instance.persons[rule.index]!;
    return { kind: 'required', keys: [id], text: `${id} must be placed`, ...located(roster, 'students', (student) => student.id === id) };
  }
  if (rule.kind === 'seats') {
    const opening = openingOfSeat(instance, rule.index);
    return {
      kind: 'seats',
      keys: [opening.id],
      text: `opening ${opening.id} at host ${opening.hostId} has ${counted(opening.seats, 'seat')}`,
      ...located(roster, 'openings', ({ id }) => id === opening.id),
    };
  }
  const label = model.rows.labelOfRow[rule.index]!;
  return { kind: label.kind, keys: label.keys, ...wordRow(roster, label) };
}

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
function scopeWords(scope: Budget | Quota): string {
  const hidden = new Set(['id', 'limitCents', 'minimum', 'maximum', 'each']);
  const words = Object.entries(scope)
    .filter(([field, value]) => !hidden.has(field) && value !== null)
    .map(([field, value]) =>
      typeof value === 'boolean' ? `${value ? 'with' : 'without'} fewer opportunities` : `${field.replace(/Id$/, '')} ${value}`,
    );
  return words.length === 0 ? '' : ` for ${words.join(', ')}`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function located<File extends RosterFile>(
  roster: Roster,
  file: File,
  matches: (record: Roster[File][number]) => boolean,
): { file: RosterFile | null; row: number | null } {
  const at = (roster[file] as readonly Roster[File][number][]).findIndex(matches);
  return at < 0 ? { file: null, row: null } : { file, row: roster.sourceRows[file][at] ?? null };
}
