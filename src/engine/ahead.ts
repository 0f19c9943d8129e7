import { PlanChecks } from '../certify/checks.js';
import { runSliced } from '../certify/rules/slices.js';
import type { LinkPairs } from '../certify/types.js';
import type { Instance } from '../instance/types.js';
import type { Model } from '../model/types.js';
import type { PlacementRow } from '../report/outcome.js';
import type { Step } from '../solution/types.js';
import { type Aside, until } from './aside.js';
import { placementRows } from './rows.js';

/** What later steps may leave as it is, done while they are searched for. */
export interface Ahead {
  /** Takes a step that is settled, with the plan that stands for it. */
  hear(step: Step): void;
  /** Ends what may have been for nothing, and hands over the rest. */
  end(): Promise<{ readonly checks: PlanChecks | null; readonly rows: Map<number, PlacementRow> }>;
}

/**
 * The witnesses of settled steps are checked against the records, and rows are made of them, once this thread has nothing else to do beside the
 * search. Every witness has to be checked in the end, and of the last plan only those rows are left that later tiers have changed. No rows are made
 * of the first of several tiers: the second moves most people (100,000 people: 70 of 100).
 * `onBegin`: before the first of it.
 */
export function startAhead(instance: Instance, model: Model, pairs: LinkPairs, aside: Promise<Aside>, onBegin: () => void): Ahead {
  const rows = new Map<number, PlacementRow>();
  let checks: PlanChecks | null = null;
  let isOver = false;
  let work: Promise<unknown> = Promise.resolve();
  const take = async ({ tier, kind, witness }: Step): Promise<void> => {
    const { book } = await aside;
    // The plan of the walk mostly stands for the count before it too.
    if (isOver || (kind === 'count' && model.walk.length > 0)) return;
    if (checks === null) onBegin();
    checks ??= new PlanChecks(book, pairs, model);
    await checks.reportOf(witness);
    const isFirst = tier === model.tiers[0]?.name && model.tiers.length > 1;
    if (!isFirst) await runSliced(until(placementRows(instance, witness, rows), () => isOver));
  };
  return {
    hear: (step) => {
      work = work.then(() => take(step)).catch(() => undefined);
    },
    end: async () => {
      isOver = true;
      await work;
      return { checks, rows };
    },
  };
}
