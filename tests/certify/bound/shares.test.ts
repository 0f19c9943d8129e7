import { describe, expect, it } from 'vitest';
import { totalOf, untightened } from '../../../src/certify/bound/prices.js';
import { runToEnd } from '../../../src/certify/rules/slices.js';
import { extend } from '../../../src/model/extend.js';
import type { Problem } from '../../../src/model/types.js';
import type { Prices } from '../../../src/solution/types.js';
import { randomModel } from '../../support/random-model.js';

/** Prices 1, 2, … on the upper limits of all side rows that have one, from the first price on. */
function pricesOf({ personCount, seatCount, rows }: Problem, from: number): Prices {
  const limited = Array.from({ length: rows.count }, (_, row) => row).filter((row) => Number.isFinite(rows.upperOfRow[row]!));
  return {
    scale: 1,
    rowOfPrice: Int32Array.from(limited, (row) => personCount + seatCount + row),
    priceOfRow: Float64Array.from(limited, (_, k) => from + k),
  };
}

const fresh = (problem: Problem): Problem => ({ ...problem, rows: { ...problem.rows } });
const total = (problem: Problem, prices: Prices): bigint => runToEnd(totalOf(problem, prices, untightened));

describe('what side rows take from each column', () => {
  it.each([1, 2, 3, 4, 5])('is never that of other prices or other columns (seed %i)', (seed) => {
    const model = randomModel(seed);
    const objective = (count: number) => Float64Array.from({ length: count }, (_, column) => model.scoreOfPair[column] ?? 7);
    const problem: Problem = { ...model, objective: objective(model.columnCount) };
    const wide = extend(problem, { uppers: [3, 5] });
    const wider: Problem = { ...wide, objective: objective(wide.columnCount) };
    expect(wider.rows).toBe(problem.rows);
    for (const [asked, from] of [
      [problem, 1],
      [problem, 4],
      [wider, 4],
      [problem, 4],
      [wider, 1],
      [wider, 0],
    ] as const) {
      const prices = pricesOf(asked, from);
      expect(total(asked, prices)).toBe(total(fresh(asked), prices));
    }
  });
});
