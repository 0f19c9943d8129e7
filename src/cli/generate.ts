import { resolve } from 'node:path';
import type { Command } from '@commander-js/extra-typings';
import { paperFiles } from '../papers/columns.js';
import { csvText } from '../roster/write.js';
import { writeFolder } from '../report/folder.js';
import { rosterFiles } from '../roster/types.js';
import { wholeNumber } from './arguments.js';
import type { Door } from './door.js';
import { type Act, type ExitCode, exitCodes } from './exit-codes.js';
import { type Io, print } from './io.js';
import { filesJson, tell } from './voice.js';

interface GenerateFlags {
  readonly people?: number;
  readonly openings?: number;
  readonly seed: number;
  readonly budgets?: number;
  readonly wishes?: number;
  readonly flows?: true;
  readonly flowMinimum?: number;
  readonly accompanying?: true;
  readonly force?: true;
  readonly json?: true;
  readonly quiet?: true;
}

/** What the command may replace: tables, never a placewise.json that somebody wrote. */
const rosterNames: ReadonlySet<string> = new Set([...rosterFiles, ...paperFiles].map((name) => `${name}.csv`));

const examples = `
Examples:
  placewise generate national rosters/large --people 10000 --seed 7
  placewise generate intervet-wb rosters/pilot --seed 1
  placewise generate --family national --people 100000 --openings 25000 --budgets 50 rosters/national

Families whose sizes are given by what they stand for (all but national and school) heed the seed alone.
The people, companies and schools are invented; the same family, sizes and seed give the same bytes.`;

/** Adds the command `generate`. */
export function addGenerate(program: Command, act: Act, io: Io, door: () => Promise<Door>): void {
  program
    .command('generate')
    .summary('make a roster of invented people')
    .description('Writes a seeded roster of a family, for trying things out and for measuring.')
    .argument('<family-or-dir>', 'kind of roster (an unknown name prints those there are); with --family the folder')
    .argument('[dir]', 'folder for the roster')
    .option('--family <name>', 'kind of roster, where the folder stands alone')
    .option('--people <number>', 'people to place', wholeNumber(1, 1_000_000))
    .option('--openings <number>', 'openings', wholeNumber(1, 1_000_000))
    .option('--seed <number>', 'decides every draw', wholeNumber(0, 4_294_967_295), 1)
    .option('--budgets <number>', 'senders that have a budget, a tight one', wholeNumber(0, 1_000_000))
    .option('--wishes <number>', 'wishes of a person', wholeNumber(0, 20))
    .option('--flows', 'gather openings in group journeys')
    .option('--flow-minimum <number>', 'fewest learners of a flow that travels', wholeNumber(0, 1000))
    .option('--accompanying', 'accompanying persons for every flow')
    .option('--force', 'replace a roster that is already there')
    .option('--json', 'print what was done as JSON')
    .option('--quiet', 'print nothing but faults')
    .addHelpText('after', examples)
    .action((first, second, { family, ...flags }, command) => {
      if (family !== undefined && second !== undefined) command.error('error: the family is named twice');
      if (family === undefined && second === undefined) command.error("error: missing required argument 'dir'");
      const [name, folder] = family === undefined ? [first, second ?? ''] : [family, first];
      return act(() => generate(name, folder, flags, io, door));
    });
}

async function generate(family: string, folder: string, flags: GenerateFlags, io: Io, openDoor: () => Promise<Door>): Promise<ExitCode> {
  const door = await openDoor();
  if (!door.families.includes(family)) {
    await print(io.stderr, `Unknown family ${JSON.stringify(family)}; there are: ${door.families.join(', ')}.\n`);
    return exitCodes.usage;
  }
  const { force, json, quiet, ...sizes } = flags;
  let tables: ReturnType<Door['generateRoster']>;
  try {
    tables = door.generateRoster(family, sizes);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    await print(io.stderr, `${error.message}\n`);
    return exitCodes.usage;
  }
  const files = new Map<string, string>();
  for (const [name, rows] of tables) files.set(name, await csvText(rows));
  await writeFolder(resolve(io.cwd, folder), files, { force: force ?? false, ownNames: rosterNames, signal: io.signal });
  const count = (name: string) => Math.max(0, (tables.get(name)?.length ?? 1) - 1);
  const text = `${folder}: ${count('students.csv')} people, ${count('openings.csv')} openings, seed ${flags.seed}\n`;
  await tell(io, { json, quiet }, text, filesJson(folder, tables.keys()));
  return exitCodes.done;
}
