import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';

/**
 * A tutorial of the README, run as it stands: `console` blocks with a command (of placewise, or a script run by node), what it says (each line must be among its words) and its exit code;
 * and what a person does by hand between them, told by a comment before the words: `delete ID from FOLDER` (its rows in all lists), `file PATH`
 * (the block that follows).
 */
const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const program = join(root, 'dist', 'cli', 'main.js');
const stepPattern = /^```console\n([\s\S]*?)^```$|^<!-- delete (\S+) from (\S+) -->$|^<!-- file (\S+) -->\n```\w*\n([\s\S]*?)^```$/gm;

export const readme = readFileSync(join(root, 'README.md'), 'utf8');

/** The part of the README between `<!-- name -->` and `<!-- /name -->`. */
export function partOf(name: string): string {
  const part = new RegExp(`^<!-- ${name} -->\\n([\\s\\S]*?)^<!-- /${name} -->$`, 'm').exec(readme)?.[1];
  if (part === undefined) throw new Error(`the README has no part ${name}`);
  return part;
}

/** The README without its journeys, which have tests of their own. */
export function withoutJourneys(text: string): string {
  return text.replace(/^<!-- (journey [abc]) -->\n[\s\S]*?^<!-- \/\1 -->$/gm, '');
}

/** As a shell splits a line: quotes hold blanks together. */
export function wordsOf(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|(\S+)/g)].map((found) => found[1] ?? found[2]!);
}

/** Runs a part in a folder, step by step; gives the number of commands. */
export function runTutorial(part: string, folder: string): number {
  let count = 0;
  for (const [, console, person, from, path, content] of part.matchAll(stepPattern)) {
    if (console !== undefined) {
      for (const text of console.split(/^\$ (?:npx placewise |(?=node ))/m).slice(1)) {
        runCommand(text, folder);
        count++;
      }
    } else if (person !== undefined) deleteRows(join(folder, from!), person);
    else {
      mkdirSync(dirname(join(folder, path!)), { recursive: true });
      writeFileSync(join(folder, path!), content!);
    }
  }
  return count;
}

function runCommand(block: string, folder: string): void {
  const [line = '', ...said] = block.trim().split('\n');
  const exit = Number(/^\[exit (\d+)\]$/.exec(said.pop() ?? '')?.[1]);
  const words = wordsOf(line);
  const { status, stdout, stderr } = spawnSync(process.execPath, words[0] === 'node' ? words.slice(1) : [program, ...words], {
    cwd: folder,
    encoding: 'utf8',
  });
  expect([line, status, status === exit ? '' : stderr]).toEqual([line, exit, '']);
  for (const text of said) expect(`${line}\n${stdout}${stderr}`).toContain(text);
}

function deleteRows(folder: string, personId: string): void {
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.csv'))) {
    const rows = readFileSync(join(folder, name), 'utf8').split('\n');
    writeFileSync(join(folder, name), rows.filter((row) => !row.startsWith(`${personId},`)).join('\n'));
  }
}
