import type { BufferPool } from './buffers.js';
import type { Job, JobResult } from './job.js';

/** Where jobs run. `inline` serves tests and explicit wish; `threads` is the pool of worker threads. */
export interface Transport {
  readonly name: 'inline' | 'threads';
  readonly workers: number;
  /** Where packed problems are written; a buffer goes back once its job was answered. */
  readonly buffers: BufferPool;
  /** Starts every worker, so that the first job does not pay for it. */
  warmUp(): Promise<void>;
  /** Lets go of what earlier jobs left in idle workers: after 100,000 people two of them hold 400 MB. */
  forget(): Promise<void>;
  /** Never rejects: a crash comes back as `ok: false`. */
  run(job: Job): Promise<JobResult>;
  close(): Promise<void>;
}
