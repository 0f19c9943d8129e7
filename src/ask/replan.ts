import type { Placement } from '../certify/types.js';
import type { PlanRow, Roster } from '../roster/types.js';

/**
 * The roster with an earlier plan in it, to be replanned: its placements join plan.csv, but for people of whom plan.csv says more, with the status
 * that `statuses` (the plan.csv of an approval) gives the same person at the same place, else as `proposed`. What the earlier plan names and the roster no longer has stays in it, as the reason of a move.
 */
export function withEarlierPlan(roster: Roster, placements: readonly Placement[], statuses: readonly PlanRow[] = []): Roster {
  const statusOf = new Map(statuses.map((row) => [keyOf(row), row.status]));
  const known = new Set(roster.plan.map(({ studentId }) => studentId));
  const added: PlanRow[] = placements
    .filter(({ studentId }) => !known.has(studentId))
    .map(({ studentId, openingId, flowId, startDay }) => {
      const row = { studentId, openingId, flowId: openingId === null ? flowId : null, startDay };
      return { ...row, status: statusOf.get(keyOf(row)) ?? 'proposed' };
    });
  const plan = [...roster.plan, ...added];
  const rows = roster.sourceRows.plan;
  return {
    ...roster,
    plan,
    options: { ...roster.options, replan: true },
    sourceRows: { ...roster.sourceRows, plan: plan.map((_, k) => rows[k] ?? 0) },
  };
}

function keyOf({ studentId, openingId, flowId, startDay }: Omit<PlanRow, 'status'>): string {
  return JSON.stringify([studentId, openingId, openingId === null ? flowId : null, startDay]);
}
