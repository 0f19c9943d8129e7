import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { checkPlan } from '../../src/certify/plan/check.js';
import { createEngine } from '../../src/engine/engine.js';
import { day, rosterOf, studentOf } from '../support/roster.js';

const engine = await createEngine({ transport: 'inline', workers: 1 });
afterAll(() => engine.close());

const dates = { startDay: day('2026-03-02'), endDay: day('2026-04-03') };

describe('one person more', () => {
  it('gets places that keep every rule, all the free ones among them, and the quality they promise', async () => {
    let moves = 0;
    let free = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 2 }), { minLength: 3, maxLength: 4 }),
        fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 3, maxLength: 3 }),
        fc.integer({ min: 300, max: 900 }),
        async (seats, quality, cents) => {
          const parts = {
            organisations: [{ id: 's', kind: 'sender' as const }],
            hosts: seats.map((_, k) => ({ id: `h${k}`, quality: quality[k % 3]!, seats: 2 })),
            openings: seats.map((count, k) => ({ id: `o${k}`, hostId: `h${k}`, ...dates, seats: count, travelCents: 100 + 20 * k })),
            budgets: [{ id: 'b', limitCents: cents, senderId: 's' }],
            options: { durations: {} },
          };
          const students = ['a', 'b', 'c'].map((id) => ({ id, senderId: 's' }));
          const roster = rosterOf({ ...parts, students });
          const late = studentOf({ id: 'late', senderId: 's' });
          const grown = rosterOf({ ...parts, students: [...students, late] });
          const outcome = await engine.place(roster);
          if (outcome.status !== 'planned') throw new Error(outcome.status);
          const opened = await engine.openDesk(roster, outcome);
          if (opened.status === 'refused') throw new Error('refused');
          const found = opened.answer.late(late, 10);
          const placements = outcome.placements.map((row) => ({ ...row, flowId: null }));
          const before = checkPlan(roster, placements).values.quality;
          const withLate = (openingId: string) => ({ studentId: 'late', openingId, flowId: null, ...dates });
          for (const { openingId, move, qualityChange } of found) {
            const others = placements.map((row) => (row.studentId === move?.studentId ? { ...row, openingId: move.openingId } : row));
            const report = checkPlan(grown, [...others, withLate(openingId)]);
            expect(report.faults).toEqual([]);
            expect(report.values.quality - before).toBe(qualityChange);
            if (move === null) free++;
            else moves++;
          }
          for (const { id } of roster.openings) {
            const isFree = checkPlan(grown, [...placements, withLate(id)]).faults.length === 0;
            expect(found.some(({ openingId, move }) => openingId === id && move === null)).toBe(isFree);
          }
        },
      ),
      { numRuns: 40, seed: 8 },
    );
    expect(Math.min(free, moves)).toBeGreaterThan(5);
  });
});
