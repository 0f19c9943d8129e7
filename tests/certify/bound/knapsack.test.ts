import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { knapsackMaximum, type Option, pareto } from '../../../src/certify/bound/knapsack.js';
import { replay } from '../../../src/certify/bound/replay.js';
import { runToEnd } from '../../../src/certify/rules/slices.js';
import type { Problem } from '../../../src/model/types.js';
import type { Branch, Prices } from '../../../src/solution/types.js';

const option = fc.record({ cost: fc.integer({ min: 0, max: 40 }), worth: fc.integer({ min: -20, max: 60 }) });
const groups = fc.array(fc.array(option, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 6 });

function enumerated(lists: readonly (readonly Option[])[], limit: number): number {
  const from = (k: number, cost: number): number => {
    if (cost > limit) return Number.NEGATIVE_INFINITY;
    if (k === lists.length) return 0;
    return Math.max(...lists[k]!.map((one) => one.worth + from(k + 1, cost + one.cost)));
  };
  return from(0, 0);
}

describe('knapsackMaximum', () => {
  it('is the best of all choices', () => {
    fc.assert(
      fc.property(groups, fc.integer({ min: 0, max: 150 }), fc.constantFrom(1, 100, 4096), (lists, limit, factor) => {
        const scaled = lists.map((list) => list.map(({ cost, worth }) => ({ cost: cost * factor, worth: worth * factor })));
        expect(
          knapsackMaximum(
            scaled.map((list) => pareto(list)),
            limit * factor,
          ),
        ).toBe(enumerated(scaled, limit * factor));
      }),
      { numRuns: 400 },
    );
  });

  it('says so where the cheapest choice costs too much', () => {
    expect(knapsackMaximum([pareto([{ cost: 5, worth: 1 }])], 4)).toBe(Number.NEGATIVE_INFINITY);
  });

  it('finds cents as exactly as round figures', () => {
    const list = Array.from({ length: 12 }, (_, k) => [
      { cost: 0, worth: 0 },
      { cost: 100_003 + 7 * k, worth: 5000 + 3 * k },
      { cost: 140_011 - 13 * k, worth: 7000 - k },
    ]);
    const limit = 700_000;
    let best = 0;
    for (let code = 0; code < 3 ** 12; code++) {
      let cost = 0;
      let worth = 0;
      for (let k = 0, rest = code; k < 12; k++, rest = Math.floor(rest / 3)) {
        cost += list[k]![rest % 3]!.cost;
        worth += list[k]![rest % 3]!.worth;
      }
      if (cost <= limit && worth > best) best = worth;
    }
    expect(
      knapsackMaximum(
        list.map((one) => pareto(one)),
        limit,
      ),
    ).toBe(best);
  });
});

/** Three people, two seats of one, a budget over the first two. */
function problemOf(objective: readonly number[]): Problem {
  return {
    personCount: 3,
    seatCount: 2,
    pairCount: 6,
    columnCount: 6,
    firstPairOfPerson: Int32Array.of(0, 2, 4, 6),
    seatOfPair: Int32Array.of(0, 1, 0, 1, 0, 1),
    lowerOfPerson: new Int32Array(3),
    upperOfPerson: new Int32Array(3).fill(1),
    upperOfSeat: Int32Array.of(1, 1),
    upperOfExtra: new Float64Array(0),
    objective: Float64Array.from(objective),
    rows: {
      count: 1,
      firstEntryOfRow: Int32Array.of(0, 4),
      columnOfEntry: Int32Array.of(0, 1, 2, 3),
      coefficientOfEntry: Float64Array.of(7, 5, 6, 4),
      lowerOfRow: Float64Array.of(-Infinity),
      upperOfRow: Float64Array.of(10),
      minimumToOpenOfRow: new Float64Array(1),
      labelOfRow: [{ kind: 'budget', keys: ['a'] }],
    },
  };
}

function pricesOf(scale: number, priceOfSeat: readonly number[], knapsackRows = Int32Array.of(5)): Prices {
  return { scale, rowOfPrice: Int32Array.of(3, 4), priceOfRow: Float64Array.from(priceOfSeat), knapsackRows };
}

function boundOf(problem: Problem, nodes: readonly (Prices | Branch)[]): number | null {
  const shown = runToEnd(replay(problem, { kind: 'tree', nodes }));
  return shown.isInfeasible ? null : Number(shown.bound);
}

/** Best plan by enumeration, each person at `fixed` where that is not undefined (−1: not at that pair …). */
function bestOf(problem: Problem, allows: (pairs: readonly number[]) => boolean = () => true): number | null {
  let best: number | null = null;
  for (let code = 0; code < 27; code++) {
    const choice = [code % 3, Math.floor(code / 3) % 3, Math.floor(code / 9)];
    const pairs = choice.flatMap((pick, person) => (pick === 2 ? [] : [2 * person + pick]));
    const seats = pairs.map((pair) => pair % 2);
    const cost = pairs.reduce((sum, pair) => sum + (pair < 4 ? problem.rows.coefficientOfEntry[pair]! : 0), 0);
    if (new Set(seats).size < seats.length || cost > 10 || !allows(pairs)) continue;
    const value = pairs.reduce((sum, pair) => sum + problem.objective[pair]!, 0);
    if (best === null || value > best) best = value;
  }
  return best;
}

describe('replay of leaves with knapsacks', () => {
  const scores = fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 6, maxLength: 6 });
  const price = fc.integer({ min: 0, max: 120 });

  it('never shows a bound below the best plan, whatever the prices', () => {
    fc.assert(
      fc.property(scores, price, price, fc.integer({ min: 1, max: 8 }), (objective, first, second, scale) => {
        const problem = problemOf(objective);
        expect(boundOf(problem, [pricesOf(scale, [first, second])])!).toBeGreaterThanOrEqual(bestOf(problem)!);
      }),
      { numRuns: 300 },
    );
  });

  it('keeps to columns branched in and out', () => {
    fc.assert(
      fc.property(
        scores,
        price,
        price,
        fc.integer({ min: 0, max: 5 }),
        fc.integer({ min: 0, max: 5 }),
        (objective, first, second, one, other) => {
          const problem = problemOf(objective);
          const leaf = pricesOf(4, [first, second]);
          const nodes: (Prices | Branch)[] = [
            { on: 'column', index: one, at: 0, first: 1, second: 2 },
            leaf,
            { on: 'column', index: other, at: 0, first: 3, second: 4 },
            leaf,
            leaf,
          ];
          expect(boundOf(problem, nodes)!).toBeGreaterThanOrEqual(bestOf(problem)!);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('solves the budget in integers, where prices alone cannot', () => {
    // Both at the dearer pair cost 13, one of them and the other's cheaper one 11 or 12: only 5 + 4 fits. Seats are ample.
    const problem = { ...problemOf([20, 10, 20, 10, 0, 0]), upperOfSeat: Int32Array.of(3, 3) };
    expect(boundOf(problem, [pricesOf(1, [0, 0])])).toBe(20);
  });

  it('shows no plan where pairs that are branched in cost more than the budget', () => {
    // Pairs 0 and 2 cost 13 together; without the budget that leaf would be worth 200.
    const problem = { ...problemOf([100, 0, 100, 0, 0, 0]), upperOfSeat: Int32Array.of(3, 3) };
    const leaf = pricesOf(1, [0, 0]);
    const nodes: (Prices | Branch)[] = [
      { on: 'column', index: 0, at: 0, first: 1, second: 2 },
      leaf,
      { on: 'column', index: 2, at: 0, first: 3, second: 4 },
      leaf,
      leaf,
    ];
    expect(boundOf(problem, nodes)).toBe(100);
    const tight = { ...problem, lowerOfPerson: Int32Array.of(1, 1, 0), rows: { ...problem.rows, upperOfRow: Float64Array.of(8) } };
    expect(boundOf(tight, [leaf])).toBeNull();
  });

  it('refuses what is no knapsack', () => {
    const problem = problemOf([1, 2, 3, 4, 5, 6]);
    const refused = (changed: Problem, prices: Prices): void => expect(() => boundOf(changed, [prices])).toThrow(/knapsack|limit/);
    refused(problem, pricesOf(1, [0, 0], Int32Array.of(4)));
    refused(problem, pricesOf(1, [0, 0], Int32Array.of(6)));
    refused(problem, pricesOf(1, [0, 0], Int32Array.of(5, 5)));
    refused(problem, { ...pricesOf(1, [0, 0]), rowOfPrice: Int32Array.of(3, 5), priceOfRow: Float64Array.of(1, 1) });
    refused({ ...problem, rows: { ...problem.rows, coefficientOfEntry: Float64Array.of(7, 5, -6, 4) } }, pricesOf(1, [0, 0]));
    refused({ ...problem, rows: { ...problem.rows, upperOfRow: Float64Array.of(Infinity) } }, pricesOf(1, [0, 0]));
    refused({ ...problem, upperOfPerson: Int32Array.of(2, 1, 1) }, pricesOf(1, [0, 0]));
    refused({ ...problem, rows: { ...problem.rows, columnOfEntry: Int32Array.of(0, 1, 2, 2) } }, pricesOf(1, [0, 0]));
  });
});
