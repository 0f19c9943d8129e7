import { Piscina } from 'piscina';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { BufferPool } from './buffers.js';
import { monotonicMs, type Job, type JobResult } from './job.js';
import type { Transport } from './transport.js';

/** A thread that ignores its deadline this long is ended. */
const graceMs = 1_000;
/** After a cancel a job is waited for so long; then what its board holds is the answer. A relaxation in WASM may hold its thread for seconds. */
const answerMs = 100;
/** So long after a cancel a thread that still works is ended, so that the next call finds the pool free. */
const cancelGraceMs = 400;

// Tests run from the sources; a raw TypeScript worker cannot start, so they use the built one.
const workerFile = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? '../../dist/transport/worker.js' : './worker.js', import.meta.url),
);

function isResult(result: unknown): result is JobResult {
  const { ok, answer, reason } = (result ?? {}) as Record<string, unknown>;
  return ok === true ? typeof answer === 'object' && answer !== null : ok === false && typeof reason === 'string';
}

/**
 * A warm pool of worker threads. A job whose thread dies is given once to another; one that outlives its deadline by a second, or a
 * cancel by less, is ended with its thread (piscina itself would wait for ever).
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
  const attempt = (job: Job): Promise<JobResult | 'ended' | 'died' | 'late'> => {
    const killer = new AbortController();
    const flag = new Int32Array(job.stop);
    return new Promise((resolve) => {
      let cancelledMs = Infinity;
      const watch = setInterval(() => {
        const nowMs = monotonicMs();
        if (Atomics.load(flag, 0) !== 0) cancelledMs = Math.min(cancelledMs, nowMs);
        if (nowMs - cancelledMs > answerMs) resolve('late');
        if (nowMs - cancelledMs > cancelGraceMs || nowMs - job.deadlineMs > graceMs) killer.abort();
      }, 25);
      pool
        .run(job, { signal: killer.signal })
        .then(resolve, () => resolve(killer.signal.aborted ? 'ended' : 'died'))
        .finally(() => clearInterval(watch));
    });
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
      if (result === 'late') return { ok: false, reason: 'cancelled before the worker answered' };
      if (result === 'ended') return { ok: false, reason: 'the worker did not stop in time and was ended' };
      if (result === 'died') return { ok: false, reason: 'the worker died twice on this job' };
      return isResult(result) ? result : { ok: false, reason: 'the worker sent something else than an answer' };
    },
    close: () => pool.destroy(),
  };
}
