import { afterEach, describe, expect, it, vi } from 'vitest';
import { ProofReplay, replayProof } from '../../src/certify/bound/proof.js';
import { runToEnd } from '../../src/certify/rules/slices.js';
import { ToldReplay } from '../../src/engine/told-replay.js';
import { readProof, writeProof } from '../../src/solution/proof-file.js';
import type { Step } from '../../src/solution/types.js';
import { solveModel } from '../../src/solve/solve.js';
import { inlineTransport } from '../../src/transport/inline.js';
import { randomModel } from '../support/random-model.js';
import { contextOf, solveInline } from '../support/solve.js';

const seeds = [2, 4, 8, 12];
const modelOf = (seed: number) => randomModel(seed, { walk: true, order: 'count-first' });

async function solved(seed: number) {
  const model = modelOf(seed);
  const solution = await solveInline(model);
  const bytes = writeProof({ modelHash: '', solution });
  // As another thread would be handed it.
  const copy = (): Step[] => [...readProof(bytes).solution.steps];
  return {
    model,
    plan: solution.plan!,
    steps: solution.steps,
    copy,
    fresh: (steps: readonly Step[]) => runToEnd(replayProof(model, steps, solution.plan!)),
  };
}

/** The same steps, of which one claims another value. */
const damaged = (steps: readonly Step[], at: number): Step[] =>
  steps.map((step, k) => (k === at ? { ...step, value: step.value + 1 } : step));

afterEach(() => vi.restoreAllMocks());

describe('a proof told step by step', () => {
  it.each(seeds)('shows what the whole one shows, each step replayed once, however many were told (seed %i)', async (seed) => {
    const { model, plan, steps, copy, fresh } = await solved(seed);
    const want = fresh(steps);
    for (let told = 0; told <= steps.length; told++) {
      const take = vi.spyOn(ProofReplay.prototype, 'take');
      const replay = new ToldReplay(model);
      for (const step of copy().slice(0, told)) replay.hear(step);
      expect(replay.end(steps, plan)).toEqual(want);
      expect(take).toHaveBeenCalledTimes(steps.length);
      take.mockRestore();
    }
  });

  it.each(seeds)(
    'counts for nothing where it differs from the proof handed over: a sound one is replayed from the start (seed %i)',
    async (seed) => {
      const { model, plan, steps, copy, fresh } = await solved(seed);
      for (let at = 0; at < steps.length; at++) {
        const replay = new ToldReplay(model);
        for (const step of damaged(copy(), at)) replay.hear(step);
        const take = vi.spyOn(ProofReplay.prototype, 'take');
        expect(replay.end(steps, plan)).toEqual(fresh(steps));
        expect(take.mock.contexts.filter((one) => one === take.mock.contexts[0])).toHaveLength(steps.length);
        take.mockRestore();
      }
    },
  );

  it.each(seeds)('lends nothing to a proof that differs from it (seed %i)', async (seed) => {
    const { model, plan, steps, copy, fresh } = await solved(seed);
    for (let at = 0; at < steps.length; at++) {
      const replay = new ToldReplay(model);
      for (const step of copy()) replay.hear(step);
      const wrong = damaged(steps, at);
      expect(replay.end(wrong, plan)).toEqual(fresh(wrong));
      // Nobody reads the value of a walk: its kept people are it.
      if (steps[at]!.kind !== 'walk') expect(fresh(wrong)).not.toEqual(fresh(steps));
    }
    const longer = new ToldReplay(model);
    for (const step of copy()) longer.hear(step);
    expect(longer.end(steps.slice(0, -1), plan)).toEqual(fresh(steps.slice(0, -1)));
  });
});

describe('the steps that a search tells', () => {
  it.each(seeds)('are those of its solution, also where a walk brings the count another witness (seed %i)', async (seed) => {
    const heard: string[] = [];
    const textOf = (step: Step): string => JSON.stringify(step);
    const solution = await solveModel(modelOf(seed), { ...contextOf(inlineTransport()), onStep: (step) => heard.push(textOf(step)) });
    expect(heard).toEqual(solution.steps.map(textOf));
  });
});
