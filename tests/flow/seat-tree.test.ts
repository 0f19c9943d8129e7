import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../src/basics/random.js';
import { type CoupledProblem, rowsOfPair, valueIfFeasible } from '../../src/flow/coupled.js';
import { freePeople } from '../../src/flow/free-people.js';
import { GroupHull } from '../../src/flow/group-hull.js';
import { GroupTree } from '../../src/flow/group-tree.js';
import { searchPrices } from '../../src/flow/price-search.js';
import { Relaxation } from '../../src/flow/relaxation.js';
import { knapsackRowsOf, SeatRelaxation } from '../../src/flow/seat-priced.js';
import { BudgetKnapsack } from '../../src/flow/seat-priced-knapsack.js';
import { SeatTree } from '../../src/flow/seat-tree.js';

/** Two budgets that share no person, and a quota over everybody. */
function randomProblem(random: () => number, people: number, seats: number): CoupledProblem {
  const below = (n: number): number => Math.floor(random() * n);
  const firstPairOfPerson = new Int32Array(people + 1);
  const seatOfPair: number[] = [];
  const personOfPair: number[] = [];
  for (let person = 0; person < people; person++) {
    for (let seat = 0; seat < seats; seat++) {
      if (random() > 0.6) continue;
      seatOfPair.push(random() < 0.1 ? -1 : seat);
      personOfPair.push(person);
    }
    firstPairOfPerson[person + 1] = seatOfPair.length;
  }
  const pairs = seatOfPair.map((_, pair) => pair);
  const split = Math.ceil(people / 2);
  const members = [pairs.filter((pair) => personOfPair[pair]! < split - 1), pairs.filter((pair) => personOfPair[pair]! >= split), pairs];
  const cost = pairs.map(() => 3 + below(40));
  return {
    personCount: people,
    seatCount: seats,
    pairCount: pairs.length,
    firstPairOfPerson,
    seatOfPair: Int32Array.from(seatOfPair),
    lowerOfPerson: Int32Array.from({ length: people }, () => (random() < 0.1 ? 1 : 0)),
    upperOfPerson: Int32Array.from({ length: people }, () => 1),
    upperOfSeat: Int32Array.from({ length: seats }, () => 1 + below(2)),
    objective: Float64Array.from(pairs, () => below(100) - 5),
    rows: {
      count: 3,
      firstEntryOfRow: Int32Array.of(
        0,
        members[0]!.length,
        members[0]!.length + members[1]!.length,
        members[0]!.length + members[1]!.length + pairs.length,
      ),
      columnOfEntry: Int32Array.from(members.flat()),
      coefficientOfEntry: Float64Array.from([
        ...members[0]!.map((pair) => cost[pair]!),
        ...members[1]!.map((pair) => cost[pair]!),
        ...pairs.map(() => 1),
      ]),
      lowerOfRow: Float64Array.of(-Infinity, -Infinity, random() < 0.5 ? 1 : -Infinity),
      upperOfRow: Float64Array.of(20 + below(60), 20 + below(60), 1 + below(people)),
      minimumToOpenOfRow: new Float64Array(3),
    },
  };
}

/** Value of the best plan; null: none. */
function bestOf(problem: CoupledProblem): { readonly value: number; readonly plan: Int32Array } | null {
  const across = rowsOfPair(problem);
  const plan = new Int32Array(problem.personCount).fill(-1);
  let best: { value: number; plan: Int32Array } | null = null;
  const from = (person: number): void => {
    if (person === problem.personCount) {
      const value = valueIfFeasible(problem, across, plan);
      if (value !== null && (best === null || value > best.value)) best = { value, plan: plan.slice() };
      return;
    }
    for (let pair = problem.firstPairOfPerson[person]! - 1; pair < problem.firstPairOfPerson[person + 1]!; pair++) {
      plan[person] = pair < problem.firstPairOfPerson[person]! ? -1 : pair;
      from(person + 1);
    }
    plan[person] = -1;
  };
  from(0);
  return best;
}

describe('SeatTree', () => {
  it('ends at the best plan of tiny problems', () => {
    const random = randomFrom(11);
    let branched = 0;
    for (let round = 0; round < 300; round++) {
      const problem = randomProblem(random, 2 + Math.floor(random() * 4), 2 + Math.floor(random() * 3));
      const rows = knapsackRowsOf(problem);
      if (rows === null) continue;
      const across = rowsOfPair(problem);
      const best = bestOf(problem);
      let value = -1000;
      const tree = new SeatTree(
        new SeatRelaxation(problem, across, 64, rows),
        {
          leastBetter: () => (value + 1) * 64,
          onChoice: ({ pairOfPerson }) => {
            value = Math.max(value, valueIfFeasible(problem, across, pairOfPerson) ?? -1000);
          },
        },
        new Float64Array(problem.seatCount + 3),
        20,
        () => false,
      );
      if (best !== null) expect(tree.total()).toBeGreaterThanOrEqual(best.value * 64);
      while (tree.split());
      expect(value).toBe(best?.value ?? -1000);
      if (tree.nodes.length > 1) branched++;
    }
    expect(branched).toBeGreaterThan(30);
  });
});

/** The same problem, where the pairs of even seats and those of odd seats are two groups: empty or at least two people. */
function withGroups(problem: CoupledProblem): CoupledProblem {
  const { rows, pairCount, seatOfPair } = problem;
  const pairs = Array.from({ length: pairCount }, (_, pair) => pair);
  const groups = [0, 1].map((rest) => pairs.filter((pair) => seatOfPair[pair]! >= 0 && seatOfPair[pair]! % 2 === rest));
  const last = rows.firstEntryOfRow[rows.count]!;
  const members = groups.flat();
  return {
    ...problem,
    rows: {
      count: rows.count + 2,
      firstEntryOfRow: Int32Array.of(...rows.firstEntryOfRow, last + groups[0]!.length, last + members.length),
      columnOfEntry: Int32Array.of(...rows.columnOfEntry, ...members),
      coefficientOfEntry: Float64Array.of(...rows.coefficientOfEntry, ...members.map(() => 1)),
      lowerOfRow: Float64Array.of(...rows.lowerOfRow, -Infinity, -Infinity),
      upperOfRow: Float64Array.of(...rows.upperOfRow, Infinity, Infinity),
      minimumToOpenOfRow: Float64Array.of(...rows.minimumToOpenOfRow, 2, 2),
    },
  };
}

describe('SeatTree grown from a tree over groups', () => {
  it('keeps its bounds, lowers them, and ends at the best plan of tiny problems', () => {
    const random = randomFrom(14);
    let branched = 0;
    let lowered = 0;
    for (let round = 0; round < 200; round++) {
      const problem = withGroups(randomProblem(random, 3 + Math.floor(random() * 3), 2 + Math.floor(random() * 3)));
      const rows = knapsackRowsOf(problem);
      if (rows === null) continue;
      const across = rowsOfPair(problem);
      const best = bestOf(problem);
      const relaxation = new Relaxation(problem, across);
      const root = searchPrices(
        problem,
        relaxation,
        8,
        () => false,
        () => undefined,
      );
      const isRefusedRow = new Uint8Array(problem.rows.count);
      const groups = new GroupTree(problem, across, root, isRefusedRow, new GroupHull(problem, relaxation));
      for (let split = 0; split < round % 4 && groups.split(-Infinity, () => false); split++);
      let value = -1000;
      const tree = new SeatTree(
        new SeatRelaxation(problem, across, relaxation.scale, rows),
        {
          leastBetter: () => (value + 1) * relaxation.scale,
          onChoice: ({ pairOfPerson }) => {
            value = Math.max(value, valueIfFeasible(problem, across, pairOfPerson) ?? -1000);
          },
        },
        new Float64Array(problem.seatCount + problem.rows.count),
        20,
        () => false,
        false,
        groups.nodes,
      );
      expect(tree.total()).toBe(groups.total());
      if (groups.nodes.length > 1) branched++;
      let total = tree.total();
      while (tree.split()) {
        expect(tree.total()).toBeLessThanOrEqual(total);
        total = tree.total();
        if (best !== null) expect(Math.max(value * relaxation.scale, tree.total())).toBeGreaterThanOrEqual(best.value * relaxation.scale);
      }
      if (total < groups.total()) lowered++;
      expect(value).toBe(best?.value ?? -1000);
    }
    expect(branched).toBeGreaterThan(20);
    expect(lowered).toBeGreaterThan(20);
  });
});

describe('freePeople', () => {
  it('leaves out closed pairs', () => {
    const problem = randomProblem(randomFrom(15), 4, 3);
    const across = rowsOfPair(problem);
    const isClosedPair = Uint8Array.from({ length: problem.pairCount }, (_, pair) => pair % 2);
    const unplaced = new Int32Array(4).fill(-1);
    const { pairOfFree } = freePeople(problem, across, unplaced, Int32Array.of(0, 1, 2, 3), isClosedPair);
    expect([...pairOfFree]).toEqual([...isClosedPair.keys()].filter((pair) => pair % 2 === 0));
  });

  it('leaves the same best plan when everybody is free, and plans of it are plans of the whole', () => {
    const random = randomFrom(12);
    for (let round = 0; round < 100; round++) {
      const problem = randomProblem(random, 4, 3);
      const across = rowsOfPair(problem);
      const best = bestOf(problem);
      if (best === null) continue;
      expect(bestOf(freePeople(problem, across, best.plan, Int32Array.of(0, 1, 2, 3)).problem)!.value).toBe(best.value);
      const { problem: part, pairOfFree } = freePeople(problem, across, best.plan, Int32Array.of(1, 3));
      const inner = bestOf(part)!;
      const merged = best.plan.slice();
      [1, 3].forEach((person, at) => {
        merged[person] = inner.plan[at]! < 0 ? -1 : pairOfFree[inner.plan[at]!]!;
      });
      expect(valueIfFeasible(problem, across, merged)).toBe(best.value);
    }
  });
});

describe('BudgetKnapsack', () => {
  it('finds the best choice, in cents as in round figures', () => {
    const random = randomFrom(13);
    for (let round = 0; round < 400; round++) {
      const people = 1 + Math.floor(random() * 6);
      const unit = random() < 0.5 ? 1 : 997;
      const firstPairOfPerson = Int32Array.from({ length: people + 1 }, (_, person) => 3 * person);
      const cost = Float64Array.from({ length: 3 * people }, () => Math.floor(random() * 30 * unit));
      const worthOfPair = Float64Array.from({ length: 3 * people }, () => Math.floor(random() * 4096 * 50) - 4096);
      const isRequiredPerson = Uint8Array.from({ length: people }, () => (random() < 0.2 ? 1 : 0));
      const isClosedPair = Uint8Array.from({ length: 3 * people }, () => (random() < 0.1 ? 1 : 0));
      const limit = Math.floor(random() * 12 * people * unit);
      const from = (person: number, left: number): number => {
        if (left < 0) return Number.NEGATIVE_INFINITY;
        if (person === people) return 0;
        let most = isRequiredPerson[person] === 1 ? Number.NEGATIVE_INFINITY : from(person + 1, left);
        for (let pair = 3 * person; pair < 3 * person + 3; pair++)
          if (isClosedPair[pair] === 0) most = Math.max(most, worthOfPair[pair]! + from(person + 1, left - cost[pair]!));
        return most;
      };
      const knapsack = new BudgetKnapsack(
        Int32Array.from({ length: people }, (_, k) => k),
        limit,
        cost,
        firstPairOfPerson,
      );
      const pairOfPerson = new Int32Array(people).fill(-1);
      const worth = knapsack.solve({ firstPairOfPerson, worthOfPair, isClosedPair, isRequiredPerson }, pairOfPerson);
      expect(worth).toBe(from(0, limit));
      if (worth === Number.NEGATIVE_INFINITY) continue;
      let sum = 0;
      let spent = 0;
      for (const pair of pairOfPerson) {
        if (pair < 0) continue;
        sum += worthOfPair[pair]!;
        spent += cost[pair]!;
      }
      expect(sum).toBe(worth);
      expect(spent).toBeLessThanOrEqual(limit);
    }
  });
});
