import { hasOnlyLimits } from '../flow/coupled.js';
import { leastUse } from '../flow/least-use.js';
import { solveCoupled, type PricedAnswer, type ProvingPrices } from '../flow/priced.js';
import type { GroupBound } from '../flow/group-hull.js';
import type { PricedControl } from '../flow/incumbent.js';
import type { SeatProof } from '../flow/seat-bound.js';
import type { Constraints, Problem } from '../model/types.js';
import type { Prices, Proof, ScalarAnswer } from '../solution/types.js';
import { chargesOf, leastCharge } from './charges.js';
import { type Backend, type Control, freeControl } from './contract.js';
import { sparsePrices } from './flow.js';

/** Sums of values up to here leave room for scale and prices (see `flow/relaxation.ts`). */
const largestSum = 2 ** 44;
/** Pairs that one node of the limit is worth: a pass over the side rows costs about as much as there are pairs. */
const pairsPerNode = 1000;

/** Pairs only, at most one a person, some side rows, whole numbers of a size that leaves room for prices. */
export function acceptsPriced(problem: Problem): boolean {
  if (problem.columnCount > problem.pairCount || problem.rows.count === 0) return false;
  for (let person = 0; person < problem.personCount; person++) {
    const upper = problem.upperOfPerson[person]!;
    if ((upper !== 0 && upper !== 1) || problem.lowerOfPerson[person]! > upper) return false;
  }
  let sum = 0;
  for (let pair = 0; pair < problem.pairCount; pair++) sum += Math.abs(problem.objective[pair]!);
  return sum <= largestSum;
}

/**
 * Solves a Problem that `acceptsPriced` takes: a plan that breaks nothing, and prices that bound every plan.
 * `solved` where the bound meets the value; otherwise `stopped` (work or cancelled) with the gap that is left. It shows infeasibility for a
 * required person without pairs, and where only that is asked (`solveRoom`); elsewhere, where it finds no plan, the bound stands alone.
 */
export function solvePriced(problem: Problem, control: Control = freeControl): ScalarAnswer {
  const stranded = strandedPerson(problem);
  if (stranded >= 0) {
    const prices: Prices = { scale: 0, rowOfPrice: Int32Array.of(stranded), priceOfRow: Float64Array.of(-1) };
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
  if (asksForRoom(problem)) return solveRoom(problem, control);
  const objective = problem.objective instanceof Float64Array ? problem.objective : Float64Array.from(problem.objective);
  const answer = solveCoupled(
    { ...problem, objective },
    { ...pricedControl(problem, control), onIncumbent: (pairOfPerson, value) => control.onIncumbent(planOf(problem, pairOfPerson), value) },
  );
  const isSolved = answer.value !== null && answer.value >= answer.bound;
  return {
    status: isSolved ? 'solved' : 'stopped',
    plan: answer.pairOfPerson === null ? null : planOf(problem, answer.pairOfPerson),
    value: answer.value,
    bound: answer.bound,
    proof: proofOf(problem, answer),
    claimedBy: null,
    stop: isSolved ? 'complete' : answer.isStopped ? 'cancelled' : 'work',
    nodes: answer.work,
  };
}

function pricedControl(problem: Problem, control: Control): Omit<PricedControl, 'onIncumbent'> {
  return {
    shouldStop: () => control.shouldStop(),
    passLimit: Math.ceil((control.nodeLimit * pairsPerNode) / Math.max(1, problem.pairCount)),
    toleranceMillionths: control.toleranceMillionths,
    leastValue: Number.NEGATIVE_INFINITY,
    strand: control.strand,
    desk: control.desk,
    start: control.start === null ? null : pairsOf(problem, control.start),
    onBound: (bound) => control.onBound(bound),
    onLeaves: (count) => control.onLeaves(count),
  };
}

/** Pairs only, at most one a person, side rows that are upper limits: what questions of room are asked about. */
export function acceptsRoom(constraints: Constraints): boolean {
  return (
    constraints.columnCount === constraints.pairCount &&
    constraints.rows.count > 0 &&
    constraints.upperOfPerson.every((upper) => upper === 0 || upper === 1) &&
    hasOnlyLimits(constraints)
  );
}

/** Nothing is asked but a plan that places some people. */
function asksForRoom(problem: Problem): boolean {
  return acceptsRoom(problem) && problem.lowerOfPerson.some((lower) => lower > 0) && problem.objective.every((value) => value === 0);
}

/**
 * A plan for the required people within the limits, or prices of scale 0 that show that there is none. It is the least use of the limits that is searched for
 * (`flow/least-use.ts`); where even that is more than they hold, its prices, each row's raised by what a unit of it counted and each person's lowered
 * by the shift, add up to less than nothing.
 */
function solveRoom(problem: Problem, control: Control): ScalarAnswer {
  const use = leastUse({ ...problem, objective: new Float64Array(problem.pairCount) });
  const answer = solveCoupled(use.problem, {
    ...pricedControl(problem, control),
    toleranceMillionths: Number.MAX_SAFE_INTEGER,
    leastValue: use.leastValue,
    onBound: () => undefined,
    onIncumbent: (pairOfPerson) => control.onIncumbent(planOf(problem, pairOfPerson), 0),
  });
  const { pairOfPerson, relaxed, bound, scale, isStopped, work } = answer;
  const found = { claimedBy: null, nodes: work, value: null, bound: null, plan: null, proof: null } as const;
  if (pairOfPerson !== null)
    return { ...found, status: 'solved', plan: planOf(problem, pairOfPerson), value: 0, bound: 0, proof: nothingToGain, stop: 'complete' };
  if (bound >= use.leastValue)
    return { ...found, status: 'stopped', bound: 0, proof: nothingToGain, stop: isStopped ? 'cancelled' : 'work' };
  const priceOfSide = use.weightOfRow.map((weight, row) => relaxed.priceOfRow[row]! + scale * weight);
  const prices = pricesAgainst(problem, priceOfSide, relaxed.matching.priceOfSeat);
  return { ...found, status: 'infeasible', proof: { kind: 'prices', prices }, stop: 'complete' };
}

/** Prices of scale 0: of the side rows and seats as given, of a required person what its cheapest pair costs under them, below zero. */
function pricesAgainst(problem: Problem, priceOfSide: Float64Array, priceOfSeat: Float64Array): Prices {
  const { personCount, seatCount, lowerOfPerson, rows } = problem;
  const priceOfAddress = new Float64Array(personCount + seatCount + rows.count);
  priceOfAddress.set(priceOfSeat.subarray(0, seatCount), personCount);
  priceOfAddress.set(priceOfSide, personCount + seatCount);
  const chargeOfPair = chargesOf(problem, priceOfAddress);
  for (let person = 0; person < personCount; person++)
    if (lowerOfPerson[person]! > 0) priceOfAddress[person] = -leastCharge(problem, chargeOfPair, person);
  return sparsePrices(priceOfAddress, 0);
}

/** Prices of nothing bound an objective of zeros by zero. */
const nothingToGain: Proof = {
  kind: 'prices',
  prices: { scale: 1, rowOfPrice: new Int32Array(0), priceOfRow: new Float64Array(0) },
};

export const pricedBackend: Backend = {
  name: 'priced',
  refuses: (problem) => (acceptsPriced(problem) ? null : 'extra columns, several placements a person, no side rows or values too large'),
  solve: async (problem, control) => solvePriced(problem, control),
};

/** A required person without a pair; −1: none. */
function strandedPerson(problem: Problem): number {
  for (let person = 0; person < problem.personCount; person++) {
    if (problem.lowerOfPerson[person]! > 0 && problem.firstPairOfPerson[person] === problem.firstPairOfPerson[person + 1]) return person;
  }
  return -1;
}

function planOf(problem: Problem, pairOfPerson: Int32Array): Float64Array {
  const plan = new Float64Array(problem.columnCount);
  for (const pair of pairOfPerson) if (pair >= 0) plan[pair] = 1;
  return plan;
}

function pairsOf(problem: Problem, plan: Float64Array): Int32Array {
  const pairOfPerson = new Int32Array(problem.personCount).fill(-1);
  for (let person = 0; person < problem.personCount; person++) {
    for (let pair = problem.firstPairOfPerson[person]!; pair < problem.firstPairOfPerson[person + 1]!; pair++)
      if (plan[pair] === 1) pairOfPerson[person] = pair;
  }
  return pairOfPerson;
}

function proofOf(problem: Problem, answer: PricedAnswer): Proof {
  const { relaxed, tree, seatProof } = answer;
  if (seatProof !== null) return seatProofOf(problem, seatProof, answer);
  if (tree === null) return { kind: 'prices', prices: pricesOf(problem, { relaxed, decisionOfRow: null, kept: null }, answer) };
  const firstSide = problem.personCount + problem.seatCount;
  const nodes = tree.map((node) =>
    'row' in node
      ? { on: 'open' as const, index: firstSide + node.row, at: 0, first: node.first, second: node.second }
      : pricesOf(problem, node, answer),
  );
  return { kind: 'tree', nodes };
}

/** Prices on seats and side rows; the knapsacks stand beside them, for the checker to solve again. Leaves that keep groups instead are as in their own tree. */
function seatProofOf(problem: Problem, { nodes, knapsackRows }: SeatProof, answer: PricedAnswer): Proof {
  const addresses = knapsackRows.map((row) => problem.personCount + problem.seatCount + row);
  return {
    kind: 'tree',
    nodes: nodes.map((node) => {
      if ('row' in node)
        return {
          on: 'open' as const,
          index: problem.personCount + problem.seatCount + node.row,
          at: 0,
          first: node.first,
          second: node.second,
        };
      if ('pair' in node) return { on: 'column' as const, index: node.pair, at: 0, first: node.first, second: node.second };
      if ('relaxed' in node) return pricesOf(problem, node, answer);
      const rows: number[] = [];
      for (let row = 0; row < node.price.length; row++) if (node.price[row] !== 0) rows.push(row);
      return {
        scale: answer.scale,
        rowOfPrice: Int32Array.from(rows, (row) => problem.personCount + row),
        priceOfRow: Float64Array.from(rows, (row) => node.price[row]!),
        knapsackRows: addresses,
      };
    }),
  };
}

interface PricedLeaf {
  readonly relaxed: ProvingPrices;
  readonly decisionOfRow: Int8Array | null;
  readonly kept: GroupBound | null;
}

/**
 * Prices on all rows: side rows and seats from the relaxation; a person's is what its best pair is then worth, below zero only where it must be placed.
 * On the limit 0 of a closed row any price is free: it gets one at which none of its pairs is worth taking, whoever must be placed.
 * Groups kept whole need no price, nor do their seats; people then have the prices that were found for them.
 */
function pricesOf(problem: Problem, { relaxed, decisionOfRow, kept }: PricedLeaf, { scale, bonus, groups }: PricedAnswer): Prices {
  const { personCount, seatCount, firstPairOfPerson, seatOfPair, lowerOfPerson, upperOfPerson, objective, rows } = problem;
  const priceOfSeat = relaxed.matching.priceOfSeat.slice();
  const priceOfSide = relaxed.priceOfRow.slice();
  const isKeptRow = new Uint8Array(rows.count);
  if (kept !== null && groups !== null) {
    for (const row of groups.rows) isKeptRow[row] = 1;
    for (let seat = 0; seat < seatCount; seat++) if (groups.isNestedSeat[seat] === 1) priceOfSeat[seat] = 0;
    for (let row = 0; row < rows.count; row++) if (isKeptRow[row] === 1) priceOfSide[row] = 0;
  }
  const worthOfPair = new Float64Array(objective.length);
  for (let pair = 0; pair < objective.length; pair++) worthOfPair[pair] = objective[pair]! * scale;
  const charge = (row: number): void => {
    for (let entry = rows.firstEntryOfRow[row]!; entry < rows.firstEntryOfRow[row + 1]!; entry++) {
      const pair = rows.columnOfEntry[entry]!;
      worthOfPair[pair] = worthOfPair[pair]! - priceOfSide[row]! * rows.coefficientOfEntry[entry]!;
    }
  };
  const isClosed = (row: number): boolean => decisionOfRow !== null && decisionOfRow[row] === 0 && isKeptRow[row] === 0;
  for (let row = 0; row < rows.count; row++) if (!isClosed(row) && priceOfSide[row] !== 0) charge(row);
  for (let row = 0; row < rows.count; row++) {
    if (!isClosed(row)) continue;
    let closing = 0;
    for (let entry = rows.firstEntryOfRow[row]!; entry < rows.firstEntryOfRow[row + 1]!; entry++) {
      if (rows.coefficientOfEntry[entry]! > 0)
        closing = Math.max(closing, Math.ceil((worthOfPair[rows.columnOfEntry[entry]!]! + bonus + 1) / rows.coefficientOfEntry[entry]!));
    }
    priceOfSide[row] = closing;
    charge(row);
  }
  const rowOfPrice = new Int32Array(personCount + seatCount + rows.count);
  const priceOfRow = new Float64Array(rowOfPrice.length);
  let count = 0;
  const put = (row: number, price: number): void => {
    if (price === 0) return;
    rowOfPrice[count] = row;
    priceOfRow[count++] = price;
  };
  for (let person = 0; person < personCount; person++) {
    if (kept !== null && upperOfPerson[person]! > 0) {
      put(person, kept.priceOfPerson[person]! - (lowerOfPerson[person]! > 0 ? bonus : 0));
      continue;
    }
    let best = lowerOfPerson[person]! > 0 ? Number.NEGATIVE_INFINITY : 0;
    for (let pair = firstPairOfPerson[person]!; pair < firstPairOfPerson[person + 1]!; pair++) {
      const seat = seatOfPair[pair]!;
      best = Math.max(best, worthOfPair[pair]! - (seat < 0 ? 0 : priceOfSeat[seat]!));
    }
    // Where nothing may be taken any price is free; a group, which may need people, must not find one there.
    put(person, kept === null ? best : best + 1);
  }
  for (let seat = 0; seat < seatCount; seat++) put(personCount + seat, priceOfSeat[seat]!);
  for (let row = 0; row < rows.count; row++) put(personCount + seatCount + row, priceOfSide[row]!);
  const prices = { scale, rowOfPrice: rowOfPrice.slice(0, count), priceOfRow: priceOfRow.slice(0, count) };
  return kept === null || groups === null ? prices : { ...prices, groupRows: groups.rows.map((row) => personCount + seatCount + row) };
}
