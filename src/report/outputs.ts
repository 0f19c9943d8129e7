import type { Roster } from '../roster/types.js';
import { auditOf, auditTable } from './audit.js';
import { csvPieces, type Table } from './csv.js';
import { checkFolder, type FileContent, writeFolder } from './folder.js';
import { explanationsOf } from './explanations.js';
import { htmlOfOutcome } from './html.js';
import type { InfeasibleOutcome, PlannedOutcome } from './outcome.js';
import { curveTable, earlierTable, movesTable } from './moves.js';
import { ordersTable } from './orders.js';
import { pricesTable } from './prices.js';
import { runJson, summaryOf, textOfJson } from './summary.js';
import { selectionOf, selectionTable } from './selection.js';
import { waysTable } from './ways.js';
import { budgetsTable, cellsOfPlacement, hostsTable, placementColumns, unplacedTable } from './tables.js';

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
  await writeFolder(folder, filesOfOutcome(outcome, roster), { ...options, ownNames: outputNames });
}

/** The files by name, each made where it is asked for its pieces. Same outcome and roster, same bytes. */
export function filesOfOutcome(outcome: PlannedOutcome | InfeasibleOutcome, roster: Roster): Map<string, FileContent> {
  const files = new Map<string, FileContent>();
  if (outcome.status === 'planned') addTables(files, outcome, roster);
  files.set('summary.json', () => [textOfJson(summaryOf(outcome, roster))]);
  files.set('run.json', () => [textOfJson(runJson(outcome))]);
  if (outcome.proof !== null) files.set('proof.bin', outcome.proof);
  files.set('report.html', () => [htmlOfOutcome(outcome, roster)]);
  return files;
}

function addTables(files: Map<string, FileContent>, outcome: PlannedOutcome, roster: Roster): void {
  const { placements, unplaced, prices, replan, curve, orders, ways } = outcome;
  const add = (name: string, tableOf: () => Table): void => {
    files.set(name, () => {
      const { columns, rows } = tableOf();
      return csvPieces(columns, rows);
    });
  };
  files.set('placements.csv', () => csvPieces(placementColumns, each(placements, cellsOfPlacement)));
  add('unplaced.csv', () => unplacedTable(unplaced));
  add('hosts.csv', () => hostsTable(roster, placements));
  add('budgets.csv', () => budgetsTable(roster, placements, prices));
  add('audit.csv', () => auditTable(auditOf(roster, placements)));
  if (prices !== undefined && prices.unitCount > 0) add('prices.csv', () => pricesTable(prices, roster));
  const selection = selectionOf(outcome, roster);
  if (selection.length > 0) add('selection.csv', () => selectionTable(selection));
  if (replan !== undefined) {
    add('moves.csv', () => movesTable(replan));
    add('earlier.csv', () => earlierTable(roster));
  }
  if (curve !== undefined) add('curve.csv', () => curveTable(curve));
  if (orders !== null) add('orders.csv', () => ordersTable(orders));
  if (ways !== null) add('ways.csv', () => waysTable(ways));
  files.set('explanations.jsonl', () => explanationsOf(outcome, roster, selection));
}

function* each<From, To>(items: Iterable<From>, make: (item: From) => To): Generator<To, void, void> {
  for (const item of items) yield make(item);
}
