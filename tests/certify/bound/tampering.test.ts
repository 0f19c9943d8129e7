import { describe, expect, it } from 'vitest';
import { ProofFault } from '../../../src/certify/bound/prices.js';
import { replaySteps } from '../../../src/certify/bound/steps.js';
import { runToEnd } from '../../../src/certify/rules/slices.js';
import type { Model } from '../../../src/model/types.js';
import { readProof, writeProof } from '../../../src/solution/proof-file.js';
import type { Solution } from '../../../src/solution/types.js';
import { bruteForce } from '../../support/brute.js';
import { randomModel } from '../../support/random-model.js';
import { solveInline } from '../../support/solve.js';

/** Every place in a tree of plain data where a number stands, with a setter. */
function* numbersIn(value: unknown): Generator<(change: (old: number) => number) => void> {
  if (value instanceof Int32Array || value instanceof Float64Array) {
    for (let k = 0; k < value.length; k++) yield (change) => void (value[k] = change(value[k]!));
  } else if (typeof value === 'object' && value !== null) {
    const record = value as Record<string, unknown>;
    for (const key of Object.keys(record)) {
      if (typeof record[key] === 'number') yield (change) => void (record[key] = change(record[key] as number));
      else yield* numbersIn(record[key]);
    }
  }
}

function isBest(model: Model, solution: Solution): boolean {
  const want = bruteForce(model)!;
  const value = (kind: string) => solution.steps.find((step) => step.kind === kind)?.value;
  return value('quality') === want.quality && (value('money') ?? 0) === (-want.cost || 0);
}

describe('a proof with one number changed', () => {
  it('is refused, proves less, or still tells the truth', async () => {
    let changed = 0;
    let weaker = 0;
    for (let seed = 1; seed <= 14; seed++) {
      const model = randomModel(seed, { walk: seed % 2 === 0 });
      const solution = await solveInline(model);
      if (solution.status !== 'planned') continue;
      const bytes = writeProof({ modelHash: '', solution });
      const places = [...numbersIn(readProof(bytes).solution.steps)].length;
      for (let place = 0; place < places; place += 1 + Math.floor(places / 60)) {
        for (const change of [(old: number) => old + 1, (old: number) => -old || 7]) {
          const damaged = readProof(bytes).solution;
          [...numbersIn(damaged.steps)][place]!(change);
          changed++;
          try {
            const shown = runToEnd(replaySteps(model, damaged.steps)).steps;
            if (shown.every((step) => step.isProved)) expect(isBest(model, damaged), `seed ${seed}, place ${place}`).toBe(true);
            else weaker++;
          } catch (error) {
            if (!(error instanceof ProofFault || error instanceof RangeError || error instanceof TypeError || error instanceof SyntaxError))
              throw error;
            weaker++;
          }
        }
      }
    }
    expect(changed).toBeGreaterThan(500);
    expect(weaker).toBeGreaterThan(100);
  }, 60_000);
});
