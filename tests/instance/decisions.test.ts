import { describe, expect, it } from 'vitest';
import { buildInstance, buildInstanceNow } from '../../src/instance/build.js';
import { day, type RosterParts, rosterOf } from '../support/roster.js';

const dates = { startDay: day('2026-03-02'), endDay: day('2026-03-29') };
const later = { startDay: day('2026-04-06'), endDay: day('2026-04-30') };
const base: RosterParts = {
  students: [{ id: 'ann', kind: 'short-term', birthDay: day('2009-01-01') }],
  hosts: [{ id: 'h', minimumAge: 18 }],
  openings: [
    { id: 'open', hostId: 'g', ...dates },
    { id: 'adult', hostId: 'h', ...dates },
    { id: 'later', hostId: 'g', ...later },
  ],
};

/** `severity code row: found → expected`. */
function issuesOf(parts: RosterParts): string[] {
  const { instance, issues } = buildInstanceNow(rosterOf({ ...base, ...parts }));
  expect(instance === null).toBe(issues.some(({ severity }) => severity === 'error'));
  return issues.map(
    ({ severity, code, file, row, column, found, expected }) => `${severity} ${code} ${file}:${row} ${column}: ${found} → ${expected}`,
  );
}

describe('decisions', () => {
  it('refuses a pin that a rule refuses, and names the rule', () => {
    expect(
      issuesOf({
        decisions: [
          { studentId: 'ann', action: 'forbid', openingId: 'later' },
          { studentId: 'ann', action: 'pin', hostId: 'h' },
        ],
      }),
    ).toEqual(['error pin-refused decisions.csv:3 host: ann, host h → a pair that the rule "age" does not refuse']);
  });

  it('takes the pin where an override with a reason stands, and reports it', () => {
    expect(
      issuesOf({
        decisions: [
          { studentId: 'ann', action: 'pin', openingId: 'adult' },
          { studentId: 'ann', action: 'override', openingId: 'adult', reason: 'guardian signed' },
        ],
      }),
    ).toEqual([
      'warning override-used decisions.csv:3 opening: ann, opening adult → a pair that the rule "age" does not refuse; overridden: guardian signed',
    ]);
  });

  it('marks the pair as overridden, and only that', () => {
    const { instance } = buildInstanceNow(
      rosterOf({ ...base, decisions: [{ studentId: 'ann', action: 'override', openingId: 'adult', reason: 'signed' }] }),
    );
    expect([...instance!.slotOfPair].map((slot) => instance!.openings[instance!.openingOfSlot[slot]!]!.id)).toEqual([
      'adult',
      'later',
      'open',
    ]);
    expect([...instance!.overriddenOfPair]).toEqual([1, 0, 0]);
    expect([...instance!.refusals].every((count) => count === 0)).toBe(true);
  });

  it('does not let an override past a ban, nor without a reason', () => {
    expect(
      issuesOf({
        decisions: [{ studentId: 'ann', action: 'override', openingId: 'adult', reason: 'signed' }],
        pairs: [{ studentId: 'ann', openingId: 'adult', forbidden: true }],
      }),
    ).toEqual([
      'warning override-without-effect decisions.csv:2 opening: ann, opening adult → a pair that one of the rules from "kind" to "needs" refuses',
    ]);
    expect(issuesOf({ decisions: [{ studentId: 'ann', action: 'override', openingId: 'adult', reason: ' ' }] })).toEqual([
      'error override-without-reason decisions.csv:2 reason: ann, opening adult → a reason for the override',
    ]);
  });

  it('names both rows of a pin and a ban on one target', () => {
    expect(
      issuesOf({
        decisions: [
          { studentId: 'ann', action: 'forbid', openingId: 'open' },
          { studentId: 'ann', action: 'pin', openingId: 'open' },
        ],
      }),
    ).toEqual([
      'error decision-contradiction decisions.csv:3 opening: ann, opening open: forbid in row 2, pin in row 3 → a pin or a forbid on one target, not both',
    ]);
  });

  it('takes a pin beside a ban on another target, not under a ban on its host', () => {
    const pin = { studentId: 'ann', action: 'pin', openingId: 'open' } as const;
    expect(issuesOf({ decisions: [pin, { studentId: 'ann', action: 'forbid', openingId: 'adult' }] })).toEqual([]);
    expect(issuesOf({ decisions: [pin, { studentId: 'ann', action: 'forbid', hostId: 'g' }] })).toEqual([
      'error decision-contradiction decisions.csv:3 host: ann, host g: pin in row 2, forbid in row 3 → a pin or a forbid on one target, not both',
    ]);
    // A ban on one of the host's openings leaves the others for a pin on the host.
    const onHost = { studentId: 'ann', action: 'pin', hostId: 'g' } as const;
    expect(issuesOf({ decisions: [onHost, { studentId: 'ann', action: 'forbid', openingId: 'open' }] })).toEqual([]);
  });

  it('refuses a pin on an opening that pairs.csv forbids, or of somebody whom a mark excludes', () => {
    const decisions = [{ studentId: 'ann', action: 'pin', openingId: 'open' } as const];
    expect(issuesOf({ decisions, pairs: [{ studentId: 'ann', openingId: 'open', forbidden: true }] })).toEqual([
      'error pin-refused decisions.csv:2 opening: ann, opening open → a pair that the rule "forbidden" does not refuse',
    ]);
    const students = [{ ...base.students![0]!, selectionList: 'L' }];
    const excluding = (minimum: number) => ({
      students,
      decisions,
      criteria: [{ id: 'english', minimum }],
      marks: [{ studentId: 'ann', criterionId: 'english', mark: 2 }],
    });
    expect(issuesOf(excluding(3))).toEqual([
      'error pin-refused decisions.csv:2 opening: ann, opening open → a pair that the rule "selection" does not refuse',
    ]);
    expect(issuesOf(excluding(2))).toEqual([]);
  });

  it('names both rows that keep two people together and apart at one place', () => {
    const students = ['ann', 'bob', 'cy'].map((id) => ({ id, kind: 'short-term' as const, birthDay: day('1990-01-01') }));
    type Scope = 'opening' | 'host' | 'flow' | 'city' | null;
    const both = (together: Scope, apart: Scope, otherId = 'ann') =>
      issuesOf({
        students,
        decisions: [
          { studentId: 'ann', action: 'together', otherId: 'bob', scope: together },
          { studentId: 'bob', action: 'apart', otherId, scope: apart },
        ],
        openings: [{ id: 'O', hostId: 'H', seats: 2, startDay: day('2026-03-02'), endDay: day('2026-03-20') }],
      });
    const refused = [
      'error decision-contradiction decisions.csv:3 other: bob, ann: together in row 2, apart in row 3 → two people together or apart at one place, not both',
    ];
    for (const [together, apart] of [
      [null, null],
      ['opening', null],
      ['opening', 'city'],
      ['host', 'host'],
      ['flow', 'flow'],
    ] as const)
      expect(both(together, apart)).toEqual(refused);
    // One city, two companies; one journey, two openings.
    for (const [together, apart] of [
      ['city', 'host'],
      ['flow', 'opening'],
      ['host', 'opening'],
      [null, 'opening'],
    ] as const)
      expect(both(together, apart)).toEqual([]);
    expect(both('host', 'host', 'cy')).toEqual([]);
  });

  it('names both rows of two pins at one time for a person with one placement', () => {
    const students = [{ id: 'ann', kind: 'short-term' as const, birthDay: day('1990-01-01'), maximum: 1 }];
    const pins = (first: string, second: string) =>
      [first, second].map((openingId) => ({ studentId: 'ann', action: 'pin' as const, openingId }));
    expect(issuesOf({ students, decisions: pins('open', 'adult') })).toEqual([
      'error decision-contradiction decisions.csv:3 opening: ann, opening adult: pin in row 2, pin in row 3 → one pin for a person with one placement, or openings that do not overlap',
    ]);
    expect(issuesOf({ students, decisions: pins('open', 'later') })).toHaveLength(1);
    const twice = [{ ...students[0]!, maximum: 2 }];
    expect(issuesOf({ students: twice, decisions: pins('open', 'adult') })).toHaveLength(1);
    expect(issuesOf({ students: twice, decisions: pins('open', 'later') })).toEqual([]);
    // A pin on a host and one on an opening of that host are one placement; of another host, two.
    const onHost = (hostId: string) => [...pins('open', 'open').slice(1), { studentId: 'ann', action: 'pin' as const, hostId }];
    expect(issuesOf({ students, decisions: onHost('g') })).toEqual([]);
    expect(issuesOf({ students, decisions: onHost('h') })).toEqual([
      'error decision-contradiction decisions.csv:3 host: ann, host h: pin in row 2, pin in row 3 → one pin for a person with one placement, or openings that do not overlap',
    ]);
  });

  it('refuses a confirmed placement that a rule refuses, or whose dates are gone', () => {
    expect(
      issuesOf({
        plan: [
          { studentId: 'ann', openingId: 'adult', status: 'told' },
          { studentId: 'ann', openingId: 'adult', status: 'confirmed' },
          { studentId: 'ann', openingId: 'open', startDay: dates.startDay + 7, status: 'travelled' },
          { studentId: 'ann', openingId: 'open', startDay: dates.startDay, status: 'travelled' },
        ],
      }),
    ).toEqual([
      'error pin-refused plan.csv:3 opening: ann, opening adult: confirmed → a pair that the rule "age" does not refuse',
      'error pin-refused plan.csv:4 opening: ann, opening open from 2026-03-09: travelled → a target with these dates for this kind of person',
    ]);
  });

  it('warns of an opening that gives no dates', () => {
    const windowFromDay = day('2026-03-03');
    expect(
      issuesOf({
        openings: [
          { id: 'w', hostId: 'h', windowFromDay, windowToDay: windowFromDay + 11, lengthDays: 10 },
          { id: 'x', hostId: 'h', windowFromDay, windowToDay: windowFromDay + 15, lengthDays: 10 },
        ],
      }),
    ).toEqual([
      'warning opening-without-dates openings.csv:2 null: w → a start and an end, a window that holds the length from a start weekday on, or a flow with dates',
    ]);
  });
});

describe('limits of the arithmetic', () => {
  it('refuses a cost of one placement above 10^10 cents, once an opening', () => {
    expect(
      issuesOf({
        students: [
          { id: 'a', kind: 'short-term' },
          { id: 'b', kind: 'short-term' },
        ],
        openings: [{ id: 'o', hostId: 'g', ...dates, otherCents: 10_000_000_001 }],
      }),
    ).toEqual(['error cost-too-large openings.csv:2 null: b in o: 10000000001 → whole cents, at most 10000000000 for one placement']);
    expect(issuesOf({ openings: [{ id: 'o', hostId: 'g', ...dates, otherCents: 10_000_000_000 }] })).toEqual([]);
  });

  it('tells of several such openings in the canonical order of people, whatever that of their file', () => {
    const students = [
      { id: 'a', kind: 'short-term' as const },
      { id: 'b', kind: 'staff' as const },
    ];
    const openings = [
      { id: 'o', hostId: 'g', ...dates, otherCents: 10_000_000_001, kinds: ['short-term' as const] },
      { id: 'p', hostId: 'g', ...dates, otherCents: 10_000_000_001, kinds: ['staff' as const] },
    ];
    const told = issuesOf({ students, openings });
    expect(told.map((line) => /: (. in .):/.exec(line)?.[1])).toEqual(['b in p', 'a in o']);
    expect(issuesOf({ students: students.toReversed(), openings })).toEqual(told);
  });

  it('refuses a score that no 32-bit integer holds', () => {
    expect(issuesOf({ pairs: [{ studentId: 'ann', openingId: 'open', score: 2 ** 31 }] })).toEqual([
      'error score-too-large openings.csv:2 null: ann in open: 2147483648 → a whole score, at most 2147483647',
    ]);
  });
});

describe('canonical order', () => {
  it('builds the same instance whatever the order of the rows, at once or in slices', async () => {
    const parts: RosterParts = {
      students: ['d', 'b', 'c', 'a'].map((id) => ({ id, kind: 'short-term', lot: id === 'c' ? 0 : null })),
      openings: ['z', 'y', 'x'].map((id) => ({ id, hostId: `h${id}`, ...dates })),
    };
    const { instance } = buildInstanceNow(rosterOf(parts));
    expect(instance!.persons[0]!.id).toBe('c');
    expect(instance!.openings.map(({ id }) => id)).toEqual(['x', 'y', 'z']);
    const other = await buildInstance(rosterOf({ students: [...parts.students!].reverse(), openings: [...parts.openings!].reverse() }));
    const { roster: _, ...rest } = instance!;
    expect(other.instance).toMatchObject(rest);
  });

  it('names blocked days where they stand against a pin, and offers the other starts of a window', () => {
    const window = { windowFromDay: day('2026-03-02'), windowToDay: day('2026-03-27'), lengthDays: 12 };
    const parts: RosterParts = {
      students: [{ id: 'ann', kind: 'short-term' }],
      openings: [{ id: 'o', hostId: 'g', ...window }],
      decisions: [{ studentId: 'ann', action: 'pin', openingId: 'o' }],
    };
    const starts = (what: 'stay' | 'travel') => {
      const blocked = [{ fromDay: day('2026-03-13'), toDay: day('2026-03-13'), what }];
      const { instance } = buildInstanceNow(rosterOf({ ...parts, blocked }));
      return [...instance!.slotOfPair].map((slot) => instance!.startDayOfSlot[slot]! - day('2026-03-02'));
    };
    expect([starts('stay'), starts('travel')]).toEqual([[14], [7, 14]]);
    expect(issuesOf({ ...parts, blocked: [{ fromDay: day('2026-03-20'), toDay: day('2026-03-20') }] })).toEqual([]);
    expect(issuesOf({ ...parts, blocked: [{ fromDay: day('2026-03-02'), toDay: day('2026-03-16') }] })).toEqual([
      'error pin-refused decisions.csv:2 opening: ann, opening o → a pair that the rule "blocked" does not refuse',
    ]);
  });
});
