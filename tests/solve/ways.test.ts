import { oneTierModel } from '../../src/model/one-tier.js';
import { describe, expect, it } from 'vitest';
import { replaySteps } from '../../src/certify/bound/steps.js';
import { runToEnd } from '../../src/certify/rules/slices.js';
import { ProofFault } from '../../src/certify/bound/prices.js';
import { randomFrom } from '../../src/basics/random.js';
import type { Constraints, Model, Wishes } from '../../src/model/types.js';
import { noRows } from '../../src/model/cut.js';
import { extend } from '../../src/model/extend.js';
import { legalPlans, type Candidate } from '../support/brute.js';
import { randomModel } from '../support/random-model.js';
import { solveInline } from '../support/solve.js';

const exact = { giveMillionths: 0, toleranceMillionths: 0 };

/** Ranks drawn for the pairs of a tiny model, and the tiers of a way. */
function directed(model: Model, seed: number, way: Wishes['way']): Model {
  const draw = randomFrom(seed + 77);
  const below = (count: number): number => Math.floor(draw() * count);
  const isStable = way === 'stable';
  const order = Array.from({ length: model.personCount }, (_, person) => person);
  for (let k = order.length - 1; k > 0; k--) {
    const other = below(k + 1);
    [order[k], order[other]] = [order[other]!, order[k]!];
  }
  const wishes: Wishes = {
    way,
    rankOfPair: Uint8Array.from({ length: model.pairCount }, () => below(4)),
    hostRankOfPair: Int32Array.from({ length: isStable ? model.pairCount : 0 }, () => below(3)),
    placeOfPerson: Int32Array.from(isStable ? order : []),
  };
  const tiers: Model['tiers'] = isStable
    ? [{ name: 'stable', ...exact }]
    : [
        { name: 'placed', ...exact },
        { name: 'ranks', ...exact },
        { name: 'quality', ...exact },
      ];
  return { ...model, wishes, tiers, order: way === 'rank-generous' ? 'count-first' : model.order };
}

/** How many placements a plan has of each rank, 0 first. */
function countsOf({ wishes, firstPairOfPerson, countedOfPerson, personCount }: Model, plan: Candidate): number[] {
  const counts = [0, 0, 0, 0];
  for (let person = 0; person < personCount; person++) {
    if (countedOfPerson[person] === 0) continue;
    for (const pair of plan.pairs)
      if (pair >= firstPairOfPerson[person]! && pair < firstPairOfPerson[person + 1]!) counts[wishes!.rankOfPair[pair]!]!++;
  }
  return counts;
}

function placedOf(model: Model, plan: Candidate): number {
  return plan.isPlaced.filter((flag, person) => flag && model.countedOfPerson[person] === 1).length;
}

/** Larger is better, from the front. */
function best(plans: readonly Candidate[], keyOf: (plan: Candidate) => readonly number[]): Candidate[] {
  const compare = (a: readonly number[], b: readonly number[]): number => {
    for (const [k, value] of a.entries()) if (value !== b[k]) return value - b[k]!;
    return 0;
  };
  const keys = plans.map(keyOf);
  const top = keys.reduce((a, b) => (compare(a, b) >= 0 ? a : b));
  return plans.filter((_, k) => compare(keys[k]!, top) === 0);
}

function walked(model: Model, plans: readonly Candidate[]): Candidate[] {
  let left = [...plans];
  for (const person of model.walk) {
    const fitting = left.filter((plan) => plan.isPlaced[person]);
    if (fitting.length > 0) left = fitting;
  }
  return left;
}

/** The definitions, by enumeration: who is placed, then the counts by rank. */
function bestCounts(model: Model): number[] | null {
  let plans = legalPlans(model);
  if (plans.length === 0) return null;
  const most = (some: readonly Candidate[]) => best(some, (plan) => [placedOf(model, plan)]);
  plans = model.walk.length > 0 && model.order === 'rank-first' ? most(walked(model, plans)) : walked(model, most(plans));
  const key = (plan: Candidate): number[] => {
    const [none, ...ranks] = countsOf(model, plan);
    return model.wishes!.way === 'rank-greedy'
      ? ranks
      : [
          -none!,
          ...ranks
            .slice(1)
            .reverse()
            .map((count) => -count),
        ];
  };
  return countsOf(model, best(plans, key)[0]!);
}

describe.each(['leximin-wishes', 'rank-greedy', 'rank-generous'] as const)('%s', (way) => {
  it.each([
    { name: 'no lists', wish: {} },
    { name: 'rank-first', wish: { walk: true } },
    { name: 'count-first', wish: { walk: true, order: 'count-first' as const } },
    { name: 'seats only', wish: { side: false } },
    { name: 'seats only, rank-first', wish: { side: false, walk: true } },
  ])('has the counts by rank of the enumeration, and a proof of each: $name', async ({ wish }) => {
    for (let seed = 1; seed <= 30; seed++) {
      const model = directed(randomModel(seed, wish), seed, way);
      const want = bestCounts(model);
      const got = await solveInline(model);
      if (want === null) {
        expect(got.status, `seed ${seed}`).toBe('infeasible');
        continue;
      }
      const shown = runToEnd(replaySteps(model, got.steps)).steps;
      expect(
        shown.every((step) => step.isProved),
        `seed ${seed}`,
      ).toBe(true);
      const counts = countsOf(model, { pairs: [...got.plan!], isPlaced: [] });
      // What is counted by no step (first wishes, where others are few) may differ where people have several placements.
      expect(way === 'rank-greedy' ? counts.slice(1) : [counts[0], ...counts.slice(2)], `seed ${seed}`).toEqual(
        way === 'rank-greedy' ? want.slice(1) : [want[0], ...want.slice(2)],
      );
    }
  });

  it('refuses a chain whose counts stand in another order', async () => {
    for (let seed = 1; seed <= 40; seed++) {
      const model = directed(randomModel(seed, { side: false }), seed, way);
      const { steps } = await solveInline(model);
      const own = steps.filter(({ tier }) => tier === 'ranks');
      if (own.length < 2) continue;
      const first = steps.indexOf(own[0]!);
      const swapped = [...steps];
      [swapped[first], swapped[first + 1]] = [steps[first + 1]!, steps[first]!];
      expect(() => runToEnd(replaySteps(model, swapped)), `seed ${seed}`).toThrow(ProofFault);
      return;
    }
    throw new Error('no model with two counts');
  });
});

/** People, seats, and nothing else; three wishes a person of four seats at most. */
function seatsModel(seed: number): Model {
  const draw = randomFrom(seed);
  const personCount = 2 + Math.floor(draw() * 4);
  const seatCount = 1 + Math.floor(draw() * 3);
  const firstPairOfPerson = new Int32Array(personCount + 1);
  const seats: number[] = [];
  for (let person = 0; person < personCount; person++) {
    for (let seat = 0; seat < seatCount; seat++) if (draw() < 0.75) seats.push(seat);
    firstPairOfPerson[person + 1] = seats.length;
  }
  const none = new Float64Array(0);
  const pairCount = seats.length;
  const constraints: Constraints = {
    personCount,
    seatCount,
    pairCount,
    columnCount: pairCount,
    firstPairOfPerson,
    seatOfPair: Int32Array.from(seats),
    lowerOfPerson: new Int32Array(personCount),
    upperOfPerson: new Int32Array(personCount).fill(1),
    upperOfSeat: Int32Array.from({ length: seatCount }, () => Math.floor(draw() * 3)),
    upperOfExtra: none,
    rows: noRows,
  };
  const model = oneTierModel(
    constraints,
    Int32Array.from({ length: pairCount }, () => 10 * Math.floor(draw() * 3)),
  );
  return directed(model, seed, 'stable');
}

describe('stable', () => {
  /** Worth of a pair to its person (larger is better); what a person has none of is worth −1. */
  const worth = (model: Model, pair: number): readonly number[] => [
    model.wishes!.rankOfPair[pair] === 0 ? -99 : -model.wishes!.rankOfPair[pair]!,
    model.scoreOfPair[pair]!,
    -pair,
  ];
  const isBetter = (model: Model, pair: number, own: number | null): boolean => {
    if (own === null) return true;
    const [a, b] = [worth(model, pair), worth(model, own)];
    for (let k = 0; k < a.length; k++) if (a[k] !== b[k]) return a[k]! > b[k]!;
    return false;
  };
  const personOf = (model: Model, pair: number): number => model.firstPairOfPerson.findLastIndex((first) => first <= pair);
  const standing = (model: Model, pair: number): number =>
    (model.wishes!.hostRankOfPair[pair] || 99) * 1000 + model.wishes!.placeOfPerson[personOf(model, pair)]!;

  const blocks = (model: Model, pairs: readonly number[], pair: number): boolean => {
    const person = personOf(model, pair);
    const own = pairs.find((other) => personOf(model, other) === person) ?? null;
    if (own === pair || !isBetter(model, pair, own)) return false;
    const holders = pairs.filter((other) => model.seatOfPair[other] === model.seatOfPair[pair]);
    return (
      holders.length < model.upperOfSeat[model.seatOfPair[pair]!]! ||
      holders.some((other) => standing(model, other) > standing(model, pair))
    );
  };

  it('is, of all stable plans, the one that everybody likes best', async () => {
    let several = 0;
    for (let seed = 1; seed <= 150; seed++) {
      const model = seatsModel(seed);
      const all = Array.from({ length: model.pairCount }, (_, pair) => pair);
      const stable = legalPlans(model).filter(({ pairs }) => !all.some((pair) => blocks(model, pairs, pair)));
      if (stable.length > 1) several++;
      const got = await solveInline(model);
      expect(
        runToEnd(replaySteps(model, got.steps)).steps.every((step) => step.isProved),
        `seed ${seed}`,
      ).toBe(true);
      const own = [...got.plan!];
      expect(
        stable.map(({ pairs }) => pairs.join()),
        `seed ${seed}`,
      ).toContain(own.join());
      for (const { pairs } of stable)
        for (const pair of pairs) {
          const mine = own.find((other) => personOf(model, other) === personOf(model, pair)) ?? null;
          expect(mine !== null && !isBetter(model, pair, mine), `seed ${seed}`).toBe(true);
        }
    }
    expect(several).toBeGreaterThan(0);
  });

  it('beside other rules keeps as much of that plan as they allow', async () => {
    let less = 0;
    for (let seed = 1; seed <= 60; seed++) {
      const bare = seatsModel(seed);
      const stable = new Set((await solveInline(bare)).plan!);
      const draw = randomFrom(seed + 5);
      const columns = Array.from({ length: bare.pairCount }, (_, pair) => pair).filter(() => draw() < 0.5);
      const cap = { label: { kind: 'quota' as const, keys: [] }, columns, coefficients: columns.map(() => 1), lower: -Infinity, upper: 1 };
      const model: Model = { ...bare, ...extend(bare, { rows: [cap] }) };
      const plans = legalPlans(model);
      const got = await solveInline(model);
      const keptOf = (pairs: Iterable<number>): number => [...pairs].filter((pair) => stable.has(pair)).length;
      const want = Math.max(...plans.map(({ pairs }) => keptOf(pairs)));
      if (want < stable.size) less++;
      expect(keptOf(got.plan!), `seed ${seed}`).toBe(want);
      expect(runToEnd(replaySteps(model, got.steps)).steps[0]!.isProved).toBe(true);
    }
    expect(less).toBeGreaterThan(0);
  });
});
