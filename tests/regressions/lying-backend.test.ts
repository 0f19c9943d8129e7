import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { InternalError, placeRoster } from '../../src/engine/place.js';
import type { Outcome, PlannedOutcome } from '../../src/report/outcome.js';
import { readRoster } from '../../src/roster/read-roster.js';
import type { Roster } from '../../src/roster/types.js';
import type { Prices } from '../../src/solution/types.js';
import { unpackProblem } from '../../src/model/pack.js';
import type { ShardAnswer } from '../../src/transport/shard-answer.js';
import { inlineTransport } from '../../src/transport/inline.js';
import type { Job, JobResult } from '../../src/transport/job.js';
import type { Transport } from '../../src/transport/transport.js';

/** Backends claim, only the checks judge: whatever a worker sends, no wrong verdict comes out. */

const data = fileURLToPath(new URL('../../data/', import.meta.url));
const names = ['tiny', 'budget-couples-hosts', 'minimum-to-open', 'quota-forces-swap'] as const;

/** An honest transport but for the answers a lie is told about (what stands in a batch is lied about below). `calls` counts those jobs. */
function lying(lie: (answer: ShardAnswer, job: Job, call: number) => ShardAnswer): Transport {
  const inline = inlineTransport();
  let calls = 0;
  return {
    ...inline,
    run: async (job): Promise<JobResult> => {
      const result = await inline.run(job);
      return result.ok && result.answer !== null ? { ...result, answer: lie(result.answer, job, calls++) } : result;
    },
  };
}

const noPrices: Prices = { scale: 1, rowOfPrice: new Int32Array(0), priceOfRow: new Float64Array(0) };
const emptyRay: Prices = { ...noPrices, scale: 0 };
const falseRay: Prices = { scale: 0, rowOfPrice: Int32Array.of(0), priceOfRow: Float64Array.of(1) };
const nothing = { columns: new Int32Array(0), values: new Float64Array(0) };
/** The columns of the problem a job holds. */
const everything = (job: Job): ShardAnswer['plan'] => {
  const columns = Int32Array.from({ length: unpackProblem(job.problem).columnCount }, (_, column) => column);
  return { columns, values: new Float64Array(columns.length).fill(1) };
};
const infeasible = { status: 'infeasible', plan: null, value: null, bound: null, stop: 'complete' } as const;

const lies: Readonly<Record<string, (answer: ShardAnswer, job: Job) => ShardAnswer>> = {
  'a plan that takes every pair': (answer, job) => ({ ...answer, plan: everything(job) }),
  'a plan that takes every pair, valued as such': (answer, job) => ({
    ...answer,
    plan: everything(job),
    value: 1_000_000,
    bound: 1_000_000,
  }),
  'a plan of nobody, called optimal': (answer) => ({
    ...answer,
    status: 'solved',
    plan: nothing,
    value: 0,
    bound: 0,
    proof: { kind: 'prices', prices: noPrices },
  }),
  'a plan of nobody with the proof of the best': (answer) => ({ ...answer, plan: nothing, value: 0 }),
  'a value one too high': (answer) => ({ ...answer, value: answer.value === null ? null : answer.value + 1 }),
  'a value one too low': (answer) => ({ ...answer, value: answer.value === null ? null : answer.value - 1 }),
  'a bound below the value': (answer) => ({ ...answer, bound: answer.value === null ? null : answer.value - 1 }),
  'a bound below the value, without proof': (answer) => ({
    ...answer,
    bound: answer.value === null ? null : answer.value - 1,
    proof: null,
  }),
  'optimal without a proof': (answer) => ({ ...answer, proof: null, claimedBy: 'highs' }),
  'infeasible without a proof': () => ({ ...infeasible, proof: null, claimedBy: 'highs', nodes: 0 }),
  'infeasible by an empty ray': () => ({ ...infeasible, proof: { kind: 'prices', prices: emptyRay }, claimedBy: null, nodes: 0 }),
  'infeasible by a ray that shows nothing': () => ({
    ...infeasible,
    proof: { kind: 'prices', prices: falseRay },
    claimedBy: null,
    nodes: 0,
  }),
  'infeasible by a tree that leaves a side out': () => ({
    ...infeasible,
    proof: { kind: 'tree', nodes: [{ on: 'column', index: 0, at: 0, first: 1, second: 1 }, emptyRay] },
    claimedBy: null,
    nodes: 1,
  }),
};

const rosters = new Map<string, { roster: Roster; honest: PlannedOutcome }>();
beforeAll(async () => {
  for (const name of names) {
    const { roster } = await readRoster(data + name);
    const honest = await placeRoster(roster!, {}, inlineTransport());
    if (honest.status !== 'planned') throw new Error(name);
    expect(honest.verdict).toBe('optimal');
    rosters.set(name, { roster: roster!, honest });
  }
});

/** What came out; null: an internal error, and nothing was handed out. */
async function outcomeOf(roster: Roster, transport: Transport): Promise<Outcome | null> {
  try {
    return await placeRoster(roster, { limits: { nodes: 30 } }, transport);
  } catch (error) {
    expect(error).toBeInstanceOf(InternalError);
    return null;
  }
}

function expectNoWrongVerdict(outcome: Outcome | null, honest: PlannedOutcome): void {
  if (outcome === null) return;
  expect(['planned', 'unproved']).toContain(outcome.status);
  if (outcome.status !== 'planned' || outcome.verdict !== 'optimal') return;
  const { placedIds, quality, levels, moneyCents } = outcome.certificate.values!;
  const best = honest.certificate.values!;
  const found = (step: PlannedOutcome['certificate']['steps'][number]): unknown[] => [step.tier, step.kind, step.value];
  expect(placedIds).toEqual(best.placedIds);
  expect(levels.map((level) => level.quality / level.placed)).toEqual(best.levels.map((level) => level.quality / level.placed));
  expect([quality, moneyCents]).toEqual([best.quality, best.moneyCents]);
  expect(outcome.certificate.steps.map(found)).toEqual(honest.certificate.steps.map(found));
}

describe.each(names)('a lying backend: %s', (name) => {
  it.each(Object.entries(lies))('%s', async (_, lie) => {
    const { roster, honest } = rosters.get(name)!;
    const outcome = await outcomeOf(
      roster,
      lying((answer, job) => lie(answer, job)),
    );
    expectNoWrongVerdict(outcome, honest);
    // One lie among honest answers, at the first step and at a later one.
    for (const at of [0, 2])
      expectNoWrongVerdict(
        await outcomeOf(
          roster,
          lying((answer, job, call) => (call === at ? lie(answer, job) : answer)),
        ),
        honest,
      );
  });
});

it('workers that all fail: unproved, with the reason', async () => {
  const { roster } = rosters.get('tiny')!;
  const outcome = await placeRoster(
    roster,
    {},
    { ...inlineTransport(), run: async () => ({ ok: false, reason: 'the worker died twice on this job' }) },
  );
  expect(outcome).toMatchObject({
    status: 'unproved',
    verdict: 'unproved',
    run: { stop: 'failed', repeatable: false, backends: ['a part failed: the worker died twice on this job'] },
  });
});

it('one part that fails: its reason reaches the outcome', async () => {
  const { roster } = rosters.get('tiny')!;
  const inline = inlineTransport();
  let calls = 0;
  const outcome = await placeRoster(
    roster,
    {},
    { ...inline, run: async (job) => (calls++ === 1 ? { ok: false, reason: 'out of memory' } : inline.run(job)) },
  );
  expect(outcome.status).toBe('planned');
  if (outcome.status === 'planned') expect(outcome.run.backends).toContain('a part failed: out of memory');
});

describe.each(['tiny', 'budget-couples-hosts'] as const)('a refused answer is asked of other backends, and that is said: %s', (name) => {
  it.each([
    ['a value one too high', / the check "(plan|bound)" refused the answer \(.+\), so others were asked$/],
    ['infeasible by an empty ray', / the answer "infeasible" has no proof that can be replayed, so others were asked$/],
    ['infeasible without a proof', / the answer "infeasible" has no proof that can be replayed, so others were asked$/],
  ] as const)('%s', async (lie, said) => {
    const { roster, honest } = rosters.get(name)!;
    let avoided: readonly string[] = [];
    const outcome = await outcomeOf(
      roster,
      lying((answer, job) => {
        avoided = job.avoid!;
        return avoided.length === 0 ? lies[lie]!(answer, job) : answer;
      }),
    );
    expect(outcome).toMatchObject({ status: 'planned', verdict: 'optimal' });
    expectNoWrongVerdict(outcome, honest);
    if (outcome?.status !== 'planned') throw new Error('no plan');
    const { backends } = outcome.run;
    expect(avoided.length).toBeGreaterThan(0);
    expect(backends.at(-1)).toMatch(said);
    expect(backends.length).toBeGreaterThan(1);
    expect(backends.filter((backend) => avoided.includes(backend))).toEqual([]);
  });
});

it('a liar that nobody can stand in for: an internal error, after one more try', async () => {
  const { roster } = rosters.get('tiny')!;
  const avoided = new Set<string>();
  const transport = lying((answer, job) => {
    avoided.add(job.avoid!.join());
    return lies['a value one too high']!(answer, job);
  });
  await expect(placeRoster(roster, {}, transport)).rejects.toThrow(InternalError);
  expect([...avoided]).toEqual(['', 'flow,simplex']);
});
