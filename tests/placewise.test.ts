import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const clone = mkdtempSync(join(tmpdir(), 'a clone č '));
afterAll(() => rmSync(clone, { recursive: true, force: true }));

it('stands in a fresh clone before anything is built, says what to do, and runs what is built', () => {
  const { bin } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { bin: { placewise: string } };
  mkdirSync(join(clone, 'src'));
  copyFileSync(join(root, bin.placewise), join(clone, bin.placewise));
  const run = () => spawnSync(process.execPath, [join(clone, bin.placewise), 'now'], { encoding: 'utf8' });
  expect(run()).toMatchObject({ status: 70, stdout: '', stderr: expect.stringContaining('npm run build') });
  mkdirSync(join(clone, 'dist', 'cli'), { recursive: true });
  writeFileSync(join(clone, 'package.json'), '{"type": "module"}');
  writeFileSync(join(clone, 'dist', 'cli', 'main.js'), 'console.log(process.argv[2])');
  expect(run()).toMatchObject({ status: 0, stdout: 'now\n' });
});
