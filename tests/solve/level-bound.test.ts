import { describe, expect, it } from 'vitest';
import { replay } from '../../src/certify/bound/replay.js';
import { replaySteps } from '../../src/certify/bound/steps.js';
import { runToEnd } from '../../src/certify/rules/slices.js';
import { aboveProblem, afterStay, afterWalk, beforeStay, startChain, startMeasure } from '../../src/model/steps.js';
import { levelBoundOfPeople } from '../../src/solve/level-bound.js';
import { solveModel } from '../../src/solve/solve.js';
import { inlineTransport } from '../../src/transport/inline.js';
import { randomModel } from '../support/random-model.js';
import { contextOf } from '../support/solve.js';

describe('a bound on a level without a solver', () => {
  it.each(['share', 'level'] as const)('is shown by its proof, whoever may stay behind: %s', async (measure) => {
    let shown = 0;
    let withStay = 0;
    for (let seed = 1; seed <= 150; seed++) {
      const model = randomModel(seed, { walk: seed % 2 === 0 });
      let chain = startChain(model);
      if (seed % 4 === 0) chain = afterWalk(chain, model.walk, new Int32Array(0));
      chain = startMeasure(chain, measure);
      for (let stay = 0; stay < model.groupCount; stay++) {
        const found = await levelBoundOfPeople(chain);
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
