import type { Instance } from '../instance/types.js';
import type { Model, RowKind } from '../model/types.js';
import type { Issue, RosterFile } from '../roster/types.js';
import { wordRule } from './conflict.js';
import { rowWords } from './words.js';

const expected =
  'people with one placement at most, seats and wishes alone: deferred acceptance knows no other rule (with "stableAnyway": true it is solved all the same, and blocking pairs are counted)';

/** What makes the way `stable` meaningless on a model: one error a kind of rule, which names the first of its kind. None: it may be run. */
export function stableObstacles(instance: Instance, model: Model): Issue[] {
  const { roster, persons } = instance;
  const issues: Issue[] = [];
  const refuse = (found: string, count: number, file: RosterFile | null, row: number | null): void => {
    const more = count > 1 ? ` (and ${count - 1} more)` : '';
    issues.push({
      severity: 'error',
      code: 'stable-refused',
      file: file === null ? null : `${file}.csv`,
      row,
      column: null,
      found: `${found.slice(0, 80 - more.length)}${more}`,
      expected,
      maybe: null,
    });
  };
  if (!roster.preferences.some(({ studentId }) => studentId !== null)) refuse('no wish of a student', 1, 'preferences', null);
  const rowsOfKind = new Map<RowKind, number[]>();
  for (let row = 0; row < model.rows.count; row++) {
    const { kind } = model.rows.labelOfRow[row]!;
    rowsOfKind.set(kind, [...(rowsOfKind.get(kind) ?? []), row]);
  }
  for (const [kind, rows] of [...rowsOfKind].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const { text, file, row } = wordRule(instance, model, { kind: 'row', index: rows[0]! });
    refuse(`${rowWords[kind]}: ${text}`, rows.length, file, row);
  }
  const rowOf = (person: number): number | null => roster.sourceRows.students[roster.students.indexOf(persons[person]!)] ?? null;
  const people = (found: string, test: (person: number) => boolean): void => {
    const who = [...persons.keys()].filter(test);
    if (who.length > 0) refuse(`${persons[who[0]!]!.id} ${found}`, who.length, 'students', rowOf(who[0]!));
  };
  people('must be placed', (person) => model.lowerOfPerson[person]! > 0);
  people('may have several placements', (person) => model.upperOfPerson[person]! > 1);
  people('is accompanying', (person) => model.countedOfPerson[person] === 0 && hasPairs(model, person));
  people('may go on one of several dates', (person) => model.countedOfPerson[person] === 1 && hasPairs(model, person, -1));
  return issues;
}

/** Has a person a pair (with that seat)? */
function hasPairs({ firstPairOfPerson, seatOfPair }: Model, person: number, seat?: number): boolean {
  for (let pair = firstPairOfPerson[person]!; pair < firstPairOfPerson[person + 1]!; pair++)
    if (seat === undefined || seatOfPair[pair] === seat) return true;
  return false;
}
