import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { here, root } from './child.mjs';
import { growthPlot } from './growth.mjs';
import { tableOf } from './lines.mjs';
import { peersTable } from './peers.mjs';

/** What a figure is about: a later one of the same key takes the place of an earlier. */
const keyOf = ({ row, size, family, seed, seconds = 0 }) => [row, size, family, seed, seconds].join(' ');

/**
 * The figures of `bench/results/NAME.json`, written after every single one, so that a command that is ended keeps what it has.
 * `keep`: those already there stay until they are measured again. A figure's `run` tells which machine, commit and day it comes from.
 * Names that end in `.local` are kept out of the repository, with a plot of their own.
 */
export function openResults(name, { rows, keep }) {
  const folder = join(here, 'results');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${name}.json`);
  const kept = keep && existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { runs: [], figures: [] };
  const runs = [...kept.runs, { ...machine(), arguments: process.argv.slice(2) }];
  const figures = new Map(kept.figures.map((figure) => [keyOf(figure), figure]));
  const lines = () => rows.flatMap((row) => row.lines([...figures.values()]));
  const save = () => {
    const text = { table: lines(), runs, figures: [...figures.values()] };
    writeFileSync(file, `${JSON.stringify(text, null, 1)}\n`);
    const plot = growthPlot(text.figures);
    if (plot !== null) writeFileSync(join(folder, name.endsWith('.local') ? `${name}.svg` : 'growth.svg'), plot);
  };
  return {
    file,
    add(figure) {
      figures.set(keyOf(figure), { ...figure, run: runs.length - 1 });
      save();
    },
    /** The table, and that of the peers, as Markdown. */
    text: () => [tableOf(lines()), peersTable([...figures.values()])].filter((text) => text !== '').join('\n\n'),
  };
}

function machine() {
  return {
    date: new Date().toISOString(),
    commit: commit(),
    processor: cpus()[0]?.model ?? 'unknown',
    processors: availableParallelism(),
    memoryGb: Math.round(totalmem() / 2 ** 30),
    platform: `${process.platform} ${process.arch}`,
    node: process.version,
  };
}

/** The commit of the sources, with `+` where files differ from it; null outside a clone. */
function commit() {
  try {
    return execFileSync('git', ['describe', '--always', '--dirty=+', '--exclude=*'], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return null;
  }
}
