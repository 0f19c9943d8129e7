import { stat } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import type { Command } from '@commander-js/extra-typings';
import type { Erasure, EraseRequest } from '../desk/erase.js';
import { retentionDate } from '../desk/retention.js';
import { readLog } from '../desk/log.js';
import { printedFolders, printedName } from '../desk/printed.js';
import { said } from './arguments.js';
import { type Act, type ExitCode, exitCodes } from './exit-codes.js';
import { isBelow, readUnchanged } from './in-hand.js';
import { type Io, print } from './io.js';
import { date, todayByClock } from './today.js';
import { tell, tellFaults } from './voice.js';
import { UsageError } from './usage-error.js';

interface EraseOptions {
  readonly by: string;
  readonly note?: string;
  readonly papers?: readonly string[];
  readonly gone?: true;
  readonly expired?: true;
  readonly today?: string;
  readonly json?: true;
  readonly quiet?: true;
}

const help = `
Examples:
  placewise erase out/june s17 --by "Office"
  placewise erase out/june s17 --by "Office" --papers letters-in-july
  placewise erase out/june --expired --by "Office"

Papers are erased where papers printed them (printed.json in the plan's folder says where) and in each folder named by --papers. Own papers and rows go;
packs, calendars, workbooks and pages show several people, so they are deleted: print them again. A folder that is not there any more is named and
nothing is erased, unless --gone says that it was destroyed. With --expired, once the retention date has passed, everybody is erased: only the log stays.`;

/** Adds the command `erase`. */
export function addErase(program: Command, act: Act, io: Io): void {
  program
    .command('erase')
    .summary("take a person out of a plan's folder and its papers")
    .description('Removes the salt, the rows and the papers of a person, and adds an entry with the new hash to the log.')
    .argument('<plan>', 'output folder')
    .argument('[person]', 'id of the person; with --expired none: everybody')
    .requiredOption('--by <who>', 'who erases', said)
    .option('--note <text>', 'what should stand beside it')
    .option(
      '--papers <dir>',
      'a folder of papers that was moved or copied; may be said several times',
      (dir: string, before: string[] = []) => [...before, dir],
    )
    .option('--gone', 'folders of papers that are not there any more were destroyed')
    .option('--expired', 'erase everybody, the retention date having passed')
    .option('--today <date>', 'the day to compare the retention date with (default: by the clock)', date)
    .option('--json', 'print what was done as JSON')
    .option('--quiet', 'print nothing but faults')
    .addHelpText('after', help)
    .action((plan, person, options) => act(() => erase(resolve(io.cwd, plan), person ?? null, options, io)));
}

async function erase(plan: string, person: string | null, options: EraseOptions, io: Io): Promise<ExitCode> {
  if ((person === null) !== (options.expired === true)) throw new UsageError('Name a person, or say --expired and nobody.');
  const { erasePerson, eraseExpired } = await import('../desk/erase.js');
  const { PapersFault } = await import('../desk/erase-papers.js');
  const handed = await readUnchanged(plan);
  if (handed.plan === null) {
    return tellFaults(io, options, handed.issues, 'placewise-erasure-1', 'Nothing was erased: mend the faults above first.');
  }
  const today = options.today ?? todayByClock();
  const until = retentionDate((await readLog(plan))?.entries ?? []);
  if (options.expired && (until === null || until >= today))
    return refuse(until === null ? 'no approval names a retention date' : `the retention date is ${until}, and today is ${today}`);
  try {
    const request: EraseRequest = {
      planFolder: plan,
      papersFolders: await papersFoldersOf(plan, options, io),
      by: options.by,
      note: options.note ?? null,
      at: new Date().toISOString(),
    };
    const done = person === null ? await eraseExpired(request) : await erasePerson(request, person, handed.plan.placements);
    await tell(io, options, textOf(done, person, io.cwd), {
      format: 'placewise-erasure-1',
      folders: Object.fromEntries(done.folders),
      entry: done.entry,
    });
    return exitCodes.done;
  } catch (error) {
    if (error instanceof PapersFault)
      return refuse(`${error.message}. Say --papers FOLDER where they are now, or --gone if they were destroyed`);
    throw error;
  }

  async function refuse(text: string): Promise<ExitCode> {
    await print(io.stderr, `Refused: ${text}. Nothing was erased.\n`);
    return exitCodes.badInput;
  }
}

/** All folders on record and those named; with `gone` without those that are not there. */
async function papersFoldersOf(plan: string, options: EraseOptions, io: Io): Promise<string[]> {
  let recorded: string[];
  try {
    recorded = await printedFolders(plan);
  } catch {
    throw new UsageError(
      `${printedName} in the plan's folder cannot be read; mend or delete it, and name all folders of papers with --papers.`,
    );
  }
  const named = (options.papers ?? []).map((folder) => resolve(io.cwd, folder));
  const inside = named.find((folder) => isBelow(folder, plan));
  if (inside !== undefined) throw new UsageError(`${inside} lies in the plan's folder; papers are kept elsewhere.`);
  const there = await Promise.all(recorded.map(async (folder) => ((await stat(folder).catch(() => null)) === null ? null : folder)));
  const found = there.filter((folder) => folder !== null);
  // A folder that was moved is one of those named: as many as are missing must be said, or that they are gone.
  const { PapersFault } = await import('../desk/erase-papers.js');
  const missing = recorded.filter((folder) => !found.includes(folder));
  const moved = named.filter((folder) => !recorded.includes(folder));
  if (!options.gone && moved.length < missing.length)
    throw new PapersFault(`papers were printed to ${missing.join(', ')}, which is not there`);
  return [...new Set([...found, ...named])].sort();
}

function textOf({ folders, entry }: Erasure, person: string | null, cwd: string): string {
  if (folders.size === 0) return 'Nothing in these folders names that person.\n';
  const lines: string[] = [];
  for (const [folder, { changed, deleted }] of folders) {
    lines.push(`${relative(cwd, folder) || '.'}:`);
    if (person === null) lines.push(`  ${deleted.length} files deleted`);
    else lines.push(...changed.map((name) => `  ${name}: taken out or brought up to date`), ...deleted.map((name) => `  ${name}: deleted`));
  }
  const record = entry === null ? '' : `Entry ${entry.number} of log.jsonl says so, without a name.\n`;
  const again =
    person === null
      ? ''
      : 'What was deleted and showed others too can be made again: placewise papers ROSTER PLAN --out FOLDER --force.\nThe roster the plan was made from is not touched: take the person out of its files first.\n';
  return `Erased:\n${lines.join('\n')}\n${record}${again}`;
}
