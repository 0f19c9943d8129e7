import type { Decision, PairOverride } from '../roster/types.js';
import type { ItemFacts } from './facts.js';

/** True where a decision's target columns (opening, host, flow; one as a rule) name this item. A decision without target names none. */
export function decisionNames(decision: Decision, item: ItemFacts): boolean {
  if (decision.openingId === null && decision.hostId === null && decision.flowId === null) return false;
  return (
    (decision.openingId === null || decision.openingId === item.opening?.id) &&
    (decision.hostId === null || decision.hostId === item.opening?.hostId) &&
    (decision.flowId === null || decision.flowId === item.flow?.id)
  );
}

/** True where a row of pairs.csv stands for this item: by opening, or (accompanying persons) by flow. */
export function pairNames(pair: PairOverride, item: ItemFacts): boolean {
  return item.opening === null ? pair.openingId === null && pair.flowId === item.flow?.id : pair.openingId === item.opening.id;
}

/** The override of pairs.csv for this item among a person's rows: the last, forbidden where any of them forbids; null where there is none. */
export function overrideFor(pairs: readonly PairOverride[] | undefined, item: ItemFacts): PairOverride | null {
  const found = pairs?.filter((pair) => pairNames(pair, item)) ?? [];
  const last = found.at(-1) ?? null;
  return last !== null && !last.forbidden && found.some(({ forbidden }) => forbidden) ? { ...last, forbidden: true } : last;
}

/** An override that counts: on an opening, with a reason. */
export function isSoundOverride(decision: Decision): boolean {
  return decision.action === 'override' && decision.openingId !== null && decision.reason !== null && decision.reason.trim() !== '';
}
