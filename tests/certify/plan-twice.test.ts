import { describe, expect, it } from 'vitest';
import { checkPlan, checkPlanSliced } from '../../src/certify/plan/check.js';
import { openBook } from '../../src/certify/rules/book.js';
import { runToEnd } from '../../src/certify/rules/slices.js';
import type { Placement } from '../../src/certify/types.js';
import { day, rosterOf } from '../support/roster.js';

const roster = rosterOf({
  students: [
    { id: 'p1', kind: 'short-term' },
    { id: 'p2', kind: 'short-term' },
    { id: 't1', kind: 'accompanying' },
  ],
  hosts: [{ id: 'h', minimumAge: 18 }],
  flows: [{ id: 'a', startDay: day('2026-03-02'), endDay: day('2026-03-29') }],
  openings: [
    { id: 'a', hostId: 'h', flowId: 'a', seats: 1 },
    { id: 'b', hostId: 'h', seats: 2, startDay: day('2026-04-06'), endDay: day('2026-05-03') },
  ],
});
const [march, april] = [
  { startDay: day('2026-03-02'), endDay: day('2026-03-29') },
  { startDay: day('2026-04-06'), endDay: day('2026-05-03') },
];
const at = (studentId: string, openingId: string | null, flowId: string | null, dates: typeof march): Placement => ({
  studentId,
  openingId,
  flowId,
  ...dates,
});

describe('plans held one after the other against the same open records', () => {
  it('are told the same as each by itself: dates, openings and flows of one id are not taken for each other', async () => {
    const book = runToEnd(openBook(roster));
    const plans = [
      [at('p1', 'a', 'a', march), at('p2', 'b', null, april)],
      [at('p1', 'a', 'a', april), at('p2', 'b', null, march)],
      [at('p1', 'a', null, march), at('p2', 'a', null, march), at('t1', null, 'a', march)],
      [at('t1', null, 'a', april), at('t1', null, 'a', march), at('p1', null, 'a', march)],
      [at('p1', 'b', null, april), at('p1', 'b', null, april), at('p2', 'x', null, april)],
      [at('p1', 'a', 'a', march), at('p2', 'b', null, april)],
    ];
    for (const plan of [...plans, ...plans]) expect(await checkPlanSliced(book, plan)).toEqual(checkPlan(roster, plan));
    expect(new Set(plans.map((plan) => JSON.stringify(checkPlan(roster, plan).faults))).size).toBe(plans.length - 1);
  });
});
