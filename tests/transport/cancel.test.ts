import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { packProblem } from '../../src/model/pack.js';
import { qualityProblem, startChain } from '../../src/model/steps.js';
import { newBoard, postBound, postIncumbent, readFound, readIncumbent } from '../../src/transport/board.js';
import type { Job } from '../../src/transport/job.js';
import { threadTransport } from '../../src/transport/piscina.js';
import { randomModel } from '../support/random-model.js';

it('answers a cancel before its thread does, with the plan on the board, and ends the thread', async () => {
  const transport = threadTransport(1, fileURLToPath(new URL('./workers/endless-once.mjs', import.meta.url)));
  const problem = qualityProblem(startChain(randomModel(3, { side: false })));
  const job: Job = {
    problem: packProblem(problem),
    isBatch: false,
    start: null,
    nodeLimit: 1000,
    toleranceMillionths: 0,
    basis: null,
    deadlineMs: Infinity,
    stop: new SharedArrayBuffer(4),
    board: newBoard(problem.columnCount),
    backend: null,
  };
  const plan = new Float64Array(problem.columnCount);
  postIncumbent(job.board, plan, 0);
  new Int32Array(job.board, 0, 2)[1] = 7;
  const running = transport.run(job);
  Atomics.store(new Int32Array(job.stop), 0, 1);
  expect(await running).toEqual({ ok: false, reason: 'cancelled before the worker answered' });
  expect(readIncumbent(job.board)).toEqual({ plan, value: 0 });
  // There is one thread: only ending it makes room for the next job.
  const next = { ...job, stop: new SharedArrayBuffer(4), board: newBoard(problem.columnCount) };
  expect(await transport.run(next)).toMatchObject({ ok: true, answer: { value: 42 } });
  await transport.close();
});

it('reads no plan that is half written', () => {
  const board = newBoard(1);
  expect(readIncumbent(board)).toBeNull();
  expect(readFound(board)).toEqual({ value: null, bound: null });
  postBound(board, 7);
  expect(readIncumbent(board)).toBeNull();
  expect(readFound(board)).toEqual({ value: null, bound: 7 });
  postIncumbent(board, Float64Array.of(1), 5);
  expect(readIncumbent(board)).toEqual({ plan: Float64Array.of(1), value: 5 });
  expect(readFound(board)).toEqual({ value: 5, bound: 7 });
  Atomics.add(new Int32Array(board, 0, 2), 0, 1);
  expect(readIncumbent(board)).toBeNull();
  expect(readFound(board)).toEqual({ value: null, bound: null });
});
