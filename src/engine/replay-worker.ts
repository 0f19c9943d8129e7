import { parentPort } from 'node:worker_threads';
import { withKinds, type NumberedModel } from '../model/share.js';
import type { Step } from '../solution/types.js';
import { ToldReplay } from './told-replay.js';

export type ToReplay =
  | { readonly kind: 'begin'; readonly model: NumberedModel }
  | { readonly kind: 'step'; readonly step: Step }
  | { readonly kind: 'end'; readonly steps: readonly Step[]; readonly plan: Int32Array };

const port = parentPort!;
let replay: ToldReplay | null = null;
port.on('message', (message: ToReplay) => {
  if (message.kind === 'begin') replay = new ToldReplay(withKinds(message.model));
  else if (message.kind === 'step') replay!.hear(message.step);
  else port.postMessage(replay!.end(message.steps, message.plan));
});
