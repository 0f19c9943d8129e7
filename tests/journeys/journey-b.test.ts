import { mkdtempSync, rmSync } from 'node:fs';
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
}, 120_000);
