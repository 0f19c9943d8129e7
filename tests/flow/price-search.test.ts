import { describe, expect, it } from 'vitest';
import { type CoupledProblem, rowsOfPair } from '../../src/flow/coupled.js';
import { searchPrices } from '../../src/flow/price-search.js';
import { Relaxation } from '../../src/flow/relaxation.js';

describe('searchPrices', () => {
  it('finds prices where people count as one each against costs in cents', () => {
    const people = 300;
    const costOf = (person: number): number => 150_000 + 700 * person;
    const problem: CoupledProblem = {
      personCount: people,
      seatCount: 1,
      pairCount: people,
      firstPairOfPerson: Int32Array.from({ length: people + 1 }, (_, person) => person),
      seatOfPair: new Int32Array(people),
      lowerOfPerson: new Int32Array(people),
      upperOfPerson: new Int32Array(people).fill(1),
      upperOfSeat: Int32Array.of(people),
      objective: new Float64Array(people).fill(1),
      rows: {
        count: 1,
        firstEntryOfRow: Int32Array.of(0, people),
        columnOfEntry: Int32Array.from({ length: people }, (_, pair) => pair),
        coefficientOfEntry: Float64Array.from({ length: people }, (_, pair) => costOf(pair)),
        lowerOfRow: Float64Array.of(Number.NEGATIVE_INFINITY),
        // The hundred cheapest cost 100 · 150,000 + 700 · (0 + … + 99).
        upperOfRow: Float64Array.of(100 * 150_000 + 700 * 4950),
        minimumToOpenOfRow: Float64Array.of(0),
      },
    };
    const relaxation = new Relaxation(problem, rowsOfPair(problem));
    const { total } = searchPrices(
      problem,
      relaxation,
      30,
      () => false,
      () => undefined,
    );
    expect(total / relaxation.scale).toBeGreaterThanOrEqual(100);
    expect(total / relaxation.scale).toBeLessThan(101);
  });
});
