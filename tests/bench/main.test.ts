import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plain } from '../../bench/table/plain.mjs';
import { openResults } from '../../bench/table/results.mjs';

const inRoot = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const name = 'test.local';
const inResults = (ending: string): string => inRoot(`bench/results/${name}.${ending}`);

interface Figure {
  readonly row: string;
  readonly size: string;
  readonly family: string;
  readonly seed: number;
  readonly run: number;
  readonly error?: string;
  readonly pairs: number;
  readonly value?: number;
  readonly verdict?: string;
  readonly solvers?: Readonly<Record<string, { readonly value?: number; readonly cpuSeconds?: number; readonly refused?: string }>>;
}
interface Results {
  readonly table: readonly { readonly what: string; readonly must: string; readonly reached: string; readonly isMet: boolean | null }[];
  readonly runs: readonly { readonly node: string; readonly date: string; readonly processor: string }[];
  readonly figures: readonly Figure[];
}

function bench(...args: readonly string[]): { stdout: string; stderr: string; status: number | null } {
  return spawnSync(process.execPath, [inRoot('bench/main.mjs'), '--quick', '--name', name, ...args], { encoding: 'utf8' });
}
const results = (): Results => JSON.parse(readFileSync(inResults('json'), 'utf8')) as Results;

beforeAll(() => {
  if (!existsSync(inRoot('dist/index.js'))) throw new Error('dist/ is missing: npm test builds it before the tests run');
});
afterAll(() => {
  for (const ending of ['json', 'svg']) rmSync(inResults(ending), { force: true });
});

describe('npm run bench', () => {
  it('measures rows, keeps every figure and prints a table, a plot and peers that agree', () => {
    const { stdout, stderr, status } = bench('--rows', 'plain,peers');
    expect([status, stderr]).toEqual([0, expect.stringContaining('peers S0 clust seed 1: measured')]);
    const { table, runs, figures } = results();
    expect(table.map(({ what, isMet }) => [what, isMet])).toEqual([['plain S0', true]]);
    expect(stdout).toContain(`| plain S0 | ${table[0]?.must} | ${table[0]?.reached} | met |`);
    expect(runs).toMatchObject([{ node: process.version, date: expect.stringMatching(/^\d{4}-/) as string }]);
    const [plain, peers] = figures;
    expect(plain).toMatchObject({ row: 'plain', size: 'S0', family: 'clust', seed: 1, run: 0, verdict: 'optimal' });
    const solvers = peers?.solvers ?? {};
    expect(Object.keys(solvers).sort()).toEqual(['LEMON', 'highs', 'javascript-lp-solver', 'min-cost-flow', 'placewise', 'yalps']);
    for (const [solver, { value, refused }] of Object.entries(solvers)) {
      if (solver === 'LEMON') expect(refused).toBe('LEMON is left out of a quick look');
      else expect([solver, Math.round(value ?? 0)]).toEqual([solver, plain?.value]);
    }
    const plot = readFileSync(inResults('svg'), 'utf8');
    for (const solver of ['placewise', 'highs', 'javascript-lp-solver', 'yalps', 'min-cost-flow'])
      expect(plot).toContain(`>${solver}</text>`);
  });

  it('names what it does not know', () => {
    const { stderr, status } = bench('--rows', 'plan');
    expect(status).not.toBe(0);
    expect(stderr).toContain('--rows: "plan" is none of plain, memory, workers');
  });
});

describe('results', () => {
  const figure = { row: 'plain', size: 'S0', family: 'clust', pairs: 800, cpuSeconds: 0.001, wallSeconds: 0.001, lemonCpuSeconds: null };
  const open = (keep: boolean) => openResults(name, { rows: [plain], keep });

  it('start anew, or with --keep take a figure of the same key in the place of the earlier one', () => {
    const about = (): unknown => results().figures.map(({ seed, run, pairs }) => [seed, run, pairs]);
    open(false).add({ ...figure, seed: 1 });
    open(true).add({ ...figure, seed: 2 });
    expect(about()).toEqual([
      [1, 0, 800],
      [2, 1, 800],
    ]);
    open(true).add({ ...figure, seed: 1, pairs: 801 });
    expect(about()).toEqual([
      [1, 2, 801],
      [2, 1, 800],
    ]);
    open(false).add({ ...figure, seed: 3 });
    expect(about()).toEqual([[3, 0, 800]]);
  });
});
