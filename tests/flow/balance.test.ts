import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../src/basics/random.js';
import { Balance } from '../../src/flow/balance.js';
import { activitiesOf, type CoupledProblem, rowsOfPair, valueIfFeasible } from '../../src/flow/coupled.js';
import { Relaxation } from '../../src/flow/relaxation.js';
import { trim } from '../../src/flow/trim.js';
import type { Problem } from '../../src/model/types.js';

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
  const columnsOfRow = Array.from({ length: senders }, (_, row) =>
    Array.from({ length: pairCount }, (_, pair) => pair).filter((pair) => Math.floor(pair / degree) % senders === row),
  );
  const columnOfEntry = Int32Array.from(columnsOfRow.flat());
  const none = new Float64Array(senders);
  return {
    personCount: people,
    seatCount: seats,
    pairCount,
    columnCount: pairCount,
    firstPairOfPerson: Int32Array.from({ length: people + 1 }, (_, person) => person * degree),
    seatOfPair: Int32Array.from({ length: pairCount }, () => draw(seats)),
    lowerOfPerson: new Int32Array(people),
    upperOfPerson: new Int32Array(people).fill(1),
    upperOfSeat: new Int32Array(seats).fill(3),
    upperOfExtra: new Float64Array(0),
    objective: new Float64Array(pairCount).fill(1),
    rows: {
      count: senders,
      firstEntryOfRow: Int32Array.from({ length: senders + 1 }, (_, row) => (row * pairCount) / senders),
      columnOfEntry,
      coefficientOfEntry: Float64Array.from(columnOfEntry, (pair) => costOfPair[pair]!),
      lowerOfRow: none.map(() => -Infinity),
      upperOfRow: none.map((_, row) => 13_000_000 + 800_000 * row),
      minimumToOpenOfRow: none,
      labelOfRow: Array.from({ length: senders }, () => ({ kind: 'budget' as const, keys: [] })),
    },
  };
}

function opened(problem: Problem) {
  const coupled: CoupledProblem = { ...problem, objective: Float64Array.from(problem.objective) };
  const across = rowsOfPair(coupled);
  return { coupled, across, relaxation: new Relaxation(coupled, across) };
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
