import { describe, expect, it } from 'vitest';
import { ElitePlans } from '../../src/flow/elite-plans.js';

const plan = (place: number): Int32Array => Int32Array.of(place);

describe('the best plans met', () => {
  it('has none to draw before the first', () => {
    expect(new ElitePlans(2).drawn(() => 0)).toBeNull();
  });

  it('keeps so many of the best, one of each value, and says what it takes to be one of them', () => {
    const elite = new ElitePlans(2);
    elite.add(plan(1), 10);
    expect(elite.leastValue()).toBe(Number.NEGATIVE_INFINITY);
    elite.add(plan(2), 10);
    elite.add(plan(3), 30);
    expect(elite.leastValue()).toBe(10);
    elite.add(plan(4), 20);
    elite.add(plan(5), 5);
    expect([elite.leastValue(), elite.has(30), elite.has(20), elite.has(10), elite.has(5)]).toEqual([20, true, true, false, false]);
    expect([elite.drawn(() => 0), elite.drawn(() => 0.99)]).toEqual([plan(3), plan(4)]);
  });

  it('keeps a plan as it was when it was met', () => {
    const elite = new ElitePlans(1);
    const met = plan(1);
    elite.add(met, 10);
    met[0] = 7;
    expect(elite.drawn(() => 0)).toEqual(plan(1));
  });
});
