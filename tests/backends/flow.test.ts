import { noRows } from '../../src/model/cut.js';
import { describe, expect, it } from 'vitest';
import { acceptsFlow, solveFlow } from '../../src/backends/flow.js';
import { randomFrom } from '../../src/basics/random.js';
import type { Problem } from '../../src/model/types.js';
import type { ScalarAnswer } from '../../src/solution/types.js';

interface Shape {
  readonly lists: readonly (readonly { seat: number; value: number }[])[];
  readonly upperOfSeat: readonly number[];
  readonly lower?: readonly number[];
  readonly upper?: readonly number[];
}

function problemOf({ lists, upperOfSeat, lower, upper }: Shape): Problem {
  const pairs = lists.flat();
  const firstPairOfPerson = new Int32Array(lists.length + 1);
  lists.forEach((list, person) => {
    firstPairOfPerson[person + 1] = firstPairOfPerson[person]! + list.length;
  });
  return {
    personCount: lists.length,
    seatCount: upperOfSeat.length,
    pairCount: pairs.length,
    columnCount: pairs.length,
    firstPairOfPerson,
    seatOfPair: Int32Array.from(pairs, (pair) => pair.seat),
    lowerOfPerson: Int32Array.from(lower ?? lists.map(() => 0)),
    upperOfPerson: Int32Array.from(upper ?? lists.map(() => 1)),
    upperOfSeat: Int32Array.from(upperOfSeat),
    upperOfExtra: new Float64Array(0),
    rows: noRows,
    objective: Float64Array.from(pairs, (pair) => pair.value),
  };
}

/** The total of the prices as `solution/types.ts` defines it. */
function totalOf(problem: Problem, answer: ScalarAnswer): { scale: number; total: number } {
  const proof = answer.proof!;
  if (proof.kind !== 'prices') throw new Error('not prices');
  const { scale, rowOfPrice, priceOfRow } = proof.prices;
  const price = new Float64Array(problem.personCount + problem.seatCount);
  let total = 0;
  rowOfPrice.forEach((row, at) => {
    const amount = priceOfRow[at]!;
    price[row] = amount;
    const isPerson = row < problem.personCount;
    const lower = isPerson ? problem.lowerOfPerson[row]! : 0;
    const upper = isPerson ? problem.upperOfPerson[row]! : problem.upperOfSeat[row - problem.personCount]!;
    total += amount * (amount > 0 ? upper : lower);
  });
  for (let person = 0; person < problem.personCount; person++) {
    for (let pair = problem.firstPairOfPerson[person]!; pair < problem.firstPairOfPerson[person + 1]!; pair++) {
      const seat = problem.seatOfPair[pair]!;
      total += Math.max(0, scale * problem.objective[pair]! - price[person]! - (seat < 0 ? 0 : price[problem.personCount + seat]!));
    }
  }
  return { scale, total };
}

function bestOf(problem: Problem): number {
  const left = Array.from(problem.upperOfSeat);
  const from = (person: number): number => {
    if (person === problem.personCount) return 0;
    let best = problem.lowerOfPerson[person]! > 0 ? Number.NEGATIVE_INFINITY : from(person + 1);
    if (problem.upperOfPerson[person] === 0) return best;
    for (let pair = problem.firstPairOfPerson[person]!; pair < problem.firstPairOfPerson[person + 1]!; pair++) {
      const seat = problem.seatOfPair[pair]!;
      if (seat >= 0 && left[seat]! <= 0) continue;
      if (seat >= 0) left[seat]!--;
      best = Math.max(best, problem.objective[pair]! + from(person + 1));
      if (seat >= 0) left[seat]!++;
    }
    return best;
  };
  return from(0);
}

function expectPlanHolds(problem: Problem, answer: ScalarAnswer): void {
  const taken = new Int32Array(problem.seatCount);
  let value = 0;
  for (let person = 0; person < problem.personCount; person++) {
    let placed = 0;
    for (let pair = problem.firstPairOfPerson[person]!; pair < problem.firstPairOfPerson[person + 1]!; pair++) {
      const x = answer.plan![pair]!;
      expect(x === 0 || x === 1).toBe(true);
      placed += x;
      value += x * problem.objective[pair]!;
      if (x === 1 && problem.seatOfPair[pair]! >= 0) taken[problem.seatOfPair[pair]!]!++;
    }
    expect(placed).toBeGreaterThanOrEqual(problem.lowerOfPerson[person]!);
    expect(placed).toBeLessThanOrEqual(problem.upperOfPerson[person]!);
  }
  taken.forEach((count, seat) => {
    expect(count).toBeLessThanOrEqual(problem.upperOfSeat[seat]!);
  });
  expect(answer.value).toBe(value);
}

function randomProblem(random: () => number): Problem {
  const seats = 1 + Math.floor(random() * 4);
  const lists = Array.from({ length: Math.floor(random() * 6) }, () =>
    Array.from({ length: seats }, (_, seat) => ({ seat: random() < 0.05 ? -1 : seat, value: Math.floor(random() * 30) - 10 })).filter(
      () => random() < 0.6,
    ),
  );
  const lower = lists.map(() => (random() < 0.35 ? 1 : 0));
  return problemOf({
    lists,
    lower,
    upper: lower.map((least) => (least === 0 && random() < 0.1 ? 0 : 1)),
    upperOfSeat: Array.from({ length: seats }, () => Math.floor(random() * 3)),
  });
}

describe('solveFlow', () => {
  it('agrees with the walk through all plans, and its prices replay', () => {
    const random = randomFrom(21);
    let impossible = 0;
    for (let round = 0; round < 3000; round++) {
      const problem = randomProblem(random);
      expect(acceptsFlow(problem)).toBe(true);
      const best = bestOf(problem);
      const answer = solveFlow(problem);
      const { scale, total } = totalOf(problem, answer);
      if (best === Number.NEGATIVE_INFINITY) {
        impossible++;
        expect(answer.status).toBe('infeasible');
        expect(scale).toBe(0);
        expect(total).toBeLessThan(0);
      } else {
        expect(answer.status).toBe('solved');
        expectPlanHolds(problem, answer);
        expect([answer.value, answer.bound, scale, total]).toEqual([best, best, 1, best]);
      }
    }
    expect(impossible).toBeGreaterThan(300);
  });

  it('places required people at any cost, through a long chain of worse pairs', () => {
    const length = 40;
    // Person k stands at seat k for 1000 or at seat k + 1 for 0; the newcomer wants seat 0 only: everybody has to move.
    const lists = Array.from({ length }, (_, k) => [
      { seat: k, value: 1000 },
      { seat: k + 1, value: 0 },
    ]);
    lists.push([{ seat: 0, value: -5000 }]);
    const problem = problemOf({
      lists,
      upperOfSeat: Array.from({ length: length + 1 }, () => 1),
      lower: Array.from({ length: length + 1 }, () => 1),
    });
    const answer = solveFlow(problem);
    expect(answer.value).toBe(-5000);
    expect(totalOf(problem, answer).total).toBe(-5000);
  });

  it('refuses side rows, extra columns and more than one placement', () => {
    const problem = problemOf({ lists: [[{ seat: 0, value: 1 }]], upperOfSeat: [1] });
    expect(acceptsFlow({ ...problem, upperOfPerson: Int32Array.of(2) })).toBe(false);
    expect(acceptsFlow({ ...problem, columnCount: 2 })).toBe(false);
    expect(acceptsFlow({ ...problem, rows: { ...problem.rows, count: 1 } })).toBe(false);
    expect(acceptsFlow({ ...problem, lowerOfPerson: Int32Array.of(1), upperOfPerson: Int32Array.of(0) })).toBe(false);
  });
});
