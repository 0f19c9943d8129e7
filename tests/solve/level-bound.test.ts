import { describe, expect, it } from 'vitest';
import { replay } from '../../src/certify/bound/replay.js';
import { replaySteps } from '../../src/certify/bound/steps.js';
import { runToEnd } from '../../src/certify/rules/slices.js';
import { noRows } from '../../src/model/cut.js';
import { giveBack } from '../../src/model/extend.js';
import { aboveProblem, afterStay, afterWalk, beforeStay, startChain, startMeasure } from '../../src/model/steps.js';
import { cheapLevelBound } from '../../src/solve/level-bound.js';
import { solveModel } from '../../src/solve/solve.js';
import { inlineTransport } from '../../src/transport/inline.js';
import { compareLevels } from '../../src/solve/levels.js';
import { budgetModel } from '../support/budget-model.js';
import { randomModel } from '../support/random-model.js';
import { contextOf, solveInline } from '../support/solve.js';

describe('a bound on a level without a solver', () => {
  it.each(['share', 'level'] as const)('is shown by its proof, whoever may stay behind: %s', async (measure) => {
    let shown = 0;
    let withStay = 0;
    for (let seed = 1; seed <= 150; seed++) {
      const model = randomModel(seed, { walk: seed % 2 === 0 });
      let chain = startChain(model);
      if (seed % 4 === 0) chain = afterWalk(chain, model.walk, []);
      chain = startMeasure(chain, measure);
      for (let stay = 0; stay < model.groupCount; stay++) {
        const found = await cheapLevelBound(chain, null);
        if (found !== null) {
          shown++;
          if (stay > 0) withStay++;
          expect(runToEnd(replay(aboveProblem(chain, found.bound), found.proof)), `seed ${seed}, ${stay} stay`).toEqual({
            isInfeasible: true,
          });
        }
        chain = afterStay(beforeStay(chain, { numerator: stay, denominator: 3 }), stay + 1);
      }
    }
    expect(shown).toBeGreaterThan(100);
    expect(withStay).toBeGreaterThan(30);
  });

  it('is the mean of all scores where that is less than the best of each, by the prices of match quality', async () => {
    for (const seed of [1, 2, 3]) {
      const base = budgetModel({ people: 300, openings: 60, pairsEach: 6, senders: 4, seed, share: 1 });
      const model = { ...base, rows: noRows, tiers: base.tiers.slice(0, 2) };
      const { steps } = await solveInline(model);
      const quality = steps.at(-1)!;
      if (quality.kind !== 'quality' || quality.proof?.kind !== 'prices') throw new Error('another proof');
      const total = { bound: quality.bound!, prices: quality.proof.prices };
      const chain = startMeasure(runToEnd(replaySteps(model, steps)).chain, 'level');
      const [found, ofPeople] = [await cheapLevelBound(chain, total), await cheapLevelBound(chain, null)];
      expect(found!.bound, `seed ${seed}`).toEqual({ numerator: quality.bound, denominator: chain.kept!.length });
      expect(compareLevels(found!.bound, ofPeople!.bound)).toBe(-1);
      const shows = (bound: typeof total): boolean => {
        const above = aboveProblem(chain, { numerator: bound.bound, denominator: chain.kept!.length });
        return runToEnd(replay(above, found!.proof)).isInfeasible;
      };
      expect(shows(total)).toBe(true);
      // Half a point a person less is less than the prices show.
      expect(() => shows({ ...total, bound: total.bound - chain.kept!.length / 2 })).toThrow('shows nothing');
    }
  });

  it('leaves the room behind the rows of its chain to the rows that come next', async () => {
    const base = budgetModel({ people: 60, openings: 20, pairsEach: 6, senders: 4, seed: 1, share: 1 });
    const model = { ...base, rows: noRows, tiers: base.tiers.slice(0, 2) };
    const { steps } = await solveInline(model);
    const quality = steps.at(-1)!;
    if (quality.proof?.kind !== 'prices') throw new Error('another proof');
    const chain = startMeasure(runToEnd(replaySteps(model, steps)).chain, 'level');
    for (const total of [{ bound: quality.bound!, prices: quality.proof.prices }, null]) {
      const { bound } = (await cheapLevelBound(chain, total))!;
      const { rows } = aboveProblem(chain, bound);
      expect(rows.columnOfEntry).toBe(chain.constraints.rows.columnOfEntry);
      giveBack(chain.constraints, { ...chain.constraints, rows });
    }
  });

  it('stands on each level that the clock kept from its solver', async () => {
    let open = 0;
    for (let seed = 1; seed <= 80; seed++) {
      const model = randomModel(seed);
      if (model.groupCount === 0 || model.placedColumnOfPerson.some((column) => column >= 0)) continue;
      let asked = 0;
      const context = { ...contextOf(inlineTransport()), struck: () => (asked++ < 2 ? null : ('time' as const)) };
      const solution = await solveModel(model, context);
      if (solution.status !== 'planned') continue;
      const { steps } = runToEnd(replaySteps(model, solution.steps));
      for (const [k, step] of solution.steps.entries()) {
        if (step.kind !== 'level' && step.kind !== 'share-level') continue;
        expect(steps[k]!.bound, `seed ${seed}, ${step.kind}`).not.toBeNull();
        if (!steps[k]!.isProved) open++;
      }
    }
    expect(open).toBeGreaterThan(10);
  });
});
