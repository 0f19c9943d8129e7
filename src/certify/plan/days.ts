import { groupBy } from '../../basics/group.js';
import { isoOfDay } from '../../basics/day.js';
import type { Lodging } from '../../roster/types.js';
import { cityKey } from '../rules/book.js';
import { isAway } from '../rules/site.js';
import type { Slices } from '../rules/slices.js';
import type { Chosen, Reading } from './chosen.js';

/** A change on the morning of a day: of the count of people, or of the limit. */
interface Change {
  readonly day: number;
  readonly people: number;
  readonly limit: number;
}

interface Excess {
  readonly fromDay: number;
  readonly toDay: number;
  readonly people: number;
  readonly limit: number;
}

/** Groups looked at between two pauses. */
const stretch = 250;

/** Seats of every opening and host, beds of every city and flow, on every day. */
export function* checkDays({ book, chosen, faults }: Reading): Slices<void> {
  const push = (code: string, what: string, unit: string, excesses: readonly Excess[]) => {
    for (const { fromDay, toDay, people, limit } of excesses) {
      const when = fromDay === toDay ? `On ${isoOfDay(fromDay)}` : `From ${isoOfDay(fromDay)} to ${isoOfDay(toDay)}`;
      faults.push({ code, message: `${when} ${what} has ${people} people for ${limit} ${unit}.` });
    }
  };
  const ofOpening = groupBy(
    chosen.filter(({ site }) => site.opening !== null),
    ({ site }) => site.opening!.id,
  );
  yield;
  let looked = 0;
  for (const [id, stays] of ofOpening) {
    if (++looked % stretch === 0) yield;
    push('seats-day', `opening ${id}`, 'seats', excessesOf(stays, constant(stays[0]!.site.opening!.seats)));
  }
  yield;
  const ofHost = groupBy(
    chosen.filter(({ site }) => site.host !== null),
    ({ site }) => site.host!.id,
  );
  yield;
  for (const [id, stays] of ofHost) {
    if (++looked % stretch === 0) yield;
    const seats = stays[0]!.site.host!.seats;
    if (seats !== null) push('host-day', `host ${id}`, 'seats', excessesOf(stays, constant(seats)));
  }
  yield;
  const sleeping = chosen.filter(({ person, site }) => isAway(person, site));
  const bedsOf = groupBy(book.roster.lodging, ({ city }) => cityKey(city));
  for (const [key, stays] of groupBy(
    sleeping.filter(({ site }) => site.cityKey !== null),
    ({ site }) => site.cityKey!,
  )) {
    const rows = bedsOf.get(key);
    if (rows !== undefined) push('beds-day', `city ${rows[0]!.city}`, 'beds', excessesOf(stays, bedsByDay(rows)));
  }
  yield;
  for (const [id, stays] of groupBy(
    sleeping.filter(({ site }) => site.flow !== null),
    ({ site }) => site.flow!.id,
  )) {
    const beds = stays[0]!.site.flow!.beds;
    if (beds !== null) push('flow-beds-day', `flow ${id}`, 'beds', excessesOf(stays, constant(beds)));
  }
}

function constant(limit: number): Change[] {
  return [{ day: -Infinity, people: 0, limit }];
}

/** On each day the sum of the rows that cover it. */
function bedsByDay(rows: readonly Lodging[]): Change[] {
  return rows.flatMap(({ fromDay, toDay, beds }) => [
    { day: fromDay, people: 0, limit: beds },
    { day: toDay + 1, people: 0, limit: -beds },
  ]);
}

/** The spells, as long as they can be, on which more people stay than the limit of that day. */
function excessesOf(stays: readonly Chosen[], limits: readonly Change[]): Excess[] {
  const changes = [...limits];
  for (const { site } of stays) changes.push({ day: site.startDay, people: 1, limit: 0 }, { day: site.endDay + 1, people: -1, limit: 0 });
  changes.sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));
  const found: Excess[] = [];
  let people = 0;
  let limit = 0;
  for (let i = 0; i < changes.length; ) {
    const { day } = changes[i]!;
    for (; i < changes.length && changes[i]!.day === day; i++) {
      people += changes[i]!.people;
      limit += changes[i]!.limit;
    }
    const toDay = i < changes.length ? changes[i]!.day - 1 : day;
    const last = found.at(-1);
    if (people <= limit) continue;
    if (last !== undefined && last.toDay === day - 1 && last.people === people && last.limit === limit)
      found[found.length - 1] = { ...last, toDay };
    else found.push({ fromDay: day, toDay, people, limit });
  }
  return found;
}
