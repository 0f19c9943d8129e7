import { basename, dirname, isAbsolute, relative, sep } from 'node:path';
import { changedSinceApproval } from '../desk/approve.js';
import { passedRetention, wordsOfPassed } from '../desk/retention.js';
import type { CheckOutcome } from '../report/outcome.js';
import { readCells } from '../report/plan-cells.js';
import { readPlan, type HandedPlan, type HandedPlanResult, type ReadPlanOptions } from '../report/plan-file.js';
import { issueOf } from '../roster/issues.js';
import type { OptionsInput } from '../roster/options.js';
import type { Issue, Options, Roster } from '../roster/types.js';
import type { Door } from './door.js';
import { todayByClock } from './today.js';

/** A plan that somebody hands in, and the roster as it was planned: with the options of its run, and a replan's earlier plan. */
export interface InHand {
  readonly roster: Roster;
  readonly plan: HandedPlan;
}

export interface InHandResult {
  /** Null where an issue is an error. */
  readonly inHand: InHand | null;
  readonly issues: readonly Issue[];
}

/** Reads both. A plan that is not the one its log approved is a fault, whatever is to be done with it. */
export async function readInHand(
  planPath: string,
  rosterPath: string,
  door: Door,
  how: Omit<Parameters<Door['readRoster']>[1], 'options'> & ReadPlanOptions = {},
  today = todayByClock(),
): Promise<InHandResult> {
  const { withoutPlan = false, ...mapping } = how;
  const handed = await readUnchanged(planPath, today, { withoutPlan });
  const read = await door.readRoster(rosterPath, { options: overridesOf(handed.plan?.options ?? null), ...mapping });
  const issues = [...read.issues, ...handed.issues];
  const { plan } = handed;
  if (read.roster === null || plan === null) return { inHand: null, issues };
  return { inHand: { roster: plan.earlier === null ? read.roster : { ...read.roster, plan: plan.earlier }, plan }, issues };
}

/** The plan read against the records, its cells too; `faults` say what makes it no plan that anything may be made of. */
export async function checkInHand(
  { roster, plan }: InHand,
  door: Door,
): Promise<{ readonly checked: CheckOutcome; readonly faults: readonly string[] }> {
  await using engine = await door.createEngine({ workers: 1, transport: 'inline' });
  const checked = await engine.check(roster, plan);
  const cells = readCells(plan, roster, checked.placements, checked.provedPlan);
  return { checked, faults: [...checked.faults.map(({ message }) => message), ...cells.faults] };
}

/** Reads a plan; one that is not the plan its log approved is a fault. Every command that takes a plan reads it so. */
export async function readUnchanged(planPath: string, today = todayByClock(), how: ReadPlanOptions = {}): Promise<HandedPlanResult> {
  const { plan, issues: found } = await readPlan(planPath, how);
  const passed = await passedRetention(folderOf(planPath), today);
  const issues =
    passed === null
      ? found
      : [...found, issueOf({ severity: 'warning', code: 'retention-past', file: 'log.jsonl', expected: wordsOfPassed(passed) })];
  if (plan === null) return { plan, issues };
  const changed = await changedSinceApproval(folderOf(planPath), plan.placements);
  if (changed === null) return { plan, issues };
  return { plan: null, issues: [...issues, issueOf({ severity: 'error', code: 'plan-changed', file: 'log.jsonl', expected: changed })] };
}

/** Whether a path is a folder or lies below it. */
export function isBelow(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}

/** The folder in which a plan's log lies. */
function folderOf(planPath: string): string {
  return basename(planPath) === 'placements.csv' ? dirname(planPath) : planPath;
}

/** The options a plan was made with, in place of those of the roster. */
function overridesOf(options: Options | null): OptionsInput {
  return options === null ? {} : { ...options, tiers: [...options.tiers] };
}
