import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { priceTable } from '../../src/ask/price-bounds.js';
import { raisedModel, raisedRoster, unitsOf, type LimitUnit } from '../../src/ask/units.js';
import { createEngine } from '../../src/engine/engine.js';
import { formulate } from '../../src/formulate/formulate.js';
import { buildInstanceNow } from '../../src/instance/build.js';
import type { Roster } from '../../src/roster/types.js';
import type { PriceTable } from '../../src/solution/price-answers.js';
import { legalPlans } from '../support/brute.js';
import { placewiseIn } from '../support/cli.js';
import { rosterOf } from '../support/roster.js';
import { dates, type SmallSeed, smallParts } from '../support/small-roster.js';

const textOf = (path: string): string => readFileSync(path, 'utf8');
const engine = await createEngine({ transport: 'inline', workers: 1 });
afterAll(() => engine.close());

interface Seed extends SmallSeed {
  readonly cents: number;
  readonly beds: number;
  readonly hostSeats: number;
  readonly most: number;
}

/** Up to five people, three openings at two hosts in one city, seats, beds, a budget, a quota, a minimum to open, some with lists. */
function smallRoster(seed: Seed): Roster {
  return rosterOf({
    ...smallParts(seed, 2),
    hosts: [
      { id: 'h0', city: 'Mostar', seats: seed.hostSeats },
      { id: 'h1', city: 'Mostar' },
    ],
    lodging: [{ city: 'Mostar', fromDay: dates.startDay, toDay: dates.endDay, beds: seed.beds }],
    budgets: [{ id: 'b', limitCents: seed.cents, senderId: 's' }],
    quotas: [{ id: 'q', maximum: seed.most, openingId: 'o1' }],
    options: { eligible: 'listed' },
  });
}

const rosters = fc
  .record({
    scores: fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 7, maxLength: 15 }),
    points: fc.array(fc.option(fc.integer({ min: 1, max: 50 })), { minLength: 3, maxLength: 5 }),
    seats: fc.array(fc.integer({ min: 1, max: 2 }), { minLength: 2, maxLength: 3 }),
    cents: fc.integer({ min: 200, max: 900 }),
    minimum: fc.constantFrom(0, 2),
    beds: fc.integer({ min: 1, max: 5 }),
    hostSeats: fc.integer({ min: 1, max: 3 }),
    most: fc.integer({ min: 1, max: 2 }),
  })
  .map(smallRoster);

const budgetCents = 90;
const only = [
  { kind: 'budget', id: 'b' },
  { kind: 'host-seats', id: 'h0' },
  { kind: 'city-beds', id: 'Mostar' },
  { kind: 'quota', id: 'q' },
  ...['o0', 'o1', 'o2'].map((id) => ({ kind: 'opening-seats', id }) as const),
] as const;

async function priced(roster: Roster) {
  const outcome = await engine.place(roster);
  if (outcome.status !== 'planned') throw new Error(outcome.status);
  const asked = await engine.prices(roster, outcome, { reach: 3, budgetCents, only });
  if (asked.status === 'refused') throw new Error(JSON.stringify(asked.issues));
  return { outcome, table: asked.answer };
}

/** By enumeration of the plans of these records: most placed with the kept placed, and best quality with as many of the others besides. */
function enumerated(roster: Roster, placedIds: ReadonlySet<string>) {
  const { instance } = buildInstanceNow(roster);
  const model = formulate(instance!);
  const walked = new Set(model.walk);
  const indexes = instance!.persons.map((_, person) => person);
  const kept = indexes.filter((person) => walked.has(person) && placedIds.has(instance!.persons[person]!.id));
  const others = indexes.filter((person) => !walked.has(person));
  const now = others.filter((person) => placedIds.has(instance!.persons[person]!.id)).length;
  const plans = legalPlans(model).filter((plan) => kept.every((person) => plan.isPlaced[person]));
  const score = (pairs: readonly number[]): number => pairs.reduce((sum, pair) => sum + model.scoreOfPair[pair]!, 0);
  const asMany = plans.filter((plan) => others.filter((person) => plan.isPlaced[person]).length >= now);
  return {
    placed: Math.max(...plans.map((plan) => plan.isPlaced.filter(Boolean).length)),
    score: Math.max(...asMany.map(({ pairs }) => score(pairs))),
  };
}

describe('prices', () => {
  it('are what enumeration says, for 1, 2 and 3 units more of every limit, and never above their bound', async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(rosters, async (roster) => {
        const { outcome, table } = await priced(roster);
        const placedIds = new Set(outcome.placements.map(({ studentId }) => studentId));
        const before = enumerated(roster, placedIds);
        for (const { unit, atMost, verified } of table.rows) {
          for (const { units, placed, score } of verified!.gains) {
            const after = enumerated(raisedRoster(roster, unit, units * unit.step), placedIds);
            const want = { placed: after.placed - before.placed, score: after.score - before.score };
            expect({ placed, score }).toEqual({
              placed: { least: want.placed, most: want.placed },
              score: { least: want.score, most: want.score },
            });
            expect(want.placed).toBeLessThanOrEqual(units * (atMost.placed ?? Infinity));
            expect(want.score).toBeLessThanOrEqual(units * (atMost.score ?? Infinity));
            if (want.placed > 0) seen.add(`placed ${unit.kind}`);
            if (want.score > 0) seen.add(`score ${unit.kind}`);
          }
          const { gains, holdsFor, isCutOff } = verified!;
          expect(holdsFor).toBe(isCutOff ? gains.length : gains.length - 1);
        }
        const { rows, unknownCount } = boundsOfPlan(roster, outcome);
        for (const { unit, verified } of table.rows) {
          const bound = rows.find((row) => row.unit.kind === unit.kind && row.unit.id === unit.id)?.atMost;
          // What the plan's own proof leaves out brings nothing, unless it says nothing of it.
          const leftOut = unknownCount > 0 ? Infinity : 0;
          expect(verified!.gains[0]!.score.most!).toBeLessThanOrEqual(bound === undefined ? leftOut : (bound.score ?? Infinity));
          expect(verified!.gains[0]!.placed.most!).toBeLessThanOrEqual(bound === undefined ? leftOut : (bound.placed ?? Infinity));
          if (bound?.score != null) seen.add('proof of the plan');
        }
      }),
      { numRuns: 16, seed: 7 },
    );
    const kinds = ['budget', 'city-beds', 'host-seats', 'opening-seats'];
    expect([...seen]).toEqual(
      expect.arrayContaining([...kinds.flatMap((kind) => [`placed ${kind}`, `score ${kind}`]), 'score quota', 'proof of the plan']),
    );
  }, 60_000);
});

function boundsOfPlan(roster: Roster, outcome: Awaited<ReturnType<typeof engine.place>>): PriceTable {
  if (outcome.status !== 'planned') throw new Error(outcome.status);
  const { instance } = buildInstanceNow(roster);
  // One unit of a budget as in the question above.
  return priceTable(instance!, formulate(instance!), outcome.solution.steps, outcome.certificate.steps, budgetCents);
}

describe('a raised limit', () => {
  it('is the same in the model as in the records', () => {
    fc.assert(
      fc.property(rosters, fc.integer({ min: 1, max: 3 }), (roster, units) => {
        const { instance } = buildInstanceNow(roster);
        const model = formulate(instance!);
        for (const unit of unitsOf(instance!, model, budgetCents).filter(({ isRebuilt }) => !isRebuilt)) {
          const patched = legalPlans(raisedModel(model, unit as LimitUnit, units * unit.step));
          const rebuilt = legalPlans(formulate(buildInstanceNow(raisedRoster(roster, unit, units * unit.step)).instance!));
          expect(patched).toEqual(rebuilt);
        }
      }),
      { numRuns: 30, seed: 3 },
    );
  });
});

describe('the command prices', () => {
  it('says on data/tiny what README.md says, names nobody, and refuses ids that nobody bears', async () => {
    const tiny = fileURLToPath(new URL('../../data/tiny', import.meta.url));
    const folder = await mkdtemp(join(tmpdir(), 'placewise-prices-'));
    const ask = (...rest: string[]) => placewiseIn(folder, 'prices', tiny, 'plan', ...rest);
    await placewiseIn(folder, 'match', tiny, '--out', 'plan');
    const { code, out } = await ask();
    expect(code).toBe(0);
    const readme = textOf(fileURLToPath(new URL('../../README.md', import.meta.url)));
    const told = /placewise prices data[\s\S]*?```text\n([\s\S]*?)```/.exec(readme)![1]!;
    expect(out.split('\n')).toEqual(expect.arrayContaining(told.trimEnd().split('\n')));
    const json = JSON.parse((await ask('--opening', 'O-SI-1', '--json')).out) as PriceTable;
    expect(json.rows.map(({ unit, verified }) => [unit.id, verified!.gains.map(({ placed }) => placed.most)])).toEqual([
      ['O-SI-1', [0, 0, 0]],
    ]);
    const ids = textOf(join(tiny, 'students.csv'))
      .split('\n')
      .slice(1)
      .map((line) => line.split(',')[0]!);
    for (const id of ids.filter((text) => text !== '')) expect(out).not.toMatch(new RegExp(`\\b${id}\\b`));
    // The bounds of the plan's own proof, in its folder.
    expect(textOf(join(folder, 'plan', 'prices.csv')).split('\n')[1]).toBe('opening-seats,O-IT-2,H-IT-2,Bologna,1,1,,22600,,,,');
    expect(textOf(join(folder, 'plan', 'report.html'))).toContain('What one more is worth');
    const wrong = await ask('--budget', 'nobody');
    expect(wrong.code).toBe(2);
    expect(wrong.err).toContain('budgets.csv');
    await rm(folder, { recursive: true });
  });
});

describe('the least money that brings one more person a place', () => {
  it('is known to the cent', async () => {
    const roster = rosterOf({
      students: ['a', 'b'].map((id) => ({ id, senderId: 's' })),
      organisations: [{ id: 's', kind: 'sender' }],
      openings: [{ id: 'o', hostId: 'h', ...dates, seats: 2 }],
      pairs: ['a', 'b'].map((studentId) => ({ studentId, openingId: 'o', score: 5, costCents: 30_017 })),
      budgets: [{ id: 'b', limitCents: 40_000 }],
      options: { eligible: 'listed' },
    });
    const outcome = await engine.place(roster);
    if (outcome.status !== 'planned') throw new Error(outcome.status);
    const asked = await engine.prices(roster, outcome, { only: [{ kind: 'budget', id: 'b' }] });
    if (asked.status === 'refused') throw new Error(asked.status);
    // 2 · 300.17 − 400.00 = 200.34.
    expect(asked.answer.rows[0]!.verified).toMatchObject({
      leastCents: 20_034,
      gains: [{ placed: { least: 1, most: 1 }, score: { least: 5, most: 5 } }, {}],
    });
  });
});
