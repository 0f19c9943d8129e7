import { resolve } from 'node:path';
import type { Command } from '@commander-js/extra-typings';
import type { CheckOutcome } from '../report/outcome.js';
import { type CellReport, readCells } from '../report/plan-cells.js';
import { screenOfCheck } from '../report/screen.js';
import { formatIssue } from '../roster/format-issues.js';
import type { Issue } from '../roster/types.js';
import type { Door } from './door.js';
import { type Act, type ExitCode, exitCodes } from './exit-codes.js';
import { readInHand } from './in-hand.js';
import { type Io, print } from './io.js';
import { mappingOf } from './mapping-file.js';
import { date } from './today.js';
import { lookOf } from './terminal.js';
import { tell, tellFaults } from './voice.js';

interface CheckOptions {
  readonly mapping?: string;
  readonly json?: true;
  readonly quiet?: true;
  readonly today?: string;
}

const examples = `
Examples:
  placewise check data/tiny out/tiny
  placewise check roster placements.csv --json

PLAN is an output folder or a placements.csv. The plan is read against the records by a program of its own, cell by cell.
With run.json and proof.bin beside it (an output folder has both) the options are those of that run and the proof is replayed:
only then the answer can be "optimal".`;

/** Adds the command `check`. */
export function addCheck(program: Command, act: Act, io: Io, door: () => Promise<Door>): void {
  program
    .command('check')
    .summary('check a plan against the records')
    .description('Says whether a plan keeps every rule of the roster, what it is worth, and whether its proof holds.')
    .argument('<roster>', 'folder with the files of the roster, or an XLSX workbook')
    .argument('<plan>', 'output folder, or a placements.csv')
    .option('--mapping <file>', 'what the headers of the roster are called here (JSON)')
    .option('--today <date>', 'the day to compare the retention date with (default: by the clock)', date)
    .option('--json', 'print the result as JSON')
    .option('--quiet', 'print nothing but faults: the exit code says whether the plan is valid')
    .addHelpText('after', examples)
    .action((roster, plan, options) => act(() => check(resolve(io.cwd, roster), resolve(io.cwd, plan), options, io, door)));
}

async function check(folder: string, planPath: string, options: CheckOptions, io: Io, openDoor: () => Promise<Door>): Promise<ExitCode> {
  const door = await openDoor();
  const { inHand, issues } = await readInHand(planPath, folder, door, await mappingOf(options.mapping, io), options.today);
  if (inHand === null) return refuse(issues);
  io.signal?.throwIfAborted();
  await using engine = await door.createEngine({ workers: 1, transport: 'inline' });
  const { roster, plan } = inHand;
  const checked = await engine.check(roster, plan);
  const cells = readCells(plan, roster, checked.placements, checked.provedPlan);
  const outcome = withCells(checked, cells);
  io.signal?.throwIfAborted();
  if (outcome.issues.some(({ severity }) => severity === 'error')) return refuse([...issues, ...outcome.issues]);
  const remarks = [...[...issues, ...outcome.issues].map(formatIssue), ...cells.stale.slice(0, 100)];
  if (!options.quiet) await print(io.stderr, remarks.map((line) => `${line}\n`).join(''));
  const { placements: _placements, unplaced: _unplaced, provedPlan: _provedPlan, ...rest } = outcome;
  const screen = screenOfCheck(outcome, lookOf(io));
  if (options.quiet && !options.json && !outcome.valid) await print(io.stderr, screen);
  await tell(io, options, screen, { format: 'placewise-check-1', ...rest, stale: cells.stale });
  return outcome.valid ? exitCodes.done : exitCodes.invalidPlan;

  async function refuse(faults: readonly Issue[]): Promise<ExitCode> {
    return tellFaults(io, options, faults, 'placewise-check-1', 'Nothing was judged: mend the faults above first.');
  }
}

/** A plan whose cells contradict the records is not the plan it claims to be. */
function withCells(outcome: CheckOutcome, { faults }: CellReport): CheckOutcome {
  if (faults.length === 0) return outcome;
  const cellFaults = faults.map((message) => ({ code: 'cell-differs', message }));
  return { ...outcome, valid: false, verdict: null, faults: [...outcome.faults, ...cellFaults] };
}
