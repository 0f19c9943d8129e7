import { isoOfDay, parseIsoDay } from '../basics/day.js';
import { at, drawFrom } from './draw.js';
import { addTable, type Row, type Tables } from './table.js';

/**
 * Apprentices of one sender who go round: each spends two or three periods, one after the other, at different companies of one city. Companies lie in
 * three sectors and take two people at a time; one is closed for a week, and nobody may travel on the holiday after the last day.
 */
const schools = [
  { id: 'SCH-1', city: 'Rimini', wishPercent: 100 },
  { id: 'SCH-2', city: 'Bologna', wishPercent: 60 },
  { id: 'SCH-3', city: 'Bologna', wishPercent: 30 },
] as const;
const learnersOfSchool = 8;
const sectors = ['kitchen', 'rooms', 'events'] as const;
const hostsOfSector = 4;
const firstDay = '2026-03-02';
const days = 21;

export function generateRotation(seed: number): Tables {
  const draw = drawFrom(seed);
  const tables: Tables = new Map();
  const start = parseIsoDay(firstDay) ?? 0;
  const hosts = sectors.flatMap((sector) =>
    Array.from({ length: hostsOfSector }, (_, index) => ({ id: `H-${sector}-${index + 1}`, sector, quality: 20 * draw.whole(2, 5) })),
  );
  const students: Row<'students.csv'>[] = [];
  const preferences: Row<'preferences.csv'>[] = [];
  for (const { id: school, wishPercent } of schools)
    for (let number = 1; number <= learnersOfSchool; number++) {
      const id = `${school.slice(4)}-${number}`;
      students.push({
        id,
        kind: 'short-term',
        activity: 'apprenticeship',
        sender: 'S-IT',
        school,
        languages: 'en:B1',
        birth_date: isoOfDay(start - draw.whole(6000, 7600)),
        available_from: isoOfDay(start),
        available_to: isoOfDay(start + 3 * days - 1),
        selection_list: 'S-IT',
        points: draw.whole(10, 30),
        minimum: 2,
        maximum: 3,
        different_hosts: true,
        needs_accompanying: false,
      });
      if (!draw.chance(wishPercent)) continue;
      const wished = draw.shuffled(hosts).slice(0, 3);
      for (const [rank, host] of wished.entries()) preferences.push({ student: id, target_kind: 'host', target: host.id, rank: rank + 1 });
    }
  addTable(tables, 'students.csv', students);
  addTable(tables, 'organisations.csv', [
    { id: 'S-IT', kind: 'sender', name: 'Hotel schools of the coast', country: 'IT', city: 'Rimini' },
    ...schools.map(({ id, city }) => ({ id, kind: 'school', name: `Hotel school ${id.slice(4)}`, country: 'IT', city, sender: 'S-IT' })),
  ]);
  addTable(
    tables,
    'hosts.csv',
    hosts.map(({ id, sector, quality }) => ({ id, name: `House ${id.slice(2)}`, city: 'Braga', country: 'PT', seats: 2, quality, sector })),
  );
  addTable(
    tables,
    'openings.csv',
    hosts.flatMap((host) =>
      [0, 1, 2].map((period) => ({
        id: `O-${host.id.slice(2)}-${period + 1}`,
        host: host.id,
        kinds: 'short-term',
        start: isoOfDay(start + period * days),
        end: isoOfDay(start + (period + 1) * days - 1),
        seats: 2,
        languages: 'en:A2',
        cost_per_day: '40.00',
      })),
    ),
  );
  addTable(tables, 'preferences.csv', preferences);
  const closed = at(hosts, draw.whole(0, hosts.length - 1));
  addTable(tables, 'blocked.csv', [
    { from: isoOfDay(start + days), to: isoOfDay(start + days + 6), what: 'stay', host: closed.id, reason: 'closed for repairs' },
    { from: isoOfDay(start + 3 * days), to: isoOfDay(start + 3 * days), what: 'travel', city: 'Braga', reason: 'holiday' },
  ]);
  return tables;
}
