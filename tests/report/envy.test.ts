import { describe, expect, it } from 'vitest';
import { buildInstanceNow } from '../../src/instance/build.js';
import { preferencesOf } from '../../src/instance/preferences.js';
import { runNow } from '../../src/instance/slices.js';
import { envyOf } from '../../src/report/envy.js';
import { day, rosterOf, type RosterParts } from '../support/roster.js';

const dates = { startDay: day('2026-03-02'), endDay: day('2026-06-28') };
const wish = (studentId: string, target: string, rank: number) => ({ studentId, targetKind: 'opening' as const, target, rank });

/** Ana stands before Bo, Bo before Ida, by points; all may go to a and b. */
const pool = (more: RosterParts = {}): RosterParts => ({
  organisations: [{ id: 's', country: 'HR' }],
  students: [
    { id: 'ana', senderId: 's', selectionList: 'l', points: 9 },
    { id: 'bo', senderId: 's', selectionList: 'l', points: 5 },
    { id: 'ida', senderId: 's', selectionList: 'l', points: 1 },
  ],
  openings: [
    { id: 'a', hostId: 'ha', ...dates },
    { id: 'b', hostId: 'hb', ...dates },
  ],
  preferences: [wish('ana', 'a', 1), wish('bo', 'a', 1), wish('bo', 'b', 2)],
  ...more,
});

/** Counts for a plan like `{ ana: 'b' }`. */
function count(records: RosterParts, plan: Readonly<Record<string, string>>) {
  const { instance } = buildInstanceNow(rosterOf(records));
  if (instance === null) throw new Error('no instance');
  const pairs: number[] = [];
  for (const [person, { id }] of instance.persons.entries()) {
    for (let pair = instance.firstPairOfPerson[person]!; pair < instance.firstPairOfPerson[person + 1]!; pair++) {
      const slot = instance.slotOfPair[pair]!;
      if (`${instance.openings[instance.openingOfSlot[slot]!]!.id}` === plan[id]) pairs.push(pair);
    }
  }
  return runNow(envyOf(instance, runNow(preferencesOf(instance)), Int32Array.from(pairs).sort()));
}

describe('blocking pairs and justified envy', () => {
  it('finds none where everybody before me has what I prefer', () => {
    expect(count(pool(), { ana: 'a', bo: 'b' })).toEqual({ blockingPairs: 0, justifiedEnvy: 0, envious: 0 });
  });

  it('counts somebody who prefers a place of somebody behind', () => {
    // Ana in b wants a, which Bo has; Bo has a first wish.
    expect(count(pool(), { ana: 'b', bo: 'a' })).toEqual({ blockingPairs: 1, justifiedEnvy: 1, envious: 1 });
  });

  it('counts a free place as blocking, and as nobody’s to be envied', () => {
    expect(count(pool(), { bo: 'b' })).toEqual({ blockingPairs: 4, justifiedEnvy: 1, envious: 1 });
    // Ana: a (free), b (Bo is behind, so envied); Bo: a (free); Ida: a (free), b is Bo's who stands before.
  });

  it('lets a host’s wish stand before points', () => {
    const wished = pool({
      preferences: [...pool().preferences!, { hostId: 'ha', studentId: null, targetKind: 'student', target: 'ida', rank: 1 }],
    });
    expect(count(wished, { ana: 'a', bo: 'b' })).toEqual({ blockingPairs: 1, justifiedEnvy: 1, envious: 1 });
  });

  it('does not count wishes alike', () => {
    const alike = pool({ preferences: [wish('ana', 'a', 1), wish('ana', 'b', 1), wish('bo', 'a', 1)] });
    expect(count(alike, { ana: 'b', bo: 'a' })).toEqual({ blockingPairs: 0, justifiedEnvy: 0, envious: 0 });
  });

  it('looks at the days where openings have several', () => {
    // One seat over eight weeks, taken for the first four: the last four are free.
    const window = {
      id: 'w',
      hostId: 'hw',
      windowFromDay: day('2026-03-02'),
      windowToDay: day('2026-09-13'),
      lengthDays: 95,
      seats: 1,
    };
    const records = pool({ openings: [window], preferences: [] });
    const { instance } = buildInstanceNow(rosterOf(records));
    const first = instance!.firstPairOfPerson;
    const preferences = runNow(preferencesOf(instance!));
    const of = (pairs: number[]) => runNow(envyOf(instance!, preferences, Int32Array.from(pairs)));
    const person = (id: string) => instance!.persons.findIndex((student) => student.id === id);
    const dated = (id: string, variant: number) => first[person(id)]! + variant;
    const last = first[1]! - 1;
    // Ana at the front and Bo at the back: Ida comes after both, and no date is free of them.
    expect(of([dated('ana', 0), dated('bo', last)].sort((a, b) => a - b))).toMatchObject({ blockingPairs: 0 });
    // Ana alone: the back is free for Bo and for Ida.
    expect(of([dated('ana', 0)])).toEqual({ blockingPairs: 2, justifiedEnvy: 0, envious: 0 });
  });
});
