import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../src/basics/random.js';
import { Remainders, unitOf } from '../../src/flow/remainders.js';

/** What is lost of a limit at best where so many people cost the remainder each and any number of units. */
function lost(limit: number, people: number, unit: number, remainder: number): number {
  let least = limit;
  for (let spent = people * remainder - 40 * unit; spent <= limit; spent += unit) least = limit - spent;
  return least;
}

describe('Remainders', () => {
  it('knows what rows cannot spend, whoever enters and leaves', () => {
    for (const costs of [
      [98_100, 106_700, 131_700],
      [0, 500, 800, 1400],
      [300, 600],
      [700, 700],
    ]) {
      const random = randomFrom(7);
      const costOfSeat = Float64Array.from(costs);
      const unit = unitOf(costOfSeat);
      const remainder = costs.find((cost) => cost > 0)! % unit;
      const limits = Float64Array.from({ length: 4 }, () => Math.floor(random() * 3000));
      const people = [0, 0, 0, 0];
      const total = (): number => people.reduce((sum, count, row) => sum + lost(limits[row]!, count, unit, remainder), 0);
      const remainders = new Remainders(limits, costOfSeat);
      expect(remainders.total).toBe(total());
      for (let step = 0; step < 30; step++) {
        const [entering, leaving] = [Math.floor(random() * 4), Math.floor(random() * 4)];
        const [after, afterLeaving] = [remainders.after(entering, leaving), remainders.afterLeaving(leaving)];
        people[leaving]!--;
        remainders.leave(leaving);
        expect(afterLeaving).toBe(total());
        people[entering]!++;
        remainders.enter(entering);
        expect(after).toBe(total());
        expect(remainders.total).toBe(after);
      }
    }
  });

  it('finds a chain of rows whose ends lose less, and none where there is none', () => {
    // Units of 200, 100 a person: rows 0 and 3 lose 100 each, 1 and 2 nothing.
    const remainders = new Remainders(Float64Array.of(300, 400, 200, 500), Float64Array.of(300, 500));
    expect(remainders.total).toBe(200);
    expect(remainders.chainForLess([[1], [2], [3], []])).toEqual([0, 1, 2, 3]);
    expect(remainders.chainForLess([[1], [2], [1], []])).toEqual([]);
  });
});
