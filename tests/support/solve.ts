import type { Backend } from '../../src/backends/contract.js';
import type { Model } from '../../src/model/types.js';
import type { Solution } from '../../src/solution/types.js';
import type { SolveContext } from '../../src/solve/context.js';
import { solveModel } from '../../src/solve/solve.js';
import { inlineTransport } from '../../src/transport/inline.js';
import type { Transport } from '../../src/transport/transport.js';

export function contextOf(transport: Transport): SolveContext {
  return {
    transport,
    limits: { timeMs: null, nodes: 10_000 },
    deadlineMs: Infinity,
    stop: new SharedArrayBuffer(4),
    backendsUsed: new Set(),
    failures: [],
    avoid: [],
    warm: { basis: null },
    onProgress: () => undefined,
    struck: () => null,
  };
}

/** This thread, and how many jobs it was given. */
export function countingTransport(): { readonly transport: Transport; readonly jobs: () => number } {
  const inline = inlineTransport();
  let count = 0;
  const run: Transport['run'] = (job) => {
    count++;
    return inline.run(job);
  };
  return { transport: { ...inline, run }, jobs: () => count };
}

/** Solves all tiers on this thread, with one backend for every shard where one is named. */
export function solveInline(model: Model, backend: Backend['name'] | null = null): Promise<Solution> {
  const inline = inlineTransport();
  return solveModel(model, contextOf({ ...inline, run: (job) => inline.run({ ...job, backend }) }));
}
