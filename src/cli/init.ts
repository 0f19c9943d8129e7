import { resolve } from 'node:path';
import type { Command } from '@commander-js/extra-typings';
import { csvOfRows } from '../report/csv.js';
import { writeFolder } from '../report/folder.js';
import { typed } from '../report/look.js';
import { writeWholeFile } from '../report/whole-file.js';
import type { Door } from './door.js';
import { type Act, type ExitCode, exitCodes } from './exit-codes.js';
import { type Io, print } from './io.js';

const examples = `
Examples:
  placewise init roster.xlsx
  placewise init roster

A name that ends in .xlsx gives a workbook with instructions, comments and drop-downs, any other a folder of CSV files.
Both hold a small example of invented people that can be planned as it stands: placewise match roster.xlsx --out plan`;

/** Adds the command `init`. */
export function addInit(program: Command, act: Act, io: Io, door: () => Promise<Door>): void {
  program
    .command('init')
    .summary('write a template to fill')
    .description('Writes a workbook or a folder to fill, with a small example that plans.')
    .argument('<target>', 'FILE.xlsx, or a folder')
    .option('--force', 'replace a template that is already there')
    .addHelpText('after', examples)
    .action((target, { force }) => act(() => init(target, force ?? false, io, door)));
}

async function init(target: string, force: boolean, io: Io, openDoor: () => Promise<Door>): Promise<ExitCode> {
  const { templates } = await openDoor();
  const path = resolve(io.cwd, target);
  if (/\.xlsx$/i.test(target)) await writeWholeFile(path, await templates.workbook(), { force });
  else {
    const files = new Map<string, string>();
    for (const [name, rows] of templates.tables()) files.set(name, `\uFEFF${await csvOfRows(rows)}`);
    files.set('instructions.md', `${templates.instructions.join('\n')}\n`);
    await writeFolder(path, files, { force, ownNames: new Set(files.keys()), signal: io.signal });
  }
  await print(io.stdout, `${target}: a template with an example. Plan it as it is: placewise match ${typed(target)} --out plan\n`);
  return exitCodes.done;
}
