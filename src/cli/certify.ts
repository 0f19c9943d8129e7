import { resolve } from 'node:path';
import type { Command } from '@commander-js/extra-typings';
import { readCells } from '../report/plan-cells.js';
import { checkPackFolder, writeProofPack } from '../report/proof-pack.js';
import { screenOfPack } from '../report/screen.js';
import { textOfJson } from '../report/summary.js';
import { formatIssue, formatIssues } from '../roster/format-issues.js';
import type { Issue } from '../roster/types.js';
import type { Door } from './door.js';
import { type Act, type ExitCode, exitCodes } from './exit-codes.js';
import { readInHand } from './in-hand.js';
import { lookOf } from './terminal.js';
import { type Io, print } from './io.js';
import { mappingOf } from './mapping-file.js';

interface CertifyOptions {
  readonly out: string;
  readonly force?: true;
  readonly mapping?: string;
  readonly json?: true;
}

const examples = `
Examples:
  placewise certify data/tiny out/tiny --out out/proof
  node out/proof/replay.mjs

PLAN is as for check, with run.json and proof.bin beside it; the folder of a run that found no plan to exist will do too. DIR then holds the
model, the plan and the proof as plain numbers (nobody's id is in it), a program that replays them and needs nothing but Node, and what each number is.`;

/** Adds the command `certify`. */
export function addCertify(program: Command, act: Act, io: Io, door: () => Promise<Door>): void {
  program
    .command('certify')
    .summary('write a proof that strangers can replay')
    .description('Checks a plan with its proof, and writes what a stranger needs to replay that proof: numbers, no names.')
    .argument('<roster>', 'folder with the files of the roster, or an XLSX workbook')
    .argument('<plan>', 'output folder, or a placements.csv with run.json and proof.bin beside it')
    .requiredOption('--out <dir>', 'folder for the proof pack')
    .option('--force', 'replace a pack that is already there')
    .option('--mapping <file>', 'what the headers of the roster are called here (JSON)')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', examples)
    .action((roster, plan, options) => act(() => certify(resolve(io.cwd, roster), resolve(io.cwd, plan), options, io, door)));
}

async function certify(
  folder: string,
  planPath: string,
  options: CertifyOptions,
  io: Io,
  openDoor: () => Promise<Door>,
): Promise<ExitCode> {
  const out = resolve(io.cwd, options.out);
  const writing = { force: options.force ?? false, signal: io.signal };
  await checkPackFolder(out, writing);
  const door = await openDoor();
  const { inHand, issues } = await readInHand(planPath, folder, door, { ...(await mappingOf(options.mapping, io)), withoutPlan: true });
  if (inHand === null) return refuse(issues);
  io.signal?.throwIfAborted();
  await using engine = await door.createEngine({ workers: 1, transport: 'inline' });
  const { roster, plan } = inHand;
  const packed = await engine.certify(roster, plan);
  const { check } = packed;
  const found = [...issues, ...(check?.issues ?? [])];
  if (found.some(({ severity }) => severity === 'error')) return refuse(found);
  const cells = check === null ? [] : readCells(plan, roster, check.placements, check.provedPlan).faults;
  const faults = [...(check?.faults ?? []).map(({ message }) => message), ...cells];
  await print(io.stderr, [...found.map(formatIssue), ...faults].map((line) => `${line}\n`).join(''));
  if (faults.length > 0) return sayNot('the plan breaks rules', exitCodes.invalidPlan);
  if (packed.status === 'refused') return sayNot(packed.reason, exitCodes.badInput);
  io.signal?.throwIfAborted();
  await writeProofPack(packed.files, out, writing);
  const { certificate } = packed;
  if (options.json)
    await print(io.stdout, textOfJson({ format: 'placewise-certify-1', status: 'packed', certificate, files: [...packed.files.keys()] }));
  else await print(io.stdout, screenOfPack(certificate, options.out, lookOf(io)));
  return exitCodes.done;

  async function sayNot(reason: string, code: ExitCode): Promise<ExitCode> {
    await print(io.stderr, `No pack was written: ${reason}.\n`);
    if (options.json) await print(io.stdout, textOfJson({ format: 'placewise-certify-1', status: 'refused', reason }));
    return code;
  }

  async function refuse(list: readonly Issue[]): Promise<ExitCode> {
    await print(io.stderr, `${formatIssues(list)}\n`);
    if (options.json) await print(io.stdout, textOfJson({ format: 'placewise-certify-1', status: 'refused', issues: list }));
    return exitCodes.badInput;
  }
}
