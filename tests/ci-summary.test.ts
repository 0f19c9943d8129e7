import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const script = join(dirname(fileURLToPath(import.meta.url)), 'ci-summary.mjs');
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'placewise-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A file of vitest's results: one letter a test, p passed, f failed, s skipped. */
function file(tests: string, status = tests.includes('f') ? 'failed' : 'passed', name = '/x/tests/a.test.ts') {
  const words = { p: 'passed', f: 'failed', s: 'skipped' } as Record<string, string>;
  return {
    name,
    status,
    message: 'cannot load',
    assertionResults: [...tests].map((letter, k) => ({
      status: words[letter],
      fullName: `test ${k}${letter === 's' ? ' (skipped: no root)' : ''}`,
    })),
  };
}

function summary(results: unknown, status: number, ...more: string[]) {
  const path = join(folder, 'results.json');
  if (results !== null) writeFileSync(path, JSON.stringify(results));
  const ended = spawnSync(process.execPath, [script, path, String(status), ...more], { encoding: 'utf8' });
  return { code: ended.status, last: ended.stdout.trimEnd().split('\n').at(-1), all: ended.stdout };
}

describe('the summary of a test run', () => {
  it('counts in its last line', () => {
    expect(summary({ testResults: [file('ppp'), file('p')] }, 0)).toMatchObject({ code: 0, last: '4 passed, 0 failed' });
  });

  it('names what was skipped, and why', () => {
    const { code, last, all } = summary({ testResults: [file('ps')] }, 0);
    expect([code, last]).toEqual([0, '1 passed, 0 failed, 1 skipped']);
    expect(all).toContain('skipped test 1 (skipped: no root): no root\n');
  });

  it('fails for a skip where nothing may be skipped, and where no test of that folder was run', () => {
    const browser = file('ps', 'passed', '/x/tests/browser/report.test.ts');
    const asked = summary({ testResults: [file('ps'), browser] }, 0, 'tests/browser/');
    expect(asked).toMatchObject({ code: 1, last: '2 passed, 1 failed, 1 skipped' });
    expect(asked.all).toContain('failed  test 1 (skipped: no root): skipped, and it must not be here (no root)');
    expect(summary({ testResults: [file('p')] }, 0, 'tests/browser/')).toMatchObject({ code: 1, last: '1 passed, 1 failed' });
  });

  it.each([
    ['a failed test', { testResults: [file('pf')] }, 1, '1 passed, 1 failed'],
    ['a file that cannot be loaded', { testResults: [file('p'), file('', 'failed')] }, 1, '1 passed, 1 failed'],
    ['a run that broke off', { testResults: [file('p')] }, 137, '1 passed, 1 failed'],
    ['no results at all', null, 1, '0 passed, 1 failed'],
  ])('fails for %s', (_name, results, status, last) => {
    expect(summary(results, status)).toMatchObject({ code: 1, last });
  });
});
