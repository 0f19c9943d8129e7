import { describe, expect, it } from 'vitest';
import { bundlePrices } from '../../src/flow/bundle.js';
import { rowsOfPair } from '../../src/flow/coupled.js';
import { Relaxation } from '../../src/flow/relaxation.js';
import { solvePriced } from '../../src/backends/priced.js';
import { qualityProblem, startChain, withKept } from '../../src/model/steps.js';
import { budgetModel } from '../support/budget-model.js';

describe('the bundle of planes', () => {
  it.each([1, 2, 3, 4])('brings the bound down to a plan where three in four people must be placed, seed %i', (seed) => {
    const model = budgetModel({ people: 400, openings: 100, pairsEach: 8, senders: 5, seed, share: 0.7 });
    const problem = qualityProblem(withKept(startChain(model), model.walk.subarray(0, 300)));
    const relaxation = new Relaxation(problem, rowsOfPair(problem));
    const start = relaxation.evaluate(new Float64Array(problem.rows.count), null);
    const unit = new Float64Array(problem.rows.count).fill(20 * relaxation.scale);
    const totals: number[] = [];
    const best = bundlePrices(
      problem,
      relaxation,
      unit,
      start,
      () => false,
      ({ total }) => totals.push(total),
    );
    expect(best.total).toBeLessThan(start.total);
    expect(totals).toEqual([...totals].sort((a, b) => b - a));
    const { value } = solvePriced(problem, {
      shouldStop: () => false,
      nodeLimit: 200,
      start: null,
      basis: null,
      toleranceMillionths: 0,
      onIncumbent: () => undefined,
      onBound: () => undefined,
      onLeaves: () => undefined,
    });
    const bound = best.total / relaxation.scale;
    expect(bound).toBeGreaterThanOrEqual(value!);
    expect(bound).toBeLessThan(value! * 1.003);
  });

  it('moves no price where nothing is to be gained', () => {
    const model = budgetModel({ people: 60, openings: 20, pairsEach: 5, senders: 2, seed: 1, share: 9 });
    const problem = qualityProblem(startChain(model));
    const relaxation = new Relaxation(problem, rowsOfPair(problem));
    const start = relaxation.evaluate(new Float64Array(2), null);
    expect(
      bundlePrices(
        problem,
        relaxation,
        new Float64Array(2).fill(1000),
        start,
        () => false,
        () => undefined,
      ),
    ).toBe(start);
  });
});
