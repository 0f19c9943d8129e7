import { highsBackend, simplexBackend } from '../backends/general.js';
import { helpAt, leaveDesk, ownDesk } from '../backends/companions.js';
import type { Backend, Control } from '../backends/contract.js';
import { acceptsCounts, solveCounts } from '../backends/counts.js';
import { acceptsFlow } from '../backends/flow.js';
import { flowBackend } from '../backends/flow-backend.js';
import { valueOf } from '../backends/matrix.js';
import { networkBackend } from '../backends/network.js';
import { pricedBackend } from '../backends/priced.js';
import { unpackProblem } from '../model/pack.js';
import type { Problem } from '../model/types.js';
import type { LpBasis, ScalarAnswer } from '../solution/types.js';
import { workThrough } from './batch.js';
import { beat, postBound, postIncumbent } from './board.js';
import { askTwice, claimFault } from './second-opinion.js';
import { solveOne, sparsePlan, type ShardAnswer } from './shard-answer.js';

/** What crosses to a worker: numbers only. */
export interface Job {
  readonly problem: SharedArrayBuffer;
  /** The buffer holds plain assignments for the matching kernel, which several jobs work through, and their answers (see `batch.ts`); else one problem. */
  readonly isBatch: boolean;
  readonly start: Float64Array | null;
  /** Root basis of the step before. */
  readonly basis: LpBasis | null;
  readonly nodeLimit: number;
  readonly toleranceMillionths: number;
  /** Number of the strand (see `solve/strands.ts`); 0: the first, or the only one. */
  readonly strand: number;
  /** Monotonic milliseconds (see `monotonicMs`), Infinity: none. */
  readonly deadlineMs: number;
  /** One 32-bit word; not 0: stop. */
  readonly stop: SharedArrayBuffer;
  /** One 32-bit word; not 0: nobody waits for the answer any more. Absent: somebody does. */
  readonly abandon?: SharedArrayBuffer;
  /** Where matchings of the job are laid out, so that companions solve parts of them. Absent: nobody helps. */
  readonly desk?: SharedArrayBuffer;
  /** The job is to help at the desk while another worker solves the problem; absent: it is not. */
  readonly isCompanion?: boolean;
  /** Where incumbents are kept outside the worker. */
  readonly board: SharedArrayBuffer;
  readonly backend: Backend['name'] | null;
  /** Backends whose answers the checker refused: they are asked only where nobody else takes the problem. Absent: none. */
  readonly avoid?: readonly string[];
}

/** Tagged, because an error loses class and code on its way across threads. */
export type JobResult =
  | {
      readonly ok: true;
      /** Null for a batch, whose answers stand in its buffer, and for a companion. */
      readonly answer: ShardAnswer | null;
      /** Whose answer it is. */
      readonly backend: Backend['name'];
      /** Whose answer was not believed before, and why; null or absent: nobody's. */
      readonly doubted?: string | null;
    }
  | { readonly ok: false; readonly reason: string };

/** Milliseconds of a clock that all threads of the process share and nobody can set. */
export function monotonicMs(): number {
  return Number(process.hrtime.bigint() / 1000n) / 1000;
}

const backends: readonly Backend[] = [flowBackend, networkBackend, simplexBackend, highsBackend, pricedBackend];

/** Columns beyond which a relaxation in WASM takes seconds for each node. */
const highsColumnLimit = 15_000;

/** The first that fits: the matching kernel, the network where rows keep structure, small general shards to the JavaScript simplex, larger ones to HiGHS, beyond that prices. */
export function chooseBackend(problem: Problem, avoid: readonly string[] = []): Backend {
  const first = firstThatFits(problem);
  return avoid.includes(first.name) ? (otherThan(problem, [first.name, ...avoid]) ?? first) : first;
}

/** Who else takes a problem. */
function otherThan(problem: Problem, names: readonly string[]): Backend | undefined {
  return [networkBackend, highsBackend, simplexBackend, pricedBackend].find(
    (one) => !names.includes(one.name) && one.refuses(problem) === null,
  );
}

function firstThatFits(problem: Problem): Backend {
  if (flowBackend.refuses(problem) === null) return flowBackend;
  if (networkBackend.refuses(problem) === null) return networkBackend;
  if (simplexBackend.refuses(problem) === null) return simplexBackend;
  if (isOfBudgets(problem) && pricedBackend.refuses(problem) === null) return pricedBackend;
  // A question without an objective asks for any plan or a proof that there is none: prices give neither.
  const asksForBest = problem.objective.some((value) => value !== 0);
  return problem.columnCount > highsColumnLimit && asksForBest && pricedBackend.refuses(problem) === null ? pricedBackend : highsBackend;
}

/** With so many columns HiGHS finds plans for budgets beside a count late or not at all (5,000: a bound 158 % off after 10 s, 0.6 % by prices). */
const fewestOfCounts = 2_000;

/** Seats, budgets and minima to open, with many pairs also counts that an earlier tier left, and more than a handful of pairs: what the price methods are made for. */
function isOfBudgets({ rows, columnCount, objective }: Problem): boolean {
  if (columnCount < 300 || rows.count === 0 || !objective.some((value) => value !== 0)) return false;
  for (let row = 0; row < rows.count; row++) {
    if (rows.minimumToOpenOfRow[row]! > 0 || holdsAlways(rows, row)) continue;
    if (columnCount >= fewestOfCounts && isLeastCount(rows, row)) continue;
    if (rows.lowerOfRow[row]! > -Infinity || !(rows.upperOfRow[row]! < Infinity)) return false;
  }
  return true;
}

/** At least nothing: what a tier leaves that found none whom it counts. */
function holdsAlways({ lowerOfRow, upperOfRow, firstEntryOfRow, coefficientOfEntry }: Problem['rows'], row: number): boolean {
  if (lowerOfRow[row]! > 0 || upperOfRow[row]! < Infinity) return false;
  for (let entry = firstEntryOfRow[row]!; entry < firstEntryOfRow[row + 1]!; entry++) if (coefficientOfEntry[entry]! < 0) return false;
  return true;
}

/** So many of these at least, however much each is worth. */
function isLeastCount({ upperOfRow, firstEntryOfRow, coefficientOfEntry }: Problem['rows'], row: number): boolean {
  if (upperOfRow[row]! < Infinity) return false;
  for (let entry = firstEntryOfRow[row]!; entry < firstEntryOfRow[row + 1]!; entry++) if (coefficientOfEntry[entry] !== 1) return false;
  return true;
}

/** Nodes that prices may spend before HiGHS goes on where no clock presses, and their share of the limit: a sweep takes as long as some nodes of HiGHS. */
const pricedNodes = 3_000;
const pricedShare = 6;

/** The least that a relaxation in WASM takes for each column (30,000: 0.75 s; 200,000 with budgets: beyond 20 s). */
const relaxationMsPerColumn = 0.01;

export function leastRelaxationMs(columnCount: number): number {
  return relaxationMsPerColumn * columnCount;
}

/** What price methods set up for each column before they look at the clock for the first time (2 million: 1 s, and 2 beside other threads). */
const setUpMsPerColumn = 5e-4;

/** The plan that is known stands as it is: there is no time to look for a better one. */
function unbegun(problem: Problem, plan: Float64Array): ScalarAnswer {
  return { status: 'stopped', plan, value: valueOf(problem, plan), bound: null, proof: null, claimedBy: null, stop: 'cancelled', nodes: 0 };
}

/** Where prices end with a gap at the end of their work, HiGHS goes on from their plan if the shard is of its size; the better of both bounds and plans is kept. */
async function solvePricedFirst(problem: Problem, control: Control, endMs: number): Promise<ScalarAnswer> {
  const hasClock = endMs < Infinity;
  if (control.start !== null && monotonicMs() + setUpMsPerColumn * problem.columnCount > endMs) return unbegun(problem, control.start);
  const nodeLimit =
    hasClock || problem.columnCount > highsColumnLimit
      ? control.nodeLimit
      : Math.min(Math.ceil(control.nodeLimit / pricedShare), pricedNodes);
  const first = await pricedBackend.solve(problem, { ...control, nodeLimit });
  if (first.status !== 'stopped' || first.stop !== 'work' || problem.columnCount > highsColumnLimit || control.strand > 0) return first;
  const second = await highsBackend.solve(problem, { ...control, start: first.plan ?? control.start });
  if (second.status !== 'stopped' || first.bound === null || (second.bound !== null && second.bound <= first.bound)) return second;
  return { ...second, bound: first.bound, proof: first.proof };
}

/** What proof, check and message take after a search, for each column (880,000 pairs: 70 ms; 6 million: 0.5 s) … */
const handoverMsPerColumn = 1e-4;
/** … and for each leaf that the proof has beyond one (200,000 pairs: 2 ms, beside another thread twice that). */
const leafMsPerColumn = 2e-5;

/** When a search has to end so that its answer is there at the deadline. */
export function searchEndMs(deadlineMs: number, columnCount: number, leaves = 1): number {
  return deadlineMs - (handoverMsPerColumn + leafMsPerColumn * (leaves - 1)) * columnCount;
}

export async function runJob(job: Job): Promise<JobResult> {
  try {
    beat(job.board);
    const flag = new Int32Array(job.stop);
    const abandoned = new Int32Array(job.abandon ?? new SharedArrayBuffer(4));
    let endMs = job.deadlineMs;
    const shouldStop = (): boolean => {
      beat(job.board);
      return Atomics.load(flag, 0) !== 0 || Atomics.load(abandoned, 0) !== 0 || monotonicMs() > endMs;
    };
    if (job.isBatch) {
      workThrough(job.problem, () => !shouldStop());
      return { ok: true, answer: null, backend: flowBackend.name };
    }
    const problem = unpackProblem(job.problem);
    endMs = searchEndMs(job.deadlineMs, problem.columnCount);
    if (job.isCompanion === true) {
      helpAt(job.desk!, shouldStop);
      return { ok: true, answer: null, backend: pricedBackend.name };
    }
    const backend = backends.find(({ name }) => name === job.backend) ?? chooseBackend(problem, job.avoid);
    // A relaxation that cannot come to its end is not begun: setting it up alone would outlive the deadline.
    if (backend === highsBackend && monotonicMs() + leastRelaxationMs(problem.columnCount) > endMs) endMs = monotonicMs();
    const refused = backend.refuses(problem);
    if (refused !== null) return { ok: false, reason: `${backend.name}: ${refused}` };
    if (backend === flowBackend && acceptsFlow(problem)) return { ok: true, answer: solveOne(problem), backend: flowBackend.name };
    const control: Control = {
      shouldStop,
      nodeLimit: job.nodeLimit,
      start: job.start,
      basis: job.basis,
      toleranceMillionths: job.toleranceMillionths,
      strand: job.strand,
      desk: ownDesk(job.desk),
      onIncumbent: (plan, value) => postIncumbent(job.board, plan, value),
      onBound: (bound) => postBound(job.board, bound),
      onLeaves: (count) => {
        endMs = searchEndMs(job.deadlineMs, problem.columnCount, count);
      },
    };
    const isFree = job.backend === null && (job.avoid ?? []).length === 0;
    if (isFree && backend !== flowBackend && backend !== networkBackend && acceptsCounts(problem)) {
      const counted = solveCounts(problem);
      if (counted !== null && claimFault(problem, counted) === null) {
        const plan = counted.plan === null ? null : sparsePlan(counted.plan);
        return { ok: true, answer: { ...counted, plan }, backend: flowBackend.name };
      }
    }
    const other = otherThan(problem, [backend.name]);
    const considered = await askTwice(
      problem,
      () => (backend === pricedBackend && isFree ? solvePricedFirst(problem, control, endMs) : backend.solve(problem, control)),
      other === undefined ? null : () => other.solve(problem, control),
    );
    let { answer } = considered;
    let answeredBy = considered.doubted === null ? backend : other!;
    const doubted = considered.doubted === null ? null : `${backend.name}: ${considered.doubted}, so ${other!.name} was asked`;
    // The kernel's count row was not tight: the network holds it, or the general backend goes on.
    if (backend === flowBackend && answer.status === 'stopped') {
      const next: Backend = networkBackend.refuses(problem) === null ? networkBackend : highsBackend;
      answer = await next.solve(problem, { ...control, start: answer.plan });
      answeredBy = next;
    }
    const struck = answer.stop === 'cancelled' && Atomics.load(flag, 0) === 0;
    const plan = answer.plan === null ? null : sparsePlan(answer.plan);
    return { ok: true, answer: { ...answer, plan, stop: struck ? 'time' : answer.stop }, backend: answeredBy.name, doubted };
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? `${error.name}: ${error.message.slice(0, 200)}` : 'unknown failure' };
  } finally {
    if (job.desk !== undefined && job.isCompanion !== true) leaveDesk(job.desk);
  }
}
