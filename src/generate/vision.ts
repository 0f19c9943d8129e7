import { isoOfDay, parseIsoDay } from '../basics/day.js';
import { at, type Draw, drawFrom } from './draw.js';
import { hostPlaces } from './fields.js';
import { addTable, type Row, type Tables } from './table.js';

/**
 * Four organisations of the beauty sector that send learners to each other's salons. What a learner should learn (outcomes of the study
 * profile) and what a salon lets them do (outcomes of the opening) differ, so that the share of outcomes covered decides.
 */
const countries = ['IT', 'PT', 'LT', 'HR'] as const;
/** Per cent of learners that wish for a country: the organisations' levels lie apart. */
const wishPercents = [100, 70, 40, 10] as const;
const learnersOfCountry = 12;
const salonsOfCountry = 8;
const starts = ['2026-03-02', '2026-04-13'] as const;
const days = 21;

const profiles = [
  { id: 'hair', name: 'Hairdresser', outcomes: ['cut', 'colour', 'styling', 'hygiene'] },
  { id: 'beauty', name: 'Beautician', outcomes: ['skin-care', 'make-up', 'nails', 'hygiene'] },
  { id: 'spa', name: 'Spa therapist', outcomes: ['massage', 'skin-care', 'reception', 'hygiene'] },
] as const;
/** The first salon of each country takes hairdressers, and beauticians for less; the other rows say what stands in for what there. */
const firstSalon = { profiles: 'hair|beauty', profile_fits: '100|60', minimum_outcomes: 25 };
const crosswalk = [
  { from: 'beauty', to: 'hair', fit: 0 },
  { from: 'spa', to: 'hair', fit: 30 },
  { from: 'spa', to: 'beauty', fit: 45 },
];
const extraOutcomes = ['reception', 'sales', 'hygiene'] as const;

export function generateVision(seed: number): Tables {
  const draw = drawFrom(seed);
  const tables: Tables = new Map();
  const students: Row<'students.csv'>[] = [];
  const preferences: Row<'preferences.csv'>[] = [];
  for (const [index, country] of countries.entries())
    for (let number = 1; number <= learnersOfCountry; number++) {
      const id = `${country}-${String(number).padStart(2, '0')}`;
      const start = parseIsoDay(at(starts, number % starts.length)) ?? 0;
      students.push({
        id,
        kind: 'short-term',
        activity: 'traineeship',
        sender: `S-${country}`,
        project: 'BEAUTY',
        profile: draw.pick(profiles).id,
        outcomes: number === 1 ? 'hygiene|make-up|reception' : null,
        eqf_level: 4,
        languages: `en:${draw.pick(['A2', 'B1'])}`,
        birth_date: isoOfDay(start - draw.whole(6000, 7600)),
        available_from: isoOfDay(start),
        available_to: isoOfDay(start + days + 6),
        selection_list: `S-${country}`,
        points: draw.whole(10, 30),
        sex: draw.chance(80) ? 'female' : 'male',
        needs_accompanying: false,
      });
      if (!draw.chance(at(wishPercents, index))) continue;
      const targets = draw.shuffled(countries.filter((_, other) => other !== index)).slice(0, 2);
      for (const [rank, target] of targets.entries()) preferences.push({ student: id, target_kind: 'country', target, rank: rank + 1 });
    }
  addTable(tables, 'students.csv', students);
  addTable(
    tables,
    'organisations.csv',
    countries.map((country) => ({ id: `S-${country}`, kind: 'sender', name: `Beauty school ${country}`, ...placeOf(country) })),
  );
  const salons = countries.flatMap((country) =>
    Array.from({ length: salonsOfCountry }, (_, index) => ({
      id: `SALON-${country}-${index + 1}`,
      name: `Salon ${country} ${index + 1}`,
      ...placeOf(country),
      minimum_age: draw.chance(15) ? 18 : null,
      quality: draw.weighted([
        [40, 25],
        [60, 40],
        [80, 35],
      ]),
      sector: 'beauty',
    })),
  );
  addTable(tables, 'hosts.csv', salons);
  addTable(
    tables,
    'openings.csv',
    salons.flatMap((salon) => starts.map((start, index) => openingRow(draw, salon.id, start, index))),
  );
  addTable(tables, 'projects.csv', [
    { id: 'BEAUTY', call_year: 2025, start: '2026-01-01', end: '2026-12-31', cap: countries.length * learnersOfCountry },
  ]);
  addTable(
    tables,
    'profiles.csv',
    profiles.map(({ id, name, outcomes }) => ({ id, name, isced: '1012', outcomes: outcomes.join('|') })),
  );
  addTable(tables, 'crosswalk.csv', crosswalk);
  addTable(tables, 'preferences.csv', preferences);
  addTable(
    tables,
    'budgets.csv',
    countries.map((country) => ({ id: `B-${country}`, limit: '15600.00', sender: `S-${country}` })),
  );
  return tables;
}

function placeOf(country: string) {
  return at(
    hostPlaces.filter((place) => place.country === country),
    0,
  );
}

/** One seat a salon and period: most of one profile's outcomes, and something else. */
function openingRow(draw: Draw, host: string, start: string, index: number): Row<'openings.csv'> {
  const focus = draw.pick(profiles);
  const outcomes = [
    ...new Set([...draw.shuffled<string>(focus.outcomes).slice(0, draw.whole(2, 4)), draw.pick<string>(extraOutcomes)]),
  ].sort();
  return {
    id: `${host.replace('SALON', 'O')}-${index + 1}`,
    host,
    profiles: '1012',
    ...(/^SALON-..-1$/.test(host) ? firstSalon : {}),
    kinds: 'short-term',
    start,
    end: isoOfDay((parseIsoDay(start) ?? 0) + days - 1),
    seats: 1,
    languages: 'en:A2',
    outcomes: outcomes.join('|'),
    cost_travel: '275.00',
    cost_per_day: host.includes('IT') || host.includes('PT') ? '50.00' : '45.00',
  };
}
