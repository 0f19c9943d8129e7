import { NoAnswer } from './child.mjs';
import { lineOf } from './lines.mjs';
import { short, spreadOf, textOfSpread } from './statistics.mjs';

const both = ['clust', 'flat'];
const contended = ['common', 'scarce'];
const familiesOf = (size) => (size === 'S5' ? ['clust', 'flat', 'ties', 'linked', ...contended] : both);
const megabytes = 120;
const least = { ratio: 2.5, seconds: 0.02 };

/** Demands on our CPU over LEMON's, and the goal beyond. */
const demands = [
  { size: 'S0', families: both, small: true },
  { size: 'S1', families: both, small: true },
  { size: 'S2', families: both, small: true },
  { size: 'S3', families: both },
  { size: 'S4', families: both, must: 0.3, goal: 0.25 },
  { size: 'S5', families: ['clust', 'flat', 'ties', 'linked'], must: 0.13, goal: 0.08 },
  { size: 'S5', families: contended, must: 0.25 },
  { size: 'S6', families: both, must: 0.09, goal: 0.05 },
];

/** Ours and LEMON's network simplex on one instance, one after the other; even seeds start with LEMON. */
async function besideLemon(bench, file, seed) {
  let lemon = null;
  const reference = async () => {
    if (bench.lemon.solve !== null) lemon = await bench.lemon.solve(file);
  };
  if (seed % 2 === 0) await reference();
  const ours = await bench.pm1(file, []);
  if (seed % 2 !== 0) await reference();
  if (ours.verdict !== 'optimal') throw new NoAnswer(`the verdict is ${ours.verdict}`);
  if (lemon !== null && lemon.value !== ours.value) throw new NoAnswer(`LEMON says ${lemon.value}, we say ${ours.value}`);
  return { ...ours, lemonCpuSeconds: lemon?.cpuSeconds ?? null };
}

/** Seats only: CPU of all our threads over that of LEMON's network simplex. */
export const plain = {
  name: 'plain',
  cases: (sizes) => sizes.flatMap((size) => familiesOf(size).map((family) => ({ size, family }))),
  measure: (bench, { size, family, seed }) => bench.instances.use({ size, family, seed }, (file) => besideLemon(bench, file, seed)),
  lines: (figures) => [...demands.flatMap((demand) => ratioLines(demand, figures)), ...growthLines(figures)],
};

function ratioLines({ size, families, must, goal, small }, figures) {
  const slowest = (members) => spreadOf(members.map(({ cpuSeconds, wallSeconds }) => Math.max(cpuSeconds, wallSeconds))).median;
  return lineOf({
    what: `plain ${size}${families === contended ? ', contended' : ''}`,
    must: small
      ? `at most ${least.ratio} of LEMON's CPU, or under ${1000 * least.seconds} ms`
      : must === undefined
        ? '–'
        : `at most ${must} of LEMON's CPU${goal === undefined ? '' : ` (goal ${goal})`}`,
    figures: figures.filter((figure) => figure.row === 'plain' && figure.size === size && families.includes(figure.family)),
    // Without LEMON the seconds alone are left.
    valueOf: ({ cpuSeconds, lemonCpuSeconds }) => (lemonCpuSeconds === null ? Number.NaN : cpuSeconds / lemonCpuSeconds),
    textOf: (spread, members) => {
      const seconds = textOfSpread(spreadOf(members.map(({ cpuSeconds }) => cpuSeconds)), short, ' s');
      return Number.isNaN(spread.median) ? `${seconds} (no LEMON)` : `${textOfSpread(spread, short)}, ${seconds}`;
    },
    isMet: ({ median }, members) => {
      if (small && slowest(members) < least.seconds) return true;
      if (Number.isNaN(median) || (must === undefined && !small)) return null;
      return median <= (must ?? least.ratio);
    },
  });
}

/** CPU at S6 over that at S5, seed by seed. */
function growthLines(figures) {
  const at = (size) =>
    figures.filter(
      (figure) => figure.row === 'plain' && figure.size === size && both.includes(figure.family) && figure.error === undefined,
    );
  const pairs = at('S6').flatMap((large) => {
    const small = at('S5').find(({ family, seed }) => family === large.family && seed === large.seed);
    return small === undefined ? [] : [{ family: large.family, ratio: large.cpuSeconds / small.cpuSeconds }];
  });
  return lineOf({
    what: 'plain S6 over S5',
    must: 'CPU at most 6 times',
    figures: pairs,
    valueOf: ({ ratio }) => ratio,
    textOf: (spread) => textOfSpread(spread, short),
    isMet: ({ median }) => median <= 6,
  });
}

/** What a solve takes beyond the warm, idle engine. Runs of the row before are used where it was asked for too. */
export const memory = {
  name: 'memory',
  cases: (sizes, rows) =>
    sizes.includes('S5') && !rows.includes('plain') ? familiesOf('S5').map((family) => ({ size: 'S5', family })) : [],
  measure: (bench, instance) => bench.instances.use(instance, (file) => bench.pm1(file, [])),
  lines: (figures) =>
    lineOf({
      what: 'memory S5',
      must: `peak less base under ${megabytes} MB`,
      figures: figures.filter(({ row, size }) => (row === 'plain' || row === 'memory') && size === 'S5'),
      valueOf: ({ peakRssMb, baseRssMb }) => peakRssMb - baseRssMb,
      textOf: (spread) => textOfSpread(spread, (value) => String(Math.round(value)), ' MB'),
      isMet: ({ median }) => median < megabytes,
    }),
};

/** Wall of one worker over that of two. */
export const workers = {
  name: 'workers',
  cases: (sizes) => (sizes.includes('S6') ? [{ size: 'S6', family: 'clust' }] : []),
  measure: (bench, { size, family, seed }) =>
    bench.instances.use({ size, family, seed }, async (file) => {
      const walls = {};
      for (const count of seed % 2 === 0 ? [1, 2] : [2, 1])
        walls[count] = (await bench.pm1(file, ['--workers', String(count)])).wallSeconds;
      return { oneWallSeconds: walls[1], twoWallSeconds: walls[2] };
    }),
  lines: (figures) =>
    lineOf({
      what: 'two workers against one, S6',
      must: 'wall at least 1.7 times faster',
      figures: figures.filter(({ row }) => row === 'workers'),
      valueOf: ({ oneWallSeconds, twoWallSeconds }) => oneWallSeconds / twoWallSeconds,
      textOf: (spread, members) =>
        `${textOfSpread(spread, short)}, ${textOfSpread(spreadOf(members.map(({ twoWallSeconds }) => twoWallSeconds)), short, ' s')} with two`,
      isMet: ({ median }) => median >= 1.7,
    }),
};
