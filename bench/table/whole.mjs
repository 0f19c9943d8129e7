import { join } from 'node:path';
import { mkdtempSync, rmSync } from 'node:fs';
import { here, NoAnswer, root, run, runNode } from './child.mjs';
import { lineOf } from './lines.mjs';
import { spreadOf, textOfSpread } from './statistics.mjs';

const program = join(root, 'dist', 'cli', 'main.js');
const must = { seconds: 12, gigabytes: 1.5, gapPercent: 0.01, answerMs: 300, poolMs: 1500 };
/** The search's time limit: match quality comes within the gap in 10 s. */
const searchSeconds = 10;

/** From the files of a generated roster to the files of the outcome, certified, in a process of its own. */
export const whole = {
  name: 'whole',
  cases: (sizes, _rows, isQuick) =>
    isQuick
      ? [{ size: 'whole', family: 'national', people: 200, openings: 50, seconds: 1 }]
      : sizes.includes('S5')
        ? [{ size: 'whole', family: 'national', people: 100_000, openings: 25_000, seconds: searchSeconds }]
        : [],
  async measure(bench, { people, openings, seed, seconds }) {
    const folder = mkdtempSync(join(bench.folder, 'whole-'));
    const roster = join(folder, 'roster');
    const sizes = ['--people', people, '--openings', openings, '--budgets', 50, '--wishes', 3, '--seed', seed].map(String);
    try {
      await run(process.execPath, [program, 'generate', 'national', roster, ...sizes], { seconds: 120 });
      const before = performance.now();
      const match = [program, 'match', roster, '--out', join(folder, 'out'), '--order', 'count-first', '--workers', '2'];
      const { stdout, extra } = await run(
        process.execPath,
        ['--import', new URL('peak.mjs', import.meta.url).href, ...match, '--time-limit', String(seconds), '--json'],
        { seconds: 120, pipe3: true, codes: [0, 4] },
      );
      const wallSeconds = (performance.now() - before) / 1000;
      const summary = JSON.parse(stdout);
      if (summary.status !== 'planned') throw new NoAnswer(`the outcome is ${summary.status}`);
      const open = summary.tiers.find(({ proved }) => !proved);
      return {
        people,
        wallSeconds,
        peakRssMb: JSON.parse(extra).peakRssMb,
        verdict: summary.verdict,
        gapPercent: summary.verdict === 'optimal' ? 0 : open === undefined || open.gapBillionths === null ? null : open.gapBillionths / 1e7,
        openTier: open?.tier ?? null,
        counts: summary.counts,
        stop: summary.stop,
      };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
  lines: (figures) =>
    lineOf({
      what: `whole way, ${figures.find(({ row }) => row === 'whole')?.people.toLocaleString('en-GB')} people`,
      must: `${must.seconds} s wall, ${must.gigabytes} GB peak, gap ${must.gapPercent} %`,
      figures: figures.filter(({ row }) => row === 'whole'),
      valueOf: ({ wallSeconds }) => wallSeconds,
      textOf: (spread, members) =>
        [
          textOfSpread(spread, (value) => value.toFixed(1), ' s'),
          textOfSpread(spreadOf(members.map(({ peakRssMb }) => peakRssMb / 1024)), (value) => value.toFixed(2), ' GB'),
          members.map(verdictOf).join(' / '),
        ].join(', '),
      isMet: (spread, members) =>
        spread.median <= must.seconds &&
        spreadOf(members.map(({ peakRssMb }) => peakRssMb / 1024)).median <= must.gigabytes &&
        members.every(({ gapPercent }) => gapPercent !== null && gapPercent <= must.gapPercent),
    }),
};

const verdictOf = ({ verdict, gapPercent, openTier }) =>
  verdict === 'optimal' ? verdict : gapPercent === null ? `${verdict} (${openTier})` : `gap ${gapPercent} % (${openTier})`;

/** From the call for the end to the checked plan so far, and to a pool that takes work again. */
export const cancel = {
  name: 'cancel',
  cases: (sizes) => (sizes.includes('S5') ? [{ size: 'cancel', family: 'national' }] : []),
  /** The slowest of all cancels. */
  async measure() {
    const calls = await runNode([join(here, 'cancel.mjs'), '--json'], { seconds: 120 });
    const most = (key) => Math.max(...calls.map((call) => call[key]));
    return { answerMs: most('answeredMs'), poolMs: most('usableMs') };
  },
  lines: (figures) =>
    lineOf({
      what: 'cancel',
      must: `plan within ${must.answerMs} ms, pool within ${must.poolMs} ms`,
      figures: figures.filter(({ row }) => row === 'cancel'),
      valueOf: ({ answerMs }) => answerMs,
      textOf: (spread, members) =>
        `${textOfSpread(spread, rounded, ' ms')}, pool ${textOfSpread(spreadOf(members.map(({ poolMs }) => poolMs)), rounded, ' ms')}`,
      isMet: (spread, members) => spread.median <= must.answerMs && spreadOf(members.map(({ poolMs }) => poolMs)).median <= must.poolMs,
    }),
};

const rounded = (value) => String(Math.round(value));
