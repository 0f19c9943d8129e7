import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../src/basics/random.js';
import { replay } from '../../src/certify/bound/replay.js';
import { runToEnd } from '../../src/certify/rules/slices.js';
import type { Problem } from '../../src/model/types.js';
import { solveScalar } from '../../src/solve/scalar.js';
import { bestOf } from '../../src/solve/strands.js';
import type { ShardAnswer } from '../../src/transport/shard-answer.js';
import { inlineTransport } from '../../src/transport/inline.js';
import type { Job, JobResult } from '../../src/transport/job.js';
import { threadTransport } from '../../src/transport/piscina.js';
import type { Transport } from '../../src/transport/transport.js';
import { contextOf } from '../support/solve.js';

const pairsOfPerson = 8;
const budgetCount = 4;

/** People whose pairs cost money of one of some budgets; more pairs than HiGHS goes on with. Seats and people are in `cells` that share nothing else. */
function budgeted(seed: number, personCount = 2_000, cells = 1): Problem {
  const seatCount = 0.3 * personCount;
  const random = randomFrom(seed);
  const draw = (below: number): number => Math.floor(random() * below);
  const pairCount = personCount * pairsOfPerson;
  const columns = Array.from({ length: budgetCount }, (_, budget) =>
    Array.from({ length: pairCount }, (_, pair) => pair).filter((pair) => Math.floor(pair / pairsOfPerson) % budgetCount === budget),
  );
  return {
    personCount,
    seatCount,
    pairCount,
    columnCount: pairCount,
    firstPairOfPerson: Int32Array.from({ length: personCount + 1 }, (_, person) => person * pairsOfPerson),
    seatOfPair: Int32Array.from(
      { length: pairCount },
      (_, pair) => (Math.floor(pair / pairsOfPerson) % cells) + cells * draw(seatCount / cells),
    ),
    lowerOfPerson: new Int32Array(personCount),
    upperOfPerson: new Int32Array(personCount).fill(1),
    upperOfSeat: Int32Array.from({ length: seatCount }, () => 1 + draw(5)),
    upperOfExtra: new Float64Array(0),
    objective: Int32Array.from({ length: pairCount }, () => 1 + draw(1000)),
    rows: {
      count: budgetCount,
      firstEntryOfRow: Int32Array.from([0, 1, 2, 3, 4], (row) => row * columns[0]!.length),
      columnOfEntry: Int32Array.from(columns.flat()),
      coefficientOfEntry: Float64Array.from(columns.flat(), () => 100 + draw(900)),
      lowerOfRow: new Float64Array(budgetCount).fill(-Infinity),
      upperOfRow: new Float64Array(budgetCount).fill(75 * personCount),
      minimumToOpenOfRow: new Float64Array(budgetCount),
    },
  };
}

/** Runs jobs inline and notes them; `isSecondFirst`: the second strand is answered before the first. */
function noting(jobs: Job[], workers: number, isSecondFirst = false): Transport {
  const inline = inlineTransport();
  let goOn: () => void = () => undefined;
  const second = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  return {
    ...inline,
    workers,
    run: async (job): Promise<JobResult> => {
      jobs.push(job);
      if (isSecondFirst && job.strand === 0) await second;
      const result = await inline.run(job);
      if (job.strand === 1) goOn();
      return result;
    },
  };
}

const wish = { start: null, toleranceMillionths: 0, nodeLimit: 320 };
const problem = budgeted(1);

describe('strands', () => {
  it('give the same answer one after the other and in any order, better than one alone', async () => {
    const jobs: Job[] = [];
    const one = await solveScalar(problem, wish, contextOf(noting(jobs, 1)));
    expect(jobs.map((job) => job.strand)).toEqual([0, 1]);
    expect(jobs[1]!.problem).toBe(jobs[0]!.problem);
    expect(await solveScalar(problem, wish, contextOf(noting([], 2)))).toEqual(one);
    expect(await solveScalar(problem, wish, contextOf(noting([], 7, true)))).toEqual(one);
    expect(one.stop).toBe('work');
    expect(Number(runToEnd(replay(problem, one.proof!)).bound)).toBe(one.bound);
    const alone = await inlineTransport().run(jobs[0]!);
    expect(alone.ok && alone.answer!.value! <= one.value!).toBe(true);
  }, 60_000);

  it('tell the second that nobody waits once the first is complete', async () => {
    const inline = inlineTransport();
    const abandoned: number[] = [];
    const claimed = { plan: null, value: null, bound: 5, proof: null, claimedBy: null, nodes: 1 } as const;
    const run = async (job: Job): Promise<JobResult> => {
      if (job.strand === 0) return { ok: true, answer: { ...claimed, status: 'infeasible', stop: 'complete' }, backend: 'priced' };
      await new Promise<void>((go) => void setImmediate(go));
      abandoned.push(new Int32Array(job.abandon!)[0]!);
      return { ok: true, answer: { ...claimed, status: 'stopped', stop: 'cancelled' }, backend: 'priced' };
    };
    const answer = await solveScalar(problem, wish, contextOf({ ...inline, workers: 2, run }));
    expect([answer.status, answer.stop]).toEqual(['infeasible', 'complete']);
    expect(abandoned).toEqual([1]);
  });
});

describe('companions', () => {
  const large = budgeted(2, 60_000, 15);
  const little = { ...wish, nodeLimit: 5 };

  it('help where price rounds of a piece take most of the time, and the answer does not tell who helped', async () => {
    const jobs: Job[] = [];
    const alone = await solveScalar(large, little, contextOf(noting(jobs, 1)));
    expect(jobs.map((job) => job.isCompanion ?? false)).toEqual([false]);
    for (const workers of [2, 3]) {
      const helped: Job[] = [];
      const pool = threadTransport(workers);
      const run: Transport['run'] = (job) => {
        helped.push(job);
        return pool.run(job);
      };
      expect(await solveScalar(large, little, contextOf({ ...pool, run }))).toEqual(alone);
      await pool.close();
      expect(helped.map((job) => job.isCompanion ?? false)).toEqual([false, ...Array.from({ length: workers - 1 }, () => true)]);
      expect(new Set(helped.map((job) => job.desk)).size).toBe(1);
    }
    expect(Number(runToEnd(replay(large, alone.proof!)).bound)).toBe(alone.bound);
  }, 60_000);
});

describe('the best of two strands', () => {
  const base: ShardAnswer = {
    status: 'stopped',
    plan: null,
    value: null,
    bound: null,
    proof: null,
    claimedBy: null,
    stop: 'work',
    nodes: 3,
  };
  const plan = { columns: Int32Array.of(0), values: Float64Array.of(1) };
  const proof = { kind: 'prices', prices: { scale: 0, rowOfPrice: Int32Array.of(0), priceOfRow: Float64Array.of(1) } } as const;

  it('takes plan and proof each from where they are better', () => {
    const first = { ...base, plan, value: 7, bound: 9, proof };
    const second = { ...base, plan: { ...plan }, value: 8, bound: 10, proof: { ...proof } };
    expect(bestOf(first, second)).toEqual({ ...first, plan: second.plan, value: 8, nodes: 6 });
    expect(bestOf(first, second).plan).toBe(second.plan);
    expect(bestOf(first, second).proof).toBe(first.proof);
  });

  it('keeps the first where both are as good, and says when a clock struck', () => {
    const first = { ...base, plan, value: 7, bound: 9, proof };
    const second = { ...base, plan: { ...plan }, value: 7, bound: 9, proof: { ...proof }, stop: 'time' } as const;
    const best = bestOf(first, second);
    expect([best.plan, best.proof, best.stop]).toEqual([first.plan, first.proof, 'time']);
  });

  it('is solved where one plan meets the bound of the other', () => {
    const best = bestOf({ ...base, plan, value: 7, bound: 8, proof }, { ...base, plan, value: 8, bound: 10, proof });
    expect([best.status, best.stop, best.value, best.bound]).toEqual(['solved', 'complete', 8, 8]);
  });
});
