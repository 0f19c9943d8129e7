import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sortInSlices } from '../../src/basics/sort.js';
import { runInSlices, runNow, type Slices } from '../../src/instance/slices.js';

function* busy(steps: number): Slices<number> {
  let sum = 0;
  for (let step = 0; step < steps; step++) {
    for (let k = 0; k < 20_000; k++) sum += Math.sqrt(k);
    yield;
  }
  return Math.floor(sum);
}

describe('work in slices', () => {
  it('gives the same result as at once, and lets timers run meanwhile', async () => {
    const expected = runNow(busy(2000));
    let ticks = 0;
    const timer = setInterval(() => ticks++, 1);
    const found = await runInSlices(busy(2000));
    clearInterval(timer);
    expect(found).toBe(expected);
    expect(ticks).toBeGreaterThan(2);
  });

  it('sorts as the engine does, stably', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ key: fc.integer({ min: 0, max: 40 }), place: fc.integer() }), { maxLength: 3000, size: 'max' }),
        (items) => {
          const compare = (a: { key: number }, b: { key: number }) => a.key - b.key;
          expect(runNow(sortInSlices(items, compare))).toEqual([...items].sort(compare));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('sorts what is nearly in order', () => {
    const slip = fc.record({ at: fc.nat({ max: 4999 }), by: fc.nat({ max: 3000 }) });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 5000 }), fc.array(slip, { maxLength: 3 }), (length, slips) => {
        const items = Array.from({ length }, (_, place) => ({ key: place >> 1, place }));
        for (const { at, by } of slips) if (at < length) items[at]!.key += by;
        const compare = (a: { key: number }, b: { key: number }) => a.key - b.key;
        expect(runNow(sortInSlices(items, compare))).toEqual([...items].sort(compare));
      }),
      { numRuns: 60 },
    );
  });
});
