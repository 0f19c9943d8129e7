import { isoOfDay, parseIsoDay } from '../basics/day.js';
import { eurosOfCents } from '../basics/money.js';
import { at, type Draw, drawFrom } from './draw.js';
import { type BranchName, branches, hostPlaces } from './fields.js';
import { addTable, type Row, type Tables } from './table.js';

/**
 * A network of six countries that host each other's people: 300 students, 180 teachers and 30 directors, 120 enterprises of which each offers
 * two or three places. Students come as apprentices, trainees or in dual training; teachers and directors for job shadowing or teaching.
 * Each country hosts between 40 and 60 students; everybody goes abroad. As in the pilot, a plan is planted and the openings laid around it.
 */
const countries = ['IT', 'ES', 'PT', 'PL', 'SI', 'LT'] as const;
type Country = (typeof countries)[number];
const branchNames: readonly BranchName[] = ['technical', 'business', 'tourism', 'ict'];
const periods = ['2025-10-06', '2026-02-02', '2026-04-13'] as const;
const studentDays = 28;
const staffWeeks = ['2025-11-17', '2026-03-16'] as const;
const stayEuros: Record<Country, number> = { IT: 1500, ES: 1500, PT: 1500, PL: 1400, SI: 1400, LT: 1400 };
const staffEuros: Record<Country, number> = { IT: 900, ES: 900, PT: 900, PL: 800, SI: 800, LT: 800 };

/** Per cent of students whose trade few enterprises ask for by name, and of people without a wish: the countries' levels lie apart. */
const handicapOf: Record<Country, { readonly rare: number; readonly wishless: number }> = {
  IT: { rare: 4, wishless: 0 },
  PL: { rare: 16, wishless: 10 },
  ES: { rare: 28, wishless: 20 },
  PT: { rare: 40, wishless: 30 },
  SI: { rare: 52, wishless: 40 },
  LT: { rare: 64, wishless: 50 },
};

interface Planted {
  readonly id: string;
  readonly home: Country;
  readonly away: Country;
  readonly period: number;
  readonly branch: BranchName;
  readonly activity: string;
}

export function generateQqvet(seed: number): Tables {
  const draw = drawFrom(seed);
  const students = plantStudents(draw);
  const staff = plantStaff(draw);
  const hosts = countries.flatMap((country) =>
    Array.from({ length: 20 }, (_, index) => ({
      id: `E-${country}-${String(index + 1).padStart(2, '0')}`,
      country,
      branch: at(branchNames, index % branchNames.length),
      quality: draw.weighted([
        [40, 20],
        [60, 40],
        [80, 30],
        [100, 10],
      ]),
    })),
  );
  const openings = [...studentOpenings(draw, students, hosts), ...staffOpenings(draw, staff, hosts)];
  const tables: Tables = new Map();
  addTable(tables, 'students.csv', [...students.map((person) => studentRow(draw, person)), ...staff.map((person) => staffRow(person))]);
  addTable(
    tables,
    'organisations.csv',
    countries.flatMap((country) => {
      const place = at(
        hostPlaces.filter((known) => known.country === country),
        0,
      );
      return [
        { id: `S-${country}`, kind: 'sender', name: `Training network ${country}`, ...place },
        ...Array.from({ length: 5 }, (_, index) => ({
          id: `SCH-${country}-${index + 1}`,
          kind: 'school',
          name: `Vocational school ${country} ${index + 1}`,
          country,
          city: place.city,
          sender: `S-${country}`,
        })),
      ];
    }),
  );
  addTable(
    tables,
    'hosts.csv',
    hosts.map((host, index) => {
      const place = at(
        hostPlaces.filter((known) => known.country === host.country),
        0,
      );
      return {
        id: host.id,
        name: `Enterprise ${host.country} ${(index % 20) + 1}`,
        city: place.city,
        country: host.country,
        latitude: place.latitude,
        longitude: place.longitude,
        quality: host.quality,
        sector: host.branch,
        tutor_named: draw.chance(90),
      };
    }),
  );
  addTable(tables, 'openings.csv', openings);
  addTable(
    tables,
    'preferences.csv',
    [...students, ...staff].flatMap((person) => wishRows(draw, person)),
  );
  addTable(
    tables,
    'budgets.csv',
    countries.map((country) => {
      const spent = [...students.map((person) => ({ person, euros: stayEuros })), ...staff.map((person) => ({ person, euros: staffEuros }))]
        .filter(({ person }) => person.home === country)
        .reduce((sum, { person, euros }) => sum + euros[person.away], 0);
      return { id: `B-${country}`, limit: eurosOfCents((spent + (country === 'IT' ? 0 : 600)) * 100), sender: `S-${country}` };
    }),
  );
  addTable(
    tables,
    'quotas.csv',
    countries.map((country) => ({ id: `Q-${country}`, minimum: 40, maximum: 60, country, kind: 'short-term' })),
  );
  return tables;
}

/** Fifty students of each country, ten to each other country, spread over the periods. */
function plantStudents(draw: Draw): Planted[] {
  return countries.flatMap((home) =>
    countries
      .filter((away) => away !== home)
      .flatMap((away, block) =>
        Array.from({ length: 10 }, (_, index) => ({
          id: `${home}-S${String(block * 10 + index + 1).padStart(2, '0')}`,
          home,
          away,
          period: index % periods.length,
          branch: draw.pick(branchNames),
          activity: draw.weighted([
            ['traineeship', 40],
            ['apprenticeship', 35],
            ['dual', 25],
          ]),
        })),
      ),
  );
}

/** Thirty teachers and five directors of each country. */
function plantStaff(draw: Draw): Planted[] {
  return countries.flatMap((home) =>
    countries
      .filter((away) => away !== home)
      .flatMap((away, block) =>
        Array.from({ length: 7 }, (_, index) => ({
          id: `${home}-${index === 6 ? 'D' : 'T'}${String(index === 6 ? block + 1 : block * 6 + index + 1).padStart(2, '0')}`,
          home,
          away,
          period: index % staffWeeks.length,
          branch: draw.pick(branchNames),
          activity: index === 6 || index % 3 > 0 ? 'job-shadowing' : 'teaching',
        })),
      ),
  );
}

interface HostDraft {
  readonly id: string;
  readonly country: Country;
  readonly branch: BranchName;
}

function studentOpenings(draw: Draw, students: readonly Planted[], hosts: readonly HostDraft[]): Row<'openings.csv'>[] {
  const rows: Row<'openings.csv'>[] = [];
  for (const country of countries)
    for (const [period, start] of periods.entries())
      for (const branch of branchNames) {
        const planted = students.filter((person) => person.away === country && person.period === period && person.branch === branch);
        const own = hosts.filter((host) => host.country === country && host.branch === branch);
        let left = planted.length + (draw.chance(70) ? 1 : 0);
        for (let index = 0; left > 0; index++) {
          const seats = Math.min(left, draw.whole(1, 2));
          left -= seats;
          const [code, second] = draw.shuffled<string>(branches[branch].codes);
          const day = parseIsoDay(start) ?? 0;
          const perDay = 40;
          rows.push({
            id: `O${String(rows.length + 1).padStart(3, '0')}-${country}`,
            host: at(own, index % own.length).id,
            profiles: draw.chance(50) ? `${code}|${second}` : code,
            kinds: 'short-term',
            start,
            end: isoOfDay(day + studentDays - 1),
            seats,
            languages: 'en:A2',
            cost_travel: eurosOfCents((stayEuros[country] - perDay * studentDays) * 100),
            cost_per_day: eurosOfCents(perDay * 100),
          });
        }
      }
  return rows;
}

/** Job shadowing for a week (5 days); teaching stays of the same length at schools' partner enterprises. */
function staffOpenings(draw: Draw, staff: readonly Planted[], hosts: readonly HostDraft[]): Row<'openings.csv'>[] {
  const rows: Row<'openings.csv'>[] = [];
  for (const country of countries)
    for (const [week, start] of staffWeeks.entries())
      for (const activity of ['job-shadowing', 'teaching']) {
        const planted = staff.filter((person) => person.away === country && person.period === week && person.activity === activity);
        const own = draw.shuffled(hosts.filter((host) => host.country === country));
        let left = planted.length + 1;
        for (let index = 0; left > 0; index++) {
          const seats = Math.min(left, draw.whole(2, 4));
          left -= seats;
          rows.push({
            id: `W${String(rows.length + 1).padStart(3, '0')}-${country}`,
            host: at(own, index % own.length).id,
            kinds: 'staff',
            activities: activity,
            start,
            end: isoOfDay((parseIsoDay(start) ?? 0) + 4),
            seats,
            languages: 'en:B1',
            cost_travel: eurosOfCents((staffEuros[country] - 500) * 100),
            cost_per_day: eurosOfCents(100_00),
          });
        }
      }
  return rows;
}

function studentRow(draw: Draw, person: Planted): Row<'students.csv'> {
  const start = parseIsoDay(at(periods, person.period)) ?? 0;
  return {
    id: person.id,
    kind: 'short-term',
    activity: person.activity,
    sender: `S-${person.home}`,
    school: `SCH-${person.home}-${draw.whole(1, 5)}`,
    profile: draw.pick<string>(
      draw.chance(handicapOf[person.home].rare) ? branches[person.branch].rareCodes : branches[person.branch].codes,
    ),
    eqf_level: draw.whole(3, 4),
    languages: `en:${draw.pick(['A2', 'B1', 'B2'])}`,
    birth_date: isoOfDay(start - draw.whole(6000, 7600)),
    available_from: isoOfDay(start - 1),
    available_to: isoOfDay(start + studentDays),
    selection_list: `S-${person.home}`,
    points: draw.whole(10, 40),
    fewer_opportunities: draw.chance(16),
    sex: draw.chance(53) ? 'female' : 'male',
    needs_accompanying: false,
  };
}

function staffRow(person: Planted): Row<'students.csv'> {
  const start = parseIsoDay(at(staffWeeks, person.period)) ?? 0;
  return {
    id: person.id,
    kind: 'staff',
    activity: person.activity,
    sender: `S-${person.home}`,
    languages: 'en:B2',
    available_from: isoOfDay(start - 1),
    available_to: isoOfDay(start + 5),
  };
}

/** Students wish for three countries, staff for one; the planted one first in two cases of three. */
function wishRows(draw: Draw, person: Planted): Row<'preferences.csv'>[] {
  if (draw.chance(handicapOf[person.home].wishless)) return [];
  const others = draw.shuffled(countries.filter((country) => country !== person.home && country !== person.away));
  const wishes: readonly Country[] = draw.chance(65) ? [person.away, ...others] : [...others.slice(0, 2), person.away];
  return wishes
    .slice(0, person.id.includes('-S') ? 3 : 1)
    .map((target, index) => ({ student: person.id, target_kind: 'country', target, rank: index + 1 }));
}
