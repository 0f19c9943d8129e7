import { describe, expect, it } from 'vitest';
import { buildInstanceNow } from '../../src/instance/build.js';
import { refusalOf } from '../../src/instance/refusal.js';
import { reasonCodes } from '../../src/instance/types.js';
import { day, rosterOf, type RosterParts } from '../support/roster.js';

const dates = { startDay: day('2026-03-02'), endDay: day('2026-03-29') };
const parts = (status: 'proposed' | 'told', openingId = 'mid'): RosterParts => ({
  students: [{ id: 'ana', kind: 'graduate' }],
  hosts: [{ id: 'h' }],
  openings: ['high', 'low', 'mid'].map((id) => ({ id, hostId: 'h', ...dates })),
  pairs: [
    { studentId: 'ana', openingId: 'high', score: 70 },
    { studentId: 'ana', openingId: 'low', score: 40 },
    { studentId: 'ana', openingId: 'mid', score: 50 },
  ],
  plan: [{ studentId: 'ana', openingId, status }],
  options: { eligible: 'listed', neverWorse: true },
});

const scores = (records: RosterParts) => [...buildInstanceNow(rosterOf(records)).instance!.scoreOfPair];

describe('nobody told becomes worse off', () => {
  it('leaves a person who was told what is worth as much or more', () => {
    const { instance } = buildInstanceNow(rosterOf(parts('told')));
    expect([...instance!.scoreOfPair]).toEqual([70, 50]);
    expect(instance!.refusals[reasonCodes.indexOf('worse')]).toBe(1);
    expect([0, 1, 2].map((slot) => refusalOf(instance!, 0, slot))).toEqual([null, 'worse', null]);
  });

  it('promises nothing to those to whom it was only proposed, or whose place is gone', () => {
    expect(scores(parts('proposed'))).toEqual([70, 40, 50]);
    expect(scores(parts('told', 'gone'))).toEqual([70, 40, 50]);
  });
});
