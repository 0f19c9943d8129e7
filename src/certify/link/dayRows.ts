import { isoOfDay, parseIsoDay } from '../../basics/day.js';
import type { RowKind } from '../../model/types.js';
import type { Site } from '../rules/site.js';
import { atMost, type RowLedger } from './ledger.js';

/** Something with a limit on every day: an opening, a host, the beds of a city or a flow, one person. */
export interface DayLimit {
  readonly kind: RowKind;
  readonly key: string;
  readonly limitOn: (day: number) => number;
  /** Mornings on which the limit changes. */
  readonly changes: readonly number[];
  /** Nobody counts twice on one day. */
  readonly oncePerPerson: boolean;
}

/**
 * The rows of one limit: every row that the model has, for the sites of its day; and for each day on which the limit could bind
 * (somebody arrives, or the limit changes) that no row covers, a handle for the missing one. The row of day e covers day d where all who
 * are there on d are there on e, and its limit is no wider: e lies between the latest start and the earliest end of the sites of d. A missing row that
 * cannot bind covers others like any row.
 * `attach` is called with each site's position in `sites` and the handles that its pairs stand in.
 */
export function dayRows(
  ledger: RowLedger,
  limit: DayLimit,
  sites: readonly Site[],
  labelledDays: readonly string[],
  attach: (i: number, handle: number) => void,
): void {
  const claim = (day: number) => {
    const handles = ledger.claim(limit.kind, [limit.key, isoOfDay(day)], atMost(limit.limitOn(day)), limit.oncePerPerson);
    sites.forEach((site, i) => {
      if (isThere(site, day)) for (const handle of handles) attach(i, handle);
    });
  };
  const present: number[] = [];
  for (const text of new Set(labelledDays)) {
    const day = parseIsoDay(text);
    if (day === null) continue;
    present.push(day);
    claim(day);
  }
  const critical = new Set([...sites.map(({ startDay }) => startDay), ...limit.changes]);
  for (const day of [...critical].sort((a, b) => b - a)) {
    let latestStart = -Infinity;
    let earliestEnd = Infinity;
    for (const site of sites) {
      if (!isThere(site, day)) continue;
      latestStart = Math.max(latestStart, site.startDay);
      earliestEnd = Math.min(earliestEnd, site.endDay);
    }
    if (latestStart === -Infinity) continue;
    const isCovered = present.some((other) => other >= latestStart && other <= earliestEnd && limit.limitOn(other) <= limit.limitOn(day));
    if (isCovered) continue;
    present.push(day);
    claim(day);
  }
}

function isThere(site: Site, day: number): boolean {
  return site.startDay <= day && day <= site.endDay;
}
