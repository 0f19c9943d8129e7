import { isoOfDay } from '../basics/day.js';
import type { RowKind } from '../model/types.js';
import { put, type Drafts } from './drafts.js';
import { slotsBy, stays, type Source } from './source.js';

/** A limit on how many members of some slots may be there on one day. */
interface DailyLimit {
  readonly kind: RowKind;
  readonly key: string;
  limitOn(day: number): number;
  /** Days on which the limit changes. */
  readonly changes: readonly number[];
  holds(pair: number): boolean;
}

/** Rows for what may happen at most so often on one day: seats of openings with several variants and of hosts, beds of cities and flows. */
export function addDayRows(source: Source, drafts: Drafts): void {
  const { instance } = source;
  const { roster } = instance;
  const always = (): boolean => true;
  const constant = (kind: RowKind, key: string, limit: number, holds: DailyLimit['holds']): DailyLimit => ({ kind, key, limitOn: () => limit, changes: [], holds });
  const needsBed = (pair: number): boolean => stays(source, pair);

  for (const [opening, slots] of slotsBy(source, (slot) => (instance.openingOfSlot[slot]! < 0 ? null : instance.openingOfSlot[slot]!))) {
    const { id, seats } = instance.openings[opening]!;
    if (source.variantsOfOpening[opening]! > 1) addCliques(source, drafts, slots, constant('seats-day', id, seats, always));
  }
  for (const [host, slots] of slotsBy(source, (slot) => (instance.hostOfSlot[slot]! < 0 ? null : instance.hostOfSlot[slot]!))) {
    const { id, seats } = instance.hosts[host]!;
    if (seats !== null) addCliques(source, drafts, slots, constant('host-day', id, seats, always));
  }
  const lodgingOfCity = new Map<string, typeof roster.lodging[number][]>();
  for (const row of roster.lodging) {
    const key = row.city.normalize('NFC').trim().toLowerCase();
    lodgingOfCity.set(key, [...(lodgingOfCity.get(key) ?? []), row]);
  }
  for (const [city, slots] of slotsBy(source, (slot) => source.placeOfSlot[slot]!.city)) {
    const rows = lodgingOfCity.get(city);
    if (rows === undefined) continue;
    addCliques(source, drafts, slots, {
      kind: 'beds-day', key: city, holds: needsBed,
      limitOn: (day) => rows.reduce((sum, { fromDay, toDay, beds }) => sum + (fromDay <= day && day <= toDay ? beds : 0), 0),
      changes: rows.flatMap(({ fromDay, toDay }) => [fromDay, toDay + 1]),
    });
  }
  for (const [flow, slots] of slotsBy(source, (slot) => (instance.flowOfSlot[slot]! < 0 ? null : instance.flowOfSlot[slot]!))) {
    const { id, beds } = instance.flows[flow]!;
    if (beds !== null) addCliques(source, drafts, slots, constant('flow-beds-day', id, beds, needsBed));
  }
}

/**
 * One row for each maximal clique of overlapping slots (on the line, those of the days on which one starts and another ends before the next
 * start), and for the days on which the limit changes. A day no harder than its neighbour is left out, and so is a row that can never bind.
 */
function addCliques(source: Source, drafts: Drafts, slots: readonly number[], limit: DailyLimit): void {
  const { startDayOfSlot, endDayOfSlot } = source.instance;
  const members = slots.filter((slot) => source.firstOfSlot[slot + 1]! > source.firstOfSlot[slot]!);
  const days = [...new Set([...members.map((slot) => startDayOfSlot[slot]!), ...limit.changes])].sort((a, b) => a - b);
  const cliques = days
    .map((day) => ({ day, limit: limit.limitOn(day), slots: members.filter((slot) => startDayOfSlot[slot]! <= day && day <= endDayOfSlot[slot]!) }))
    .filter((clique) => clique.slots.length > 0);
  cliques.forEach((clique, k) => {
    const neighbours = [cliques[k - 1], cliques[k + 1]];
    const isCovered = neighbours.some((other, side) => other !== undefined && includes(other.slots, clique.slots)
      && (other.limit < clique.limit || (other.limit === clique.limit && (side === 0 || !includes(clique.slots, other.slots)))));
    if (isCovered) return;
    const pairs = clique.slots.flatMap((slot) => [...source.pairsBySlot.subarray(source.firstOfSlot[slot]!, source.firstOfSlot[slot + 1]!)]).filter(limit.holds).sort((a, b) => a - b);
    if (new Set(pairs.map((pair) => source.personOfPair[pair]!)).size <= clique.limit) return;
    const draft = drafts.open(limit.kind, [limit.key, isoOfDay(clique.day)], { upper: clique.limit });
    for (const pair of pairs) put(draft, pair);
  });
}

function includes(outer: readonly number[], inner: readonly number[]): boolean {
  const known = new Set(outer);
  return inner.every((slot) => known.has(slot));
}

/** At most one placement a day for people with several, and the column "placed" tied to their pairs. */
export function addPersonRows(source: Source, drafts: Drafts, placedColumnOfPerson: Int32Array): void {
  const { instance } = source;
  instance.persons.forEach((student, person) => {
    const column = placedColumnOfPerson[person]!;
    if (column < 0) return;
    const pairs = Array.from({ length: instance.firstPairOfPerson[person + 1]! - instance.firstPairOfPerson[person]! }, (_, k) => instance.firstPairOfPerson[person]! + k);
    const upper = drafts.open('placed', [student.id, 'upper'], { upper: 0 });
    const lower = drafts.open('placed', [student.id, 'lower'], { lower: 0 });
    for (const pair of pairs) {
      put(upper, pair);
      put(lower, pair);
    }
    put(upper, column, -student.maximum);
    put(lower, column, -Math.max(1, student.minimum));
    const starts = [...new Set(pairs.map((pair) => instance.startDayOfSlot[instance.slotOfPair[pair]!]!))].sort((a, b) => a - b);
    let last: number[] = [];
    starts.reverse().forEach((day) => {
      const covering = pairs.filter((pair) => {
        const slot = instance.slotOfPair[pair]!;
        return instance.startDayOfSlot[slot]! <= day && day <= instance.endDayOfSlot[slot]!;
      });
      if (covering.length < 2 || includes(last, covering)) return;
      last = covering;
      const draft = drafts.open('person-overlap', [student.id, isoOfDay(day)], { upper: 1 });
      for (const pair of covering) put(draft, pair);
    });
  });
}
