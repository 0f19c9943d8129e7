import { describe, expect, it } from 'vitest';
import { acceptsCounts, solveCounts } from '../../src/backends/counts.js';
import { solveFlow } from '../../src/backends/flow.js';
import { randomFrom } from '../../src/basics/random.js';
import { replay } from '../../src/certify/bound/replay.js';
import { runToEnd } from '../../src/certify/rules/slices.js';
import { noRows } from '../../src/model/cut.js';
import { extend } from '../../src/model/extend.js';
import type { Problem } from '../../src/model/types.js';

const label = { kind: 'step' as const, keys: [] };

/** People, seats, three ranks drawn for the pairs, scores. */
function draw(seed: number, people: number, seats: number) {
  const random = randomFrom(seed);
  const firstPairOfPerson = new Int32Array(people + 1);
  const seatOf: number[] = [];
  const rankOf: number[] = [];
  for (let person = 0; person < people; person++) {
    for (let seat = 0; seat < seats; seat++) {
      if (random() > 6 / seats) continue;
      seatOf.push(seat);
      rankOf.push(1 + Math.floor(random() * 3));
    }
    firstPairOfPerson[person + 1] = seatOf.length;
  }
  const problem: Problem = {
    personCount: people,
    seatCount: seats,
    pairCount: seatOf.length,
    columnCount: seatOf.length,
    firstPairOfPerson,
    seatOfPair: Int32Array.from(seatOf),
    lowerOfPerson: new Int32Array(people),
    upperOfPerson: new Int32Array(people).fill(1),
    upperOfSeat: Int32Array.from({ length: seats }, () => Math.floor(random() * 3)),
    upperOfExtra: new Float64Array(0),
    rows: noRows,
    objective: Float64Array.from(seatOf, () => Math.floor(random() * 1000)),
  };
  return { problem, rankOf };
}

const columnsOf = (rankOf: readonly number[], rank: number): number[] => [...rankOf.keys()].filter((pair) => rankOf[pair] === rank);

function withRow(problem: Problem, columns: readonly number[], lower: number, upper: number): Problem {
  const row = { label, columns, coefficients: columns.map(() => 1), lower, upper };
  return { ...problem, ...extend(problem, { rows: [row] }) };
}

const counting = (problem: Problem, columns: readonly number[], sign: number): Problem => {
  const objective = new Float64Array(problem.columnCount);
  for (const column of columns) objective[column] = sign;
  return { ...problem, objective };
};

/** The best by each count in turn, with weights so far apart that one matching says it all: the reference. */
function reference(problem: Problem, rankOf: readonly number[], signOf: (rank: number) => number): number {
  const [heavy, middle, light] = [2 ** 34, 2 ** 25, 2 ** 16];
  const weightOf = [0, heavy, middle, light];
  const objective = Float64Array.from(problem.objective, (value, pair) => value + signOf(rankOf[pair]!) * weightOf[rankOf[pair]!]!);
  const { plan } = solveFlow({ ...problem, objective });
  return problem.objective.reduce((sum, value, pair) => sum + value * plan![pair]!, 0);
}

describe('seats and a chain of counts', () => {
  it.each([
    { name: 'most of each rank', signOf: () => 1 },
    { name: 'most of the first, fewest of the others', signOf: (rank: number) => (rank === 1 ? 1 : -1) },
  ])('$name, then the best score, each proved by prices', ({ signOf }) => {
    for (let seed = 1; seed <= 25; seed++) {
      const { problem, rankOf } = draw(seed, 40, 25);
      let held = problem;
      for (const rank of [1, 2, 3]) {
        const columns = columnsOf(rankOf, rank);
        const asked = counting(held, columns, signOf(rank));
        const answer = rank === 1 ? solveFlow(asked) : solveCounts(asked);
        expect(answer?.status, `seed ${seed}`).toBe('solved');
        expect(runToEnd(replay(asked, answer!.proof!))).toEqual({ isInfeasible: false, bound: BigInt(answer!.value!) });
        const value = answer!.value!;
        held = signOf(rank) === 1 ? withRow(held, columns, value, Infinity) : withRow(held, columns, -Infinity, -value || 0);
      }
      const scored = { ...held, objective: problem.objective };
      expect(acceptsCounts(scored)).toBe(true);
      const best = solveCounts(scored)!;
      expect(runToEnd(replay(scored, best.proof!))).toEqual({ isInfeasible: false, bound: BigInt(best.value!) });
      expect(best.value, `seed ${seed}`).toBe(reference(problem, rankOf, signOf));
    }
  });

  it('gives no price to a count that is passed over anyway', () => {
    const { problem, rankOf } = draw(3, 30, 20);
    const loose = withRow(withRow(problem, columnsOf(rankOf, 1), 1, Infinity), columnsOf(rankOf, 2), -Infinity, 1000);
    const answer = solveCounts(loose)!;
    expect(answer.value).toBe(solveFlow(problem).value);
    expect(runToEnd(replay(loose, answer.proof!))).toEqual({ isInfeasible: false, bound: BigInt(answer.value!) });
  });

  it('says nothing where no price closes: more asked than there can be, or rows of another kind', () => {
    const { problem, rankOf } = draw(4, 30, 20);
    const first = columnsOf(rankOf, 1);
    const most = solveFlow(counting(problem, first, 1)).value!;
    expect(solveCounts(withRow(problem, first, most + 1, Infinity))).toBeNull();
    expect(acceptsCounts(problem)).toBe(false);
    expect(acceptsCounts(withRow(problem, first, 1, 2))).toBe(false);
    const weighted = { label, columns: first, coefficients: first.map(() => 2), lower: -Infinity, upper: 3 };
    expect(acceptsCounts({ ...problem, ...extend(problem, { rows: [weighted] }) })).toBe(false);
  });
});
