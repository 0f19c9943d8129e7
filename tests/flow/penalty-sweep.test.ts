import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../src/basics/random.js';
import { activitiesOf, type CoupledProblem, valueIfFeasible } from '../../src/flow/coupled.js';
import { solveMatching } from '../../src/flow/matching.js';
import { PenaltySweeps } from '../../src/flow/penalty-sweep.js';
import { searchPrices } from '../../src/flow/price-search.js';
import { sweepUnderRaisedPrices } from '../../src/flow/raised-prices.js';
import { RowFill } from '../../src/flow/row-fill.js';
import { WorkingPlan } from '../../src/flow/working-plan.js';
import { problemOf, searchOf } from './paid-problem.js';

const people = 600;
const senders = 8;
const openings = 160;

/** All must be placed, and the budgets hold what the cheapest placements cost and a little more. */
function spentProblem(seed: number, slackPart: number): CoupledProblem {
  const random = randomFrom(seed);
  const draw = (below: number): number => Math.floor(random() * below);
  const pairs = Array.from({ length: people }, () =>
    Array.from({ length: 12 }, () => [draw(openings), 1000 + draw(9000), 1000 + draw(2000)] as const).filter(
      ([seat], k, all) => all.findIndex(([other]) => other === seat) === k,
    ),
  );
  const seats = Array.from({ length: openings }, () => 3 + draw(3));
  const budgetOf = pairs.map(() => draw(senders));
  const free = problemOf(pairs, seats, budgetOf, new Array(senders).fill(0), 1);
  const costs = pairs.flat().map(([, , cost]) => cost);
  const cheapest = solveMatching({ ...free, valueOfPair: Float64Array.from(costs, (cost) => 10_000 - cost) });
  const spent = activitiesOf(free, searchOf(free).across, cheapest.pairOfPerson);
  expect(cheapest.pairOfPerson.includes(-1)).toBe(false);
  return problemOf(
    pairs,
    seats,
    budgetOf,
    Array.from(spent, (cost) => Math.floor(cost * (1 + slackPart))),
    1,
  );
}

describe('penalty sweeps', () => {
  it('find better plans where limits are spent than prices that are raised until a plan holds', () => {
    for (const seed of [1, 2, 3]) {
      const problem = spentProblem(seed, 0.01);
      const valueBy = (
        find: (found: ReturnType<typeof searchOf>, relaxed: ReturnType<typeof searchPrices>) => void,
      ): { readonly value: number; readonly bound: number } => {
        const found = searchOf(problem);
        const relaxed = searchPrices(
          problem,
          found.relaxation,
          18,
          () => false,
          (lower) => found.search.best.lower(lower),
        );
        find(found, relaxed);
        const { pairOfPerson, value, bound } = found.search.best;
        expect(valueIfFeasible(problem, found.across, pairOfPerson!)).toBe(value);
        return { value: value!, bound };
      };
      const raised = valueBy(({ search, relaxation }, relaxed) => sweepUnderRaisedPrices(search, problem, relaxation, relaxed));
      const penalised = valueBy(({ search, relaxation }, relaxed) => {
        const sweeps = new PenaltySweeps(search, problem, relaxation, relaxed);
        for (let round = 0; round < 12; round++) sweeps.next();
      });
      const open = penalised.bound - penalised.value;
      expect(open).toBeGreaterThanOrEqual(0);
      expect(open).toBeLessThan((raised.bound - raised.value) * 0.8);
    }
  });
});

describe('soft limits', () => {
  it('are broken only where they have a price, and no longer once they are hard', () => {
    const problem = spentProblem(4, 0.02);
    const { search, relaxation, across } = searchOf(problem);
    const priced = relaxation.evaluate(
      Float64Array.from({ length: senders }, (_, row) => (row === 0 ? 0 : relaxation.scale * 4)),
      null,
    );
    const plan = new WorkingPlan(problem, across, relaxation.seatOfPair, relaxation.upperOfSeat, priced.matching.pairOfPerson);
    const roomy = { ...problem, rows: { ...problem.rows, upperOfRow: plan.activityOfRow.slice() } };
    const beyond = (): number[] => Array.from(plan.activityOfRow, (activity, row) => Math.max(0, activity - roomy.rows.upperOfRow[row]!));
    const fillAll = (fill: RowFill): void => {
      for (let row = 1; row < senders; row++) fill.fill(row, 0.9);
    };
    const fillOf = (soft: ConstructorParameters<typeof RowFill>[7]): RowFill =>
      new RowFill(search, roomy, plan, priced, relaxation.scale, 2000 * relaxation.scale, 0, soft);
    fillAll(fillOf(null));
    expect(beyond().every((part) => part === 0)).toBe(true);
    fillAll(fillOf({ penalty: 0.5, reserve: 0 }));
    expect(beyond()[0]).toBe(0);
    expect(beyond().some((part) => part > 0)).toBe(true);
    const before = beyond();
    fillAll(fillOf(null));
    expect(beyond().every((part, row) => part <= before[row]!)).toBe(true);
  });
});
