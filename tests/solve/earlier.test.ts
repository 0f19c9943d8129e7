import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formulate } from '../../src/formulate/formulate.js';
import { buildInstanceNow } from '../../src/instance/build.js';
import type { Model } from '../../src/model/types.js';
import { rosterFromRecords, type RosterRecords } from '../../src/roster/from-records.js';
import { repairedPlan } from '../../src/solve/earlier.js';

const dates = { startDay: '2026-03-02', endDay: '2026-04-03' };
const openings = 3;

interface Tiny {
  /** Cost in euros of person p in opening o; −1: not eligible. */
  readonly costs: readonly (readonly number[])[];
  readonly seats: readonly number[];
  readonly before: readonly number[];
  readonly isConfirmed: readonly boolean[];
  readonly budget: number;
  readonly minimum: number;
}

const tinies: fc.Arbitrary<Tiny> = fc.integer({ min: 2, max: 6 }).chain((people) =>
  fc.record({
    costs: fc.array(fc.array(fc.integer({ min: -1, max: 9 }), { minLength: openings, maxLength: openings }), {
      minLength: people,
      maxLength: people,
    }),
    seats: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: openings, maxLength: openings }),
    before: fc.array(fc.integer({ min: 0, max: openings }), { minLength: people, maxLength: people }),
    isConfirmed: fc.array(
      fc.integer({ min: 0, max: 4 }).map((draw) => draw === 0),
      { minLength: people, maxLength: people },
    ),
    budget: fc.integer({ min: 0, max: 30 }),
    minimum: fc.constantFrom(1, 1, 2),
  }),
);

function modelOf({ costs, seats, before, isConfirmed, budget, minimum }: Tiny): Model | null {
  const records: RosterRecords = {
    students: costs.map((_, p) => ({ id: `p${p}`, kind: 'graduate' as const, lot: p, selectionList: 'L', points: 10 - p })),
    hosts: [{ id: 'h' }],
    openings: seats.map((count, o) => ({ id: `o${o}`, hostId: 'h', ...dates, seats: count, minimumToOpen: Math.min(minimum, count) })),
    pairs: costs.flatMap((row, p) =>
      row.flatMap((cost, o) => (cost < 0 ? [] : [{ studentId: `p${p}`, openingId: `o${o}`, score: 1, costCents: cost * 100 }])),
    ),
    budgets: [{ id: 'b', limitCents: budget * 100 }],
    plan: before.flatMap((o, p) =>
      o === openings
        ? []
        : [{ studentId: `p${p}`, openingId: `o${o}`, status: isConfirmed[p]! ? ('confirmed' as const) : ('told' as const) }],
    ),
    options: { eligible: 'listed', replan: true, tiers: ['placed', 'quality'] },
  };
  const { roster, issues } = rosterFromRecords(records);
  if (roster === null) throw new Error(JSON.stringify(issues));
  const { instance } = buildInstanceNow(roster);
  return instance === null ? null : formulate(instance);
}

/** The first limit that a plan breaks, in the model's own numbers. */
function broken(model: Model, plan: Float64Array): string | null {
  const taken = new Int32Array(model.seatCount);
  for (let person = 0; person < model.personCount; person++) {
    let count = 0;
    for (let pair = model.firstPairOfPerson[person]!; pair < model.firstPairOfPerson[person + 1]!; pair++) {
      count += plan[pair]!;
      if (plan[pair]! > 0 && model.seatOfPair[pair]! >= 0) taken[model.seatOfPair[pair]!]!++;
    }
    if (count > model.upperOfPerson[person]! || count < model.lowerOfPerson[person]!) return `person ${person}`;
  }
  const seat = taken.findIndex((count, at) => count > model.upperOfSeat[at]!);
  if (seat >= 0) return `seat ${seat}`;
  const { rows } = model;
  for (let row = 0; row < rows.count; row++) {
    let activity = 0;
    for (let entry = rows.firstEntryOfRow[row]!; entry < rows.firstEntryOfRow[row + 1]!; entry++)
      activity += rows.coefficientOfEntry[entry]! * plan[rows.columnOfEntry[entry]!]!;
    const isUnder = activity > 0 && activity < rows.minimumToOpenOfRow[row]!;
    if (activity > rows.upperOfRow[row]! || activity < rows.lowerOfRow[row]! || isUnder) return rows.labelOfRow[row]!.kind;
  }
  return null;
}

describe('an earlier plan, repaired', () => {
  it('keeps every limit, and keeps all who had a place where the earlier plan still keeps them', () => {
    const seen = { repaired: 0, whole: 0, none: 0 };
    fc.assert(
      fc.property(tinies, (tiny) => {
        const model = modelOf(tiny);
        if (model === null) return;
        const plan = repairedPlan(model);
        const earlier = new Float64Array(model.columnCount);
        for (const pair of model.earlierPairs!) earlier[pair] = 1;
        const isWhole = broken(model, earlier) === null;
        if (plan === null) {
          expect(isWhole).toBe(false);
          seen.none++;
          return;
        }
        expect(broken(model, plan)).toBe(null);
        seen.repaired++;
        if (!isWhole) return;
        seen.whole++;
        const placed = (of: Float64Array, person: number): boolean =>
          of.subarray(model.firstPairOfPerson[person], model.firstPairOfPerson[person + 1]).includes(1);
        for (let person = 0; person < model.personCount; person++) if (placed(earlier, person)) expect(placed(plan, person)).toBe(true);
      }),
      { numRuns: 600, seed: 11 },
    );
    expect(Math.min(seen.repaired, seen.whole, seen.none)).toBeGreaterThan(20);
  });

  it('makes room by moving one who costs less elsewhere, and moves nobody without need', () => {
    // The budget of 10 € holds p0 at 6 €; p1 costs 5 € everywhere. p0 at o1 costs 4 €.
    const tiny = { seats: [1, 1, 1], isConfirmed: [false, false], minimum: 1 };
    const model = modelOf({
      ...tiny,
      costs: [
        [6, 4, -1],
        [-1, -1, 5],
      ],
      before: [0, 3],
      budget: 10,
    })!;
    expect([...repairedPlan(model)!]).toEqual([0, 1, 1]);
    const rich = modelOf({
      ...tiny,
      costs: [
        [6, 4, -1],
        [-1, -1, 5],
      ],
      before: [0, 3],
      budget: 11,
    })!;
    expect([...repairedPlan(rich)!]).toEqual([1, 0, 1]);
  });
});
