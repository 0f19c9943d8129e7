import type { ReplayedProof } from '../certify/bound/proof.js';
import type { Model } from '../model/types.js';
import { shareModel } from '../model/share.js';
import type { Roster } from '../roster/types.js';
import type { Solution } from '../solution/types.js';
import type { SolveContext } from '../solve/context.js';
import type { Transport } from '../transport/transport.js';
import { startReplay } from './replay-thread.js';
import { startSearch } from './search-thread.js';

/** People from which threads of their own for the search and for the replay pay for their start (a tenth of a second each, while this one joins). */
const peopleWorthThreads = 5_000;

/** What works on numbers beside the thread of the records: the search, while that one checks the model; then the replay, while it checks the plan. */
export interface NumberThreads {
  /** The model as both are to read it. */
  share(model: Model): Model;
  /** Once: the thread of the search ends with its answer, and what it held is free for the replay. */
  solve(model: Model, context: SolveContext): Promise<Solution>;
  replay(model: Model, solution: Solution): Promise<ReplayedProof>;
  close(): Promise<void>;
}

/** Null where this thread does the work alone: few people, or a transport that is to stay on it. */
export function startNumberThreads(roster: Roster, transport: Transport): NumberThreads | null {
  if (transport.name !== 'threads' || roster.students.length < peopleWorthThreads) return null;
  const search = startSearch(transport);
  const replay = startReplay();
  return {
    share: shareModel,
    solve: async (model, context) => {
      const solution = await search.solve(model, context);
      await search.close();
      // Nobody waits for it: another call may keep the pool busy.
      transport.forget().catch(() => undefined);
      return solution;
    },
    replay: (model, { steps, plan }) => replay.replay(model, steps, plan!),
    close: async () => {
      await Promise.all([search.close(), replay.close()]);
    },
  };
}
