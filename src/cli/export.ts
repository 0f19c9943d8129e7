import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from '@commander-js/extra-typings';
import { OutputError } from '../report/folder.js';
import { textOfJson } from '../report/summary.js';
import { writeWholeFile } from '../report/whole-file.js';
import { parseExportMapping } from '../roster/export-mapping.js';
import { formatIssue, formatIssues } from '../roster/format-issues.js';
import { IssueList } from '../roster/issues.js';
import type { Issue } from '../roster/types.js';
import type { Door } from './door.js';
import { type Act, type ExitCode, exitCodes } from './exit-codes.js';
import { checkInHand, readInHand } from './in-hand.js';
import { type Io, print } from './io.js';
import { mappingOf } from './mapping-file.js';
import { UsageError } from './usage-error.js';

interface ExportFlags {
  readonly mapping: string;
  readonly out: string;
  readonly force?: true;
  readonly headers?: string;
  /** False with `--no-guard`. */
  readonly guard: boolean;
  readonly json?: true;
  readonly quiet?: true;
}

const examples = `
Examples:
  placewise export data/tiny out/tiny --mapping data/export-tiny.json --out out/form.csv --force
  placewise export roster out/june --mapping our-form.json --out upload.xlsx

The mapping is yours: which columns, in which order, what they are called, which texts stand in all rows, what our words are called
in the form, and how dates, numbers and characters are written. The README shows one. The plan is checked first; names come from
people.csv, and only where the mapping asks for them. Nothing promises that a portal takes the file: its form is its own.`;

/** Adds the command `export`. */
export function addExport(program: Command, act: Act, io: Io, door: () => Promise<Door>): void {
  program
    .command('export')
    .summary('write a plan in the columns of a form of your own')
    .description('Checks a plan and writes it as one table, by a mapping that says what the columns of a form are.')
    .argument('<roster>', 'folder with the files of the roster, or an XLSX workbook')
    .argument('<plan>', 'output folder, or a placements.csv')
    .requiredOption('--mapping <file>', 'what the columns of the form are (JSON)')
    .requiredOption('--out <file>', 'FILE.csv or FILE.xlsx')
    .option('--force', 'replace a file that is already there')
    .option('--headers <file>', 'what the headers of the roster are called here (JSON)')
    .option('--no-guard', 'leave texts in a CSV file that a spreadsheet would run as formulas')
    .option('--json', 'print what was written as JSON')
    .option('--quiet', 'print nothing but faults')
    .addHelpText('after', examples)
    .action((roster, plan, flags) => act(() => exportFile(resolve(io.cwd, roster), resolve(io.cwd, plan), flags, io, door)));
}

async function exportFile(
  rosterPath: string,
  planPath: string,
  flags: ExportFlags,
  io: Io,
  openDoor: () => Promise<Door>,
): Promise<ExitCode> {
  const { exportSources, isPersonal } = await import('../papers/export-cells.js');
  const { exportPlan } = await import('../papers/export.js');
  const { noPaperRecords, readPaperRecords } = await import('../papers/records.js');
  const form = /\.(csv|xlsx)$/i.exec(flags.out)?.[1]?.toLowerCase();
  if (form !== 'csv' && form !== 'xlsx') throw new UsageError(`--out ${flags.out}: the name of the file ends in .csv or .xlsx.`);
  const out = resolve(io.cwd, flags.out);
  if (flags.force !== true && (await stat(out).catch(() => null)) !== null)
    throw new OutputError('exists', `${flags.out} exists; say --force to replace it.`);
  const faultsOfMapping = new IssueList();
  const given = (await mappingOf(flags.mapping, io)).mapping!;
  const mapping = parseExportMapping(given.json, given.name, exportSources, faultsOfMapping);
  if (mapping === null) return refuse(faultsOfMapping.list());
  const door = await openDoor();
  const read = await readInHand(planPath, rosterPath, door, await mappingOf(flags.headers, io));
  const { inHand } = read;
  if (inHand === null) return refuse(read.issues);
  const asksForPeople = mapping.columns.some(({ from }) => from !== null && isPersonal(from));
  const { records, issues: recordIssues } = asksForPeople
    ? await readPaperRecords(rosterPath, inHand.roster)
    : { records: noPaperRecords, issues: [] };
  if (records === null) return refuse([...read.issues, ...recordIssues]);
  io.signal?.throwIfAborted();
  const { checked, faults } = await checkInHand(inHand, door);
  if (checked.issues.some(({ severity }) => severity === 'error')) return refuse([...read.issues, ...checked.issues]);
  if (faults.length > 0) {
    const lines = faults.slice(0, 20).map((message) => `  ${message}\n`);
    await print(
      io.stderr,
      `The plan breaks rules, so nothing is made of it:\n${lines.join('')}Run placewise match again, or mend the plan until placewise check calls it valid.\n`,
    );
    return exitCodes.invalidPlan;
  }
  const { placements, unplaced } = checked;
  const input = { roster: inHand.roster, placements, unplaced, records };
  const made = await exportPlan(input, mapping, { form, guard: flags.guard, name: flags.out });
  if (made.bytes === null) return refuse(made.issues);
  io.signal?.throwIfAborted();
  await writeWholeFile(out, made.bytes, { force: flags.force ?? false });
  if (flags.quiet !== true)
    await print(io.stderr, [...[...read.issues, ...recordIssues].map(formatIssue), ...made.notes].map((line) => `${line}\n`).join(''));
  const columns = mapping.columns.map(({ header }) => header);
  if (flags.json)
    await print(io.stdout, textOfJson({ format: 'placewise-export-1', file: flags.out, rows: made.rowCount, columns, notes: made.notes }));
  else if (flags.quiet !== true) await print(io.stdout, `${flags.out}: ${made.rowCount} rows in ${columns.length} columns.\n`);
  return exitCodes.done;

  async function refuse(issues: readonly Issue[]): Promise<ExitCode> {
    await print(io.stderr, `${formatIssues(issues)}\nNothing was written: mend the faults above first.\n`);
    if (flags.json) await print(io.stdout, textOfJson({ format: 'placewise-export-1', status: 'refused', issues }));
    return exitCodes.badInput;
  }
}
