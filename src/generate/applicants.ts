import { isoOfDay, parseIsoDay } from '../basics/day.js';
import { at, type Draw, drawFrom } from './draw.js';
import { type BranchName, branches, hostPlaces } from './fields.js';
import { addTable, type Row, type Tables } from './table.js';

/**
 * Three senders with sixty applicants each, and a third as many places: who goes is decided by marks. Marks tie often, some marks exclude, some
 * applicants were left out in the rounds before or have been with a company, hosts have heard some of them, and a quota keeps schools mixed.
 */
const homes = ['SI', 'SK', 'HR'] as const;
const applicantsOfHome = 60;
const schoolsOfHome = 2;
const branchNames: readonly BranchName[] = ['technical', 'business', 'tourism'];
const hostCountries = ['IT', 'ES', 'PT', 'LT', 'PL'] as const;
const hostsOfCountry = 4;
const starts = ['2026-03-02', '2026-04-13'] as const;
const days = 28;
/** Per cent of applicants with a wish: the senders' levels lie apart. */
const wishPercents = [95, 55, 15] as const;
const coordinators: Record<(typeof homes)[number], { readonly city: string; readonly latitude: number; readonly longitude: number }> = {
  SI: { city: 'Maribor', latitude: 46.55, longitude: 15.65 },
  SK: { city: 'Nitra', latitude: 48.31, longitude: 18.09 },
  HR: { city: 'Split', latitude: 43.51, longitude: 16.44 },
};

/** Applicants with less than 2 in English, or 0 in conduct, are not sent. */
const criteria = [
  { criterion: 'english', weight: 3, minimum: 2, tie: 2 },
  { criterion: 'trade', weight: 4, tie: 1 },
  { criterion: 'motivation', weight: 2 },
  { criterion: 'conduct', weight: 1, minimum: 1 },
];

interface HostDraft {
  readonly id: string;
  readonly country: (typeof hostCountries)[number];
  readonly branch: BranchName;
}

export function generateApplicants(seed: number): Tables {
  const draw = drawFrom(seed);
  const hosts = hostCountries.flatMap((country, block) =>
    Array.from({ length: hostsOfCountry }, (_, index) => ({
      id: `H-${country}-${index + 1}`,
      country,
      branch: at(branchNames, (block + index) % branchNames.length),
    })),
  );
  const students = homes.flatMap((home) =>
    Array.from({ length: applicantsOfHome }, (_, index) => studentRow(draw, home, `${home}-${String(index + 1).padStart(2, '0')}`)),
  );
  const tables: Tables = new Map();
  addTable(tables, 'students.csv', students);
  addTable(tables, 'organisations.csv', organisationRows());
  addTable(
    tables,
    'hosts.csv',
    hosts.map(({ id, country, branch }, index) => ({
      id,
      name: `Company ${index + 1}`,
      ...placeOf(country),
      quality: 20 * draw.whole(2, 5),
      sector: branch,
      tutor_named: true,
    })),
  );
  addTable(
    tables,
    'openings.csv',
    hosts.flatMap((host) => starts.map((start, index) => openingRow(host, start, index))),
  );
  addTable(tables, 'projects.csv', [{ id: 'SELECT', call_year: 2025, start: '2026-01-01', end: '2026-12-31' }]);
  addTable(tables, 'preferences.csv', [...wishRows(draw, students), ...hostWishRows(draw, hosts, students)]);
  addTable(
    tables,
    'budgets.csv',
    homes.map((home) => ({ id: `B-${home}`, limit: '31000.00', sender: `S-${home}` })),
  );
  addTable(tables, 'quotas.csv', [
    { id: 'FAIR-SHARE', maximum: 21, each: 'sender' },
    { id: 'FEWER', minimum: 16, fewer_opportunities: true },
    { id: 'MIXED', maximum: 2, each: 'school|host' },
  ]);
  addTable(tables, 'criteria.csv', criteria);
  addTable(
    tables,
    'marks.csv',
    students.flatMap(({ id }) => markRows(draw, id as string)),
  );
  addTable(
    tables,
    'history.csv',
    students.flatMap(({ id }) => pastRows(draw, id as string, hosts)),
  );
  return tables;
}

function studentRow(draw: Draw, home: (typeof homes)[number], id: string): Row<'students.csv'> {
  const start = parseIsoDay(starts[0]) ?? 0;
  return {
    id,
    kind: 'short-term',
    activity: 'traineeship',
    sender: `S-${home}`,
    school: `SCH-${home}-${draw.whole(1, schoolsOfHome)}`,
    project: 'SELECT',
    profile: draw.pick<string>(branches[draw.pick(branchNames)].codes),
    eqf_level: 4,
    languages: `en:${draw.pick(['A2', 'B1', 'B2'])}`,
    birth_date: isoOfDay(start - draw.whole(6000, 7600)),
    selection_list: `S-${home}`,
    fewer_opportunities: draw.chance(18),
    sex: draw.chance(50) ? 'female' : 'male',
    needs_accompanying: false,
  };
}

function organisationRows(): Row<'organisations.csv'>[] {
  return homes.flatMap((home, index) => [
    { id: `S-${home}`, kind: 'sender', name: `Chamber of trades ${index + 1}`, country: home, ...coordinators[home] },
    ...Array.from({ length: schoolsOfHome }, (_, school) => ({
      id: `SCH-${home}-${school + 1}`,
      kind: 'school',
      name: `Vocational school ${index + 1}.${school + 1}`,
      country: home,
      ...coordinators[home],
      sender: `S-${home}`,
    })),
  ]);
}

function placeOf(country: string) {
  return at(
    hostPlaces.filter((place) => place.country === country),
    0,
  );
}

/** One or two seats for each period: sixty in all. */
function openingRow({ id, country, branch }: HostDraft, start: string, index: number): Row<'openings.csv'> {
  return {
    id: `${id.replace('H-', 'O-')}-${index + 1}`,
    host: id,
    profiles: branches[branch].codes.slice(0, 3).join('|'),
    kinds: 'short-term',
    start,
    end: isoOfDay((parseIsoDay(start) ?? 0) + days - 1),
    seats: index + 1,
    languages: 'en:A2',
    cost_travel: '275.00',
    cost_per_day: country === 'LT' || country === 'PL' ? '38.00' : '44.00',
  };
}

/** Countries, the second and third often equally dear; some wish for nothing. */
function wishRows(draw: Draw, students: readonly Row<'students.csv'>[]): Row<'preferences.csv'>[] {
  return students.flatMap(({ id }, index) => {
    if (!draw.chance(at(wishPercents, Math.floor(index / applicantsOfHome)))) return [];
    const ranks = draw.chance(40) ? [1, 2, 2] : [1, 2, 3];
    return draw
      .shuffled(hostCountries)
      .slice(0, 3)
      .map((target, k) => ({ student: id, target_kind: 'country', target, rank: at(ranks, k) }));
  });
}

/** Every other host has heard five applicants. */
function hostWishRows(draw: Draw, hosts: readonly HostDraft[], students: readonly Row<'students.csv'>[]): Row<'preferences.csv'>[] {
  return hosts
    .filter((_, index) => index % 2 === 0)
    .flatMap((host) =>
      draw
        .shuffled(students)
        .slice(0, 5)
        .map(({ id }, k) => ({ host: host.id, target_kind: 'student', target: id as string, rank: k + 1 })),
    );
}

function markRows(draw: Draw, student: string): Row<'marks.csv'>[] {
  const marks = { english: draw.whole(1, 5), trade: draw.whole(1, 5), motivation: draw.whole(0, 3), conduct: draw.chance(4) ? 0 : 2 };
  return criteria.map(({ criterion }) => ({ student, criterion, mark: marks[criterion as keyof typeof marks] }));
}

/** One in six was left out a year ago, one in thirty twice, one in twelve has been with a company. */
function pastRows(draw: Draw, student: string, hosts: readonly HostDraft[]): Row<'history.csv'>[] {
  const waited = draw.weighted<readonly string[]>([
    [['2024', '2025'], 1],
    [['2025'], 5],
    [[], 24],
  ]);
  if (waited.length > 0) return waited.map((round) => ({ student, round }));
  return draw.chance(10) ? [{ student, round: '2025', host: draw.pick(hosts).id }] : [];
}
