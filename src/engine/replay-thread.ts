import { Worker } from 'node:worker_threads';
import type { ReplayedProof } from '../certify/bound/proof.js';
import { withoutKeys } from '../model/share.js';
import type { Model } from '../model/types.js';
import type { Step } from '../solution/types.js';
import { builtFile } from '../basics/built-file.js';
import type { ToReplay } from './replay-worker.js';
import { lossOf } from '../basics/thread-lost.js';

/** The replay of a proof on a thread of its own, while this one holds the plan against the records. */
export interface ReplayThread {
  /** Before all else: the model, in shared memory. What was told before is forgotten. */
  begin(model: Model): void;
  /** Tells the next step of a search that goes on: it is replayed at once (see `told-replay.ts`). */
  hear(step: Step): void;
  /** As `replayProof` (see `certify/bound/proof.ts`); once. */
  end(steps: readonly Step[], plan: Int32Array): Promise<ReplayedProof>;
  close(): Promise<void>;
}

export function startReplay(): ReplayThread {
  const worker = new Worker(builtFile('replay-worker.js', import.meta.url), { resourceLimits: { maxYoungGenerationSizeMb: 16 } });
  const answer = new Promise<ReplayedProof>((resolve) => worker.once('message', resolve));
  const loss = lossOf(worker, 'replay');
  const tell = (message: ToReplay): void => worker.postMessage(message);
  return {
    begin: (model) => tell({ kind: 'begin', model: withoutKeys(model) }),
    hear: (step) => tell({ kind: 'step', step }),
    end: (steps, plan) => {
      tell({ kind: 'end', steps, plan });
      return Promise.race([answer, loss]);
    },
    close: async () => void (await worker.terminate()),
  };
}
