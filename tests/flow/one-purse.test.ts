import { describe, expect, it } from 'vitest';
import { freeControl } from '../../src/backends/contract.js';
import { acceptsPriced, solvePriced } from '../../src/backends/priced.js';
import { randomFrom } from '../../src/basics/random.js';
import { CheapestFirst, seatCostsOf } from '../../src/flow/cheapest-first.js';
import { activitiesOf, type CoupledProblem, valueIfFeasible } from '../../src/flow/coupled.js';
import { Incumbent } from '../../src/flow/incumbent.js';
import { intoSeats } from '../../src/flow/into-seats.js';
import { shareOnePurse, spendOnePurse } from '../../src/flow/one-purse.js';
import { Relaxation } from '../../src/flow/relaxation.js';
import { trim } from '../../src/flow/trim.js';
import type { Problem } from '../../src/model/types.js';
import { countedProblem, opened } from '../support/counted-problem.js';

const people = 2000;
const senders = 20;
const degree = 8;
const seats = 500;
const regions = 20;
const costs = [98_100, 106_700, 131_700, 165_300, 187_700, 210_100, 462_900, 543_500];

/** In regions of as many seats but from few to many people, everybody is worth 1, and a seat costs the same whoever takes it; one budget a sender, in all this part of what a seat for everybody would cost. */
function seatPriced(seed: number, part: number): Problem {
  const random = randomFrom(seed);
  const draw = (below: number): number => Math.floor(random() * below);
  const pairCount = people * degree;
  const costOfSeat = Array.from({ length: seats }, () => costs[draw(costs.length)]!);
  const seatOfPair = new Int32Array(pairCount);
  for (let person = 0; person < people; person++) {
    const region = Math.floor(regions * random() ** 2);
    const own = new Set<number>();
    while (own.size < degree) own.add(region + regions * draw(seats / regions));
    seatOfPair.set(
      [...own].sort((a, b) => a - b),
      person * degree,
    );
  }
  const costOfPair = Array.from(seatOfPair, (seat) => costOfSeat[seat]!);
  const limitOfSender = Array.from({ length: senders }, (_, row) => Math.floor((part * 238_000 * people) / senders) + 777 * row);
  return countedProblem({ people, seats, places: 3, seatOfPair, costOfPair, limitOfSender });
}

function begun(problem: Problem, shouldStop = () => false) {
  const { coupled, across, relaxation } = opened(problem);
  const control = {
    shouldStop,
    passLimit: 1,
    toleranceMillionths: 0,
    start: null,
    strand: 0,
    onIncumbent: () => undefined,
    onBound: () => undefined,
    onLeaves: () => undefined,
  };
  const best = new Incumbent(coupled, across, relaxation.scale, control);
  return { coupled, across, relaxation, best, search: { across, best, control, random: randomFrom(1), work: 0 } };
}

describe('CheapestFirst', () => {
  it('spends one purse as well as can be, with prices that prove it as they stand, and its rows about evenly', () => {
    for (const seed of [1, 2, 3]) {
      const { coupled, across, relaxation } = begun(seatPriced(seed, 0.5));
      const { seatOfPair, seatCount, upperOfSeat, scale } = relaxation;
      const seatCosts = seatCostsOf(coupled, seatOfPair, seatCount)!;
      const purse = new CheapestFirst(coupled, seatOfPair, upperOfSeat, intoSeats(coupled, seatOfPair, seatCount), seatCosts);
      purse.run(() => false);
      const activity = activitiesOf(coupled, across, purse.pairOfPerson);
      const limit = coupled.rows.upperOfRow.reduce((sum, upper) => sum + upper, 0);
      const spent = activity.reduce((sum, of) => sum + of, 0);
      expect(spent).toBeLessThanOrEqual(limit);
      expect(spent + purse.lastCost).toBeGreaterThan(limit);
      const uneven = activity.reduce((sum, of, row) => sum + Math.abs(of / coupled.rows.upperOfRow[row]! - 1), 0) / senders;
      expect(uneven).toBeLessThan(0.06);

      // People as good as any other to leave out in some regions, not in others.
      expect(new Set(purse.priceOfSeat(scale, Math.ceil(scale / purse.lastCost))).size).toBeGreaterThan(costs.length);

      const at = (price: number) => relaxation.evaluate(new Float64Array(senders).fill(price), null).total;
      const price = Math.ceil(scale / purse.lastCost);
      const priceOfSeat = purse.priceOfSeat(scale, price);
      const priceOfRow = new Float64Array(senders).fill(price);
      const relaxed = relaxation.evaluate(priceOfRow, { matching: { pairOfPerson: purse.pairOfPerson, priceOfSeat }, valueOfPair: null });
      expect(relaxed.matching.priceOfSeat).toEqual(priceOfSeat);
      expect(relaxed.total).toBe(at(price));
      for (const other of [0.9, 0.99, 1.01, 1.1]) expect(at(Math.round(price * other))).toBeGreaterThan(relaxed.total);
      const placed = purse.pairOfPerson.reduce((count, pair) => count + (pair >= 0 ? 1 : 0), 0);
      expect(Math.floor(relaxed.total / scale)).toBe(placed);
    }
  });

  it('takes only problems of its kind', () => {
    const problem = seatPriced(1, 0.5);
    const costsOf = (change: Partial<CoupledProblem>) => {
      const { coupled } = opened(problem);
      return seatCostsOf({ ...coupled, ...change }, problem.seatOfPair, problem.seatCount);
    };
    const { rows } = problem;
    const changed = (values: Float64Array, at: number, value: number) => values.map((old, k) => (k === at ? value : old));
    expect(costsOf({})).not.toBeNull();
    expect(costsOf({ objective: changed(Float64Array.from(problem.objective), 5, 2) })).toBeNull();
    expect(costsOf({ rows: { ...rows, coefficientOfEntry: changed(Float64Array.from(rows.coefficientOfEntry), 5, 1) } })).toBeNull();
    expect(costsOf({ rows: { ...rows, lowerOfRow: changed(Float64Array.from(rows.lowerOfRow), 2, 1) } })).toBeNull();
    expect(costsOf({ rows: { ...rows, upperOfRow: changed(Float64Array.from(rows.upperOfRow), 2, Infinity) } })).toBeNull();
    expect(costsOf({ lowerOfPerson: Int32Array.from(problem.lowerOfPerson, (_, person) => (person === 7 ? 1 : 0)) })).toBeNull();
  });
});

describe('shareOnePurse', () => {
  it('places as many within all limits as the bound allows, less a person in a few seeds at most', () => {
    let missing = 0;
    for (const seed of [1, 2, 3, 11]) {
      for (const part of [0.3, 0.5]) {
        const { coupled, across, relaxation, best, search } = begun(seatPriced(seed, part));
        const relaxed = shareOnePurse(search, coupled, relaxation, spendOnePurse(coupled, () => false)!)!;
        expect(valueIfFeasible(coupled, across, best.pairOfPerson!)).toBe(best.value);
        expect(best.bound).toBe(Math.floor(relaxed.total / relaxation.scale));
        expect(best.value!).toBeGreaterThan(valueIfFeasible(coupled, across, trim(coupled, across, relaxed))!);
        missing += best.bound - best.value!;
      }
    }
    expect(missing).toBeLessThanOrEqual(2);
  });

  it('leaves alone what one price cannot share: a sender with more money than its people can spend', () => {
    const problem = seatPriced(1, 0.4);
    const upperOfRow = problem.rows.upperOfRow.map((limit, row) => (row === 0 ? 4 * limit : limit));
    const { coupled, relaxation, search } = begun({ ...problem, rows: { ...problem.rows, upperOfRow } });
    expect(shareOnePurse(search, coupled, relaxation, spendOnePurse(coupled, () => false)!)).toBeNull();
  });

  it('hands over a plan and a bound that holds wherever time is up', () => {
    const problem = seatPriced(1, 0.5);
    const most = solvePriced(problem).value!;
    let before = 0;
    for (const asked of [0, 100, 300, 400, 600]) {
      let left = asked;
      const shouldStop = () => left-- <= 0;
      const { status, value, bound, plan } = solvePriced(problem, { ...freeControl, shouldStop });
      // Once the purse is spent it is shared out, even where time is up.
      expect(status).toBe(value === most ? 'solved' : 'stopped');
      expect(plan).not.toBeNull();
      expect(value!).toBeGreaterThan(0.8 * most);
      expect(value!).toBeLessThanOrEqual(most);
      expect(bound!).toBeGreaterThanOrEqual(most);
      expect(bound!).toBeLessThanOrEqual(people);
      before = Math.max(before, value!);
    }
    expect(before).toBe(most);
  });

  it('proves a count that a price rounded to a common scale shows one person short of', () => {
    for (const seed of [1, 2, 3, 4, 5, 6]) {
      const { coupled, across } = begun(seatPriced(seed, 0.5));
      const spent = spendOnePurse(coupled, () => false)!;
      const { lastCost, pairOfPerson } = spent.filled;
      const relaxation = new Relaxation(coupled, across, null, () => false, lastCost);
      expect(relaxation.scale % lastCost).toBe(0);
      const matching = { pairOfPerson, priceOfSeat: spent.filled.priceOfSeat(relaxation.scale, relaxation.scale / lastCost) };
      const { total } = relaxation.evaluate(new Float64Array(senders).fill(relaxation.scale / lastCost), { matching, valueOfPair: null });
      const placed = pairOfPerson.filter((pair) => pair >= 0).length;
      const left =
        coupled.rows.upperOfRow.reduce((sum, upper) => sum + upper, 0) -
        activitiesOf(coupled, across, pairOfPerson).reduce((sum, of) => sum + of, 0);
      // Exactly what is left of the purse, in people at the last cost.
      expect(total).toBe(placed * relaxation.scale + (left * relaxation.scale) / lastCost);
    }
  });

  it('is what proves a count under budgets at once', () => {
    const problem = seatPriced(2, 0.5);
    expect(acceptsPriced(problem)).toBe(true);
    const answer = solvePriced(problem);
    expect(answer).toMatchObject({ status: 'solved', stop: 'complete', nodes: 0 });
    expect(answer.value).toBe(answer.bound);
  });
});
