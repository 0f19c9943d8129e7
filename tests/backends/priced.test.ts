import { describe, expect, it } from 'vitest';
import { freeControl } from '../../src/backends/contract.js';
import { acceptsPriced, solvePriced } from '../../src/backends/priced.js';
import { commonDivisor } from '../../src/basics/common-divisor.js';
import { randomFrom } from '../../src/basics/random.js';
import { replay } from '../../src/certify/bound/replay.js';
import { runToEnd } from '../../src/certify/rules/slices.js';
import { rowsOfPair } from '../../src/flow/coupled.js';
import { Relaxation } from '../../src/flow/relaxation.js';
import { qualityProblem, startChain, withKept } from '../../src/model/steps.js';
import type { Problem } from '../../src/model/types.js';
import type { Prices, ScalarAnswer } from '../../src/solution/types.js';
import { budgetModel } from '../support/budget-model.js';

interface Row {
  readonly columns: readonly number[];
  readonly coefficients: readonly number[];
  readonly lower: number;
  readonly upper: number;
  readonly least: number;
}

interface Sizes {
  readonly people: number;
  readonly seats: number;
  readonly rows: number;
  readonly spread: number;
}

function randomProblem(random: () => number, { people, seats, rows, spread }: Sizes): Problem {
  const below = (n: number): number => Math.floor(random() * n);
  const firstPairOfPerson = new Int32Array(people + 1);
  const seatOfPair: number[] = [];
  for (let person = 0; person < people; person++) {
    for (let seat = 0; seat < seats; seat++) if (random() < Math.min(0.6, 8 / seats)) seatOfPair.push(random() < 0.03 ? -1 : seat);
    firstPairOfPerson[person + 1] = seatOfPair.length;
  }
  const pairCount = seatOfPair.length;
  const cost = Float64Array.from({ length: pairCount }, () => 100 + below(2000));
  const lists: Row[] = [];
  for (let row = 0; row < rows; row++) {
    const columns = Array.from({ length: pairCount }, (_, pair) => pair).filter(() => random() < 0.6);
    const kind = below(4);
    const count = Math.ceil(people / 3);
    if (kind <= 1) {
      const limit = below(1100 * Math.max(1, Math.floor(people * 0.6)));
      lists.push({ columns, coefficients: columns.map((pair) => cost[pair]!), lower: Number.NEGATIVE_INFINITY, upper: limit, least: 0 });
    } else if (kind === 2) {
      const lower = random() < 0.5 ? 1 + below(Math.max(1, count / 2)) : Number.NEGATIVE_INFINITY;
      lists.push({ columns, coefficients: columns.map(() => 1), lower, upper: Math.max(lower, below(count + 1)), least: 0 });
    } else {
      lists.push({ columns, coefficients: columns.map(() => 1), lower: 0, upper: Number.POSITIVE_INFINITY, least: 2 });
    }
  }
  const firstEntryOfRow = new Int32Array(lists.length + 1);
  lists.forEach((row, k) => {
    firstEntryOfRow[k + 1] = firstEntryOfRow[k]! + row.columns.length;
  });
  return {
    personCount: people,
    seatCount: seats,
    pairCount,
    columnCount: pairCount,
    firstPairOfPerson,
    seatOfPair: Int32Array.from(seatOfPair),
    lowerOfPerson: Int32Array.from({ length: people }, () => (random() < 0.1 ? 1 : 0)),
    upperOfPerson: new Int32Array(people).fill(1),
    upperOfSeat: Int32Array.from({ length: seats }, () => 1 + below(3)),
    upperOfExtra: new Float64Array(0),
    objective: Float64Array.from({ length: pairCount }, () => below(spread) - (random() < 0.1 ? spread / 2 : 0)),
    rows: {
      count: lists.length,
      firstEntryOfRow,
      columnOfEntry: Int32Array.from(lists.flatMap((row) => row.columns)),
      coefficientOfEntry: Float64Array.from(lists.flatMap((row) => row.coefficients)),
      lowerOfRow: Float64Array.from(lists, (row) => row.lower),
      upperOfRow: Float64Array.from(lists, (row) => row.upper),
      minimumToOpenOfRow: Float64Array.from(lists, (row) => row.least),
      labelOfRow: lists.map(() => ({ kind: 'quota', keys: [] })),
    },
  };
}

/** Ten senders with a budget each, openings in groups of four that are empty or have at least eleven people. */
function journeys(random: () => number, people: number): Problem {
  const below = (n: number): number => Math.floor(random() * n);
  const seats = 4 * Math.ceil(people / 14);
  const senders = 10;
  const choices = 8;
  const pairCount = people * choices;
  const seatOfPair = Int32Array.from({ length: pairCount }, () => below(seats));
  const cost = Float64Array.from({ length: pairCount }, () => 500 + below(3000));
  const columns = Array.from({ length: pairCount }, (_, pair) => pair);
  const budgets = Array.from({ length: senders }, (_, sender) => columns.filter((pair) => Math.floor(pair / choices) % senders === sender));
  const groups = Array.from({ length: seats / 4 }, (_, group) => columns.filter((pair) => seatOfPair[pair]! >> 2 === group));
  const lists = [...budgets, ...groups];
  const firstEntryOfRow = new Int32Array(lists.length + 1);
  lists.forEach((list, row) => {
    firstEntryOfRow[row + 1] = firstEntryOfRow[row]! + list.length;
  });
  return {
    personCount: people,
    seatCount: seats,
    pairCount,
    columnCount: pairCount,
    firstPairOfPerson: Int32Array.from({ length: people + 1 }, (_, person) => person * choices),
    seatOfPair,
    lowerOfPerson: new Int32Array(people),
    upperOfPerson: new Int32Array(people).fill(1),
    upperOfSeat: Int32Array.from({ length: seats }, () => 2 + below(4)),
    upperOfExtra: new Float64Array(0),
    objective: Float64Array.from({ length: pairCount }, () => 1000 + below(9000)),
    rows: {
      count: lists.length,
      firstEntryOfRow,
      columnOfEntry: Int32Array.from(lists.flat()),
      coefficientOfEntry: Float64Array.from(lists.flatMap((list, row) => list.map((pair) => (row < senders ? cost[pair]! : 1)))),
      lowerOfRow: new Float64Array(lists.length).fill(Number.NEGATIVE_INFINITY),
      upperOfRow: Float64Array.from(lists, (_, row) => (row < senders ? 1300 * Math.ceil(people / senders) : Number.POSITIVE_INFINITY)),
      minimumToOpenOfRow: Float64Array.from(lists, (_, row) => (row < senders ? 0 : 11)),
      labelOfRow: lists.map(() => ({ kind: 'quota', keys: [] })),
    },
  };
}

/** Value of a plan by the definitions; null where it breaks a rule. */
function valueOf(problem: Problem, x: ArrayLike<number>): number | null {
  const { rows } = problem;
  const taken = new Int32Array(problem.seatCount);
  let value = 0;
  for (let person = 0; person < problem.personCount; person++) {
    let placed = 0;
    for (let pair = problem.firstPairOfPerson[person]!; pair < problem.firstPairOfPerson[person + 1]!; pair++) {
      placed += x[pair]!;
      value += x[pair]! * problem.objective[pair]!;
      const seat = problem.seatOfPair[pair]!;
      if (x[pair] === 1 && seat >= 0 && ++taken[seat]! > problem.upperOfSeat[seat]!) return null;
    }
    if (placed < problem.lowerOfPerson[person]! || placed > problem.upperOfPerson[person]!) return null;
  }
  for (let row = 0; row < rows.count; row++) {
    let activity = 0;
    for (let entry = rows.firstEntryOfRow[row]!; entry < rows.firstEntryOfRow[row + 1]!; entry++)
      activity += rows.coefficientOfEntry[entry]! * x[rows.columnOfEntry[entry]!]!;
    if (activity < rows.lowerOfRow[row]! || activity > rows.upperOfRow[row]!) return null;
    if (rows.minimumToOpenOfRow[row]! > 0 && activity !== 0 && activity < rows.minimumToOpenOfRow[row]!) return null;
  }
  return value;
}

function bestOf(problem: Problem): number | null {
  const x = new Uint8Array(problem.pairCount);
  const from = (person: number): number | null => {
    if (person === problem.personCount) return valueOf(problem, x);
    let best = from(person + 1);
    for (let pair = problem.firstPairOfPerson[person]!; pair < problem.firstPairOfPerson[person + 1]!; pair++) {
      x[pair] = 1;
      const value = from(person + 1);
      x[pair] = 0;
      if (value !== null && (best === null || value > best)) best = value;
    }
    return best;
  };
  return from(0);
}

/** The total of the prices as `solution/types.ts` defines it. */
function totalOf(problem: Problem, prices: Prices): { scale: number; total: number } {
  const { scale, rowOfPrice, priceOfRow } = prices;
  const { personCount, seatCount, rows } = problem;
  const price = new Float64Array(personCount + seatCount + rows.count);
  let total = 0;
  rowOfPrice.forEach((row, at) => {
    const amount = priceOfRow[at]!;
    price[row] = amount;
    const side = row - personCount - seatCount;
    const [lower, upper] =
      row < personCount
        ? [problem.lowerOfPerson[row]!, problem.upperOfPerson[row]!]
        : side < 0
          ? [0, problem.upperOfSeat[row - personCount]!]
          : [rows.lowerOfRow[side]!, rows.upperOfRow[side]!];
    total += amount * (amount > 0 ? upper : lower);
  });
  const reduced = Float64Array.from(problem.objective, (value) => scale * value);
  for (let person = 0; person < personCount; person++) {
    for (let pair = problem.firstPairOfPerson[person]!; pair < problem.firstPairOfPerson[person + 1]!; pair++) {
      const seat = problem.seatOfPair[pair]!;
      reduced[pair] = reduced[pair]! - price[person]! - (seat < 0 ? 0 : price[personCount + seat]!);
    }
  }
  for (let row = 0; row < rows.count; row++) {
    for (let entry = rows.firstEntryOfRow[row]!; entry < rows.firstEntryOfRow[row + 1]!; entry++) {
      const pair = rows.columnOfEntry[entry]!;
      reduced[pair] = reduced[pair]! - price[personCount + seatCount + row]! * rows.coefficientOfEntry[entry]!;
    }
  }
  for (const amount of reduced) total += Math.max(0, amount);
  return { scale, total };
}

/** Each leaf under its own limits; returns how many there are. */
function expectBoundReplays(problem: Problem, answer: ScalarAnswer): number {
  const proof = answer.proof!;
  if (proof.kind === 'tree' && proof.nodes.some((node) => 'knapsackRows' in node || 'groupRows' in node)) {
    // Knapsacks and groups are solved again by the checker's own program.
    const shown = runToEnd(replay(problem, proof));
    if (!shown.isInfeasible) expect(Number(shown.bound)).toBeLessThanOrEqual(answer.bound!);
    return proof.nodes.length;
  }
  const grid = commonDivisor(problem.objective) || 1;
  let leaves = 0;
  const visit = (at: number, lowerOfRow: Float64Array, upperOfRow: Float64Array): void => {
    const node = proof.kind === 'tree' ? proof.nodes[at]! : proof.kind === 'prices' ? proof.prices : null;
    if (node === null) throw new Error('neither prices nor a tree');
    if ('on' in node) {
      expect(node.on).toBe('open');
      const row = node.index - problem.personCount - problem.seatCount;
      expect(problem.rows.minimumToOpenOfRow[row]).toBeGreaterThan(0);
      visit(node.first, lowerOfRow, upperOfRow.with(row, 0));
      visit(node.second, lowerOfRow.with(row, problem.rows.minimumToOpenOfRow[row]!), upperOfRow);
      return;
    }
    leaves++;
    const { scale, total } = totalOf({ ...problem, rows: { ...problem.rows, lowerOfRow, upperOfRow } }, node);
    expect(Number.isSafeInteger(total)).toBe(true);
    expect(scale).toBeGreaterThan(0);
    expect(Math.floor(total / (scale * grid)) * grid).toBeLessThanOrEqual(answer.bound!);
  };
  visit(0, problem.rows.lowerOfRow, problem.rows.upperOfRow);
  return leaves;
}

const someWork = { ...freeControl, nodeLimit: 1 };

describe('solvePriced', () => {
  it('bounds every plan and breaks no rule on tiny problems with budgets, quotas and groups', () => {
    const random = randomFrom(5);
    let possible = 0;
    let found = 0;
    let proved = 0;
    let branched = 0;
    for (let round = 0; round < 600; round++) {
      const problem = randomProblem(random, {
        people: 1 + Math.floor(random() * 5),
        seats: 1 + Math.floor(random() * 4),
        rows: 1 + Math.floor(random() * 3),
        spread: 200,
      });
      if (!acceptsPriced(problem)) continue;
      const best = bestOf(problem);
      const answer = solvePriced(problem, someWork);
      if (answer.status === 'infeasible') {
        expect(best).toBeNull();
        const proof = answer.proof!;
        expect(proof.kind === 'prices' && totalOf(problem, proof.prices).total).toBeLessThan(0);
        continue;
      }
      if (expectBoundReplays(problem, answer) > 1) branched++;
      if (answer.plan !== null) {
        expect(valueOf(problem, answer.plan)).toBe(answer.value);
        expect(answer.value!).toBeLessThanOrEqual(best!);
      }
      if (best === null) continue;
      possible++;
      expect(answer.bound!).toBeGreaterThanOrEqual(best);
      if (answer.plan !== null) found++;
      if (answer.status === 'solved') {
        proved++;
        expect(answer.value).toBe(best);
      }
    }
    expect(possible).toBeGreaterThan(300);
    expect(found / possible).toBeGreaterThan(0.97);
    expect(proved).toBeGreaterThan(100);
    expect(branched).toBeGreaterThan(20);
  });

  it('knows that all values are multiples of what divides all scores, and stops where nothing better is left', () => {
    const random = randomFrom(4);
    const drawn = randomProblem(random, { people: 120, seats: 60, rows: 3, spread: 20 });
    const fine = { ...drawn, lowerOfPerson: new Int32Array(120) };
    const coarse = { ...fine, objective: fine.objective.map((score) => 500 * score) };
    const answer = solvePriced(coarse, { ...freeControl, nodeLimit: 20 });
    expect(answer.bound! % 500).toBe(0);
    expectBoundReplays(coarse, answer);
    expect(answer).toMatchObject({ status: 'solved', value: answer.bound! });
    expect(answer.value! / 500).toBeLessThanOrEqual(solvePriced(fine, { ...freeControl, nodeLimit: 20 }).bound!);
  });

  it('comes close where there are many people, and repeats itself', () => {
    const random = randomFrom(9);
    const problem = randomProblem(random, { people: 300, seats: 120, rows: 8, spread: 10_000 });
    const open = { ...problem, lowerOfPerson: new Int32Array(300) };
    const answer = solvePriced(open, { ...freeControl, nodeLimit: 60 });
    expectBoundReplays(open, answer);
    expect(valueOf(open, answer.plan!)).toBe(answer.value);
    expect(answer.bound! - answer.value!).toBeLessThan(0.02 * answer.value!);
    expect(solvePriced(open, { ...freeControl, nodeLimit: 60 })).toEqual(answer);
  });

  it('comes close with budgets and minima to open, decided and priced by seats, and repeats itself', () => {
    const problem = journeys(randomFrom(21), 260);
    const control = { ...freeControl, nodeLimit: 100 };
    const answer = solvePriced(problem, control);
    expect(answer.proof!.kind === 'tree' && answer.proof!.nodes.some((node) => 'knapsackRows' in node)).toBe(true);
    expectBoundReplays(problem, answer);
    expect(valueOf(problem, answer.plan!)).toBe(answer.value);
    expect((answer.bound! - answer.value!) / answer.value!).toBeLessThan(0.004);
    expect(solvePriced(problem, control)).toEqual(answer);
  });

  it('keeps a start plan when it is stopped at once', () => {
    const problem = randomProblem(randomFrom(3), { people: 5, seats: 3, rows: 1, spread: 100 });
    const free = {
      ...problem,
      lowerOfPerson: new Int32Array(5),
      rows: { ...problem.rows, lowerOfRow: new Float64Array(1).fill(Number.NEGATIVE_INFINITY) },
    };
    const start = new Float64Array(free.columnCount);
    const heard: number[] = [];
    const answer = solvePriced(free, { ...freeControl, start, shouldStop: () => true, onIncumbent: (_, value) => heard.push(value) });
    expect(answer.plan).not.toBeNull();
    expect(answer.value!).toBeGreaterThanOrEqual(0);
    expectBoundReplays(free, answer);
    expect(heard.length).toBeGreaterThan(0);
  });

  it('searches nothing where the money for all who must be placed is not there: the bound says so', () => {
    const model = budgetModel({ people: 400, openings: 100, pairsEach: 8, senders: 5, seed: 1, share: 0.3 });
    const problem = qualityProblem(withKept(startChain(model), model.walk.subarray(0, 250)));
    const answer = solvePriced(problem);
    expectBoundReplays(problem, answer);
    expect(answer).toMatchObject({ status: 'stopped', plan: null, nodes: 0 });
    expect(answer.bound!).toBeLessThan(0);
  });

  it('leaves nobody out who must be placed, at any price of money that it may set', () => {
    const model = budgetModel({ people: 400, openings: 100, pairsEach: 8, senders: 5, seed: 1, share: 1 });
    const kept = model.walk.subarray(0, 250);
    const problem = qualityProblem(withKept(startChain(model), kept));
    const relaxation = new Relaxation(problem, rowsOfPair(problem));
    // Eight times a typical score over a typical cost.
    const { matching } = relaxation.evaluate(new Float64Array(problem.rows.count).fill(8 * 20 * relaxation.scale), null);
    expect(kept.every((person) => matching.pairOfPerson[person]! >= 0)).toBe(true);
  });

  it('names what it does not take', () => {
    const problem = randomProblem(randomFrom(4), { people: 3, seats: 2, rows: 1, spread: 100 });
    expect(acceptsPriced(problem)).toBe(true);
    expect(acceptsPriced({ ...problem, columnCount: problem.columnCount + 1 })).toBe(false);
    expect(acceptsPriced({ ...problem, upperOfPerson: Int32Array.of(1, 2, 1) })).toBe(false);
    expect(acceptsPriced({ ...problem, objective: problem.objective.map(() => 2 ** 45) })).toBe(false);
  });
});
