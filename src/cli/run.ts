import { readFileSync } from 'node:fs';
import tab from '@bomb.sh/tab/commander';
import { Command, CommanderError } from '@commander-js/extra-typings';
import { OutputError } from '../report/folder.js';
import { addCertify } from './certify.js';
import { addCheck } from './check.js';
import { addDesk } from './desk.js';
import { addDoctor } from './doctor.js';
import type { Door } from './door.js';
import { type Act, type ExitCode, exitCodes, exitCodeWords } from './exit-codes.js';
import { addExport } from './export.js';
import { addExplain } from './explain.js';
import { addLate } from './late.js';
import { addGenerate } from './generate.js';
import { addImport } from './import.js';
import { addInit } from './init.js';
import { type Io, OutputLost, print } from './io.js';
import { addMatch } from './match.js';
import { addWhatIf } from './whatif.js';
import { addPapers } from './papers.js';
import { addPrices } from './prices.js';
import { forTerminal } from './terminal.js';
import { UsageError } from './usage-error.js';

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string };

/**
 * Runs a command line (without the names of Node and the program) and resolves to its exit code; never rejects, never exits the process.
 * `openDoor` loads the library when a command needs it: help answers without.
 */
export async function run(argv: readonly string[], given: Io, openDoor: () => Promise<Door>): Promise<ExitCode> {
  const io = forTerminal(given);
  let code: ExitCode = exitCodes.done;
  let said = '';
  let complained = '';
  const program = new Command('placewise');
  program
    .description('Places people of learning-mobility projects into host companies, and proves how good the plan is.')
    .version(version)
    .showHelpAfterError('Say --help for the options and examples.')
    .configureOutput({
      writeOut: (text) => {
        said += text;
      },
      writeErr: (text) => {
        complained += text;
      },
      getOutHelpWidth: () => 100,
      getErrHelpWidth: () => 100,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .exitOverride()
    .addHelpText('after', helpText);
  const act: Act = async (action) => {
    code = await action();
  };
  addMatch(program, act, io, openDoor);
  addCheck(program, act, io, openDoor);
  addCertify(program, act, io, openDoor);
  addInit(program, act, io, openDoor);
  addExplain(program, act, io, openDoor);
  addPrices(program, act, io, openDoor);
  addLate(program, act, io, openDoor);
  addWhatIf(program, act, io, openDoor);
  addImport(program, act, io, openDoor);
  addGenerate(program, act, io, openDoor);
  addDesk(program, act, io, openDoor);
  addExport(program, act, io, openDoor);
  addPapers(program, act, io, openDoor);
  addDoctor(program, act, io, openDoor);
  addCompletion(program);
  try {
    await program.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    code = error instanceof CommanderError ? (error.exitCode === 0 ? exitCodes.done : exitCodes.usage) : await codeOfError(error, io);
  }
  try {
    await print(io.stderr, complained);
    await print(io.stdout, said);
  } catch {
    code = exitCodes.outputLost;
  }
  return code;
}

/** `placewise complete bash|zsh|fish|powershell` prints the script that completes commands and options in that shell. */
function addCompletion(program: Command): void {
  // The package asks for commander's plain type; this program is one with typed options.
  tab(program as unknown as Parameters<typeof tab>[0]);
}

const helpText = `
Examples:
  placewise match data/tiny --out out/tiny        plan a roster, write the proved plan
  placewise check data/tiny out/tiny              check that plan against the records
  placewise explain data/tiny out/tiny s1         why somebody has that place, or none
  placewise generate national rosters/n --people 1000
  placewise match --help                          all options of a command

Exit codes:
${exitCodeWords.map(([code, words]) => `  ${String(code).padStart(3)}  ${words}`).join('\n')}

A plan is a proposal until a person approves it.`;

/** Says in words what went wrong, and gives its code. An interruption wins over whatever it broke. */
async function codeOfError(error: unknown, io: Io): Promise<ExitCode> {
  if (io.signal?.aborted === true) {
    await print(io.stderr, 'Stopped; nothing was written.\n').catch(() => {});
    return io.signal.reason === 'SIGTERM' ? exitCodes.terminated : exitCodes.interrupted;
  }
  if (error instanceof OutputLost) return exitCodes.outputLost;
  if (error instanceof UsageError) {
    await print(io.stderr, `${error.message}\n`).catch(() => {});
    return exitCodes.usage;
  }
  const isOutput = error instanceof OutputError;
  const message = error instanceof Error ? error.message : String(error);
  const detail = io.env.PLACEWISE_DEBUG && error instanceof Error ? `${error.stack}\n` : '';
  const text = isOutput
    ? `${message}\n`
    : `Internal error: ${message.slice(0, 500)}\nNothing was written. This is a fault of placewise, not of the roster.\n${detail}`;
  await print(io.stderr, text).catch(() => {});
  return isOutput ? exitCodes.cannotWrite : exitCodes.internal;
}
