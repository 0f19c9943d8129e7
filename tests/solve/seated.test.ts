import { describe, expect, it } from 'vitest';
import { replaySteps } from '../../src/certify/bound/steps.js';
import { runToEnd } from '../../src/certify/rules/slices.js';
import { startChain } from '../../src/model/steps.js';
import type { Model } from '../../src/model/types.js';
import { seatedByWalk } from '../../src/solve/seated.js';
import { solveModel } from '../../src/solve/solve.js';
import { inlineTransport } from '../../src/transport/inline.js';
import { bruteForce } from '../support/brute.js';
import { budgetModel } from '../support/budget-model.js';
import { randomModel } from '../support/random-model.js';
import { contextOf } from '../support/solve.js';

const nobody = (model: Model): Uint8Array => new Uint8Array(model.personCount);

describe('whom the seats alone take', () => {
  it('is whom a walk over seats alone keeps, by enumeration', async () => {
    let seen = 0;
    for (let seed = 1; seed <= 300; seed++) {
      const model = randomModel(seed, { walk: true, side: false });
      if (model.placedColumnOfPerson.some((column) => column >= 0) || model.lowerOfPerson.some((lower) => lower > 0)) continue;
      const seated = await seatedByWalk(startChain(model), nobody(model), contextOf(inlineTransport()));
      expect([...seated], `seed ${seed}`).toEqual(bruteForce(model)!.kept ?? []);
      seen++;
    }
    expect(seen).toBeGreaterThan(50);
  });

  it('lets others in where somebody is given up', async () => {
    // Two people, one seat.
    const model = {
      ...budgetModel({ people: 2, openings: 1, pairsEach: 1, senders: 1, seed: 1, share: 9 }),
      upperOfSeat: Int32Array.of(1),
    };
    const givenUp = nobody(model);
    const seated = () => seatedByWalk(startChain(model), givenUp, contextOf(inlineTransport()));
    expect([...(await seated())]).toEqual([model.walk[0]]);
    givenUp[model.walk[0]!] = 1;
    expect([...(await seated())]).toEqual([model.walk[1]]);
  });
});

describe('a walk under budgets', () => {
  it('that a plan for all the seats take allows is settled without a question for each', async () => {
    for (const seed of [1, 2, 3]) {
      const model = budgetModel({ people: 120, openings: 30, pairsEach: 6, senders: 4, seed, share: 0.95 });
      const inline = inlineTransport();
      let jobs = 0;
      const transport = { ...inline, run: (job: Parameters<typeof inline.run>[0]) => (jobs++, inline.run(job)) };
      const { steps } = await solveModel({ ...model, tiers: model.tiers.slice(0, 1) }, contextOf(transport));
      const { steps: replayed } = runToEnd(replaySteps(model, steps));
      expect(replayed[0]!.isProved, `seed ${seed}`).toBe(true);
      expect(steps[0]!.kept!.length).toBeLessThan(model.walk.length);
      expect(jobs).toBeLessThan(10);
    }
  });
});
