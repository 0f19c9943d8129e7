import { compareText, lotOfId } from '../basics/order.js';
import { buildInstanceNow } from '../instance/build.js';
import type { Instance } from '../instance/types.js';
import { agencyOf, callYearOf } from '../instance/rates.js';
import type { Preference, Roster, Student } from '../roster/types.js';

/** A roster that says what the original says without telling who; and the new name of each old id, for whoever holds the original. */
export interface Anonymised {
  readonly roster: Roster;
  /** File → old id → new id. */
  readonly names: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

/**
 * A shareable roster with the same solution: ids become numbers in the order in which the engine breaks ties (people by lot and id, all else by
 * id; lots are written out), names and free texts go, birth dates become the first day of their year, or month, wherever that changes no pair.
 * Throws Error where the pairs, scores or costs would change: nothing is handed out that is not the same question.
 */
export function anonymise(roster: Roster): Anonymised {
  const names = namesOf(roster);
  const wanted = buildInstanceNow(roster).instance;
  if (wanted === null) throw new Error('the roster contradicts itself: nothing can be planned with it');
  // By year for everybody first; then finer for those whose pairs changed.
  const grainOf = new Map<string, Grain>();
  for (const finer of ['month', 'day', null] as const) {
    const made = renamed(roster, names, ({ id }) => grainOf.get(id) ?? 'year');
    const different = peopleWhoDiffer(wanted, buildInstanceNow(made).instance);
    if (different.length === 0) return { roster: made, names };
    if (finer !== null) for (const person of different) grainOf.set(wanted.persons[person]!.id, finer);
  }
  throw new Error('the roster cannot be made anonymous without changing who may go where');
}

type Grain = 'year' | 'month' | 'day';

type Names = ReadonlyMap<string, ReadonlyMap<string, string>>;

function namesOf(roster: Roster): Names {
  const { seed } = roster.options;
  const people = roster.students
    .map(({ id, lot }) => ({ id, lot: lot ?? lotOfId(seed, id) }))
    .sort((a, b) => a.lot - b.lot || compareText(a.id, b.id));
  const byId = (records: readonly { readonly id: string }[]) => records.map(({ id }) => id).sort(compareText);
  return new Map([
    [
      'students',
      numbered(
        'P',
        people.map(({ id }) => id),
      ),
    ],
    ['organisations', numbered('O', byId(roster.organisations))],
    [
      'hosts',
      numbered(
        'H',
        [...new Set([...byId(roster.hosts), ...byId(roster.openings.map(({ hostId }) => ({ id: hostId })))])].sort(compareText),
      ),
    ],
    ['openings', numbered('N', byId(roster.openings))],
    ['flows', numbered('F', byId(roster.flows))],
    ['projects', numbered('J', byId(roster.projects))],
    ['budgets', numbered('B', byId(roster.budgets))],
    ['quotas', numbered('Q', byId(roster.quotas))],
    ['lists', numbered('L', distinct(roster.students.map(({ selectionList }) => selectionList)))],
    ['groups', numbered('G', distinct(roster.students.map(({ group }) => group)))],
    [
      'needs',
      numbered('need', distinct([...roster.students.flatMap(({ needs }) => needs), ...roster.hosts.flatMap(({ needsMet }) => needsMet)])),
    ],
  ]);
}

function distinct(texts: readonly (string | null)[]): string[] {
  return [...new Set(texts.filter((text) => text !== null))].sort(compareText);
}

/** Numbers of one width, so that their order is that of the ids. */
function numbered(letter: string, ids: readonly string[]): Map<string, string> {
  const width = String(ids.length).length;
  return new Map(ids.map((id, k) => [id, `${letter}${String(k + 1).padStart(width, '0')}`]));
}

function renamed(roster: Roster, names: Names, grainOf: (student: Student) => Grain): Roster {
  const name = <Id extends string | null>(file: string, id: Id): Id => (id === null ? id : ((names.get(file)!.get(id) ?? 'gone') as Id));
  const place = { name: null, oid: null };
  const scope = <
    Record extends {
      senderId: string | null;
      schoolId: string | null;
      projectId: string | null;
      partnerId: string | null;
      hostId: string | null;
      openingId: string | null;
      flowId: string | null;
    },
  >(
    record: Record,
  ): Record => ({
    ...record,
    senderId: name('organisations', record.senderId),
    schoolId: name('organisations', record.schoolId),
    projectId: name('projects', record.projectId),
    partnerId: name('organisations', record.partnerId),
    hostId: name('hosts', record.hostId),
    openingId: name('openings', record.openingId),
    flowId: name('flows', record.flowId),
  });
  const targets = <Record extends { studentId: string; openingId: string | null; flowId: string | null }>(record: Record): Record => ({
    ...record,
    studentId: name('students', record.studentId),
    openingId: name('openings', record.openingId),
    flowId: name('flows', record.flowId),
  });
  const lotOf = new Map([...names.get('students')!.keys()].map((id, lot) => [id, lot]));
  return {
    ...roster,
    students: roster.students.map((student) => ({
      ...student,
      id: name('students', student.id),
      lot: lotOf.get(student.id)!,
      senderId: name('organisations', student.senderId),
      schoolId: name('organisations', student.schoolId),
      projectId: name('projects', student.projectId),
      birthDay: coarse(student.birthDay, grainOf(student)),
      selectionList: name('lists', student.selectionList),
      group: name('groups', student.group),
      needs: student.needs.map((need) => name('needs', need)),
    })),
    organisations: roster.organisations.map((record) => ({
      ...record,
      ...place,
      id: name('organisations', record.id),
      senderId: name('organisations', record.senderId),
    })),
    hosts: roster.hosts.map((host) => ({
      ...host,
      name: null,
      id: name('hosts', host.id),
      partnerId: name('organisations', host.partnerId),
      needsMet: host.needsMet.map((need) => name('needs', need)),
    })),
    openings: roster.openings.map((opening) => ({
      ...opening,
      id: name('openings', opening.id),
      hostId: name('hosts', opening.hostId),
      flowId: name('flows', opening.flowId),
    })),
    flows: roster.flows.map((flow) => ({ ...flow, id: name('flows', flow.id), partnerId: name('organisations', flow.partnerId) })),
    projects: roster.projects.map((project) => ({
      ...project,
      id: name('projects', project.id),
      code: null,
      callYear: callYearOf(project),
      nationalAgency: agencyOf(project),
    })),
    preferences: roster.preferences.map((wish) => ({
      ...wish,
      studentId: name('students', wish.studentId),
      hostId: name('hosts', wish.hostId),
      target: targetOf(wish, name),
    })),
    budgets: roster.budgets.map((budget) => ({ ...scope(budget), id: name('budgets', budget.id) })),
    quotas: roster.quotas.map((quota) => ({ ...scope(quota), id: name('quotas', quota.id) })),
    decisions: roster.decisions.map((decision) => ({
      ...targets(decision),
      hostId: name('hosts', decision.hostId),
      otherId: name('students', decision.otherId),
      reason: decision.reason === null ? null : 'stated',
      by: null,
      when: null,
    })),
    pairs: roster.pairs.map(targets),
    plan: roster.plan.map(targets),
    outcomes: roster.outcomes.map((outcome) => ({ ...outcome, hostId: name('hosts', outcome.hostId) })),
    distances: roster.distances.map((distance) => ({
      ...distance,
      fromId: name('organisations', distance.fromId),
      hostId: name('hosts', distance.hostId),
      partnerId: name('organisations', distance.partnerId),
    })),
    criteria: roster.criteria.map((criterion) => ({ ...criterion, list: name('lists', criterion.list) })),
    marks: roster.marks.map((mark) => ({ ...mark, studentId: name('students', mark.studentId) })),
    history: roster.history.map((row) => ({ ...row, studentId: name('students', row.studentId), hostId: name('hosts', row.hostId) })),
  };
}

function targetOf({ targetKind, target }: Preference, name: (file: string, id: string) => string): string {
  const files: Partial<Record<Preference['targetKind'], string>> = { opening: 'openings', host: 'hosts', student: 'students' };
  const file = files[targetKind];
  return file === undefined ? target : name(file, target);
}

function coarse(day: Student['birthDay'], grain: Grain): number | null {
  if (day === null || grain === 'day') return day;
  const date = new Date(day * 86_400_000);
  return Date.UTC(date.getUTCFullYear(), grain === 'year' ? 0 : date.getUTCMonth(), 1) / 86_400_000;
}

/** People whose pairs, scores or costs are not the same in the same order; everybody where there is nothing to compare with. */
function peopleWhoDiffer(a: Instance, b: Instance | null): number[] {
  const people = [...a.persons.keys()];
  if (b === null || b.persons.length !== people.length) return people;
  return people.filter((person) => {
    const [from, to] = [a.firstPairOfPerson[person]!, a.firstPairOfPerson[person + 1]!];
    const other = b.firstPairOfPerson[person]!;
    if (b.firstPairOfPerson[person + 1]! - other !== to - from) return true;
    for (let k = 0; k < to - from; k++) {
      const isSame =
        a.slotOfPair[from + k] === b.slotOfPair[other + k] &&
        a.scoreOfPair[from + k] === b.scoreOfPair[other + k] &&
        a.costOfPair[from + k] === b.costOfPair[other + k];
      if (!isSame) return true;
    }
    return false;
  });
}
