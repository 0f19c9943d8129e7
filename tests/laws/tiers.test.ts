import { describe, expect, it } from 'vitest';
import { replay } from '../../src/certify/bound/replay.js';
import { replaySteps } from '../../src/certify/bound/steps.js';
import { runToEnd } from '../../src/certify/rules/slices.js';
import { feasibilityProblem } from '../../src/model/steps.js';
import { bruteForce } from '../support/brute.js';
import { randomModel } from '../support/random-model.js';
import { solveInline } from '../support/solve.js';

/** Tiny models with every shape of row, all tiers, every backend: the plan is the best by enumeration, and each step's proof replays. */
const shapes = [
  { name: 'no lists', wish: {} },
  { name: 'rank-first', wish: { walk: true } },
  { name: 'count-first', wish: { walk: true, order: 'count-first' as const } },
  { name: 'seats only', wish: { side: false } },
  { name: 'seats only, rank-first', wish: { side: false, walk: true } },
  { name: 'seats only, count-first', wish: { side: false, walk: true, order: 'count-first' as const } },
];

describe.each([
  { backend: null, seeds: 60 },
  { backend: 'simplex' as const, seeds: 25 },
  { backend: 'highs' as const, seeds: 25 },
])('against enumeration, backend $backend', ({ backend, seeds }) => {
  it.each(shapes)(
    '$name',
    async ({ wish }) => {
      for (let seed = 1; seed <= seeds; seed++) {
        const model = randomModel(seed, wish);
        const want = bruteForce(model);
        const got = await solveInline(model, backend);
        if (want === null) {
          expect(got.status, `seed ${seed}`).toBe('infeasible');
          expect(runToEnd(replay(feasibilityProblem(model), got.infeasibility!)).isInfeasible).toBe(true);
          continue;
        }
        expect(got.status, `seed ${seed}`).toBe('planned');
        expect(
          runToEnd(replaySteps(model, got.steps)).steps.every((step) => step.isProved),
          `seed ${seed}`,
        ).toBe(true);
        const valueOf = (kind: string) => got.steps.find((step) => step.kind === kind)!.value;
        const kept = got.steps.find((step) => step.kind === 'walk')?.kept;
        const levels = got.steps
          .filter((step) => step.kind === 'level')
          .map((step) => (step.denominator === 0 ? -Infinity : step.value / step.denominator));
        const wanted = want.levels.map(([quality, placed]) => (placed === 0 ? -Infinity : quality / placed));
        expect(
          { quality: valueOf('quality'), cost: -valueOf('money') || 0, kept: kept ? [...kept] : null, levels },
          `seed ${seed}`,
        ).toEqual({
          quality: want.quality,
          cost: want.cost || 0,
          kept: want.kept,
          levels: [...new Set(wanted)],
        });
      }
    },
    60_000,
  );
});
