import { afterAll, describe, expect, it } from 'vitest';
import { randomFrom } from '../../src/basics/random.js';
import { defaultLinkOptions } from '../../src/certify/certify.js';
import { checkLink } from '../../src/certify/link/check.js';
import { checkPlan } from '../../src/certify/plan/check.js';
import { createEngine } from '../../src/engine/engine.js';
import { linkPairsOf } from '../../src/engine/rows.js';
import { formulate } from '../../src/formulate/formulate.js';
import { buildInstanceNow } from '../../src/instance/build.js';
import type { Model } from '../../src/model/types.js';
import { rosterFromRecords, type RosterRecords } from '../../src/roster/from-records.js';
import { day } from '../support/roster.js';

const engine = await createEngine({ transport: 'inline' });
afterAll(() => engine.close());

const dates = { startDay: '2026-03-02', endDay: '2026-04-03' };
/** Both a and b gain by the better company g: 2,000 points of quality for each step of 20. */
async function planOf(decisions: RosterRecords['decisions'], seats = 1): Promise<{ plan: string[]; quality: number }> {
  const { roster, issues } = rosterFromRecords({
    students: ['a', 'b'].map((id, lot) => ({ id, lot, kind: 'short-term' as const, needsAccompanying: false })),
    hosts: ['g', 'h'].map((id, k) => ({ id, name: id, city: id, quality: 100 - 50 * k })),
    openings: [
      { id: 'g1', hostId: 'g', ...dates, seats },
      { id: 'h1', hostId: 'h', ...dates, seats: 2 },
    ],
    decisions: decisions!,
    options: { give: { placed: 0, quality: 0, evenness: 0, money: 0 } },
  });
  if (roster === null) throw new Error(JSON.stringify(issues));
  const outcome = await engine.place(roster);
  if (outcome.status !== 'planned') throw new Error(outcome.status);
  expect(outcome.verdict).toBe('optimal');
  return {
    plan: outcome.placements.map(({ studentId, openingId }) => `${studentId} ${openingId}`),
    quality: outcome.certificate.values!.quality,
  };
}
const wish = (action: 'together' | 'apart', weight: number, scope: 'host' | null = 'host') => [
  { studentId: 'a', otherId: 'b', action, scope, weight },
];

describe('company with a weight', () => {
  it('is checked by the witnesses: a column that scores otherwise, or is not there, is a fault', async () => {
    const { roster } = rosterFromRecords({
      students: ['a', 'b'].map((id) => ({ id, kind: 'short-term' as const })),
      hosts: [{ id: 'g', name: 'G' }],
      openings: [{ id: 'g1', hostId: 'g', ...dates, seats: 2 }],
      decisions: [...wish('together', 7), ...wish('apart', 2)],
    });
    const { instance } = buildInstanceNow(roster!);
    const model = formulate(instance!);
    const codes = (change: Partial<Model>): string[] =>
      checkLink(roster!, { ...model, ...change }, linkPairsOf(instance!), defaultLinkOptions).faults.map(({ code }) => code);
    expect([...model.scoreOfExtra!]).toEqual([-2, 7]);
    expect(codes({})).toEqual([]);
    expect(codes({ scoreOfExtra: Int32Array.of(-2, 8) })).toEqual(['extra-column']);
    const { scoreOfExtra: _, ...without } = model;
    const faults = checkLink(roster!, without, linkPairsOf(instance!), defaultLinkOptions).faults;
    expect(new Set(faults.map(({ code }) => code))).toEqual(new Set(['extra-column']));
    const { rows } = model;
    const lowerOfRow = rows.lowerOfRow.map((lower) => (lower === 0 ? -1 : lower));
    expect(new Set(codes({ rows: { ...rows, lowerOfRow } }))).toEqual(new Set(['row-limits']));
    const coefficientOfEntry = rows.coefficientOfEntry.map((value) => (value === -1 ? -2 : value));
    expect(new Set(codes({ rows: { ...rows, coefficientOfEntry } }))).toEqual(new Set(['row-members']));
  });

  it('brings two together where the weight outweighs the score, and not one point below', async () => {
    const alone = await planOf([]);
    expect(new Set(alone.plan.map((line) => line.slice(2)))).toEqual(new Set(['g1', 'h1']));
    const under = await planOf(wish('together', 499));
    expect(under.quality).toBe(alone.quality);
    expect(new Set(under.plan.map((line) => line.slice(2))).size).toBe(2);
    const over = await planOf(wish('together', 501));
    expect(over).toEqual({ plan: ['a h1', 'b h1'], quality: alone.quality - 500 + 501 });
  });

  it('is the best of all plans, by the witness that reads the records', async () => {
    const random = randomFrom(7);
    const below = (count: number) => Math.floor(random() * count);
    for (let round = 0; round < 12; round++) {
      const ids = ['a', 'b', 'c', 'd'];
      const { roster } = rosterFromRecords({
        students: ids.map((id, lot) => ({ id, lot, kind: 'short-term' as const, needsAccompanying: false })),
        hosts: ['g', 'h', 'i'].map((id) => ({ id, name: id, city: id === 'i' ? 'x' : 'y', quality: 10 * below(11) })),
        openings: ['g', 'h', 'i'].map((id) => ({ id: `o${id}`, hostId: id, ...dates, seats: 1 + below(2) })),
        decisions: Array.from({ length: 4 }, () => {
          const two = below(4);
          const [studentId, otherId] = [ids[two]!, ids[(two + 1 + below(3)) % 4]!];
          const scope = ([null, 'host', 'city', 'opening', 'flow'] as const)[below(5)]!;
          return { studentId, otherId, scope, action: (['together', 'apart'] as const)[below(2)]!, weight: 1 + below(900) };
        }),
        options: { give: { placed: 0, quality: 0, evenness: 0, money: 0 } },
      });
      const outcome = await engine.place(roster!);
      if (outcome.status !== 'planned') throw new Error(outcome.status);
      expect(outcome.verdict).toBe('optimal');
      let best: readonly [number, number] = [-1, 0];
      for (let code = 0; code < 4 ** 4; code++) {
        const placements = ids.flatMap((studentId, k) => {
          const opening = Math.floor(code / 4 ** k) % 4;
          if (opening === 3) return [];
          return [{ studentId, openingId: `o${'ghi'[opening]}`, flowId: null, startDay: day('2026-03-02'), endDay: day('2026-04-03') }];
        });
        const { faults, values } = checkPlan(roster!, placements);
        if (faults.length > 0) continue;
        if (values.placed > best[0] || (values.placed === best[0] && values.quality > best[1])) best = [values.placed, values.quality];
      }
      const { placed, quality } = outcome.certificate.values!;
      expect([placed, quality]).toEqual(best);
    }
  });

  it('is for together and apart alone', () => {
    const { issues } = rosterFromRecords({
      students: [{ id: 'a', kind: 'short-term' }],
      hosts: [{ id: 'g', name: 'G' }],
      openings: [{ id: 'g1', hostId: 'g', ...dates, seats: 2 }],
      decisions: [{ studentId: 'a', action: 'pin', openingId: 'g1', weight: 3 }],
    });
    expect(issues.map(({ code, column }) => [code, column])).toEqual([['weight-without-company', 'weight']]);
  });

  it('parts two where the weight outweighs the score, and not one point below', async () => {
    const both = await planOf([], 2);
    expect(both.plan).toEqual(['a g1', 'b g1']);
    expect(await planOf(wish('apart', 499), 2)).toEqual({ plan: both.plan, quality: both.quality - 499 });
    expect((await planOf(wish('apart', 501), 2)).quality).toBe(both.quality - 500);
  });
});
