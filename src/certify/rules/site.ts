import { dayOf, isoOfDay, weekdayOf } from '../../basics/day.js';
import type { Flow, Host, Opening, Reach, Student } from '../../roster/types.js';
import { cityKey, type Book } from './book.js';
import { failsGate, qualityOf } from './quality.js';

/** Where and when somebody would be: an opening on dates, or (opening null) the place of an accompanying person in a flow. */
export interface Site {
  readonly opening: Opening | null;
  readonly host: Host | null;
  readonly flow: Flow | null;
  readonly startDay: number;
  readonly endDay: number;
  /** The host's partner, else the flow's. */
  readonly partnerId: string | null;
  /** The host's, else the partner's; of an accompanying person the flow's, else the partner's: what the home country and wishes are compared with. */
  readonly hostCountry: string | null;
  readonly hostCityKey: string | null;
  /** As above, else the flow's: what scopes, beds and "the same city" mean. */
  readonly country: string | null;
  readonly cityKey: string | null;
  readonly reach: Reach;
  /** Of the host, 0 to 100; 0 where there is none. */
  readonly quality: number;
  /** The host misses what the options ask of hosts. */
  readonly failsGate: boolean;
  /** Whoever was born later is too young on the start day; null: no age is asked. */
  readonly latestBirthDay: number | null;
}

export function siteOfOpening(book: Book, opening: Opening, startDay: number, endDay: number): Site {
  const host = book.hosts.get(opening.hostId) ?? null;
  const flow = opening.flowId === null ? null : (book.flows.get(opening.flowId) ?? null);
  const partner = host === null || host.partnerId === null ? undefined : book.organisations.get(host.partnerId);
  const hostCountry = host?.country ?? partner?.country ?? null;
  const hostCity = host?.city ?? partner?.city ?? null;
  const ofFlow = flow === null ? null : placeOfFlow(book, flow);
  const city = hostCity ?? ofFlow?.city ?? null;
  return {
    opening,
    host,
    flow,
    startDay,
    endDay,
    hostCountry,
    partnerId: host?.partnerId ?? flow?.partnerId ?? null,
    hostCityKey: hostCity === null ? null : cityKey(hostCity),
    country: hostCountry ?? ofFlow?.country ?? null,
    cityKey: city === null ? null : cityKey(city),
    reach: opening.reach ?? flow?.reach ?? 'transnational',
    quality: host === null ? 0 : qualityOf(book, host),
    failsGate: host !== null && failsGate(book, host),
    latestBirthDay: latestBirthDayOf(book, host, startDay),
  };
}

export function siteOfFlow(book: Book, flow: Flow): Site {
  const { country, city } = placeOfFlow(book, flow);
  const key = city === null ? null : cityKey(city);
  return {
    opening: null,
    host: null,
    flow,
    startDay: flow.startDay,
    endDay: flow.endDay,
    partnerId: flow.partnerId,
    hostCountry: country,
    hostCityKey: key,
    country,
    cityKey: key,
    reach: flow.reach ?? 'transnational',
    quality: 0,
    failsGate: false,
    latestBirthDay: null,
  };
}

/** The flow's own country and city, each else its partner's. */
function placeOfFlow(book: Book, flow: Flow): { readonly country: string | null; readonly city: string | null } {
  const partner = flow.partnerId === null ? undefined : book.organisations.get(flow.partnerId);
  return { country: flow.country ?? partner?.country ?? null, city: flow.city ?? partner?.city ?? null };
}

/** The dates an opening may be taken on: its own, its flow's, or every start of its window on the weekday of the options. */
export function datesOf(book: Book, opening: Opening): { readonly startDay: number; readonly endDay: number }[] {
  const { windowFromDay: from, windowToDay: to, lengthDays: length } = opening;
  if (from !== null && to !== null && length !== null && (opening.startDay === null || opening.endDay === null)) {
    const dates = [];
    for (let startDay = from; startDay + length - 1 <= to; startDay++) {
      if (weekdayOf(startDay) === book.options.variantWeekday) dates.push({ startDay, endDay: startDay + length - 1 });
    }
    return dates;
  }
  const flow = opening.flowId === null ? undefined : book.flows.get(opening.flowId);
  const startDay = opening.startDay ?? flow?.startDay;
  const endDay = opening.endDay ?? flow?.endDay;
  return startDay === undefined || endDay === undefined ? [] : [{ startDay, endDay }];
}

/** Whether somebody sleeps away from home there: not online, and not in the own city. */
export function isAway(person: Student, site: Site): boolean {
  return !person.online && offersBed(site);
}

/** The same for whoever is not online. */
export function offersBed(site: Site): boolean {
  return site.opening?.online !== true && site.reach !== 'local';
}

/** One short name for messages: `opening O1 (2026-03-02 to 2026-03-29)`. */
export function nameOfSite(site: Site): string {
  const what = site.opening === null ? `flow ${site.flow?.id ?? ''}` : `opening ${site.opening.id}`;
  return `${what} (${isoOfDay(site.startDay)} to ${isoOfDay(site.endDay)})`;
}

function latestBirthDayOf({ options }: Book, host: Host | null, startDay: number): number | null {
  if (host === null) return null;
  const adult = host.hazard || host.night;
  if (host.minimumAge === null && !adult) return null;
  const age = Math.max(host.minimumAge ?? 0, adult ? options.adultAge : 0);
  const [year, month, date] = isoOfDay(startDay).split('-').map(Number) as [number, number, number];
  // Where the start is 29 February and the year of birth has none, 28 February is the last day.
  return dayOf(year - age, month, date) ?? dayOf(year - age, month, date - 1) ?? -Infinity;
}
