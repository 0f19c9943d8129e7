import { isoOfDay, overlap } from '../../basics/day.js';
import { compareText } from '../../basics/order.js';
import type { Instance } from '../../instance/types.js';
import type { Quota } from '../../roster/types.js';
import { counted, findingOf, type Finding } from './finding.js';
import { roomOf, slotsOfOpenings } from './room.js';
import { holdsPerson, pairsInScope, slotsInScope } from './scope.js';

/** Most placements that a quota can count: what its people may have, and learners no more than the openings in it have room for. */
function mostOf(instance: Instance, quota: Quota): number {
  const { persons, openingOfSlot } = instance;
  const slots = slotsInScope(instance, quota);
  let [learners, accompanying] = [0, 0];
  for (const [person, student] of persons.entries()) {
    if (!holdsPerson(quota, student) || !pairsInScope(instance, slots, person).some) continue;
    if (student.kind === 'accompanying') accompanying += student.maximum;
    else learners += student.maximum;
  }
  const own = [...slots.keys()].filter((slot) => slots[slot] === 1 && openingOfSlot[slot]! >= 0);
  return Math.min(learners, roomOf(instance, own)) + accompanying;
}

/** Totals that cannot come out, by what stands in the files alone. */
export function* totalFindings(instance: Instance): Iterable<Finding> {
  const { roster } = instance;
  const learners = roster.students.filter(({ kind }) => kind !== 'accompanying');
  const seats = slotsOfOpenings(instance).reduce((sum, slots) => sum + roomOf(instance, slots), 0);
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
        text: `${seats} seats for ${counted(learners.length, 'person', 'people')}: at least ${learners.length - seats} must stay unplaced`,
        advice: 'Ask hosts for more openings, or expect a reserve list.',
        items: [],
        count: learners.length - seats,
      };
  yield findingOf(
    'quota-above-people',
    'red',
    roster.quotas
      .map((quota) => ({ quota, possible: quota.minimum === 0 ? 0 : mostOf(instance, quota) }))
      .filter(({ quota, possible }) => quota.minimum > possible)
      .map(({ quota: { id, minimum }, possible }) => `${id} (at least ${minimum}; ${possible} possible)`)
      .sort(compareText),
    (count) => `${counted(count, 'quota asks', 'quotas ask')} for more placements than its people and seats allow`,
    'Lower the minimum, find openings for its people, or correct what it is about (sender, school, city … must be written alike).',
    roster.quotas.length === 0 ? 'No quotas.' : 'No quota asks for more placements than its people and seats allow.',
  );
  const dates = roster.projects.filter(({ startDay, endDay }) => startDay !== null && endDay !== null);
  const isOutside = (from: number | null, to: number | null): boolean =>
    from !== null &&
    to !== null &&
    dates.length > 0 &&
    dates.length === roster.projects.length &&
    dates.every(({ startDay, endDay }) => from < startDay! || to > endDay!);
  const spans = (from: number | null, to: number | null): boolean =>
    from !== null && to !== null && dates.some(({ startDay, endDay }) => overlap(from, to, startDay!, endDay!));
  yield findingOf(
    'dates-outside-projects',
    'amber',
    [
      ...roster.openings
        .map(({ id, startDay, endDay, windowFromDay, windowToDay }) => ({
          id,
          from: startDay ?? windowFromDay,
          to: endDay ?? windowToDay,
          isWindow: startDay === null,
        }))
        // A window is outside where no day of it lies inside; its dates that stick out are left out by the rules.
        .filter(({ from, to, isWindow }) => isOutside(from, to) && !(isWindow && spans(from, to)))
        .map(({ id, from }) => `opening ${id} (from ${isoOfDay(from!)})`),
      ...roster.flows
        .filter(({ startDay, endDay }) => isOutside(startDay, endDay))
        .map(({ id, startDay }) => `flow ${id} (from ${isoOfDay(startDay)})`),
    ].sort(compareText),
    (count) => `${counted(count, 'opening or flow lies', 'openings or flows lie')} outside the dates of every project`,
    'Correct the dates, or the project dates in projects.csv.',
    dates.length < roster.projects.length || dates.length === 0
      ? 'No projects, or some without dates: no day is outside.'
      : 'Openings and flows lie inside a project.',
  );
}
