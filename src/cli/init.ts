import { resolve } from 'node:path';
import type { Command } from '@commander-js/extra-typings';
import { csvText } from '../roster/write.js';
import { writeFolder } from '../report/folder.js';
import { typed } from '../report/look.js';
import { writeWholeFile } from '../report/whole-file.js';
import type { Door } from './door.js';
import { type Act, type ExitCode, exitCodes } from './exit-codes.js';
import type { Io } from './io.js';
import { filesJson, tell, type Voice } from './voice.js';

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
    .option('--json', 'print what was done as JSON')
    .option('--quiet', 'print nothing but faults')
    .addHelpText('after', examples)
    .action((target, { force, ...voice }) => act(() => init(target, force ?? false, voice, io, door)));
}

async function init(target: string, force: boolean, voice: Voice, io: Io, openDoor: () => Promise<Door>): Promise<ExitCode> {
  const { templates } = await openDoor();
  const path = resolve(io.cwd, target);
  const names: string[] = [];
  if (/\.xlsx$/i.test(target)) await writeWholeFile(path, await templates.workbook(), { force });
  else {
    const files = new Map<string, string>();
    for (const [name, rows] of templates.tables()) files.set(name, `\uFEFF${await csvText(rows)}`);
    files.set('instructions.md', `${templates.instructions.join('\n')}\n`);
    names.push(...files.keys());
    await writeFolder(path, files, { force, ownNames: new Set(files.keys()), signal: io.signal });
  }
  const text = `${target}: a template with an example. Plan it as it is: placewise match ${typed(target)} --out plan\n`;
  await tell(io, voice, text, filesJson(target, names));
  return exitCodes.done;
}
