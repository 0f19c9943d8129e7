import { availableParallelism } from 'node:os';
import type { ReplayedProof } from '../certify/bound/proof.js';
import type { Model } from '../model/types.js';
import { shareModel } from '../model/share.js';
import type { Roster } from '../roster/types.js';
import type { Solution, Step } from '../solution/types.js';
import type { SolveContext } from '../solve/context.js';
import type { Transport } from '../transport/transport.js';
import { startReplay } from './replay-thread.js';
import { startSearch } from './search-thread.js';
import { ThreadLost } from '../basics/thread-lost.js';

/** The thread of the records and that of the replay; the search mostly waits for the pool. */
const threadsBesidePool = 2;

/** People from which threads of their own for the search and for the replay pay for their start (a tenth of a second each, while this one joins). */
const peopleWorthThreads = 5_000;

/** What works on numbers beside the thread of the records: the search, while that one checks the model, and the replay of each step that it has settled. */
export interface NumberThreads {
  /** The model as both are to read it. */
  share(model: Model): Model;
  /**
   * Once: the thread of the search ends with its answer, and what it held is free. `isChecked`: settled when this thread has held the model against the
   * records, which the answer waits for longest; where cores are few, the replay of steps begins only then.
   */
  solve(model: Model, context: SolveContext, isChecked?: Promise<unknown>): Promise<Solution>;
  /** Of the whole proof; of what the search told of it before, the rest. */
  replay(model: Model, solution: Solution): Promise<ReplayedProof>;
  close(): Promise<void>;
}

const starts = { search: startSearch, replay: startReplay };

/**
 * Null where this thread does the work alone: few people, or a transport that is to stay on it. A thread that is lost before its answer is replaced once;
 * where the next is lost as well, that is the error.
 */
export function startNumberThreads(
  roster: Roster,
  transport: Transport,
  start: typeof starts = starts,
  cores = availableParallelism(),
): NumberThreads | null {
  if (transport.name !== 'threads' || roster.students.length < peopleWorthThreads) return null;
  let search = start.search(transport);
  let replay = start.replay();
  let isClosed = false;
  const twice = async <T>(ask: () => Promise<T>, replace: () => void): Promise<T> =>
    ask().catch((error: unknown) => {
      if (isClosed || !(error instanceof ThreadLost)) throw error;
      replace();
      return ask();
    });
  return {
    share: shareModel,
    solve: async (model, context, isChecked) => {
      let held: Step[] | null = isChecked === undefined || cores >= transport.workers + threadsBesidePool ? null : [];
      const release = (): void => {
        for (const step of held ?? []) replay.hear(step);
        held = null;
      };
      isChecked?.then(release, release);
      const told = (step: Step): void => {
        if (held === null) replay.hear(step);
        else held.push(step);
        context.onStep?.(step);
      };
      const solution = await twice(
        () => {
          held &&= [];
          replay.begin(model);
          return search.solve(model, { ...context, onStep: told });
        },
        () => {
          search = start.search(transport);
        },
      );
      // What is held still is replayed with the whole proof.
      held = null;
      await search.close();
      // Nobody waits for it: another call may keep the pool busy.
      transport.forget().catch(() => undefined);
      return solution;
    },
    replay: (model, { steps, plan }) =>
      twice(
        () => replay.end(steps, plan!),
        () => {
          replay = start.replay();
          replay.begin(model);
        },
      ),
    close: async () => {
      isClosed = true;
      await Promise.all([search.close(), replay.close()]);
    },
  };
}
