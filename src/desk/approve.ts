import { join } from 'node:path';
import { isoOfDay } from '../basics/day.js';
import { compareText } from '../basics/order.js';
import type { Placement } from '../certify/types.js';
import { csvText } from '../roster/write.js';
import { keyOf, readKeys, withSalts, writeKeys } from './keys.js';
import { appendToLog, BrokenLog, readLog, type LogEntry } from './log.js';
import { hashPlan } from './plan-hash.js';
import { replaceFile } from './replace-file.js';

export interface Approval {
  readonly by: string;
  readonly note: string | null;
  readonly status: 'told' | 'confirmed';
  /** ISO date; null: none. */
  readonly retainUntil: string | null;
  /** ISO time. */
  readonly at: string;
}

/**
 * Records that somebody approved a plan that was checked: an entry in its log, and `plan.csv` with the status of everybody, which the next round
 * reads. Throws BrokenLog.
 */
export async function approve(folder: string, placements: readonly Placement[], approval: Approval): Promise<LogEntry> {
  const log = await readLog(folder);
  if (log !== null && log.brokenAt !== null) throw new BrokenLog(log.brokenAt);
  const personIds = [...new Set(placements.map(({ studentId }) => studentId))];
  const keys = withSalts(await readKeys(folder), personIds);
  await writeKeys(folder, keys);
  await writePlanFile(folder, placements, approval.status);
  const persons = personIds.map((id) => keyOf(keys.get(id)!, id)).sort(compareText);
  return appendToLog(folder, { action: 'approved', ...approval, planHash: hashPlan(placements), persons });
}

/** The plan as `plan.csv` of a roster: who, where, from when, how far it has come. */
async function writePlanFile(folder: string, placements: readonly Placement[], status: string): Promise<void> {
  const rows = placements
    .map(({ studentId, openingId, flowId, startDay }) => [
      studentId,
      openingId ?? '',
      openingId === null ? (flowId ?? '') : '',
      isoOfDay(startDay),
      status,
    ])
    .sort((a, b) => compareText(a.join('\0'), b.join('\0')));
  await replaceFile(join(folder, 'plan.csv'), await csvText([['student', 'opening', 'flow', 'start', 'status'], ...rows]));
}

/**
 * What a plan that has a log was expected to be and is not: its chain is broken, or it is not the plan of the last entry. Null where nothing is
 * wrong, or where nobody has approved it.
 */
export async function changedSinceApproval(folder: string, placements: readonly Placement[]): Promise<string | null> {
  const log = await readLog(folder);
  if (log === null) return null;
  if (log.brokenAt !== null) return `an unbroken chain: entry ${log.brokenAt} was changed, taken out or cannot be read`;
  const last = log.entries.at(-1);
  if (last === undefined || last.planHash === hashPlan(placements)) return null;
  return `the plan of its last entry (${last.action} ${last.at} by ${last.by}): it was changed afterwards`;
}
