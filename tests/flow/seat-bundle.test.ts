import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../src/basics/random.js';
import { type CoupledProblem, rowsOfPair } from '../../src/flow/coupled.js';
import { SeatBundle, type SeatMinimum } from '../../src/flow/seat-bundle.js';
import { type Fixings, knapsackRowsOf, SeatRelaxation } from '../../src/flow/seat-priced.js';

const scale = 4096;

/** Budgets that hold about two in three, over scarce seats, and a quota on every third pair. */
function scarceProblem(random: () => number, people: number, seats: number, budgets: number): CoupledProblem {
  const below = (n: number): number => Math.floor(random() * n);
  const pairCount = people * 6;
  const pairs = Array.from({ length: pairCount }, (_, pair) => pair);
  const cost = pairs.map(() => 500 + below(1500));
  const members = [
    ...Array.from({ length: budgets }, (_, k) => pairs.filter((pair) => Math.floor(pair / 6) % budgets === k)),
    pairs.filter((pair) => pair % 3 === 0),
  ];
  const firstEntryOfRow = new Int32Array(members.length + 1);
  members.forEach((row, k) => {
    firstEntryOfRow[k + 1] = firstEntryOfRow[k]! + row.length;
  });
  return {
    personCount: people,
    seatCount: seats,
    pairCount,
    firstPairOfPerson: Int32Array.from({ length: people + 1 }, (_, person) => 6 * person),
    seatOfPair: Int32Array.from(pairs, () => below(seats)),
    lowerOfPerson: new Int32Array(people),
    upperOfPerson: new Int32Array(people).fill(1),
    upperOfSeat: Int32Array.from({ length: seats }, () => 1 + below(3)),
    objective: Float64Array.from(pairs, () => 3000 + below(7000)),
    rows: {
      count: members.length,
      firstEntryOfRow,
      columnOfEntry: Int32Array.from(members.flat()),
      coefficientOfEntry: Float64Array.from(members.flatMap((row, k) => row.map((pair) => (k < budgets ? cost[pair]! : 1)))),
      lowerOfRow: new Float64Array(members.length).fill(-Infinity),
      upperOfRow: Float64Array.from(members, (_, k) => (k < budgets ? (700 * people) / budgets : Math.ceil(people / 6))),
      minimumToOpenOfRow: new Float64Array(members.length),
    },
  };
}

function minimise(bundle: SeatBundle, fixings: Fixings, start: Float64Array, evaluations: number): SeatMinimum {
  return bundle.minimise(fixings, start, { evaluations, target: 0, shouldStop: () => false, onBound: () => undefined });
}

describe('the least seat-priced bound', () => {
  it('is met: choices mixed by their shares hold seats and quota, and are worth as much', () => {
    const random = randomFrom(31);
    for (let round = 0; round < 10; round++) {
      const problem = scarceProblem(random, 60, 30, 4);
      const relaxation = new SeatRelaxation(problem, rowsOfPair(problem), scale, knapsackRowsOf(problem)!);
      const start = new Float64Array(relaxation.rowCount);
      const { found, shareOfPair } = minimise(new SeatBundle(relaxation), relaxation.fixings(), start, 200);
      const bound = found.total / scale;
      const taken = new Float64Array(problem.seatCount + 1);
      let worth = 0;
      shareOfPair.forEach((share, pair) => {
        worth += share * problem.objective[pair]!;
        taken[problem.seatOfPair[pair]!] = taken[problem.seatOfPair[pair]!]! + share;
        if (pair % 3 === 0) taken[problem.seatCount] = taken[problem.seatCount]! + share;
      });
      for (let seat = 0; seat < problem.seatCount; seat++) expect(taken[seat]).toBeLessThan(problem.upperOfSeat[seat]! + 0.05);
      expect(taken[problem.seatCount]).toBeLessThan(10.05);
      expect(Math.abs(worth - bound)).toBeLessThan(bound * 1e-3);
    }
  });

  it('falls within ten evaluations after a pair was closed, from what was learnt before', () => {
    const random = randomFrom(32);
    let fallen = 0;
    let met = 0;
    for (let round = 0; round < 10; round++) {
      const problem = scarceProblem(random, 60, 30, 4);
      const relaxation = new SeatRelaxation(problem, rowsOfPair(problem), scale, knapsackRowsOf(problem)!);
      const bundle = new SeatBundle(relaxation);
      const root = minimise(bundle, relaxation.fixings(), new Float64Array(relaxation.rowCount), 200);
      const pair = root.shareOfPair.findIndex((share) => share > 0.4 && share < 0.9);
      if (pair < 0) continue;
      const fixings = relaxation.fixings();
      fixings.isClosedPair[pair] = 1;
      const least = minimise(new SeatBundle(relaxation), fixings, root.found.price, 200).found.total;
      fallen += root.found.total - least;
      met += root.found.total - minimise(bundle, fixings, root.found.price, 10).found.total;
    }
    expect(fallen).toBeGreaterThan(0);
    expect(met).toBeGreaterThan(fallen / 2);
  });
});
