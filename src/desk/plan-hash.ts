import { createHash } from 'node:crypto';
import { isoOfDay } from '../basics/day.js';
import { compareText } from '../basics/order.js';
import type { Placement } from '../certify/types.js';

/** SHA-256 (hex) of who goes where and when; the order of rows and all other cells are not in it. */
export function hashPlan(placements: readonly Placement[]): string {
  const lines = placements.map(({ studentId, openingId, flowId, startDay, endDay }) =>
    JSON.stringify([studentId, openingId, openingId === null ? flowId : null, isoOfDay(startDay), isoOfDay(endDay)]),
  );
  return createHash('sha256').update(lines.sort(compareText).join('\n')).digest('hex');
}
