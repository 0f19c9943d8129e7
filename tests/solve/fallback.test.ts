import { describe, expect, it } from 'vitest';
import { replay } from '../../src/certify/bound/replay.js';
import { replaySteps } from '../../src/certify/bound/steps.js';
import { runToEnd } from '../../src/certify/rules/slices.js';
import { moneyProblem, qualityProblem, startChain } from '../../src/model/steps.js';
import type { Problem } from '../../src/model/types.js';
import { boundOfPeople } from '../../src/solve/fallback.js';
import { solveScalar } from '../../src/solve/scalar.js';
import { solveModel } from '../../src/solve/solve.js';
import { inlineTransport } from '../../src/transport/inline.js';
import { randomModel } from '../support/random-model.js';
import { contextOf } from '../support/solve.js';

const all = (from: number, end: number) => Array.from({ length: end - from }, (_, k) => from + k);

describe('a bound without a solver', () => {
  it('replays as what it says and lies above every best value', async () => {
    let shown = 0;
    for (let seed = 1; seed <= 120; seed++) {
      const chain = startChain(randomModel(seed));
      for (const problem of [qualityProblem(chain), moneyProblem(chain)] as Problem[]) {
        const found = boundOfPeople(problem, all(0, problem.personCount), all(problem.pairCount, problem.columnCount))!;
        const replayed = runToEnd(replay(problem, found.proof));
        if (replayed.isInfeasible) throw new Error('a bound is no proof of infeasibility');
        const best = await solveScalar(problem, { start: null, toleranceMillionths: 0 }, contextOf(inlineTransport()));
        if (best.value === null) continue;
        shown++;
        expect(Number(replayed.bound), `seed ${seed}`).toBeLessThanOrEqual(found.bound);
        expect(Number(replayed.bound), `seed ${seed}`).toBeGreaterThanOrEqual(best.value);
      }
    }
    expect(shown).toBeGreaterThan(100);
  });

  it('is exact where nobody is in anybody’s way', () => {
    const model = randomModel(3, { side: false });
    const problem = { ...qualityProblem(startChain(model)), upperOfSeat: new Int32Array(model.seatCount).fill(99) };
    let best = 0;
    for (let person = 0; person < model.personCount; person++) {
      const own = [...problem.objective.subarray(model.firstPairOfPerson[person], model.firstPairOfPerson[person + 1])];
      best += model.upperOfPerson[person]! * Math.max(0, ...own);
    }
    expect(boundOfPeople(problem, all(0, model.personCount), [])!.bound).toBe(best);
  });

  it('stands on each scalar step that the clock kept from its solver', async () => {
    let open = 0;
    for (let seed = 1; seed <= 60; seed++) {
      const model = randomModel(seed, { walk: seed % 2 === 0 });
      let asked = 0;
      // The first questions are answered, then the time is over.
      const context = { ...contextOf(inlineTransport()), struck: () => (asked++ < 2 ? null : ('time' as const)) };
      const solution = await solveModel(model, context);
      if (solution.status !== 'planned') continue;
      const { steps } = runToEnd(replaySteps(model, solution.steps));
      for (const [k, step] of solution.steps.entries()) {
        if (!['count', 'others', 'quality', 'money'].includes(step.kind)) continue;
        expect(steps[k]!.bound, `seed ${seed}, ${step.kind}`).not.toBeNull();
        if (!steps[k]!.isProved) open++;
      }
    }
    expect(open).toBeGreaterThan(10);
  });
});
