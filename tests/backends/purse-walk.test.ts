import { describe, expect, it } from 'vitest';
import { openPurse, type WalkedPurse, walkPurse } from '../../src/backends/purse-walk.js';
import { replayProof } from '../../src/certify/bound/proof.js';
import { replaySteps } from '../../src/certify/bound/steps.js';
import { runToEnd } from '../../src/certify/rules/slices.js';
import { sparsePrices } from '../../src/backends/flow.js';
import { CheapestFirst, seatCostsOf } from '../../src/flow/cheapest-first.js';
import { intoSeats } from '../../src/flow/into-seats.js';
import { PurseWalker } from '../../src/flow/purse-walk.js';
import { afterCount, isCounted, startChain } from '../../src/model/steps.js';
import type { Model } from '../../src/model/types.js';
import type { Step, WalkRefusal } from '../../src/solution/types.js';
// @ts-expect-error plain JavaScript without types: it imports nothing of the library
import { replayPack } from '../../src/replay/replay.mjs';
import { solveModel } from '../../src/solve/solve.js';
import { modelText, proofText } from '../../src/solution/proof-pack.js';
import { bruteForce } from '../support/brute.js';
import { type BudgetWish, budgetModel } from '../support/budget-model.js';
import { contextOf, countingTransport, solveInline } from '../support/solve.js';

const costs = [98_100, 106_700, 131_700, 165_300, 187_700, 210_100];

function countFirst(wish: Omit<BudgetWish, 'costsOfSeats'>): Model {
  const model = budgetModel({ ...wish, costsOfSeats: costs });
  return { ...model, order: 'count-first', tiers: model.tiers.slice(0, 1) };
}

function purseOf(model: Model, order = model.walk) {
  return runToEnd(openPurse(model, order));
}

function walkedAmong(model: Model, count: number): WalkedPurse | null {
  const purse = purseOf(model);
  return purse === null ? null : runToEnd(walkPurse(purse, count));
}

/** With as many people as the purse pays for, or a few less: what the limits leave over in cents may be too little to share. */
function walkedAmongMost(model: Model): { readonly count: number; readonly walked: WalkedPurse } {
  const most = purseOf(model)!.count;
  for (let count = most; count > most - 5; count--) {
    const walked = walkedAmong(model, count);
    if (walked !== null) return { count, walked };
  }
  throw new Error('no walk');
}

/** The steps of count and walk as a solve hands them over. */
function stepsOf(count: number, { kept, refused, open, pairOfPerson }: WalkedPurse): Step[] {
  const witness = pairOfPerson.filter((pair) => pair >= 0).sort();
  const base = {
    tier: 'placed',
    denominator: 1,
    boundDenominator: 1,
    bound: null,
    witness,
    proof: null,
    claimedBy: null,
    stop: 'complete',
  } as const;
  return [
    { ...base, kind: 'count', value: count, kept: null, refused: null, open: null },
    { ...base, kind: 'walk', value: kept.length, kept, refused, open },
  ];
}

/** The same by the program of a pack. */
function packed(model: Model, steps: readonly Step[]): { steps: readonly { proved: boolean; bound: string }[] } {
  const plan = steps.at(-1)!.witness;
  const solution = {
    status: 'planned',
    plan,
    steps,
    infeasibility: null,
    claimedBy: null,
    stop: 'complete',
    backends: [],
    repeatable: true,
  } as const;
  const proof = proofText({ modelSha256: '', modelHash: '', claimed: '', solution, plan });
  return (replayPack as (model: unknown, proof: unknown) => ReturnType<typeof packed>)(JSON.parse(modelText(model)), JSON.parse(proof));
}

function replayed(model: Model, steps: readonly Step[]) {
  return runToEnd(replaySteps(model, steps)).steps[1]!;
}

describe('the walk in one purse', () => {
  it('keeps whom an enumeration of all plans keeps, and proves it', () => {
    let proved = 0;
    let held = 0;
    let refusals = 0;
    for (let seed = 1; seed <= 200; seed++) {
      const model = countFirst({ people: 8, openings: 6, pairsEach: 2, senders: 1 + (seed % 2), seed, share: 0.5 + 0.1 * (seed % 5) });
      const best = bruteForce({
        ...model,
        tiers: budgetModel({ people: 8, openings: 6, pairsEach: 2, senders: 1, seed, share: 1 }).tiers,
      })!;
      const walked = walkedAmong(model, best.placed);
      if (walked === null) continue;
      refusals += walked.refused.reduce((sum, { persons }) => sum + persons.length, 0);
      const openCount = walked.open.length;
      expect(replayed(model, stepsOf(best.placed, walked)), `seed ${seed}`).toMatchObject({ isProved: openCount === 0, openCount });
      // Where only what limits lose in being shared out would pay for somebody, the step is open.
      if (openCount > 0) {
        held++;
        continue;
      }
      proved++;
      expect([...walked.kept], `seed ${seed}`).toEqual(best.kept);
    }
    expect(proved).toBeGreaterThan(50);
    expect(held).toBeGreaterThan(0);
    expect(refusals).toBeGreaterThan(100);
  });

  it('decides every step where 900 people share ten budgets', () => {
    for (const seed of [1, 11]) {
      const model = countFirst({ people: 900, openings: 180, pairsEach: 8, senders: 10, seed, share: 0.7, regions: 3 });
      const { count, walked } = walkedAmongMost(model);
      expect(walked.kept.length).toBe(count);
      expect(walked.refused.filter(({ proof }) => proof.kind === 'changes').length).toBeGreaterThan(0);
      expect(replayed(model, stepsOf(count, walked))).toMatchObject({ isProved: true, openCount: 0, walkedCount: 900 });
    }
  });

  it('leaves alone what it is not made for: pairs with costs of their own, people who must be placed, a count', () => {
    const wish = { people: 60, openings: 15, pairsEach: 5, senders: 3, seed: 1, share: 0.7 };
    const model = countFirst(wish);
    expect(purseOf(model)).not.toBeNull();
    const { constraints } = afterCount(startChain(model), isCounted(model), 30);
    expect(purseOf({ ...model, ...constraints })).toBeNull();
    expect(purseOf({ ...model, lowerOfPerson: model.lowerOfPerson.map((_, person) => (person === 3 ? 1 : 0)) })).toBeNull();
    expect(purseOf({ ...budgetModel(wish), order: 'count-first' })).toBeNull();
  });

  it('proves how many it pays for, and no more', () => {
    let tight = 0;
    for (let seed = 1; seed <= 40; seed++) {
      const model = countFirst({ people: 8, openings: 6, pairsEach: 2, senders: 1 + (seed % 2), seed, share: 0.5 + 0.2 * (seed % 5) });
      const purse = purseOf(model)!;
      const best = bruteForce({
        ...model,
        tiers: budgetModel({ people: 8, openings: 6, pairsEach: 2, senders: 1, seed, share: 1 }).tiers,
      })!;
      expect(purse.count, `seed ${seed}`).toBeGreaterThanOrEqual(best.placed);
      if (purse.count === best.placed) tight++;
      const base = { tier: 'placed', kind: 'count', denominator: 1, boundDenominator: 1, claimedBy: null, stop: 'complete' } as const;
      const step = {
        ...base,
        value: 0,
        bound: purse.count,
        witness: new Int32Array(0),
        proof: purse.proof,
        kept: null,
        refused: null,
        open: null,
      };
      expect(runToEnd(replaySteps(model, [step])).steps[0]!.bound, `seed ${seed}`).toEqual({ numerator: purse.count, denominator: 1 });
    }
    expect(tight).toBeGreaterThan(10);
  });

  it('stands for count and walk of a whole solve, with the same plan for both', async () => {
    const model = countFirst({ people: 900, openings: 180, pairsEach: 8, senders: 10, seed: 1, share: 0.7, regions: 3 });
    const { steps, plan, backends } = await solveInline(model);
    expect(backends).toEqual([]);
    expect(steps.map(({ kind, value, stop }) => [kind, value, stop])).toEqual([
      ['count', purseOf(model)!.count, 'complete'],
      ['walk', purseOf(model)!.count, 'complete'],
    ]);
    expect(steps[0]!.witness).toEqual(steps[1]!.witness);
    expect(runToEnd(replayProof(model, steps, plan!))).toMatchObject({ ok: true, isMet: true });
  });
});

describe('money after a walk in one purse', () => {
  const base = budgetModel({ people: 900, openings: 180, pairsEach: 8, senders: 10, seed: 1, share: 0.7, regions: 3, costsOfSeats: costs });
  const [placed, , , money] = base.tiers;
  const model = { ...base, order: 'count-first', tiers: [placed!, money!] } as const;

  it('is what the kept cost at least, and nothing is searched for where that is within the tolerance', async () => {
    const { transport, jobs } = countingTransport();
    const within = { ...model, tiers: [placed!, { ...money!, toleranceMillionths: 1_000 }] };
    const { steps, plan } = await solveModel(within, contextOf(transport));
    expect(jobs()).toBe(0);
    expect(steps.map(({ kind }) => kind)).toEqual(['count', 'walk', 'money']);
    const shown = runToEnd(replaySteps(within, steps)).steps[2]!;
    expect(shown).toMatchObject({ isProved: true, bound: { numerator: steps[2]!.bound, denominator: 1 } });
    expect(runToEnd(replayProof(within, steps, plan!))).toMatchObject({ ok: true, isMet: true });
    const prices = steps[2]!.proof!;
    if (prices.kind !== 'prices') throw new Error('another proof');
    const dearer = {
      ...steps[2]!,
      proof: { ...prices, prices: { ...prices.prices, priceOfRow: prices.prices.priceOfRow.map((price) => 2 * price) } },
    };
    expect(runToEnd(replaySteps(within, [steps[0]!, steps[1]!, dearer])).steps[2]!.isProved).toBe(false);
  });

  it('is searched for where people cost something beside what seats cost', async () => {
    const { transport, jobs } = countingTransport();
    const costOfPair = model.costOfPair.map((cost, pair) => cost + (pair % 7));
    await solveModel({ ...model, costOfPair, tiers: [placed!, { ...money!, toleranceMillionths: 1_000 }] }, contextOf(transport));
    expect(jobs()).toBeGreaterThan(0);
  });
});

describe('limits once it is settled who is placed', () => {
  const base = budgetModel({ people: 900, openings: 180, pairsEach: 8, senders: 10, seed: 1, share: 0.7, regions: 3, costsOfSeats: costs });
  const model: Model = { ...base, order: 'count-first', tiers: base.tiers.slice(0, 2) };
  const { count, walked } = walkedAmongMost(model);
  const [counted, walk] = stepsOf(count, walked) as [Step, Step];
  const limitsTogether = (limitOf: (row: number) => number): number =>
    Array.from({ length: model.rows.count }, (_, row) => limitOf(row)).reduce((sum, limit) => sum + limit, 0);

  /** A cent has the price 1: whoever is kept pays what is cheapest beside what it scores. */
  const quality = (): Step => {
    const priceOfAddress = new Float64Array(model.personCount + model.seatCount + model.rows.count).fill(
      1,
      model.personCount + model.seatCount,
    );
    for (const person of walked.kept) {
      let best = Number.NEGATIVE_INFINITY;
      for (let pair = model.firstPairOfPerson[person]!; pair < model.firstPairOfPerson[person + 1]!; pair++)
        best = Math.max(best, model.scoreOfPair[pair]! - model.costOfPair[pair]!);
      priceOfAddress[person] = best;
    }
    const value = walk.witness.reduce((sum, pair) => sum + model.scoreOfPair[pair]!, 0);
    return {
      ...walk,
      tier: 'quality',
      kind: 'quality',
      value,
      kept: null,
      refused: null,
      open: null,
      proof: { kind: 'prices', prices: sparsePrices(priceOfAddress, 1) },
    };
  };

  it('are sums that so many people can cost, to the checker and to the program of a pack', () => {
    const steps = [counted, walk, quality()];
    const bound = runToEnd(replaySteps(model, steps)).steps[2]!.bound!;
    expect(packed(model, steps).steps[2]).toMatchObject({ bound: String(bound.numerator) });
    // All costs are odd multiples of 100 cents: an odd number of them is one, an even number is not.
    const keptOfRow = new Int32Array(model.rows.count);
    for (const person of walked.kept) keptOfRow[person % model.rows.count]!++;
    const inHundreds = (row: number): number => 100 * Math.floor(model.rows.upperOfRow[row]! / 100);
    const reached = (row: number): number => inHundreds(row) - 100 * ((inHundreds(row) / 100 + keptOfRow[row]!) % 2);
    expect(limitsTogether(reached)).toBeLessThan(limitsTogether(inHundreds));
    const { prices } = steps[2]!.proof as { readonly prices: { readonly rowOfPrice: Int32Array; readonly priceOfRow: Float64Array } };
    const ofPeople = prices.rowOfPrice.reduce((sum, row, k) => sum + (row < model.personCount ? prices.priceOfRow[k]! : 0), 0);
    expect(bound.numerator).toBe(ofPeople + limitsTogether(reached));
  });

  it('are no such sums while somebody is open', () => {
    const openOne = { ...walk, refused: walk.refused!.slice(0, -1) };
    const lost = walk.refused!.at(-1)!.persons.length;
    expect(lost).toBeGreaterThan(0);
    const settled = runToEnd(replaySteps(model, [counted, walk, quality()])).steps[2]!.bound!;
    const open = runToEnd(replaySteps(model, [counted, openOne, quality()])).steps[2]!.bound!;
    expect(open.numerator).toBeGreaterThan(settled.numerator);
    expect(packed(model, [counted, openOne, quality()]).steps[2]).toMatchObject({ bound: String(open.numerator) });
  });
});

describe('a purse that is nearly spent', () => {
  it('keeps within the slack what limits lose in being shared out, at the cost of few open steps', () => {
    let within = 0;
    let open = 0;
    for (const seed of [1, 2, 3, 4, 5, 6]) {
      const senders = 10;
      const model = countFirst({ people: 900, openings: 180, pairsEach: 8, senders, seed, share: 0.7, regions: 3 });
      const { seatOfPair, seatCount, upperOfSeat, personCount } = model;
      const problem = { ...model, objective: new Float64Array(model.pairCount).fill(1) };
      const into = intoSeats(problem, seatOfPair, seatCount);
      const seatCosts = seatCostsOf(problem, seatOfPair, seatCount)!;
      const { costOfSeat } = seatCosts;
      const placeOfPerson = new Int32Array(personCount);
      model.walk.forEach((person, place) => {
        placeOfPerson[person] = place;
      });
      const cheapest = new CheapestFirst(problem, seatOfPair, upperOfSeat, into, seatCosts, placeOfPerson);
      cheapest.run(() => false, 600);
      const spentBy = (pairOfPerson: Int32Array): number =>
        pairOfPerson.reduce((sum, pair) => sum + (pair < 0 ? 0 : costOfSeat[seatOfPair[pair]!]!), 0);
      // All costs are odd multiples of 100 cents, differences of 200: 400 cents are left, and some five of ten limits lose 100 each.
      const limit = (spentBy(cheapest.pairOfPerson) + 400) / 100;
      const limitOfRow = Float64Array.from({ length: senders }, (_, row) => 100 * Math.floor((limit + row) / senders));
      const rowOfPerson = Int32Array.from({ length: personCount }, (_, person) => person % senders);
      const { pairOfPerson } = cheapest;
      const input = { problem, costOfSeat, into, order: model.walk, placeOfPerson, pairOfPerson, rowOfPerson, limitOfRow, reserve: 0 };
      const walked = runToEnd(new PurseWalker(input).run());
      expect(walked.kept.length).toBe(pairOfPerson.filter((pair) => pair >= 0).length);
      const people = new Int32Array(senders);
      walked.pairOfPerson.forEach((pair, person) => {
        if (pair >= 0) people[rowOfPerson[person]!]!++;
      });
      const loss = limitOfRow.reduce((sum, own, row) => sum + (Math.abs(own / 100 - people[row]!) % 2), 0);
      if (loss * 100 <= limit * 100 - spentBy(walked.pairOfPerson)) within++;
      open += walked.open.length;
    }
    expect(within).toBe(6);
    expect(open).toBeLessThan(15);
  });
});

describe('refusals that change prices', () => {
  const model = countFirst({ people: 900, openings: 180, pairsEach: 8, senders: 10, seed: 1, share: 0.7, regions: 3 });
  const { count, walked } = walkedAmongMost(model);
  const changing = walked.refused.findIndex(({ proof, persons }) => proof.kind === 'changes' && persons.length > 0);
  const withRefusal = (at: number, change: (refusal: WalkRefusal) => WalkRefusal): Step[] =>
    stepsOf(count, { ...walked, refused: walked.refused.map((refusal, k) => (k === at ? change(refusal) : refusal)) });

  it('are no proof without the prices before them', () => {
    const refused = walked.refused.filter((_, k) => k >= changing);
    expect(() => replayed(model, stepsOf(count, { ...walked, refused }))).toThrow('do not stand before it');
  });

  it('are no proof where a price is left out, is another, or stands elsewhere', () => {
    const { proof } = walked.refused[changing]!;
    if (proof.kind !== 'changes') throw new Error('not a change');
    const { rowOfPrice, priceOfRow } = proof.prices;
    const forged = (rows: Int32Array, prices: Float64Array) =>
      withRefusal(changing, (refusal) => ({
        ...refusal,
        proof: { kind: 'changes', prices: { ...proof.prices, rowOfPrice: rows, priceOfRow: prices } },
      }));
    for (let k = 0; k < rowOfPrice.length; k++) {
      const others = (_: number, at: number) => at !== k;
      expect(() => replayed(model, forged(rowOfPrice.filter(others), priceOfRow.filter(others))), `row ${k}`).toThrow('is not shown');
    }
    const budget = rowOfPrice.slice();
    budget[0] = model.personCount + model.seatCount;
    expect(() => replayed(model, forged(budget, priceOfRow))).toThrow('no person’s and no seat’s');
    expect(() =>
      replayed(
        model,
        forged(
          rowOfPrice,
          priceOfRow.map((price) => price / 7),
        ),
      ),
    ).toThrow('no whole number');
  });

  it('lean on nobody who comes later', () => {
    const lastPlace = model.walk.indexOf(walked.kept.at(-1)!);
    const early = walked.refused.findIndex(({ persons }) => persons.some((person) => model.walk.indexOf(person) < lastPlace));
    expect(() =>
      replayed(
        model,
        withRefusal(early, (refusal) => ({ ...refusal, keptBefore: walked.kept.length })),
      ),
    ).toThrow('comes later');
  });

  it('lean on nobody whom the prices before them lean on and they do not', () => {
    const before = changing - 1;
    expect(walked.refused[before]!.persons.length).toBe(0);
    const steps = withRefusal(before, (refusal) => ({ ...refusal, keptBefore: walked.refused[changing]!.keptBefore + 1 }));
    expect(() => replayed(model, steps)).toThrow('lean on more people');
    expect(() => packed(model, steps)).toThrow('lean on more people');
  });

  it('lean on limits in the units of what people cost, and are no proof where somebody costs a cent more', () => {
    const coefficientOfEntry = model.rows.coefficientOfEntry.slice();
    for (let row = 0; row < model.rows.count; row++) coefficientOfEntry[model.rows.firstEntryOfRow[row]!]! += 1;
    const dearer = { ...model, rows: { ...model.rows, coefficientOfEntry } };
    const steps = stepsOf(count, walked);
    expect(() => replayed(dearer, steps)).toThrow('a refusal is not shown');
    expect(() => packed(dearer, steps)).toThrow('is not shown');
  });

  it('are replayed alike by the program of a pack', () => {
    expect(packed(model, stepsOf(count, walked)).steps[1]!.proved).toBe(true);
    const withoutPrice = withRefusal(changing, (refusal) => {
      if (refusal.proof.kind !== 'changes') throw new Error('not a change');
      const { rowOfPrice, priceOfRow, scale } = refusal.proof.prices;
      return {
        ...refusal,
        proof: { kind: 'changes', prices: { scale, rowOfPrice: rowOfPrice.subarray(1), priceOfRow: priceOfRow.subarray(1) } },
      };
    });
    expect(() => packed(model, withoutPrice)).toThrow('is not shown');
    const alone = stepsOf(count, { ...walked, refused: walked.refused.slice(changing) });
    expect(() => packed(model, alone)).toThrow('do not stand before it');
  });
});
