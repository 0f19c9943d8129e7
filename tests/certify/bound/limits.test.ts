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
    expect(limitOf(withRow([], 0, 7), 0, true, untightened)).toBe(7);
  });
});
