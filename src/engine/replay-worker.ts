import { parentPort } from 'node:worker_threads';
import { replayProof, type ReplayedProof } from '../certify/bound/proof.js';
import { runToEnd } from '../certify/rules/slices.js';
import { withKinds, type NumberedModel } from '../model/share.js';
import { collectGarbage } from '../transport/collect.js';
import type { Step } from '../solution/types.js';

export interface ToReplay {
  readonly model: NumberedModel;
  readonly steps: readonly Step[];
  readonly plan: Int32Array;
}

/** Each step leaves arrays over all columns behind: 480 MB at the end where nothing is collected before (2 million pairs). */
function* collecting(steps: readonly Step[]): Iterable<Step> {
  for (const step of steps) {
    collectGarbage();
    yield step;
  }
}

const port = parentPort!;
port.on('message', ({ model, steps, plan }: ToReplay) => {
  const shown: ReplayedProof = runToEnd(replayProof(withKinds(model), collecting(steps), plan));
  port.postMessage(shown);
});
