import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/**
 * The road without git: what `npm pack` makes is installed by npm into an empty folder with blanks and accents, and runs there. Where npm cannot fetch what
 * it depends on (no network, nothing in its cache), the packages of this folder stand in for them, so that the packed files are tried all the same.
 */
const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'placewise pack é '));
const desk = join(folder, 'moj ured č');
const installMs = 50_000;
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const npm = (cwd: string, ...argv: string[]) => spawnSync('npm', argv, { cwd, encoding: 'utf8', timeout: installMs });

describe.skipIf(process.platform === 'win32')('the packed program', () => {
  beforeAll(() => {
    expect(npm(root, 'pack', '--ignore-scripts', '--pack-destination', folder).status).toBe(0);
    const [tarball] = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
    mkdirSync(desk);
    writeFileSync(join(desk, 'package.json'), '{"private": true}');
    const installed = npm(desk, 'install', `../${tarball}`, '--prefer-offline', '--no-audit', '--no-fund', '--fetch-retries=0');
    if (installed.status === 0) return;
    console.warn('npm could not install the packed program; the packages of this folder stand in for what it depends on');
    const packed = join(desk, 'node_modules', 'placewise');
    rmSync(join(desk, 'node_modules'), { recursive: true, force: true });
    mkdirSync(packed, { recursive: true });
    spawnSync('tar', ['-xzf', join(folder, tarball!), '-C', packed, '--strip-components=1']);
    mkdirSync(join(desk, 'node_modules', '.bin'));
    symlinkSync(join(packed, 'src', 'placewise.mjs'), join(desk, 'node_modules', '.bin', 'placewise'));
    symlinkSync(join(root, 'node_modules'), join(packed, 'node_modules'));
  }, 2 * installMs);

  const placewise = (...argv: string[]) => {
    const { status, stdout } = spawnSync(process.execPath, [join(desk, 'node_modules', '.bin', 'placewise'), ...argv], {
      cwd: desk,
      encoding: 'utf8',
    });
    return { status, stdout };
  };
  const tiny = join('node_modules', 'placewise', 'data', 'tiny');

  it('plans, checks, looks over and prints', () => {
    expect(placewise('--help').stdout).toContain('doctor');
    const matched = placewise('match', tiny, '--out', 'moji planovi/lipanj ž');
    expect(matched.stdout).toContain('Proved best (optimal)');
    expect(matched.stdout).toContain('"moji planovi/lipanj ž"');
    expect(placewise('check', tiny, 'moji planovi/lipanj ž').stdout).toContain('Valid');
    expect(placewise('doctor', tiny).stdout).toContain('[amber]');
    expect(placewise('papers', tiny, 'moji planovi/lipanj ž', '--out', 'papiri')).toMatchObject({ status: 0 });
    expect(existsSync(join(desk, 'papiri', 'agreements'))).toBe(true);
  }, 30_000);

  it('writes a workbook to fill, and plans it', () => {
    expect(placewise('init', 'popis ž.xlsx').status).toBe(0);
    expect(placewise('match', 'popis ž.xlsx', '--out', 'plan').stdout).toContain('Proved best (optimal)');
  }, 30_000);
});
