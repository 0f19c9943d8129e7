import { Worker } from 'node:worker_threads';
import { withoutKeys } from '../model/share.js';
import type { Model } from '../model/types.js';
import type { Solution } from '../solution/types.js';
import type { SolveContext } from '../solve/context.js';
import type { JobResult } from '../transport/job.js';
import type { Transport } from '../transport/transport.js';
import { builtFile } from './built-file.js';
import type { FromSearch, ToSearch } from './search-worker.js';

/** The solve station on a thread of its own: it cuts, packs and joins there what the pool works on, while this thread checks the model. */
export interface SearchThread {
  /** As `solveModel` (see `solve/solve.ts`), for a model in shared memory; one at a time. */
  solve(model: Model, context: SolveContext): Promise<Solution>;
  close(): Promise<void>;
}

/** Jobs of the thread run on this transport. */
export function startSearch(transport: Transport): SearchThread {
  const worker = new Worker(builtFile('search-worker.js'), {
    workerData: { workers: transport.workers },
    // What it works on are long-lived arrays.
    resourceLimits: { maxYoungGenerationSizeMb: 16 },
  });
  // Heard below by whoever waits for an answer.
  worker.on('error', () => undefined);
  const tell = (message: ToSearch): void => worker.postMessage(message);
  return {
    solve: (model, context) =>
      new Promise((resolve, reject) => {
        const answer = (id: number, result: JobResult): void => tell({ kind: 'answered', id, result });
        const end = (settle: () => void): void => {
          worker.off('message', listen).off('error', fail).off('exit', lose);
          settle();
        };
        const fail = (error: Error): void => end(() => reject(error));
        const lose = (): void => fail(new Error('the thread of the search ended before its answer'));
        const listen = (message: FromSearch): void => {
          if (message.kind === 'job') void transport.run(message.job).then((result) => answer(message.id, result));
          else if (message.kind === 'progress') context.onProgress(message.progress);
          else if (message.kind === 'failed') fail(new Error(message.reason));
          else end(() => resolve(message.solution));
        };
        worker.on('message', listen).on('error', fail).on('exit', lose);
        const { limits, deadlineMs, stop, avoid } = context;
        tell({ kind: 'solve', model: withoutKeys(model), limits, deadlineMs, stop, avoid });
      }),
    close: async () => void (await worker.terminate()),
  };
}
