import { availableParallelism } from 'node:os';
import type { Placement } from '../certify/types.js';
import type { Model } from '../model/types.js';
import type { CheckOutcome, Limits, Outcome, Progress } from '../report/outcome.js';
import type { WhatIfOutcome } from '../report/what-if.js';
import type { Scenarios } from '../roster/scenarios.js';
import type { Roster } from '../roster/types.js';
import type { PersonAnswer } from '../solution/answers.js';
import type { PriceTable } from '../solution/price-answers.js';
import type { Solution, StepProgress } from '../solution/types.js';
import { isFewer, percentOfBillionths, tierWords, wordsOfStep, wordsOfValue } from '../explain/words.js';
import type { SolveContext } from '../solve/context.js';
import { solveModel } from '../solve/solve.js';
import { inlineTransport } from '../transport/inline.js';
import { monotonicMs } from '../transport/job.js';
import { threadTransport } from '../transport/piscina.js';
import type { Transport } from '../transport/transport.js';
import { openDesk, type AskDesk, type AskOptions, type AskResult, type PlanToAsk, type PriceOptions, type Question } from './ask.js';
import { certifyPlanInHand, type PackResult } from './certify.js';
import { checkPlan } from './check.js';
import { placeRoster } from './place.js';
import { warmEngine } from './warm.js';
import { whatIf } from './what-if.js';

export interface EngineOptions {
  /** Solver threads; default: one less than the processors, at least 1. */
  readonly workers?: number;
  /** `threads` (default) keeps solvers off the calling thread; `inline` blocks it, for tests and tiny tools. */
  readonly transport?: 'inline' | 'threads';
}

export interface PlaceOptions {
  /** Cancels: the best plan so far is kept, checked and returned. */
  readonly signal?: AbortSignal | undefined;
  readonly limits?: Partial<Limits>;
  readonly onProgress?: (progress: Progress) => void;
  /** Solves the first tier by the other order too and reports where the two differ. */
  readonly compareOrders?: boolean;
  /** In a replan: also places with bounds on the moves, and reports what more moves would buy. */
  readonly curve?: boolean;
  /** Plans the pool in every other way to be fair too and reports what each costs in the others' terms. */
  readonly compareWays?: boolean;
  /**
   * Also answers for the first hundred people without a place what placing them would cost and what would get them in, verified by solves within a work
   * limit of its own. The time limit is not asked: the bytes stay the same.
   */
  readonly answers?: boolean;
  /** Files the roster was read from, for the run's record. */
  readonly files?: readonly { readonly name: string; readonly sha256: string }[];
}

/** A plan to check: placements, and the bytes of its proof where there is one. */
export interface PlanInHand {
  readonly placements: readonly Placement[];
  readonly proof: Uint8Array | null;
}

/** Keeps its worker pool warm over many calls; `await using engine = await createEngine()` closes it. */
export interface Engine extends AsyncDisposable {
  /** The main job: roster in, certified outcome out. Rejects only for bugs (an internal error when a check fails). */
  place(roster: Roster, options?: PlaceOptions): Promise<Outcome>;
  /** Reads a plan against the records, and replays its proof if it has one. */
  check(roster: Roster, plan: PlanInHand): Promise<CheckOutcome>;
  /** A proof pack: the model, the plan and the proof as numbers that a program of its own replays, without a roster. For the placements of an infeasible run: none. */
  certify(roster: Roster, plan: PlanInHand): Promise<PackResult>;
  /** Why somebody has the place they have, or none, and why not another: reasons that a solve verified. One question; for many, `openDesk`. */
  explain(roster: Roster, plan: PlanToAsk, question: Question, options?: AskOptions): Promise<AskResult<PersonAnswer>>;
  /** What one more seat, bed, day or €1,000 is worth, in people placed and in match quality. */
  prices(roster: Roster, plan: PlanToAsk, options?: PriceOptions): Promise<AskResult<PriceTable>>;
  /** Keeps a plan open for many questions. A plan that breaks a rule is refused. */
  openDesk(roster: Roster, plan: PlanToAsk): Promise<AskResult<AskDesk>>;
  /** The roster as it is and under each scenario, side by side. Limits hold for each by itself. */
  whatIf(roster: Roster, scenarios: Scenarios, options?: PlaceOptions): Promise<WhatIfOutcome>;
  /** The numeric door: a model of your own, solved but not certified. */
  solve(model: Model, options?: PlaceOptions): Promise<Solution>;
  /** Starts every worker thread now instead of with the first call, and lets the hot code compile (about a tenth of a second on each thread). */
  warmUp(): Promise<void>;
  close(): Promise<void>;
}

/** Largest number of threads an engine starts. */
const mostWorkers = 64;

/** Throws RangeError for options that make no sense. */
export async function createEngine(options: EngineOptions = {}): Promise<Engine> {
  const workers = options.workers ?? Math.max(1, availableParallelism() - 1);
  if (!Number.isInteger(workers) || workers < 1 || workers > mostWorkers)
    throw new RangeError(`workers must be a whole number from 1 to ${mostWorkers}, not ${workers}`);
  const transport = options.transport === 'inline' ? inlineTransport() : threadTransport(workers);
  const close = (): Promise<void> => transport.close();
  return {
    place: (roster, placeOptions = {}) => placeRoster(roster, placeOptions, transport),
    whatIf: (roster, scenarios, placeOptions = {}) => whatIf(roster, scenarios, placeOptions, transport),
    check: (roster, plan) => checkPlan(roster, plan),
    certify: (roster, plan) => certifyPlanInHand(roster, plan),
    explain: async (roster, plan, question, askOptions = {}) => {
      const opened = await openDesk(roster, plan, transport);
      return opened.status === 'refused' ? opened : opened.answer.explain(question, askOptions);
    },
    prices: async (roster, plan, priceOptions = {}) => {
      const opened = await openDesk(roster, plan, transport);
      return opened.status === 'refused' ? opened : { status: 'answered', answer: await opened.answer.prices(priceOptions) };
    },
    openDesk: (roster, plan) => openDesk(roster, plan, transport),
    solve: (model, placeOptions = {}) => solveWith(model, placeOptions, transport),
    warmUp: () => warmEngine(transport),
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** Nodes of branch and bound for each step unless the caller says otherwise: work, so that an answer is repeatable. */
export const defaultNodes = 20_000;

/**
 * Runs the solve station (`solve`: where, this thread unless said otherwise) under limits, a cancel signal and progress; backends named in `avoid` are
 * asked only where nobody else takes a part.
 */
export async function solveWith(
  model: Model,
  options: PlaceOptions,
  transport: Transport,
  avoid: readonly string[] = [],
  solve = solveModel,
): Promise<Solution> {
  return withContext(options, transport, (context) => solve(model, { ...context, avoid }));
}

/** Does work that asks solvers under the limits, cancel signal and progress of one call. */
export async function withContext<T>(options: PlaceOptions, transport: Transport, work: (context: SolveContext) => Promise<T>): Promise<T> {
  const { signal, onProgress } = options;
  const timeMs = options.limits?.timeMs ?? null;
  const deadlineMs = timeMs === null ? Infinity : monotonicMs() + timeMs;
  const stop = new SharedArrayBuffer(4);
  const flag = new Int32Array(stop);
  const cancel = (): void => void Atomics.store(flag, 0, 1);
  if (signal?.aborted === true) cancel();
  signal?.addEventListener('abort', cancel);
  try {
    return await work({
      transport,
      deadlineMs,
      stop,
      failures: [],
      avoid: [],
      warm: { basis: null },
      backendsUsed: new Set(),
      limits: { timeMs, nodes: options.limits?.nodes ?? defaultNodes },
      onProgress: (search) => onProgress?.({ station: 'solve', text: textOf(search), search }),
      struck: () => (Atomics.load(flag, 0) !== 0 ? 'cancelled' : monotonicMs() > deadlineMs ? 'time' : null),
    });
  } finally {
    // A server's signal may outlive thousands of calls.
    signal?.removeEventListener('abort', cancel);
  }
}

/** `Solving: match quality, points of match quality … 35,057,660 so far (at most 35,100,000, gap 0.13 %)`. */
function textOf({ tier, step, isRunning, value, denominator, bound, boundDenominator }: StepProgress): string {
  const kind = { tier, kind: step };
  const worded = (numerator: number, over: number): string => wordsOfValue(kind, over === 1 ? String(numerator) : `${numerator}/${over}`);
  const words = `Solving: ${tierWords[tier]}, ${wordsOfStep(kind)} …`;
  if (value === null) return words;
  const isClosed = bound === null || (bound === value && boundDenominator === denominator);
  const limit = step === 'money' || isFewer(step) ? 'at least' : 'at most';
  const gap =
    isClosed || denominator === 0 || boundDenominator === 0
      ? ''
      : `, gap ${gapText(BigInt(value), BigInt(denominator), BigInt(bound), BigInt(boundDenominator))}`;
  return `${words} ${worded(value, denominator)}${isRunning ? ' so far' : ''}${isClosed ? '' : ` (${limit} ${worded(bound, boundDenominator)}${gap})`}`;
}

/** What the solver leaves open, in per cent of the value, rounded up; the verdict's gap is the checker's. */
function gapText(value: bigint, over: bigint, bound: bigint, boundOver: bigint): string {
  const size = (value < 0n ? -value : value) > over ? (value < 0n ? -value : value) : over;
  const [difference, whole] = [bound * over - value * boundOver, size * boundOver];
  return percentOfBillionths(Number(((difference < 0n ? -difference : difference) * 1_000_000_000n + whole - 1n) / whole));
}
