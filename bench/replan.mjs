// Replans people after 5 % changes: withdrawals, hosts lost, late applicants. Usage: node bench/replan.mjs [people] [budgets] [seconds of search]
import { createEngine } from '../dist/index.js';
import { withEarlierPlan } from '../dist/ask/replan.js';
import { nationalRoster } from './generated.mjs';

const people = Number(process.argv[2] ?? 5000);
const whole = await nationalRoster(people, { budgets: Number(process.argv[3] ?? 0) });
const roster = { ...whole, options: { ...whole.options, tiers: ['placed', 'quality'] } };
const engine = await createEngine({ workers: 1 });
await engine.warmUp();

/** Every k-th of the list goes, from `first` on. */
const without = (list, every, first) => list.filter((_, k) => k % every !== first);
// 2 % are late: not there in the earlier plan. 2 % withdraw, 1 % of the hosts with their openings are lost.
const late = new Set(roster.students.filter((_, k) => k % 50 === 7).map(({ id }) => id));
const earlierRoster = subset(
  roster,
  (id) => !late.has(id),
  () => true,
);
const limits = { timeMs: 30_000 };
const earlier = await engine.place(earlierRoster, { limits });
if (earlier.status !== 'planned') throw new Error(earlier.status);
const staying = new Set(without(roster.students, 50, 3).map(({ id }) => id));
const hosts = new Set(without(roster.hosts, 100, 5).map(({ id }) => id));
const changed = subset(
  roster,
  (id) => staying.has(id),
  (id) => hosts.has(id),
);
const told = withEarlierPlan(changed, earlier.placements);
const replanned = { ...told, plan: told.plan.map((row, k) => ({ ...row, status: k % 3 === 0 ? 'told' : 'proposed' })) };

for (const [name, options] of [
  ['fewest moves', {}],
  ['nobody told worse off', { neverWorse: true }],
]) {
  const from = performance.now();
  const outcome = await engine.place(
    { ...replanned, options: { ...replanned.options, ...options } },
    { limits: { timeMs: 1000 * Number(process.argv[4] ?? 5) } },
  );
  const seconds = (performance.now() - from) / 1000;
  if (outcome.status !== 'planned') throw new Error(`${name}: ${outcome.status}`);
  const reasons = {};
  for (const { reason } of outcome.replan.moves) reasons[reason] = (reasons[reason] ?? 0) + 1;
  const steps = outcome.certificate.steps.map(({ kind, value, bound, proved }) => ({ kind, value, bound, proved }));
  console.log(
    JSON.stringify({
      name,
      people,
      pairs: outcome.counts.pairs,
      budgets: roster.budgets.length,
      seconds,
      verdict: outcome.verdict,
      kept: outcome.replan.keptCount,
      reasons,
      steps,
      stations: outcome.run.clock.secondsByStation,
    }),
  );
}

await engine.close();

function subset(from, hasPerson, hasHost) {
  const students = from.students.filter(({ id }) => hasPerson(id));
  const openings = from.openings.filter(({ hostId }) => hasHost(hostId));
  const ids = new Set(openings.map(({ id }) => id));
  const knows = ({ studentId, hostId, openingId }) =>
    (studentId == null || hasPerson(studentId)) && (hostId == null || hasHost(hostId)) && (openingId == null || ids.has(openingId));
  return {
    ...from,
    students,
    openings,
    hosts: from.hosts.filter(({ id }) => hasHost(id)),
    preferences: from.preferences.filter(knows),
    decisions: from.decisions.filter(knows),
    pairs: from.pairs.filter(knows),
    marks: from.marks.filter(knows),
    history: from.history.filter(knows),
  };
}
