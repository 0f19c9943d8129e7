import { columnsOfFile } from './columns.js';
import type { Intake } from './intake.js';
import type { IssueList } from './issues.js';
import { nearest } from './nearest.js';
import type { Host, RosterFile } from './types.js';

/** Files whose rows name others to say what they are about: a name that nobody has makes such a row a rule about nothing. */
const scoped: readonly RosterFile[] = ['preferences', 'budgets', 'quotas', 'decisions', 'blocked'];

function meaningOf(field: string): string {
  if (field === 'hostId' || field === 'flowId') return `a ${field.slice(0, -2)} that some opening names`;
  return field === 'partnerId' ? 'a partner of some host or flow' : `a ${field.slice(0, -2)} of some person`;
}

/**
 * Where a file that is referred to is not given, its names are those that people, hosts and openings use. Warns of a rule or wish that names another:
 * nothing else would tell that it is about nobody.
 */
export function warnOfUnlisted(intake: Intake, hosts: readonly Host[], issues: IssueList): void {
  const { records, sourceRows, naming } = intake;
  const used = new Map<string, ReadonlySet<string | null>>();
  const namesOf = (field: string): ReadonlySet<string | null> => {
    let names = used.get(field);
    if (names === undefined) {
      if (field === 'hostId') names = new Set(hosts.map(({ id }) => id));
      else if (field === 'partnerId') names = new Set([...hosts, ...records.flows].map(({ partnerId }) => partnerId));
      else if (field === 'flowId') names = new Set(records.openings.map(({ flowId }) => flowId));
      else names = new Set(records.students.map((student) => Reflect.get(student, field) as string | null));
      used.set(field, names);
    }
    return names;
  };
  const look = (file: RosterFile, k: number, column: string, field: string, value: string) => {
    const names = namesOf(field);
    if (names.has(value)) return;
    issues.add('warning', naming.file(file), sourceRows[file][k] ?? null, () => ({
      code: 'name-unused',
      column,
      found: value,
      expected: `${meaningOf(field)}; it matches nothing`,
      maybe: nearest(
        value,
        [...names].filter((name) => name !== null),
      ),
    }));
  };
  for (const file of scoped) {
    const columns = columnsOfFile[file].filter(
      ({ refersTo }) => refersTo !== null && refersTo !== 'students' && refersTo !== 'openings' && !intake.isGiven(refersTo),
    );
    for (const [k, record] of records[file].entries()) {
      for (const column of columns) {
        const value: unknown = Reflect.get(record, column.field);
        if (typeof value === 'string') look(file, k, naming.column(column), column.field, value);
      }
    }
  }
  if (intake.isGiven('hosts')) return;
  for (const [k, { targetKind, target }] of records.preferences.entries())
    if (targetKind === 'host') look('preferences', k, 'target', 'hostId', target);
}
