import { resolve } from 'node:path';
import type { Command } from '@commander-js/extra-typings';
import type { AskDesk, PlanToAsk } from '../engine/ask.js';
import { linesOfAnswer } from '../explain/answers.js';
import { textOfJson } from '../report/summary.js';
import type { Issue, Roster } from '../roster/types.js';
import type { Door } from './door.js';
import { type Act, type ExitCode, exitCodes } from './exit-codes.js';
import { readInHand } from './in-hand.js';
import { type Io, print } from './io.js';
import { tellFaults } from './voice.js';

const examples = `
Examples:
  placewise explain data/minimum-to-open out/minimum dora
  placewise explain roster out/june s17 O4 --json
  placewise explain roster out/june s17 --changes

PLAN is an output folder or a placements.csv. What the answer says of costs was solved again with the place fixed; what it calls
proved was replayed. It names nobody but the person asked about; it is meant for those who plan, not for letters.`;

const format = 'placewise-answer-1';

/** Adds the command `explain`. */
export function addExplain(program: Command, act: Act, io: Io, door: () => Promise<Door>): void {
  program
    .command('explain')
    .summary('say why somebody has their place, or none')
    .description('Says why a person has the place they have or none, or why not a certain opening, and what it would cost.')
    .argument('<roster>', 'folder with the files of the roster, or an XLSX workbook')
    .argument('<plan>', 'output folder, or a placements.csv')
    .argument('<student>', 'id of a person')
    .argument('[opening]', 'id of an opening: why not there?')
    .option('--changes', 'try what would get somebody in who has no place')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', examples)
    .action((roster, plan, student, opening, options) =>
      act(() =>
        withDesk(
          { roster: resolve(io.cwd, roster), plan: resolve(io.cwd, plan), json: options.json ?? false, format },
          io,
          door,
          async (desk, read) => {
            const asked = await desk.explain({ student, opening }, { signal: io.signal, changes: options.changes ?? false });
            if (asked.status === 'refused') return asked;
            const lines = linesOfAnswer(asked.answer, read);
            return { status: 'answered', json: { format, ...asked.answer, lines }, lines };
          },
        ),
      ),
    );
}

export interface DeskFiles {
  readonly roster: string;
  readonly plan: string;
  readonly json: boolean;
  /** Of the answer as JSON. */
  readonly format: string;
}

type Said =
  | { readonly status: 'answered'; readonly json: object; readonly lines: readonly string[] }
  | { readonly status: 'refused'; readonly issues: readonly Issue[] };

/** Reads roster and plan, opens a desk on them, prints what the question gives. */
export async function withDesk(
  files: DeskFiles,
  io: Io,
  openDoor: () => Promise<Door>,
  ask: (desk: AskDesk, roster: Roster, plan: PlanToAsk) => Promise<Said>,
): Promise<ExitCode> {
  const door = await openDoor();
  const { inHand, issues: faults } = await readInHand(files.plan, files.roster, door);
  if (inHand === null) return refuse(faults);
  await using engine = await door.createEngine({ workers: 1, transport: 'inline' });
  const opened = await engine.openDesk(inHand.roster, inHand.plan);
  const said = opened.status === 'refused' ? opened : await ask(opened.answer, inHand.roster, inHand.plan);
  io.signal?.throwIfAborted();
  if (said.status === 'refused') return refuse(said.issues);
  await print(io.stdout, files.json ? textOfJson(said.json) : said.lines.map((line) => `${line}\n`).join(''));
  return exitCodes.done;

  function refuse(issues: readonly Issue[]): Promise<ExitCode> {
    const voice = { json: files.json ? (true as const) : undefined };
    return tellFaults(io, voice, issues, files.format, 'There is no answer: mend the faults above first.');
  }
}
