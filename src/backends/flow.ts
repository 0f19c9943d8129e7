import { type Matching, solveMatching } from '../flow/matching.js';
import type { Problem } from '../model/types.js';
import type { Prices, ScalarAnswer } from '../solution/types.js';

/** Assignment and seat rows only, at most one placement a person, numbers that the kernel can add up exactly. */
export function acceptsFlow(problem: Problem): boolean {
  if (problem.rows.count > 0 || problem.columnCount > problem.pairCount || !hasExactNumbers(problem)) return false;
  for (let person = 0; person < problem.personCount; person++) {
    const upper = problem.upperOfPerson[person]!;
    if ((upper !== 0 && upper !== 1) || problem.lowerOfPerson[person]! > upper) return false;
  }
  return true;
}

/** Largest |value| and largest sum over people of their largest |value|: the limits of `flow/matching.ts`, with room for a first bonus of twice the value. */
const largestValue = 2 ** 48;
const largestSum = 2 ** 51;

/**
 * Whole numbers of a size whose sums the kernel forms exactly. Where it is false, other backends take the problem and the checker replays what they say.
 * Scores in 32 bits always are, up to a million people.
 */
export function hasExactNumbers({ personCount, firstPairOfPerson, objective }: Problem): boolean {
  if (objective instanceof Int32Array && personCount <= 2 ** 20) return true;
  let sum = 0;
  for (let person = 0; person < personCount; person++) {
    let largest = 0;
    for (let pair = firstPairOfPerson[person]!, end = firstPairOfPerson[person + 1]!; pair < end; pair++) {
      const size = Math.abs(objective[pair]!);
      if (!(size <= largestValue) || Math.floor(size) !== size) return false;
      if (size > largest) largest = size;
    }
    sum += largest;
  }
  return sum <= largestSum;
}

/** What the kernel found about a plain problem. */
export interface PlainAnswer {
  readonly status: 'solved' | 'infeasible';
  /** Chosen pair of a person, −1 unplaced; null: infeasible. */
  readonly pairOfPerson: Int32Array | null;
  readonly value: number | null;
  /** Scale of the prices: 1, or 0 where they show that nothing fits. */
  readonly scale: 0 | 1;
  /** One a row: persons, then seats. */
  readonly priceOfAddress: Float64Array;
}

/**
 * Solves a Problem that `acceptsFlow` takes, exactly and with prices that prove it.
 * People who must be placed get a bonus on their pairs, raised until all of them are; taken off again, it makes their price negative.
 * Where they cannot all be placed the answer is `infeasible`, with the prices of a deficient set (Hall): more people than seats they may take.
 * Throws RangeError where values and bonus leave the exact integers (see `flow/matching.ts`).
 */
export function solvePlain(problem: Problem): PlainAnswer {
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

/** The same, in the form all backends answer in. */
export function solveFlow(problem: Problem): ScalarAnswer {
  const { status, pairOfPerson, value, scale, priceOfAddress } = solvePlain(problem);
  const plan = pairOfPerson === null ? null : new Float64Array(problem.columnCount);
  pairOfPerson?.forEach((pair) => {
    if (pair >= 0) plan![pair] = 1;
  });
  const prices = sparsePrices(priceOfAddress, scale);
  return { status, plan, value, bound: value, proof: { kind: 'prices', prices }, claimedBy: null, stop: 'complete', nodes: 0 };
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
function openValues(problem: Problem): Float64Array | Int32Array {
  if (!problem.upperOfPerson.includes(0)) return problem.objective;
  const values = problem.objective.slice();
  for (let person = 0; person < problem.personCount; person++) {
    if (problem.upperOfPerson[person] === 0) values.fill(-1, problem.firstPairOfPerson[person]!, problem.firstPairOfPerson[person + 1]!);
  }
  return values;
}

function withBonus(problem: Problem, required: readonly number[], bonus: number): Float64Array {
  const values = Float64Array.from(openValues(problem));
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

function solved(problem: Problem, matching: Matching, bonusOfPerson: Float64Array, bonusTotal: number): PlainAnswer {
  const { personCount, seatCount } = problem;
  const priceOfAddress = new Float64Array(personCount + seatCount);
  for (let person = 0; person < personCount; person++) {
    priceOfAddress[person] =
      problem.upperOfPerson[person] === 0
        ? closingPrice(problem, person)
        : matching.surplusOfPerson[person]! - (bonusOfPerson.length > 0 ? bonusOfPerson[person]! : 0);
  }
  priceOfAddress.set(matching.priceOfSeat.subarray(0, seatCount), personCount);
  return { status: 'solved', pairOfPerson: matching.pairOfPerson, value: matching.value - bonusTotal, scale: 1, priceOfAddress };
}

/** On a limit of 0 any price is free: this one leaves no pair of the person worth taking. */
function closingPrice(problem: Problem, person: number): number {
  let price = 0;
  for (let pair = problem.firstPairOfPerson[person]!; pair < problem.firstPairOfPerson[person + 1]!; pair++)
    price = Math.max(price, problem.objective[pair]!);
  return price;
}

/** Seats of the deficient set at 1, its people at −1: the people need more seats than there are. */
function infeasible(problem: Problem, count: Matching, required: readonly number[]): PlainAnswer {
  const priceOfAddress = new Float64Array(problem.personCount + problem.seatCount);
  for (const person of required) priceOfAddress[person] = count.surplusOfPerson[person]! - 1;
  priceOfAddress.set(count.priceOfSeat.subarray(0, problem.seatCount), problem.personCount);
  return { status: 'infeasible', pairOfPerson: null, value: null, scale: 0, priceOfAddress };
}

/** Prices without the zeros. */
export function sparsePrices(priceOfAddress: Float64Array, scale: number): Prices {
  let count = 0;
  for (let row = 0; row < priceOfAddress.length; row++) if (priceOfAddress[row] !== 0) count++;
  const prices: Prices = { scale, rowOfPrice: new Int32Array(count), priceOfRow: new Float64Array(count) };
  for (let row = 0, k = 0; k < count; row++) {
    if (priceOfAddress[row] === 0) continue;
    prices.rowOfPrice[k] = row;
    prices.priceOfRow[k++] = priceOfAddress[row]!;
  }
  return prices;
}
