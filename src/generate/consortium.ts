import { isoOfDay, parseIsoDay } from '../basics/day.js';
import { at, drawFrom } from './draw.js';
import { type BranchName, branches, hostPlaces } from './fields.js';
import { addTable, type Row, type Tables } from './table.js';

/** A consortium: one coordinator that sends for 43 schools, 420 learners, companies in eleven countries, a fair share for every school. */
const schoolCount = 43;
const learnerCount = 420;
const countries = ['IT', 'FR', 'PL', 'SI', 'DE', 'PT', 'IE', 'FI', 'CZ', 'AT', 'MT'] as const;
const hostsOfCountry = 18;
const starts = ['2026-03-02', '2026-05-04'] as const;
const days = 28;
const branchNames: readonly BranchName[] = ['ict', 'business', 'tourism', 'technical', 'food', 'health'];

export function generateConsortium(seed: number): Tables {
  const draw = drawFrom(seed);
  const schools = Array.from({ length: schoolCount }, (_, k) => `S-${String(k + 1).padStart(2, '0')}`);
  const hosts: Row<'hosts.csv'>[] = [];
  const openings: Row<'openings.csv'>[] = [];
  for (const [block, country] of countries.entries()) {
    const place = hostPlaces.find((candidate) => candidate.country === country)!;
    for (let number = 1; number <= hostsOfCountry; number++) {
      const id = `H-${country}-${String(number).padStart(2, '0')}`;
      const branch = branches[at(branchNames, (block + number) % branchNames.length)];
      hosts.push({
        id,
        name: `Company ${country} ${number}`,
        partner: `P-${country}`,
        ...place,
        quality: 10 * draw.whole(4, 9),
        tutor_named: true,
      });
      openings.push({
        id: `O-${country}-${String(number).padStart(2, '0')}`,
        host: id,
        profiles: draw.pick<string>(branch.codes),
        kinds: 'short-term',
        start: at(starts, number % 2),
        end: isoOfDay((parseIsoDay(at(starts, number % 2)) ?? 0) + days - 1),
        seats: draw.weighted([
          [2, 5],
          [3, 4],
          [4, 1],
        ]),
        languages: 'en:A2',
        cost_travel: '309.00',
        cost_per_day: `${50 + 2 * block}.00`,
      });
    }
  }
  const students: Row<'students.csv'>[] = [];
  const preferences: Row<'preferences.csv'>[] = [];
  for (let number = 0; number < learnerCount; number++) {
    const id = `L${String(number + 1).padStart(3, '0')}`;
    const branch = branches[at(branchNames, draw.whole(0, branchNames.length - 1))];
    students.push({
      id,
      kind: 'short-term',
      activity: 'traineeship',
      sender: 'COORDINATOR',
      // Every school has some; the rest falls as it falls.
      school: number < 3 * schoolCount ? at(schools, number % schoolCount) : draw.pick(schools),
      project: 'CONSORTIUM',
      profile: draw.pick<string>(branch.codes),
      eqf_level: 4,
      languages: `en:${draw.pick(['A2', 'B1', 'B2', 'C1'])}`,
      birth_date: isoOfDay((parseIsoDay(starts[0]) ?? 0) - draw.whole(6_000, 7_400)),
      selection_list: 'main',
      points: draw.whole(10, 90),
      fewer_opportunities: draw.chance(18),
      sex: draw.chance(52) ? 'female' : 'male',
    });
    for (const [rank, country] of draw.shuffled(countries).slice(0, 3).entries())
      preferences.push({ student: id, target_kind: 'country', target: country, rank: rank + 1 });
  }
  const tables: Tables = new Map();
  addTable(tables, 'students.csv', students);
  addTable(tables, 'organisations.csv', [
    {
      id: 'COORDINATOR',
      kind: 'sender',
      name: 'Coordinator of the consortium',
      country: 'ES',
      city: 'Sevilla',
      latitude: 37.39,
      longitude: -5.98,
    },
    ...schools.map((id, k) => ({ id, kind: 'school', name: `School ${k + 1}`, country: 'ES', sender: 'COORDINATOR' })),
    ...countries.map((country) => ({ id: `P-${country}`, kind: 'partner', name: `Hosting partner ${country}`, country })),
  ]);
  addTable(tables, 'hosts.csv', hosts);
  addTable(tables, 'openings.csv', openings);
  addTable(tables, 'projects.csv', [
    { id: 'CONSORTIUM', code: '2025-1-ES01-KA121-VET-000000000', call_year: 2025, start: '2025-09-01', end: '2026-08-31' },
  ]);
  addTable(tables, 'preferences.csv', preferences);
  addTable(tables, 'quotas.csv', [{ id: 'FAIR-SHARE', maximum: 12, each: 'school' }]);
  addTable(tables, 'budgets.csv', [{ id: 'GRANT', limit: '1000000.00', project: 'CONSORTIUM' }]);
  return tables;
}
