import { describe, expect, it } from 'vitest';
import { checkLink } from '../../src/certify/link/check.js';
import { day, rosterOf, type RosterParts } from '../support/roster.js';
import { modelOf, type ModelDraft, type RowDraft } from './link-model.js';

const start = day('2026-03-02');
const end = day('2026-05-30');
const later = { startDay: start + 7, endDay: end + 7 };
const dates = { startDay: start, endDay: end };
const o1 = { id: 'o1', hostId: 'h1', ...dates, seats: 9 };
const o2 = { ...o1, id: 'o2', ...later };
const slot1 = { openingId: 'o1', flowId: null, ...dates };
const slot2 = { openingId: 'o2', flowId: null, ...later };
const flow = { id: 'f1', ...dates };
const flowSlot = { openingId: null, flowId: 'f1', ...dates };

const people = (text: string, fields: object = {}) => [...text].map((id, i) => ({ id, lot: i, ...fields }));
const one = (...columns: number[]): [number, number][] => columns.map((column) => [column, 1]);

interface Case {
  readonly parts: RosterParts;
  readonly slots: ModelDraft['slots'];
  readonly pairs: ModelDraft['pairs'];
  readonly rows: readonly RowDraft[];
}

/** a and b in o1, and b in o2. */
const three = {
  slots: [slot1, slot2],
  pairs: [
    [0, 0],
    [1, 0],
    [1, 1],
  ] as const,
};
const ban: RosterParts = { decisions: [{ studentId: 'a', action: 'forbid', openingId: 'o2' }] };
const base: RosterParts = { students: people('ab'), openings: [o1, o2], ...ban };
const windowed = { id: 'o1', hostId: 'h1', windowFromDay: start, windowToDay: end + 7, lengthDays: 90, seats: 1 };
const variants = [slot1, { ...slot1, ...later }];
const four = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
] as const;
const teachers: RosterParts = {
  students: [
    ...people('ab', { senderId: 's1', needsAccompanying: true }),
    { id: 't', lot: 8, kind: 'accompanying', senderId: 's1' },
    { id: 'u', lot: 9, kind: 'accompanying', senderId: 's2' },
  ],
  organisations: [{ id: 's1' }, { id: 's2' }],
  openings: [{ ...o1, flowId: 'f1' }],
  flows: [{ ...flow, learnersPerAccompanying: 5 }],
};
const inFlow = {
  slots: [slot1, flowSlot],
  pairs: [
    [0, 0],
    [1, 0],
    [2, 1],
    [3, 1],
  ] as const,
};

const cases: Record<string, Case> = {
  'person-overlap and placed': {
    parts: { students: people('a', { maximum: 2 }), openings: [o1, o2], projects: [{ id: 'p', cap: 0 }] },
    slots: [slot1, slot2],
    pairs: [
      [0, 0],
      [0, 1],
    ],
    rows: [
      { kind: 'person-overlap', keys: ['a', '2026-03-09'], entries: one(0, 1), upper: 1 },
      {
        kind: 'placed',
        keys: ['a', 'upper'],
        entries: [
          [0, 1],
          [1, 1],
          [2, -2],
        ],
        upper: 0,
      },
      {
        kind: 'placed',
        keys: ['a', 'lower'],
        entries: [
          [0, 1],
          [1, 1],
          [2, -1],
        ],
        lower: 0,
      },
    ],
  },
  'seats-day of variants': {
    parts: { students: people('ab'), openings: [windowed] },
    slots: variants,
    pairs: four,
    rows: [{ kind: 'seats-day', keys: ['o1', '2026-03-09'], entries: one(0, 1, 2, 3), upper: 1 }],
  },
  'host-day': {
    parts: { ...base, hosts: [{ id: 'h1', seats: 1 }] },
    ...three,
    rows: [{ kind: 'host-day', keys: ['h1', '2026-03-09'], entries: one(0, 1, 2), upper: 1 }],
  },
  'beds-day': {
    parts: { ...base, hosts: [{ id: 'h1', city: 'Porto' }], lodging: [{ city: 'porto', fromDay: start, toDay: end + 9, beds: 1 }] },
    ...three,
    rows: [{ kind: 'beds-day', keys: ['Porto', '2026-03-09'], entries: one(0, 1, 2), upper: 1 }],
  },
  'flow-beds-day': {
    parts: { ...teachers, flows: [{ ...flow, beds: 1, learnersPerAccompanying: 5, accompanyingToName: true }] },
    ...inFlow,
    rows: [{ kind: 'flow-beds-day', keys: ['f1', '2026-03-02'], entries: one(0, 1, 2, 3), upper: 1 }],
  },
  'opening-minimum, one row a variant': {
    parts: { students: people('ab'), openings: [{ ...windowed, seats: 2, minimumToOpen: 2 }] },
    slots: variants,
    pairs: four,
    rows: [
      { kind: 'opening-minimum', keys: ['o1', '2026-03-02'], entries: one(0, 2), lower: 0, minimumToOpen: 2 },
      { kind: 'opening-minimum', keys: ['o1', '2026-03-09'], entries: one(1, 3), upper: 2, minimumToOpen: 2 },
    ],
  },
  'flow-minimum': {
    parts: { ...teachers, flows: [{ ...flow, minimum: 2 }] },
    slots: [slot1],
    pairs: [
      [0, 0],
      [1, 0],
    ],
    rows: [{ kind: 'flow-minimum', keys: ['f1'], entries: one(0, 1), minimumToOpen: 2 }],
  },
  'flow-maximum': {
    parts: { ...teachers, flows: [{ ...flow, maximum: 1 }] },
    slots: [slot1],
    pairs: [
      [0, 0],
      [1, 0],
    ],
    rows: [{ kind: 'flow-maximum', keys: ['f1'], entries: one(0, 1), upper: 1 }],
  },
  'accompanying, over the flow': {
    parts: teachers,
    ...inFlow,
    rows: [
      {
        kind: 'accompanying',
        keys: ['f1'],
        entries: [
          [0, 1],
          [1, 1],
          [2, -5],
          [3, -5],
        ],
        upper: 0,
      },
    ],
  },
  'accompanying, per sender': {
    parts: { ...teachers, flows: [{ ...flow, learnersPerAccompanying: 5, accompanyingScope: 'sender' }] },
    ...inFlow,
    rows: [
      {
        kind: 'accompanying',
        keys: ['f1', 's1'],
        entries: [
          [0, 1],
          [1, 1],
          [2, -5],
        ],
        upper: 0,
      },
    ],
  },
  'project-cap': {
    parts: { students: people('ab', { projectId: 'p' }), openings: [o1, o2], projects: [{ id: 'p', cap: 1 }], ...ban },
    ...three,
    rows: [{ kind: 'project-cap', keys: ['p'], entries: one(0, 1, 2), upper: 1 }],
  },
  'project-cap on columns "placed"': {
    parts: { students: people('ab', { projectId: 'p', maximum: 2 }), openings: [o1], projects: [{ id: 'p', cap: 1 }] },
    slots: [slot1],
    pairs: [
      [0, 0],
      [1, 0],
    ],
    rows: [
      { kind: 'project-cap', keys: ['p'], entries: one(2, 3), upper: 1 },
      ...['a', 'b'].flatMap((id, i): RowDraft[] => [
        {
          kind: 'placed',
          keys: [id, 'upper'],
          entries: [
            [i, 1],
            [i + 2, -2],
          ],
          upper: 0,
        },
        {
          kind: 'placed',
          keys: [id, 'lower'],
          entries: [
            [i, 1],
            [i + 2, -1],
          ],
          lower: 0,
        },
      ]),
    ],
  },
  quota: {
    parts: { ...base, quotas: [{ id: 'q', openingId: 'o1', minimum: 1, maximum: 1 }] },
    ...three,
    rows: [{ kind: 'quota', keys: ['q'], entries: one(0, 1), lower: 1, upper: 1 }],
  },
  budget: {
    parts: {
      ...base,
      openings: [
        { ...o1, travelCents: 5 },
        { ...o2, otherCents: 9 },
      ],
      budgets: [{ id: 'b', limitCents: 4, category: 'travel' }],
    },
    slots: [slot1, slot2],
    pairs: [
      [0, 0, 2000, 5],
      [1, 0, 2000, 5],
      [1, 1, 2000, 9],
    ],
    rows: [
      {
        kind: 'budget',
        keys: ['b'],
        entries: [
          [0, 5],
          [1, 5],
          [2, 0],
        ],
        upper: 4,
      },
    ],
  },
  together: {
    parts: {
      ...base,
      hosts: [{ id: 'h1', city: 'Porto' }],
      decisions: [...ban.decisions!, { studentId: 'b', action: 'together', otherId: 'a' }],
    },
    ...three,
    rows: [
      {
        kind: 'together',
        keys: ['b', 'a', 'city:porto:2026-03-02:2026-05-30'],
        entries: [
          [0, -1],
          [1, 1],
        ],
        lower: 0,
        upper: 0,
      },
      { kind: 'together', keys: ['b', 'a', 'city:Porto:2026-03-09:2026-06-06'], entries: [[2, 1]], lower: 0, upper: 0 },
    ],
  },
  'together of a group in a flow': {
    parts: { students: people('ab', { group: 'g' }), openings: [{ ...o1, flowId: 'f1' }], flows: [flow] },
    slots: [slot1],
    pairs: [
      [0, 0],
      [1, 0],
    ],
    rows: [
      {
        kind: 'together',
        keys: ['a', 'b', 'flow:f1'],
        entries: [
          [0, 1],
          [1, -1],
        ],
        lower: 0,
        upper: 0,
      },
    ],
  },
  apart: {
    parts: { ...base, decisions: [...ban.decisions!, { studentId: 'a', action: 'apart', otherId: 'b' }] },
    ...three,
    rows: [{ kind: 'apart', keys: ['a', 'b', 'opening:o1:2026-03-02'], entries: one(0, 1), upper: 1 }],
  },
  pin: {
    parts: { ...base, decisions: [...ban.decisions!, { studentId: 'b', action: 'pin', hostId: 'h1' }] },
    ...three,
    rows: [{ kind: 'pin', keys: ['b', 'host', 'h1'], entries: one(1, 2), lower: 1 }],
  },
  'pin of a confirmed person on its dates': {
    parts: {
      students: people('ab'),
      openings: [{ ...windowed, seats: 9 }],
      plan: [{ studentId: 'b', openingId: 'o1', startDay: start + 7, status: 'confirmed' }],
    },
    slots: variants,
    pairs: four,
    rows: [{ kind: 'pin', keys: ['b', 'opening', 'o1'], entries: one(3), lower: 1 }],
  },
  moves: {
    parts: {
      ...base,
      plan: [
        { studentId: 'a', openingId: 'o1' },
        { studentId: 'b', openingId: 'o2' },
      ],
      options: { maximumMoves: 1 },
    },
    ...three,
    rows: [{ kind: 'moves', keys: [], entries: one(0, 2), lower: 1 }],
  },
};

function codesOf({ parts, slots, pairs }: Case, rows: readonly RowDraft[]): string[] {
  const roster = rosterOf(parts);
  const whole = modelOf(roster, { slots, pairs, rows });
  return checkLink(roster, whole.model, whole.pairs, { sampleSeed: 1, fullLimit: 20_000_000 }).faults.map(({ code }) => code);
}

describe.each(Object.entries(cases))('rows: %s', (_, given) => {
  it('agree with the records', () => expect(codesOf(given, given.rows)).toEqual([]));

  it.each(given.rows.map(({ kind, keys }, i) => [`${kind} (${keys.join(', ')})`, i] as const))(
    '%s: missing, foreign, a member too few or changed, another limit',
    (_name, i) => {
      const row = given.rows[i]!;
      const entries = row.entries.filter(([, coefficient]) => coefficient !== 0);
      const others = given.rows.toSpliced(i, 1);
      expect(codesOf(given, others)).toEqual(['row-missing']);
      expect(codesOf(given, [...given.rows, { ...row, keys: [...row.keys.slice(0, -1), 'nobody'] }])).toEqual(['row-unknown']);
      expect(codesOf(given, others.toSpliced(i, 0, { ...row, entries: entries.slice(1) }))).toContain('row-members');
      expect(codesOf(given, others.toSpliced(i, 0, { ...row, entries: entries.slice(0, -1) }))).toContain('row-members');
      expect(
        codesOf(given, others.toSpliced(i, 0, { ...row, entries: entries.map(([column, coefficient]) => [column, coefficient + 1]) })),
      ).toContain('row-members');
      if (row.lower !== undefined && row.lower !== 0)
        expect(codesOf(given, others.toSpliced(i, 0, { ...row, lower: row.lower + 1 }))).toEqual(['row-limits']);
      if (row.upper !== undefined) expect(codesOf(given, others.toSpliced(i, 0, { ...row, upper: row.upper + 1 }))).toContain('row-limits');
      expect(codesOf(given, others.toSpliced(i, 0, { ...row, minimumToOpen: (row.minimumToOpen ?? 0) + 1 }))).toEqual(['row-limits']);
    },
  );

  it('may hold their entries in any order', () => {
    expect(
      codesOf(
        given,
        given.rows.map((row) => ({ ...row, entries: row.entries.toReversed() })),
      ),
    ).toEqual([]);
  });
});

describe('rows that may be left out, and rows that may not stand', () => {
  it('a day that cannot bind, or that another day covers', () => {
    const given = cases['host-day']!;
    const wide: Case = { ...given, parts: { ...given.parts, hosts: [{ id: 'h1', seats: 2 }] } };
    expect(codesOf(wide, [])).toEqual([]);
    const covering: RowDraft = given.rows[0]!;
    const covered: RowDraft = { kind: 'host-day', keys: ['h1', '2026-03-02'], entries: one(0, 1), upper: 1 };
    expect(codesOf(given, [covering, covered])).toEqual([]);
    expect(codesOf(given, [covered])).toEqual(['row-missing']);
  });

  it('beds that end while people stay: the day of the change needs its row', () => {
    const given = cases['beds-day']!;
    const shrinking: Case = {
      ...given,
      parts: {
        ...given.parts,
        lodging: [
          { city: 'porto', fromDay: start, toDay: end + 9, beds: 1 },
          { city: 'porto', fromDay: start, toDay: start + 20, beds: 1 },
        ],
      },
    };
    expect(codesOf(shrinking, [{ ...given.rows[0]!, keys: ['porto', '2026-03-23'] }])).toEqual([]);
    expect(codesOf(shrinking, [{ ...given.rows[0]!, upper: 2 }])).toEqual(['row-missing']);
  });

  it('nobody online takes a bed', () => {
    const given: Case = {
      parts: {
        students: people('a', { online: true }),
        openings: [{ ...o1, online: true }],
        hosts: [{ id: 'h1', city: 'Porto' }],
        lodging: [{ city: 'Porto', ...{ fromDay: start, toDay: end }, beds: 0 }],
      },
      slots: [slot1],
      pairs: [[0, 0]],
      rows: [],
    };
    expect(codesOf(given, [])).toEqual([]);
    expect(codesOf(given, [{ kind: 'beds-day', keys: ['Porto', '2026-03-02'], entries: one(0), upper: 0 }])).toEqual(['row-members']);
  });

  it('steps are no part of the base model', () => {
    const given = cases.quota!;
    expect(codesOf(given, [...given.rows, { kind: 'step', keys: ['quality'], entries: one(0), lower: 1 }])).toEqual(['row-unknown']);
  });

  it('a flow that names its teachers later has no accompanying row', () => {
    const given = cases['accompanying, over the flow']!;
    const toName: Case = { ...given, parts: { ...teachers, flows: [{ ...flow, learnersPerAccompanying: 5, accompanyingToName: true }] } };
    expect(codesOf(toName, [])).toEqual([]);
    expect(codesOf(toName, given.rows)).toEqual(['row-unknown']);
  });
});
