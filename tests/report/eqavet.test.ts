import { describe, expect, it } from 'vitest';
import { eqavetOf } from '../../src/report/eqavet.js';
import type { PlacementRow } from '../../src/report/outcome.js';
import type { LaterStatus } from '../../src/roster/types.js';
import { rosterOf, type RosterParts } from '../support/roster.js';

type Row = Pick<PlacementRow, 'studentId'> & { readonly parts: { readonly profile: number } | null };
const eqavet = (parts: RosterParts, rows: readonly Row[] = []) => eqavetOf(rosterOf(parts), rows as unknown as readonly PlacementRow[]);
const range = (count: number) => Array.from({ length: count }, (_, k) => k);

describe('EQAVET indicators', () => {
  it('4: completion, of the placements that say so, each once', () => {
    const outcomes = [true, true, true, true, false, null].flatMap((completed, k) => [
      { placement: `t${k}`, hostId: 'h', completed },
      { placement: `t${k}`, hostId: 'h', category: 'work', rating: 80 },
    ]);
    expect(eqavet({ outcomes }).completion).toEqual({ count: 4, of: 5, perMille: 800 });
  });

  it('5: where people are later, of those not broken off whose status is known', () => {
    const statuses: (LaterStatus | null)[] = ['employed', 'self-employed', 'apprentice', 'studying', 'unemployed', 'inactive', null];
    const outcomes = [
      ...statuses.map((statusAfter6, k) => ({ placement: `t${k}`, hostId: 'h', statusAfter6, completed: k % 2 === 0 ? true : null })),
      { placement: 'broken', hostId: 'h', statusAfter6: 'employed' as const, completed: false },
    ];
    const { after6, after12 } = eqavet({ outcomes });
    expect(after6).toEqual({ working: { count: 3, of: 6, perMille: 500 }, learning: { count: 1, of: 6, perMille: 166 } });
    expect(after12.working).toEqual({ count: 0, of: 0, perMille: null });
  });

  it('6: profiles that match in this plan, and ratings by source', () => {
    const students = range(7).map((k) => ({ id: `s${k}`, profileId: k === 6 ? null : '0613' }));
    const parts = [100, 70, 69, 0, 70].map((profile, k) => ({ studentId: `s${k}`, parts: { profile } }));
    const rows: Row[] = [...parts, { studentId: 's5', parts: null }, { studentId: 's6', parts: { profile: 50 } }];
    expect(eqavet({ students }, rows).profileMatch).toEqual({ count: 3, of: 5, perMille: 600 });
    const outcomes = range(5).flatMap((k) => [
      { placement: `t${k}`, hostId: 'h', source: 'tutor', rating: 80 + k },
      { placement: `t${k}`, hostId: 'h', rating: 50, indicator: 'tasks' },
      // Ten ratings of one placement are one voice.
      { placement: 't0', hostId: 'h', source: 'learner', indicator: `i${k}`, rating: 9 },
    ]);
    expect(eqavet({ outcomes }).satisfaction).toEqual([
      { source: 'learner', placements: '<5', ratings: null, mean: null },
      { source: 'tutor', placements: 5, ratings: 5, mean: 82 },
      { source: null, placements: 5, ratings: 5, mean: 50 },
    ]);
  });

  it('8: fewer opportunities among applicants and among those placed; nothing of a small group', () => {
    const of = (vulnerable: number, others: number) =>
      eqavet(
        {
          students: [
            ...range(vulnerable).map((k) => ({ id: `v${k}`, fewerOpportunities: true })),
            ...range(others).map((k) => ({ id: `o${k}` })),
            { id: 'tutor', kind: 'accompanying' as const, fewerOpportunities: true },
          ],
        },
        ['v0', 'v1', 'o0', 'o1', 'o2', 'o3', 'tutor'].map((studentId) => ({ studentId, parts: null })),
      );
    expect(of(5, 10)).toMatchObject({
      vulnerableApplied: { count: 5, of: 15, perMille: 333 },
      vulnerablePlaced: { count: 2, of: 6, perMille: 333 },
    });
    expect(of(4, 10)).toMatchObject({ vulnerableApplied: '<5', vulnerablePlaced: '<5' });
    expect(of(10, 4)).toMatchObject({ vulnerableApplied: '<5', vulnerablePlaced: '<5' });
  });
});
