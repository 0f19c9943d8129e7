import { rm } from 'node:fs/promises';
import { ThreadLost } from '../basics/thread-lost.js';
import type { Roster } from '../roster/types.js';
import { auditOf, auditTable } from './audit.js';
import { csvPieces, type Table } from './csv.js';
import { checkFolder, type FolderContent, writeFolder } from './folder.js';
import { explanationsOf, type ToExplain } from './explanations.js';
import { type FileContent, writeFlushed } from './flushed-file.js';
import { htmlOfOutcome } from './html.js';
import type { InfeasibleOutcome, PlannedOutcome } from './outcome.js';
import { curveTable, earlierTable, movesTable } from './moves.js';
import { ordersTable } from './orders.js';
import { pricesTable } from './prices.js';
import { runJson, summaryOf, textOfJson } from './summary.js';
import { hasSelection, selectionOf, type SelectionRow, selectionTable } from './selection.js';
import { waysTable } from './ways.js';
import { startWriting } from './writing-thread.js';
import { budgetsTable, hostsTable, placementPieces, unplacedTable } from './tables.js';

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

/** Placements from which a thread of its own for the longest files pays for its start and for handing the rows over. */
const placementsWorthThread = 5_000;

/**
 * Writes all files of an outcome: the tables of a plan, or (infeasible) the conflict and its proof. They appear whole or not at all.
 * Throws OutputError; where `signal` is aborted before the end, its reason.
 */
export async function writeOutputs(
  outcome: PlannedOutcome | InfeasibleOutcome,
  roster: Roster,
  folder: string,
  options: OutputOptions,
  start: typeof startWriting = startWriting,
): Promise<void> {
  const isLong = outcome.status === 'planned' && outcome.placements.length >= placementsWorthThread;
  const thread = isLong && outcome.run.clock.transport === 'threads' ? start(options.signal) : null;
  const selection = selectionOnce(outcome, roster);
  const files = new Map<string, FolderContent>(filesOfOutcome(outcome, roster, selection));
  if (thread !== null && outcome.status === 'planned') {
    const elsewhere = (name: string, write: (path: string) => Promise<void>): void => {
      const here = files.get(name) as FileContent;
      files.set(name, { writeTo: (path) => write(path).catch((error: unknown) => writeAfterLoss(error, path, here, options.signal)) });
    };
    elsewhere('placements.csv', (path) => thread.writePlacements(path, outcome.placements));
    elsewhere('explanations.jsonl', (path) => thread.writeExplanations(path, toExplain(outcome, roster, selection())));
  }
  try {
    await writeFolder(folder, files, { ...options, ownNames: outputNames });
  } finally {
    await thread?.close();
  }
}

/** Where the thread is lost, its file is made here (after an abort, which ends the thread, no further than its reason); any other fault is thrown. */
async function writeAfterLoss(error: unknown, path: string, content: FileContent, signal: AbortSignal | undefined): Promise<void> {
  if (!(error instanceof ThreadLost)) throw error;
  await rm(path, { force: true });
  await writeFlushed(path, content, signal);
}

/** The files by name, each made where it is asked for its pieces. Same outcome and roster, same bytes. The longest, which a thread may make, stand first. */
export function filesOfOutcome(
  outcome: PlannedOutcome | InfeasibleOutcome,
  roster: Roster,
  selection = selectionOnce(outcome, roster),
): Map<string, FileContent> {
  const files = new Map<string, FileContent>();
  if (outcome.status === 'planned') addTables(files, outcome, roster, selection);
  files.set('summary.json', () => [textOfJson(summaryOf(outcome, roster))]);
  files.set('run.json', () => [textOfJson(runJson(outcome))]);
  if (outcome.proof !== null) files.set('proof.bin', outcome.proof);
  files.set('report.html', () => [htmlOfOutcome(outcome, roster)]);
  return files;
}

/** The selection lists, made when somebody first asks for them. */
function selectionOnce(outcome: PlannedOutcome | InfeasibleOutcome, roster: Roster): () => readonly SelectionRow[] {
  let made: readonly SelectionRow[] | null = null;
  return () => (made ??= outcome.status === 'planned' ? selectionOf(outcome, roster) : []);
}

function addTables(
  files: Map<string, FileContent>,
  outcome: PlannedOutcome,
  roster: Roster,
  selection: () => readonly SelectionRow[],
): void {
  const { placements, unplaced, prices, replan, curve, orders, ways } = outcome;
  const add = (name: string, tableOf: () => Table): void => {
    files.set(name, () => {
      const { columns, rows } = tableOf();
      return csvPieces(columns, rows);
    });
  };
  files.set('placements.csv', () => placementPieces(placements));
  files.set('explanations.jsonl', () => explanationsOf(toExplain(outcome, roster, selection())));
  add('unplaced.csv', () => unplacedTable(unplaced));
  add('hosts.csv', () => hostsTable(roster, placements));
  add('budgets.csv', () => budgetsTable(roster, placements, prices));
  add('audit.csv', () => auditTable(auditOf(roster, placements)));
  if (prices !== undefined && prices.unitCount > 0) add('prices.csv', () => pricesTable(prices, roster));
  if (hasSelection(roster)) add('selection.csv', () => selectionTable(selection()));
  if (replan !== undefined) {
    add('moves.csv', () => movesTable(replan));
    add('earlier.csv', () => earlierTable(roster));
  }
  if (curve !== undefined) add('curve.csv', () => curveTable(curve));
  if (orders !== null) add('orders.csv', () => ordersTable(orders));
  if (ways !== null) add('ways.csv', () => waysTable(ways));
}

/** What letters tell of an outcome. */
export function toExplain(
  { placements, unplaced, unplacedAnswers }: PlannedOutcome,
  { options }: Roster,
  selection: readonly SelectionRow[],
): ToExplain {
  return { placements, unplaced, selection, weights: options.weights, answers: unplacedAnswers?.answers ?? [] };
}
