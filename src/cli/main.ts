#!/usr/bin/env node
import { constants } from 'node:os';
import { run } from './run.js';

/** The program: hands the process to `run` and its exit code back. It never calls `process.exit` while output may be on its way. */

/** How long solvers have to let go after a signal. */
const graceMs = 1500;

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    // The second time, or where something does not let go, the process ends: outputs appear in one step, so none is left in halves.
    const end = (): never => process.exit(128 + constants.signals[signal]);
    if (stop.signal.aborted) end();
    stop.abort(signal);
    setTimeout(end, graceMs).unref();
  });
}

const { stdout, stderr, env } = process;
// A reader that went away (`| head -1`) must not end the process in the middle: the one who writes is told by the write itself.
for (const stream of [stdout, stderr]) stream.on('error', () => {});

process.exitCode = await run(process.argv.slice(2), { stdout, stderr, env, cwd: process.cwd(), signal: stop.signal }, async () => {
  const { door } = await import('./library.js');
  return door;
});
