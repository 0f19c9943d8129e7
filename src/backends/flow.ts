import { type Matching, solveMatching } from '../flow/matching.js';
import type { Problem } from '../model/types.js';
import type { Prices, ScalarAnswer } from '../solution/types.js';

/** Assignment and seat rows only, at most one placement a person. */
export function acceptsFlow(problem: Problem): boolean {
  if (problem.rows.count > 0 || problem.columnCount > problem.pairCount) return false;
  for (let person = 0; person < problem.personCount; person++) {
    const upper = problem.upperOfPerson[person]!;
    if ((upper !== 0 && upper !== 1) || problem.lowerOfPerson[person]! > upper) return false;
  }
  return true;
}

/**
 * Solves a Problem that `acceptsFlow` takes, exactly and with prices that prove it.
 * People who must be placed get a bonus on their pairs, raised until all of them are; taken off again, it makes their price negative.
 * Where they cannot all be placed the answer is `infeasible`, with the prices of a deficient set (Hall): more people than seats they may take.
 * Throws RangeError where values and bonus leave the exact integers (see `flow/matching.ts`).
 */
export function solveFlow(problem: Problem): ScalarAnswer {
  const input = matchingInput(problem);
  const required: number[] = [];
  for (let person = 0; person < problem.personCount; person++) if (problem.lowerOfPerson[person]! > 0) required.push(person);
  if (required.length === 0) return solved(problem, solveMatching({ ...input, valueOfPair: openValues(problem) }), new Float64Array(0), 0);

  const { largest, enough } = bonusRange(problem);
  let bonus = Math.min(2 * largest + 1, enough);
  let matching = solveMatching({ ...input, valueOfPair: withBonus(problem, required, bonus) });
  if (countPlaced(matching, required) < required.length) {
    const count = solveMatching({ ...input, valueOfPair: countValues(problem, required) });
    if (count.value < required.length) return infeasible(problem, count, required);
    while (countPlaced(matching, required) < required.length) {
      bonus = Math.min(8 * bonus, enough);
      const { priceOfSeat: startPriceOfSeat, pairOfPerson: startPairOfPerson } = matching;
      matching = solveMatching({ ...input, valueOfPair: withBonus(problem, required, bonus), startPriceOfSeat, startPairOfPerson });
    }
  }
  const bonusOfPerson = new Float64Array(problem.personCount);
  for (const person of required) bonusOfPerson[person] = bonus;
  return solved(problem, matching, bonusOfPerson, bonus * required.length);
}

/** Pairs that no seat row holds share one row without limit. */
function matchingInput(problem: Problem) {
  const { personCount, seatCount, firstPairOfPerson, seatOfPair, upperOfSeat } = problem;
  if (!seatOfPair.includes(-1)) return { personCount, seatCount, firstPairOfPerson, seatOfPair, upperOfSeat };
  const upper = new Int32Array(seatCount + 1).fill(2 ** 31 - 1);
  upper.set(upperOfSeat);
  return {
    personCount,
    seatCount: seatCount + 1,
    firstPairOfPerson,
    seatOfPair: seatOfPair.map((seat) => (seat < 0 ? seatCount : seat)),
    upperOfSeat: upper,
  };
}

/** The objective; people with the limit 0 have nothing worth taking. */
function openValues(problem: Problem): Float64Array {
  if (!problem.upperOfPerson.includes(0)) return problem.objective;
  const values = problem.objective.slice();
  for (let person = 0; person < problem.personCount; person++) {
    if (problem.upperOfPerson[person] === 0) values.fill(-1, problem.firstPairOfPerson[person]!, problem.firstPairOfPerson[person + 1]!);
  }
  return values;
}

function withBonus(problem: Problem, required: readonly number[], bonus: number): Float64Array {
  const values = openValues(problem).slice();
  for (const person of required) {
    for (let pair = problem.firstPairOfPerson[person]!; pair < problem.firstPairOfPerson[person + 1]!; pair++)
      values[pair] = values[pair]! + bonus;
  }
  return values;
}

/** 1 for the pairs of required people: how many of them can be placed at once? */
function countValues(problem: Problem, required: readonly number[]): Float64Array {
  const values = new Float64Array(problem.pairCount).fill(-1);
  for (const person of required) values.fill(1, problem.firstPairOfPerson[person]!, problem.firstPairOfPerson[person + 1]!);
  return values;
}

/** No exchange of plans changes the value by as much as `enough`: with that bonus, placing one required person more always pays. */
function bonusRange(problem: Problem): { largest: number; enough: number } {
  let largest = 0;
  let enough = 1;
  for (let person = 0; person < problem.personCount; person++) {
    let least = 0;
    let most = 0;
    for (let pair = problem.firstPairOfPerson[person]!; pair < problem.firstPairOfPerson[person + 1]!; pair++) {
      least = Math.min(least, problem.objective[pair]!);
      most = Math.max(most, problem.objective[pair]!);
    }
    largest = Math.max(largest, most, -least);
    enough += most - least;
  }
  return { largest, enough };
}

function countPlaced(matching: Matching, persons: readonly number[]): number {
  return persons.reduce((count, person) => count + (matching.pairOfPerson[person]! >= 0 ? 1 : 0), 0);
}

function solved(problem: Problem, matching: Matching, bonusOfPerson: Float64Array, bonusTotal: number): ScalarAnswer {
  const plan = new Float64Array(problem.columnCount);
  for (let person = 0; person < problem.personCount; person++) {
    if (matching.pairOfPerson[person]! >= 0) plan[matching.pairOfPerson[person]!] = 1;
  }
  const value = matching.value - bonusTotal;
  const prices = sparse(
    problem,
    1,
    (person) => {
      if (problem.upperOfPerson[person] === 0) return closingPrice(problem, person);
      return matching.surplusOfPerson[person]! - (bonusOfPerson[person] ?? 0);
    },
    matching.priceOfSeat,
  );
  return { status: 'solved', plan, value, bound: value, proof: { kind: 'prices', prices }, claimedBy: null, stop: 'complete', nodes: 0 };
}

/** On a limit of 0 any price is free: this one leaves no pair of the person worth taking. */
function closingPrice(problem: Problem, person: number): number {
  let price = 0;
  for (let pair = problem.firstPairOfPerson[person]!; pair < problem.firstPairOfPerson[person + 1]!; pair++)
    price = Math.max(price, problem.objective[pair]!);
  return price;
}

/** Seats of the deficient set at 1, its people at −1: the people need more seats than there are. */
function infeasible(problem: Problem, count: Matching, required: readonly number[]): ScalarAnswer {
  const isRequired = new Uint8Array(problem.personCount);
  for (const person of required) isRequired[person] = 1;
  const prices = sparse(problem, 0, (person) => (isRequired[person] === 1 ? count.surplusOfPerson[person]! - 1 : 0), count.priceOfSeat);
  return {
    status: 'infeasible',
    plan: null,
    value: null,
    bound: null,
    proof: { kind: 'prices', prices },
    claimedBy: null,
    stop: 'complete',
    nodes: 0,
  };
}

function sparse(problem: Problem, scale: number, priceOfPerson: (person: number) => number, priceOfSeat: Float64Array): Prices {
  const rows: number[] = [];
  const prices: number[] = [];
  const put = (row: number, price: number): void => {
    if (price === 0) return;
    rows.push(row);
    prices.push(price);
  };
  for (let person = 0; person < problem.personCount; person++) put(person, priceOfPerson(person));
  for (let seat = 0; seat < problem.seatCount; seat++) put(problem.personCount + seat, priceOfSeat[seat]!);
  return { scale, rowOfPrice: Int32Array.from(rows), priceOfRow: Float64Array.from(prices) };
}
