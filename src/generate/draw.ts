import { randomFrom } from '../basics/random.js';

/** Seeded draws: the only source of chance in a generated roster. */
export interface Draw {
  /** A whole number from … to, both included. */
  whole(from: number, to: number): number;
  /** True with the given per cent. */
  chance(percent: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** Picks by weight (whole numbers ≥ 0, at least one > 0). */
  weighted<T>(choices: readonly (readonly [T, number])[]): T;
  shuffled<T>(list: readonly T[]): T[];
}

export function drawFrom(seed: number): Draw {
  const random = randomFrom(seed);
  const whole = (from: number, to: number): number => from + Math.floor(random() * (to - from + 1));
  return {
    whole,
    chance: (percent) => random() * 100 < percent,
    pick: (list) => at(list, whole(0, list.length - 1)),
    weighted: (choices) => {
      let sum = 0;
      for (const [, weight] of choices) sum += weight;
      let rest = random() * sum;
      for (const [value, weight] of choices) {
        rest -= weight;
        if (rest < 0) return value;
      }
      return at(choices, choices.length - 1)[0];
    },
    shuffled: (list) => {
      const copy = list.slice();
      for (let i = copy.length - 1; i > 0; i--) {
        const j = whole(0, i);
        const held = at(copy, i);
        copy[i] = at(copy, j);
        copy[j] = held;
      }
      return copy;
    },
  };
}

/** The element at an index that exists; anything else is a bug of the generator. */
export function at<T>(list: readonly T[], index: number): T {
  const value = list[index];
  if (value === undefined) throw new RangeError(`no element ${index} in a list of ${list.length}`);
  return value;
}
