import { describe, expect, it } from 'vitest';
import { certify } from '../../src/certify/certify.js';
import { PlanChecks, placementsOf } from '../../src/certify/checks.js';
import { checkPlan } from '../../src/certify/plan/check.js';
import { runToEnd } from '../../src/certify/rules/slices.js';
import { startAhead } from '../../src/engine/ahead.js';
import { startAside } from '../../src/engine/aside.js';
import { linkPairsOf, placementRows } from '../../src/engine/rows.js';
import { formulate } from '../../src/formulate/formulate.js';
import { buildInstanceNow } from '../../src/instance/build.js';
import type { Step, StepKind } from '../../src/solution/types.js';
import { day, rosterOf } from '../support/roster.js';
import { solveInline } from '../support/solve.js';

const dates = { startDay: day('2026-03-02'), endDay: day('2026-03-29') };
const roster = rosterOf({
  students: [
    { id: 'p1', kind: 'short-term', selectionList: 'l', points: 2 },
    { id: 'p2', kind: 'short-term', selectionList: 'l', points: 1 },
  ],
  hosts: [{ id: 'h' }],
  openings: [
    { id: 'a', hostId: 'h', seats: 1, ...dates },
    { id: 'b', hostId: 'h', seats: 1, ...dates },
  ],
});
const instance = buildInstanceNow(roster).instance!;
const pairs = linkPairsOf(instance);
const model = formulate(instance);
const solution = await solveInline(model);

/** The first person in one opening, the other in the other; and both in the first. */
const [other, crowded] = [Int32Array.of(1, 2), Int32Array.of(0, 2)];

const stepOf = (kind: StepKind, witness: Int32Array): Step => ({ ...solution.steps[0]!, kind, witness });

function begun() {
  let begins = 0;
  const aside = startAside(roster, model, pairs).done;
  const ahead = startAhead(instance, model, pairs, aside, () => begins++);
  return { aside, ahead, begins: () => begins };
}

describe('what is done ahead of the last plan', () => {
  it('checks the plans that it hears of, but for a count that a walk follows, and makes the rows of those after the first tier', async () => {
    const { aside, ahead, begins } = begun();
    ahead.hear(stepOf('count', crowded));
    ahead.hear(stepOf('walk', other));
    ahead.hear({ ...stepOf('quality', solution.plan!), tier: 'quality' });
    await aside;
    for (let turn = 0; turn < 100; turn++) await new Promise((resolve) => setImmediate(resolve));
    const { checks, rows } = await ahead.end();
    expect(begins()).toBe(1);
    expect(await checks!.reportOf(solution.plan!)).toEqual(checkPlan(roster, placementsOf(pairs, model, solution.plan!)));
    expect([...rows.keys()]).toEqual([...solution.plan!]);
    expect(runToEnd(placementRows(instance, solution.plan!, rows))).toEqual(runToEnd(placementRows(instance, solution.plan!)));
    const fresh = await certify(roster, pairs, model, solution);
    expect(await certify(roster, pairs, model, solution, { ...(await aside), checks })).toEqual(fresh);
    expect(fresh).toMatchObject({ ok: true, certificate: { verdict: 'optimal' } });
  });

  it('begins nothing more once it has ended', async () => {
    const { ahead, begins } = begun();
    ahead.hear(stepOf('walk', other));
    const { checks, rows } = await ahead.end();
    expect([checks, rows.size, begins()]).toEqual([null, 0, 0]);
  });

  it('writes no verdict for a witness that breaks a rule, whenever it was checked', async () => {
    const { book } = await startAside(roster, model, pairs).done;
    const checks = new PlanChecks(book, pairs, model);
    expect((await checks.reportOf(crowded)).faults).not.toEqual([]);
    const steps = solution.steps.map((step, k) => (k === 0 ? { ...step, witness: crowded } : step));
    expect(await certify(roster, pairs, model, { ...solution, steps }, { checks })).toMatchObject({ ok: false, check: 'plan' });
  });

  it('checks a plan once, by what it holds', async () => {
    const { book } = await startAside(roster, model, pairs).done;
    const checks = new PlanChecks(book, pairs, model);
    expect(checks.reportOf(other.slice())).toBe(checks.reportOf(other));
    expect(checks.reportOf(crowded)).not.toBe(checks.reportOf(other));
  });
});
