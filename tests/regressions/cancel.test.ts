import { afterAll, beforeAll, expect, it } from 'vitest';
import { checkPlan } from '../../src/certify/plan/check.js';
import { createEngine, type Engine } from '../../src/engine/engine.js';
import { generateRoster } from '../../src/generate/generate.js';
import type { Outcome } from '../../src/report/outcome.js';
import { readRoster } from '../../src/roster/read-roster.js';
import type { Roster } from '../../src/roster/types.js';
import { csvText } from '../../src/roster/write.js';

/** Cancelling a larger solve: the promise resolves soon, with a checked plan or `unproved`, and the pool serves the next call. */

let engine: Engine;
let large: Roster;
let small: Roster;

async function generated(people: number): Promise<Roster> {
  const tables = generateRoster('national', {
    people,
    openings: Math.ceil(people / 4),
    seed: 2,
    budgets: 5,
    flows: true,
    flowMinimum: 4,
    accompanying: true,
  });
  const files = new Map<string, Uint8Array>();
  for (const [name, rows] of tables) files.set(name, new TextEncoder().encode(await csvText(rows.map((row) => row.map(String)))));
  const { roster, issues } = await readRoster(files);
  if (roster === null) throw new Error(JSON.stringify(issues.slice(0, 3)));
  return roster;
}

beforeAll(async () => {
  engine = await createEngine({ workers: 1, transport: 'threads' });
  await engine.warmUp();
  large = await generated(2000);
  small = await generated(24);
});

afterAll(() => engine.close());

function expectHonest(outcome: Outcome): void {
  if (outcome.status === 'unproved') {
    expect(outcome.certificate.reason).toMatch(/stopped/);
    return;
  }
  if (outcome.status !== 'planned') throw new Error(outcome.status);
  expect(outcome.certificate.checks).toMatchObject({ plan: true, bound: true, link: true });
  expect(
    checkPlan(
      large,
      outcome.placements.map((row) => ({ ...row, flowId: row.openingId === null ? row.flowId : null })),
    ).faults,
  ).toEqual([]);
  expect(outcome.verdict).not.toBe('optimal');
  expect(outcome.run).toMatchObject({ stop: 'cancelled', repeatable: false });
}

it.each([0, 50, 1500])(
  'cancelled %i ms into the search',
  async (delayMs) => {
    const stop = new AbortController();
    let cancelledAt = 0;
    const cancel = (): void => {
      cancelledAt = performance.now();
      stop.abort();
    };
    let isTimed = false;
    const outcome = await engine.place(large, {
      signal: stop.signal,
      onProgress: ({ station }) => {
        if (isTimed || station !== 'formulate') return;
        isTimed = true;
        setTimeout(cancel, delayMs);
      },
    });
    expect(performance.now() - cancelledAt).toBeLessThan(10_000);
    expectHonest(outcome);
    const next = await engine.place(small);
    expect(['planned', 'infeasible']).toContain(next.status);
  },
  60_000,
);

it('cancelled before it starts', async () => {
  expectHonest(await engine.place(large, { signal: AbortSignal.abort() }));
}, 30_000);
