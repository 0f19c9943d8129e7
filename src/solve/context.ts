import type { LpBasis, Step, StepProgress, StopReason } from '../solution/types.js';
import { monotonicMs } from '../transport/job.js';
import type { Transport } from '../transport/transport.js';

/** Limits of one solve. `timeMs` makes an answer unrepeatable when it strikes; `nodes` is work and does not. */
export interface Limits {
  readonly timeMs: number | null;
  /** Branch-and-bound nodes for each scalar step. */
  readonly nodes: number;
}

export interface SolveContext {
  readonly transport: Transport;
  readonly limits: Limits;
  /** Monotonic milliseconds; Infinity: none. */
  readonly deadlineMs: number;
  readonly stop: SharedArrayBuffer;
  /** Names of the backends used, filled as they answer, and why one was not believed. */
  readonly backendsUsed: Set<string>;
  /** Names of backends whose answer the checks refused. */
  readonly avoid: readonly string[];
  /** Why shards failed, if any did. */
  readonly failures: string[];
  /** Root basis of the last relaxation: every step appends to the one before. */
  readonly warm: { basis: LpBasis | null };
  onProgress(progress: StepProgress): void;
  /** Hears of each step, in order, once it is as it will stand in the solution: nobody changes it any more. */
  readonly onStep?: (step: Step) => void;
  /** 'cancelled' or 'time' once one of them struck, else null. */
  struck(): StopReason | null;
}

/**
 * The same call with an earlier deadline: a share (0 to 1) of the time that is left. It strikes there too: a walk that went on asking, each job then
 * ending at once, spent 20 of 30 s on nothing (5,000 people, 50 budgets). Without a time limit nothing changes.
 */
export function withShare(context: SolveContext, share: number, nowMs: number): SolveContext {
  if (context.deadlineMs === Infinity) return context;
  const deadlineMs = nowMs + Math.max(0, context.deadlineMs - nowMs) * share;
  return { ...context, deadlineMs, struck: () => context.struck() ?? (monotonicMs() > deadlineMs ? 'time' : null) };
}
