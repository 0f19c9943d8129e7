import { Worker } from 'node:worker_threads';
import type { ReplayedProof } from '../certify/bound/proof.js';
import { withoutKeys } from '../model/share.js';
import type { Model } from '../model/types.js';
import type { Step } from '../solution/types.js';
import { builtFile } from './built-file.js';
import type { ToReplay } from './replay-worker.js';
import { lossOf } from './thread-lost.js';

/** The replay of a proof on a thread of its own, while this one holds the plan against the records. */
export interface ReplayThread {
  /** As `replayProof` (see `certify/bound/proof.ts`), for a model in shared memory; once. */
  replay(model: Model, steps: readonly Step[], plan: Int32Array): Promise<ReplayedProof>;
  close(): Promise<void>;
}

export function startReplay(): ReplayThread {
  const worker = new Worker(builtFile('replay-worker.js'), { resourceLimits: { maxYoungGenerationSizeMb: 16 } });
  const answer = new Promise<ReplayedProof>((resolve) => worker.once('message', resolve));
  const loss = lossOf(worker, 'replay');
  return {
    replay: (model, steps, plan) => {
      const task: ToReplay = { model: withoutKeys(model), steps, plan };
      worker.postMessage(task);
      return Promise.race([answer, loss]);
    },
    close: async () => void (await worker.terminate()),
  };
}
