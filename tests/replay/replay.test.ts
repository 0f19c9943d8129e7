import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { stepVerdicts, verdictOf } from '../../src/certify/certify.js';
import { replaySteps } from '../../src/certify/bound/steps.js';
import { runToEnd } from '../../src/certify/rules/slices.js';
import type { Model } from '../../src/model/types.js';
// @ts-expect-error plain JavaScript without types: it imports nothing of the library
import { replayPack } from '../../src/replay/replay.mjs';
import { modelText, proofText } from '../../src/solution/proof-pack.js';
import type { Solution } from '../../src/solution/types.js';
import { bruteForce } from '../support/brute.js';
import { randomModel } from '../support/random-model.js';
import { solveInline } from '../support/solve.js';

interface Replayed {
  readonly verdict: string;
  readonly steps: readonly { kind: string; value: string; bound: string | null; proved: boolean; gap: number | null }[];
}

type Json = Record<string, unknown>;

function packOf(model: Model, solution: Solution, plan = solution.plan): { model: Json; proof: Json } {
  const proof = { modelSha256: '', modelHash: '', claimed: '', solution, plan };
  return { model: JSON.parse(modelText(model)) as Json, proof: JSON.parse(proofText(proof)) as Json };
}

function replayed(pack: { model: Json; proof: Json }): Replayed {
  return (replayPack as (model: Json, proof: Json) => Replayed)(pack.model, pack.proof);
}

/** What the checker says: verdict, and each step's value, bound, gap and whether it is proved. */
function byChecker(model: Model, solution: Solution): Replayed {
  const steps = stepVerdicts(model, solution, runToEnd(replaySteps(model, solution.steps)).steps);
  return {
    verdict: verdictOf(model, steps),
    steps: steps.map(({ kind, value, bound, proved, gapBillionths }) => ({ kind, value, bound, proved, gap: gapBillionths })),
  };
}

function expectSame(model: Model, solution: Solution, name: string): void {
  const { verdict, steps } = replayed(packOf(model, solution));
  const want = byChecker(model, solution);
  expect({ verdict, steps: steps.map(({ kind, value, bound, proved, gap }) => ({ kind, value, bound, proved, gap })) }, name).toEqual(want);
}

it('leans on Node alone', () => {
  const text = readFileSync(fileURLToPath(new URL('../../src/replay/replay.mjs', import.meta.url)), 'utf8');
  const imports = ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);
  expect(imports.length).toBeGreaterThan(0);
  expect(imports.filter((name) => !name.startsWith('node:'))).toEqual([]);
});

const shapes = [{}, { walk: true }, { walk: true, order: 'count-first' as const }, { side: false, walk: true }];

describe('the replay of a pack', () => {
  it.each(shapes)('says what the checker says, and infeasible where nothing is left: %j', async (wish) => {
    for (let seed = 1; seed <= 30; seed++) {
      const model = randomModel(seed, wish);
      const solution = await solveInline(model, seed % 3 === 0 ? 'highs' : seed % 3 === 1 ? 'simplex' : null);
      if (solution.status === 'planned') expectSame(model, solution, `seed ${seed}`);
      else expect(replayed(packOf(model, solution)).verdict, `seed ${seed}`).toBe('infeasible');
    }
  });
});

/** Every place in plain data where a number stands, with a setter. */
function* numbersIn(value: unknown): Generator<(change: (old: number) => number) => void> {
  if (typeof value !== 'object' || value === null) return;
  const record = value as Record<string, unknown>;
  for (const key of Object.keys(record)) {
    if (typeof record[key] === 'number') yield (change) => void (record[key] = change(record[key] as number));
    else yield* numbersIn(record[key]);
  }
}

describe('a pack with one number changed', () => {
  it('is refused, proves less, or still tells the truth', async () => {
    let changed = 0;
    let weaker = 0;
    for (let seed = 1; seed <= 16; seed++) {
      const model = randomModel(seed, seed % 2 === 0 ? { walk: true } : {});
      const want = bruteForce(model);
      const solution = await solveInline(model, seed % 3 === 0 ? 'highs' : null);
      if (solution.status !== 'planned' || want === null) continue;
      const text = JSON.stringify(packOf(model, solution));
      const places = [...numbersIn((JSON.parse(text) as { proof: Json }).proof)].length;
      for (let place = 0; place < places; place += 1 + Math.floor(places / 80)) {
        for (const change of [(old: number) => old + 1, (old: number) => old - 1, (old: number) => -old || 7]) {
          const pack = JSON.parse(text) as { model: Json; proof: Json };
          [...numbersIn(pack.proof)][place]!(change);
          changed++;
          try {
            const { verdict, steps } = replayed(pack);
            if (verdict !== 'optimal') {
              weaker++;
              continue;
            }
            const valueOf = (kind: string): number => Number(steps.find((step) => step.kind === kind)?.value);
            expect([valueOf('quality'), valueOf('money')], `seed ${seed}, place ${place}`).toEqual([want.quality, -want.cost || 0]);
          } catch (error) {
            if (!(error instanceof Error) || error.name === 'AssertionError') throw error;
            weaker++;
          }
        }
      }
    }
    expect(changed).toBeGreaterThan(600);
    expect(weaker).toBeGreaterThan(300);
  });
});

describe('a forged pack', () => {
  const solved = async () => {
    for (let seed = 1; ; seed++) {
      const model = randomModel(seed, { side: false, walk: true });
      const solution = await solveInline(model);
      const walk = solution.steps.find(({ kind }) => kind === 'walk');
      if (solution.status === 'planned' && walk !== undefined && walk.kept!.length > 1) return { model, solution, walk };
    }
  };

  it('that refuses somebody who can be placed, by prices that show no more than "one at most"', async () => {
    const { model, solution, walk } = await solved();
    const kept = walk.kept!.slice(0, -1);
    const person = walk.kept!.at(-1)!;
    const prices = { scale: 1, rowOfPrice: Int32Array.of(person), priceOfRow: Float64Array.of(1) };
    const refusal = { persons: Int32Array.of(person), keptBefore: 0, proof: { kind: 'prices' as const, prices } };
    const forged = { ...walk, kept, value: kept.length, refused: [...walk.refused!, refusal] };
    const steps = solution.steps.map((step) => (step === walk ? forged : step));
    expect(() => replayed(packOf(model, { ...solution, steps }))).toThrow(`the refusal of person ${person} is not shown`);
  });

  it('whose steps end before the tiers do is not called optimal', async () => {
    const { model, solution } = await solved();
    expect(replayed(packOf(model, solution)).verdict).toBe('optimal');
    for (let count = 0; count < solution.steps.length; count++)
      expect(replayed(packOf(model, { ...solution, steps: solution.steps.slice(0, count) })).verdict).toBe('feasible');
  });

  it('whose plan or witness breaks a row, or that shows a plan to be impossible by nothing', async () => {
    const { model, solution } = await solved();
    const all = Int32Array.from({ length: model.pairCount }, (_, pair) => pair);
    expect(() => replayed(packOf(model, solution, all))).toThrow('the plan breaks row');
    const proof = { kind: 'prices' as const, prices: { scale: 0, rowOfPrice: new Int32Array(0), priceOfRow: new Float64Array(0) } };
    expect(() => replayed(packOf(model, { ...solution, status: 'infeasible', infeasibility: proof }, null))).toThrow('shows nothing');
  });
});
