import { placewiseIn } from '../support/cli.js';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exitCodes } from '../../src/cli/exit-codes.js';
import { rowsOfCsv } from '../../src/report/csv.js';
import { ways } from '../../src/roster/types.js';

/** One pool planned in every way to be fair, from files to files. */

const tiny = fileURLToPath(new URL('../../data/tiny/', import.meta.url));
let scratch: string;
beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'placewise-ways-'));
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const placewise = (...argv: string[]) => placewiseIn(scratch, ...argv);

/** ways.csv by way. */
async function readWays(folder: string): Promise<Map<string, Record<string, string>>> {
  const text = readFileSync(join(scratch, folder, 'ways.csv'), 'utf8').replace(/^\uFEFF/, '');
  const [header, ...rows] = await rowsOfCsv(text);
  return new Map(rows.map((row) => [row[0]!, Object.fromEntries(header!.map((name, k) => [name, row[k] ?? '']))]));
}

interface Summary {
  readonly verdict: string;
  readonly values: {
    readonly placed: number;
    readonly quality: number;
    readonly wishRanks: readonly number[];
    readonly moneyCents: number;
  };
}

const match = (roster: string, out: string, ...more: string[]) =>
  placewise('match', roster, '--out', out, '--transport', 'inline', '--force', ...more);

describe('ways to be fair', () => {
  it('stand side by side, and each is what a run in that way gives', async () => {
    const all = await match(tiny, 'all', '--compare-ways');
    expect([all.code, all.err]).toEqual([exitCodes.done, '']);
    const rows = await readWays('all');
    expect([...rows.keys()]).toEqual([...ways]);
    for (const way of ways) {
      const { code, out } = await match(tiny, `one-${way}`, '--way', way, '--json');
      expect(code).toBe(exitCodes.done);
      const { verdict, values } = JSON.parse(out) as Summary;
      const row = rows.get(way)!;
      expect([way, row.verdict, Number(row.placed), Number(row.score), Number(row.no_wish), Number(row.wish_1)]).toEqual([
        way,
        verdict,
        values.placed,
        values.quality,
        values.wishRanks[0],
        values.wishRanks[1] ?? 0,
      ]);
      expect(verdict).toBe('optimal');
      const checked = await placewise('check', tiny, `one-${way}`, '--json');
      expect([checked.code, (JSON.parse(checked.out) as Summary).verdict]).toEqual([exitCodes.done, 'optimal']);
    }
    const number = (way: string, column: string): number => Number(rows.get(way)![column]);
    expect(number('stable', 'blocking_pairs')).toBe(0);
    expect(number('stable', 'justified_envy')).toBe(0);
    expect(number('tiers', 'blocking_pairs')).toBeGreaterThan(0);
    expect(number('stable', 'score_behind')).toBe(number('tiers', 'score') - number('stable', 'score'));
    expect(number('tiers', 'score_behind')).toBe(0);
    expect(readFileSync(join(scratch, 'all', 'report.html'), 'utf8')).toContain('<h2>Ways to be fair</h2>');
    expect(all.out).toContain('stable: 5 placed');
  }, 30_000);

  it('refuse a stable plan beside a budget by its name, or solve with it where that is asked for', async () => {
    const roster = join(scratch, 'with-budget');
    cpSync(tiny, roster, { recursive: true });
    writeFileSync(join(roster, 'budgets.csv'), 'id,limit\nALL,6000\n');
    const refused = await match(roster, 'refused', '--way', 'stable');
    expect(refused.code).toBe(exitCodes.badInput);
    expect(refused.err).toContain('budget ALL');
    expect(refused.err).toContain('stableAnyway');
    expect(existsSync(join(scratch, 'refused'))).toBe(false);

    await match(roster, 'asked', '--compare-ways');
    const asked = (await readWays('asked')).get('stable')!;
    expect(asked).toMatchObject({ verdict: '', placed: '' });
    expect(asked.reason).toContain('budget ALL');

    writeFileSync(join(roster, 'placewise.json'), '{"stableAnyway": true}');
    const anyway = await match(roster, 'anyway', '--way', 'stable', '--compare-ways');
    expect(anyway.code).toBe(exitCodes.done);
    const row = (await readWays('anyway')).get('stable')!;
    expect(row).toMatchObject({ own: 'yes', verdict: 'optimal' });
    expect(Number(row.cost)).toBeLessThanOrEqual(6000);
    expect(Number(row.blocking_pairs)).toBeGreaterThan(0);
  }, 30_000);

  it('name a way that does not exist', async () => {
    const { code, err } = await match(tiny, 'none', '--way', 'fair');
    expect(code).toBe(exitCodes.usage);
    expect(err).toContain('rank-generous');
  });
});
