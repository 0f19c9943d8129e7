import { describe, expect, it } from 'vitest';
import { freeControl } from '../../src/backends/contract.js';
import { solvePriced } from '../../src/backends/priced.js';
import { replay } from '../../src/certify/bound/replay.js';
import { replaySteps } from '../../src/certify/bound/steps.js';
import { runToEnd } from '../../src/certify/rules/slices.js';
import { countProblem, feasibilityProblem, startChain, withKept } from '../../src/model/steps.js';
import { asksForRoom, planOfFront, refusalOf, roomFor } from '../../src/solve/room.js';
import { seatedByWalk } from '../../src/solve/seated.js';
import { solveModel } from '../../src/solve/solve.js';
import { isPlaced } from '../../src/solve/walk.js';
import { claimFault } from '../../src/transport/second-opinion.js';
import { inlineTransport } from '../../src/transport/inline.js';
import { budgetModel } from '../support/budget-model.js';
import { contextOf, countingTransport } from '../support/solve.js';

const wish = { people: 120, openings: 30, pairsEach: 6, senders: 4 };

describe('room for people under budgets', () => {
  it('is shown by a plan that keeps every limit, or denied by prices that replay', async () => {
    const statuses = new Set<string>();
    for (const seed of [1, 2, 3, 4]) {
      const model = budgetModel({ ...wish, seed, share: 0.4 });
      const chain = startChain(model);
      const seated = await seatedByWalk(chain, contextOf(inlineTransport()));
      let longest = 0;
      let shortestDenied = seated.length + 1;
      for (let count = 58; count <= seated.length; count += 2) {
        const problem = feasibilityProblem(withKept(chain, seated, count).constraints);
        const answer = solvePriced(problem, { ...freeControl, nodeLimit: 5 });
        statuses.add(answer.status);
        if (answer.status === 'solved') {
          expect(claimFault(problem, answer)).toBeNull();
          longest = count;
        }
        if (answer.status !== 'infeasible') continue;
        expect(runToEnd(replay(problem, answer.proof!))).toEqual({ isInfeasible: true });
        shortestDenied = Math.min(shortestDenied, count);
      }
      // What neither a plan nor prices settle is a few people wide.
      expect(shortestDenied - longest, `seed ${seed}`).toBeLessThanOrEqual(8);
      expect(longest).toBeGreaterThan(0);
    }
    expect(statuses).toContain('infeasible');
    expect(statuses).toContain('solved');
  });

  it('is found for as many from the front as prices allow, in a few questions', async () => {
    const model = budgetModel({ ...wish, seed: 5, share: 0.4 });
    const chain = startChain(model);
    const inline = inlineTransport();
    const { transport, jobs } = countingTransport();
    const seated = await seatedByWalk(chain, contextOf(inline));
    expect(asksForRoom(chain)).toBe(true);
    const whole = await roomFor(chain, seated, contextOf(transport));
    const plan = await planOfFront(chain, seated, whole, contextOf(transport));
    const front = seated.findIndex((person) => !isPlaced(model, plan!, person));
    expect(front).toBeGreaterThan(0);
    expect(jobs()).toBeLessThan(8);
    const denied = await roomFor(chain, seated.subarray(0, front + 6), contextOf(inline));
    expect(denied.status).toBe('infeasible');
  });

  it('is found also where one limit after the other runs out', async () => {
    const model = budgetModel({ ...wish, seed: 7, share: 0.9 });
    const chain = startChain(model);
    // Limits of 5, 10, 20 and 40 in a hundred of the one before: each denial is about another.
    const { rows } = chain.constraints;
    const upperOfRow = rows.upperOfRow.map((upper, row) => Math.floor((upper * [5, 10, 20, 40][row % 4]!) / 100));
    const short = { ...chain, constraints: { ...chain.constraints, rows: { ...rows, upperOfRow } } };
    const context = contextOf(inlineTransport());
    const seated = await seatedByWalk(short, context);
    const plan = await planOfFront(short, seated, await roomFor(short, seated, context), context);
    const front = seated.findIndex((person) => !isPlaced(model, plan!, person));
    expect(front).toBeGreaterThan(0);
    expect((await roomFor(short, seated.subarray(0, front + 3), context)).plan).toBeNull();
  });

  it('refuses with one person everybody who costs more than the kept leave', async () => {
    const model = budgetModel({ ...wish, seed: 6, share: 0.4 });
    const chain = startChain(model);
    const context = contextOf(inlineTransport());
    const seated = await seatedByWalk(chain, context);
    let count = 60;
    while ((await roomFor(chain, seated.subarray(0, count + 1), context)).status === 'solved') count++;
    let denied = await roomFor(chain, seated.subarray(0, count + 1), context);
    while (denied.status !== 'infeasible') denied = await roomFor(chain, seated.subarray(0, ++count + 1), context);
    const kept = seated.slice(0, count);
    const refusal = refusalOf(chain, kept, seated[count]!, seated.slice(count + 1), denied.proof)!;
    expect(refusal.persons.length).toBeGreaterThan(1);
    const refused = new Set(refusal.persons);
    const problem = countProblem(withKept(chain, kept), (person) => refused.has(person));
    expect(runToEnd(replay(problem, refusal.proof))).toEqual({ isInfeasible: false, bound: 0n });
    const others = new Set(model.walk.filter((person) => !kept.includes(person)));
    const all = countProblem(withKept(chain, kept), (person) => others.has(person));
    expect(runToEnd(replay(all, refusal.proof)), 'the prices refuse those alone').not.toEqual({ isInfeasible: false, bound: 0n });
  });

  it('leaves a walk under tight budgets nearly nobody open, and proves whom it refuses', async () => {
    for (const seed of [1, 2]) {
      const model = budgetModel({ ...wish, seed, share: 0.4 });
      const context = { ...contextOf(inlineTransport()), limits: { timeMs: null, nodes: 20 } };
      const { steps } = await solveModel({ ...model, tiers: model.tiers.slice(0, 1) }, context);
      const [walked] = runToEnd(replaySteps(model, steps)).steps;
      expect(walked!.openCount, `seed ${seed}`).toBeLessThan(15);
      const refused = steps[0]!.refused!.reduce((sum, { persons }) => sum + persons.length, 0);
      expect(steps[0]!.kept!.length + refused + walked!.openCount).toBe(120);
      expect(steps[0]!.refused!.length).toBeLessThan(refused);
    }
  });
});
