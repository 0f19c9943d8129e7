/**
 * `npm run -s bench:pm1 -- FILE [--budgets FILE.bud] [--min-group N] [--time-limit S] [--workers N] [--tiers default]`
 * Solves one PM1 instance through the numeric door, replays its proof, prints one JSON line.
 * cpuSeconds and wallSeconds: user CPU of all threads and wall, from the model's arrays in memory to the solution returned, the pool warm and
 * after one untimed solve of the same model of which nothing is kept; the checker stands outside.
 */
import { parseArgs } from 'node:util';
import { runToEnd } from '../dist/certify/rules/slices.js';
import { replaySteps } from '../dist/certify/bound/steps.js';
import { stepVerdicts, verdictOf } from '../dist/certify/certify.js';
import { createEngine } from '../dist/index.js';
import { modelOf, readBudgets, readPm1 } from './pm1-file.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    budgets: { type: 'string' },
    'min-group': { type: 'string' },
    'time-limit': { type: 'string' },
    workers: { type: 'string' },
    tiers: { type: 'string' },
    'no-warm-up': { type: 'boolean' },
  },
});
if (positionals.length !== 1)
  throw new Error('usage: bench:pm1 -- FILE [--budgets FILE.bud] [--min-group N] [--time-limit S] [--workers N] [--tiers default]');

const number = (name, fallback) => (values[name] === undefined ? fallback : Number(values[name]));
const megabytes = (bytes) => Math.round((bytes / 1048576) * 10) / 10;

const instance = readPm1(positionals[0]);
const budgets = values.budgets === undefined ? null : readBudgets(values.budgets, instance.senderCount);
const model = modelOf(instance, { budgets, minimumGroup: number('min-group', 0), tiers: values.tiers ?? 'score' });
const seconds = number('time-limit', null);
const limits = { timeMs: seconds === null ? null : seconds * 1000, nodes: 1_000_000 };

const engine = await createEngine({ workers: number('workers', 2) });
await engine.warmUp();
globalThis.gc?.();
const baseRss = process.memoryUsage.rss();
let peakRss = baseRss;
const sampler = setInterval(() => {
  peakRss = Math.max(peakRss, process.memoryUsage.rss());
}, 5);

if (values['no-warm-up'] !== true) await engine.solve(model, { limits });
globalThis.gc?.();
const cpuBefore = process.cpuUsage().user;
const wallBefore = performance.now();
const solution = await engine.solve(model, { limits });
const wallSeconds = (performance.now() - wallBefore) / 1000;
const cpuSeconds = (process.cpuUsage().user - cpuBefore) / 1e6;
clearInterval(sampler);
peakRss = Math.max(peakRss, process.memoryUsage.rss());

await engine.close();

const replayed = runToEnd(replaySteps(model, solution.steps));
const steps = stepVerdicts(model, solution, replayed.steps);
const main = solution.steps.findIndex((step) => step.kind === 'quality');
const line = {
  file: positionals[0],
  verdict: solution.status === 'planned' ? verdictOf(model, steps) : solution.status,
  value: main < 0 ? null : solution.steps[main].value,
  bound: main < 0 ? null : Number(steps[main].bound),
  gapPercent: main < 0 || steps[main].gapBillionths === null ? null : steps[main].gapBillionths / 1e7,
  placed: solution.plan?.length ?? 0,
  cpuSeconds,
  wallSeconds,
  peakRssMb: megabytes(peakRss),
  baseRssMb: megabytes(baseRss),
  backends: solution.backends,
  stop: solution.stop,
};
if (values.tiers === 'default')
  line.tiers = steps.map(({ tier, kind, proved, value, bound, gapBillionths }) => ({
    tier,
    kind,
    proved,
    value,
    bound,
    gapPercent: gapBillionths === null ? null : gapBillionths / 1e7,
  }));
console.log(JSON.stringify(line));
