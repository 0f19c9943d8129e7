import { basename, resolve } from 'node:path';
import type { Command } from '@commander-js/extra-typings';
import type { Diagnosis } from '../desk/doctor/doctor.js';
import type { Level } from '../desk/doctor/finding.js';
import { fitted, type Tone } from '../report/look.js';
import { shown } from '../roster/issues.js';
import { formatIssue } from '../roster/format-issues.js';
import type { Issue } from '../roster/types.js';
import { annotate, annotateFlag, annotateWords, checkAnnotate } from './annotate.js';
import type { Door } from './door.js';
import { type Act, type ExitCode, exitCodes } from './exit-codes.js';
import { readUnchanged } from './in-hand.js';
import { type Io, print } from './io.js';
import { date } from './today.js';
import { mappingOf } from './mapping-file.js';
import { lookOf } from './terminal.js';
import { tell, tellFaults, type Voice } from './voice.js';

const help = `
Examples:
  placewise doctor data/tiny
  placewise doctor roster --json > doctor.json
  placewise doctor roster --plan out/june

Nothing is solved, and nothing is written but the copy that --annotate asks for. Red: somebody cannot be placed or a rule cannot be kept. Amber: look at it. Green: looked at and sound.
The exit code is 1 where something is red.`;

/** Adds the command `doctor`. */
export function addDoctor(program: Command, act: Act, io: Io, door: () => Promise<Door>): void {
  program
    .command('doctor')
    .summary('look a roster over before it is planned')
    .description('Says what in a roster will go wrong, and what to do about it, before any search.')
    .argument('<roster>', 'folder with the files of the roster, or an XLSX workbook')
    .option('--mapping <file>', 'what the headers of the roster are called here (JSON)')
    .option('--json', 'print the findings as JSON')
    .option(annotateFlag, annotateWords)
    .option('--force', 'replace an annotated copy that is already there')
    .option('--quiet', 'print nothing but faults: the exit code says whether something is red')
    .option('--plan <dir>', 'an output folder: was it changed after its approval, has its retention date passed?')
    .option('--today <date>', 'the day to compare the retention date with (default: by the clock)', date)
    .addHelpText('after', help)
    .action((roster, { plan, today, mapping, annotate: copy, force, ...voice }) =>
      act(async () => {
        await checkAnnotate(copy, force === true, io);
        const path = resolve(io.cwd, roster);
        const { mapping: given } = await mappingOf(mapping, io);
        const mark = (found: readonly Issue[]) =>
          annotate(copy, force === true, io, { inputs: [{ path, name: basename(roster) }], issues: found, given });
        const issues = plan === undefined ? [] : (await readUnchanged(resolve(io.cwd, plan), today)).issues;
        await print(io.stderr, issues.map((issue) => `${formatIssue(issue)}\n`).join(''));
        const code = await doctor(path, mapping, voice, mark, io, door);
        return code === exitCodes.done && issues.length > 0 ? exitCodes.invalidPlan : code;
      }),
    );
}

async function doctor(
  folder: string,
  mapping: string | undefined,
  voice: Voice,
  mark: (issues: readonly Issue[]) => Promise<void>,
  io: Io,
  openDoor: () => Promise<Door>,
): Promise<ExitCode> {
  const format = 'placewise-doctor-1';
  const advice = 'Nothing else was looked at: mend the faults above first, then ask again.';
  const { roster, issues } = await (await openDoor()).readRoster(folder, { options: {}, ...(await mappingOf(mapping, io)) });
  const refuse = async (faults: readonly Issue[]): Promise<ExitCode> => {
    const code = await tellFaults(io, voice, faults, format, advice);
    await mark(faults);
    return code;
  };
  if (roster === null) return refuse(issues);
  const { buildInstance } = await import('../instance/build.js');
  const { reasonWords } = await import('../explain/words.js');
  const { diagnose } = await import('../desk/doctor/doctor.js');
  const built = await buildInstance(roster);
  if (built.instance === null) return refuse([...issues, ...built.issues]);
  const diagnosis = diagnose(built.instance, (code) => reasonWords[code]);
  const warnings = [...issues, ...built.issues];
  await print(
    io.stderr,
    warnings
      .slice(0, 20)
      .map((issue) => `${formatIssue(issue)}\n`)
      .join(''),
  );
  await mark(warnings);
  await tell(io, voice, textOf(diagnosis, io), { format, ...diagnosis });
  return diagnosis.level === 'red' ? exitCodes.invalidPlan : exitCodes.done;
}

const marks: Readonly<Record<Level, string>> = { red: '[red]   ', amber: '[amber] ', green: '[green] ' };
const tones: Readonly<Record<Level, Tone>> = { red: 'bad', amber: 'doubtful', green: 'good' };

function textOf({ findings, balances }: Diagnosis, io: Io): string {
  const look = lookOf(io);
  const lines: string[] = [];
  for (const { level, text, advice, items, count } of findings) {
    lines.push(`${marks[level]}${text}${text.endsWith('.') ? '' : '.'}`);
    for (const item of items) lines.push(`          ${shown(item)}`);
    if (count > items.length && items.length > 0) lines.push(`          and ${count - items.length} more`);
    if (advice !== null) lines.push(`          What to do: ${advice}`);
  }
  const tight = balances.filter(({ only, may }) => only > 0 || may > 0).slice(0, 12);
  if (tight.length > 0) {
    lines.push('', 'Supply and demand, the tightest first:', '  what                          depend on it   may go   seats');
    for (const { by, value, only, may, seats } of tight)
      lines.push(
        `  ${`${by} ${shown(value)}`.slice(0, 28).padEnd(28)}  ${String(only).padStart(12)}  ${String(may).padStart(7)}  ${String(seats).padStart(6)}`,
      );
  }
  // Colour comes last: it has no width.
  return fitted(lines, look).replace(/^\[(red|amber|green)\]/gm, (mark, level: Level) => look.paint(tones[level], mark));
}
