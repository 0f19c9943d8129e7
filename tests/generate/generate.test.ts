import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { generateRoster } from '../../src/generate/generate.js';
import { defaultsOf, families } from '../../src/generate/options.js';
import type { Tables } from '../../src/generate/table.js';
import { buildInstanceNow } from '../../src/instance/build.js';
import { readRoster } from '../../src/roster/read-roster.js';

type Records = Record<string, string>[];

function recordsOf(tables: Tables, name: string): Records {
  const [header = [], ...rows] = tables.get(name) ?? [];
  return rows.map((row) => Object.fromEntries(header.map((column, position) => [column, row[position] ?? ''])));
}

function filesOf(tables: Tables): Map<string, Uint8Array> {
  const encoder = new TextEncoder();
  return new Map([...tables].map(([name, rows]) => [name, encoder.encode(`${rows.map((row) => row.join(',')).join('\n')}\n`)]));
}

async function instanceOf(tables: Tables) {
  const { roster, issues } = await readRoster(filesOf(tables));
  expect(issues).toEqual([]);
  if (roster === null) throw new Error('no roster');
  const built = buildInstanceNow(roster);
  // That few may join a small group journey is no fault of a generated roster.
  expect(built.issues.filter(({ code }) => code !== 'minimum-above-eligible' && code !== 'more')).toEqual([]);
  if (built.instance === null) throw new Error('no instance');
  return built.instance;
}

const countBy = (records: Records, key: (record: Record<string, string>) => string): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const record of records) counts[key(record)] = (counts[key(record)] ?? 0) + 1;
  return counts;
};

describe('every family', () => {
  const small = { national: { people: 300, openings: 300 } } as Record<string, object>;

  it.each(families)('%s: the seed decides every row, and nothing else does', (family) => {
    const one = generateRoster(family, { ...small[family], seed: 7 });
    expect(generateRoster(family, { ...small[family], seed: 7 })).toEqual(one);
    expect(generateRoster(family, { ...small[family], seed: 8 })).not.toEqual(one);
  });

  it.each(families)('%s: reads without an issue, and cells need no quoting', async (family) => {
    const tables = generateRoster(family, { ...small[family], seed: 3 });
    for (const [, rows] of tables) for (const row of rows) for (const cell of row) expect(cell).not.toMatch(/[",\n]/);
    const instance = await instanceOf(tables);
    expect(instance.firstPairOfPerson[instance.persons.length]).toBeGreaterThan(instance.persons.length);
  });

  it('refuses families and sizes that cannot be, in words', () => {
    expect(() => generateRoster('regional')).toThrow(/Unknown family "regional"; there are: national/);
    expect(() => generateRoster('national', { people: 0 })).toThrow(/people must be a whole number from 1 up, found 0/);
    expect(() => generateRoster('national', { budgets: -1 })).toThrow(RangeError);
    expect(() => generateRoster('school', { people: 31 })).toThrow(/at most 30 learners/);
  });
});

describe('intervet-wb', () => {
  const senderMargins = {
    RS: [82, 8, 11, 89],
    AL: [80, 8, 19, 48],
    ME: [41, 4, 4, 23],
    BA: [67, 8, 13, 32],
    XK: [41, 5, 3, 63],
    MK: [61, 6, 4, 23],
  };

  it.each([1, 2, 25, 99])('has the margins exactly, seed %i', (seed) => {
    const tables = generateRoster('intervet-wb', { seed });
    const students = recordsOf(tables, 'students.csv');
    const schools = recordsOf(tables, 'organisations.csv').filter((record) => record.kind === 'school');
    expect(students.length).toBe(465);
    expect(schools.length).toBe(278);
    for (const [country, [shortTerm, accompanying, longTerm, schoolCount]] of Object.entries(senderMargins)) {
      const own = countBy(
        students.filter((record) => record.sender === `S-${country}`),
        (record) => record.kind ?? '',
      );
      expect(own).toEqual({ 'short-term': shortTerm, accompanying, 'long-term': longTerm });
      expect(schools.filter((record) => record.country === country).length).toBe(schoolCount);
    }
    const quotas = recordsOf(tables, 'quotas.csv');
    expect(quotas.map((quota) => [quota.partner, quota.kind, Number(quota.minimum), Number(quota.maximum)])).toEqual([
      ['P-IT', '', 120, 120],
      ['P-IT', 'long-term', 20, 20],
      ['P-ES', '', 116, 116],
      ['P-ES', 'long-term', 20, 20],
      ['P-FR', '', 60, 60],
      ['P-FR', 'long-term', 7, 7],
      ['P-PL', '', 78, 78],
      ['P-PL', 'long-term', 7, 7],
      ['P-SI', '', 91, 91],
      ['P-SI', 'long-term', 0, 0],
    ]);
    expect(students.filter((record) => record.kind === 'accompanying').every((record) => record.required === 'yes')).toBe(true);
  });

  it('keeps what the proof leans on: score steps, minima, lengths, short lists, enough accompanying persons', async () => {
    const tables = generateRoster('intervet-wb', { seed: 25 });
    const instance = await instanceOf(tables);
    expect(instance.scoreOfPair.every((score) => score % 100 === 0)).toBe(true);
    expect(instance.costOfPair.every((cost) => cost % 100_00 === 0)).toBe(true);
    for (let person = 0; person < 465; person++) {
      const listed = (instance.firstPairOfPerson[person + 1] ?? 0) - (instance.firstPairOfPerson[person] ?? 0);
      expect(listed).toBeGreaterThanOrEqual(1);
      expect(listed).toBeLessThanOrEqual(20);
    }
    for (const flow of instance.flows) {
      expect(flow.minimum).toBeLessThanOrEqual(4);
      expect(flow.maximum).toBeLessThanOrEqual(15);
      expect(flow.endDay - flow.startDay + 1).toBeGreaterThanOrEqual(27);
      expect(flow.endDay - flow.startDay + 1).toBeLessThanOrEqual(30);
    }
  });
});

describe('intervet-staff', () => {
  it.each([1, 9])('has the places of the tables, seed %i', (seed) => {
    const tables = generateRoster('intervet-staff', { seed });
    const [students, openings] = [recordsOf(tables, 'students.csv'), recordsOf(tables, 'openings.csv')];
    const counts = { 'job-shadowing': 57, course: 42, training: 85, teaching: 24 };
    expect(countBy(students, ({ activity }) => activity ?? '')).toEqual(counts);
    const seats: Record<string, number> = {};
    for (const { activities, seats: count } of openings) seats[activities ?? ''] = (seats[activities ?? ''] ?? 0) + Number(count);
    expect(seats).toEqual(counts);
    expect(countBy(students, ({ online }) => online ?? '')).toEqual({ yes: 79, no: 129 });
  });
});

describe('rotation', () => {
  it('asks for two or three placements at different hosts, and closes one host for a week', async () => {
    const instance = await instanceOf(generateRoster('rotation', { seed: 4 }));
    expect(instance.persons).toHaveLength(24);
    expect(instance.persons.every(({ minimum, maximum, differentHosts }) => minimum === 2 && maximum === 3 && differentHosts)).toBe(true);
    // Of 36 openings, nobody may have the one of the closed host in its second period.
    expect([...new Set(instance.slotOfPair)]).toHaveLength(35);
  });
});

describe('national', () => {
  it('keeps the shares of the programme', () => {
    const tables = generateRoster('national', { people: 8000, openings: 2000, seed: 5 });
    const students = recordsOf(tables, 'students.csv');
    const share = (test: (record: Record<string, string>) => boolean): number => (100 * students.filter(test).length) / students.length;
    expect(share((record) => record.kind === 'long-term')).toBeCloseTo(12.7, -0.5);
    expect(share((record) => record.sex === 'female')).toBeGreaterThan(51);
    expect(share((record) => record.sex === 'female')).toBeLessThan(55);
    expect(share((record) => record.fewer_opportunities === 'yes')).toBeGreaterThan(14);
    expect(share((record) => record.fewer_opportunities === 'yes')).toBeLessThan(18);
    expect(share((record) => (record.profile ?? '').startsWith('04'))).toBeGreaterThan(23);
    expect(share((record) => (record.profile ?? '').startsWith('04'))).toBeLessThan(27);
    expect(share((record) => (record.profile ?? '').startsWith('06'))).toBeGreaterThan(13);
    expect(share((record) => (record.profile ?? '').startsWith('06'))).toBeLessThan(17);
    const minors = students.filter(
      (record) => Date.parse(record.available_from ?? '') - Date.parse(record.birth_date ?? '') < 6574 * 86_400_000,
    );
    expect((100 * minors.length) / students.length).toBeGreaterThan(25);
    expect((100 * minors.length) / students.length).toBeLessThan(50);
    const wishes = countBy(recordsOf(tables, 'preferences.csv'), (record) => record.student ?? '');
    expect(Object.values(wishes).filter((count) => count === 3).length).toBeGreaterThan(7800);
    const seats = recordsOf(tables, 'openings.csv').reduce((sum, record) => sum + Number(record.seats), 0);
    expect(seats / students.length).toBeGreaterThan(1.05);
    expect(seats / students.length).toBeLessThan(1.15);
  });

  it('gives about twenty openings a person by the rules, and asks what its options ask', async () => {
    const instance = await instanceOf(
      generateRoster('national', { people: 3000, openings: 3000, seed: 2, budgets: 20, flows: true, flowMinimum: 4, accompanying: true }),
    );
    let pairs = 0;
    let learners = 0;
    instance.persons.forEach((person, index) => {
      if (person.kind === 'accompanying') return;
      learners++;
      pairs += (instance.firstPairOfPerson[index + 1] ?? 0) - (instance.firstPairOfPerson[index] ?? 0);
    });
    expect(learners).toBe(3000);
    expect(pairs / learners).toBeGreaterThan(15);
    expect(pairs / learners).toBeLessThan(25);
    expect(instance.roster.budgets.length).toBe(20);
    expect(instance.flows.length).toBeGreaterThan(10);
    for (const flow of instance.flows) {
      expect(flow.minimum).toBe(4);
      expect(flow.maximum).toBeGreaterThanOrEqual(6);
      expect(flow.maximum).toBeLessThanOrEqual(15);
      expect(flow.learnersPerAccompanying).toBe(12);
    }
    const accompanying = instance.persons.filter((person) => person.kind === 'accompanying').length;
    expect(accompanying).toBe(instance.flows.reduce((sum, flow) => sum + Math.ceil((flow.maximum ?? 0) / 12), 0));
  });

  it('holds at any small size', () => {
    fc.assert(
      fc.property(
        fc.record({
          people: fc.integer({ min: 1, max: 60 }),
          openings: fc.integer({ min: 1, max: 60 }),
          seed: fc.nat(),
          budgets: fc.integer({ min: 0, max: 5 }),
          wishes: fc.integer({ min: 0, max: 4 }),
          flows: fc.boolean(),
          flowMinimum: fc.integer({ min: 0, max: 8 }),
          accompanying: fc.boolean(),
        }),
        (options) => {
          const tables = generateRoster('national', options);
          const learners = recordsOf(tables, 'students.csv').filter((record) => record.kind !== 'accompanying');
          expect(learners.length).toBe(options.people);
          expect(recordsOf(tables, 'openings.csv').length).toBe(options.openings);
          expect(recordsOf(tables, 'budgets.csv').length).toBe(options.budgets);
          expect(new Set(recordsOf(tables, 'students.csv').map((record) => record.id)).size).toBe(recordsOf(tables, 'students.csv').length);
        },
      ),
      { numRuns: 40, seed: 11 },
    );
  });

  it('has defaults for every family', () => {
    for (const family of families) expect(defaultsOf[family].seed).toBe(1);
  });
});
