import { describe, expect, it } from 'vitest';
import { comparePeople } from '../../src/basics/order.js';
import { peopleInOrder } from '../../src/basics/people-order.js';
import { orderOf } from '../../src/basics/sort.js';
import { randomFrom } from '../../src/basics/random.js';

function whole<Result>(work: Generator<undefined, Result, undefined>): Result {
  let step = work.next();
  while (!step.done) step = work.next();
  return step.value;
}

describe('the order of 32-bit keys', () => {
  it('is that of the numbers, of equal ones the first first', () => {
    const random = randomFrom(3);
    const few = [0, 1, 65_535, 65_536, 2 ** 31, 2 ** 32 - 1];
    for (const length of [0, 1, 5, 40_000]) {
      const keys = Uint32Array.from({ length }, (_, k) => (k % 2 === 0 ? few[Math.floor(random() * few.length)]! : random() * 2 ** 32));
      const expected = [...keys.keys()].sort((a, b) => keys[a]! - keys[b]! || a - b);
      expect([...whole(orderOf(keys))]).toEqual(expected);
    }
  });
});

describe('people in canonical order', () => {
  it('stand by lot, given or from the seed, then by id', () => {
    const random = randomFrom(5);
    const people = Array.from({ length: 5000 }, (_, k) => ({
      id: `p${(k * 7919) % 5000}`,
      lot: k % 3 === 0 ? null : Math.floor(random() * 900),
    }));
    for (const seed of [0, 1, 4_294_967_295]) {
      expect(whole(peopleInOrder(seed, people))).toEqual([...people].sort((a, b) => comparePeople(seed, a, b)));
    }
  });
});
