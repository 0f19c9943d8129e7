import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../src/basics/random.js';
import { Balance } from '../../src/flow/balance.js';
import { activitiesOf, valueIfFeasible } from '../../src/flow/coupled.js';
import { trim } from '../../src/flow/trim.js';
import type { Problem } from '../../src/model/types.js';
import { countedProblem, opened } from '../support/counted-problem.js';

const people = 1200;
const senders = 6;
const degree = 6;
const seats = 300;

/** Everybody is worth 1, a pair costs one of three sums, and there are fewer seats than people; one budget a sender. */
function tied(seed: number): Problem {
  const random = randomFrom(seed);
  const draw = (below: number): number => Math.floor(random() * below);
  const pairCount = people * degree;
  const costOfPair = Float64Array.from({ length: pairCount }, () => [98_100, 131_700, 165_300][draw(3)]!);
  const seatOfPair = Int32Array.from({ length: pairCount }, () => draw(seats));
  const limitOfSender = Array.from({ length: senders }, (_, row) => 13_000_000 + 800_000 * row);
  return countedProblem({ people, seats, places: 3, seatOfPair, costOfPair, limitOfSender });
}

describe('Balance', () => {
  it('evens out a plan that breaks some rows and leaves others empty, and loses fewer people than cutting it does', () => {
    for (const seed of [1, 2, 3]) {
      const { coupled, across, relaxation } = opened(tied(seed));
      const free = relaxation.evaluate(new Float64Array(senders), null);
      expect(
        activitiesOf(coupled, across, free.matching.pairOfPerson).some((activity, row) => activity > coupled.rows.upperOfRow[row]!),
      ).toBe(true);
      const plan = new Balance(coupled, across, free, relaxation.seatOfPair, relaxation.upperOfSeat, () => false).run(relaxation.scale);
      const value = valueIfFeasible(coupled, across, plan);
      expect(value).not.toBeNull();
      expect(value).toBeGreaterThan(1.02 * valueIfFeasible(coupled, across, trim(coupled, across, free))!);
    }
  });

  it('hands over a plan within all limits where it is stopped at once', () => {
    const { coupled, across, relaxation } = opened(tied(4));
    const free = relaxation.evaluate(new Float64Array(senders), null);
    const plan = new Balance(coupled, across, free, relaxation.seatOfPair, relaxation.upperOfSeat, () => true).run(relaxation.scale);
    expect(valueIfFeasible(coupled, across, plan)).not.toBeNull();
  });
});
