import type { Instance } from '../instance/types.js';
import type { Model, RowKind } from '../model/types.js';
import type { RosterFile } from '../roster/types.js';
import { headlineOf, wordChange, wordQuotaChange, type WordedRule } from './conflict-words.js';
import { openingOfSeat } from './roster-names.js';
import { counted, located, wordRow } from './row-words.js';

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
