import { describe, expect, it } from 'vitest';
import { SupportingPrices } from '../../src/ask/supporting.js';
import { noRows } from '../../src/model/cut.js';
import { extend } from '../../src/model/extend.js';
import type { Problem } from '../../src/model/types.js';
import type { Proof } from '../../src/solution/types.js';

/** Two people with a pair each into one seat, in one budget of 200 that both pairs cost 122 of. */
function problemOf(score: number, lower: number, isRefusedPerson?: Uint8Array): Problem {
  const base = {
    personCount: 2,
    seatCount: 1,
    pairCount: 2,
    columnCount: 2,
    firstPairOfPerson: Int32Array.of(0, 1, 2),
    seatOfPair: Int32Array.of(0, 0),
    lowerOfPerson: Int32Array.of(lower, 0),
    upperOfPerson: Int32Array.of(1, 1),
    upperOfSeat: Int32Array.of(1),
    upperOfExtra: new Float64Array(0),
    isRefusedPerson,
    rows: noRows,
  };
  const budget = { label: { kind: 'budget', keys: [] }, columns: [0, 1], coefficients: [122, 122], lower: -Infinity, upper: 200 } as const;
  return { ...extend(base, { rows: [budget] }), objective: Int32Array.of(score, score) };
}

const priceOn = (row: number, price: number, scale: number): Proof => ({
  kind: 'prices',
  prices: { scale, rowOfPrice: Int32Array.of(row), priceOfRow: Float64Array.of(price) },
});
const seat = 2;
const budget = 3;

describe('a supporting price', () => {
  it('counts the sums that a row can reach: 44 more make room for 122', () => {
    const prices = new SupportingPrices(priceOn(budget, 1, 122), problemOf(1, 0));
    expect(prices.rise([{ address: budget, by: 43 }])).toBe(0);
    expect(prices.rise([{ address: budget, by: 44 }])).toBe(1);
  });

  it('rises by what values are multiples of', () => {
    expect(new SupportingPrices(priceOn(seat, 3, 1), problemOf(7, 0)).rise([{ address: seat, by: 1 }])).toBe(7);
    expect(new SupportingPrices(priceOn(seat, 8, 1), problemOf(7, 0)).rise([{ address: seat, by: 1 }])).toBe(14);
  });

  it('counts room for those whom a walk refused, where the rest can spend no more', () => {
    const settled = problemOf(1, 1, Uint8Array.of(0, 1));
    expect(new SupportingPrices(priceOn(budget, 1, 122), settled).rise([{ address: budget, by: 44 }])).toBe(1);
  });
});
