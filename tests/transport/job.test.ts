import { expect, it } from 'vitest';
import { packProblem } from '../../src/model/pack.js';
import { qualityProblem, startChain } from '../../src/model/steps.js';
import { newBoard } from '../../src/transport/board.js';
import { monotonicMs, runJob, searchEndMs, type Job } from '../../src/transport/job.js';
import { sparsePlan } from '../../src/transport/shard-answer.js';
import { budgetModel } from '../support/budget-model.js';

it('price methods are not begun where the time left is less than they set up in: the plan that is known stands', async () => {
  const model = budgetModel({ people: 100, openings: 40, pairsEach: 8, senders: 3, seed: 1, share: 0.85 });
  const problem = qualityProblem(startChain(model));
  const start = new Float64Array(problem.columnCount);
  start[0] = 1;
  const job = (deadlineMs: number): Job => ({
    problem: packProblem(problem),
    isBatch: false,
    start,
    basis: null,
    nodeLimit: 1,
    toleranceMillionths: 0,
    strand: 0,
    deadlineMs,
    stop: new SharedArrayBuffer(4),
    board: newBoard(problem.columnCount),
    backend: null,
    avoid: [],
  });
  const plan = sparsePlan(start);
  expect(await runJob(job(monotonicMs()))).toMatchObject({
    ok: true,
    backend: 'priced',
    answer: { status: 'stopped', stop: 'time', plan, value: problem.objective[0], bound: null, nodes: 0 },
  });
  const begun = await runJob(job(Infinity));
  expect(begun.ok && begun.answer!.value! > problem.objective[0]! && begun.answer!.bound !== null).toBe(true);
});

it('a search leaves time before its deadline for what comes after it, in proportion to its columns', () => {
  expect(searchEndMs(30_000, 6_000_000)).toBe(29_400);
  expect(searchEndMs(10_000, 20_000)).toBe(9_998);
  expect(searchEndMs(30_000, 200_000, 41)).toBe(29_820);
  expect(searchEndMs(Infinity, 6_000_000)).toBe(Infinity);
});
