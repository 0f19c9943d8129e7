import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from '@commander-js/extra-typings';
import { csvOfTable } from '../report/csv.js';
import { checkFolder, writeFolder } from '../report/folder.js';
import { textOfJson } from '../report/summary.js';
import { htmlOfWhatIf, screenOfWhatIf, whatIfTable } from '../report/what-if.js';
import { formatIssues } from '../roster/format-issues.js';
import { parseScenarios } from '../roster/scenarios.js';
import { seconds, wholeNumber } from './arguments.js';
import type { Door } from './door.js';
import { type Act, type ExitCode, exitCodes } from './exit-codes.js';
import { type Io, print, progressLine } from './io.js';
import { tell, tellFaults } from './voice.js';

interface WhatIfOptions {
  readonly out: string;
  readonly force?: true;
  readonly timeLimit?: number;
  readonly workers?: number;
  readonly json?: true;
  readonly quiet?: true;
}

const ownNames: ReadonlySet<string> = new Set(['whatif.csv', 'whatif.json', 'whatif.html']);

const examples = `
Examples:
  placewise whatif data/tiny data/scenarios-tiny.json --out out/whatif

SCENARIOS is a JSON file: named changes to rows and options, and sweeps of one number. Each is placed, proved and checked by itself, and
compared with the roster as it is in whatif.csv, whatif.json and whatif.html.`;

/** Adds the command `whatif`. */
export function addWhatIf(program: Command, act: Act, io: Io, door: () => Promise<Door>): void {
  program
    .command('whatif')
    .summary('compare scenarios side by side')
    .description('Places a roster as it is and under each scenario, and compares the plans.')
    .argument('<roster>', 'folder with the files of the roster, or an XLSX workbook')
    .argument('<scenarios>', 'JSON file with scenarios and sweeps')
    .requiredOption('--out <dir>', 'folder for the outputs')
    .option('--force', 'replace outputs that are already there')
    .option('--time-limit <seconds>', 'stop the search of each scenario after so long', seconds)
    .option('--workers <number>', 'solver threads (default: one less than the processors)', wholeNumber(1, 64))
    .option('--json', 'print the comparison as JSON')
    .option('--quiet', 'print nothing but faults')
    .addHelpText('after', examples)
    .action((roster, scenarios, options) => act(() => whatIf(resolve(io.cwd, roster), resolve(io.cwd, scenarios), options, io, door)));
}

async function whatIf(folder: string, file: string, options: WhatIfOptions, io: Io, openDoor: () => Promise<Door>): Promise<ExitCode> {
  const out = resolve(io.cwd, options.out);
  const writing = { force: options.force ?? false, signal: io.signal, ownNames };
  await checkFolder(out, writing);
  const progress = await progressLine(io, options.quiet ?? false);
  try {
    const door = await openDoor();
    const read = await door.readRoster(folder, { options: {} });
    const { scenarios, issues } = parseScenarios(await jsonOf(file));
    if (read.roster === null || scenarios === null) {
      progress.end();
      return await tellFaults(io, options, [...read.issues, ...issues], 'placewise-whatif-1');
    }
    await using engine = await door.createEngine({ ...(options.workers !== undefined && { workers: options.workers }) });
    const outcome = await engine.whatIf(read.roster, scenarios, {
      signal: io.signal,
      limits: { timeMs: options.timeLimit ?? null },
      onProgress: ({ text }) => progress.say(text),
    });
    io.signal?.throwIfAborted();
    const json = textOfJson({ format: 'placewise-whatif-1', ...outcome });
    const files = new Map([
      ['whatif.csv', await csvOfTable(whatIfTable(outcome))],
      ['whatif.json', json],
      ['whatif.html', htmlOfWhatIf(outcome)],
    ]);
    await writeFolder(out, files, writing);
    progress.end();
    const faults = [...outcome.scenarios, ...outcome.sweeps.flatMap(({ points }) => points.map(({ result }) => result))].flatMap((result) =>
      result.issues.slice(0, 5).map((issue) => ({ ...issue, file: `${result.name}: ${issue.file ?? ''}` })),
    );
    if (faults.length > 0) await print(io.stderr, `${formatIssues(faults)}\n`);
    await tell(io, options, screenOfWhatIf(outcome), { format: 'placewise-whatif-1', ...outcome });
    return exitCodes.done;
  } finally {
    progress.end();
  }
}

/** Undefined where there is no such file or no JSON in it: the scenarios are then at fault. */
async function jsonOf(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    return undefined;
  }
}
