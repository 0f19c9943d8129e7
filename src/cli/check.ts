import { resolve } from 'node:path';
import type { Command } from '@commander-js/extra-typings';
import type { CheckOutcome } from '../report/outcome.js';
import { cellFaults, type HandedPlan, readPlan } from '../report/plan-file.js';
import { screenOfCheck } from '../report/screen.js';
import { textOfJson } from '../report/summary.js';
import { formatIssues } from '../roster/format-issues.js';
import type { OptionsInput } from '../roster/options.js';
import type { Issue, Options } from '../roster/types.js';
import type { Door } from './door.js';
import { type Act, type ExitCode, exitCodes } from './exit-codes.js';
import { type Io, print } from './io.js';

interface CheckOptions {
  readonly json?: true;
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
    .argument('<roster>', 'folder with the files of the roster')
    .argument('<plan>', 'output folder, or a placements.csv')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', examples)
    .action((roster, plan, options) => act(() => check(resolve(io.cwd, roster), resolve(io.cwd, plan), options, io, door)));
}

async function check(folder: string, planPath: string, options: CheckOptions, io: Io, openDoor: () => Promise<Door>): Promise<ExitCode> {
  const handed = await readPlan(planPath);
  const door = await openDoor();
  const read = await door.readRoster(folder, { options: overridesOf(handed.plan?.options ?? null) });
  const issues = [...read.issues, ...handed.issues];
  if (read.roster === null || handed.plan === null) return refuse(issues);
  io.signal?.throwIfAborted();
  await using engine = await door.createEngine({ workers: 1, transport: 'inline' });
  const outcome = withCellFaults(await engine.check(read.roster, handed.plan), handed.plan);
  io.signal?.throwIfAborted();
  if (outcome.issues.some(({ severity }) => severity === 'error')) return refuse([...issues, ...outcome.issues]);
  const warnings = [...issues, ...outcome.issues];
  if (warnings.length > 0) await print(io.stderr, `${formatIssues(warnings)}\n`);
  const { placements: _placements, ...rest } = outcome;
  await print(io.stdout, options.json ? textOfJson({ format: 'placewise-check-1', ...rest }) : screenOfCheck(outcome));
  return outcome.valid ? exitCodes.done : exitCodes.invalidPlan;

  async function refuse(faults: readonly Issue[]): Promise<ExitCode> {
    await print(io.stderr, `${formatIssues(faults)}\n`);
    if (options.json) await print(io.stdout, textOfJson({ format: 'placewise-check-1', status: 'refused', issues: faults }));
    return exitCodes.badInput;
  }
}

function overridesOf(options: Options | null): OptionsInput {
  return options === null ? {} : { ...options, tiers: [...options.tiers] };
}

/** A plan whose cells say something else than the records is not the plan it claims to be. */
function withCellFaults(outcome: CheckOutcome, plan: HandedPlan): CheckOutcome {
  const faults = cellFaults(plan, outcome.placements).map((message) => ({ code: 'cell-differs', message }));
  return faults.length === 0 ? outcome : { ...outcome, valid: false, verdict: null, faults: [...outcome.faults, ...faults] };
}
