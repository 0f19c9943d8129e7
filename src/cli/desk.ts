import { resolve } from 'node:path';
import { type Command, Option } from '@commander-js/extra-typings';
import type { Approval } from '../desk/approve.js';
import { said } from './arguments.js';
import type { Door } from './door.js';
import { addErase } from './erase.js';
import { type Act, type ExitCode, exitCodes } from './exit-codes.js';
import { readInHand } from './in-hand.js';
import { type Io, print } from './io.js';
import { date, todayByClock } from './today.js';
import { filesJson, tell, tellFaults, type Voice } from './voice.js';

const approveHelp = `
Examples:
  placewise approve data/tiny out/tiny --by "Head of school"
  placewise approve roster out/june --by "M. K." --status confirmed --retain-until 2031-12-31

The plan is checked first. The entry (who, when, hash of the plan) is added to log.jsonl in the plan's folder, persons by salted keys only; plan.csv beside
it holds the statuses for the next round. From then on a changed plan is refused, and match does not replace the folder.`;

/** Adds the commands `approve`, `log`, `erase` (in a file of its own) and `anonymise`. */
export function addDesk(program: Command, act: Act, io: Io, door: () => Promise<Door>): void {
  program
    .command('approve')
    .summary('put on record that a person approved a plan')
    .description('Checks a plan, adds who approved it and when to its log, and sets the status of its people.')
    .argument('<roster>', 'folder with the files of the roster, or an XLSX workbook')
    .argument('<plan>', 'output folder')
    .requiredOption('--by <who>', 'who approves', said)
    .option('--note <text>', 'what should stand beside it')
    .addOption(new Option('--status <status>', 'status of the people').choices(['told', 'confirmed'] as const).default('told' as const))
    .option('--retain-until <date>', 'when the folder should be erased', date)
    .option('--json', 'print what was done as JSON')
    .option('--quiet', 'print nothing but faults')
    .addHelpText('after', approveHelp)
    .action((roster, plan, { by, note, status, retainUntil, ...voice }) =>
      act(() =>
        approvePlan(
          resolve(io.cwd, roster),
          resolve(io.cwd, plan),
          { by, note: note ?? null, status, retainUntil: retainUntil ?? null },
          voice,
          io,
          door,
        ),
      ),
    );
  program
    .command('log')
    .summary('show the log of a plan and verify its chain')
    .argument('<plan>', 'output folder')
    .option('--json', 'print the entries as JSON')
    .option('--today <date>', 'the day to compare the retention date with (default: by the clock)', date)
    .action((plan, { json, today }) => act(() => showLog(resolve(io.cwd, plan), json === true, today ?? todayByClock(), io)));
  addErase(program, act, io);
  program
    .command('anonymise')
    .summary('make a shareable roster with the same solution')
    .description(
      'Writes a roster without names, with numbers for ids and lots written out; who may go where, scores and costs stay the same.',
    )
    .argument('<roster>', 'folder with the files of the roster, or an XLSX workbook')
    .requiredOption('--out <dir>', 'folder for the new roster')
    .option('--force', 'replace files that are already there')
    .option('--json', 'print what was done as JSON')
    .option('--quiet', 'print nothing but faults')
    .action((roster, { out, force, ...voice }) =>
      act(() => makeAnonymous(resolve(io.cwd, roster), resolve(io.cwd, out), force === true, voice, io, door)),
    );
}

async function approvePlan(
  rosterFolder: string,
  plan: string,
  what: Omit<Approval, 'at'>,
  voice: Voice,
  io: Io,
  openDoor: () => Promise<Door>,
): Promise<ExitCode> {
  const { approve } = await import('../desk/approve.js');
  const door = await openDoor();
  const { inHand, issues } = await readInHand(plan, rosterFolder, door);
  if (inHand === null) return tellFaults(io, voice, issues, 'placewise-approval-1');
  await using engine = await door.createEngine({ workers: 1, transport: 'inline' });
  const checked = await engine.check(inHand.roster, inHand.plan);
  if (!checked.valid) {
    const faults = checked.faults.slice(0, 20).map(({ message }) => `  ${message}\n`);
    await print(
      io.stderr,
      `The plan breaks rules and cannot be approved:\n${faults.join('')}Mend the plan until placewise check calls it valid, or run placewise match again.\n`,
    );
    return exitCodes.invalidPlan;
  }
  const entry = await approve(plan, inHand.plan.placements, { ...what, at: new Date().toISOString() });
  await tell(
    io,
    voice,
    `Approved by ${entry.by}, entry ${entry.number} of log.jsonl: ${entry.persons.length} persons are "${what.status}" in plan.csv.\nPlan ${entry.planHash}\n`,
    { format: 'placewise-approval-1', entry },
  );
  return exitCodes.done;
}

async function showLog(plan: string, asJson: boolean, today: string, io: Io): Promise<ExitCode> {
  const { readLog } = await import('../desk/log.js');
  const { passedRetention, wordsOfPassed } = await import('../desk/retention.js');
  const log = await readLog(plan);
  if (log === null) {
    await print(io.stdout, asJson ? '[]\n' : 'Nobody has approved this plan: it has no log.jsonl.\n');
    return exitCodes.done;
  }
  const lines = log.entries.map(
    ({ number, at, action, by, note, planHash, status, persons, retainUntil }) =>
      `${String(number).padStart(3)}  ${at}  ${action}${status === null ? '' : ` (${status})`} by ${by}, ${persons.length} persons, plan ${planHash.slice(0, 12)}…${retainUntil === null ? '' : `, keep until ${retainUntil}`}${note === null ? '' : `\n     ${note}`}`,
  );
  const passed = await passedRetention(plan, today);
  if (passed !== null) lines.push(`Expected ${wordsOfPassed(passed)}.`);
  lines.push(
    log.brokenAt === null ? 'The chain holds: no entry was changed or taken out.' : `The chain is broken at entry ${log.brokenAt}.`,
  );
  await print(io.stdout, asJson ? `${JSON.stringify(log, null, 2)}\n` : `${lines.join('\n')}\n`);
  return log.brokenAt === null ? exitCodes.done : exitCodes.invalidPlan;
}

async function makeAnonymous(
  folder: string,
  out: string,
  force: boolean,
  voice: Voice,
  io: Io,
  openDoor: () => Promise<Door>,
): Promise<ExitCode> {
  const { anonymise } = await import('../desk/anonymise.js');
  const { csvText, optionsText, rosterToTables } = await import('../roster/write.js');
  const { writeFolder } = await import('../report/folder.js');
  const { rosterFiles } = await import('../roster/types.js');
  const { roster, issues } = await (await openDoor()).readRoster(folder, { options: {} });
  if (roster === null) return tellFaults(io, voice, issues, 'placewise-files-1');
  const { roster: made } = anonymise(roster);
  const files = new Map<string, string>();
  for (const [name, rows] of rosterToTables(made)) files.set(name, await csvText(rows));
  if (made.rates !== null && made.options.rulePack?.endsWith('.json') === true)
    files.set(made.options.rulePack, `${JSON.stringify(made.rates, null, 2)}\n`);
  files.set('placewise.json', optionsText(made.options));
  const ownNames = new Set([...rosterFiles.map((file) => `${file}.csv`), ...files.keys()]);
  await writeFolder(out, files, { force, ownNames, signal: io.signal });
  const text = `Wrote ${files.size} files to ${out}: the same people, places, scores and costs under numbers.\n`;
  await tell(io, voice, text, filesJson(out, files.keys()));
  return exitCodes.done;
}
