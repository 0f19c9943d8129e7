import { oneTierModel } from '../../src/model/one-tier.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ProofFault } from '../../src/certify/bound/prices.js';
import { replay } from '../../src/certify/bound/replay.js';
import { runToEnd } from '../../src/certify/rules/slices.js';
import { randomFrom } from '../../src/basics/random.js';
import { noRows } from '../../src/model/cut.js';
import { extend } from '../../src/model/extend.js';
import { qualityProblem, startChain } from '../../src/model/steps.js';
import type { Model } from '../../src/model/types.js';
// @ts-expect-error plain JavaScript without types: it imports nothing of the library
import { Flaw, replayPack } from '../../src/replay/replay.mjs';
import { modelText, proofText } from '../../src/solution/proof-pack.js';
import type { Branch, Prices, Proof, Step } from '../../src/solution/types.js';

/** People in three lots: each lot has a budget (a knapsack) and a count that is closed or at least two (a group); two pairs each in four seats. */
function modelOf(random: () => number, size: number): Model {
  const below = (n: number): number => Math.floor(random() * n);
  const personCount = 3 + below(size);
  const firstPairOfPerson = Int32Array.from({ length: personCount + 1 }, (_, person) => 3 * person);
  const pairCount = 3 * personCount;
  // Costs in large units leave limits between two sums that can be reached.
  const unit = [1, 25, 100][below(3)]!;
  const costOfPair = Float64Array.from({ length: pairCount }, () => unit * below(500));
  const base = {
    personCount,
    seatCount: 4,
    pairCount,
    columnCount: pairCount,
    firstPairOfPerson,
    seatOfPair: Int32Array.from({ length: pairCount }, () => below(5) - 1),
    lowerOfPerson: new Int32Array(personCount),
    upperOfPerson: Int32Array.from({ length: personCount }, () => (random() < 0.05 ? 2 : 1)),
    upperOfSeat: Int32Array.from({ length: 4 }, () => below(4)),
    upperOfExtra: new Float64Array(0),
    rows: noRows,
  };
  const ofLot = (lot: number): number[] =>
    Array.from({ length: pairCount }, (_, pair) => pair).filter((pair) => Math.floor(pair / 3) % 3 === lot);
  const label = { kind: 'budget' as const, keys: [] };
  const budgets = [0, 1, 2].map((lot) => {
    const columns = ofLot(lot).filter((pair) => costOfPair[pair] !== 0);
    return {
      label,
      columns,
      coefficients: columns.map((pair) => costOfPair[pair]!),
      lower: -Infinity,
      upper: below(200 * unit * personCount),
    };
  });
  const counts = [0, 1, 2].map((lot) => {
    const columns = ofLot(lot).filter(() => random() < 0.8);
    return { label, columns, coefficients: columns.map(() => 1), lower: -Infinity, upper: 2 + below(personCount) };
  });
  const constraints = extend(base, { rows: [...budgets, ...counts] });
  for (const row of [3, 4, 5]) constraints.rows.minimumToOpenOfRow[row] = 1 + below(3);
  return {
    ...oneTierModel(
      constraints,
      Int32Array.from({ length: pairCount }, () => 10 * below(60)),
    ),
    costOfPair,
  };
}

function proofOf(model: Model, random: () => number, keeps: 'none' | 'knapsacks' | 'groups', large: boolean): Proof {
  const below = (n: number): number => Math.floor(random() * n);
  const firstSide = model.personCount + model.seatCount;
  const isKept = (row: number): boolean => keeps === 'knapsacks' && row >= firstSide && row < firstSide + 3;
  const leaf = (): Prices => {
    const scale = large ? 2 ** 40 : 1 + below(3);
    const rows = Array.from({ length: firstSide + 6 }, (_, row) => row).filter((row) => random() < 0.4 && !isKept(row));
    const prices = rows.map(
      (row) => (row >= firstSide && row < firstSide + 3 ? below(3) : below(600)) * scale + (large ? below(2 ** 20) : 0),
    );
    return {
      scale,
      rowOfPrice: Int32Array.from(rows),
      priceOfRow: Float64Array.from(prices),
      ...(keeps === 'knapsacks' && { knapsackRows: Int32Array.of(firstSide, firstSide + 1, firstSide + 2) }),
      ...(keeps === 'groups' && { groupRows: Int32Array.of(firstSide + 3, firstSide + 4, firstSide + 5) }),
    };
  };
  const branch = (first: number): Branch => {
    const on = (['column', 'row', 'open'] as const)[below(3)]!;
    if (on === 'column') return { on, index: below(model.columnCount), at: 0, first, second: first + 1 };
    if (on === 'row') return { on, index: below(firstSide + 6), at: below(3), first, second: first + 1 };
    return { on, index: firstSide + 3 + below(3), at: 0, first, second: first + 1 };
  };
  return { kind: 'tree', nodes: [branch(1), branch(3), leaf(), leaf(), leaf()] };
}

function byReplay(model: Model, proof: Proof): string {
  const step: Step = {
    tier: 'quality',
    kind: 'quality',
    value: 0,
    denominator: 1,
    bound: null,
    boundDenominator: 1,
    witness: new Int32Array(0),
    proof,
    kept: null,
    refused: null,
    open: null,
    claimedBy: null,
    stop: 'complete',
  };
  const solution = {
    status: 'planned' as const,
    plan: step.witness,
    steps: [step],
    infeasibility: null,
    claimedBy: null,
    stop: 'complete' as const,
    backends: [],
    repeatable: true,
  };
  const text = proofText({ modelSha256: '', modelHash: '', claimed: '', solution, plan: step.witness });
  try {
    return (replayPack as (a: unknown, b: unknown) => { steps: { bound: string }[] })(JSON.parse(modelText(model)), JSON.parse(text))
      .steps[0]!.bound;
  } catch (error) {
    if (error instanceof (Flaw as typeof Error)) return 'refused';
    throw error;
  }
}

function byChecker(model: Model, proof: Proof): string {
  try {
    const shown = runToEnd(replay(qualityProblem(startChain(model)), proof));
    return shown.isInfeasible ? 'refused' : String(shown.bound);
  } catch (error) {
    if (error instanceof ProofFault) return 'refused';
    throw error;
  }
}

describe.each(['none', 'knapsacks', 'groups'] as const)('leaves that keep %s', (keeps) => {
  it('have the bound that the checker finds, also beyond whole doubles', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(fc.integer({ min: 1 }), fc.integer({ min: 1, max: 30 }), fc.boolean(), (seed, size, large) => {
        const random = randomFrom(seed);
        const model = modelOf(random, size);
        const proof = proofOf(model, random, keeps, large && keeps === 'none');
        const shown = byReplay(model, proof);
        seen.add(shown === 'refused' ? shown : 'bound');
        expect(shown).toBe(byChecker(model, proof));
      }),
      { numRuns: 400, seed: 7 },
    );
    expect(seen).toContain('bound');
  });
});
