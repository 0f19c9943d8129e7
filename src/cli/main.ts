#!/usr/bin/env node
import { constants } from 'node:os';
import { run } from './run.js';

/** The program: hands the process to `run` and its exit code back. Nothing here calls `process.exit` while output may be on its way. */
const stop = new AbortController();
const graceMs = 2000;

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    // The second time, or where solvers do not let go in time, the process ends: outputs appear in one step, so none is left in halves.
    const end = (): never => process.exit(128 + constants.signals[signal]);
    if (stop.signal.aborted) end();
    stop.abort(signal);
    setTimeout(end, graceMs).unref();
  });
}

// Without a listener a reader that went away (`| head -1`) would end the process in the middle; the writer learns of it by its callback.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', () => {
    // nothing to do here
  });
}

const { stdout, stderr, env } = process;
process.exitCode = await run(process.argv.slice(2), { stdout, stderr, env, cwd: process.cwd(), signal: stop.signal }, async () => {
  const { door } = await import('./library.js');
  return door;
});
