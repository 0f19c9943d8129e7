import { Worker } from 'node:worker_threads';
import { builtFile } from '../basics/built-file.js';
import { lossOf } from '../basics/thread-lost.js';
import type { ToExplain } from './explanations.js';
import type { PlacementRow } from './outcome.js';
import { writeListed, writePlacement, writeUnplaced } from './plan-rows.js';
import { type PackedRows, RowWriter } from './row-pack.js';
import type { ToWrite, Written } from './writing-worker.js';

/**
 * The two files with a line for everybody, made on a private thread of the process beside all other files (100,000 people: 60 of 85 MB, half of the work).
 * Rejects with what the file system says, with ThreadLost where the thread ended; an aborted signal ends it.
 */
export interface WritingThread {
  /** First. */
  writePlacements(path: string, placements: readonly PlacementRow[]): Promise<void>;
  /** Of the same placements. */
  writeExplanations(path: string, facts: ToExplain): Promise<void>;
  close(): Promise<void>;
}

export function startWriting(signal: AbortSignal | undefined): WritingThread {
  const worker = new Worker(builtFile('writing-worker.js', import.meta.url), { resourceLimits: { maxYoungGenerationSizeMb: 16 } });
  const loss = lossOf(worker, 'outputs');
  const rows = new RowWriter();
  const waiting: ((written: Written) => void)[] = [];
  worker.on('message', (written: Written) => waiting.shift()!(written));
  const end = (): void => void worker.terminate();
  signal?.addEventListener('abort', end, { once: true });
  const tell = (message: ToWrite, packed: readonly PackedRows[]): Promise<void> => {
    const written = new Promise<void>((resolve, reject) => {
      waiting.push((fault) => (fault === null ? resolve() : reject(Object.assign(new Error(fault.message), { code: fault.code }))));
    });
    worker.postMessage(
      message,
      packed.map(({ fields }) => fields.buffer),
    );
    return Promise.race([written, loss]);
  };
  return {
    writePlacements: (path, all) => {
      const placements = rows.pack(all, writePlacement);
      return tell({ kind: 'placements', path, placements }, [placements]);
    },
    writeExplanations: (path, { weights, answers, ...facts }) => {
      const unplaced = rows.pack(facts.unplaced, writeUnplaced);
      const selection = rows.pack(facts.selection, writeListed);
      return tell({ kind: 'explanations', path, unplaced, selection, weights, answers }, [unplaced, selection]);
    },
    close: async () => {
      signal?.removeEventListener('abort', end);
      await worker.terminate();
    },
  };
}
