import { Worker } from 'node:worker_threads';
import { withoutKeys } from '../model/share.js';
import type { Model } from '../model/types.js';
import type { Solution } from '../solution/types.js';
import type { SolveContext } from '../solve/context.js';
import type { JobResult } from '../transport/job.js';
import type { Transport } from '../transport/transport.js';
import { builtFile } from '../basics/built-file.js';
import type { FromSearch, ToSearch } from './search-worker.js';
import { lossOf } from '../basics/thread-lost.js';

/** The solve station on a thread of its own: it cuts, packs and joins there what the pool works on, while this thread checks the model. */
export interface SearchThread {
  /** As `solveModel` (see `solve/solve.ts`), for a model in shared memory; one at a time. */
  solve(model: Model, context: SolveContext): Promise<Solution>;
  close(): Promise<void>;
}

/** Jobs of the thread run on this transport. */
export function startSearch(transport: Transport): SearchThread {
  const worker = new Worker(builtFile('search-worker.js', import.meta.url), {
    workerData: { workers: transport.workers },
    // What it works on are long-lived arrays.
    resourceLimits: { maxYoungGenerationSizeMb: 16 },
  });
  const loss = lossOf(worker, 'search');
  const tell = (message: ToSearch): void => worker.postMessage(message);
  return {
    solve: (model, context) => {
      const answered = new Promise<Solution>((resolve, reject) => {
        const reply = (id: number, result: JobResult): void => tell({ kind: 'answered', id, result });
        const listen = (message: FromSearch): void => {
          if (message.kind === 'job') void transport.run(message.job).then((result) => reply(message.id, result));
          else if (message.kind === 'progress') context.onProgress(message.progress);
          else if (message.kind === 'step') context.onStep?.(message.step);
          else {
            worker.off('message', listen);
            if (message.kind === 'failed') reject(new Error(message.reason));
            else resolve(message.solution);
          }
        };
        worker.on('message', listen);
        const { limits, deadlineMs, stop, avoid } = context;
        tell({ kind: 'solve', model: withoutKeys(model), limits, deadlineMs, stop, avoid });
      });
      return Promise.race([answered, loss]);
    },
    close: async () => void (await worker.terminate()),
  };
}
