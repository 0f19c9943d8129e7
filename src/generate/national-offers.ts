import { isoOfDay, parseIsoDay } from '../basics/day.js';
import { eurosOfCents } from '../basics/money.js';
import { at, type Draw } from './draw.js';
import { type BranchName, branches, hostPlaces, type Place } from './fields.js';
import type { GenerateOptions } from './options.js';
import type { Row } from './table.js';

export const branchShares: readonly (readonly [BranchName, number])[] = [
  ['business', 25],
  ['tourism', 20],
  ['technical', 20],
  ['ict', 15],
  ['food', 8],
  ['other', 7],
  ['health', 5],
];
const scarceBranches: readonly BranchName[] = ['health', 'other'];
export const senderCountry = 'DE';
export const openingsPerWeek = 215;
export const firstMonday = parseIsoDay('2026-09-07') ?? 0;

export const longDays = 90;
const languageOfCountry: Record<string, string> = { IT: 'it', ES: 'es', FR: 'fr', PL: 'pl', PT: 'pt', AT: 'de', CZ: 'cs' };

export interface Offer {
  readonly id: string;
  readonly host: number;
  readonly branch: BranchName;
  readonly code: string;
  readonly week: number;
  readonly days: number;
  readonly long: boolean;
  readonly seats: number;
  readonly costCents: number;
  readonly place: Place;
  flow: string | null;
  left: number;
}

export const longWeeks = (weeks: number): number => Math.max(1, Math.ceil(weeks / 5));

export function offersOf(
  draw: Draw,
  options: GenerateOptions,
  shares: typeof branchShares,
  weeks: number,
  placeOfHost: readonly Place[],
): Offer[] {
  const drafts = Array.from({ length: options.openings }, () => {
    const long = draw.chance(12.7);
    const branch = draw.weighted(shares);
    const slots = draw.weighted([
      [1, 60],
      [2, 25],
      [3, 10],
      [draw.whole(4, 15), 5],
    ]);
    return { long, branch, slots: scarceBranches.includes(branch) ? slots * 0.77 : slots };
  });
  const slotSum = drafts.reduce((sum, draft) => sum + draft.slots, 0);
  const scale = Math.max(1, (1.1 * options.people) / slotSum);
  const largest = Math.max(15, Math.ceil(3 * scale));
  let carried = 0;
  return drafts.map(({ long, branch, slots }, index) => {
    carried += slots * scale;
    const seats = Math.min(largest, Math.max(1, Math.round(carried)));
    carried -= seats;
    const host = draw.whole(0, placeOfHost.length - 1);
    const days = long
      ? longDays
      : draw.weighted([
          [14, 12],
          [21, 18],
          [26, 20],
          [28, 50],
        ]);
    const place = at(placeOfHost, host);
    return {
      id: `O${String(index + 1).padStart(5, '0')}`,
      host,
      branch,
      code: codeOf(draw, branch),
      days,
      long,
      seats,
      place,
      flow: null,
      left: seats,
      week: long ? draw.whole(0, longWeeks(weeks) - 1) * 4 : draw.whole(0, weeks - 1),
      costCents: travelCents(place) + perDayCents(place) * days,
    };
  });
}

/** Short-term openings of one city, start and length, in flows of 6 to 15 seats; where there are fewer, people travel alone. */
export function gatherFlows(offers: readonly Offer[], options: GenerateOptions): Row<'flows.csv'>[] {
  const openOf = new Map<string, { members: Offer[]; seats: number }>();
  const all: { members: Offer[]; seats: number }[] = [];
  for (const offer of offers) {
    if (offer.long) continue;
    const key = `${offer.place.city} ${offer.week} ${offer.days}`;
    let flow = openOf.get(key);
    if (flow === undefined || flow.seats + offer.seats > 15) {
      flow = { members: [], seats: 0 };
      openOf.set(key, flow);
      all.push(flow);
    }
    flow.members.push(offer);
    flow.seats += offer.seats;
  }
  return all
    .filter((flow) => flow.seats >= 6)
    .map(({ members, seats }, index) => {
      const { place, week, days } = at(members, 0);
      const id = `F${String(index + 1).padStart(5, '0')}`;
      const start = firstMonday + 7 * week;
      for (const offer of members) offer.flow = id;
      return {
        id,
        partner: `P-${partnerNumber(place)}`,
        city: place.city,
        country: place.country,
        start: isoOfDay(start),
        end: isoOfDay(start + days - 1),
        minimum: options.flowMinimum > 1 ? Math.min(6, options.flowMinimum) : null,
        maximum: Math.min(15, seats),
        status: 'planned',
        learners_per_accompanying: options.accompanying ? 12 : null,
        cost_accompanying: eurosOfCents(100_00 * days),
      };
    });
}

export function codeOf(draw: Draw, branch: BranchName): string {
  return draw.pick<string>(draw.chance(90) ? branches[branch].codes : branches[branch].rareCodes);
}

/** Partners have plain ids: the place's number in the list of places. */
export const partnerNumber = (place: Place): string => String(hostPlaces.indexOf(place) + 1).padStart(2, '0');
export const hostId = (host: number): string => `H${String(host + 1).padStart(5, '0')}`;
const travelCents = (place: Place): number => (place.longitude < -3 || place.longitude > 21 ? 395_00 : 309_00);
const perDayCents = (place: Place): number =>
  ['FR', 'IE', 'FI', 'SE', 'AT', 'IT'].includes(place.country) ? 64_00 : ['PL', 'HR', 'LT'].includes(place.country) ? 48_00 : 56_00;

export function hostRow(draw: Draw, place: Place, host: number): Row<'hosts.csv'> {
  const hazard = draw.chance(3);
  return {
    id: hostId(host),
    name: `Company ${host + 1}`,
    partner: `P-${partnerNumber(place)}`,
    city: place.city,
    country: place.country,
    latitude: place.latitude,
    longitude: place.longitude,
    minimum_age: draw.chance(8) ? 18 : draw.chance(20) ? 16 : null,
    hazard,
    night: draw.chance(2),
    needs_met: draw.chance(60) ? 'step-free' : null,
    tutor_named: draw.chance(80),
    quality: draw.whole(30, 100),
  };
}

export function openingRow(draw: Draw, offer: Offer): Row<'openings.csv'> {
  const start = firstMonday + 7 * offer.week;
  const local = languageOfCountry[offer.place.country];
  const language =
    local !== undefined && draw.chance(40)
      ? `${local}:A2`
      : draw.weighted([
          ['en:A2', 25],
          ['en:B1', 45],
          ['en:B2', 30],
        ]);
  return {
    id: offer.id,
    host: hostId(offer.host),
    flow: offer.flow,
    profiles: offer.code,
    kinds: offer.long ? 'long-term' : 'short-term',
    activities: draw.weighted([
      [null, 45],
      ['traineeship', 35],
      ['apprenticeship|dual', 20],
    ]),
    start: isoOfDay(start),
    end: isoOfDay(start + offer.days - 1),
    seats: offer.seats,
    languages: language,
    cost_travel: eurosOfCents(travelCents(offer.place)),
    cost_per_day: eurosOfCents(perDayCents(offer.place)),
  };
}
