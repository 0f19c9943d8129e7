import { Piscina } from 'piscina';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { BufferPool } from './buffers.js';
import { monotonicMs, type Job, type JobResult } from './job.js';
import type { Transport } from './transport.js';
import type { Errand } from './worker.js';

/** A thread that ignores its deadline this long is ended. */
const graceMs = 1_000;
/** After a cancel a job is waited for so long; then what its board holds is the answer. A relaxation in WASM may hold its thread for seconds. */
const answerMs = 100;
/** So long after a cancel a thread that still works is ended, so that the next call finds the pool free. */
const cancelGraceMs = 400;
/** A solver asks many times a second whether to stop; one that has not for so long runs in a circle (a relaxation of the largest size in WASM takes some seconds). */
const silenceMs = 120_000;

// Tests run from the sources; a raw TypeScript worker cannot start, so they use the built one.
const workerFile = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? '../../dist/transport/worker.js' : './worker.js', import.meta.url),
);

function isResult(result: unknown, { isBatch, isCompanion = false }: Job): result is JobResult {
  const { ok, answer, reason } = (result ?? {}) as Record<string, unknown>;
  return ok === true
    ? typeof answer === 'object' && (answer === null) === (isBatch || isCompanion)
    : ok === false && typeof reason === 'string';
}

/**
 * A warm pool of worker threads. A job whose thread dies or falls silent is given once to another; one that outlives its deadline by a second, or a
 * cancel by less, is ended with its thread (piscina itself would wait for ever).
 */
export function threadTransport(workers: number, file = workerFile, mostSilentMs = silenceMs): Transport {
  if (!existsSync(file)) throw new Error(`the built worker is missing: run "npm run build" (looked for ${file})`);
  const pool = new Piscina<Job | Errand, JobResult>({
    filename: file,
    minThreads: workers,
    maxThreads: workers,
    idleTimeout: 60_000,
    // Solvers work in long-lived arrays: the usual 48 MB a thread for short-lived objects only stay resident.
    resourceLimits: { maxYoungGenerationSizeMb: 8 },
  });
  const attempt = (job: Job): Promise<JobResult | 'ended' | 'died' | 'late' | 'silent'> => {
    const killer = new AbortController();
    const flag = new Int32Array(job.stop);
    return new Promise((resolve) => {
      const words = new Int32Array(job.board, 0, 2);
      let cancelledMs = Infinity;
      let pulse = 0;
      let heardMs = Infinity;
      let isSilent = false;
      const watch = setInterval(() => {
        const nowMs = monotonicMs();
        if (Atomics.load(flag, 0) !== 0) cancelledMs = Math.min(cancelledMs, nowMs);
        if (nowMs - cancelledMs > answerMs) resolve('late');
        if (Atomics.load(words, 1) !== pulse) {
          pulse = Atomics.load(words, 1);
          heardMs = nowMs;
        }
        isSilent = nowMs - heardMs > mostSilentMs;
        if (isSilent || nowMs - cancelledMs > cancelGraceMs || nowMs - job.deadlineMs > graceMs) killer.abort();
      }, 25);
      pool
        .run(job, { signal: killer.signal })
        .then(resolve, () => resolve(!killer.signal.aborted ? 'died' : isSilent ? 'silent' : 'ended'))
        .finally(() => clearInterval(watch));
    });
  };
  const inEachThread = async (errand: Errand): Promise<void> => {
    await Promise.all(Array.from({ length: workers }, () => pool.run(errand)));
  };
  return {
    name: 'threads',
    workers,
    buffers: new BufferPool(),
    warmUp: () => inEachThread('warm'),
    forget: () => inEachThread('forget'),
    run: async (job) => {
      let result = await attempt(job);
      if (result === 'silent') Atomics.store(new Int32Array(job.board, 0, 2), 1, 0);
      if (result === 'died' || result === 'silent') result = await attempt(job);
      if (result === 'late') return { ok: false, reason: 'cancelled before the worker answered' };
      if (result === 'silent') return { ok: false, reason: 'the worker ran in a circle twice on this job' };
      if (result === 'ended') return { ok: false, reason: 'the worker did not stop in time and was ended' };
      if (result === 'died') return { ok: false, reason: 'the worker died twice on this job' };
      return isResult(result, job) ? result : { ok: false, reason: 'the worker sent something else than an answer' };
    },
    close: () => pool.destroy(),
  };
}
