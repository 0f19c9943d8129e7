import { describe, expect, it } from 'vitest';
import { type Backend, type Control, freeControl } from '../../src/backends/contract.js';
import { flowBackend } from '../../src/backends/flow-backend.js';
import { highsBackend, simplexBackend, simplexColumnLimit } from '../../src/backends/general.js';
import { isFeasible, matrixOf, valueOf } from '../../src/backends/matrix.js';
import { networkBackend } from '../../src/backends/network.js';
import { pricedBackend } from '../../src/backends/priced.js';
import { randomFrom } from '../../src/basics/random.js';
import { replay } from '../../src/certify/bound/replay.js';
import { runToEnd } from '../../src/certify/rules/slices.js';
import { extend, type RowSpec } from '../../src/model/extend.js';
import type { Constraints, Problem } from '../../src/model/types.js';
import type { ScalarAnswer } from '../../src/solution/types.js';
import { noRows } from '../../src/model/cut.js';
import { randomModel } from '../support/random-model.js';

/** One suite for the contract of all backends: what a backend hands over is held against enumeration and against its own proof. */

interface Kept {
  readonly backend: Backend;
  /** Closes every problem it accepts: `solved` or `infeasible` with a proof. The others may stop with a bound, and say so. */
  readonly isExact: boolean;
  /** Counts nodes: a limit of 1 ends a search that needs more. */
  readonly hasNodes: boolean;
  /** Work a tiny problem may take. Prices never show that there is no plan: there they are used up whole. */
  readonly control: Control;
}
const kept: readonly Kept[] = [
  { backend: flowBackend, isExact: true, hasNodes: false, control: freeControl },
  { backend: networkBackend, isExact: true, hasNodes: false, control: freeControl },
  { backend: simplexBackend, isExact: true, hasNodes: true, control: freeControl },
  { backend: highsBackend, isExact: true, hasNodes: true, control: freeControl },
  { backend: pricedBackend, isExact: false, hasNodes: false, control: { ...freeControl, nodeLimit: 2 } },
];

interface Shape {
  /** Pairs of each person as [seat, value]; seat −1: none. */
  readonly lists: readonly (readonly (readonly [number, number])[])[];
  readonly seats: readonly number[];
  readonly lower?: readonly number[];
  readonly rows?: readonly (Omit<RowSpec, 'label'> & { readonly least?: number })[];
}

function problemOf({ lists, seats, lower, rows = [] }: Shape): Problem {
  const pairs = lists.flat();
  const firstPairOfPerson = new Int32Array(lists.length + 1);
  lists.forEach((list, person) => {
    firstPairOfPerson[person + 1] = firstPairOfPerson[person]! + list.length;
  });
  const base: Constraints = {
    personCount: lists.length,
    seatCount: seats.length,
    pairCount: pairs.length,
    columnCount: pairs.length,
    firstPairOfPerson,
    seatOfPair: Int32Array.from(pairs, ([seat]) => seat),
    lowerOfPerson: Int32Array.from(lower ?? lists.map(() => 0)),
    upperOfPerson: new Int32Array(lists.length).fill(1),
    upperOfSeat: Int32Array.from(seats),
    upperOfExtra: new Float64Array(0),
    rows: noRows,
  };
  const constraints = extend(base, { rows: rows.map((row) => ({ ...row, label: { kind: 'quota', keys: [] } })) });
  rows.forEach(({ least = 0 }, row) => {
    constraints.rows.minimumToOpenOfRow[row] = least;
  });
  return { ...constraints, objective: Float64Array.from(pairs, ([, value]) => value) };
}

/** The best value by walking through all integer vectors; null: there is no plan. */
function bestOf(problem: Problem): number | null {
  const matrix = matrixOf(problem);
  const x = new Float64Array(problem.columnCount);
  let best: number | null = null;
  const from = (column: number): void => {
    if (column === problem.columnCount) {
      if (isFeasible(matrix, x)) best = Math.max(best ?? Number.NEGATIVE_INFINITY, valueOf(problem, x));
      return;
    }
    const upper = matrix.bounds.upperOfColumn[column]!;
    for (let value = 0; value <= upper; value++) {
      x[column] = value;
      from(column + 1);
    }
    x[column] = 0;
  };
  from(0);
  return best;
}

/** Says everything the contract asks of an answer, whatever the backend. */
function expectHonest(problem: Problem, answer: ScalarAnswer, best: number | null | 'unknown', about: string): void {
  const { plan, value, bound, proof } = answer;
  expect(plan === null, about).toBe(value === null);
  if (plan !== null) {
    expect(plan.length, about).toBe(problem.columnCount);
    expect(isFeasible(matrixOf(problem), plan), `${about}: the plan holds`).toBe(true);
    expect(value, about).toBe(valueOf(problem, plan));
    if (best !== 'unknown') expect(value!, about).toBeLessThanOrEqual(best!);
    if (bound !== null) expect(bound, about).toBeGreaterThanOrEqual(value!);
  }
  if (answer.status === 'infeasible') {
    expect([plan, value, best], about).toEqual([null, null, null]);
    if (proof !== null) expect(runToEnd(replay(problem, proof)), about).toEqual({ isInfeasible: true });
    else expect(answer.claimedBy, `${about}: a claim without proof names who claims`).not.toBeNull();
    return;
  }
  if (bound !== null) {
    expect(proof, `${about}: a bound has a proof`).not.toBeNull();
    const shown = runToEnd(replay(problem, proof!));
    // Pieces of a tree may show more than the bound says, never less.
    if (!shown.isInfeasible) expect(shown.bound, about).toBeLessThanOrEqual(BigInt(bound));
    if (typeof best === 'number') expect(bound, about).toBeGreaterThanOrEqual(best);
  }
  if (answer.status === 'solved') {
    expect([plan === null, proof === null, answer.stop], about).toEqual([false, false, 'complete']);
    expect([value, bound], about).toEqual([best, best]);
  } else {
    expect(answer.stop, about).not.toBe('complete');
  }
}

/** A knapsack with many near-equal values over two budgets: no relaxation closes it at the root. */
function knapsack(people: number): Problem {
  const random = randomFrom(5);
  const lists = Array.from({ length: people }, (_, person) => [[person, 1000 + Math.floor(random() * 50)] as const]);
  const columns = lists.map((_, pair) => pair);
  const row = (): Omit<RowSpec, 'label'> => {
    const coefficients = columns.map(() => 900 + Math.floor(random() * 211));
    return {
      columns,
      coefficients,
      lower: Number.NEGATIVE_INFINITY,
      upper: Math.floor(coefficients.reduce((sum, cost) => sum + cost, 0) / 2),
    };
  };
  return problemOf({ lists, seats: lists.map(() => 1), rows: [row(), row()] });
}

const handMade: readonly { readonly name: string; readonly problem: Problem; readonly best: number | null }[] = [
  { name: 'nobody and nothing', problem: problemOf({ lists: [], seats: [] }), best: 0 },
  { name: 'people without pairs', problem: problemOf({ lists: [[], []], seats: [] }), best: 0 },
  { name: 'a seat that nobody may have', problem: problemOf({ lists: [[[0, 5]]], seats: [0] }), best: 0 },
  { name: 'two people, one seat', problem: problemOf({ lists: [[[0, 5]], [[0, 7]]], seats: [1] }), best: 7 },
  { name: 'values below zero', problem: problemOf({ lists: [[[0, -5]], [[0, -7]]], seats: [2] }), best: 0 },
  { name: 'a required person at a loss', problem: problemOf({ lists: [[[0, -5]], [[0, 7]]], seats: [1], lower: [1, 0] }), best: -5 },
  { name: 'two required, one seat', problem: problemOf({ lists: [[[0, 5]], [[0, 7]]], seats: [1], lower: [1, 1] }), best: null },
  { name: 'a required person without a pair', problem: problemOf({ lists: [[], [[0, 7]]], seats: [1], lower: [1, 0] }), best: null },
  {
    name: 'a budget that one of two fits',
    problem: problemOf({
      lists: [[[0, 5]], [[1, 4]]],
      seats: [1, 1],
      rows: [{ columns: [0, 1], coefficients: [300, 200], lower: Number.NEGATIVE_INFINITY, upper: 450 }],
    }),
    best: 5,
  },
  {
    name: 'a free placement under a budget (a zero coefficient)',
    problem: problemOf({
      lists: [[[0, 1]]],
      seats: [1],
      rows: [{ columns: [0], coefficients: [0], lower: Number.NEGATIVE_INFINITY, upper: 20 }],
    }),
    best: 1,
  },
  {
    name: 'a quota that forces a loss',
    problem: problemOf({
      lists: [
        [
          [0, 9],
          [1, 1],
        ],
      ],
      seats: [1, 1],
      rows: [{ columns: [1], coefficients: [1], lower: 1, upper: Number.POSITIVE_INFINITY }],
    }),
    best: 1,
  },
  {
    name: 'a quota nobody can meet',
    problem: problemOf({
      lists: [[[0, 9]], [[0, 8]]],
      seats: [1],
      rows: [{ columns: [0, 1], coefficients: [1, 1], lower: 2, upper: Number.POSITIVE_INFINITY }],
    }),
    best: null,
  },
  {
    name: 'a minimum to open that is reached',
    problem: problemOf({
      lists: [[[0, 3]], [[0, -1]]],
      seats: [2],
      rows: [{ columns: [0, 1], coefficients: [1, 1], lower: 0, upper: Number.POSITIVE_INFINITY, least: 2 }],
    }),
    best: 2,
  },
  {
    name: 'a minimum to open beyond reach',
    problem: problemOf({
      lists: [[[0, 3]], [[0, 2]]],
      seats: [1],
      rows: [{ columns: [0, 1], coefficients: [1, 1], lower: 0, upper: Number.POSITIVE_INFINITY, least: 2 }],
    }),
    best: 0,
  },
  {
    name: 'a row without columns that cannot hold',
    problem: problemOf({
      lists: [[[0, 3]]],
      seats: [1],
      rows: [{ columns: [], coefficients: [], lower: 1, upper: Number.POSITIVE_INFINITY }],
    }),
    best: null,
  },
  {
    // HiGHS at its default gap of 1e-4 may hand over 87312 for 87319 and call it optimal.
    name: 'two plans closer than one in ten thousand',
    problem: problemOf({
      lists: [[[0, 43_660]], [[1, 43_656]], [[2, 43_659]]],
      seats: [1, 1, 1],
      rows: [{ columns: [0, 1, 2], coefficients: [5, 4, 5], lower: Number.NEGATIVE_INFINITY, upper: 10 }],
    }),
    best: 87_319,
  },
];

describe.each(kept.map((entry) => ({ name: entry.backend.name, ...entry })))(
  'the contract of backends: $name',
  ({ backend, isExact, hasNodes, control }) => {
    it.each(handMade)('$name', async ({ name, problem, best }) => {
      expect(bestOf(problem)).toBe(best);
      const refused = backend.refuses(problem);
      if (refused !== null) {
        expect(refused.length).toBeGreaterThan(10);
        return;
      }
      const answer = await backend.solve(problem, control);
      expectHonest(problem, answer, best, name);
      if (isExact) expect(answer.status).toBe(best === null ? 'infeasible' : 'solved');
      else if (best === null) expect(['infeasible', 'stopped']).toContain(answer.status);
    });

    it('agrees with enumeration on drawn models, and every proof replays', async () => {
      let solved = 0;
      let infeasible = 0;
      let taken = 0;
      for (let seed = 1; seed <= 120; seed++) {
        const model = randomModel(seed, { side: seed % 3 !== 0 });
        if (model.columnCount > 12) continue;
        const random = randomFrom(seed);
        const objective = Float64Array.from({ length: model.columnCount }, (_, column) =>
          column < model.pairCount ? Math.floor(random() * 200) - 40 : 0,
        );
        const problem: Problem = { ...model, objective };
        if (backend.refuses(problem) !== null) continue;
        taken++;
        const best = bestOf(problem);
        const answer = await backend.solve(problem, control);
        expectHonest(problem, answer, best, `seed ${seed}`);
        if (answer.status === 'solved') solved++;
        if (answer.status === 'infeasible') infeasible++;
        if (isExact) expect(answer.status, `seed ${seed}`).toBe(best === null ? 'infeasible' : 'solved');
      }
      expect(taken).toBeGreaterThan(20);
      expect(solved).toBeGreaterThan(taken / 4);
      if (isExact) expect(infeasible).toBeGreaterThan(0);
    });

    it('starts from a plan it is given and never hands over a worse one', async () => {
      const problem = problemOf({
        lists: [[[0, 5]], [[1, 4]]],
        seats: [1, 1],
        rows: [{ columns: [0, 1], coefficients: [3, 2], lower: Number.NEGATIVE_INFINITY, upper: 4 }],
      });
      const shape = backend.refuses(problem) === null ? problem : problemOf({ lists: [[[0, 5]], [[0, 4]]], seats: [1] });
      expect(backend.refuses(shape)).toBeNull();
      for (const start of [Float64Array.of(1, 0), Float64Array.of(0, 1), Float64Array.of(1, 1), Float64Array.of(0, 0)]) {
        const answer = await backend.solve(shape, { ...control, start: start.slice() });
        expectHonest(shape, answer, 5, `start ${start}`);
        expect(answer.value, `start ${start}`).toBe(5);
      }
    });

    it('gives the same answer twice', async () => {
      const { problem } = handMade[4]!;
      const shape = backend.refuses(problem) === null ? problem : knapsack(12);
      if (backend.refuses(shape) !== null) throw new Error('nothing to solve twice');
      expect(await backend.solve(shape, control)).toEqual(await backend.solve(shape, control));
    });

    it('heeds the stop flag: what it has is honest, and it says that it stopped', async () => {
      const problem = knapsack(60);
      if (backend.refuses(problem) !== null) {
        // The matching kernel and the network are exact in one pass and take no budgets; a stopped shard is not sent at all.
        expect(['flow', 'network']).toContain(backend.name);
        return;
      }
      let asked = 0;
      const stopping: Control = { ...control, shouldStop: () => ++asked > 3 };
      const from = performance.now();
      const answer = await backend.solve(problem, stopping);
      expect(performance.now() - from).toBeLessThan(5_000);
      expect([answer.status, answer.stop]).toEqual(['stopped', 'cancelled']);
      expectHonest(problem, answer, 'unknown', 'stopped');
    });

    it('heeds the limit of nodes, repeatably', async () => {
      const problem = knapsack(60);
      if (backend.refuses(problem) !== null) return void expect(['flow', 'network']).toContain(backend.name);
      const answer = await backend.solve(problem, { ...control, nodeLimit: 3 });
      expect([answer.status, answer.stop]).toEqual(['stopped', 'work']);
      if (hasNodes) expect(answer.nodes).toBeLessThanOrEqual(3);
      expectHonest(problem, answer, 'unknown', 'limited');
      expect(await backend.solve(problem, { ...control, nodeLimit: 3 })).toEqual(answer);
    });

    it('tells of better plans as it finds them, each one feasible', async () => {
      const { problem } = handMade[8]!;
      if (backend.refuses(problem) !== null) return void expect(['flow', 'network']).toContain(backend.name);
      const values: number[] = [];
      const answer = await backend.solve(problem, {
        ...control,
        onIncumbent: (plan, value) => {
          expect(isFeasible(matrixOf(problem), plan)).toBe(true);
          expect(value).toBe(valueOf(problem, plan));
          values.push(value);
        },
      });
      expect(values).toEqual([...values].sort((a, b) => a - b));
      if (values.length > 0) expect(values.at(-1)).toBe(answer.value);
    });

    it('tells of better bounds as it finds them, none below what a plan is worth', async () => {
      const { problem } = handMade[8]!;
      if (backend.refuses(problem) !== null) return void expect(['flow', 'network']).toContain(backend.name);
      const bounds: number[] = [];
      const answer = await backend.solve(problem, { ...control, onBound: (bound) => bounds.push(bound) });
      expect(bounds).toEqual([...bounds].sort((a, b) => b - a));
      expect(bounds.length).toBeGreaterThan(0);
      expect(bounds.at(-1)).toBe(answer.bound);
    });

    it('refuses in words what it cannot take, and takes the rest', () => {
      const withExtra: Problem = {
        ...problemOf({ lists: [[[0, 1]]], seats: [1] }),
        columnCount: 2,
        upperOfExtra: Float64Array.of(1),
        objective: Float64Array.of(1, 0),
      };
      const large = knapsack(simplexColumnLimit + 1);
      const refusals = {
        flow: [withExtra, large],
        network: [withExtra, large],
        simplex: [large],
        highs: [],
        priced: [withExtra, handMade[0]!.problem],
      }[backend.name];
      for (const problem of refusals) expect(backend.refuses(problem)).toMatch(/\w{3}/);
      expect([backend.refuses(withExtra), backend.refuses(large), backend.refuses(handMade[3]!.problem)]).toContain(null);
    });
  },
);
