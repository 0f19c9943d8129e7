import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { replay } from '../../../src/certify/bound/replay.js';
import { runToEnd } from '../../../src/certify/rules/slices.js';
import type { Problem } from '../../../src/model/types.js';
import type { Branch, Prices } from '../../../src/solution/types.js';

const people = 4;
const seats = 3;

/** Four people, each with a pair into each of three seats; the group holds seats 0 and 1 and needs three people (or none). */
function problemOf(objective: readonly number[], upperOfSeat: readonly number[], upper = Infinity): Problem {
  const members = Array.from({ length: people * seats }, (_, pair) => pair).filter((pair) => pair % seats < 2);
  return {
    personCount: people,
    seatCount: seats,
    pairCount: people * seats,
    columnCount: people * seats,
    firstPairOfPerson: Int32Array.from({ length: people + 1 }, (_, person) => person * seats),
    seatOfPair: Int32Array.from({ length: people * seats }, (_, pair) => pair % seats),
    lowerOfPerson: new Int32Array(people),
    upperOfPerson: new Int32Array(people).fill(1),
    upperOfSeat: Int32Array.from(upperOfSeat),
    upperOfExtra: new Float64Array(0),
    objective: Float64Array.from(objective),
    rows: {
      count: 1,
      firstEntryOfRow: Int32Array.of(0, members.length),
      columnOfEntry: Int32Array.from(members),
      coefficientOfEntry: new Float64Array(members.length).fill(1),
      lowerOfRow: Float64Array.of(0),
      upperOfRow: Float64Array.of(upper),
      minimumToOpenOfRow: Float64Array.of(3),
      labelOfRow: [{ kind: 'flow-minimum', keys: ['a'] }],
    },
  };
}

const group = people + seats;

/** Prices of people, then of seat 2. */
function leafOf(scale: number, prices: readonly number[]): Prices {
  return {
    scale,
    rowOfPrice: Int32Array.of(0, 1, 2, 3, people + 2),
    priceOfRow: Float64Array.from(prices),
    groupRows: Int32Array.of(group),
  };
}

function boundOf(problem: Problem, nodes: readonly (Prices | Branch)[]): number | null {
  const shown = runToEnd(replay(problem, { kind: 'tree', nodes }));
  return shown.isInfeasible ? null : Number(shown.bound);
}

function bestOf(problem: Problem): number {
  let best = Number.NEGATIVE_INFINITY;
  for (let code = 0; code < 4 ** people; code++) {
    const taken = [0, 0, 0];
    let value = 0;
    for (let person = 0, rest = code; person < people; person++, rest = Math.floor(rest / 4)) {
      if (rest % 4 === 3) continue;
      taken[rest % 4]!++;
      value += problem.objective[seats * person + (rest % 4)]!;
    }
    const activity = taken[0]! + taken[1]!;
    const isWithin = taken.every((count, seat) => count <= problem.upperOfSeat[seat]!) && activity <= problem.rows.upperOfRow[0]!;
    if (isWithin && (activity === 0 || activity >= 3)) best = Math.max(best, value);
  }
  return best;
}

describe('replay of leaves with groups', () => {
  const scores = fc.array(fc.integer({ min: -10, max: 30 }), { minLength: people * seats, maxLength: people * seats });
  const limits = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: seats, maxLength: seats });
  const prices = fc.array(fc.integer({ min: 0, max: 60 }), { minLength: people + 1, maxLength: people + 1 });

  it('never shows a bound below the best plan, whatever the prices', () => {
    fc.assert(
      fc.property(scores, limits, prices, fc.constantFrom(3, 4, Infinity), (objective, upperOfSeat, price, upper) => {
        const problem = problemOf(objective, upperOfSeat, upper);
        expect(boundOf(problem, [leafOf(3, price)])!).toBeGreaterThanOrEqual(bestOf(problem));
      }),
      { numRuns: 500 },
    );
  });

  it('keeps to what is closed and open', () => {
    fc.assert(
      fc.property(scores, limits, prices, fc.integer({ min: 0, max: 11 }), (objective, upperOfSeat, price, pair) => {
        const problem = problemOf(objective, upperOfSeat);
        const leaf = leafOf(2, price);
        const nodes: (Prices | Branch)[] = [{ on: 'open', index: group, at: 0, first: 1, second: 2 }, leaf, leaf];
        expect(boundOf(problem, nodes)!).toBeGreaterThanOrEqual(bestOf(problem));
        const shut = { ...leaf, rowOfPrice: Int32Array.of(), priceOfRow: Float64Array.of(), scale: 0 };
        // A side that holds no plan may be refuted by a leaf without prices; one that does may not.
        if (upperOfSeat[0]! + upperOfSeat[1]! < 3) expect(boundOf(problem, [nodes[0]!, leaf, shut])).toBe(boundOf(problem, [leaf]));
        else expect(() => boundOf(problem, [nodes[0]!, leaf, shut])).toThrow(/shows nothing/);
        const column: Branch = { on: 'column', index: pair, at: 0, first: 1, second: 2 };
        expect(boundOf(problem, [column, leaf, leaf])!).toBeGreaterThanOrEqual(bestOf(problem));
      }),
      { numRuns: 300 },
    );
  });

  it('sees in integers what prices alone cannot: a group that is worth opening only half', () => {
    // Two people love the group, nobody else likes it; three are needed.
    const objective = [10, -9, 1, 10, -9, 1, -9, -9, 5, -9, -9, 5];
    const problem = problemOf(objective, [2, 2, 4]);
    expect(bestOf(problem)).toBe(20 - 9 + 5);
    expect(boundOf(problem, [leafOf(1, [6, 6, 5, 5, 0])])).toBe(22);
    const plain: Prices = { scale: 1, rowOfPrice: Int32Array.of(0, 1, 2, 3), priceOfRow: Float64Array.of(6, 6, 5, 5) };
    expect(boundOf(problem, [plain])).toBe(30);
  });

  it('refuses what is no group', () => {
    const problem = problemOf(
      Array.from({ length: 12 }, () => 1),
      [2, 2, 2],
    );
    const leaf = leafOf(1, [1, 1, 1, 1, 0]);
    const refused = (changed: Problem, prices: Prices): void => expect(() => boundOf(changed, [prices])).toThrow(/group|limit/);
    refused(problem, { ...leaf, groupRows: Int32Array.of(group - 1) });
    refused(problem, { ...leaf, groupRows: Int32Array.of(group + 1) });
    refused(problem, { ...leaf, groupRows: Int32Array.of(group, group) });
    refused(problem, { ...leaf, knapsackRows: Int32Array.of(group) });
    refused({ ...problem, rows: { ...problem.rows, minimumToOpenOfRow: new Float64Array(1) } }, leaf);
    refused({ ...problem, rows: { ...problem.rows, coefficientOfEntry: new Float64Array(8).fill(2) } }, leaf);
    refused(problem, { ...leaf, rowOfPrice: Int32Array.of(group), priceOfRow: Float64Array.of(1) });
  });
});
