// One late person on a plan of 10,000 kept in memory: milliseconds for the best openings, after the plan was checked.
import { createEngine, readRoster } from '../dist/index.js';

const [folder, runs = '200'] = process.argv.slice(2);
if (folder === undefined) throw new Error('usage: node bench/late.mjs ROSTER [RUNS]');
const { roster } = await readRoster(folder);
const engine = await createEngine({ workers: 1 });
try {
  const outcome = await engine.place(roster, { limits: { timeMs: 60_000 } });
  const opened = await engine.openDesk(roster, outcome);
  if (opened.status === 'refused') throw new Error('the plan was refused');
  const prepared = performance.now();
  opened.answer.warmLate();
  const warmMs = Math.round(performance.now() - prepared);
  const times = [];
  let found = 0;
  for (let run = 0; run < Number(runs); run++) {
    const like = roster.students[(run * 331) % roster.students.length];
    const from = performance.now();
    found += opened.answer.late({ ...like, id: `late-${run}` }).length;
    times.push(performance.now() - from);
  }
  times.sort((a, b) => a - b);
  const at = (share) => Math.round(times[Math.min(times.length - 1, Math.floor(times.length * share))] * 10) / 10;
  console.log(
    JSON.stringify({
      people: roster.students.length,
      placements: outcome.placements.length,
      found,
      warmMs,
      medianMs: at(0.5),
      p95Ms: at(0.95),
      mostMs: at(1),
    }),
  );
} finally {
  await engine.close();
}
