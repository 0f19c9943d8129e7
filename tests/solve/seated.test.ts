import { describe, expect, it } from 'vitest';
import { replaySteps } from '../../src/certify/bound/steps.js';
import { runToEnd } from '../../src/certify/rules/slices.js';
import { startChain } from '../../src/model/steps.js';
import { seatedByWalk } from '../../src/solve/seated.js';
import { solveModel } from '../../src/solve/solve.js';
import { inlineTransport } from '../../src/transport/inline.js';
import { bruteForce } from '../support/brute.js';
import { budgetModel } from '../support/budget-model.js';
import { randomModel } from '../support/random-model.js';
import { contextOf, countingTransport } from '../support/solve.js';

describe('whom the seats alone take', () => {
  it('is whom a walk over seats alone keeps, by enumeration', async () => {
    let seen = 0;
    for (let seed = 1; seed <= 300; seed++) {
      const model = randomModel(seed, { walk: true, side: false });
      if (model.placedColumnOfPerson.some((column) => column >= 0) || model.lowerOfPerson.some((lower) => lower > 0)) continue;
      const seated = await seatedByWalk(startChain(model), contextOf(inlineTransport()));
      expect([...seated], `seed ${seed}`).toEqual(bruteForce(model)!.kept ?? []);
      seen++;
    }
    expect(seen).toBeGreaterThan(50);
  });
});

describe('a walk under budgets', () => {
  it('that a plan for all the seats take allows is settled without a question for each', async () => {
    for (const seed of [1, 2, 3]) {
      const model = budgetModel({ people: 120, openings: 30, pairsEach: 6, senders: 4, seed, share: 0.95 });
      const { transport, jobs } = countingTransport();
      const { steps } = await solveModel({ ...model, tiers: model.tiers.slice(0, 1) }, contextOf(transport));
      const { steps: replayed } = runToEnd(replaySteps(model, steps));
      expect(replayed[0]!.isProved, `seed ${seed}`).toBe(true);
      expect(steps[0]!.kept!.length).toBeLessThan(model.walk.length);
      expect(jobs()).toBeLessThan(10);
    }
  });

  it('that holds fewer keeps the front of the lists and counts what it leaves open', async () => {
    const model = budgetModel({ people: 40, openings: 12, pairsEach: 5, senders: 2, seed: 1, share: 0.4 });
    const { steps } = await solveModel({ ...model, tiers: model.tiers.slice(0, 1) }, contextOf(inlineTransport()));
    const [walked] = runToEnd(replaySteps(model, steps)).steps;
    expect(walked!.openCount).toBe(steps[0]!.open!.length);
    expect(steps[0]!.kept!.length + steps[0]!.refused!.flatMap(({ persons }) => [...persons]).length + walked!.openCount).toBe(40);
    expect(steps[0]!.kept!.length).toBeGreaterThan(15);
    expect(walked!.openCount).toBeLessThan(5);
  });

  it('shows one deficient set for all whom it refuses', async () => {
    const model = budgetModel({ people: 120, openings: 10, pairsEach: 2, senders: 4, seed: 2, share: 9 });
    const { steps } = await solveModel({ ...model, tiers: model.tiers.slice(0, 1) }, contextOf(inlineTransport()));
    expect(runToEnd(replaySteps(model, steps)).steps[0]!.isProved).toBe(true);
    const sizes = steps[0]!.refused!.map(({ persons }) => persons.length);
    expect(Math.max(...sizes)).toBeGreaterThan(1);
  });
});
