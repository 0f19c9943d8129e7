import type { Worker } from 'node:worker_threads';

/** A thread that ended before its answer: crashed, out of memory, or closed. */
export class ThreadLost extends Error {
  override readonly name = 'ThreadLost';
}

/** Rejects when the thread ends, also where that was before anybody asked it. */
export function lossOf(worker: Worker, what: string): Promise<never> {
  const loss = new Promise<never>((_, reject) => {
    worker.once('error', (error: Error) => reject(new ThreadLost(`the thread of the ${what}: ${error.message}`)));
    worker.once('exit', () => reject(new ThreadLost(`the thread of the ${what} ended before its answer`)));
  });
  // Heard by whoever waits for an answer.
  loss.catch(() => undefined);
  return loss;
}
