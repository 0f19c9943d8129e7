import type { Placement } from '../certify/types.js';
import type { PlanRow, Roster } from '../roster/types.js';

/**
 * The roster with an earlier plan in it, to be replanned: its placements join plan.csv as `proposed`, but for people of whom plan.csv says more.
 * What the earlier plan names and the roster no longer has stays in it, as the reason of a move.
 */
export function withEarlierPlan(roster: Roster, placements: readonly Placement[]): Roster {
  const known = new Set(roster.plan.map(({ studentId }) => studentId));
  const added: PlanRow[] = placements
    .filter(({ studentId }) => !known.has(studentId))
    .map(({ studentId, openingId, flowId, startDay }) => ({
      studentId,
      openingId,
      flowId: openingId === null ? flowId : null,
      startDay,
      status: 'proposed',
    }));
  const plan = [...roster.plan, ...added];
  const rows = roster.sourceRows.plan;
  return {
    ...roster,
    plan,
    options: { ...roster.options, replan: true },
    sourceRows: { ...roster.sourceRows, plan: plan.map((_, k) => rows[k] ?? 0) },
  };
}
