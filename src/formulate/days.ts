import { isoOfDay } from '../basics/day.js';
import { cityKey } from '../basics/cities.js';
import type { Slices } from '../instance/slices.js';
import { draftRow, type RowDraft } from '../model/side-rows.js';
import type { RowKind } from '../model/types.js';
import type { Lodging } from '../roster/types.js';
import { note, pairsOfSlot, slotsBy, stays, type Source } from './source.js';

/** A limit on how many members of some stays may be there on one day. */
interface DailyLimit {
  readonly kind: RowKind;
  readonly key: string;
  readonly limitOn: (day: number) => number;
  /** Days on which the limit is not that of the day before. */
  readonly changes: readonly number[];
}

/** Pairs that are there on the same days; at least one. */
interface Stay {
  readonly startDay: number;
  readonly endDay: number;
  readonly pairs: Int32Array;
}

/** Rows for what may happen at most so often on one day: seats of openings with several variants and of hosts, beds of cities and flows. */
export function* dayRows(source: Source, rows: RowDraft[]): Slices<void> {
  const { instance, placeOfSlot } = source;
  const { openings, hosts, flows, roster } = instance;
  const steady = (kind: RowKind, key: string, limit: number): DailyLimit => ({ kind, key, limitOn: () => limit, changes: [] });
  const all = (slots: readonly number[]) => staysOf(source, slots, () => true);
  const onSite = (slots: readonly number[]) => staysOf(source, slots, (pair) => stays(source, pair));

  const severalOf = indexWhere(instance.openingOfSlot, (opening) => source.variantsOfOpening[opening]! > 1);
  for (const [opening, slots] of yield* slotsBy(source, severalOf)) {
    const { id, seats } = openings[opening]!;
    yield* cliqueRows(source, rows, all(slots), steady('seats-day', id, seats));
  }
  const limitedHostOf = indexWhere(instance.hostOfSlot, (host) => hosts[host]!.seats !== null);
  for (const [host, slots] of yield* slotsBy(source, limitedHostOf)) {
    const { id, seats } = hosts[host]!;
    yield* cliqueRows(source, rows, all(slots), steady('host-day', id, seats!));
  }
  const lodgingOfCity = new Map<string, Lodging[]>();
  for (const row of roster.lodging) note(lodgingOfCity, cityKey(row.city), row);
  const limitedCityOf = (slot: number) => (lodgingOfCity.has(placeOfSlot[slot]!.city ?? '') ? placeOfSlot[slot]!.city : null);
  for (const [city, slots] of yield* slotsBy(source, limitedCityOf)) {
    const lodging = lodgingOfCity.get(city)!;
    yield* cliqueRows(source, rows, onSite(slots), {
      kind: 'beds-day',
      key: city,
      changes: lodging.flatMap(({ fromDay, toDay }) => [fromDay, toDay + 1]),
      limitOn: (day) => lodging.reduce((sum, { fromDay, toDay, beds }) => sum + (fromDay <= day && day <= toDay ? beds : 0), 0),
    });
  }
  const limitedFlowOf = indexWhere(instance.flowOfSlot, (flow) => flows[flow]!.beds !== null);
  for (const [flow, slots] of yield* slotsBy(source, limitedFlowOf)) {
    const { id, beds } = flows[flow]!;
    yield* cliqueRows(source, rows, onSite(slots), steady('flow-beds-day', id, beds!));
  }
}

/** The index of a slot where it has one that is limited; else null. */
function indexWhere(indexOfSlot: Int32Array, isLimited: (index: number) => boolean): (slot: number) => number | null {
  return (slot) => (indexOfSlot[slot]! >= 0 && isLimited(indexOfSlot[slot]!) ? indexOfSlot[slot]! : null);
}

/**
 * Rows of a daily limit, for as few days as say it all. Only days count on which a stay begins or the limit changes; of those a day is left out
 * where another day holds all its stays under a limit no wider (of equal ones the earliest remains). Stays are intervals, so another day holds
 * all stays of a day exactly when it lies between their latest start and their earliest end.
 * Nobody is twice anywhere on one day, so a row is left out, too, where no more people than the limit have a pair in it.
 */
function* cliqueRows(source: Source, rows: RowDraft[], all: readonly Stay[], { kind, key, limitOn, changes }: DailyLimit): Slices<void> {
  const days: {
    readonly day: number;
    readonly limit: number;
    readonly members: readonly Stay[];
    readonly latestStart: number;
    readonly earliestEnd: number;
  }[] = [];
  for (const day of new Set([...all.map(({ startDay }) => startDay), ...changes])) {
    const members = all.filter(({ startDay, endDay }) => startDay <= day && day <= endDay);
    let latestStart = Number.NEGATIVE_INFINITY;
    let earliestEnd = Number.POSITIVE_INFINITY;
    for (const { startDay, endDay } of members) {
      latestStart = Math.max(latestStart, startDay);
      earliestEnd = Math.min(earliestEnd, endDay);
    }
    if (members.length > 0) days.push({ day, limit: limitOn(day), members, latestStart, earliestEnd });
    yield;
  }
  for (const here of days) {
    const isCovered = days.some(
      (other) =>
        other.day >= here.latestStart &&
        other.day <= here.earliestEnd &&
        (other.limit < here.limit ||
          (other.limit === here.limit &&
            (other.members.length > here.members.length || (other.members.length === here.members.length && other.day < here.day)))),
    );
    if (isCovered || !hasMorePeople(source, here.members, here.limit)) continue;
    const columns = new Int32Array(here.members.reduce((sum, { pairs }) => sum + pairs.length, 0));
    let length = 0;
    for (const { pairs } of here.members) {
      columns.set(pairs, length);
      length += pairs.length;
    }
    rows.push(draftRow(kind, [key, isoOfDay(here.day)], { upper: here.limit }, columns));
    yield;
  }
}

function staysOf(source: Source, slots: readonly number[], holds: (pair: number) => boolean): Stay[] {
  const { startDayOfSlot, endDayOfSlot } = source.instance;
  return slots
    .map((slot) => ({ startDay: startDayOfSlot[slot]!, endDay: endDayOfSlot[slot]!, pairs: pairsOfSlot(source, slot).filter(holds) }))
    .filter(({ pairs }) => pairs.length > 0);
}

function hasMorePeople({ personOfPair }: Source, members: readonly Stay[], limit: number): boolean {
  const people = new Set<number>();
  for (const { pairs } of members) {
    for (const pair of pairs) {
      people.add(personOfPair[pair]!);
      if (people.size > limit) return true;
    }
  }
  return false;
}

/** At most one placement a day for people with several, and the column "placed" tied to their pairs. */
export function* personRows(source: Source, rows: RowDraft[]): Slices<void> {
  const { persons, firstPairOfPerson, slotOfPair, startDayOfSlot, endDayOfSlot } = source.instance;
  for (let person = 0; person < persons.length; person++) {
    const column = source.placedColumnOfPerson[person]!;
    if (column < 0) continue;
    const { id, minimum, maximum } = persons[person]!;
    const first = firstPairOfPerson[person]!;
    const pairs = Array.from({ length: firstPairOfPerson[person + 1]! - first }, (_, k) => first + k);
    const columns = [...pairs, column];
    const withPlaced = (coefficient: number) => columns.map((at) => (at === column ? coefficient : 1));
    rows.push(draftRow('placed', [id, 'upper'], { upper: 0 }, columns, withPlaced(-maximum)));
    rows.push(draftRow('placed', [id, 'lower'], { lower: 0 }, columns, withPlaced(-Math.max(1, minimum))));
    if (persons[person]!.differentHosts) hostRows(source, rows, id, pairs);
    yield* overlapRows(
      rows,
      id,
      pairs.map((pair) => ({
        startDay: startDayOfSlot[slotOfPair[pair]!]!,
        endDay: endDayOfSlot[slotOfPair[pair]!]!,
        pair,
      })),
    );
    yield;
  }
}

/** At most one placement at each host that has several pairs of a person. */
function hostRows({ instance }: Source, rows: RowDraft[], id: string, pairs: readonly number[]): void {
  const pairsOfHost = new Map<number, number[]>();
  for (const pair of pairs) {
    const host = instance.hostOfSlot[instance.slotOfPair[pair]!]!;
    if (host >= 0) note(pairsOfHost, host, pair);
  }
  for (const [host, own] of pairsOfHost) {
    if (own.length > 1) rows.push(draftRow('different-hosts', [id, instance.hosts[host]!.id], { upper: 1 }, own));
  }
}

/** One row for each maximal set of a person's pairs that share a day. Latest days first: a set that adds nothing lies inside the one before. */
function* overlapRows(
  rows: RowDraft[],
  id: string,
  stays: readonly { readonly startDay: number; readonly endDay: number; readonly pair: number }[],
): Slices<void> {
  const starts = [...new Set(stays.map(({ startDay }) => startDay))].sort((a, b) => b - a);
  let last = new Set<number>();
  for (const day of starts) {
    const there = stays.filter(({ startDay, endDay }) => startDay <= day && day <= endDay).map(({ pair }) => pair);
    if (there.length < 2 || there.every((pair) => last.has(pair))) continue;
    last = new Set(there);
    rows.push(draftRow('person-overlap', [id, isoOfDay(day)], { upper: 1 }, there));
    yield;
  }
}
