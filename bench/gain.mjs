/**
 * `node bench/gain.mjs [--name gain] [--data tiny,vision,…] [--generated 100,300] [--time-limit 20]`
 *
 * What a plan of the engine gains over the rules by which offices place people today: serial dictatorship by points, first come first
 * served, a lottery (the median of nine draws, each column by itself). Rosters: those of data/ that are planned, and generated ones. Every plan is read by
 * the checker; the last column counts the rules that a plan made by hand breaks, by their codes. The table goes to stdout, the figures to bench/results/NAME.json.
 */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createEngine, placeByOffices, readRoster } from '../dist/index.js';
import { nationalRoster } from './generated.mjs';
import { here, root } from './table/child.mjs';

const { values } = parseArgs({
  options: {
    name: { type: 'string', default: 'gain' },
    data: { type: 'string' },
    generated: { type: 'string', default: '100,300,1000' },
    'time-limit': { type: 'string', default: '20' },
  },
});
const noRosters = ['broken', 'packs', 'two-rounds', 'messy'];
const names = (
  values.data ??
  readdirSync(join(root, 'data'))
    .filter((name) => !noRosters.includes(name))
    .join(',')
)
  .split(',')
  .filter(Boolean);
const sizes = values.generated.split(',').filter(Boolean).map(Number);
const seeds = [1, 2, 3, 4, 5, 6, 7, 8, 9];
const timeMs = 1000 * Number(values['time-limit']);

const engine = await createEngine({ workers: 1 });
const figures = [];
for (const name of names) {
  const { roster } = await readRoster(join(root, 'data', name));
  if (roster === null) throw new Error(`data/${name} does not read`);
  await measure(name, roster);
}
for (const people of sizes) {
  const senders = Math.max(2, Math.round(people / 20));
  await measure(`national ${people}, budgets`, await nationalRoster(people, { budgets: senders, wishes: 3 }));
  await measure(
    `national ${people}, journeys`,
    await nationalRoster(people, { wishes: 3, flows: true, flowMinimum: 6, accompanying: true }),
  );
}
await engine.close();
const folder = join(here, 'results');
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, `${values.name}.json`), `${JSON.stringify({ arguments: process.argv.slice(2), figures }, null, 1)}\n`);
console.log(tableOf(figures));

async function measure(name, roster) {
  const outcome = await engine.place(roster, { limits: { timeMs } });
  if (outcome.status !== 'planned') return void process.stderr.write(`${name}: ${outcome.status}, nothing to compare\n`);
  const people = outcome.counts.learners;
  const best = { rule: 'placewise', verdict: outcome.verdict, ...lineOf(outcome.certificate.values, outcome.placements), broken: {} };
  const offices = await placeByOffices(roster, seeds);
  const lines = offices.map(({ rule, seed, values: reached, placements, faults }) => ({
    rule,
    seed,
    ...lineOf(reached, placements),
    broken: countOf(faults),
  }));
  const draws = lines.filter(({ rule }) => rule === 'lottery');
  figures.push({ roster: name, people, plans: [best, ...lines.filter(({ rule }) => rule !== 'lottery'), medianOf(draws)], draws });
  process.stderr.write(`${name}: ${outcome.verdict}\n`);
}

function lineOf({ placed, quality, moneyCents }, placements) {
  const counted = placements.filter(({ kind }) => kind !== 'accompanying');
  return { placed, firstWishes: counted.filter(({ wishRank }) => wishRank === 1).length, score: quality, euros: moneyCents / 100 };
}

function countOf(faults) {
  const counts = {};
  for (const { code } of faults) counts[code] = (counts[code] ?? 0) + 1;
  return counts;
}

function medianOf(draws) {
  const middle = (valueOf) => draws.map(valueOf).sort((a, b) => a - b)[draws.length >> 1];
  const codes = [...new Set(draws.flatMap(({ broken }) => Object.keys(broken)))].sort();
  const broken = Object.fromEntries(
    codes.map((code) => [code, middle(({ broken }) => broken[code] ?? 0)]).filter(([, count]) => count > 0),
  );
  const line = Object.fromEntries(['placed', 'firstWishes', 'score', 'euros'].map((column) => [column, middle((draw) => draw[column])]));
  return { rule: 'lottery', draws: draws.length, ...line, broken };
}

function tableOf(all) {
  const number = (value) => Math.round(value).toLocaleString('en-GB');
  const rows = all.flatMap(({ roster, people, plans }) =>
    plans.map(({ rule, verdict, placed, firstWishes, score, euros, broken }, k) => {
      const faults = Object.entries(broken).map(([code, count]) => `${code} ${count}`);
      const words = rule === 'placewise' ? verdict : faults.length === 0 ? 'none' : faults.join(', ');
      const cells = [k === 0 ? roster : '', k === 0 ? number(people) : '', rule, ...[placed, firstWishes, score, euros].map(number), words];
      return `| ${cells.join(' | ')} |`;
    }),
  );
  return [
    '| roster | people | rule | placed | first wishes | score | euro | verdict, or rules broken |',
    '|---|--:|---|--:|--:|--:|--:|---|',
    ...rows,
  ].join('\n');
}
