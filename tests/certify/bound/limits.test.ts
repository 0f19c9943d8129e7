import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { limitOf, ProofFault, untightened } from '../../../src/certify/bound/prices.js';
import { extend } from '../../../src/model/extend.js';
import { noRows } from '../../../src/model/cut.js';
import type { Constraints } from '../../../src/model/types.js';

/** One side row over extra columns; `lower` and `upper` as given. */
function withRow(coefficients: readonly number[], lower: number, upper: number, most = 3): Constraints {
  const base = {
    personCount: 0,
    seatCount: 0,
    pairCount: 0,
    columnCount: 0,
    firstPairOfPerson: Int32Array.of(0),
    seatOfPair: new Int32Array(0),
    lowerOfPerson: new Int32Array(0),
    upperOfPerson: new Int32Array(0),
    upperOfSeat: new Int32Array(0),
    upperOfExtra: new Float64Array(0),
    rows: noRows,
  };
  const columns = coefficients.map((_, column) => column);
  return extend(base, {
    uppers: columns.map(() => most),
    rows: [{ label: { kind: 'budget', keys: [] }, columns, coefficients, lower, upper }],
  });
}

describe('the limit that a price stands on', () => {
  it('lets every sum of whole columns through that the row does, and stands within the row', () => {
    const coefficient = fc.integer({ min: -12, max: 12 }).map((one) => one * 25);
    const values = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 3, maxLength: 3 });
    const limit = fc.integer({ min: -1500, max: 1500 });
    fc.assert(
      fc.property(
        fc.array(coefficient, { minLength: 3, maxLength: 3 }),
        values,
        limit,
        fc.integer({ min: 0, max: 300 }),
        (row, taken, lower, room) => {
          const constraints = withRow(row, lower, lower + room);
          const most = limitOf(constraints, 0, true, untightened);
          const least = limitOf(constraints, 0, false, untightened);
          expect(most).toBeLessThanOrEqual(lower + room);
          expect(least).toBeGreaterThanOrEqual(lower);
          const sum = row.reduce((total, one, k) => total + one * taken[k]!, 0);
          if (sum <= lower + room) expect(sum).toBeLessThanOrEqual(most);
          if (sum >= lower) expect(sum).toBeGreaterThanOrEqual(least);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('is what a tree tightened it to, in the units of the row', () => {
    const constraints = withRow([100, 250], 0, 1000);
    const tightened = { ...untightened, upperOfRow: new Map([[0, 499]]), lowerOfRow: new Map([[0, 1]]) };
    expect([limitOf(constraints, 0, true, tightened), limitOf(constraints, 0, false, tightened)]).toEqual([450, 50]);
  });

  it('is refused where it would leave the exact integers, or where the row has none', () => {
    const farthest = Number.MAX_SAFE_INTEGER;
    expect(() => limitOf(withRow([-5], -Infinity, -farthest), 0, true, untightened)).toThrow(ProofFault);
    expect(() => limitOf(withRow([5], farthest, Infinity), 0, false, untightened)).toThrow(ProofFault);
    expect(() => limitOf(withRow([5], 0, Infinity), 0, true, untightened)).toThrow(ProofFault);
    expect(limitOf(withRow([], 0, 7), 0, true, untightened)).toBe(0);
  });
});

/** People with three pairs each, all in one row; who is placed, who is not, and who may be. */
function rowOfPeople(
  coefficients: readonly number[],
  lower: readonly number[],
  upper: readonly number[],
  limits: readonly [number, number],
) {
  const personCount = lower.length;
  const pairCount = 3 * personCount;
  const base = {
    personCount,
    seatCount: 0,
    pairCount,
    columnCount: pairCount,
    firstPairOfPerson: Int32Array.from({ length: personCount + 1 }, (_, person) => 3 * person),
    seatOfPair: new Int32Array(pairCount).fill(-1),
    lowerOfPerson: Int32Array.from(lower),
    upperOfPerson: Int32Array.from(upper),
    upperOfSeat: new Int32Array(0),
    upperOfExtra: new Float64Array(0),
    rows: noRows,
  };
  const columns = coefficients.map((_, column) => column);
  return extend(base, { rows: [{ label: { kind: 'budget', keys: [] }, columns, coefficients, lower: limits[0], upper: limits[1] }] });
}

describe('the limit of a row where it is settled who is placed', () => {
  const costs = [700, 1100, 900, 500, 500, 1300, 100, 300, 2100];
  const limitsOf = (lower: readonly number[], upper: readonly number[], coefficients = costs): readonly number[] => {
    const constraints = rowOfPeople(coefficients, lower, upper, [1000, 2400]);
    return [false, true].map((isUpper) => limitOf(constraints, 3, isUpper, untightened));
  };

  it('is a sum of odd hundreds for an odd number of people, and of even ones for an even number', () => {
    expect(limitsOf([1, 1, 1], [1, 1, 1])).toEqual([1100, 2300]);
    expect(limitsOf([1, 1, 0], [1, 1, 0])).toEqual([1000, 2400]);
    expect(limitsOf([1, 0, 0], [1, 0, 0])).toEqual([1100, 2300]);
  });

  it('is the one sum there is, where all seats cost the same', () => {
    expect(limitsOf([1, 0, 1], [1, 0, 1], [700, 700, 700, 500, 500, 500, 900, 900, 900])).toEqual([1600, 1600]);
  });

  it('is in the units of the row alone where somebody may be placed or not, more than once, or elsewhere', () => {
    expect(limitsOf([1, 1, 0], [1, 1, 1])).toEqual([1000, 2400]);
    expect(limitsOf([1, 1, 1], [1, 1, 2])).toEqual([1000, 2400]);
    expect(limitsOf([1, 1, 1], [1, 1, 1], costs.slice(0, 8))).toEqual([1000, 2400]);
  });

  it('lets every sum through that the row does', () => {
    const cost = fc.integer({ min: 0, max: 20 }).map((one) => 700 + 600 * one);
    const fate = fc.constantFrom([0, 0], [1, 1], [1, 1], [1, 1], [0, 1]);
    fc.assert(
      fc.property(
        fc.array(cost, { minLength: 9, maxLength: 9 }),
        fc.array(fate, { minLength: 3, maxLength: 3 }),
        fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 3, maxLength: 3 }),
        fc.integer({ min: 0, max: 40_000 }),
        (row, fates, taken, limit) => {
          const isPlan = fates.every(([lower, upper], person) => (taken[person] === 3 ? lower === 0 : upper === 1));
          const sum = taken.reduce((total, at, person) => total + (at === 3 ? 0 : row[3 * person + at]!), 0);
          if (!isPlan) return;
          const constraints = rowOfPeople(
            row,
            fates.map(([lower]) => lower!),
            fates.map(([, upper]) => upper!),
            [limit, limit],
          );
          if (sum <= limit) expect(sum).toBeLessThanOrEqual(limitOf(constraints, 3, true, untightened));
          if (sum >= limit) expect(sum).toBeGreaterThanOrEqual(limitOf(constraints, 3, false, untightened));
        },
      ),
      { numRuns: 3000 },
    );
  });
});
