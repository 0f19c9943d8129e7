import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { placewiseIn } from '../../support/cli.js';

/** A roster that is sound: what a case says replaces it. Null leaves a file out. */
export type Files = { readonly [name: string]: string | Uint8Array | null };
export const sound: Files = {
  'students.csv': 'id,kind\nS1,short-term\n',
  'openings.csv': 'id,host,start,end,seats\nO1,H1,2026-03-02,2026-03-20,2\n',
};
export const openings = (rows: string, header = 'id,host,start,end,seats'): Files => ({ 'openings.csv': `${header}\n${rows}\n` });
export const people = (rows: string, header = 'id,kind'): Files => ({ 'students.csv': `${header}\n${rows}\n` });

export interface Answer {
  readonly code: number;
  readonly out: string;
  /** Lines of standard error. */
  readonly said: readonly string[];
  /** Whether there is an output folder. */
  readonly wrote: boolean;
  /** A file of the output folder. */
  readonly file: (name: string) => string;
}

const made: string[] = [];
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

/** A fresh folder with the roster in `roster`; it goes with the test file. */
export function folderOf(files: Files): string {
  const folder = mkdtempSync(join(tmpdir(), 'bad input-'));
  made.push(folder);
  mkdirSync(join(folder, 'roster'));
  for (const [name, content] of Object.entries({ ...sound, ...files })) {
    if (content !== null) writeFileSync(join(folder, 'roster', name), content);
  }
  return folder;
}

/** Runs `placewise match` on a roster, in this process. */
export async function match(files: Files, ...options: string[]): Promise<Answer> {
  return matchIn(folderOf(files), ...options);
}

export async function matchIn(folder: string, ...options: string[]): Promise<Answer> {
  const { code, out, err } = await placewiseIn(folder, 'match', 'roster', '--out', 'out', '--transport', 'inline', ...options);
  return {
    code,
    out,
    said: err.split('\n').filter((line) => line !== ''),
    wrote: existsSync(join(folder, 'out')),
    file: (name) => readFileSync(join(folder, 'out', name), 'utf8'),
  };
}

const closing = 'Nothing was written: mend the faults above first.';

/** The lines said of a roster that is refused; throws where it is not refused, or where anything was written. */
export async function refusal(files: Files, ...options: string[]): Promise<readonly string[]> {
  const { code, said, wrote } = await match(files, ...options);
  if (code !== 2 || wrote || said.at(-1) !== closing)
    throw new Error(`not refused: exit ${code}, ${wrote ? 'written' : 'nothing written'}\n${said.join('\n')}`);
  for (const line of said) if (line.length > 700) throw new Error(`a line of ${line.length} characters: ${line.slice(0, 80)}`);
  return said.slice(0, -1);
}

/** The people placed and what was said; throws where the plan is not made. */
export async function planOf(
  files: Files,
  ...options: string[]
): Promise<{ placed: readonly string[]; said: readonly string[]; answer: Answer }> {
  const answer = await match(files, ...options);
  if (answer.code !== 0 || !answer.wrote) throw new Error(`no plan: exit ${answer.code}\n${answer.said.join('\n')}`);
  const placed = answer
    .file('placements.csv')
    .split('\n')
    .slice(1, -1)
    .map((line) => line.split(',').slice(0, 2).join(' in '));
  const said = answer.said.filter((line) => !line.startsWith('There is no hosts file'));
  return { placed, said, answer };
}
