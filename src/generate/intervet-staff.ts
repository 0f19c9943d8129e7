import { isoOfDay, parseIsoDay } from '../basics/day.js';
import { eurosOfCents } from '../basics/money.js';
import { at, drawFrom, type Draw } from './draw.js';
import { hostPlaces, westernBalkanPlaces } from './fields.js';
import { addTable, type Row, type Tables } from './table.js';

/**
 * The staff of six countries of the Western Balkans and 208 places for them: 57 of job shadowing at schools of five hosting partners, 42 of a
 * summer school in two editions, 85 in thematic teams (30 in Grenoble, 55 online) and 24 of a teacher week, online. The counts are
 * those of a real network; how they fall to countries and partners is drawn or set here.
 */
const countries = ['RS', 'AL', 'ME', 'BA', 'XK', 'MK'] as const;
/** Per cent of a country's people that wish for something: the countries' levels lie apart. */
const wishPercents = [100, 80, 60, 40, 20, 0] as const;
const partners = ['IT', 'ES', 'FR', 'PL', 'SI'] as const;

interface Offer {
  readonly id: string;
  readonly activity: 'job-shadowing' | 'course' | 'training' | 'teaching';
  readonly host: string;
  readonly online: boolean;
  readonly start: string;
  readonly days: number;
  readonly seats: number;
  readonly courseEuros: number;
}

const shadowing = (country: string, number: number, start: string, seats: number): Offer => ({
  id: `JS-${country}-${number}`,
  activity: 'job-shadowing',
  host: `H-${country}-${number}`,
  online: false,
  start,
  days: 5,
  seats,
  courseEuros: 0,
});
const team = (number: number, host: string, online: boolean, start: string, seats: number): Offer => ({
  id: `TT-${number}`,
  activity: 'training',
  host,
  online,
  start,
  days: 4,
  seats,
  courseEuros: 0,
});

const offers: readonly Offer[] = [
  ...partners.flatMap((country, index) => [
    shadowing(country, 1, '2022-05-09', 4),
    shadowing(country, 2, '2022-10-10', 4),
    shadowing(country, 3, '2023-03-06', index < 2 ? 4 : 3),
  ]),
  { id: 'SS-1', activity: 'course', host: 'H-SI-1', online: false, start: '2022-07-04', days: 5, seats: 21, courseEuros: 350 },
  { id: 'SS-2', activity: 'course', host: 'H-ES-1', online: false, start: '2023-07-03', days: 5, seats: 21, courseEuros: 350 },
  team(1, 'H-FR-1', false, '2022-11-14', 15),
  team(2, 'H-FR-2', false, '2023-02-13', 15),
  team(3, 'H-IT-1', true, '2021-03-15', 20),
  team(4, 'H-ES-2', true, '2021-05-17', 20),
  team(5, 'H-PL-1', true, '2021-10-18', 15),
  { id: 'TW-1', activity: 'teaching', host: 'H-PL-2', online: true, start: '2021-06-07', days: 5, seats: 24, courseEuros: 0 },
];

export function generateIntervetStaff(seed: number): Tables {
  const draw = drawFrom(seed);
  const tables: Tables = new Map();
  const homes = draw.shuffled(Array.from({ length: 208 }, (_, index) => at(countries, index % countries.length)));
  const counts = new Map<string, number>();
  const students: Row<'students.csv'>[] = [];
  const preferences: Row<'preferences.csv'>[] = [];
  let number = 0;
  for (const offer of offers)
    for (let seat = 0; seat < offer.seats; seat++) {
      const country = at(homes, number++);
      const count = (counts.get(country) ?? 0) + 1;
      counts.set(country, count);
      const id = `${country}-T${String(count).padStart(2, '0')}`;
      students.push({
        id,
        kind: 'staff',
        activity: offer.activity,
        online: offer.online,
        sender: `S-${country}`,
        project: 'WB-STAFF',
        languages: `en:${draw.pick(['B1', 'B2', 'C1'])}`,
      });
      preferences.push(...wishesOf(draw, id, country, offer));
    }
  addTable(tables, 'students.csv', students);
  addTable(tables, 'organisations.csv', [
    ...countries.map((country) => {
      const { city } = at(
        westernBalkanPlaces.filter((place) => place.country === country),
        0,
      );
      return { id: `S-${country}`, kind: 'sender', name: `Network of schools ${country}`, country, city };
    }),
    ...partners.map((country) => ({ id: `P-${country}`, kind: 'partner', name: `Hosting partner ${country}`, country })),
  ]);
  addTable(
    tables,
    'hosts.csv',
    partners.flatMap((country) => hostRows(draw, country)),
  );
  addTable(tables, 'openings.csv', offers.map(openingRow));
  addTable(tables, 'projects.csv', [{ id: 'WB-STAFF', action: 'pilot', start: '2020-01-15', end: '2023-10-31', cap: 208 }]);
  addTable(tables, 'preferences.csv', preferences);
  return tables;
}

/** Others of the same activity, the planted one first in two cases of three. */
function wishesOf(draw: Draw, student: string, country: (typeof countries)[number], planted: Offer): Row<'preferences.csv'>[] {
  if (!draw.chance(at(wishPercents, countries.indexOf(country)))) return [];
  const others = draw.shuffled(
    offers.filter(({ id, activity, online }) => id !== planted.id && activity === planted.activity && online === planted.online),
  );
  const wished = draw.chance(65) ? [planted, ...others] : [...others.slice(0, 1), planted];
  return wished.slice(0, 3).map(({ id }, index) => ({ student, target_kind: 'opening', target: id, rank: index + 1 }));
}

function hostRows(draw: Draw, country: (typeof partners)[number]): Row<'hosts.csv'>[] {
  const places = hostPlaces.filter((place) => place.country === country);
  return [1, 2, 3].map((number) => {
    const { city, latitude, longitude } = at(places, number % places.length);
    return {
      id: `H-${country}-${number}`,
      name: `Vocational centre ${country} ${number}`,
      partner: `P-${country}`,
      city,
      country,
      latitude,
      longitude,
      quality: 20 * draw.whole(2, 5),
    };
  });
}

function openingRow(offer: Offer): Row<'openings.csv'> {
  const start = parseIsoDay(offer.start) ?? 0;
  return {
    id: offer.id,
    host: offer.host,
    kinds: 'staff',
    activities: offer.activity,
    start: offer.start,
    end: isoOfDay(start + offer.days - 1),
    seats: offer.seats,
    languages: 'en:B1',
    online: offer.online,
    cost_travel: eurosOfCents(offer.online ? 0 : 275_00),
    cost_per_day: eurosOfCents(offer.online ? 0 : 120_00),
    cost_course: eurosOfCents(offer.courseEuros * 100),
  };
}
