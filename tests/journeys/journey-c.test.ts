import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { partOf, runTutorial } from '../support/tutorial.js';

/** From an empty folder by the README alone: a pilot over two rounds. */
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'placewise journey c é '));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('journey (c): a pilot over two rounds', () => {
  expect(runTutorial(partOf('journey c'), folder)).toBeGreaterThanOrEqual(12);
}, 120_000);
