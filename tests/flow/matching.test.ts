import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../src/basics/random.js';
import { auction, firstStep } from '../../src/flow/auction.js';
import { type Matching, type MatchingInput, solveMatching } from '../../src/flow/matching.js';
import { openState } from '../../src/flow/state.js';

/** `npm run fuzz` sets both. */
const rounds = Number(process.env.PLACEWISE_FUZZ_ROUNDS ?? 5000);
const seed = Number(process.env.PLACEWISE_FUZZ_SEED ?? 7);

interface Row {
  readonly seat: number;
  readonly value: number;
}

function inputOf(lists: readonly (readonly Row[])[], upper: readonly number[]): MatchingInput {
  const firstPairOfPerson = new Int32Array(lists.length + 1);
  lists.forEach((list, person) => {
    firstPairOfPerson[person + 1] = firstPairOfPerson[person]! + list.length;
  });
  const pairs = lists.flat();
  return {
    personCount: lists.length,
    seatCount: upper.length,
    firstPairOfPerson,
    seatOfPair: Int32Array.from(pairs, (pair) => pair.seat),
    upperOfSeat: Int32Array.from(upper),
    valueOfPair: Float64Array.from(pairs, (pair) => pair.value),
  };
}

/** All plans, person by person. */
function bestOf(input: MatchingInput): number {
  const left = Array.from(input.upperOfSeat);
  const from = (person: number): number => {
    if (person === input.personCount) return 0;
    let best = from(person + 1);
    for (let pair = input.firstPairOfPerson[person]!; pair < input.firstPairOfPerson[person + 1]!; pair++) {
      const seat = input.seatOfPair[pair]!;
      if (left[seat]! <= 0) continue;
      left[seat]!--;
      best = Math.max(best, input.valueOfPair[pair]! + from(person + 1));
      left[seat]!++;
    }
    return best;
  };
  return from(0);
}

function isSame(a: Int32Array, b: Int32Array): boolean {
  return a.length === b.length && a.every((value, at) => value === b[at]);
}

/** The certificate, summed anew from the input. Throws where a condition fails: a hundred thousand calls of `expect` would take longer than the kernel. */
function expectCertified(input: MatchingInput, matching: Matching): void {
  const must = (holds: boolean, what: string): void => {
    if (!holds) throw new Error(`${what}: ${JSON.stringify({ ...input, ...matching })}`);
  };
  const taken = new Int32Array(input.seatCount);
  let value = 0;
  let bound = 0;
  for (let person = 0; person < input.personCount; person++) {
    let surplus = 0;
    for (let pair = input.firstPairOfPerson[person]!; pair < input.firstPairOfPerson[person + 1]!; pair++) {
      surplus = Math.max(surplus, input.valueOfPair[pair]! - matching.priceOfSeat[input.seatOfPair[pair]!]!);
    }
    bound += surplus;
    const pair = matching.pairOfPerson[person]!;
    if (pair < 0) continue;
    must(pair >= input.firstPairOfPerson[person]! && pair < input.firstPairOfPerson[person + 1]!, "somebody else's pair");
    taken[input.seatOfPair[pair]!]!++;
    value += input.valueOfPair[pair]!;
  }
  for (let seat = 0; seat < input.seatCount; seat++) {
    must(taken[seat]! <= input.upperOfSeat[seat]!, 'more people than seats');
    must(matching.priceOfSeat[seat]! >= 0, 'a negative price');
    bound += input.upperOfSeat[seat]! * matching.priceOfSeat[seat]!;
  }
  must(matching.value === value && matching.bound === bound && bound === value, 'value and bound differ');
}

function randomInput(random: () => number, people: number, seats: number, spread: number, least: number): MatchingInput {
  const lists = Array.from({ length: people }, () =>
    Array.from({ length: seats }, (_, seat) => ({ seat, value: least + Math.floor(random() * spread) })).filter(() => random() < 0.6),
  );
  return inputOf(
    lists,
    Array.from({ length: seats }, () => Math.floor(random() * 4)),
  );
}

describe('solveMatching', () => {
  it(`agrees with the walk through all plans on ${rounds} tiny instances, from an auction, from any prices and in 32 bits`, () => {
    const random = randomFrom(seed);
    for (let round = 0; round < rounds; round++) {
      const spread = [1, 3, 20, 10_000][round % 4]!;
      const seats = Math.floor(random() * 5);
      const input = randomInput(random, Math.floor(random() * 6), seats, spread, round % 3 === 0 ? -5 : 0);
      const best = bestOf(input);
      const startPriceOfSeat = Float64Array.from({ length: seats }, () => Math.floor(random() * spread * 1.5));
      const auctioned = solveMatching(input);
      for (const matching of [auctioned, solveMatching({ ...input, startPriceOfSeat })]) {
        if (matching.value !== best) throw new Error(`round ${round}: ${matching.value}, not ${best}`);
        expectCertified(input, matching);
      }
      const narrow = solveMatching({ ...input, valueOfPair: Int32Array.from(input.valueOfPair) });
      if (!isSame(narrow.pairOfPerson, auctioned.pairOfPerson)) throw new Error(`round ${round}: another plan in 32 bits`);
    }
  }, 120_000);

  it('starts with a step in proportion to the scores, whatever is added to all of them', () => {
    const lists = (scale: number, bonus: number) =>
      Array.from({ length: 30 }, (_, person) =>
        [0, 1500, 3000].map((value, seat) => ({ seat, value: scale * (value + 3000 * (person % 3)) + bonus })),
      );
    const stepOf = (scale: number, bonus: number) => firstStep(openState(inputOf(lists(scale, bonus), [3, 3, 3]), () => false));
    expect(stepOf(1, 0)).toBe(10);
    for (const scale of [1, 10, 1000, 1e6]) for (const bonus of [0, 7, 1e9]) expect(stepOf(scale, bonus)).toBe(10 * scale);
    // Never below 1, or nobody would ever be outbid.
    expect(firstStep(openState(inputOf([[{ seat: 0, value: 1 }]], [1]), () => false))).toBe(1);
  });

  it('keeps step and prices below thrice the largest value', () => {
    const random = randomFrom(4);
    for (const value of [1, 50, 2 ** 40]) {
      const lists = Array.from({ length: 300 }, () =>
        Array.from({ length: 6 }, (_, seat) => ({ seat, value: value - Math.floor(random() * 2) })),
      );
      const state = openState(inputOf(lists, [1, 1, 2, 1, 1, 1]), () => false);
      auction(state);
      for (const price of state.priceOfSeat) expect(price).toBeLessThanOrEqual(3 * value);
    }
  });

  it('gives the same value from any start, and for people in any order', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2 ** 31 }),
        fc.integer({ min: 1, max: 60 }),
        fc.constantFrom(1, 5, 1000, 1e12),
        (seed, people, spread) => {
          const random = randomFrom(seed);
          const input = randomInput(random, people, 12, spread, 0);
          const matching = solveMatching(input);
          expectCertified(input, matching);
          const startPriceOfSeat = Float64Array.from({ length: 12 }, () => (random() < 0.3 ? 0 : Math.floor(random() * spread * 2)));
          const cold = solveMatching({ ...input, startPriceOfSeat });
          expectCertified(input, cold);
          const warm = solveMatching({ ...input, startPriceOfSeat, startPairOfPerson: matching.pairOfPerson });
          expectCertified(input, warm);
          const order = Array.from({ length: people }, (_, person) => ({ person, key: random() })).sort((a, b) => a.key - b.key);
          const lists = order.map(({ person }) =>
            Array.from({ length: input.firstPairOfPerson[person + 1]! - input.firstPairOfPerson[person]! }, (_, at) => {
              const pair = input.firstPairOfPerson[person]! + at;
              return { seat: input.seatOfPair[pair]!, value: input.valueOfPair[pair]! };
            }),
          );
          const shuffled = solveMatching(inputOf(lists, Array.from(input.upperOfSeat)));
          expect([cold.value, warm.value, shuffled.value]).toEqual([matching.value, matching.value, matching.value]);
        },
      ),
      { numRuns: 200, seed: 3 },
    );
  });

  it('takes nothing at all, people without pairs, no seats, and seats without limit', () => {
    expect(solveMatching(inputOf([], [])).value).toBe(0);
    const bare = inputOf([[], [{ seat: 0, value: 5 }], [{ seat: 1, value: 7 }]], [0, 2_000_000_000]);
    const matching = solveMatching(bare);
    expectCertified(bare, matching);
    expect(Array.from(matching.pairOfPerson)).toEqual([-1, -1, 1]);
  });

  it('repeats its bytes where all is equal', () => {
    const input = inputOf(
      Array.from({ length: 50 }, () => [0, 1, 2].map((seat) => ({ seat, value: 4 }))),
      [5, 6, 7],
    );
    const first = solveMatching(input);
    expectCertified(input, first);
    expect(first.value).toBe(72);
    expect(solveMatching(input)).toEqual(first);
  });

  it('survives heavy contention, coarse steps and large bonuses', () => {
    const random = randomFrom(11);
    const worth = Array.from({ length: 200 }, () => Math.floor(random() * 8000));
    for (const bonus of [0, 1e6, 1e11]) {
      const lists = Array.from({ length: 2000 }, () =>
        Array.from({ length: 8 }, () => {
          const seat = Math.floor(random() * 200);
          return { seat, value: bonus + 1000 + worth[seat]! + 10 * Math.floor(random() * 60) };
        }),
      );
      const input = inputOf(
        lists,
        worth.map(() => 4),
      );
      expectCertified(input, solveMatching(input));
    }
  });

  it('refuses values whose sums would not be exact', () => {
    expect(() => solveMatching(inputOf([[{ seat: 0, value: 2 ** 51 }]], [1]))).toThrow(RangeError);
    expect(() => solveMatching(inputOf([[{ seat: 0, value: Number.NaN }]], [1]))).toThrow(RangeError);
    const many = Array.from({ length: 40 }, () => [{ seat: 0, value: 2 ** 49 }]);
    expect(() => solveMatching(inputOf(many, [1]))).toThrow(RangeError);
    const one = inputOf([[{ seat: 0, value: 5 }]], [1]);
    expect(() => solveMatching(inputOf([[{ seat: 0, value: 0.5 }]], [1]))).toThrow(RangeError);
    for (const price of [-1, 0.5, 2 ** 52, Number.NaN])
      expect(() => solveMatching({ ...one, startPriceOfSeat: Float64Array.of(price) })).toThrow(RangeError);
  });

  it('goes on from prices that are off by a step, to the same value', () => {
    const random = randomFrom(11);
    for (let round = 0; round < 300; round++) {
      const input = randomInput(random, 1 + Math.floor(random() * 12), 1 + Math.floor(random() * 6), 1000, 0);
      const { value, priceOfSeat } = solveMatching(input);
      const startStep = Math.floor(random() * 500);
      const startPriceOfSeat = priceOfSeat.map((price) => Math.max(0, price + Math.floor((random() - 0.5) * 2 * startStep)));
      expect(solveMatching({ ...input, startPriceOfSeat, startStep }).value).toBe(value);
    }
    const one = inputOf([[{ seat: 0, value: 5 }]], [1]);
    expect(() => solveMatching({ ...one, startPriceOfSeat: Float64Array.of(0), startStep: 0.5 })).toThrow(RangeError);
  });

  it('stops when told, with a plan inside the seats', () => {
    const random = randomFrom(5);
    const input = randomInput(random, 400, 40, 1000, 0);
    const matching = solveMatching(input, { shouldStop: () => true });
    expect(matching.value).toBeLessThanOrEqual(matching.bound);
    const taken = new Int32Array(40);
    for (const pair of matching.pairOfPerson) if (pair >= 0) taken[input.seatOfPair[pair]!]!++;
    taken.forEach((count, seat) => {
      expect(count).toBeLessThanOrEqual(input.upperOfSeat[seat]!);
    });
  });
});
