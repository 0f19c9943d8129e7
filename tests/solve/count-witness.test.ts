import { describe, expect, it } from 'vitest';
import { replayProof } from '../../src/certify/bound/proof.js';
import { runToEnd } from '../../src/certify/rules/slices.js';
import { isPlaced } from '../../src/solve/walk.js';
import { randomModel } from '../support/random-model.js';
import { solveInline } from '../support/solve.js';

describe('the plan that stands for a count', () => {
  it('is that of the walk after it, where that places as many', async () => {
    let shared = 0;
    for (let seed = 1; seed <= 60; seed++) {
      const model = randomModel(seed, { walk: true, order: 'count-first' });
      const { steps, plan } = await solveInline(model);
      const count = steps.find(({ kind }) => kind === 'count');
      const walk = steps.find(({ kind }) => kind === 'walk');
      if (plan === null || count === undefined || walk === undefined) continue;
      const taken = new Float64Array(model.columnCount);
      for (const pair of walk.witness) taken[pair] = 1;
      for (const [person, column] of model.placedColumnOfPerson.entries()) {
        const { firstPairOfPerson: first } = model;
        if (column >= 0 && taken.subarray(first[person]!, first[person + 1]!).includes(1)) taken[column] = 1;
      }
      const placed = model.countedOfPerson.filter((counted, person) => counted === 1 && isPlaced(model, taken, person)).length;
      if (placed !== count.value) continue;
      expect([seed, ...count.witness]).toEqual([seed, ...walk.witness]);
      expect(runToEnd(replayProof(model, steps, plan))).toMatchObject({ ok: true, isMet: true });
      shared++;
    }
    expect(shared).toBeGreaterThan(30);
  });
});
