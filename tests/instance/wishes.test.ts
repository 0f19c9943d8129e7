import { describe, expect, it } from 'vitest';
import { buildInstanceNow } from '../../src/instance/build.js';
import { readRoster } from '../../src/roster/read-roster.js';
import type { Preference } from '../../src/roster/types.js';
import { day, rosterOf, type RosterParts } from '../support/roster.js';

const dates = { startDay: day('2026-03-02'), endDay: day('2026-03-29') };
const later = { startDay: day('2026-04-06'), endDay: day('2026-04-30') };
const base: RosterParts = {
  students: ['ann', 'bob'].map((id) => ({ id, kind: 'short-term' })),
  organisations: [{ id: 'p', kind: 'partner', country: 'ES', city: 'Vigo' }],
  hosts: [
    { id: 'g', country: 'IT', city: 'Bologna' },
    { id: 'h', partnerId: 'p' },
  ],
  openings: [
    { id: 'g-now', hostId: 'g', ...dates },
    { id: 'g-later', hostId: 'g', ...later },
    { id: 'h-now', hostId: 'h', ...dates },
  ],
  options: { weights: { profile: 0, wish: 1, outcomes: 0, quality: 0, hostWish: 1, distance: 0 } },
};
const wish = (targetKind: Preference['targetKind'], target: string, rank: number, studentId = 'ann') => ({
  studentId,
  targetKind,
  target,
  rank,
});

/** Scores of ann and warnings. */
function read(preferences: RosterParts['preferences']) {
  const { instance, issues } = buildInstanceNow(rosterOf({ ...base, preferences: preferences! }));
  const { slotOfPair, scoreOfPair, firstPairOfPerson, openings, openingOfSlot, persons } = instance!;
  const ann = persons.findIndex(({ id }) => id === 'ann');
  const scores: Record<string, number> = {};
  for (let pair = firstPairOfPerson[ann]!; pair < firstPairOfPerson[ann + 1]!; pair++)
    scores[openings[openingOfSlot[slotOfPair[pair]!]!]!.id] = scoreOfPair[pair]!;
  return { scores, issues: issues.map(({ severity, code, row, found }) => `${severity} ${code} ${row} ${found}`) };
}

describe('wishes', () => {
  it.each([
    ['opening', 'g-now', { 'g-now': 100, 'g-later': 0, 'h-now': 0 }],
    ['host', 'g', { 'g-now': 100, 'g-later': 100, 'h-now': 0 }],
    ['city', ' vIGO', { 'g-now': 0, 'g-later': 0, 'h-now': 100 }],
    ['country', 'IT', { 'g-now': 100, 'g-later': 100, 'h-now': 0 }],
    ['period', '2026-04-30/2026-05-30', { 'g-now': 0, 'g-later': 100, 'h-now': 0 }],
  ] as const)('for %s %s', (kind, target, scores) => {
    expect(read([wish(kind, target, 1)])).toEqual({ scores, issues: [] });
  });

  it('may tie and leave gaps; the best granted one counts', () => {
    const scores = { 'g-now': 80, 'g-later': 80, 'h-now': 80 };
    expect(read([wish('host', 'g', 2), wish('opening', 'h-now', 2), wish('country', 'IT', 7)])).toEqual({ scores, issues: [] });
  });

  it('of a host for a student count for that host alone', () => {
    const scores = { 'g-now': 0, 'g-later': 0, 'h-now': 80 };
    expect(read([{ hostId: 'h', targetKind: 'student', target: 'ann', rank: 2 }])).toEqual({ scores, issues: [] });
  });

  it('for a place without a host, or for another student, are told of and change nothing', () => {
    const scores = { 'g-now': 0, 'g-later': 0, 'h-now': 0 };
    expect(read([wish('city', 'Parma', 1), wish('country', 'FR', 2), wish('student', 'bob', 3)])).toEqual({
      scores,
      issues: ['warning wish-unknown 2 Parma', 'warning wish-unknown 3 FR', 'warning wish-without-effect 4 bob'],
    });
  });

  it('that are said twice or name nothing are reported with row and the better rank kept', async () => {
    const encoder = new TextEncoder();
    const files = new Map(
      Object.entries({
        'students.csv': 'id,kind\nann,long-term\n',
        'hosts.csv': 'id\ng\n',
        'openings.csv': 'id,host,start,end,seats\no,g,2026-03-02,2026-08-29,1\n',
        'preferences.csv': 'student,target_kind,target,rank\nann,opening,o,3\nann,opening,o,1\nann,host,nowhere,2\n',
      }).map(([name, text]) => [name, encoder.encode(text)]),
    );
    const { roster, issues } = await readRoster(files);
    expect(issues.map(({ severity, code, row }) => `${severity} ${code} ${row}`).sort()).toEqual([
      'warning wish-twice 2',
      'warning wish-unknown 4',
    ]);
    expect(roster?.preferences.filter(({ targetKind }) => targetKind === 'opening')).toMatchObject([{ rank: 1 }]);
  });
});
