import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../src/basics/random.js';
import { branchAndBound } from '../../src/backends/branch.js';
import { freeControl } from '../../src/backends/contract.js';
import { highsOracle, loadOnce } from '../../src/backends/highs.js';
import { matrixOf } from '../../src/backends/matrix.js';
import type { Problem } from '../../src/model/types.js';
import { countedProblem } from '../support/counted-problem.js';

const people = 300;
const degree = 8;

/** One budget over everybody; `lower` 1: everybody must be placed. `limit`: what it holds for each of them; no pair costs less than 900. */
function questionOf(limit: number, lower: number): Problem {
  const random = randomFrom(7);
  const draw = (below: number): number => Math.floor(random() * below);
  const pairs = people * degree;
  const problem = countedProblem({
    people,
    seats: 60,
    places: 6,
    seatOfPair: Int32Array.from({ length: pairs }, (_, pair) => ((pair % degree) * 7 + draw(7)) % 60),
    costOfPair: Array.from({ length: pairs }, () => 900 + draw(400)),
    limitOfSender: [limit * people],
  });
  return {
    ...problem,
    objective: Float64Array.from({ length: pairs }, () => draw(1000)),
    lowerOfPerson: new Int32Array(people).fill(lower),
  };
}

async function relax(problem: Problem, answersLeft: number) {
  const matrix = matrixOf(problem);
  const oracle = highsOracle(await loadOnce(), matrix, null);
  let asked = 0;
  const { status } = oracle.solve(matrix.bounds, () => ++asked > answersLeft);
  oracle.dispose();
  return { status, asked };
}

describe('a relaxation in HiGHS', () => {
  it('ends when it is told to', async () => {
    const whole = await relax(questionOf(700, 0), Infinity);
    expect(whole.status).toBe('optimal');
    expect(whole.asked).toBeGreaterThan(20);
    const cut = await relax(questionOf(700, 0), 5);
    expect(cut.status).toBe('failed');
    expect(cut.asked).toBeLessThan(whole.asked);
  });

  it('ends as well while it looks for a ray that shows that there is no plan', async () => {
    const whole = await relax(questionOf(905, 1), Infinity);
    expect(whole.status).toBe('infeasible');
    const cut = await relax(questionOf(905, 1), 5);
    expect(cut.status).toBe('failed');
    expect(cut.asked).toBeLessThan(whole.asked);
  });

  it('that was cut off leaves its node open: the tree branches on nothing and claims nothing', async () => {
    let asked = 0;
    const answer = await branchAndBound(
      questionOf(700, 0),
      { ...freeControl, shouldStop: () => ++asked > 5, nodeLimit: 100 },
      async (matrix) => highsOracle(await loadOnce(), matrix, null),
    );
    expect(answer).toMatchObject({ status: 'stopped', stop: 'cancelled', nodes: 1, plan: null });
    expect(answer.proof).toMatchObject({ kind: 'prices' });
  });
});
