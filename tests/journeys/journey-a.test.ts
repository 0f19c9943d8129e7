import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { partOf, runTutorial } from '../support/tutorial.js';

/** From an empty folder by the README alone: one school, 23 learners, one city. */
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'placewise journey a é '));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('journey (a): one school, 23 learners, one city', () => {
  expect(runTutorial(partOf('journey a'), folder)).toBeGreaterThanOrEqual(14);
}, 120_000);
