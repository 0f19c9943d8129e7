import { resolve } from 'node:path';
import { type Command, InvalidArgumentError } from '@commander-js/extra-typings';
import { recordPrinted } from '../desk/printed.js';
import type { Lint } from '../papers/lint.js';
import { type PaperPart, paperParts } from '../papers/parts.js';
import { formatIssue } from '../roster/format-issues.js';
import type { Issue } from '../roster/types.js';
import type { Door } from './door.js';
import { type Act, type ExitCode, exitCodes } from './exit-codes.js';
import { checkInHand, isBelow, readInHand } from './in-hand.js';
import { type Io, print, progressLine } from './io.js';
import { mappingOf } from './mapping-file.js';
import { filesJson, tell, tellFaults, type Voice } from './voice.js';
import { UsageError } from './usage-error.js';

interface PapersOptions {
  readonly out: string;
  readonly force?: true;
  readonly only?: readonly PaperPart[];
  readonly template?: string;
  readonly mapping?: string;
  readonly language: string;
  /** False with `--no-guard`. */
  readonly guard: boolean;
  readonly json?: true;
  readonly quiet?: true;
}

const papersHelp = `
Examples:
  placewise papers data/tiny out/tiny --out papers/tiny
  placewise papers roster out/june --out papers/june --only agreements,letters --template our-templates --language it

The plan is checked first. Names, contacts and guardians come from people.csv, wording of agreements from agreements.csv and units.csv, beside the roster's
files; what they do not say is left as a line to write on. lint.csv lists what should be looked at before anybody signs.
Parts: ${paperParts.join(', ')}; without --only all of them.`;

const templatesHelp = `
Examples:
  placewise templates --out our-templates

Edit them with a word processor and hand the folder to papers --template. Only the templates that you keep there are used; letters in a language of your own are
called letter-placed.hr.docx and the like. Translations in red boxes were not reviewed.`;

/** Adds the commands `papers` and `templates`. */
export function addPapers(program: Command, act: Act, io: Io, door: () => Promise<Door>): void {
  program
    .command('papers')
    .summary('print agreements, letters, packs, calendars and lists of a plan')
    .description('Checks a plan and writes what is sent to people, hosting partners, hosts and senders.')
    .argument('<roster>', 'folder with the files of the roster, or an XLSX workbook')
    .argument('<plan>', 'output folder, or a placements.csv')
    .requiredOption('--out <dir>', 'folder for the papers')
    .option('--force', 'replace papers that are already there')
    .option('--only <parts>', 'only these parts, with commas between', parts)
    .option('--template <dir>', 'folder with templates to use instead of the built-in ones')
    .option('--mapping <file>', 'what the headers of the roster are called here (JSON)')
    .option('--language <code>', 'language of the letters', 'en')
    .option('--no-guard', 'leave texts in CSV files that a spreadsheet would run as formulas')
    .option('--json', 'print what was done as JSON')
    .option('--quiet', 'print nothing but faults')
    .addHelpText('after', papersHelp)
    .action((roster, plan, options) => act(() => papers(resolve(io.cwd, roster), resolve(io.cwd, plan), options, io, door)));
  program
    .command('templates')
    .summary('write the built-in templates, to be changed')
    .requiredOption('--out <dir>', 'folder for the templates')
    .option('--force', 'replace templates that are already there')
    .option('--json', 'print what was done as JSON')
    .option('--quiet', 'print nothing but faults')
    .addHelpText('after', templatesHelp)
    .action(({ out, force, ...voice }) => act(() => writeTemplates(resolve(io.cwd, out), force === true, voice, io)));
}

function parts(text: string): readonly PaperPart[] {
  const named = text.split(',').map((part) => part.trim());
  const wrong = named.find((part) => !paperParts.some((known) => known === part));
  if (wrong !== undefined) throw new InvalidArgumentError(`Expected some of ${paperParts.join(', ')}; found "${wrong}".`);
  return paperParts.filter((part) => named.includes(part));
}

async function papers(
  rosterPath: string,
  planPath: string,
  options: PapersOptions,
  io: Io,
  openDoor: () => Promise<Door>,
): Promise<ExitCode> {
  const { checkPaperFolder, writePapers } = await import('../papers/write.js');
  const { languagesOf, loadTemplates } = await import('../papers/templates.js');
  const { readPaperRecords } = await import('../papers/records.js');
  const { papersOf } = await import('../papers/papers.js');
  const out = resolve(io.cwd, options.out);
  const writing = { force: options.force ?? false, signal: io.signal };
  const planFolder = planPath.endsWith('.csv') ? null : planPath;
  if (planFolder !== null && isBelow(out, planFolder))
    throw new UsageError("Print papers outside the plan's folder: match replaces that one whole.");
  await checkPaperFolder(out, writing);
  const progress = await progressLine(io, options.quiet ?? false);
  try {
    progress.say('Reading the roster and the plan …');
    const door = await openDoor();
    const read = await readInHand(planPath, rosterPath, door, await mappingOf(options.mapping, io));
    const { inHand } = read;
    const { templates, issues: templateIssues } = await loadTemplates(
      options.template === undefined ? null : resolve(io.cwd, options.template),
    );
    const records = inHand === null ? null : await readPaperRecords(rosterPath, inHand.roster);
    const issues = [...read.issues, ...templateIssues, ...(records?.issues ?? [])];
    if (inHand === null || records === null || records.records === null || templateIssues.length > 0) {
      return await refuse(issues);
    }
    const languages = languagesOf(templates);
    if (!languages.includes(options.language))
      throw new UsageError(`There are no letters in "${options.language}"; there are some in ${languages.join(', ')}.`);
    io.signal?.throwIfAborted();
    progress.say('Checking the plan …');
    const { roster } = inHand;
    const { checked, faults } = await checkInHand(inHand, door);
    if (checked.issues.some(({ severity }) => severity === 'error')) return await refuse([...issues, ...checked.issues]);
    if (faults.length > 0) {
      const lines = faults.slice(0, 20).map((message) => `  ${message}\n`);
      return await invalid(
        `The plan breaks rules, so no papers are printed from it:\n${lines.join('')}Mend the plan until placewise check calls it valid, or run placewise match again.\n`,
      );
    }
    progress.say('Printing …');
    const { placements, unplaced } = checked;
    const { files, lints } = await papersOf(
      { roster, placements, unplaced, records: records.records },
      { parts: new Set(options.only ?? paperParts), templates, language: options.language, guard: options.guard },
      io.signal,
    );
    // On record first: papers that nobody knows of could not be erased.
    if (planFolder !== null) await recordPrinted(planFolder, out);
    await writePapers(out, files, writing);
    progress.end();
    if (!options.quiet) await print(io.stderr, issues.map((issue) => `${formatIssue(issue)}\n`).join(''));
    const printed = { format: 'placewise-printed-1', folder: options.out, files: [...files.keys()], lints };
    await tell(io, options, `${files.size} files in ${options.out}.\n${screenOfLints(lints)}`, printed);
    return exitCodes.done;
  } finally {
    progress.end();
  }

  async function refuse(faults: readonly Issue[]): Promise<ExitCode> {
    progress.end();
    return tellFaults(io, options, faults, 'placewise-printed-1');
  }

  async function invalid(text: string): Promise<ExitCode> {
    progress.end();
    await print(io.stderr, text);
    return exitCodes.invalidPlan;
  }
}

/** What lacks a name or a mentor is counted, for a roster without people.csv lacks them all; the rest is listed. */
function screenOfLints(lints: readonly Lint[]): string {
  if (lints.length === 0) return 'Nothing found to look at in the agreements.\n';
  const missing = [
    ['name-missing', 'without a name in people.csv'],
    ['mentor-missing', 'without a mentor of the host in people.csv'],
  ] as const;
  const counted = missing.flatMap(([code, words]) => {
    const count = lints.filter((lint) => lint.code === code).length;
    return count === 0 ? [] : [`  ${count} agreements ${words}\n`];
  });
  const listed = lints.filter(({ code }) => !missing.some(([known]) => known === code));
  const shown = listed.slice(0, 40).map(({ studentId, text }) => `  ${studentId}: ${text}\n`);
  const more = listed.length > shown.length ? `  … and ${listed.length - shown.length} more in lint.csv\n` : '';
  return `To look at before anybody signs (${lints.length}, all in lint.csv):\n${counted.join('')}${shown.join('')}${more}`;
}

async function writeTemplates(out: string, force: boolean, voice: Voice, io: Io): Promise<ExitCode> {
  const { builtInTemplates } = await import('../papers/built-in.js');
  const { writeFolder } = await import('../report/folder.js');
  const files = new Map(builtInTemplates().map(({ name, bytes }) => [name, bytes]));
  await writeFolder(out, files, { force, ownNames: new Set(files.keys()), signal: io.signal });
  await tell(io, voice, `${files.size} templates in ${out}.\n`, filesJson(out, files.keys()));
  return exitCodes.done;
}
