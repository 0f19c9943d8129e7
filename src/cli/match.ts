import { basename, resolve } from 'node:path';
import { getHeapStatistics } from 'node:v8';
import { type Command, Option } from '@commander-js/extra-typings';
import { withEarlierPlan } from '../ask/replan.js';
import { checkOutputs, writeOutputs } from '../report/outputs.js';
import { screenOfOutcome } from '../report/screen.js';
import { summaryOf, textOfJson } from '../report/summary.js';
import { formatIssue } from '../roster/format-issues.js';
import { ways, type Issue, type Roster, type Way } from '../roster/types.js';
import type { Outcome } from '../report/outcome.js';
import { collectGarbage } from '../transport/collect.js';
import { annotate, annotateFlag, annotateWords, checkAnnotate } from './annotate.js';
import { seconds, wholeNumber } from './arguments.js';
import type { Door, ReadResult } from './door.js';
import { type Act, type ExitCode, exitCodeOfOutcome } from './exit-codes.js';
import { printedFolders, recordAllPrinted } from '../desk/printed.js';
import { readUnchanged } from './in-hand.js';
import { type Io, print, progressLine } from './io.js';
import { lookOf } from './terminal.js';
import { tellFaults } from './voice.js';
import { mappingOf } from './mapping-file.js';

interface MatchOptions {
  readonly out: string;
  readonly force?: true;
  readonly order?: 'rank-first' | 'count-first';
  readonly seed?: number;
  readonly timeLimit?: number;
  readonly nodeLimit?: number;
  readonly workers?: number;
  readonly transport?: 'inline' | 'threads';
  readonly json?: true;
  readonly quiet?: true;
  readonly compareOrders?: true;
  readonly mapping?: string;
  readonly annotate?: string;
  readonly replan?: string | true;
  readonly mostMoves?: number;
  readonly neverWorse?: true;
  readonly curve?: true;
  readonly way?: Way;
  readonly compareWays?: true;
  readonly answers: boolean;
}

const examples = `
Examples:
  placewise match data/tiny --out out/tiny
  placewise match roster.xlsx --out out/june --force --time-limit 60
  placewise match roster --out out/june --json > summary.json
  placewise match roster --out out/count --order count-first --workers 4
  placewise match roster --out out/july --replan out/june --never-worse --curve

ROSTER is a folder with students.csv and openings.csv, or a workbook with sheets of these names; every other adds rules. DIR appears whole or not at all.
Standard output carries the summary (with --json as JSON); progress and faults go to standard error.`;

/** Adds the command `match`. */
export function addMatch(program: Command, act: Act, io: Io, door: () => Promise<Door>): void {
  program
    .command('match')
    .summary('plan a roster and write the proved plan')
    .description('Places the people of a roster into host companies, checks the plan and proves how good it is.')
    .argument('<roster>', 'folder with the files of the roster, or an XLSX workbook')
    .requiredOption('--out <dir>', 'folder for the outputs')
    .option('--force', 'replace outputs that are already there')
    .addOption(new Option('--order <order>', 'who is placed first').choices(['rank-first', 'count-first'] as const))
    .option('--compare-orders', 'solve the first tier by the other order too and write orders.csv')
    .option('--mapping <file>', 'what the headers of the roster are called here (JSON)')
    .option(annotateFlag, annotateWords)
    .option('--replan [plan]', 'keep to the plan of plan.csv, or of an earlier output folder or placements.csv: fewest moves first')
    .option(
      '--most-moves <number>',
      'at most so many people of the earlier plan move; among those plans, the best',
      wholeNumber(0, 1_000_000),
    )
    .option('--never-worse', 'nobody told of a placement gets a worse one, or none')
    .option('--curve', 'with --replan: what more moves would buy (curve.csv)')
    .addOption(new Option('--way <way>', 'what is fair').choices(ways))
    .option('--compare-ways', 'plan in every other way too and write ways.csv: what each costs in the others’ terms')
    .option('--no-answers', 'do not ask what would get the first hundred unplaced in')
    .option('--seed <number>', 'decides ties where a person has no lot', wholeNumber(0, 4_294_967_295))
    .option('--time-limit <seconds>', 'stop the search after so long, keep the best plan so far', seconds)
    .option('--node-limit <number>', 'stop after so many search nodes; unlike a time limit, repeatable', wholeNumber(1, 1_000_000_000))
    .option('--workers <number>', 'solver threads (default: one less than the processors)', wholeNumber(1, 64))
    .addOption(new Option('--transport <where>', 'where solvers run').choices(['inline', 'threads'] as const))
    .option('--json', 'print the summary as JSON')
    .option('--quiet', 'print nothing but faults')
    .addHelpText('after', examples)
    .action((roster, options) => act(() => match(roster, options, io, door)));
}

/** Bytes in use on this thread from which a collection of garbage is worth its tenths of a second. */
const worthCollecting = 256 * 2 ** 20;

/** What reading, joining and the check of the model left goes before the replay needs room: nobody else waits on this thread (100,000 people: 0.2 GB of the peak). */
function letGo(): void {
  if (getHeapStatistics().used_heap_size > worthCollecting) collectGarbage();
}

async function match(rosterName: string, options: MatchOptions, io: Io, openDoor: () => Promise<Door>): Promise<ExitCode> {
  const folder = resolve(io.cwd, rosterName);
  const out = resolve(io.cwd, options.out);
  const writing = { force: options.force ?? false, signal: io.signal };
  await checkOutputs(out, writing);
  await checkAnnotate(options.annotate, writing.force, io);

  const progress = await progressLine(io, options.quiet ?? false);
  try {
    progress.say('Reading the roster …');
    const door = await openDoor();
    const earlier = typeof options.replan === 'string' ? await readUnchanged(resolve(io.cwd, options.replan)) : null;
    const overrides = {
      ...(options.order && { order: options.order }),
      ...(options.way && { way: options.way }),
      ...(options.seed !== undefined && { seed: options.seed }),
      ...(options.replan !== undefined && { replan: true }),
      ...(options.mostMoves !== undefined && { maximumMoves: options.mostMoves }),
      ...(options.neverWorse && { neverWorse: true }),
    };
    const read = await door.readRoster(folder, { options: overrides, ...(await mappingOf(options.mapping, io)) });
    const { notes, files } = read;
    const issues = [...read.issues, ...(earlier?.issues ?? [])];
    if (read.roster === null || (earlier !== null && earlier.plan === null)) return await refuse(issues, progress.end);
    const roster = earlier === null ? read.roster : withEarlierPlan(read.roster, earlier.plan!.placements, earlier.plan!.statuses ?? []);
    io.signal?.throwIfAborted();
    const outcome = await placed(roster, door, files);
    io.signal?.throwIfAborted();
    if (outcome.status === 'refused') return await refuse([...issues, ...outcome.issues], progress.end);
    const isWritten = outcome.status !== 'unproved';
    if (isWritten) {
      progress.say('Writing the outputs …');
      const printed = await printedFolders(out);
      await writeOutputs(outcome, roster, out, writing);
      // Papers of the plan that stood there before are still where they were printed.
      if (printed.length > 0) await recordAllPrinted(out, printed);
    }
    progress.end();
    const remarks = [...[...issues, ...outcome.issues].map(formatIssue), ...notes.map(({ text }) => text)];
    if (!options.quiet) await print(io.stderr, remarks.map((line) => `${line}\n`).join(''));
    await marked([...issues, ...outcome.issues]);
    if (options.json) await print(io.stdout, textOfJson(summaryOf(outcome, roster)));
    else if (!options.quiet)
      await print(io.stdout, screenOfOutcome(outcome, roster, isWritten ? options.out : null, lookOf(io), rosterName));
    return exitCodeOfOutcome(outcome);
  } finally {
    progress.end();
  }

  /** The threads end with the search: what they hold is free before the outputs are made. */
  async function placed(roster: Roster, door: Door, files: ReadResult['files']): Promise<Outcome> {
    await using engine = await door.createEngine({
      ...(options.workers !== undefined && { workers: options.workers }),
      ...(options.transport && { transport: options.transport }),
    });
    return await engine.place(roster, {
      signal: io.signal,
      limits: { timeMs: options.timeLimit ?? null, nodes: options.nodeLimit ?? null },
      onProgress: ({ station, text, search }) => {
        progress.say(text, search?.isRunning);
        if (station === 'certify') letGo();
      },
      files,
      answers: options.answers,
      ...(options.compareOrders && { compareOrders: true }),
      ...(options.curve && { curve: true }),
      ...(options.compareWays && { compareWays: true }),
    });
  }

  async function marked(issues: readonly Issue[]): Promise<void> {
    const { mapping } = await mappingOf(options.mapping, io);
    const inputs = [{ path: folder, name: basename(folder) }];
    await annotate(options.annotate, writing.force, io, { inputs, issues, given: mapping });
  }

  async function refuse(issues: readonly Issue[], endProgress: () => void): Promise<ExitCode> {
    endProgress();
    const advice = options.annotate === undefined ? undefined : 'No plan was made: mend the faults above first.';
    const code = await tellFaults(io, options, issues, 'placewise-summary-1', advice);
    await marked(issues);
    return code;
  }
}
