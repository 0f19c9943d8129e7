import { CheapestFirst, type SeatCosts, seatCostsOf } from '../flow/cheapest-first.js';
import type { CoupledProblem, RowsOfPair } from '../flow/coupled.js';
import { levelsOf } from '../flow/cost-levels.js';
import { type IntoSeats, intoSeats } from '../flow/into-seats.js';
import { type PurseRefusal, PurseWalker } from '../flow/purse-walk.js';
import { limitsInSteps, spentOf } from '../flow/seat-costs.js';
import { ShareOut } from '../flow/share-out.js';
import { WorkingPlan } from '../flow/working-plan.js';
import { hasPairs } from '../model/steps.js';
import type { Constraints } from '../model/types.js';
import type { Prices, Proof, WalkRefusal } from '../solution/types.js';
import { sparsePrices } from './flow.js';

export interface WalkedPurse {
  readonly kept: Int32Array;
  readonly refused: readonly WalkRefusal[];
  readonly open: Int32Array;
  readonly pairOfPerson: Int32Array;
  /** What these people cost at least wherever they are placed, and prices that show it of all plans that place the kept. */
  readonly leastCost: LeastCost | null;
}

export interface LeastCost {
  readonly cost: number;
  readonly prices: Prices;
}

/** The second one where the first spends what is lost in sharing out. */
const mostAttempts = 2;
/** With other people what is lost is another. */
const lossMargin = 1.25;

/** All limits as one purse, and the most people whom it pays for, those first who come first in the order. */
export interface Purse {
  /** Everybody is worth 1. */
  readonly problem: CoupledProblem;
  readonly costs: SeatCosts;
  readonly into: IntoSeats;
  readonly order: Int32Array;
  readonly placeOfPerson: Int32Array;
  readonly count: number;
  /** The people in the cheapest seats that can be filled together. */
  readonly pairOfPerson: Int32Array;
  /** No plan places more. */
  readonly proof: Proof;
}

/** Null: a pair is paid from another number of rows than one, a seat does not cost the same whoever takes it, or somebody has to be placed anyway. */
export function* openPurse(constraints: Constraints, order: Int32Array): Generator<void, Purse | null, void> {
  const { personCount, seatCount, pairCount, columnCount, seatOfPair, upperOfSeat, upperOfPerson } = constraints;
  if (columnCount > pairCount || seatOfPair.includes(-1) || upperOfPerson.some((upper) => upper !== 1)) return null;
  const problem = { ...constraints, objective: new Float64Array(pairCount).fill(1) };
  const costs = seatCostsOf(problem, seatOfPair, seatCount);
  if (costs === null) return null;
  yield;
  const into = intoSeats(problem, seatOfPair, seatCount);
  yield;
  const placeOfPerson = new Int32Array(personCount).fill(order.length);
  order.forEach((person, place) => {
    placeOfPerson[person] = place;
  });
  const cheapest = new CheapestFirst(problem, seatOfPair, upperOfSeat, into, costs, placeOfPerson);
  cheapest.run(() => false);
  yield;
  const { pairOfPerson } = cheapest;
  const purse = { problem, costs, into, order, placeOfPerson, count: placedIn(pairOfPerson), pairOfPerson };
  return { ...purse, proof: proofOfCount(problem, costs, cheapest) };
}

function placedIn(pairOfPerson: Int32Array): number {
  return pairOfPerson.reduce((placed, pair) => placed + (pair >= 0 ? 1 : 0), 0);
}

/** A cent has the price 1, and a person is worth what the last seat cost: less than one more person's worth is left of the limits. Where seats ran out before, money costs nothing. */
function proofOfCount(problem: CoupledProblem, { costOfSeat }: SeatCosts, cheapest: CheapestFirst): Proof {
  const { personCount, seatCount, firstPairOfPerson, seatOfPair, rows } = problem;
  const [scale, price] = cheapest.lastCost > 0 ? [cheapest.lastCost, 1] : [1, 0];
  const priceOfAddress = new Float64Array(personCount + seatCount + rows.count).fill(price, personCount + seatCount);
  const priceOfSeat = cheapest.priceOfSeat(scale, price);
  priceOfAddress.set(priceOfSeat, personCount);
  for (let person = 0; person < personCount; person++) {
    let most = 0;
    for (let pair = firstPairOfPerson[person]!; pair < firstPairOfPerson[person + 1]!; pair++)
      most = Math.max(most, scale - price * costOfSeat[seatOfPair[pair]!]! - priceOfSeat[seatOfPair[pair]!]!);
    priceOfAddress[person] = most;
  }
  return { kind: 'prices', prices: sparsePrices(priceOfAddress, scale) };
}

/**
 * The walk where so many people have to be placed, each pair is paid from one row and costs what its seat costs: all rows as one purse (`flow/purse-walk.ts`), which
 * is then shared out (`flow/share-out.ts`). Its proofs stand on the rows of the purse and on one for the count behind them. Null: the rows cannot share the purse,
 * or all who have pairs are placed, who then are rows of their own instead of a count.
 */
export function* walkPurse(purse: Purse, count: number): Generator<void, WalkedPurse | null, void> {
  const { problem, costs, into, order, placeOfPerson } = purse;
  const { costOfSeat, rowOfPair } = costs;
  const { seatOfPair, upperOfSeat, personCount } = problem;
  const pairOfPerson = placing(purse, count);
  if (placedIn(pairOfPerson) !== count || pairOfPerson.every((pair, person) => pair >= 0 || !hasPairs(problem, person))) return null;
  yield;
  const limitOfRow = limitsInSteps(problem.rows.upperOfRow, costOfSeat);
  const limit = limitOfRow.reduce((sum, own) => sum + own, 0);
  const rowOfPerson = Int32Array.from({ length: personCount }, (_, person) => rowOfPair[problem.firstPairOfPerson[person]!] ?? -1);
  for (let reserve = 0, attempt = 0; attempt < mostAttempts; attempt++) {
    const walked = yield* new PurseWalker({
      problem,
      costOfSeat,
      into,
      order,
      placeOfPerson,
      pairOfPerson,
      rowOfPerson,
      limitOfRow,
      reserve,
    }).run();
    const plan = new WorkingPlan(problem, paidFrom(costs, seatOfPair), seatOfPair, upperOfSeat, walked.pairOfPerson);
    const shareOut = new ShareOut(problem, rowOfPair, costOfSeat, plan);
    if (yield* shareOut.run()) {
      const refused = walked.refusals.map((refusal) => proved(refusal, problem));
      yield;
      const leastCost = walked.open.length === 0 ? leastCostOf(purse, walked.pairOfPerson) : null;
      return { kept: walked.kept, open: walked.open, refused, pairOfPerson: plan.pairOfPerson, leastCost };
    }
    if (limit - activityOf(plan) > shareOut.loss) return null;
    reserve = Math.ceil(lossMargin * shareOut.loss);
  }
  return null;
}

/**
 * Of a cheapest plan of certain people: each of them pays the least level of their seats, and a place whose level is above its cost what that is (`flow/cost-levels.ts`).
 * Null: it is not one of the cheapest.
 */
function leastCostOf({ problem, costs, into }: Purse, pairOfPerson: Int32Array): LeastCost | null {
  const { personCount, seatCount, seatOfPair } = problem;
  const { costOfSeat } = costs;
  const levelOfSeat = levelsOf(problem, costOfSeat, into, pairOfPerson);
  if (levelOfSeat === null) return null;
  const priceOfAddress = new Float64Array(personCount + seatCount);
  pairOfPerson.forEach((pair, person) => {
    if (pair >= 0) priceOfAddress[person] = -levelOfSeat[seatOfPair[pair]!]!;
  });
  levelOfSeat.forEach((level, seat) => {
    priceOfAddress[personCount + seat] = level - costOfSeat[seat]!;
  });
  return { cost: spentOf(problem, costOfSeat, pairOfPerson), prices: sparsePrices(priceOfAddress, 1) };
}

/** So many people in the cheapest seats. */
function placing({ problem, costs, into, placeOfPerson, count, pairOfPerson }: Purse, wanted: number): Int32Array {
  if (wanted === count) return pairOfPerson;
  const cheapest = new CheapestFirst(problem, problem.seatOfPair, problem.upperOfSeat, into, costs, placeOfPerson);
  cheapest.run(() => false, wanted);
  return cheapest.pairOfPerson;
}

/** The one row of each pair. */
function paidFrom({ rowOfPair, costOfSeat }: SeatCosts, seatOfPair: Int32Array): RowsOfPair {
  const firstOfPair = new Int32Array(rowOfPair.length + 1);
  const coefficient = new Float64Array(rowOfPair.length);
  for (let pair = 0; pair < rowOfPair.length; pair++) {
    firstOfPair[pair + 1] = pair + 1;
    coefficient[pair] = costOfSeat[seatOfPair[pair]!]!;
  }
  return { firstOfPair, row: rowOfPair, coefficient };
}

const activityOf = ({ activityOfRow }: WorkingPlan): number => activityOfRow.reduce((sum, spent) => sum + spent, 0);

/** A cent has the price 1. What is refused costs more than is left: with that and one cent as scale, the bound is below 1. */
function proved(
  { persons, keptBefore, marginal, slack, isAnew, prices }: PurseRefusal,
  { personCount, seatCount, rows }: CoupledProblem,
): WalkRefusal {
  const rowOfPrice: number[] = [];
  const priceOfRow: number[] = [];
  const put = (address: number, price: number): void => {
    if (price === 0 && isAnew) return;
    rowOfPrice.push(address);
    priceOfRow.push(price);
  };
  prices.persons.forEach((person, k) => put(person, prices.priceOfPerson[k]!));
  prices.seats.forEach((seat, k) => put(personCount + seat, prices.priceOfSeat[k]!));
  if (isAnew) {
    for (let row = 0; row < rows.count; row++) put(personCount + seatCount + row, 1);
    put(personCount + seatCount + rows.count, -marginal);
  }
  const proof: Proof = {
    kind: isAnew ? 'prices' : 'changes',
    prices: { scale: slack + 1, rowOfPrice: Int32Array.from(rowOfPrice), priceOfRow: Float64Array.from(priceOfRow) },
  };
  return { persons, keptBefore, proof };
}
