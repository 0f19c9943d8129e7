import { BufferPool } from './buffers.js';
import { runJob } from './job.js';
import type { Transport } from './transport.js';

/** Runs jobs on the calling thread: it blocks it. */
export function inlineTransport(): Transport {
  return {
    name: 'inline',
    workers: 1,
    buffers: new BufferPool(),
    warmUp: async () => undefined,
    forget: async () => undefined,
    run: runJob,
    close: async () => undefined,
  };
}
