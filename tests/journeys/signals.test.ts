import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, watch } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** Ctrl-C in the middle of writing: as soon as the first file of an output appears, the program is told to stop. */
const root = fileURLToPath(new URL('../..', import.meta.url));
const program = join(root, 'dist', 'cli', 'main.js');
const folder = mkdtempSync(join(tmpdir(), 'placewise signals '));
const tiny = join(root, 'data', 'tiny');
const at = (...names: string[]) => join(folder, ...names);
const run = (...argv: string[]) => spawnSync(process.execPath, [program, ...argv], { cwd: folder, encoding: 'utf8' });
const filesOf = (path: string): string[] => readdirSync(path, { recursive: true }).map(String).sort();

beforeAll(() => {
  expect(run('match', tiny, '--out', 'plan', '--quiet').status).toBe(0);
  cpSync(at('plan'), at('plan for papers'), { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs in a folder of its own, and sends one signal when something appears there. */
function interrupted(cwd: string, argv: readonly string[], signal: 'SIGINT' | 'SIGKILL' = 'SIGINT', watched = cwd): Promise<number | null> {
  return new Promise((done) => {
    const child = spawn(process.execPath, [program, ...argv], { cwd, stdio: 'ignore' });
    const watcher = watch(watched);
    watcher.once('change', () => child.kill(signal));
    child.on('close', (code) => {
      watcher.close();
      done(code);
    });
  });
}

const messy = (name: string) => join(root, 'data', 'messy', name);
const writers: readonly (readonly [name: string, argv: readonly string[]])[] = [
  ['match', ['match', tiny, '--out', 'out']],
  ['whatif', ['whatif', tiny, join(root, 'data', 'scenarios-tiny.json'), '--out', 'out']],
  // A plan of its own: it is noted there where papers were printed.
  ['papers', ['papers', tiny, at('plan for papers'), '--out', 'out']],
  ['templates', ['templates', '--out', 'out']],
  ['export', ['export', tiny, at('plan'), '--mapping', join(root, 'data', 'export-tiny.json'), '--out', 'out.csv']],
  ['init of a folder', ['init', 'out']],
  ['init of a workbook', ['init', 'out.xlsx']],
  ['generate', ['generate', 'national', 'out', '--people', '2000']],
  ['anonymise', ['anonymise', tiny, '--out', 'out']],
  [
    'import',
    [
      ...['import', messy('ucenici.csv'), messy('mjesta.csv'), '--encoding', 'windows-1250', '--date-format', 'dmy', '--decimal-comma'],
      ...['--default', 'students:kind=short-term', '--set', 'students:5:birth_date=29.02.2008.', '--drop', 'students:9'],
      ...['--value', 'students:profile:Elektrotehnicar=Elektrotehničar', '--out', 'out'],
    ],
  ],
];

describe.skipIf(process.platform === 'win32')('Ctrl-C (Windows has no signals to send)', () => {
  it.each(writers)('leaves nothing half done: %s', async (name, argv) => {
    const cwd = at(name);
    mkdirSync(cwd);
    const code = await interrupted(cwd, argv);
    // All of it, where the signal came too late; else nothing at all, and no hidden folder.
    expect([0, 130]).toContain(code);
    expect(readdirSync(cwd)).toEqual(code === 0 ? [argv.find((word) => /^out(\.\w+)?$/.test(word))] : []);
  });

  it('keeps the outputs that were there', async () => {
    const cwd = at('again');
    mkdirSync(cwd);
    const argv = ['generate', 'national', 'out', '--people', '2000', '--force'];
    expect(spawnSync(process.execPath, [program, ...argv], { cwd }).status).toBe(0);
    const before = filesOf(cwd);
    await interrupted(cwd, argv);
    expect(filesOf(cwd)).toEqual(before);
  });

  it.each(['SIGINT', 'SIGKILL'] as const)('leaves a plan that was approved, or is not yet, on %s', async (signal) => {
    const cwd = at(`approve ${signal}`);
    mkdirSync(cwd);
    cpSync(at('plan'), join(cwd, 'plan'), { recursive: true });
    const argv = ['approve', tiny, 'plan', '--by', 'Head of school'];
    await interrupted(cwd, argv, signal, join(cwd, 'plan'));
    for (const again of [['check', tiny, 'plan'], argv, ['log', 'plan']]) {
      const { status, stderr } = spawnSync(process.execPath, [program, ...again], { cwd, encoding: 'utf8' });
      expect([again[0], status, stderr]).toEqual([again[0], 0, '']);
    }
  });

  it('takes a person out of all files or of none', async () => {
    const cwd = at('erase');
    mkdirSync(cwd);
    cpSync(at('plan'), join(cwd, 'plan'), { recursive: true });
    const placewise = (...argv: string[]) => spawnSync(process.execPath, [program, ...argv], { cwd, encoding: 'utf8' });
    expect(placewise('approve', tiny, 'plan', '--by', 'Head of school').status).toBe(0);
    const argv = ['erase', 'plan', 'h1', '--by', 'Head of school'];
    await interrupted(cwd, argv, 'SIGINT', join(cwd, 'plan'));
    const holdsH1 = readFileSync(join(cwd, 'plan', 'placements.csv'), 'utf8').includes('h1');
    expect(readFileSync(join(cwd, 'plan', 'log.jsonl'), 'utf8').includes('erased')).toBe(!holdsH1);
    // Again: the plan is the one of its log.
    const again = placewise(...argv);
    expect([again.status, again.stderr]).toEqual([0, '']);
    expect(placewise('log', 'plan').status).toBe(0);
    expect(readdirSync(cwd)).toEqual(['plan']);
    expect(readFileSync(join(cwd, 'plan', 'placements.csv'), 'utf8')).not.toContain('h1');
  });
});
