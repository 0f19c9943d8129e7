import { contenders } from './contenders.mjs';
import { here, NoAnswer, runNode } from './child.mjs';
import { byFamily, markdownOf } from './lines.mjs';
import { short, spreadOf, textOfSpread } from './statistics.mjs';
import { join } from 'node:path';

/** A peer that needs longer is left out, here and at all larger sizes. */
const longestSeconds = 100;
/** Scores are whole numbers; a solver in floating point may end this far from one. */
const rounding = 1e-6;
const largest = ['S0', 'S1', 'S2', 'S3', 'S4'];

/** Every solver on the same plain instances, each in a process of its own, the order turned by one place a seed. */
export const peers = {
  name: 'peers',
  cases: (sizes) => sizes.filter((size) => largest.includes(size)).flatMap((size) => ['clust', 'flat'].map((family) => ({ size, family }))),
  measure: (bench, { size, family, seed }) =>
    bench.instances.use({ size, family, seed }, async (file) => {
      const entries = [
        ['placewise', () => bench.pm1(file, [])],
        ['LEMON', () => (bench.lemon.solve === null ? { refused: bench.lemon.reason } : bench.lemon.solve(file))],
        ...Object.keys(contenders).map((name) => [name, () => askPeer(bench, name, family, file)]),
      ];
      const solvers = {};
      for (let turn = 0; turn < entries.length; turn++) {
        const [name, solve] = entries[(turn + seed) % entries.length];
        const { value, cpuSeconds, wallSeconds, refused } = await solve();
        solvers[name] = refused === undefined ? { value, cpuSeconds, wallSeconds } : { refused };
      }
      compare(solvers);
      return { solvers };
    }),
  lines: () => [],
};

async function askPeer(bench, name, family, file) {
  const known = bench.outOfReach.get(`${name} ${family}`);
  if (known !== undefined) return { refused: known };
  let answer;
  try {
    answer = await runNode([join(here, 'peer.mjs'), name, file], { seconds: longestSeconds });
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    answer = { refused: error.message };
  }
  if (answer.refused !== undefined) bench.outOfReach.set(`${name} ${family}`, answer.refused);
  return answer;
}

/** Nobody is timed whose answer is another. */
function compare(solvers) {
  const best = solvers.placewise.value;
  for (const [name, { value }] of Object.entries(solvers)) {
    if (value !== undefined && Math.abs(value - best) > rounding * best) throw new NoAnswer(`${name} says ${value}, placewise ${best}`);
  }
}

/** CPU seconds of every solver by size and family, then who was left out and why; empty where nothing was measured. */
export function peersTable(figures) {
  const mine = figures.filter(({ row, error }) => row === 'peers' && error === undefined);
  if (mine.length === 0) return '';
  const names = Object.keys(mine[0].solvers).sort((a, b) => order(a) - order(b));
  const rows = [];
  const left = new Map();
  for (const size of largest) {
    for (const [family, members] of byFamily(mine.filter((figure) => figure.size === size))) {
      const cells = names.map((name) => cellOf(members.map(({ solvers }) => solvers[name])));
      for (const [k, { refused }] of cells.entries()) {
        const note = `${names[k]}: ${refused}`;
        if (refused !== undefined) left.set(note, [...(left.get(note) ?? []), `${size} ${family}`]);
      }
      rows.push([`${size} ${family}`, ...cells.map(({ text }) => text)]);
    }
  }
  const notes = [...left].map(([note, places]) => `- ${note} (${places.join(', ')})`);
  return [markdownOf(['CPU seconds', ...names], rows), ...(notes.length === 0 ? [] : [`Left out:\n${notes.join('\n')}`])].join('\n\n');
}

const order = (name) => ['placewise', 'LEMON', ...Object.keys(contenders)].indexOf(name);

function cellOf(answers) {
  const refused = answers.find((answer) => answer.refused !== undefined)?.refused;
  return refused === undefined
    ? { text: textOfSpread(spreadOf(answers.map(({ cpuSeconds }) => cpuSeconds)), short) }
    : { text: '–', refused };
}
