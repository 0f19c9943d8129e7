import { describe, expect, it } from 'vitest';
import { meets } from '../../src/certify/bound/witness.js';
import { startChain } from '../../src/model/steps.js';
import { refill } from '../../src/solve/refill.js';
import { chosenPairs, isPlaced } from '../../src/solve/walk.js';
import { budgetModel } from '../support/budget-model.js';

describe('people put back', () => {
  it.each([1, 2, 3, 4, 5])('break no row, move nobody, and leave nobody out who fits, seed %i', (seed) => {
    const model = budgetModel({ people: 60, openings: 15, pairsEach: 5, senders: 3, seed, share: 0.6 });
    const chain = startChain(model);
    const empty = new Float64Array(model.pairCount);
    const before = refill(model, model, empty, empty);
    const fewer = before.slice();
    chosenPairs(model, before).forEach((pair, k) => {
      if (k % 3 === 0) fewer[pair] = 0;
    });
    const full = refill(model, model, fewer, before);
    expect(meets(chain, chosenPairs(model, full))).toBe(true);
    for (const pair of chosenPairs(model, fewer)) expect(full[pair]).toBe(1);
    expect(chosenPairs(model, full).length).toBeGreaterThan(chosenPairs(model, fewer).length);
    for (const person of model.walk) {
      if (isPlaced(model, full, person)) continue;
      for (let pair = model.firstPairOfPerson[person]!; pair < model.firstPairOfPerson[person + 1]!; pair++) {
        const more = full.slice();
        more[pair] = 1;
        expect(meets(chain, chosenPairs(model, more))).toBe(false);
      }
    }
  });
});
