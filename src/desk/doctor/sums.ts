import { isoOfDay } from '../../basics/day.js';
import { eurosOfCents } from '../../basics/money.js';
import { compareText } from '../../basics/order.js';
import type { Instance } from '../../instance/types.js';
import type { Budget, Quota, Roster, Student } from '../../roster/types.js';
import { counted, findingOf, type Finding } from './finding.js';

type Scope = Pick<Budget, 'senderId' | 'schoolId' | 'projectId' | 'kind'> &
  Partial<Pick<Quota, 'profileId' | 'sex' | 'fewerOpportunities'>>;
const personFields = ['senderId', 'schoolId', 'projectId', 'kind', 'profileId', 'sex', 'fewerOpportunities'] as const;

function holds(scope: Scope, student: Student): boolean {
  return personFields.every((field) => scope[field] == null || scope[field] === student[field]);
}

/** Totals that cannot come out, by what stands in the files alone. */
export function* totalFindings(roster: Roster): Iterable<Finding> {
  const learners = roster.students.filter(({ kind }) => kind !== 'accompanying');
  const seats = roster.openings.reduce((sum, opening) => sum + opening.seats, 0);
  yield seats >= learners.length
    ? {
        level: 'green',
        code: 'seats-enough',
        text: `${seats} seats for ${counted(learners.length, 'person', 'people')}.`,
        advice: null,
        items: [],
        count: 0,
      }
    : {
        level: 'amber',
        code: 'seats-short',
        text: `${seats} seats for ${counted(learners.length, 'person', 'people')}: at least ${learners.length - seats} must stay unplaced (openings that one after the other take several people aside)`,
        advice: 'Ask hosts for more openings, or expect a reserve list.',
        items: [],
        count: learners.length - seats,
      };
  yield findingOf(
    'quota-above-people',
    'red',
    roster.quotas
      .filter(
        (quota) =>
          quota.minimum > roster.students.filter((student) => holds(quota, student)).reduce((sum, { maximum }) => sum + maximum, 0),
      )
      .map(({ id, minimum }) => `${id} (at least ${minimum})`)
      .sort(compareText),
    (count) => `${counted(count, 'quota asks', 'quotas ask')} for more placements than its people can have`,
    'Lower the minimum, or correct who belongs to it (sender, school, profile … must be written alike).',
    'No quota asks for more placements than its people can have.',
  );
  const dates = roster.projects.filter(({ startDay, endDay }) => startDay !== null && endDay !== null);
  const isOutside = (from: number | null, to: number | null): boolean =>
    from !== null &&
    to !== null &&
    dates.length > 0 &&
    dates.length === roster.projects.length &&
    dates.every(({ startDay, endDay }) => from < startDay! || to > endDay!);
  yield findingOf(
    'dates-outside-projects',
    'amber',
    [
      ...roster.openings
        .filter(({ startDay, endDay }) => isOutside(startDay, endDay))
        .map(({ id, startDay }) => `opening ${id} (from ${isoOfDay(startDay!)})`),
      ...roster.flows
        .filter(({ startDay, endDay }) => isOutside(startDay, endDay))
        .map(({ id, startDay }) => `flow ${id} (from ${isoOfDay(startDay)})`),
    ].sort(compareText),
    (count) => `${counted(count, 'opening or flow lies', 'openings or flows lie')} outside the dates of every project`,
    'Correct the dates, or the project dates in projects.csv.',
    roster.projects.length === 0 ? 'No projects with dates.' : 'Openings and flows lie inside a project.',
  );
}

/** Budgets that cannot pay for everybody even at the cheapest. */
export function* budgetFindings(instance: Instance): Iterable<Finding> {
  const { persons, firstPairOfPerson, costOfPair, roster } = instance;
  const cheapest = persons.map((student, person) => {
    let least = Number.POSITIVE_INFINITY;
    for (let pair = firstPairOfPerson[person]!; pair < firstPairOfPerson[person + 1]!; pair++) least = Math.min(least, costOfPair[pair]!);
    return student.kind === 'accompanying' ? Number.POSITIVE_INFINITY : least;
  });
  const aboutPeople = roster.budgets.filter(
    ({ category, partnerId, hostId, openingId, flowId }) =>
      category === null && partnerId === null && hostId === null && openingId === null && flowId === null,
  );
  const short: string[] = [];
  const empty: string[] = [];
  for (const budget of [...aboutPeople].sort((a, b) => compareText(a.id, b.id))) {
    const costs = cheapest.filter((cents, person) => Number.isFinite(cents) && holds(budget, persons[person]!)).sort((a, b) => a - b);
    let [spent, count] = [0, 0];
    while (count < costs.length && spent + costs[count]! <= budget.limitCents) spent += costs[count++]!;
    if (count === costs.length) continue;
    if (count === 0)
      empty.push(`${budget.id} (${eurosOfCents(budget.limitCents)} €, the cheapest place costs ${eurosOfCents(costs[0]!)} €)`);
    else short.push(`${budget.id} (at the cheapest ${count} of ${costs.length} people)`);
  }
  yield findingOf(
    'budget-pays-nobody',
    'red',
    empty,
    (count) => `${counted(count, 'budget pays', 'budgets pay')} for nobody`,
    'Check the limit (euros, not cents or thousands) and the costs of the openings.',
    'Every budget pays for somebody.',
  );
  yield findingOf(
    'budget-short',
    'amber',
    short,
    (count) => `${counted(count, 'budget cannot', 'budgets cannot')} pay for all its people even in their cheapest places`,
    'Raise it, offer cheaper places, or expect people unplaced for money.',
    roster.budgets.length === 0 ? 'No budgets.' : 'Every budget could pay for all its people in their cheapest places.',
  );
}
