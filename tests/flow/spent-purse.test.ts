import { describe, expect, it } from 'vitest';
import { freeControl } from '../../src/backends/contract.js';
import { solvePriced } from '../../src/backends/priced.js';
import { randomFrom } from '../../src/basics/random.js';
import { totalOf, untightened } from '../../src/certify/bound/prices.js';
import { runToEnd } from '../../src/certify/rules/slices.js';
import { levelsOf } from '../../src/flow/cost-levels.js';
import { type CoupledProblem, rowsOfPair, valueIfFeasible } from '../../src/flow/coupled.js';
import { intoSeats } from '../../src/flow/into-seats.js';
import { paidSeatsOf } from '../../src/flow/paid-seats.js';
import { PurseSwaps } from '../../src/flow/purse-swaps.js';
import { searchSpentPurse } from '../../src/flow/spent-purse.js';
import type { Problem } from '../../src/model/types.js';

const costs = [98_100, 106_700, 109_300, 117_900, 131_700, 155_700, 157_100, 165_300, 173_900, 187_700, 196_300, 210_100];

interface Wish {
  readonly seed: number;
  readonly people: number;
  readonly seats: number;
  readonly places: number;
  readonly degree: number;
  readonly senders: number;
  /** People have pairs into seats of one region. */
  readonly regions: number;
}

interface Spent {
  readonly problem: Problem & CoupledProblem;
  readonly start: Int32Array;
  readonly costOfSeat: readonly number[];
}

/** Everybody has to be placed; limits are what a cheapest plan spends, and up to `left` more; the last row asks for as many people as there are. Null: not all can be placed. */
function spent({ seed, people, seats, places, degree, senders, regions }: Wish, left: number): Spent | null {
  const random = randomFrom(seed);
  const draw = (below: number): number => Math.floor(random() * below);
  const costOfSeat = Array.from({ length: seats }, () => costs[draw(costs.length)]!);
  const pairCount = people * degree;
  const seatOfPair = new Int32Array(pairCount);
  for (let person = 0; person < people; person++) {
    const region = draw(regions);
    const own = new Set<number>();
    while (own.size < degree) own.add(region + regions * draw(seats / regions));
    seatOfPair.set(
      [...own].sort((a, b) => a - b),
      person * degree,
    );
  }
  const firstPairOfPerson = Int32Array.from({ length: people + 1 }, (_, person) => person * degree);
  const upperOfSeat = new Int32Array(seats).fill(places);
  const start = cheapestPlan(people, degree, seatOfPair, costOfSeat, upperOfSeat);
  if (start === null) return null;
  const limit = new Float64Array(senders + 1);
  start.forEach((pair, person) => {
    limit[person % senders]! += costOfSeat[seatOfPair[pair]!]!;
  });
  for (let row = 0; row < senders; row++) limit[row]! += draw(left);
  limit[senders] = Infinity;
  const columns = Array.from({ length: senders }, (_, row) =>
    Array.from({ length: pairCount }, (_, pair) => pair).filter((pair) => Math.floor(pair / degree) % senders === row),
  );
  columns.push(Array.from({ length: pairCount }, (_, pair) => pair));
  const firstEntryOfRow = new Int32Array(senders + 2);
  columns.forEach((own, row) => {
    firstEntryOfRow[row + 1] = firstEntryOfRow[row]! + own.length;
  });
  const problem = {
    personCount: people,
    seatCount: seats,
    pairCount,
    columnCount: pairCount,
    firstPairOfPerson,
    seatOfPair,
    lowerOfPerson: new Int32Array(people).fill(1),
    upperOfPerson: new Int32Array(people).fill(1),
    upperOfSeat,
    upperOfExtra: new Float64Array(0),
    objective: Float64Array.from({ length: pairCount }, () => 10 * draw(800)),
    rows: {
      count: senders + 1,
      firstEntryOfRow,
      columnOfEntry: Int32Array.from(columns.flat()),
      coefficientOfEntry: Float64Array.from([
        ...columns.slice(0, senders).flatMap((own) => own.map((pair) => costOfSeat[seatOfPair[pair]!]!)),
        ...new Array<number>(pairCount).fill(1),
      ]),
      lowerOfRow: new Float64Array(senders + 1).fill(-Infinity).fill(people, senders),
      upperOfRow: limit,
      minimumToOpenOfRow: new Float64Array(senders + 1),
      labelOfRow: Array.from({ length: senders + 1 }, () => ({ kind: 'step' as const, parts: ['test'] })),
    },
  };
  return { problem: problem as unknown as Problem & CoupledProblem, start, costOfSeat };
}

/** Successive shortest paths by Bellman and Ford, one person after the other; null: somebody finds no seat. */
function cheapestPlan(
  people: number,
  degree: number,
  seatOfPair: Int32Array,
  costOfSeat: readonly number[],
  upperOfSeat: Int32Array,
): Int32Array | null {
  const plan = new Int32Array(people).fill(-1);
  for (let person = 0; person < people; person++) {
    const distance = new Float64Array(upperOfSeat.length).fill(Infinity);
    const into = new Int32Array(upperOfSeat.length).fill(-1);
    for (let pair = person * degree; pair < (person + 1) * degree; pair++) {
      distance[seatOfPair[pair]!] = costOfSeat[seatOfPair[pair]!]!;
      into[seatOfPair[pair]!] = pair;
    }
    for (let isChanged = true; isChanged; ) {
      isChanged = false;
      for (let other = 0; other < person; other++) {
        const held = seatOfPair[plan[other]!]!;
        for (let pair = other * degree; pair < (other + 1) * degree; pair++) {
          const to = seatOfPair[pair]!;
          const through = distance[held]! - costOfSeat[held]! + costOfSeat[to]!;
          if (to === held || through >= distance[to]!) continue;
          distance[to] = through;
          into[to] = pair;
          isChanged = true;
        }
      }
    }
    const taken = new Int32Array(upperOfSeat.length);
    for (const pair of plan) if (pair >= 0) taken[seatOfPair[pair]!]!++;
    let seat = -1;
    for (let at = 0; at < upperOfSeat.length; at++)
      if (taken[at]! < upperOfSeat[at]! && distance[at]! < (seat < 0 ? Infinity : distance[seat]!)) seat = at;
    if (seat < 0) return null;
    for (let mover = -1; mover !== person; ) {
      const pair = into[seat]!;
      mover = Math.floor(pair / degree);
      seat = mover === person ? -1 : seatOfPair[plan[mover]!]!;
      plan[mover] = pair;
    }
  }
  return plan;
}

/** The best value of all plans that break nothing. */
function bestOf(problem: CoupledProblem): number {
  const across = rowsOfPair(problem);
  const plan = new Int32Array(problem.personCount).fill(-1);
  let best = Number.NEGATIVE_INFINITY;
  const place = (person: number): void => {
    if (person === problem.personCount) {
      best = Math.max(best, valueIfFeasible(problem, across, plan) ?? Number.NEGATIVE_INFINITY);
      return;
    }
    for (let pair = problem.firstPairOfPerson[person]!; pair < problem.firstPairOfPerson[person + 1]!; pair++) {
      plan[person] = pair;
      place(person + 1);
    }
  };
  place(0);
  return best;
}

function planOf({ columnCount }: Problem, pairOfPerson: Int32Array): Float64Array {
  const plan = new Float64Array(columnCount);
  for (const pair of pairOfPerson) plan[pair] = 1;
  return plan;
}

const silent = { shouldStop: () => false, onBound: () => undefined, onIncumbent: () => undefined };
const tiny = { people: 7, seats: 6, places: 2, degree: 3, regions: 1 };
const roster = { seed: 1, people: 1200, seats: 400, places: 4, degree: 10, senders: 5, regions: 10 };

describe('limits that a cheapest plan spends', () => {
  it('bounds no plan too low and finds plans that break nothing, by an enumeration of all plans', () => {
    let found = 0;
    for (let seed = 1; seed <= 120; seed++) {
      const one = spent({ ...tiny, seed, senders: 1 + (seed % 3) }, 30_000);
      if (one === null) continue;
      const { problem, start } = one;
      const answer = searchSpentPurse(problem, start, silent);
      expect(answer).not.toBeNull();
      const best = bestOf(problem);
      expect(answer!.bound).toBeGreaterThanOrEqual(best);
      if (answer!.pairOfPerson === null) continue;
      found++;
      const value = valueIfFeasible(problem, rowsOfPair(problem), answer!.pairOfPerson);
      expect(value).not.toBeNull();
      expect(value!).toBeLessThanOrEqual(best);
      expect(value!).toBeGreaterThan(valueIfFeasible(problem, rowsOfPair(problem), start)!);
    }
    expect(found).toBeGreaterThan(20);
  });

  it('proves its bound by prices that the checker adds up to the same, and that show too little where they are changed', () => {
    for (let seed = 1; seed <= 30; seed++) {
      const one = spent({ ...tiny, seed, senders: 2 }, 20_000);
      if (one === null) continue;
      const { problem, start } = one;
      const best = bestOf(problem);
      const answer = solvePriced(problem, { ...freeControl, start: planOf(problem, start) });
      if (answer.proof?.kind !== 'prices') continue;
      const { prices } = answer.proof;
      const boundOf = (priceOfRow: Float64Array) =>
        Number(runToEnd(totalOf(problem, { ...prices, priceOfRow }, untightened))) / prices.scale;
      expect(Math.floor(boundOf(prices.priceOfRow))).toBe(answer.bound);
      const random = randomFrom(seed);
      const forged = prices.priceOfRow.map((price) => (price > 0 ? Math.floor(price * 2 * random()) : price));
      expect(boundOf(forged)).toBeGreaterThanOrEqual(best);
    }
  });

  it('comes within a hundredth of the bound on a roster of some size, the same plan each time', () => {
    const { problem, start } = spent(roster, 200)!;
    const answers = [1, 2].map(() => solvePriced(problem, { ...freeControl, start: planOf(problem, start), nodeLimit: 1 }));
    const [first, second] = answers;
    expect(first!.bound! - first!.value!).toBeLessThan(first!.value! / 100);
    expect(second).toEqual(first);
    expect(valueIfFeasible(problem, rowsOfPair(problem), start)!).toBeLessThan(0.9 * first!.value!);
  });

  it('says how far it is at once where time is up, with the plan it started from', () => {
    const { problem, start } = spent(roster, 200)!;
    const answer = solvePriced(problem, { ...freeControl, start: planOf(problem, start), shouldStop: () => true });
    expect(answer.plan).toEqual(planOf(problem, start));
    expect(answer.bound!).toBeGreaterThanOrEqual(answer.value!);
    expect(answer.stop).toBe('cancelled');
  });

  it('says that the clock struck, also where it struck in the search that goes on from there', () => {
    const { problem, start } = spent(roster, 200)!;
    const solve = (mostAsked: number) => {
      let asked = 0;
      const shouldStop = () => ++asked > mostAsked;
      const { stop } = solvePriced(problem, { ...freeControl, start: planOf(problem, start), nodeLimit: 1, shouldStop });
      return { stop, asked };
    };
    const whole = solve(Number.POSITIVE_INFINITY);
    expect(whole.stop).toBe('work');
    for (let part = 1; part < 10; part++)
      expect(solve(Math.floor((whole.asked * part) / 10)).stop, `after ${part} tenths`).toBe('cancelled');
  });

  it('is not asked where seats cost people differently, money is left, or the plan is not one of the cheapest', () => {
    const { problem, start, costOfSeat } = spent(roster, 200)!;
    const into = intoSeats(problem, problem.seatOfPair, problem.seatCount);
    const seatCosts = Float64Array.from(costOfSeat);
    expect(levelsOf(problem, seatCosts, into, start)).not.toBeNull();
    const dearer = seatCosts.slice();
    dearer[problem.seatOfPair[start[0]!]!] = 10 * costs.at(-1)!;
    expect(levelsOf(problem, dearer, into, start)).toBeNull();

    const coefficientOfEntry = problem.rows.coefficientOfEntry.slice();
    coefficientOfEntry[0]! += 200;
    expect(paidSeatsOf({ ...problem, rows: { ...problem.rows, coefficientOfEntry } })).toBeNull();
    const lowerOfRow = problem.rows.lowerOfRow.slice();
    lowerOfRow[roster.senders] = roster.people + 1;
    expect(paidSeatsOf({ ...problem, rows: { ...problem.rows, lowerOfRow } })).toBeNull();
    expect(paidSeatsOf(problem)).not.toBeNull();

    const upperOfRow = problem.rows.upperOfRow.map((upper) => upper + 2 * costs.at(-1)!);
    expect(searchSpentPurse({ ...problem, rows: { ...problem.rows, upperOfRow } }, start, silent)).toBeNull();
  });
});

describe('PurseSwaps', () => {
  it('moves what it says from row to row, and nobody out of the seats', () => {
    const lists = {
      firstOfPerson: Int32Array.of(0, 2, 4, 5),
      seatOfPair: Int32Array.of(0, 1, 0, 1, 1),
      costOfSeat: Float64Array.of(500, 300),
      rowOfPerson: Int32Array.of(0, 1, 1),
      lossOfPair: Float64Array.of(0, 40, 10, 0, 0),
    };
    const seats = new PurseSwaps(lists, Int32Array.of(0, 3, 4), Float64Array.of(200, -200));
    expect(seats.within(49)).toEqual([]);
    const [swap, ...others] = seats.within(50);
    expect(others).toEqual([]);
    expect(swap).toMatchObject({ giver: 0, taker: 1, gain: 200, loss: 50, persons: [0, 1] });
    seats.apply(swap!);
    expect([...seats.pairOfPerson]).toEqual([1, 2, 4]);
    expect([...seats.excessOfRow]).toEqual([0, 0]);
    expect(seats.isOpen(swap!)).toBe(false);
  });
});
