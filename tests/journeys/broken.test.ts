import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { formatIssues } from '../../src/roster/format-issues.js';
import { readRoster } from '../../src/roster/read-roster.js';
import type { Issue } from '../../src/roster/types.js';

const base = fileURLToPath(new URL('../../data/broken/', import.meta.url));
const faults = readdirSync(base).sort();

interface Expected {
  readonly roster: boolean;
  readonly issues: readonly Pick<Issue, 'severity' | 'code' | 'file' | 'row' | 'column'>[];
}

describe('every broken roster gives exactly the issues written beside it', () => {
  it('there are at least twenty', () => expect(faults.length).toBeGreaterThanOrEqual(20));
  it.each(faults)('%s', async (fault) => {
    const expected = JSON.parse(readFileSync(join(base, fault, 'expected.json'), 'utf8')) as Expected;
    const { roster, issues } = await readRoster(join(base, fault));
    expect(issues.map(({ severity, code, file, row, column }) => ({ severity, code, file, row, column }))).toEqual(expected.issues);
    expect(roster !== null).toBe(expected.roster);
    expect(roster === null).toBe(issues.some(({ severity }) => severity === 'error'));
    for (const line of formatIssues(issues).split('\n')) expect(line.length).toBeLessThan(700);
  });
});
