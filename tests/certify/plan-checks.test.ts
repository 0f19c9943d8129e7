import { describe, expect, it } from 'vitest';
import { PlanChecks, placementsOf } from '../../src/certify/checks.js';
import { checkPlan } from '../../src/certify/plan/check.js';
import { openBook } from '../../src/certify/rules/book.js';
import { runToEnd } from '../../src/certify/rules/slices.js';
import type { LinkPairs } from '../../src/certify/types.js';
import { linkPairsOf } from '../../src/engine/rows.js';
import { formulate } from '../../src/formulate/formulate.js';
import { buildInstanceNow } from '../../src/instance/build.js';
import { day, rosterOf } from '../support/roster.js';

const dates = { startDay: day('2026-03-02'), endDay: day('2026-03-29') };
const roster = rosterOf({
  students: [
    { id: 'p1', kind: 'short-term', maximum: 2 },
    { id: 'p2', kind: 'short-term', required: true },
    { id: 'p3', kind: 'short-term' },
  ],
  hosts: [{ id: 'h' }],
  openings: [
    { id: 'a', hostId: 'h', seats: 1, ...dates },
    { id: 'b', hostId: 'h', seats: 2, ...dates },
  ],
});
const instance = buildInstanceNow(roster).instance!;
const pairs = linkPairsOf(instance);
const model = formulate(instance);
const all = Int32Array.from({ length: model.pairCount }, (_, pair) => pair);

async function reportsOf(of: LinkPairs, plan: Int32Array) {
  const book = runToEnd(openBook(roster));
  return [await new PlanChecks(book, of, model).reportOf(plan), checkPlan(roster, placementsOf(of, model, plan))] as const;
}

describe('plans of a model held against the records', () => {
  it('says of pairs what it says of the placements that they are', async () => {
    for (let bits = 0; bits < 2 ** all.length; bits++) {
      const plan = all.filter((pair) => (bits >> pair) % 2 === 1);
      const [byPairs, byPlacements] = await reportsOf(pairs, plan);
      expect(byPairs).toEqual(byPlacements);
    }
  });

  it('says the same of pairs in another order', async () => {
    const book = runToEnd(openBook(roster));
    const reportOf = (plan: Int32Array) => new PlanChecks(book, pairs, model).reportOf(plan);
    expect(await reportOf(all.slice().reverse())).toEqual(await reportOf(all));
  });

  it('names what no record is, and a place taken twice', async () => {
    const [first, ...others] = pairs.slots;
    const wrong: readonly (readonly [string, LinkPairs])[] = [
      ['id-unknown', { ...pairs, slots: [{ ...first!, openingId: 'gone' }, ...others] }],
      ['id-unknown', { ...pairs, personIds: ['nobody', ...pairs.personIds.slice(1)] }],
      ['placement-target', { ...pairs, slots: [{ ...first!, openingId: null, flowId: null }, ...others] }],
      ['placement-dates', { ...pairs, slots: [{ ...first!, endDay: first!.endDay + 1 }, ...others] }],
      ['placement-duplicate', { ...pairs, slots: [others[0]!, ...others] }],
    ];
    for (const [code, of] of wrong) {
      const [byPairs, byPlacements] = await reportsOf(of, all);
      expect(byPairs).toEqual(byPlacements);
      expect(byPairs.faults.map((fault) => fault.code)).toContain(code);
    }
  });
});
