import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { placewiseIn } from '../support/cli.js';

/** Every command answers in words, as one JSON value with a format, or by its exit code alone. */
const data = (...names: string[]) => join(fileURLToPath(new URL('../../data', import.meta.url)), ...names);
const folder = mkdtempSync(join(tmpdir(), 'placewise voice '));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const placewise = (...argv: string[]) => placewiseIn(folder, ...argv);
const messy = [
  'import',
  data('messy', 'ucenici.csv'),
  '--encoding',
  'windows-1250',
  '--date-format',
  'dmy',
  '--default',
  'students:kind=short-term',
];

beforeAll(async () => {
  expect((await placewise('match', data('tiny'), '--out', 'plan', '--quiet')).code).toBe(0);
  cpSync(join(folder, 'plan'), join(folder, 'other'), { recursive: true });
});

const both: readonly (readonly [format: string, code: number, argv: readonly string[]])[] = [
  ['placewise-summary-1', 0, ['match', data('tiny'), '--out', 'out', '--force']],
  ['placewise-check-1', 0, ['check', data('tiny'), 'plan']],
  ['placewise-doctor-1', 0, ['doctor', data('tiny')]],
  ['placewise-whatif-1', 0, ['whatif', data('tiny'), data('scenarios-tiny.json'), '--out', 'whatif', '--force']],
  ['placewise-printed-1', 0, ['papers', data('tiny'), 'plan', '--out', 'papers', '--force', '--only', 'lists']],
  ['placewise-export-1', 0, ['export', data('tiny'), 'plan', '--mapping', data('export-tiny.json'), '--out', 'form.csv', '--force']],
  ['placewise-approval-1', 0, ['approve', data('tiny'), 'other', '--by', 'Head']],
  ['placewise-erasure-1', 0, ['erase', 'other', 'h1', '--by', 'Head']],
  ['placewise-files-1', 0, ['anonymise', data('tiny'), '--out', 'anonymous', '--force']],
  ['placewise-files-1', 0, ['generate', 'school', 'school', '--people', '6', '--force']],
  ['placewise-files-1', 0, ['init', 'roster', '--force']],
  ['placewise-files-1', 0, ['init', 'roster.xlsx', '--force']],
  ['placewise-files-1', 0, ['templates', '--out', 'templates', '--force']],
  ['placewise-import-1', 2, messy],
];
const jsonOnly: typeof both = [
  ['placewise-answer-1', 0, ['explain', data('tiny'), 'plan', 'm3']],
  ['placewise-late-1', 0, ['late', data('tiny'), 'plan', 'm3']],
];

describe('a command', () => {
  it.each([...both, ...jsonOnly])('answers as %s with --json', async (format, code, argv) => {
    const said = await placewise(...argv, '--json');
    expect([said.code, JSON.parse(said.out).format]).toEqual([code, format]);
  });

  it.each(both)('prints nothing but faults with --quiet: %s', async (_format, code, argv) => {
    const said = await placewise(...argv, '--quiet');
    expect([said.code, said.out]).toEqual([code, '']);
    expect(said.err === '').toBe(code === 0);
  });

  it.each([...both.filter(([, , [name]]) => !['generate', 'init', 'templates', 'erase', 'import'].includes(name!)), ...jsonOnly])(
    'says what is wrong and what to do next: %s',
    async (format, _code, argv) => {
      const wrong = argv.map((word) => (word === data('tiny') ? 'nowhere' : word));
      const said = await placewise(...wrong, '--json');
      expect([said.code, JSON.parse(said.out)]).toMatchObject([2, { format, status: 'refused', issues: [{ severity: 'error' }] }]);
      expect(said.err).toContain('expected');
      expect(said.err).toMatch(/first|again/);
    },
  );
});
