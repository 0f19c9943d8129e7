import { describe, expect, it } from 'vitest';
import { replay } from '../../src/certify/bound/replay.js';
import { runToEnd } from '../../src/certify/rules/slices.js';
import type { Problem } from '../../src/model/types.js';
import { noRows } from '../../src/model/cut.js';
import { solveScalar } from '../../src/solve/scalar.js';
import { Batch } from '../../src/transport/batch.js';
import { BufferPool } from '../../src/transport/buffers.js';
import { inlineTransport } from '../../src/transport/inline.js';
import { monotonicMs, type Job, type JobResult } from '../../src/transport/job.js';
import type { Transport } from '../../src/transport/transport.js';
import { randomFrom } from '../../src/basics/random.js';
import { contextOf, countingTransport } from '../support/solve.js';

const wish = { start: null, toleranceMillionths: 0 };

/** People in cells that share no opening; enough pairs for two workers where there are many people. */
function cells(cellCount: number, peopleOfCell: number, pairsOfPerson: number): Problem {
  const random = randomFrom(cellCount);
  const seatsOfCell = pairsOfPerson + 4;
  const personCount = cellCount * peopleOfCell;
  const pairCount = personCount * pairsOfPerson;
  return {
    personCount,
    seatCount: cellCount * seatsOfCell,
    pairCount,
    columnCount: pairCount,
    firstPairOfPerson: Int32Array.from({ length: personCount + 1 }, (_, person) => person * pairsOfPerson),
    seatOfPair: Int32Array.from({ length: pairCount }, (_, pair) => {
      const person = Math.floor(pair / pairsOfPerson);
      return (person % cellCount) * seatsOfCell + (((person * 7) % 4) + (pair % pairsOfPerson));
    }),
    lowerOfPerson: new Int32Array(personCount),
    upperOfPerson: new Int32Array(personCount).fill(1),
    upperOfSeat: Int32Array.from({ length: cellCount * seatsOfCell }, () => 1 + Math.floor(random() * 3)),
    upperOfExtra: new Float64Array(0),
    rows: noRows,
    objective: Int32Array.from({ length: pairCount }, () => Math.floor(random() * 1000)),
  };
}

/** The inline transport with another way of running jobs. */
function running(
  run: (job: Job, solve: (job: Job) => Promise<JobResult>, call: number) => Promise<JobResult>,
  buffers = new BufferPool(),
): Transport {
  const inline = inlineTransport();
  let calls = 0;
  return { ...inline, workers: 7, buffers, run: (job) => run(job, inline.run, calls++) };
}

const large = cells(40, 100, 20);
const honest = await solveScalar(large, wish, contextOf(inlineTransport()));

describe('plain components', () => {
  it('are proved as one', () => {
    expect(honest.status).toBe('solved');
    expect(Number(runToEnd(replay(large, honest.proof!)).bound)).toBe(honest.value);
  });

  it('come together the same when answers are late and out of order', async () => {
    const held: (() => void)[] = [];
    const late = running(async (job, solve, call) => {
      const answer = await solve(job);
      // The first waits for all the others.
      if (call === 0) await new Promise<void>((go) => void held.push(go));
      else if (call === 1) held.forEach((go) => setImmediate(go));
      return answer;
    });
    expect(await solveScalar(large, wish, contextOf(late))).toEqual(honest);
    expect(held).toHaveLength(1);
  });

  /** A worker that draws a piece and dies on it, each time that `dies` says so. */
  const dying = (dies: (call: number) => boolean): Transport =>
    running(async (job, solve, call) => {
      if (!dies(call)) return solve(job);
      new Batch(job.problem).draw();
      return { ok: false, reason: 'the worker died twice on this job' };
    });

  it('are drawn once more where a worker died on one of them', async () => {
    const context = contextOf(dying((call) => call === 0));
    expect(await solveScalar(large, wish, context)).toEqual(honest);
    expect(context.failures).toEqual(['the worker died twice on this job']);
  });

  it('keep plan and bound of the others where one is lost, and call nothing solved', async () => {
    const context = contextOf(dying((call) => call % 2 === 0));
    const answer = await solveScalar(large, wish, context);
    expect(context.failures).toEqual(['the worker died twice on this job', 'the worker died twice on this job']);
    expect([answer.status, answer.stop, answer.plan]).toEqual(['stopped', 'failed', null]);
    expect(answer.bound).toBeGreaterThan(honest.value!);
    expect(Number(runToEnd(replay(large, answer.proof!)).bound)).toBe(answer.bound);
    const again = await solveScalar(large, { ...wish, start: honest.plan }, contextOf(dying((call) => call % 2 === 0)));
    expect([again.status, again.value]).toEqual(['stopped', honest.value]);
    expect(again.plan).toEqual(honest.plan);
  });

  it('give a proof that says no more than what stands in it, whatever a worker wrote', async () => {
    const lying = running(async (job, solve) => {
      const result = await solve(job);
      const { priceOfAddress } = new Batch(job.problem).answer(3)!;
      priceOfAddress.fill(0);
      return result;
    });
    const { value, bound, proof } = await solveScalar(large, wish, contextOf(lying));
    expect([value, bound]).toEqual([honest.value, honest.value]);
    expect(Number(runToEnd(replay(large, proof!)).bound)).toBeGreaterThan(honest.value!);
  });

  it('leave open what a stop flag or a clock strikes', async () => {
    const context = contextOf(inlineTransport());
    new Int32Array(context.stop)[0] = 1;
    const answer = await solveScalar(large, { ...wish, start: honest.plan }, { ...context, struck: () => null });
    expect([answer.status, answer.value]).toEqual(['stopped', honest.value]);
    expect(answer.bound).toBeGreaterThan(honest.value!);
  });

  it('ask no worker that would have to hand over at once', async () => {
    const { transport, jobs } = countingTransport();
    const whole = cells(1, 30, 5);
    const context = { ...contextOf(transport), deadlineMs: monotonicMs() };
    const answer = await solveScalar(whole, { ...wish, start: new Float64Array(whole.columnCount) }, context);
    expect([answer.status, answer.stop, answer.value, jobs()]).toEqual(['stopped', 'time', 0, 0]);
    expect(Number(runToEnd(replay(whole, answer.proof!)).bound)).toBe(answer.bound);
  });

  it('never write to a buffer that a lost worker may still read', async () => {
    const buffers = new BufferPool();
    const lostBuffers: SharedArrayBuffer[] = [];
    const lost = running(async (job, solve, call) => {
      if (call > 0) return solve(job);
      lostBuffers.push(job.problem);
      return { ok: false, reason: 'the worker did not stop in time and was ended' };
    }, buffers);
    const context = contextOf(lost);
    await solveScalar(large, wish, context);
    const used: SharedArrayBuffer[] = [];
    const noting = (job: Job, solve: (job: Job) => Promise<JobResult>): Promise<JobResult> => {
      used.push(job.problem);
      return solve(job);
    };
    await solveScalar(large, wish, contextOf(running(noting, buffers)));
    expect(lostBuffers).toHaveLength(1);
    expect(used).not.toContain(lostBuffers[0]);
  });
});

describe('numbers beyond what the kernel adds up exactly', () => {
  const small = cells(2, 3, 3);
  const scaled = (factor: number): Problem => ({ ...small, objective: Float64Array.from(small.objective, (value) => value * factor) });

  it('go to another backend, and no wrong value comes back', async () => {
    const backends = async (problem: Problem) => {
      const context = contextOf(inlineTransport());
      const answer = await solveScalar(problem, wish, context);
      return { answer, used: [...context.backendsUsed] };
    };
    const fits = await backends(scaled(2 ** 30));
    expect(fits.used).toEqual(['flow']);
    const { answer, used } = await backends(scaled(2 ** 41));
    // The cell whose own numbers are too large; the other one still fits.
    expect(used).toContain('simplex');
    // Powers of two are exact in every float, so the best plan is the same.
    const best = (await backends(small)).answer.value!;
    expect(fits.answer.value).toBe(best * 2 ** 30);
    if (answer.value !== null) expect(answer.value).toBeLessThanOrEqual(best * 2 ** 41);
    if (answer.proof !== null && answer.status === 'solved') expect(answer.value).toBe(best * 2 ** 41);
  });

  it('are refused where no other backend is asked', async () => {
    const context = contextOf(inlineTransport());
    const answer = await solveScalar(scaled(2 ** 41), { ...wish, backend: 'flow' }, context);
    expect([answer.status, answer.plan, answer.stop]).toEqual(['stopped', null, 'failed']);
    expect(context.failures[0]).toMatch(/^flow: /);
  });
});
