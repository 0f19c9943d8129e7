/**
 * `npm run bench -- [--rows plain,memory,workers,budgets,groups,tiers,whole,cancel,peers] [--sizes S0,…,S6] [--seeds 1,2,3] [--name latest] [--keep] [--cold] [--quick]`
 *
 * What the engine promises, row by row: what must be reached, what was reached (median over the seeds, least to most), met or not. Every solve runs in a fresh
 * process and is checked by the replay of its proof; peers run beside it on the same instance in alternating order and must find the same value.
 * Instances are generated into a folder for temporary files. Figures go to bench/results/NAME.json, the growth of CPU with size to
 * bench/results/growth.svg, a Markdown table to stdout, what is being done to stderr. Exit code 1 where a measurement failed; a row that is not met is no failure.
 *
 * --keep   add to the figures in NAME.json instead of starting it anew, so that the table can be measured in parts
 * --cold   runs under a time limit without an untimed one before: half the time, slightly worse gaps
 * --quick  one family, two seconds a solve, no LEMON: to see that all works, not to measure
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { sizes } from './families.mjs';
import { endChildren, here, runNode } from './table/child.mjs';
import { budgets, groups, tiers } from './table/coupled.mjs';
import { instancesIn } from './table/instances.mjs';
import { lemonIn } from './table/lemon.mjs';
import { peers } from './table/peers.mjs';
import { memory, plain, workers } from './table/plain.mjs';
import { openResults } from './table/results.mjs';
import { cancel, whole } from './table/whole.mjs';

const rows = [plain, memory, workers, budgets, groups, tiers, whole, cancel, peers];
const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: rows.map(({ name }) => name).join(',') },
    sizes: { type: 'string' },
    seeds: { type: 'string' },
    name: { type: 'string' },
    keep: { type: 'boolean', default: false },
    cold: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
  },
});
const isQuick = values.quick;
const wantedRows = chosen(
  'rows',
  values.rows,
  rows.map(({ name }) => name),
);
const wantedSizes = chosen('sizes', values.sizes ?? (isQuick ? 'S0' : Object.keys(sizes).join(',')), Object.keys(sizes));
const seeds = (values.seeds ?? (isQuick ? '1' : '1,2,3')).split(',').map(Number);
if (seeds.some((seed) => !Number.isSafeInteger(seed) || seed < 0)) throw new Error('--seeds: whole numbers with commas between');

const results = openResults(values.name ?? (isQuick ? 'quick.local' : 'latest'), { rows, keep: values.keep });
const folder = mkdtempSync(join(tmpdir(), 'placewise-bench-'));
const cleanUp = () => rmSync(folder, { recursive: true, force: true });
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    endChildren();
    cleanUp();
    process.exit(130);
  });
}

const say = (text) => process.stderr.write(`${text}\n`);
const lemon = isQuick ? { solve: null, reason: 'LEMON is left out of a quick look' } : await lemonIn(folder);
if (lemon.reason !== null) say(lemon.reason);
/** What rows measure with. */
const bench = {
  folder,
  instances: instancesIn(folder),
  lemon,
  /** Peers that failed, by name and family, with the reason. */
  outOfReach: new Map(),
  /** One solve through the numeric door, its proof replayed: the line that bench/pm1.mjs prints, without the name of a file that is gone by then. */
  async pm1(file, args, seconds = null) {
    const limit = isQuick ? Math.min(2, seconds ?? 2) : seconds;
    const more = seconds === null ? [] : ['--time-limit', String(limit), ...(values.cold || isQuick ? ['--no-warm-up'] : [])];
    const { file: _file, ...figure } = await runNode(['--expose-gc', join(here, 'pm1.mjs'), file, ...args, ...more], {
      seconds: 300 + 3 * (limit ?? 0),
    });
    return figure;
  },
};

let failures = 0;
try {
  for (const row of rows.filter(({ name }) => wantedRows.includes(name))) {
    for (const instance of row.cases(wantedSizes, wantedRows, isQuick)) {
      if (isQuick && instance.family === 'flat') continue;
      for (const seed of seeds) results.add(await figureOf(row, { ...instance, seed }));
    }
  }
} finally {
  cleanUp();
}
console.log(results.text());
say(`\nfigures: ${results.file}`);
if (failures > 0) process.exitCode = 1;

async function figureOf(row, instance) {
  const about = { row: row.name, ...instance };
  const from = performance.now();
  let figure;
  try {
    figure = { ...about, ...(await row.measure(bench, instance)) };
  } catch (error) {
    failures++;
    figure = { ...about, error: error.message };
  }
  const seconds = ((performance.now() - from) / 1000).toFixed(1);
  say(`${row.name} ${instance.size} ${instance.family} seed ${instance.seed}: ${figure.error ?? 'measured'} (${seconds} s)`);
  return figure;
}

/** Names with commas between, each of them known. */
function chosen(option, text, known) {
  const names = text.split(',');
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new Error(`--${option}: ${JSON.stringify(unknown)} is none of ${known.join(', ')}`);
  return names;
}
