import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../src/basics/random.js';
import { valueIfFeasible } from '../../src/flow/coupled.js';
import { RowExchange } from '../../src/flow/row-exchange.js';
import { RowFill } from '../../src/flow/row-fill.js';
import { WorkingPlan } from '../../src/flow/working-plan.js';
import { problemOf, searchOf } from './paid-problem.js';

// Two people change places, which costs both senders 10 more than they have; in each a second person can save 10 by a place worth 3 less.
const crossing = problemOf(
  [
    [
      [0, 1000, 100],
      [1, 1010, 110],
    ],
    [
      [1, 1000, 100],
      [0, 1010, 110],
    ],
    [
      [2, 1003, 60],
      [3, 1000, 50],
    ],
    [
      [4, 1003, 60],
      [5, 1000, 50],
    ],
  ],
  [1, 1, 1, 1, 1, 1],
  [0, 1, 0, 1],
  [160, 160],
);
const before = Int32Array.of(0, 2, 4, 6);

describe('exchanges between rows', () => {
  it('finds what filling one row at a time does not', () => {
    const { search, relaxation, across } = searchOf(crossing);
    const relaxed = relaxation.evaluate(
      Float64Array.from([0, 0], () => Math.round(relaxation.scale * 0.5)),
      null,
    );
    expect(valueIfFeasible(crossing, across, before)).toBe(4006);
    const plan = new WorkingPlan(crossing, across, relaxation.seatOfPair, relaxation.upperOfSeat, before);
    const fill = new RowFill(search, crossing, plan, relaxed, relaxation.scale, 1000 * relaxation.scale, 0);
    expect([fill.fill(0, 0), fill.fill(1, 0)]).toEqual([false, false]);
    const found = new RowExchange(search, crossing, relaxation, relaxed, before).descend();
    expect([...found]).toEqual([1, 3, 5, 7]);
    expect([search.best.value, valueIfFeasible(crossing, across, found)]).toEqual([4020, 4020]);
  });

  it('fills no row once it is told to stop, however many people the row has', () => {
    const people = 200;
    const problem = problemOf(
      Array.from({ length: people }, (_, person) => [
        [person % 20, 1000, 10],
        [(person + 1) % 20, 900, 5],
      ]),
      new Array(20).fill(12),
      new Array(people).fill(0),
      [people * 8],
    );
    const activityAfter = (stopAfter: number): number => {
      const { search, relaxation, across } = searchOf(problem, stopAfter);
      const relaxed = relaxation.evaluate(Float64Array.of(relaxation.scale * 10), null);
      const from = Int32Array.from({ length: people }, (_, person) => 2 * person);
      const plan = new WorkingPlan(problem, across, relaxation.seatOfPair, relaxation.upperOfSeat, from);
      new RowFill(search, problem, plan, relaxed, relaxation.scale, 1000 * relaxation.scale, 0).fill(0, 0);
      return plan.activityOfRow[0]!;
    };
    expect(activityAfter(Infinity)).toBeLessThanOrEqual(people * 8);
    expect(activityAfter(5)).toBe(people * 10);
  });

  it('never breaks a plan nor makes it worse, and ends when it is told to', () => {
    for (let seed = 1; seed <= 60; seed++) {
      const random = randomFrom(seed);
      const draw = (below: number): number => Math.floor(random() * below);
      const pairs = Array.from({ length: 24 }, () =>
        Array.from({ length: 4 }, () => [draw(10), 500 + draw(500), 20 + draw(80)] as const).filter(
          ([seat], k, all) => all.findIndex(([other]) => other === seat) === k,
        ),
      );
      const senders = 3 + draw(2);
      const problem = problemOf(
        pairs,
        Array.from({ length: 10 }, () => 1 + draw(3)),
        pairs.map(() => draw(senders)),
        Array.from({ length: senders }, () => 100 + draw(200)),
      );
      const { search, relaxation, across } = searchOf(problem, seed % 4 === 0 ? draw(5) : Infinity);
      const relaxed = relaxation.evaluate(
        Float64Array.from({ length: senders }, () => Math.round(relaxation.scale * draw(8))),
        null,
      );
      const empty = new Int32Array(24).fill(-1);
      const found = new RowExchange(search, problem, relaxation, relaxed, empty).descend();
      const value = valueIfFeasible(problem, across, found);
      expect(value, `seed ${seed}`).not.toBeNull();
      expect(value!).toBeGreaterThanOrEqual(0);
      expect(search.best.value ?? 0).toBe(value);
    }
  });
});
