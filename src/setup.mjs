/**
 * Plain Node, before anything is built: `node src/setup.mjs demo|test|fuzz|bench|pm1 [arguments]`.
 * Installs what is missing, builds what is stale, then runs the command. npm's and the compiler's words go to stderr,
 * so that stdout carries the command's own output alone. No shell is involved: folder names may hold spaces and quotes.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const inRoot = (...parts) => join(root, ...parts);

const commands = {
  demo: (rest) => ({
    args: [inRoot('dist', 'cli', 'main.js'), 'match', 'data/intervet-wb', '--out', 'out/intervet-wb', '--force', ...rest],
    cwd: root,
  }),
  test: (rest) => ({ args: [inRoot('node_modules', 'vitest', 'vitest.mjs'), 'run', ...rest], cwd: root }),
  // The kernel against all plans: `npm run fuzz -- ROUNDS SEED`.
  fuzz: ([rounds = '100000', seed = '1']) => ({
    args: [inRoot('node_modules', 'vitest', 'vitest.mjs'), 'run', 'tests/flow/matching.test.ts'],
    cwd: root,
    env: { ...process.env, PLACEWISE_FUZZ_ROUNDS: rounds, PLACEWISE_FUZZ_SEED: seed },
  }),
  bench: (rest) => ({ args: [inRoot('bench', 'main.mjs'), ...rest], cwd: process.cwd() }),
  pm1: (rest) => ({ args: ['--expose-gc', inRoot('bench', 'pm1.mjs'), ...rest], cwd: process.cwd() }),
};

/** Runs a program to its end; resolves to its exit code (128 + number where a signal ended it). */
function run(program, args, options) {
  return new Promise((done) => {
    const child = spawn(program, args, { stdio: 'inherit', windowsHide: true, ...options });
    // A terminal sends Ctrl-C to the child as well; what only we were sent is passed on.
    const passOn = (signal) => {
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    };
    process.on('SIGINT', passOn).on('SIGTERM', passOn);
    const end = (code) => {
      process.off('SIGINT', passOn).off('SIGTERM', passOn);
      done(code);
    };
    child.once('error', (error) => {
      process.stderr.write(`Cannot start ${program}: ${error.message}\n`);
      end(1);
    });
    child.once('close', (code, signal) => end(code ?? 128 + (constants.signals[signal] ?? 1)));
  });
}

/** npm as a script that this very Node can run; null where only a command of that name can be hoped for. */
function npmScript() {
  const beside = dirname(process.execPath);
  return (
    [
      process.env.npm_execpath,
      join(beside, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
      join(beside, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    ].find((path) => path !== undefined && /npm-cli\.c?js$/.test(path) && existsSync(path)) ?? null
  );
}

/** True where node_modules holds every package of the lock in the locked version (npm writes its own record there last of all). */
function isInstalled() {
  const record = inRoot('node_modules', '.package-lock.json');
  if (!existsSync(record)) return false;
  const wanted = JSON.parse(readFileSync(inRoot('package-lock.json'), 'utf8')).packages;
  let present;
  try {
    present = JSON.parse(readFileSync(record, 'utf8')).packages;
  } catch {
    return false;
  }
  return Object.entries(wanted).every(
    ([path, entry]) => path === '' || entry.optional === true || present[path]?.version === entry.version,
  );
}

async function install() {
  if (isInstalled()) return 0;
  process.stderr.write('Installing packages (npm ci) …\n');
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund'];
  const options = { cwd: root, stdio: ['ignore', 2, 2] };
  const script = npmScript();
  if (script !== null) return run(process.execPath, [script, ...args], options);
  return process.platform === 'win32' ? run('npm.cmd', args, { ...options, shell: true }) : run('npm', args, options);
}

function filesUnder(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** One hash over all that the compiler reads: times of files lie after a checkout or a copy, contents do not. */
function hashOfSources(sources) {
  const hash = createHash('sha256');
  for (const path of [...sources, inRoot('tsconfig.json'), inRoot('package-lock.json')]) {
    hash.update(relative(root, path).split(sep).join('/')).update('\0').update(readFileSync(path)).update('\0');
  }
  return hash.digest('hex');
}

async function build() {
  const sources = filesUnder(inRoot('src'))
    .filter((path) => path.endsWith('.ts'))
    .sort();
  const stamp = inRoot('dist', '.sources');
  const hash = hashOfSources(sources);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return 0;
  process.stderr.write('Building (tsc) …\n');
  const code = await run(process.execPath, [inRoot('node_modules', 'typescript', 'bin', 'tsc'), '-p', inRoot('tsconfig.json')], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  if (code !== 0) return code;
  const kept = new Set(
    sources.flatMap((path) => {
      const stem = relative(inRoot('src'), path).slice(0, -3);
      return [`${stem}.js`, `${stem}.d.ts`];
    }),
  );
  mkdirSync(inRoot('dist'), { recursive: true });
  for (const path of filesUnder(inRoot('dist'))) if (!kept.has(relative(inRoot('dist'), path))) rmSync(path, { force: true });
  writeFileSync(stamp, hash);
  return 0;
}

async function main([name, ...rest]) {
  const command = Object.hasOwn(commands, name ?? '') ? commands[name] : null;
  if (command === null) {
    process.stderr.write(`Usage: node src/setup.mjs ${Object.keys(commands).join('|')} [arguments]\n`);
    return 64;
  }
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    process.stderr.write(`placewise needs Node 20.19 or newer; this is ${process.versions.node}.\n`);
    return 1;
  }
  const { args, cwd, env = process.env } = command(rest);
  return (await install()) || (await build()) || (await run(process.execPath, args, { cwd, env }));
}

process.exitCode = await main(process.argv.slice(2));
