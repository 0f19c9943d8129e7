import { deskBytes, openDesk } from '../backends/companions.js';
import { chooseBackend, type Job, type JobResult } from '../transport/job.js';
import type { ShardAnswer } from '../transport/shard-answer.js';
import { newBoard } from '../transport/board.js';
import { unpackProblem } from '../model/pack.js';
import type { Problem } from '../model/types.js';
import type { StopReason } from '../solution/types.js';
import type { SolveContext } from './context.js';

/** With fewer pairs the first strand is done before a second has begun … */
const leastPairs = 2_000;
/** … and with more, prices take most of the time and memory of both. */
const mostPairs = 400_000;
/** A piece with at least this part of all pairs leaves the other threads nothing to do. */
const aloneFrom = 0.8;
/** Threads that help with a piece of that size, at most. */
const mostCompanions = 3;
/** Share of the limit of work that the second strand has. */
const shareOfSecond = 0.5;

/**
 * Runs a job; a large piece with budgets, solved nearly alone, in two strands: the same arrays to two workers, each searching in its own order, the first
 * for bounds too. The best plan and the best proof of both count, the first strand's where they are as good. They exchange nothing while they work, and which
 * pieces are solved like this depends on the problem alone: the bytes are the same with one worker, which takes up the strands one after the other.
 * Where the first strand is complete, its answer is taken and the second is told that nobody waits for it.
 */
export async function runInStrands(job: Job, allPairs: number, context: SolveContext): Promise<JobResult> {
  if (job.isBatch) return context.transport.run(job);
  const problem = unpackProblem(job.problem);
  if (problem.pairCount > mostPairs && problem.pairCount === allPairs && problem.rows.count > 0)
    return runAccompanied(job, problem, context);
  if (!deservesStrands(problem, job, allPairs)) return context.transport.run(job);
  const abandon = new SharedArrayBuffer(4);
  const isDone = (result: JobResult): boolean => !result.ok || result.answer === null || result.answer.stop === 'complete';
  const runFirst = async (): Promise<JobResult> => {
    const result = await context.transport.run(job);
    if (isDone(result)) Atomics.store(new Int32Array(abandon), 0, 1);
    return result;
  };
  const first = runFirst();
  const runSecond = (): Promise<JobResult> =>
    context.transport.run({
      ...job,
      strand: 1,
      nodeLimit: Math.ceil(job.nodeLimit * shareOfSecond),
      board: newBoard(new Float64Array(job.board, 8).length - 2),
      abandon,
    });
  const second = context.transport.workers > 1 ? runSecond() : null;
  const answered = await first;
  if (!answered.ok || answered.answer === null || isDone(answered)) {
    await second;
    return answered;
  }
  const struck = context.struck();
  if (second === null && struck !== null) return { ...answered, answer: { ...answered.answer, stop: struck } };
  const other = await (second ?? runSecond());
  if (other.ok && other.answer !== null) return { ...answered, answer: bestOf(answered.answer, other.answer) };
  if (!other.ok) context.failures.push(other.reason);
  return { ...answered, answer: { ...answered.answer, stop: context.struck() ?? 'failed' } };
}

/**
 * Runs a job with companions: threads that solve parts of the matchings of every price round. Each stays at the desk, where the shape of the parts stands, from the first round
 * to the last, and a round is a barrier that ends when all parts are solved; the answer does not depend on who solved them.
 */
async function runAccompanied(job: Job, problem: Problem, context: SolveContext): Promise<JobResult> {
  const { transport } = context;
  const companions = Math.min(transport.workers - 1, mostCompanions);
  if (companions < 1) return transport.run(job);
  const desk = openDesk(transport.buffers.take(deskBytes(problem)));
  const abandon = new SharedArrayBuffer(4);
  const answer = transport.run({ ...job, desk });
  const helped = Array.from({ length: companions }, () =>
    transport.run({ ...job, start: null, desk, isCompanion: true, board: newBoard(0), abandon }),
  );
  const answered = await answer;
  Atomics.store(new Int32Array(abandon), 0, 1);
  const results = await Promise.all(helped);
  // Who did not come back may still write.
  if ([answered, ...results].every(({ ok }) => ok)) transport.buffers.giveBack(desk);
  return answered;
}

function deservesStrands(problem: Problem, { backend, avoid = [] }: Job, allPairs: number): boolean {
  const { pairCount } = problem;
  if (pairCount < leastPairs || pairCount > mostPairs || pairCount < aloneFrom * allPairs || backend !== null || avoid.length > 0)
    return false;
  return chooseBackend(problem).name === 'priced';
}

/** The better plan and the better proof of two answers that were not complete. */
export function bestOf(first: ShardAnswer, second: ShardAnswer): ShardAnswer {
  const planned = second.value !== null && (first.value === null || second.value > first.value) ? second : first;
  const proved = second.bound !== null && (first.bound === null || second.bound < first.bound) ? second : first;
  const isSolved = planned.value !== null && proved.bound !== null && proved.proof !== null && planned.value >= proved.bound;
  return {
    ...first,
    status: isSolved ? 'solved' : first.status,
    plan: planned.plan,
    value: planned.value,
    bound: proved.bound,
    proof: proved.proof,
    stop: [first.stop, second.stop].find(isUnrepeatable) ?? (isSolved ? 'complete' : first.stop),
    nodes: first.nodes + second.nodes,
  };
}

function isUnrepeatable(stop: StopReason): boolean {
  return stop !== 'complete' && stop !== 'work';
}
