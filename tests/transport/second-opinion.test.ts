import { expect, it } from 'vitest';
import { freeControl } from '../../src/backends/contract.js';
import { highsBackend } from '../../src/backends/general.js';
import { isFeasible, matrixOf, valueOf } from '../../src/backends/matrix.js';
import type { ScalarAnswer } from '../../src/solution/types.js';
import { askTwice, claimFault } from '../../src/transport/second-opinion.js';
import { randomBase, randomCrossing } from '../support/structured.js';

const problem = randomCrossing(randomBase(5), 5);
const honest = await highsBackend.solve(problem, freeControl);
const lies: Readonly<Record<string, ScalarAnswer>> = {
  'infeasible without a proof': { ...honest, status: 'infeasible', plan: null, value: null, bound: null, proof: null },
  'a plan that breaks a row': { ...honest, plan: new Float64Array(problem.columnCount).fill(1) },
  'a value one too high': { ...honest, value: honest.value! + 1 },
  'a bound below the plan': { ...honest, bound: honest.value! - 1 },
  'solved without a proof': { ...honest, proof: null },
};

it.each(Object.entries(lies))('%s is asked of another, and it is said', async (_, lie) => {
  expect(honest.status).toBe('solved');
  expect(claimFault(problem, honest)).toBeNull();
  const { answer, doubted } = await askTwice(
    problem,
    async () => lie,
    async () => honest,
  );
  expect([answer, doubted]).toEqual([honest, expect.stringMatching(/^its? /)]);
  await expect(askTwice(problem, async () => lie, null)).rejects.toThrow(/^its? /);
  await expect(
    askTwice(
      problem,
      async () => lie,
      async () => lie,
    ),
  ).rejects.toThrow(/asked once more/);
});

it('a backend that fails is replaced; alone it is heard', async () => {
  const fails = async (): Promise<ScalarAnswer> => {
    throw new Error('out of memory');
  };
  expect(await askTwice(problem, fails, async () => honest)).toEqual({ answer: honest, doubted: 'it failed (out of memory)' });
  await expect(askTwice(problem, fails, null)).rejects.toThrow('out of memory');
});

it('finds the same plans at fault as the matrix does', () => {
  for (let seed = 1; seed <= 300; seed++) {
    const drawn = randomCrossing(randomBase(seed), seed);
    const plan = Float64Array.from({ length: drawn.columnCount }, (_, pair) => ((seed * 7 + pair * 13) % 4 === 0 ? 1 : 0));
    const value = valueOf(drawn, plan);
    const claim: ScalarAnswer = { ...honest, status: 'stopped', stop: 'work', plan, value, bound: null };
    expect(claimFault(drawn, claim) === null, `seed ${seed}`).toBe(isFeasible(matrixOf(drawn), plan));
  }
});
