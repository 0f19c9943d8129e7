import { groupBy } from '../../basics/group.js';
import { isoOfDay } from '../../basics/day.js';
import type { Model, RowKind } from '../../model/types.js';
import { cityKey, type Book } from '../rules/book.js';
import { offersBed, type Site } from '../rules/site.js';
import { dayRows, type DayLimit } from './dayRows.js';
import { atMost, type RowLedger } from './ledger.js';

/** Rows that hold a pair for its slot alone, with coefficient 1: `ofSlot` always, `ofStay` where the person is not online. */
export interface SiteRows {
  readonly ofSlot: readonly (readonly number[])[];
  readonly ofStay: readonly (readonly number[])[];
}

/** Which slots have pairs: 1 any, 2 also one of a person who stays. */
export type UseOfSlot = Uint8Array;

/** Claims the rows of openings, hosts, cities and flows. */
export function siteRows(book: Book, model: Model, ledger: RowLedger, sites: readonly Site[], useOfSlot: UseOfSlot): SiteRows {
  const ofSlot = sites.map((): number[] => []);
  const ofStay = sites.map((): number[] => []);
  const daysOf = labelledDays(model);
  const slots = sites.map((_, slot) => slot).filter((slot) => useOfSlot[slot]! > 0);
  const stays = slots.filter((slot) => useOfSlot[slot] === 2 && offersBed(sites[slot]!));
  const cover = (own: readonly number[], rows: number[][], limit: DayLimit) =>
    dayRows(
      ledger,
      limit,
      own.map((slot) => sites[slot]!),
      daysOf.get(keyOf(limit.kind, limit.key)) ?? [],
      (i, handle) => rows[own[i]!]!.push(handle),
    );
  const steady = (kind: RowKind, key: string, limit: number): DayLimit => ({
    kind,
    key,
    limitOn: () => limit,
    changes: [],
    oncePerPerson: true,
  });
  const grouped = (from: readonly number[], idOf: (site: Site) => string | null | undefined) => {
    const named = from.filter((slot) => (idOf(sites[slot]!) ?? null) !== null);
    return groupBy(named, (slot) => idOf(sites[slot]!) ?? '');
  };

  const variants = groupBy(
    sites.filter(({ opening }) => opening !== null),
    ({ opening }) => opening!.id,
  );
  const slotsOfOpening = grouped(slots, ({ opening }) => opening?.id);
  const slotsOfHost = grouped(slots, ({ host }) => host?.id);
  const staysOfCity = grouped(stays, (site) => site.cityKey);
  const staysOfFlow = grouped(stays, ({ flow }) => flow?.id);
  const learnersOfFlow = grouped(slots, ({ opening, flow }) => (opening === null ? null : flow?.id));

  for (const { id, seats, minimumToOpen } of book.roster.openings) {
    const own = variants.get(id) ?? [];
    if (own.length > 1) cover(slotsOfOpening.get(id) ?? [], ofSlot, steady('seats-day', id, seats));
    if (minimumToOpen < 2) continue;
    for (const { startDay } of own) {
      const handles = ledger.claim('opening-minimum', [id, isoOfDay(startDay)], {
        lower: [-Infinity, 0],
        upper: [Infinity, seats],
        minimumToOpen,
      });
      for (const slot of slotsOfOpening.get(id) ?? []) if (sites[slot]!.startDay === startDay) ofSlot[slot]!.push(...handles);
    }
  }
  for (const { id, seats } of book.roster.hosts) {
    if (seats !== null) cover(slotsOfHost.get(id) ?? [], ofSlot, steady('host-day', id, seats));
  }
  for (const [city, rows] of groupBy(book.roster.lodging, (row) => cityKey(row.city))) {
    cover(staysOfCity.get(city) ?? [], ofStay, {
      kind: 'beds-day',
      key: city,
      oncePerPerson: true,
      limitOn: (day) => rows.reduce((sum, { fromDay, toDay, beds }) => sum + (fromDay <= day && day <= toDay ? beds : 0), 0),
      changes: rows.flatMap(({ fromDay, toDay }) => [fromDay, toDay + 1]),
    });
  }
  for (const { id, beds, minimum, maximum } of book.roster.flows) {
    if (beds !== null) cover(staysOfFlow.get(id) ?? [], ofStay, steady('flow-beds-day', id, beds));
    const own = learnersOfFlow.get(id) ?? [];
    if (minimum >= 2) {
      const handles = ledger.claim('flow-minimum', [id], {
        lower: [-Infinity, 0],
        upper: [Infinity, maximum ?? Infinity],
        minimumToOpen: minimum,
      });
      for (const slot of own) ofSlot[slot]!.push(...handles);
    }
    if (maximum !== null) {
      const handles = ledger.claim('flow-maximum', [id], atMost(maximum));
      for (const slot of own) ofSlot[slot]!.push(...handles);
    }
  }
  return { ofSlot, ofStay };
}

/** The days of the model's rows by kind and key, so that each record finds its own. */
function labelledDays(model: Model): Map<string, string[]> {
  const days = new Map<string, string[]>();
  for (const { kind, keys } of model.rows.labelOfRow) {
    if (!kind.endsWith('-day') || keys.length !== 2) continue;
    const key = keyOf(kind, keys[0]!);
    const own = days.get(key) ?? [];
    days.set(key, own);
    own.push(keys[1]!);
  }
  return days;
}

function keyOf(kind: RowKind, key: string): string {
  return `${kind} ${kind === 'beds-day' ? cityKey(key) : key}`;
}
