import { describe, expect, test } from 'vitest';
import { randomFrom } from '../../src/basics/random.js';
import { ChoiceKnapsack } from '../../src/flow/choice-knapsack.js';

interface Option {
  readonly cost: number;
  readonly worth: number;
}

function bestWorth(groups: readonly (readonly Option[])[], limit: number): number {
  const [first, ...rest] = groups;
  if (first === undefined) return limit >= 0 ? 0 : Number.NEGATIVE_INFINITY;
  return Math.max(...first.map(({ cost, worth }) => worth + bestWorth(rest, limit - cost)));
}

/** The same by a table over the costs. */
function bestWithin(groups: readonly (readonly Option[])[], limit: number): number {
  let best = new Float64Array(limit + 1);
  for (const group of groups) {
    const next = new Float64Array(limit + 1).fill(Number.NEGATIVE_INFINITY);
    for (const { cost, worth } of group)
      for (let spent = cost; spent <= limit; spent++) next[spent] = Math.max(next[spent]!, best[spent - cost]! + worth);
    best = next;
  }
  return Math.max(...best);
}

/** Asks for one option of each group; what is chosen adds up to the worth that is told, within the limit. */
function solved(knapsack: ChoiceKnapsack, groups: readonly (readonly Option[])[], limit: number) {
  knapsack.clear();
  const options: Option[] = [];
  for (const group of groups) {
    knapsack.openGroup();
    for (const option of group) options[knapsack.addOption(option.cost, option.worth)] = option;
  }
  const { worth, isExact } = knapsack.solve(limit);
  expect(isExact).toBe(true);
  const chosen = Array.from(knapsack.choice.subarray(0, groups.length), (option) => options[option]!);
  if (worth !== Number.NEGATIVE_INFINITY) {
    expect(chosen.reduce((sum, option) => sum + option.worth, 0)).toBe(worth);
    expect(chosen.reduce((sum, option) => sum + option.cost, 0)).toBeLessThanOrEqual(limit);
  }
  return { worth, chosen };
}

describe('choice knapsack', () => {
  test('finds the best choice of small groups, with costs of either sign', () => {
    const random = randomFrom(5);
    const draw = (low: number, high: number): number => low + Math.floor(random() * (high - low + 1));
    const knapsack = new ChoiceKnapsack(7, 35, 100_000);
    for (let round = 0; round < 400; round++) {
      const groups = Array.from({ length: draw(1, 7) }, () =>
        Array.from({ length: draw(1, 5) }, (_, option) =>
          option === 0 ? { cost: 0, worth: 0 } : { cost: draw(-20, 60), worth: draw(-500, 900 * (round % 2)) },
        ),
      );
      const limit = draw(-30, 120);
      const { worth, chosen } = solved(knapsack, groups, limit);
      expect(worth).toBe(bestWorth(groups, limit));
      if (worth === Number.NEGATIVE_INFINITY) continue;
      chosen.forEach((option, group) => {
        expect(groups[group]).toContain(option);
      });
    }
  });

  test('finds the best choice of many groups with few near options, one knapsack after the other', () => {
    const random = randomFrom(7);
    const draw = (low: number, high: number): number => low + Math.floor(random() * (high - low + 1));
    const knapsack = new ChoiceKnapsack(24, 96, 1_000_000);
    for (let round = 0; round < 600; round++) {
      const dearest = [3, 60, 400][round % 3]!;
      const groups = Array.from({ length: draw(2, 24) }, () =>
        Array.from({ length: draw(2, 4) }, () => ({ cost: draw(0, dearest), worth: draw(0, 40) * draw(1, 1000) })),
      );
      let least = 0;
      for (const group of groups) least += Math.min(...group.map(({ cost }) => cost));
      const limit = least + draw(0, 3 * dearest);
      expect(solved(knapsack, groups, limit).worth).toBe(bestWithin(groups, limit));
    }
  });

  test('says where too many states were met, with a bound that holds', () => {
    const random = randomFrom(6);
    const knapsack = new ChoiceKnapsack(30, 90, 20);
    for (let group = 0; group < 30; group++) {
      knapsack.openGroup();
      for (let option = 0; option < 3; option++) knapsack.addOption(Math.floor(random() * 1000), Math.floor(random() * 1000));
    }
    const { worth, isExact } = knapsack.solve(9000);
    expect(isExact).toBe(false);
    const free = new ChoiceKnapsack(30, 90, 1_000_000);
    const again = randomFrom(6);
    for (let group = 0; group < 30; group++) {
      free.openGroup();
      for (let option = 0; option < 3; option++) free.addOption(Math.floor(again() * 1000), Math.floor(again() * 1000));
    }
    expect(free.solve(9000).isExact).toBe(true);
    expect(worth).toBeGreaterThanOrEqual(free.solve(9000).worth);
  });
});
