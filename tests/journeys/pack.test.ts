import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';

/** The road without git: what `npm pack` makes holds all that the program needs, and runs from a folder with blanks and accents. */
const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'placewise pack é '));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it.skipIf(process.platform === 'win32')('the packed program plans a roster', () => {
  execFileSync('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], { cwd: root, stdio: 'pipe' });
  const [tarball] = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
  execFileSync('tar', ['-xzf', tarball!], { cwd: folder });
  const packed = join(folder, 'package');
  // What an installation puts beside it; the registry is not asked in a test.
  symlinkSync(join(root, 'node_modules'), join(packed, 'node_modules'));
  const { bin } = JSON.parse(readFileSync(join(packed, 'package.json'), 'utf8')) as { bin: { placewise: string } };
  const placewise = (...argv: string[]) =>
    execFileSync(process.execPath, [join(packed, bin.placewise), ...argv], { cwd: folder, encoding: 'utf8' });
  mkdirSync(join(folder, 'my plans'));
  expect(placewise('match', join(packed, 'data', 'tiny'), '--out', 'my plans/June ž')).toContain('Proved best (optimal)');
  expect(placewise('check', join(packed, 'data', 'tiny'), 'my plans/June ž')).toContain('Valid');
  expect(placewise('certify', join(packed, 'data', 'tiny'), 'my plans/June ž', '--out', 'proof')).toContain('Proved best (optimal)');
  expect(execFileSync(process.execPath, [join(folder, 'proof', 'replay.mjs')], { encoding: 'utf8' })).toContain('Verdict: optimal');
  expect(placewise('--help')).toContain('doctor');
});
