import { isoOfDay, parseIsoDay } from '../basics/day.js';
import { at, drawFrom } from './draw.js';
import { addTable, type Row, type Tables } from './table.js';

/**
 * One school, 23 learners of three profiles, one journey to one city, two accompanying persons; with the names, contacts and wording that papers
 * need. The journey takes 22 learners: one waits. Addresses end in `.example`, numbers are nobody's.
 */
const people = 23;
const beds = 24;
const start = '2026-04-27';
const days = 26;
const trades = [
  { id: 'ICT', name: 'ICT', isced: '0613', units: ['NET-1', 'WEB-1', 'KEY-1'], company: 'Software house', seats: [3, 2, 2, 2] },
  {
    id: 'ELE',
    name: 'Electronics',
    isced: '0714',
    units: ['ELE-1', 'ELE-2', 'KEY-1'],
    company: 'Electronics workshop',
    seats: [2, 2, 2, 2],
  },
  { id: 'MKT', name: 'Marketing', isced: '0414', units: ['MKT-1', 'MKT-2', 'KEY-1'], company: 'Agency', seats: [3, 2, 2, 2] },
] as const;
const units = [
  ['NET-1', 'Small office networks', 'lays out and tests a small network'],
  ['WEB-1', 'Web pages', 'builds a page with a form and tests it'],
  ['ELE-1', 'Soldering and assembly', 'assembles a board from a drawing'],
  ['ELE-2', 'Measuring', 'finds a fault with meter and oscilloscope'],
  ['MKT-1', 'Customer research', 'asks customers and sums up what they say'],
  ['MKT-2', 'Campaigns', 'plans a campaign within a given sum'],
  ['KEY-1', 'Working in a team abroad', 'says in English what was done and what is next'],
] as const;
const firstNames = {
  female: ['Ala', 'Celina', 'Ewa', 'Gosia', 'Iga', 'Kinga', 'Maja', 'Ola'],
  male: ['Bartek', 'Daniel', 'Filip', 'Hubert', 'Jacek', 'Leon', 'Norbert', 'Patryk'],
} as const;
const lastNames = ['Wzorek', 'Próba', 'Zmyślak', 'Przykład', 'Wzór', 'Niby', 'Test'] as const;

export function generateOneSchool(seed: number): Tables {
  const draw = drawFrom(seed);
  const tables: Tables = new Map();
  const hosts: Row<'hosts.csv'>[] = [];
  const openings: Row<'openings.csv'>[] = [];
  const persons: Row<'people.csv'>[] = [];
  for (const trade of trades) {
    for (const [k, seats] of trade.seats.entries()) {
      const id = `${trade.id}-${k + 1}`;
      hosts.push({
        id,
        name: `${trade.company} ${k + 1}`,
        partner: 'PARTNER',
        city: 'Genova',
        country: 'IT',
        latitude: 44.41,
        longitude: 8.93,
        quality: 10 * draw.whole(5, 9),
        tutor_named: true,
      });
      openings.push({
        id: `O-${id}`,
        host: id,
        flow: 'SPRING',
        profiles: trade.id,
        kinds: 'short-term',
        seats,
        languages: 'en:A2',
        outcomes: (k === 3 ? trade.units.slice(1) : trade.units).join('|'),
        cost_travel: '309.00',
        cost_per_day: '104.00',
      });
      persons.push({
        id,
        about: 'host',
        mentor: `${at(firstNames.female, k)} Falsi`,
        contact: `Contact of ${trade.company} ${k + 1}`,
        address: `Via Inventata ${10 + hosts.length} Genova`,
        email: `${id.toLowerCase()}@host.example`,
        phone: `+39 000 000 0${10 + hosts.length}`,
      });
    }
  }
  const students: Row<'students.csv'>[] = [];
  const preferences: Row<'preferences.csv'>[] = [];
  const agreements: Row<'agreements.csv'>[] = [];
  const first = parseIsoDay(start) ?? 0;
  for (let number = 1; number <= people; number++) {
    const id = `L${String(number).padStart(2, '0')}`;
    const trade = at(trades, number % trades.length);
    const ageDays = draw.whole(5_900, 6_950);
    const language = draw.pick(['A2', 'B1', 'B2']);
    const points = draw.whole(20, 60);
    const fewer = draw.chance(20);
    const sex = draw.chance(50) ? 'female' : 'male';
    students.push({
      id,
      kind: 'short-term',
      activity: 'traineeship',
      sender: 'SCHOOL',
      school: 'SCHOOL',
      project: 'PROJECT',
      profile: trade.id,
      eqf_level: 4,
      languages: `en:${language}`,
      birth_date: isoOfDay(first - ageDays),
      selection_list: 'main',
      points,
      fewer_opportunities: fewer,
      sex,
    });
    for (const [rank, k] of draw.shuffled([0, 1, 2, 3]).slice(0, 2).entries())
      preferences.push({ student: id, target_kind: 'opening', target: `O-${trade.id}-${k + 1}`, rank: rank + 1 });
    const name = { first_name: at(firstNames[sex], number % firstNames[sex].length), last_name: at(lastNames, number % lastNames.length) };
    const contact = {
      address: `ul. Wymyślona ${number} Wrocław`,
      email: `${id.toLowerCase()}@school.example`,
      phone: `+48 000 000 0${10 + number}`,
    };
    const guardian = {
      guardian: `Guardian of ${name.first_name} ${name.last_name}`,
      guardian_email: `home-${id.toLowerCase()}@school.example`,
      guardian_phone: `+48 000 001 0${10 + number}`,
    };
    persons.push({ id, ...name, ...contact, ...guardian, citizenship: 'PL' });
    agreements.push({
      student: id,
      qualification: `Technician: ${trade.name}`,
      nqf_level: '4',
      progress: `Third year of ${trade.name}; passed the workshop test`,
      enclosures: 'Europass CV',
      assessed_by: 'The mentor of the host',
      assessment: 'Observation and a talk about the portfolio',
      recorded: 'Europass Mobility',
      validated_by: 'The deputy head of the school',
      validation: 'Entered in the school record',
    });
  }
  for (const [k, id] of ['A1', 'A2'].entries()) {
    students.push({ id, kind: 'accompanying', sender: 'SCHOOL' });
    persons.push({
      id,
      first_name: at(['Maria', 'Tomasz'], k),
      last_name: 'Opiekun',
      email: `${id.toLowerCase()}@school.example`,
      phone: `+48 000 002 01${k}`,
    });
  }
  persons.push({
    id: 'SCHOOL',
    about: 'organisation',
    address: 'ul. Szkolna 1 Wrocław',
    contact: 'Head of mobility',
    mentor: 'Class teacher',
    email: 'office@school.example',
    phone: '+48 000 003 010',
    website: 'school.example',
  });
  persons.push({
    id: 'PARTNER',
    about: 'organisation',
    address: 'Via Inventata 1 Genova',
    contact: 'Placement office',
    mentor: 'Coordinator',
    email: 'office@partner.example',
    phone: '+39 000 003 010',
    website: 'partner.example',
  });
  addTable(tables, 'students.csv', students);
  addTable(tables, 'organisations.csv', [
    {
      id: 'SCHOOL',
      kind: 'sender',
      name: 'Vocational school of Wrocław (invented)',
      country: 'PL',
      city: 'Wrocław',
      latitude: 51.11,
      longitude: 17.04,
    },
    { id: 'PARTNER', kind: 'partner', name: 'Hosting partner of Genova (invented)', country: 'IT', city: 'Genova' },
  ]);
  addTable(tables, 'hosts.csv', hosts);
  addTable(tables, 'openings.csv', openings);
  addTable(tables, 'flows.csv', [
    {
      id: 'SPRING',
      partner: 'PARTNER',
      city: 'Genova',
      country: 'IT',
      start,
      end: isoOfDay(first + days - 1),
      minimum: 10,
      beds,
      learners_per_accompanying: 12,
      cost_accompanying: '4300.00',
    },
  ]);
  addTable(tables, 'projects.csv', [
    { id: 'PROJECT', code: '2025-1-PL01-KA122-VET-000000000', call_year: 2025, start: '2025-09-01', end: '2026-08-31' },
  ]);
  addTable(
    tables,
    'profiles.csv',
    trades.map(({ id, name, isced, units: outcomes }) => ({ id, name, isced, outcomes: outcomes.join('|') })),
  );
  addTable(tables, 'preferences.csv', preferences);
  addTable(tables, 'budgets.csv', [{ id: 'GRANT', limit: '80000.00', project: 'PROJECT' }]);
  addTable(tables, 'people.csv', persons);
  addTable(tables, 'agreements.csv', agreements);
  addTable(
    tables,
    'units.csv',
    units.map(([unit, title, outcomes]) => ({
      unit,
      title,
      outcomes: `The learner ${outcomes}`,
      activities: 'Work beside the mentor at the company',
    })),
  );
  return tables;
}
