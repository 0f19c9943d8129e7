import { setImmediate } from 'node:timers/promises';
import { Splitter, type Part } from '../model/part.js';
import { packedBytes, packProblem, sizesOf } from '../model/pack.js';
import type { Constraints, Problem } from '../model/types.js';
import { components } from '../reduce/components.js';
import type { ScalarAnswer, StopReason } from '../solution/types.js';
import { newBoard, readIncumbent } from '../transport/board.js';
import { flowBackend } from '../backends/flow-backend.js';
import { monotonicMs, searchEndMs, type Job } from '../transport/job.js';
import { sparsePlan, type ShardAnswer } from '../transport/shard-answer.js';
import type { SolveContext } from './context.js';
import { boundOfPeople } from './fallback.js';
import { merged, type PartAnswer } from './merge.js';
import { piecesOf, type Pieces } from './pieces.js';
import { solvePlainPieces } from './plain.js';
import { Running } from './running.js';
import { runInStrands } from './strands.js';

export interface ScalarWish {
  readonly start: Float64Array | null;
  readonly toleranceMillionths: number;
  readonly nodeLimit?: number;
  readonly backend?: Job['backend'];
  /** Hears of better plans and bounds while the problem is being solved. */
  readonly onRunning?: (value: number, bound: number | null) => void;
}

/**
 * Solves one scalar problem: components found, plain ones joined to pieces that the workers go through, parts with rows of their own sent largest first
 * (each cut when a worker is about to be free, so that few of them are in memory), answers merged in the order of the parts. A part whose worker failed
 * keeps the incumbent its board holds.
 */
export async function solveScalar(given: Problem, wish: ScalarWish, context: SolveContext): Promise<ScalarAnswer> {
  const problem = inOneShape(given);
  await breathe(problem);
  const struck = context.struck();
  if (struck !== null) return stopped(problem, wish.start, struck);
  const answer = await solveParts(problem, wish, context);
  context.warm.basis = answer.basis ?? context.warm.basis;
  return answer;
}

/** The same problem in an object whose fields always come in one order. Models come in many, and compiled code that meets a new one is thrown away. */
function inOneShape(problem: Problem): Problem {
  const { personCount, seatCount, pairCount, columnCount, firstPairOfPerson, seatOfPair, lowerOfPerson, upperOfPerson } = problem;
  const { upperOfSeat, upperOfExtra, rows, objective } = problem;
  return {
    personCount,
    seatCount,
    pairCount,
    columnCount,
    firstPairOfPerson,
    seatOfPair,
    lowerOfPerson,
    upperOfPerson,
    upperOfSeat,
    upperOfExtra,
    rows,
    objective,
  };
}

async function solveParts(problem: Problem, wish: ScalarWish, context: SolveContext): Promise<ScalarAnswer> {
  const parts = components(problem);
  await breathe(problem);
  const pieces = piecesOf(problem, parts, !context.avoid.includes(flowBackend.name));
  const shardCount = pieces.others.length + (pieces.plain.length > 0 ? 1 : 0);
  const running = wish.onRunning === undefined ? null : new Running(Math.max(1, shardCount), wish.onRunning);
  try {
    if (pieces.plain.length + pieces.others.length <= 1) return await solveWhole(problem, wish, context, running);
    return await solveApart(problem, pieces, wish, context, running);
  } finally {
    running?.stop();
  }
}

/** In `running` the parts with rows of their own come first, then all plain pieces as one. */
async function solveApart(
  problem: Problem,
  { plain, others }: Pieces,
  wish: ScalarWish,
  context: SolveContext,
  running: Running | null,
): Promise<ScalarAnswer> {
  await breathe(problem);
  const solvePlain = async () => {
    if (plain.length === 0) return null;
    const answer = await solvePlainPieces(problem, plain, jobOf(wish, context), wish.start, context);
    running?.end(others.length, answer);
    return answer;
  };
  const solveOthers = async (): Promise<PartAnswer[]> => {
    if (others.length === 0) return [];
    const splitter = new Splitter(problem);
    const sizes = others.map((part) => splitter.sizesOf(part).pairCount);
    const order = others.map((_, k) => k).sort((a, b) => sizes[b]! - sizes[a]! || a - b);
    const answers: PartAnswer[] = [];
    const feed = async (): Promise<void> => {
      for (let k = order.shift(); k !== undefined; k = order.shift()) {
        answers[k] = await solvePart(problem, splitter, others[k]!, wish, context, (board) => running?.start(k!, board));
        running?.end(k, answers[k]!);
      }
    };
    await Promise.all(Array.from({ length: context.transport.workers + 1 }, feed));
    return answers;
  };
  const [found, answers] = await Promise.all([solvePlain(), solveOthers()]);
  await breathe(problem);
  return merged(problem, plain, found, answers);
}

/** From so many pairs on finding, cutting and joining pieces take milliseconds each: the event loop turns between them. */
const breathingPairs = 20_000;

/** Nor is it kept waiting longer than this: what else runs on this thread takes its turn each time (a walk of 100,000 people would breathe 6,000 times). */
const breathEveryMs = 4;
let lastBreathMs = 0;

export async function breathe({ pairCount }: Constraints): Promise<void> {
  if (pairCount < breathingPairs || performance.now() - lastBreathMs < breathEveryMs) return;
  await setImmediate();
  lastBreathMs = performance.now();
}

/** Nothing to cut: the problem goes as it is. */
async function solveWhole(problem: Problem, wish: ScalarWish, context: SolveContext, running: Running | null): Promise<ScalarAnswer> {
  // A worker that would have to hand over at once is not asked: it may be a second before it looks at the clock (2 million pairs).
  if (monotonicMs() > searchEndMs(context.deadlineMs, problem.columnCount)) return stopped(problem, wish.start, context.struck() ?? 'time');
  const packed = packProblem(problem, context.transport.buffers.take(packedBytes(sizesOf(problem))));
  const job: Job = {
    ...jobOf(wish, context),
    problem: packed,
    isBatch: false,
    start: wish.start,
    board: newBoard(problem.columnCount),
  };
  running?.start(0, job.board);
  const answer = await answerOf(job, problem.pairCount, context);
  if (answer === null) return stopped(problem, readIncumbent(job.board)?.plan ?? wish.start, context.struck() ?? 'failed');
  const { plan, ...rest } = bounded(answer, () => boundOfProblem(problem));
  if (plan === null) return { ...rest, plan };
  const dense = new Float64Array(problem.columnCount);
  plan.columns.forEach((column, k) => {
    dense[column] = plan.values[k]!;
  });
  return { ...rest, plan: dense, ...(problem.columnCount === problem.pairCount && { pairs: plan.columns }) };
}

async function solvePart(
  problem: Problem,
  splitter: Splitter,
  part: Part,
  wish: ScalarWish,
  context: SolveContext,
  onBoard: (board: SharedArrayBuffer) => void,
): Promise<PartAnswer> {
  const { buffers } = context.transport;
  const columns = splitter.columnsOf(part);
  const start = wish.start === null ? null : restricted(columns, wish.start);
  const boundOfPart = () => boundOfPeople(problem, part.persons, part.extras);
  const stoppedAt = (plan: Float64Array | null, stop: StopReason): PartAnswer => {
    const value = plan === null ? null : worth(plan, restricted(columns, problem.objective));
    return { part, columns, ...bounded({ ...unanswered, plan: plan === null ? null : sparsePlan(plan), value, stop }, boundOfPart) };
  };
  const struck = context.struck();
  if (struck !== null) return stoppedAt(start, struck);
  const sizes = splitter.sizesOf(part);
  const packed = buffers.take(packedBytes(sizes));
  splitter.restrict(part, packed);
  const job: Job = { ...jobOf(wish, context), problem: packed, isBatch: false, start, board: newBoard(sizes.columnCount) };
  onBoard(job.board);
  const answer = await answerOf(job, problem.pairCount, context);
  if (answer === null) return stoppedAt(readIncumbent(job.board)?.plan ?? start, context.struck() ?? 'failed');
  return { part, columns, ...bounded(answer, boundOfPart) };
}

/** Runs the job of one problem; null: it failed, and why is noted. */
async function answerOf(job: Job, allPairs: number, context: SolveContext): Promise<ShardAnswer | null> {
  const result = await runInStrands(job, allPairs, context);
  if (!result.ok) {
    context.failures.push(result.reason);
    return null;
  }
  context.transport.buffers.giveBack(job.problem);
  context.backendsUsed.add(result.backend);
  if (result.doubted != null) context.backendsUsed.add(result.doubted);
  return result.answer;
}

/** The kernel, which solves plain pieces, needs no start and posts no incumbent. */
function jobOf(wish: ScalarWish, context: SolveContext): Omit<Job, 'problem' | 'isBatch'> {
  return {
    start: null,
    basis: context.warm.basis,
    nodeLimit: wish.nodeLimit ?? context.limits.nodes,
    toleranceMillionths: wish.toleranceMillionths,
    strand: 0,
    deadlineMs: context.deadlineMs,
    stop: context.stop,
    board: newBoard(0),
    backend: wish.backend ?? null,
    avoid: context.avoid,
  };
}

const unanswered = { status: 'stopped', bound: null, proof: null, claimedBy: null, nodes: 0 } as const;

function stopped(problem: Problem, plan: Float64Array | null, stop: StopReason): ScalarAnswer {
  return bounded({ ...unanswered, plan, value: plan === null ? null : worth(plan, problem.objective), stop }, () =>
    boundOfProblem(problem),
  );
}

/** An answer that stopped without any bound gets the one that costs nothing. */
function bounded<Answer extends Omit<ScalarAnswer, 'plan'>>(answer: Answer, boundOf: () => ReturnType<typeof boundOfPeople>): Answer {
  if (answer.status !== 'stopped' || (answer.proof !== null && answer.bound !== null)) return answer;
  return { ...answer, ...boundOf() };
}

function boundOfProblem(problem: Problem): ReturnType<typeof boundOfPeople> {
  return boundOfPeople(problem, countedFrom(0, problem.personCount), countedFrom(problem.pairCount, problem.columnCount));
}

/** from, from + 1, … end − 1 */
function countedFrom(from: number, end: number): Int32Array {
  const list = new Int32Array(end - from);
  for (let k = 0; k < list.length; k++) list[k] = from + k;
  return list;
}

function worth(plan: Float64Array, objective: Problem['objective']): number {
  let sum = 0;
  for (let column = 0; column < objective.length; column++) sum += plan[column]! * objective[column]!;
  return sum;
}

function restricted(columns: Int32Array, values: Float64Array | Int32Array): Float64Array {
  const inside = new Float64Array(columns.length);
  for (let k = 0; k < columns.length; k++) inside[k] = values[columns[k]!]!;
  return inside;
}
