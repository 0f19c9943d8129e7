import { expect, it } from 'vitest';
import { buildInstanceNow } from '../../src/instance/build.js';
import { reasonCodes } from '../../src/instance/types.js';
import { day, rosterOf } from '../support/roster.js';
import { referenceOf } from './reference.js';

it('counts an opening as far as the best of its many variants comes, for people whose days allow few of them', () => {
  const spring = { windowFromDay: day('2026-03-02'), windowToDay: day('2026-09-27'), lengthDays: 14 };
  const few = { availableFromDay: day('2026-04-06'), availableToDay: day('2026-05-03'), kind: 'short-term' } as const;
  const roster = rosterOf({
    students: [
      { id: 'grows-up', ...few, birthDay: day('2008-04-10') },
      { id: 'too-young', ...few, birthDay: day('2009-04-10') },
      { id: 'unknown', ...few, birthDay: null },
      { id: 'speaks', ...few, birthDay: day('2008-04-10'), languages: [{ language: 'it', level: 3 }], needs: ['ramp'] },
    ],
    hosts: [{ id: 'any' }, { id: 'adults', minimumAge: 18 }, { id: 'ramp', minimumAge: 18, needsMet: ['ramp'] }],
    openings: [
      { id: 'open', hostId: 'any', ...spring },
      { id: 'grown', hostId: 'adults', ...spring },
      { id: 'spoken', hostId: 'adults', languages: [{ language: 'it', level: 2 }], ...spring },
      { id: 'ramp', hostId: 'ramp', languages: [{ language: 'it', level: 2 }], ...spring },
    ],
  });
  const { instance } = buildInstanceNow(roster);
  const { persons, firstPairOfPerson, refusals } = instance!;
  const reference = referenceOf(roster);
  const found = persons.map(({ id }, person) => ({
    id,
    pairs: firstPairOfPerson[person + 1]! - firstPairOfPerson[person]!,
    refusals: [...refusals.subarray(person * reasonCodes.length, (person + 1) * reasonCodes.length)],
  }));
  expect(found).toEqual(
    persons.map(({ id }) => ({
      id,
      pairs: [...reference.pairs.keys()].filter((key) => key.startsWith(`${id}|`)).length,
      refusals: reference.refusals.get(id),
    })),
  );
  const ofSpeaker = found.find(({ id }) => id === 'speaks')!;
  expect(ofSpeaker.pairs).toBe(2);
  expect(ofSpeaker.refusals[reasonCodes.indexOf('needs')]).toBe(3);
});
