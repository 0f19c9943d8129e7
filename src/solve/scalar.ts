import { setImmediate } from 'node:timers/promises';
import { Splitter } from '../model/part.js';
import { packedBytes, packProblem, sizesOf } from '../model/pack.js';
import type { Constraints, Problem } from '../model/types.js';
import { components } from '../reduce/components.js';
import type { ScalarAnswer, StopReason } from '../solution/types.js';
import { newBoard, readIncumbent } from '../transport/board.js';
import { sparsePlan, type ShardAnswer } from '../transport/bundle.js';
import { flowBackend } from '../backends/flow-backend.js';
import type { Job, JobResult } from '../transport/job.js';
import { bundlesOf, concatenated, packPiece, PlainStock, type Bundle } from './bundles.js';
import type { SolveContext } from './context.js';
import { boundOfPeople } from './fallback.js';
import { Merger } from './merge.js';
import { Running } from './running.js';

export interface ScalarWish {
  readonly start: Float64Array | null;
  readonly toleranceMillionths: number;
  readonly nodeLimit?: number;
  readonly backend?: Job['backend'];
  /** Hears of better plans and bounds while the problem is being solved. */
  readonly onRunning?: (value: number, bound: number | null) => void;
}

/**
 * Solves one scalar problem: components found, bundled, cut and sent largest first to the workers, answers merged by bundle number.
 * Plain bundles are cut a share at a time, while workers solve; a piece with rows of its own when a worker is about to be free, so that few of them are in memory.
 * A shard whose worker failed keeps the incumbent its board holds.
 */
export async function solveScalar(problem: Problem, wish: ScalarWish, context: SolveContext): Promise<ScalarAnswer> {
  await breathe(problem);
  const struck = context.struck();
  if (struck !== null) return stopped(problem, wish.start, struck);
  const answer = await solveBundles(problem, wish, context);
  context.warm.basis = answer.basis ?? context.warm.basis;
  return answer;
}

async function solveBundles(problem: Problem, wish: ScalarWish, context: SolveContext): Promise<ScalarAnswer> {
  const parts = components(problem);
  await breathe(problem);
  const bundles = bundlesOf(problem, parts, !context.avoid.includes(flowBackend.name));
  const running = wish.onRunning === undefined ? null : new Running(Math.max(1, bundles.length), wish.onRunning);
  try {
    if (bundles.length === 0 || (bundles.length === 1 && bundles[0]!.pieces.length === 1))
      return await solveWhole(problem, wish, context, running);
    return await solveApart(problem, bundles, wish, context, running);
  } finally {
    running?.stop();
  }
}

async function solveApart(
  problem: Problem,
  bundles: readonly Bundle[],
  wish: ScalarWish,
  context: SolveContext,
  running: Running | null,
): Promise<ScalarAnswer> {
  const splitter = new Splitter(problem);
  const merger = new Merger(problem, splitter, bundles);
  await breathe(problem);
  const order = bundles.map((_, k) => k).sort((a, b) => bundles[b]!.pairCount - bundles[a]!.pairCount || a - b);
  const stock = new PlainStock(problem, bundles, order, context.transport.buffers);
  const feed = async (): Promise<void> => {
    for (let k = order.shift(); k !== undefined; k = order.shift()) {
      const answer = await solveBundle(problem, splitter, bundles[k]!, stock, k, wish, context, running);
      running?.end(k, answer);
      merger.take(k, answer);
    }
  };
  await Promise.all(Array.from({ length: context.transport.workers + 1 }, feed));
  await breathe(problem);
  return merger.answer();
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
  const { buffers } = context.transport;
  const job = {
    ...jobOf(packProblem(problem, buffers.take(packedBytes(sizesOf(problem)))), wish, context),
    start: wish.start,
    board: newBoard(problem.columnCount),
  };
  running?.start(0, job.board);
  const result = await context.transport.run(job);
  if (!result.ok) {
    context.failures.push(result.reason);
    return stopped(problem, readIncumbent(job.board)?.plan ?? wish.start, context.struck() ?? 'failed');
  }
  buffers.giveBack(job.problem);
  told(context, result);
  const { plan, ...rest } = bounded(result.answer, () => boundOfProblem(problem));
  if (plan === null) return { ...rest, plan };
  const dense = new Float64Array(problem.columnCount);
  plan.columns.forEach((column, k) => {
    dense[column] = plan.values[k]!;
  });
  return { ...rest, plan: dense };
}

async function solveBundle(
  problem: Problem,
  splitter: Splitter,
  bundle: Bundle,
  stock: PlainStock,
  at: number,
  wish: ScalarWish,
  context: SolveContext,
  running: Running | null,
): Promise<ShardAnswer> {
  const { start } = wish;
  const startOf = (): Float64Array | null => (start === null ? null : restricted(columnsOf(splitter, bundle), start));
  const stoppedAt = (plan: Float64Array | null, stop: StopReason): ShardAnswer => {
    if (plan === null) return bounded({ ...unanswered, plan, value: null, stop }, boundOfBundle);
    return bounded(
      { ...unanswered, plan: sparsePlan(plan), value: worth(plan, restricted(columnsOf(splitter, bundle), problem.objective)), stop },
      boundOfBundle,
    );
  };
  const boundOfBundle = () =>
    boundOfPeople(
      problem,
      concatenated(bundle.pieces.map(({ persons }) => persons)),
      concatenated(bundle.pieces.map(({ extras }) => extras)),
    );
  const struck = context.struck();
  if (struck !== null) return stoppedAt(startOf(), struck);
  // The kernel needs no start and posts no incumbent.
  const job: Job = bundle.isPlain
    ? { ...jobOf(stock.take(at), wish, context), isBundle: true }
    : {
        ...jobOf(packPiece(splitter, bundle.pieces[0]!, context.transport.buffers), wish, context),
        start: startOf(),
        board: newBoard(splitter.sizesOf(bundle.pieces[0]!).columnCount),
      };
  if (!bundle.isPlain) running?.start(at, job.board);
  const answered = context.transport.run(job);
  if (bundle.isPlain) {
    await breathe(problem);
    stock.cutMore();
  }
  const result = await answered;
  if (result.ok) {
    context.transport.buffers.giveBack(job.problem);
    told(context, result);
    return bounded(result.answer, boundOfBundle);
  }
  context.failures.push(result.reason);
  return stoppedAt(readIncumbent(job.board)?.plan ?? startOf(), context.struck() ?? 'failed');
}

function jobOf(problem: SharedArrayBuffer, wish: ScalarWish, context: SolveContext): Job {
  return {
    problem,
    isBundle: false,
    start: null,
    basis: context.warm.basis,
    nodeLimit: wish.nodeLimit ?? context.limits.nodes,
    toleranceMillionths: wish.toleranceMillionths,
    deadlineMs: context.deadlineMs,
    stop: context.stop,
    board: newBoard(0),
    backend: wish.backend ?? null,
    avoid: context.avoid,
  };
}

function told(context: SolveContext, { doubted, backend }: Extract<JobResult, { ok: true }>): void {
  context.backendsUsed.add(backend);
  if (doubted != null) context.backendsUsed.add(doubted);
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

function columnsOf(splitter: Splitter, { pieces }: Bundle): Int32Array {
  return pieces.length === 1 ? splitter.columnsOf(pieces[0]!) : concatenated(pieces.map((piece) => splitter.columnsOf(piece)));
}

function restricted(columns: Int32Array, values: Float64Array | Int32Array): Float64Array {
  const inside = new Float64Array(columns.length);
  for (let k = 0; k < columns.length; k++) inside[k] = values[columns[k]!]!;
  return inside;
}
