import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { families, instanceOf, sizes } from '../../bench/families.mjs';
import { readPm1, writePm1 } from '../../bench/pm1-file.mjs';
import { pointsOf } from '../../bench/table/growth.mjs';
import { budgets, tiers } from '../../bench/table/coupled.mjs';
import { memory, plain, workers } from '../../bench/table/plain.mjs';
import { spreadOf, textOfSpread } from '../../bench/table/statistics.mjs';

const folder = mkdtempSync(join(tmpdir(), 'placewise bench '));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('families', () => {
  it.each(families)('%s is drawn from its seed alone and survives a PM1 file', (family: string) => {
    const small = { students: 40, openings: 20, wishes: 5, senders: 3 };
    const instance = instanceOf(small, family, 5);
    expect(instanceOf(small, family, 5)).toEqual(instance);
    expect(instanceOf(small, family, 6)).not.toEqual(instance);
    const file = join(folder, `${family}.pm1`);
    writePm1(file, instance);
    expect(readPm1(file)).toEqual(instance);
  });

  it.each(families)('%s has different openings for a person, scores to 10,000 and seats of its kind', (family: string) => {
    const { studentCount, firstPairOfStudent, openingOfPair, scoreOfPair, seatsOfOpening } = instanceOf('S2', family, 1);
    const { wishes } = sizes.S2;
    for (let student = 0; student < studentCount; student++) {
      const mine = [...openingOfPair.slice(firstPairOfStudent[student], firstPairOfStudent[student + 1])];
      expect(mine).toEqual([...new Set(mine)].sort((a, b) => a - b));
      expect(mine.length).toBeLessThanOrEqual(wishes);
    }
    expect(Math.min(...scoreOfPair)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...scoreOfPair)).toBeLessThanOrEqual(10_000);
    if (family === 'ties') expect(scoreOfPair.every((score: number) => score % 500 === 0)).toBe(true);
    if (family === 'common') expect(scoreOfPair.every((score: number) => score % 10 === 0)).toBe(true);
    const isContended = family === 'common' || family === 'scarce';
    expect(seatsOfOpening.reduce((sum: number, seats: number) => sum + seats, 0) < studentCount * 1.1).toBe(isContended);
    expect(Math.max(...seatsOfOpening)).toBe(isContended ? 4 : 8);
  });
});

describe('statistics', () => {
  it('gives the middle and the ends', () => {
    expect(spreadOf([3, 1, 2])).toEqual({ median: 2, least: 1, most: 3 });
    expect(spreadOf([4, 1, 2, 3]).median).toBe(2.5);
    expect(textOfSpread(spreadOf([3, 1, 2]), String, ' s')).toBe('2 (1–3) s');
    expect(textOfSpread(spreadOf([2]), String, ' s')).toBe('2 s');
  });
});

const run = {
  row: 'plain',
  size: 'S5',
  family: 'clust',
  seed: 1,
  pairs: 2e6,
  cpuSeconds: 0.4,
  wallSeconds: 0.5,
  lemonCpuSeconds: 4,
  baseRssMb: 90,
  peakRssMb: 200,
};
const budgetRun = { row: 'budgets', size: 'S1', family: 'clust', seconds: 10, verdict: 'within-gap', gapPercent: 0.02, wallSeconds: 10.1 };
const metOf = (row: { lines(figures: readonly object[]): { isMet: boolean | null }[] }, ...figures: object[]): (boolean | null)[] =>
  row.lines(figures).map(({ isMet }) => isMet);

describe('rows', () => {
  it('plain: the median of the ratios decides, over every family', () => {
    expect(metOf(plain, run)).toEqual([true]);
    expect(metOf(plain, run, { ...run, seed: 2, cpuSeconds: 4 }, { ...run, seed: 3 })).toEqual([true]);
    expect(metOf(plain, run, { ...run, family: 'flat', cpuSeconds: 4 })).toEqual([false]);
    expect(metOf(plain, { ...run, lemonCpuSeconds: null })).toEqual([null]);
    expect(metOf(plain, { ...run, error: 'LEMON says 1, we say 2' })).toEqual([false]);
  });

  it('plain: small sizes may be under 20 ms instead, and S6 stands beside S5', () => {
    const small = { ...run, size: 'S1', lemonCpuSeconds: 0.001 };
    expect(metOf(plain, { ...small, cpuSeconds: 0.01, wallSeconds: 0.01 })).toEqual([true]);
    expect(metOf(plain, { ...small, cpuSeconds: 0.01, wallSeconds: 0.03 })).toEqual([false]);
    const large = { ...run, size: 'S6', cpuSeconds: 2.8, lemonCpuSeconds: 40 };
    expect(metOf(plain, run, large)).toEqual([true, true, false]);
  });

  it('memory and workers', () => {
    expect(metOf(memory, run)).toEqual([true]);
    expect(metOf(memory, { ...run, row: 'memory', peakRssMb: 211 })).toEqual([false]);
    expect(memory.cases(['S5'], ['plain', 'memory'])).toEqual([]);
    expect(memory.cases(['S5'], ['memory'])).toHaveLength(6);
    const pair = { row: 'workers', family: 'clust', oneWallSeconds: 1.6, twoWallSeconds: 1 };
    expect(metOf(workers, pair)).toEqual([false]);
    expect(metOf(workers, { ...pair, oneWallSeconds: 1.7 })).toEqual([true]);
  });

  it('budgets: gap by family, verdict where it must be proved, wall under the limit', () => {
    expect(metOf(budgets, budgetRun)).toEqual([true]);
    expect(metOf(budgets, { ...budgetRun, gapPercent: 0.031 })).toEqual([false]);
    expect(metOf(budgets, { ...budgetRun, wallSeconds: 11 })).toEqual([false]);
    expect(metOf(budgets, { ...budgetRun, gapPercent: null })).toEqual([null]);
    const flat = { ...budgetRun, size: 'S2', gapPercent: 0.01 };
    expect(metOf(budgets, { ...flat, family: 'flat' })).toEqual([true]);
    expect(metOf(budgets, flat)).toEqual([false]);
    const smallest = { ...budgetRun, size: 'S0', seconds: 15, gapPercent: 0, wallSeconds: 1 };
    expect(metOf(budgets, { ...smallest, verdict: 'optimal' })).toEqual([true]);
    expect(metOf(budgets, smallest)).toEqual([false]);
  });

  it('tiers: twice the gap, and a first tier that says how much of it is open', () => {
    const first = { tier: 'placed', kind: 'walk', proved: false, gapPercent: 12 };
    const figure = { ...budgetRun, row: 'tiers', seconds: 30, gapPercent: 0.05, wallSeconds: 30, tiers: [first] };
    expect(metOf(tiers, figure)).toEqual([true]);
    expect(metOf(tiers, { ...figure, tiers: [{ ...first, gapPercent: null }] })).toEqual([false]);
    expect(metOf(tiers, { ...figure, gapPercent: 0.07 })).toEqual([false]);
  });
});

describe('growth', () => {
  it('takes medians over the seeds and one line for each solver', () => {
    const panels = pointsOf([
      run,
      { ...run, seed: 2, cpuSeconds: 0.6 },
      { ...run, size: 'S4', pairs: 1e6, cpuSeconds: 0.2 },
      { ...run, family: 'ties' },
      { row: 'peers', size: 'S0', family: 'clust', pairs: 800, solvers: { yalps: { cpuSeconds: 0.01 }, highs: { refused: 'no answer' } } },
    ]);
    expect(panels.map(({ family }: { family: string }) => family)).toEqual(['clust']);
    const byName = Object.fromEntries(panels[0].lines.map(({ solver, points }: { solver: string; points: object[] }) => [solver, points]));
    expect(byName['placewise']).toEqual([
      { pairs: 1e6, cpuSeconds: 0.2 },
      { pairs: 2e6, cpuSeconds: 0.5 },
    ]);
    expect(Object.keys(byName)).toEqual(['placewise', 'LEMON', 'yalps']);
  });
});
