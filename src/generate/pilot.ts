import { isoOfDay, parseIsoDay } from '../basics/day.js';
import { at, type Draw, drawFrom } from './draw.js';
import { westernBalkanPlaces } from './fields.js';
import { addTable, type Row, type Tables } from './table.js';

/**
 * A pilot of six senders and five hosting partners over two rounds. `first` is the first round, `changed` the same some weeks later (withdrawals, a
 * lost company, late applicants), `second` the next round: what came of the first, who was left out, new applicants.
 */
export type PilotPart = 'first' | 'changed' | 'second';

const senders = ['RS', 'AL', 'ME', 'BA', 'XK', 'MK'] as const;
const partners = [
  { country: 'IT', city: 'Bologna', latitude: 44.49, longitude: 11.34 },
  { country: 'ES', city: 'Sevilla', latitude: 37.39, longitude: -5.98 },
  { country: 'FR', city: 'Grenoble', latitude: 45.19, longitude: 5.72 },
  { country: 'PL', city: 'Opole', latitude: 50.67, longitude: 17.93 },
  { country: 'SI', city: 'Maribor', latitude: 46.55, longitude: 15.65 },
] as const;
const trades = ['0613', '0714', '1013'] as const;
const hostsOfPartner = 5;
const peopleOfSender = 8;
const lateOfSender = 1;
/** Withdraw between first and changed; the company that is lost. */
const withdrawn: ReadonlySet<string> = new Set(['RS-1-02', 'AL-1-05', 'BA-1-03', 'MK-1-06']);
const lostHost = 'H-SI-2';
const days = 26;

export function generatePilot(seed: number, part: PilotPart): Tables {
  const draw = drawFrom(seed);
  const round = part === 'second' ? 2 : 1;
  const start = parseIsoDay(round === 1 ? '2026-03-02' : '2026-10-05') ?? 0;
  // The first round is drawn in every part, so that its people are the same ones.
  const drawn = senders.flatMap((sender) =>
    Array.from({ length: peopleOfSender + lateOfSender }, (_, k) => personOf(draw, sender, 1, k + 1)),
  );
  const isLate = (id: string): boolean => Number(id.slice(-2)) > peopleOfSender;
  const ofFirst = drawn.filter(({ student: { id } }) => part !== 'first' || !isLate(String(id)));
  const hostQuality = partners.map(() => Array.from({ length: hostsOfPartner }, () => 10 * draw.whole(5, 8)));
  const left = ofFirst.filter(({ student: { id } }) => part === 'first' || !withdrawn.has(String(id)));
  const second = senders.flatMap((sender) => Array.from({ length: 6 }, (_, k) => personOf(draw, sender, 2, k + 1)));
  const waited = left.filter((_, k) => k % 12 === 3);
  // In the second round lists decide: points are drawn for everybody, for those who waited anew.
  const persons =
    round === 1
      ? left
      : [...waited, ...second].map(({ student, wishes }) => ({
          student: { ...student, selection_list: 'all', points: draw.whole(20, 60) },
          wishes,
        }));
  const tables: Tables = new Map();
  const hosts = partners.flatMap(({ country, city, latitude, longitude }, p) =>
    Array.from({ length: hostsOfPartner }, (_, k) => ({
      id: `H-${country}-${k + 1}`,
      name: `Company ${country} ${k + 1}`,
      partner: `P-${country}`,
      city,
      country,
      latitude,
      longitude,
      quality: at(at(hostQuality, p), k),
      tutor_named: true,
    })),
  );
  const open = hosts.filter(({ id }) => part === 'first' || id !== lostHost);
  addTable(tables, 'students.csv', [
    ...persons.map(({ student }) => student),
    ...senders.map((sender) => ({ id: `${sender}-A`, kind: 'accompanying', sender: `S-${sender}` })),
  ]);
  addTable(tables, 'organisations.csv', [
    ...senders.map((country) => ({
      id: `S-${country}`,
      kind: 'sender',
      name: `Sending office ${country}`,
      ...westernBalkanPlaces.find((place) => place.country === country)!,
    })),
    ...partners.map(({ country, city }) => ({ id: `P-${country}`, kind: 'partner', name: `Hosting partner ${country}`, country, city })),
  ]);
  addTable(tables, 'hosts.csv', open);
  addTable(
    tables,
    'openings.csv',
    open.map(({ id, country }) => ({
      id: id.replace('H-', 'O-'),
      host: id,
      flow: `F-${country}`,
      profiles: at(trades, hosts.findIndex((host) => host.id === id) % 3),
      kinds: 'short-term',
      seats: 2,
      languages: 'en:A2',
      cost_travel: '360.00',
      cost_per_day: '60.00',
    })),
  );
  addTable(
    tables,
    'flows.csv',
    partners.map(({ country, city }) => ({
      id: `F-${country}`,
      partner: `P-${country}`,
      city,
      country,
      start: isoOfDay(start),
      end: isoOfDay(start + days - 1),
      minimum: 4,
      beds: 12,
      learners_per_accompanying: 12,
      cost_accompanying: '2400.00',
    })),
  );
  addTable(tables, 'projects.csv', [{ id: 'PILOT', call_year: 2025, start: '2026-01-01', end: '2026-12-31' }]);
  addTable(
    tables,
    'preferences.csv',
    persons.flatMap(({ wishes }) => wishes),
  );
  if (round === 2) {
    addTable(
      tables,
      'outcomes.csv',
      outcomeRows(
        draw,
        open.map(({ id }) => id),
      ),
    );
    addTable(
      tables,
      'history.csv',
      waited.map(({ student }) => ({ student: student.id, round: 'first' })),
    );
  }
  return tables;
}

interface Drawn {
  readonly student: Row<'students.csv'>;
  readonly wishes: readonly Row<'preferences.csv'>[];
}

function personOf(draw: Draw, sender: string, round: number, number: number): Drawn {
  const id = `${sender}-${round}-${String(number).padStart(2, '0')}`;
  return {
    student: {
      id,
      kind: 'short-term',
      activity: 'traineeship',
      sender: `S-${sender}`,
      project: 'PILOT',
      profile: draw.pick(trades),
      languages: `en:${draw.pick(['A2', 'B1', 'B2'])}`,
      birth_date: isoOfDay((parseIsoDay('2026-03-02') ?? 0) - draw.whole(6_000, 7_300)),
      sex: draw.chance(50) ? 'female' : 'male',
    },
    wishes: draw
      .shuffled(partners)
      .slice(0, 2)
      .map(({ country }, k) => ({ student: id, target_kind: 'country', target: country, rank: k + 1 })),
  };
}

/** Three placements of each company: the first company of a country was a disappointment, the second better than it says. */
function outcomeRows(draw: Draw, hostIds: readonly string[]): Row<'outcomes.csv'>[] {
  return hostIds.flatMap((host) =>
    Array.from({ length: 3 }, (_, k) => {
      const rating = host.endsWith('-1') ? draw.whole(10, 30) : host.endsWith('-2') ? draw.whole(90, 100) : draw.whole(55, 80);
      return {
        placement: `${host}/${k + 1}`,
        host,
        completed: !host.endsWith('-1') || k > 0,
        category: 'stay',
        source: 'participant',
        rating,
      };
    }),
  );
}
