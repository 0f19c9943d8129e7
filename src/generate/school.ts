import { isoOfDay, parseIsoDay } from '../basics/day.js';
import { eurosOfCents } from '../basics/money.js';
import { at, drawFrom } from './draw.js';
import { branches, hostPlaces } from './fields.js';
import type { GenerateOptions } from './options.js';
import { addTable, type Row, type Tables } from './table.js';

/** One school with a short-term project: at most 30 learners in two group journeys, one accompanying person a started dozen. */
const starts = ['2026-03-02', '2026-04-13'] as const;
const days = 26;
const branchNames = ['business', 'tourism', 'ict'] as const;

export function generateSchool(options: GenerateOptions): Tables {
  if (options.people > 30) throw new RangeError(`A school project has at most 30 learners, found ${options.people}.`);
  const draw = drawFrom(options.seed);
  const places = hostPlaces.filter((place) => place.country === 'IT');
  const tables: Tables = new Map();
  const openings: Row<'openings.csv'>[] = [];
  const hosts: Row<'hosts.csv'>[] = [];
  const slots = Math.max(1, Math.ceil((1.2 * options.people) / options.openings));
  const seatsOfJourney = [0, 0];
  for (let number = 1; number <= options.openings; number++) {
    const journey = number % 2;
    const place = at(places, journey);
    const branch = at(branchNames, number % branchNames.length);
    const id = `H${String(number).padStart(2, '0')}`;
    hosts.push({
      id,
      name: `Company ${number}`,
      partner: 'P-1',
      ...place,
      minimum_age: draw.chance(15) ? 17 : null,
      quality: 10 * draw.whole(4, 10),
      tutor_named: true,
    });
    openings.push({
      id: `O${String(number).padStart(2, '0')}`,
      host: id,
      flow: `F${journey + 1}`,
      profiles: draw.pick<string>(branches[branch].codes),
      kinds: 'short-term',
      seats: slots,
      languages: 'en:A2',
      cost_travel: '275.00',
      cost_per_day: journey === 0 ? '56.00' : '58.00',
    });
    seatsOfJourney[journey] = at(seatsOfJourney, journey) + slots;
  }
  const maximumOf = (journey: number): number => Math.min(15, at(seatsOfJourney, journey));
  const students: Row<'students.csv'>[] = [];
  const preferences: Row<'preferences.csv'>[] = [];
  for (let number = 1; number <= options.people; number++) {
    const id = `L${String(number).padStart(2, '0')}`;
    const branch = at(branchNames, number % branchNames.length);
    students.push({
      id,
      kind: 'short-term',
      activity: 'traineeship',
      sender: 'S-1',
      project: 'SHORT-1',
      profile: draw.pick<string>(branches[branch].codes),
      eqf_level: 4,
      languages: `en:${draw.pick(['A2', 'B1', 'B2'])}`,
      birth_date: isoOfDay((parseIsoDay(starts[0]) ?? 0) - draw.whole(6000, 7000)),
      selection_list: 'main',
      points: draw.whole(10, 40),
      fewer_opportunities: draw.chance(16),
      sex: draw.chance(53) ? 'female' : 'male',
    });
    const wished = draw
      .shuffled(openings.filter((_, index) => (index + 1) % branchNames.length === number % branchNames.length))
      .slice(0, options.wishes);
    for (const [rank, opening] of wished.entries())
      preferences.push({ student: id, target_kind: 'opening', target: opening.id, rank: rank + 1 });
  }
  for (let number = 1; number <= Math.ceil(maximumOf(0) / 12) + Math.ceil(maximumOf(1) / 12); number++)
    students.push({ id: `A${number}`, kind: 'accompanying', sender: 'S-1' });
  addTable(tables, 'students.csv', students);
  addTable(tables, 'organisations.csv', [
    { id: 'S-1', kind: 'sender', name: 'Vocational school 1', country: 'PL', city: 'Opole', latitude: 50.67, longitude: 17.93 },
    { id: 'P-1', kind: 'partner', name: 'Hosting partner 1', country: 'IT' },
  ]);
  addTable(tables, 'hosts.csv', hosts);
  addTable(tables, 'openings.csv', openings);
  addTable(
    tables,
    'flows.csv',
    starts.map((start, journey) => ({
      id: `F${journey + 1}`,
      partner: 'P-1',
      city: at(places, journey).city,
      country: 'IT',
      start,
      end: isoOfDay((parseIsoDay(start) ?? 0) + days - 1),
      minimum: options.flowMinimum > 1 ? options.flowMinimum : null,
      maximum: maximumOf(journey),
      learners_per_accompanying: 12,
      cost_accompanying: eurosOfCents(2_400_00),
    })),
  );
  addTable(tables, 'projects.csv', [{ id: 'SHORT-1', call_year: 2025, start: '2025-09-01', end: '2026-08-31', cap: 30 }]);
  if (preferences.length > 0) addTable(tables, 'preferences.csv', preferences);
  addTable(tables, 'budgets.csv', [{ id: 'B-1', limit: eurosOfCents(options.people * 1_900_00 + 4_000_00), sender: 'S-1' }]);
  return tables;
}
