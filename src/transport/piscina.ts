import { Piscina } from 'piscina';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { BufferPool } from './buffers.js';
import { monotonicMs, type Job, type JobResult } from './job.js';
import type { Transport } from './transport.js';

/** A thread that ignores its stop flag this long after the deadline or the flag is ended. */
const graceMs = 1_000;

// Tests run from the sources; a raw TypeScript worker cannot start, so they use the built one.
const workerFile = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? '../../dist/transport/worker.js' : './worker.js', import.meta.url),
);

function isResult(result: unknown): result is JobResult {
  const { ok, answer, reason } = (result ?? {}) as Record<string, unknown>;
  return ok === true ? typeof answer === 'object' && answer !== null : ok === false && typeof reason === 'string';
}

/**
 * A warm pool of worker threads. A job whose thread dies is given once to another; one that outlives its deadline by a second is
 * ended with its thread (piscina itself would wait for ever).
 */
export function threadTransport(workers: number, file = workerFile): Transport {
  if (!existsSync(file)) throw new Error(`the built worker is missing: run "npm run build" (looked for ${file})`);
  const pool = new Piscina<Job | null, JobResult>({
    filename: file,
    minThreads: workers,
    maxThreads: workers,
    idleTimeout: 60_000,
    // Solvers work in long-lived arrays: the usual 48 MB a thread for short-lived objects only stay resident.
    resourceLimits: { maxYoungGenerationSizeMb: 8 },
  });
  const attempt = async (job: Job): Promise<JobResult | 'ended' | 'died'> => {
    const killer = new AbortController();
    const flag = new Int32Array(job.stop);
    let overdueSince = Infinity;
    const watch = setInterval(() => {
      const overdue = Atomics.load(flag, 0) !== 0 || monotonicMs() > job.deadlineMs;
      if (!overdue) return;
      overdueSince = Math.min(overdueSince, monotonicMs());
      if (monotonicMs() - overdueSince > graceMs) killer.abort();
    }, 100);
    try {
      return await pool.run(job, { signal: killer.signal });
    } catch {
      return killer.signal.aborted ? 'ended' : 'died';
    } finally {
      clearInterval(watch);
    }
  };
  return {
    name: 'threads',
    workers,
    buffers: new BufferPool(),
    warmUp: async () => {
      await Promise.all(Array.from({ length: workers }, () => pool.run(null)));
    },
    run: async (job) => {
      let result = await attempt(job);
      if (result === 'died') result = await attempt(job);
      if (result === 'ended') return { ok: false, reason: 'the worker did not stop in time and was ended' };
      if (result === 'died') return { ok: false, reason: 'the worker died twice on this job' };
      return isResult(result) ? result : { ok: false, reason: 'the worker sent something else than an answer' };
    },
    close: () => pool.destroy(),
  };
}
