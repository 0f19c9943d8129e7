import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { packProblem } from '../../src/model/pack.js';
import { qualityProblem, startChain } from '../../src/model/steps.js';
import { newBoard } from '../../src/transport/board.js';
import { monotonicMs, type Job } from '../../src/transport/job.js';
import { threadTransport } from '../../src/transport/piscina.js';
import type { Transport } from '../../src/transport/transport.js';
import { bruteForce } from '../support/brute.js';
import { randomModel } from '../support/random-model.js';

const workerFile = (name: string): string => fileURLToPath(new URL(`./workers/${name}.mjs`, import.meta.url));
let transport: Transport | null = null;

afterEach(async () => {
  await transport?.close();
  transport = null;
});

function jobOf(deadlineMs = Infinity): Job {
  const problem = qualityProblem(startChain(randomModel(3, { side: false })));
  return {
    problem: packProblem(problem),
    isBatch: false,
    start: null,
    nodeLimit: 1000,
    toleranceMillionths: 0,
    basis: null,
    deadlineMs,
    stop: new SharedArrayBuffer(4),
    board: newBoard(problem.columnCount),
    backend: null,
  };
}

describe('the worker pool', () => {
  it('solves on a thread what enumeration finds', async () => {
    transport = threadTransport(1);
    const model = randomModel(3, { side: false });
    const result = await transport.run(jobOf());
    expect(result.ok).toBe(true);
    if (result.ok) expect(result.answer!.value).toBeGreaterThanOrEqual(bruteForce(model)!.quality);
  });

  it('gives the job of a dead thread once to another', async () => {
    transport = threadTransport(1, workerFile('dies-once'));
    const board = new SharedArrayBuffer(64);
    expect(await transport.run({ ...jobOf(), board })).toMatchObject({ ok: true, answer: { value: 42 } });
  });

  it('says so where the second thread dies too', async () => {
    transport = threadTransport(1, workerFile('dies'));
    expect(await transport.run(jobOf())).toEqual({ ok: false, reason: 'the worker died twice on this job' });
  });

  it('ends a thread that loops past its deadline', async () => {
    transport = threadTransport(1, workerFile('endless'));
    expect(await transport.run(jobOf(monotonicMs() + 50))).toEqual({ ok: false, reason: 'the worker did not stop in time and was ended' });
  });

  it('ends a thread that runs in a circle, and says so where the second does, too', async () => {
    transport = threadTransport(1, workerFile('silent'), 50);
    expect(await transport.run(jobOf())).toEqual({ ok: false, reason: 'the worker ran in a circle twice on this job' });
  });

  it('rejects an answer of another shape', async () => {
    transport = threadTransport(1, workerFile('malformed'));
    expect(await transport.run(jobOf())).toEqual({ ok: false, reason: 'the worker sent something else than an answer' });
  });
});
