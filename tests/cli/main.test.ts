import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withoutProgress } from '../support/cli.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const program = join(root, 'dist', 'cli', 'main.js');
let base = '';
beforeEach(() => {
  if (!existsSync(program)) throw new Error('dist/ is missing: npm test builds it before the tests run');
  base = mkdtempSync(join(tmpdir(), 'place wise é-'));
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built program; a signal is sent as soon as standard error says something. */
function start(
  args: readonly string[],
  signal?: { readonly name: 'SIGINT' | 'SIGTERM'; readonly when: string },
  isStdoutClosed = false,
): Promise<Ended> {
  return new Promise((done) => {
    const child = spawn(process.execPath, [program, ...args], { cwd: base, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    if (isStdoutClosed) child.stdout.destroy();
    else child.stdout.on('data', (chunk: Buffer) => (stdout += String(chunk)));
    child.stderr.on('data', (chunk: Buffer) => {
      const isFirst = signal !== undefined && !stderr.includes(signal.when);
      stderr += String(chunk);
      if (isFirst && stderr.includes(signal.when)) child.kill(signal.name);
    });
    child.on('close', (code) => done({ code, stdout, stderr }));
  });
}

const signalTest = process.platform === 'win32' ? it.skip : it;
const skipped = process.platform === 'win32' ? ' (skipped: Windows has no such signals)' : '';

describe('the program', () => {
  it('plans, checks, and finds a changed plan wanting', async () => {
    const roster = join(root, 'data', 'tiny');
    const matched = await start(['match', roster, '--out', 'out']);
    expect([matched.code, withoutProgress(matched.stderr)]).toEqual([0, '']);
    expect(matched.stderr).toContain('Solving: match quality, points of match quality … 36,000\n');
    expect(matched.stdout).toContain('Proved best (optimal)');
    expect(await start(['check', roster, 'out'])).toMatchObject({ code: 0, stderr: '' });
    expect((await start(['check', join(root, 'data', 'vision'), 'out'])).code).toBe(1);
  });

  it('checks a plan that was edited: a wrong cell is refused, a legal swap is valid and no longer the best', async () => {
    const roster = join(root, 'data', 'tiny');
    await start(['match', roster, '--out', 'out', '--quiet']);
    const file = join(base, 'out', 'placements.csv');
    const written = readFileSync(file, 'utf8');
    const [header = '', first = '', ...rest] = written.split('\n');
    for (const column of ['student', 'opening', 'start', 'end', 'host', 'city', 'score', 'cost']) {
      const index = header.replace('\uFEFF', '').split(',').indexOf(column);
      const changed = first.split(',').map((cell, at) => (at === index ? '1' : cell));
      writeFileSync(file, [header, changed.join(','), ...rest].join('\n'));
      const { code } = await start(['check', roster, 'out']);
      expect([column, code]).toEqual([column, column === 'start' || column === 'end' ? 2 : 1]);
    }
    const swapped = written.replace(/^h1,/m, 'X,').replace(/^m1,/m, 'h1,').replace(/^X,/m, 'm1,');
    writeFileSync(file, swapped);
    const { code, stdout } = await start(['check', roster, 'out', '--json']);
    expect(code).toBe(0);
    const { valid, verdict, certificate } = JSON.parse(stdout);
    expect({ valid, isOptimal: verdict === 'optimal', placed: certificate.values.placed }).toEqual({
      valid: true,
      isOptimal: false,
      placed: 5,
    });
    expect(certificate.values.quality).toBe(30_000);
  });

  it('does not end well where nobody reads what it says', async () => {
    expect((await start(['--help'], undefined, true)).code).toBe(74);
  });

  signalTest.each([
    ['SIGINT', 130, 'Reading the roster'],
    ['SIGTERM', 143, 'as a model'],
  ] as const)(`stops on %s and leaves nothing${skipped}`, async (name, code, when) => {
    await start(['generate', 'national', 'roster', '--people', '3000', '--openings', '900', '--budgets', '40']);
    const ended = await start(['match', 'roster', '--out', 'out'], { name, when });
    expect([ended.code, ended.stdout]).toEqual([code, '']);
    expect(readdirSync(base)).toEqual(['roster']);
  });
});
