/**
 * `npm run bench -- [--time MS] [--sizes S0,S1,S2,S3]`: each backend that fits on seeded numeric instances, and the whole way from read records to a
 * certified outcome. Every answer is checked before it is timed; the table's ratios come from one run. Writes bench/results/NAME.json.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Bench } from 'tinybench';
import { freeControl } from '../dist/backends/contract.js';
import { flowBackend } from '../dist/backends/flow-backend.js';
import { highsBackend, simplexBackend } from '../dist/backends/general.js';
import { replay } from '../dist/certify/bound/replay.js';
import { runToEnd } from '../dist/certify/rules/slices.js';
import { replaySteps } from '../dist/certify/bound/steps.js';
import { createEngine } from '../dist/index.js';
import { qualityProblem, startChain } from '../dist/model/steps.js';
import { instanceOf, sizes } from './families.mjs';
import { nationalRoster } from './generated.mjs';
import { modelOf } from './pm1-file.mjs';

const { values } = parseArgs({
  options: { time: { type: 'string', default: '500' }, sizes: { type: 'string', default: Object.keys(sizes).join(',') } },
});
const wanted = values.sizes.split(',');
const bench = new Bench({ time: Number(values.time), iterations: 3, warmupTime: 100, warmupIterations: 1, throws: true });
/** The whole way takes seconds and is warm from its check: timed a few times, under a limit that its verdict tells of. */
const whole = new Bench({ time: 1, iterations: 3, warmup: false, throws: true });
const wholeWay = { limits: { timeMs: 10_000 } };

/** The answer's proof must show its value to be the best. */
function check(name, problem, answer) {
  const shown = answer.proof === null ? null : runToEnd(replay(problem, answer.proof));
  if (shown === null || shown.isInfeasible || shown.bound !== BigInt(answer.value))
    throw new Error(`${name}: the answer is not proved best`);
}

const largest = { flow: 'S3', simplex: 'S0', highs: 'S2' };
const engine = await createEngine({ workers: Math.min(2, availableParallelism()) });
await engine.warmUp();
for (const size of wanted) {
  for (const family of ['clust', 'flat']) {
    const model = modelOf(instanceOf(size, family, 1), {});
    const problem = qualityProblem(startChain(model));
    for (const backend of [flowBackend, simplexBackend, highsBackend]) {
      if (size > largest[backend.name] || backend.refuses(problem) !== null) continue;
      const name = `${size} ${family} ${backend.name}`;
      check(name, problem, await backend.solve(problem, freeControl));
      bench.add(name, async () => void (await backend.solve(problem, freeControl)));
    }
    const solution = await engine.solve(model);
    if (!runToEnd(replaySteps(model, solution.steps)).steps.every((step) => step.isProved))
      throw new Error(`${size} ${family}: not proved`);
    bench.add(`${size} ${family} engine.solve`, async () => void (await engine.solve(model)));
  }
  const roster = await nationalRoster(sizes[size].students, { openings: sizes[size].openings });
  const placed = await engine.place(roster, wholeWay);
  if (placed.status !== 'planned') throw new Error(`${size} national: ${placed.status}`);
  whole.add(`${size} national engine.place (${placed.verdict})`, async () => void (await engine.place(roster, wholeWay)));
}
await bench.run();
await whole.run();
await engine.close();

const rows = [...bench.tasks, ...whole.tasks].map(({ name, result }) => ({
  name,
  medianMs: round(result.latency.p50),
  meanMs: round(result.latency.mean),
  spreadMs: round(result.latency.sd),
  runs: result.latency.samplesCount,
}));
const base = (name) => rows.find((row) => row.name === `${name.split(' ').slice(0, 2).join(' ')} flow`);
for (const row of rows) row.timesFlow = base(row.name) === undefined ? null : round(row.medianMs / base(row.name).medianMs);
console.table(Object.fromEntries(rows.map(({ name, ...figures }) => [name, figures])));

const folder = join(dirname(fileURLToPath(import.meta.url)), 'results');
mkdirSync(folder, { recursive: true });
const machine = {
  processor: cpus()[0]?.model ?? 'unknown',
  processors: availableParallelism(),
  platform: process.platform,
  node: process.version,
};
writeFileSync(join(folder, 'latest.json'), `${JSON.stringify({ commit: commit(), machine, sizes: wanted, rows }, null, 1)}\n`);

function round(value) {
  return value === undefined ? null : Math.round(value * 1000) / 1000;
}

/** The commit of the sources; null outside a clone. */
function commit() {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return null;
  }
}
