import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { partOf, runTutorial } from '../support/tutorial.js';

/** From an empty folder by the README alone: a consortium of 43 schools and 420 learners to eleven countries. */
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'placewise journey b é '));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('journey (b): a consortium of 43 schools and 420 learners to eleven countries', () => {
  expect(runTutorial(partOf('journey b'), folder)).toBeGreaterThanOrEqual(7);
  // The lists' rows stand in the proof with multipliers as large as the plan: a seat would be said to bring more than all 420 people.
  const prices = readFileSync(join(folder, 'plan', 'prices.csv'), 'utf8')
    .trim()
    .split('\n')
    .slice(1);
  const points = prices.map((line) => Number(line.split(',')[7]));
  expect(points.length).toBeGreaterThan(0);
  expect(Math.max(...points)).toBeLessThanOrEqual(10 * 10_000);
}, 120_000);
