import { groupBy } from '../../basics/group.js';
import { isoOfDay } from '../../basics/day.js';
import type { Lodging } from '../../roster/types.js';
import { cityKey } from '../rules/book.js';
import { isAway, type Site } from '../rules/site.js';
import type { Slices } from '../rules/slices.js';
import type { Chosen, Reading, Stays } from './chosen.js';

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
export function* checkDays(reading: Reading): Slices<void> {
  const { book, faults } = reading;
  const push = (code: string, what: string, unit: string, excesses: readonly Excess[]) => {
    for (const { fromDay, toDay, people, limit } of excesses) {
      const when = fromDay === toDay ? `On ${isoOfDay(fromDay)}` : `From ${isoOfDay(fromDay)} to ${isoOfDay(toDay)}`;
      faults.push({ code, message: `${when} ${what} has ${people} people for ${limit} ${unit}.` });
    }
  };
  let looked = 0;
  for (const [id, own] of groupsOf(reading, ({ opening }) => opening?.id)) {
    if (++looked % stretch === 0) yield;
    const { seats } = own[0]!.site.opening!;
    // As many as there are seats are nowhere too many.
    if (countOf(own) > seats) push('seats-day', `opening ${id}`, 'seats', excessesOf(peopleOf(own), constant(seats)));
  }
  yield;
  for (const [id, own] of groupsOf(reading, ({ host }) => (host?.seats == null ? null : host.id))) {
    if (++looked % stretch === 0) yield;
    const seats = own[0]!.site.host!.seats!;
    if (countOf(own) > seats) push('host-day', `host ${id}`, 'seats', excessesOf(peopleOf(own), constant(seats)));
  }
  yield;
  const isSleeping = ({ person, site }: Chosen): boolean => isAway(person, site);
  const bedsOf = groupBy(book.roster.lodging, ({ city }) => cityKey(city));
  for (const [key, own] of groupsOf(reading, (site) => (bedsOf.has(site.cityKey ?? '') ? site.cityKey : null))) {
    const rows = bedsOf.get(key)!;
    push('beds-day', `city ${rows[0]!.city}`, 'beds', excessesOf(peopleOf(own).filter(isSleeping), bedsByDay(rows)));
  }
  yield;
  for (const [id, own] of groupsOf(reading, ({ flow }) => (flow?.beds == null ? null : flow.id))) {
    const beds = own[0]!.site.flow!.beds!;
    push('flow-beds-day', `flow ${id}`, 'beds', excessesOf(peopleOf(own).filter(isSleeping), constant(beds)));
  }
}

/** The places by what they have in common; those without it (null) are left out. */
function groupsOf({ chosenAt }: Reading, idOf: (site: Site) => string | null | undefined): Map<string, Stays[]> {
  return groupBy(chosenAt, ({ site }) => idOf(site) ?? null);
}

function countOf(places: readonly Stays[]): number {
  return places.reduce((count, { stays }) => count + stays.length, 0);
}

function peopleOf(places: readonly Stays[]): Chosen[] {
  return places.flatMap(({ stays }) => stays);
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
