import { expect, it } from 'vitest';
import { randomFrom } from '../../src/basics/random.js';
import { LaminarForest } from '../../src/flow/laminar.js';

const elements = 7;

function drawn(random: () => number): number[] {
  return Array.from({ length: elements }, (_, element) => element).filter(() => random() < 0.45);
}

const nestOrMiss = (a: readonly number[], b: readonly number[]): boolean => {
  const both = a.filter((element) => b.includes(element)).length;
  return both === 0 || both === a.length || both === b.length;
};

it('takes exactly the sets that cross none, in any order, and knows the most that all limits leave', () => {
  let taken = 0;
  for (let seed = 1; seed <= 600; seed++) {
    const random = randomFrom(seed);
    const forest = new LaminarForest(elements, 8);
    const sets: { readonly members: readonly number[]; readonly upper: number }[] = [];
    for (let k = 0; k < 8; k++) {
      const members = drawn(random);
      const fits = sets.every((other) => nestOrMiss(other.members, members));
      expect(forest.fits(members), `seed ${seed}`).toBe(fits);
      if (!fits) continue;
      const upper = Math.floor(random() * 4);
      forest.add(members, upper);
      sets.push({ members, upper });
      taken++;
    }
    const asked = drawn(random);
    let most = 0;
    for (let mask = 0; mask < 1 << elements; mask++) {
      const has = (element: number): boolean => ((mask >> element) & 1) === 1;
      const isAllowed = sets.every(({ members, upper }) => members.filter(has).length <= upper);
      if (isAllowed) most = Math.max(most, asked.filter(has).length);
    }
    expect(forest.mostOf(asked), `seed ${seed}`).toBe(most);
  }
  expect(taken).toBeGreaterThan(1500);
});
