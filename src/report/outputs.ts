import type { Roster } from '../roster/types.js';
import { auditOf, auditTable } from './audit.js';
import { csvOfTable } from './csv.js';
import { checkFolder, writeFolder } from './folder.js';
import { explanationsOf } from './explanations.js';
import { htmlOfOutcome } from './html.js';
import type { InfeasibleOutcome, PlannedOutcome } from './outcome.js';
import { curveTable, earlierTable, movesTable } from './moves.js';
import { ordersTable } from './orders.js';
import { pricesTable } from './prices.js';
import { runJson, summaryOf, textOfJson } from './summary.js';
import { selectionOf, selectionTable } from './selection.js';
import { waysTable } from './ways.js';
import { budgetsTable, hostsTable, placementsTable, unplacedTable } from './tables.js';

/** Names a run writes; a folder that holds anything else is never replaced. */
export const outputNames: ReadonlySet<string> = new Set([
  'placements.csv',
  'unplaced.csv',
  'hosts.csv',
  'budgets.csv',
  'prices.csv',
  'selection.csv',
  'orders.csv',
  'audit.csv',
  'moves.csv',
  'curve.csv',
  'earlier.csv',
  'explanations.jsonl',
  'ways.csv',
  'summary.json',
  'run.json',
  'proof.bin',
  'report.html',
  // Written by papers and not by a run: to which folders they were printed.
  'printed.json',
]);

export interface OutputOptions {
  /** Replace earlier outputs. */
  readonly force: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** Throws OutputError where `writeOutputs` could not write into this folder; for asking before a long search. */
export function checkOutputs(folder: string, options: OutputOptions): Promise<void> {
  return checkFolder(folder, { ...options, ownNames: outputNames });
}

/**
 * Writes all files of an outcome: the tables of a plan, or (infeasible) the conflict and its proof. They appear whole or not at all.
 * Throws OutputError; where `signal` is aborted before the end, its reason.
 */
export async function writeOutputs(
  outcome: PlannedOutcome | InfeasibleOutcome,
  roster: Roster,
  folder: string,
  options: OutputOptions,
): Promise<void> {
  await writeFolder(folder, await filesOfOutcome(outcome, roster), { ...options, ownNames: outputNames });
}

/** The files by name. Same outcome and roster, same bytes. */
export async function filesOfOutcome(
  outcome: PlannedOutcome | InfeasibleOutcome,
  roster: Roster,
): Promise<Map<string, string | Uint8Array>> {
  const files = new Map<string, string | Uint8Array>();
  if (outcome.status === 'planned') {
    files.set('placements.csv', await csvOfTable(placementsTable(outcome.placements)));
    files.set('unplaced.csv', await csvOfTable(unplacedTable(outcome.unplaced)));
    files.set('hosts.csv', await csvOfTable(hostsTable(roster, outcome.placements)));
    files.set('budgets.csv', await csvOfTable(budgetsTable(roster, outcome.placements, outcome.prices)));
    files.set('audit.csv', await csvOfTable(auditTable(auditOf(roster, outcome.placements))));
    if (outcome.prices !== undefined && outcome.prices.unitCount > 0)
      files.set('prices.csv', await csvOfTable(pricesTable(outcome.prices, roster)));
    const selection = selectionOf(outcome, roster);
    if (selection.length > 0) files.set('selection.csv', await csvOfTable(selectionTable(selection)));
    if (outcome.replan !== undefined) {
      files.set('moves.csv', await csvOfTable(movesTable(outcome.replan)));
      files.set('earlier.csv', await csvOfTable(earlierTable(roster)));
    }
    if (outcome.curve !== undefined) files.set('curve.csv', await csvOfTable(curveTable(outcome.curve)));
    if (outcome.orders !== null) files.set('orders.csv', await csvOfTable(ordersTable(outcome.orders)));
    if (outcome.ways !== null) files.set('ways.csv', await csvOfTable(waysTable(outcome.ways)));
    files.set('explanations.jsonl', explanationsOf(outcome, roster, selection));
  }
  files.set('summary.json', textOfJson(summaryOf(outcome, roster)));
  files.set('run.json', textOfJson(runJson(outcome)));
  if (outcome.proof !== null) files.set('proof.bin', outcome.proof);
  files.set('report.html', htmlOfOutcome(outcome, roster));
  return files;
}
