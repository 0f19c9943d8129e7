import { parentPort, workerData } from 'node:worker_threads';
import { withKinds, type NumberedModel } from '../model/share.js';
import { solveModel } from '../solve/solve.js';
import type { Solution, Step, StepProgress } from '../solution/types.js';
import { collectArrays } from '../transport/collect.js';
import { BufferPool } from '../transport/buffers.js';
import { monotonicMs, type Job, type JobResult } from '../transport/job.js';
import type { Transport } from '../transport/transport.js';
import type { Limits } from '../solve/context.js';

/** What the thread is asked: one model to solve. */
export interface SearchTask {
  readonly kind: 'solve';
  readonly model: NumberedModel;
  readonly limits: Limits;
  readonly deadlineMs: number;
  /** One 32-bit word; not 0: cancelled. */
  readonly stop: SharedArrayBuffer;
  readonly avoid: readonly string[];
}

export type ToSearch = SearchTask | { readonly kind: 'answered'; readonly id: number; readonly result: JobResult };

export type FromSearch =
  | { readonly kind: 'job'; readonly id: number; readonly job: Job }
  | { readonly kind: 'progress'; readonly progress: StepProgress }
  | { readonly kind: 'step'; readonly step: Step }
  | { readonly kind: 'solved'; readonly solution: Solution }
  | { readonly kind: 'failed'; readonly reason: string };

const port = parentPort!;
const tell = (message: FromSearch): void => port.postMessage(message);

/** Jobs go to the pool of the thread that started this one. */
const pending = new Map<number, (result: JobResult) => void>();
let jobCount = 0;
const transport: Transport = {
  name: 'threads',
  workers: (workerData as { readonly workers: number }).workers,
  buffers: new BufferPool(),
  warmUp: async () => undefined,
  forget: async () => undefined,
  run: (job) =>
    new Promise((resolve) => {
      const id = jobCount++;
      pending.set(id, resolve);
      tell({ kind: 'job', id, job });
    }),
  close: async () => undefined,
};

async function solve({ model, limits, deadlineMs, stop, avoid }: SearchTask): Promise<void> {
  const flag = new Int32Array(stop);
  const solution = await solveModel(withKinds(model), {
    transport,
    limits,
    deadlineMs,
    stop,
    avoid,
    backendsUsed: new Set(),
    failures: [],
    warm: { basis: null },
    onProgress: (progress) => tell({ kind: 'progress', progress }),
    onStep: (step) => {
      tell({ kind: 'step', step });
      collectArrays();
    },
    struck: () => (Atomics.load(flag, 0) !== 0 ? 'cancelled' : monotonicMs() > deadlineMs ? 'time' : null),
  });
  tell({ kind: 'solved', solution });
}

port.on('message', (message: ToSearch) => {
  if (message.kind === 'answered') {
    pending.get(message.id)?.(message.result);
    pending.delete(message.id);
  } else {
    solve(message).catch((error: unknown) =>
      tell({ kind: 'failed', reason: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
    );
  }
});
