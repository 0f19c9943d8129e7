import { CheapestFirst, seatCostsOf } from '../flow/cheapest-first.js';
import { type CoupledProblem, rowsOfPair } from '../flow/coupled.js';
import { intoSeats } from '../flow/into-seats.js';
import { type PurseRefusal, PurseWalker } from '../flow/purse-walk.js';
import { limitsInSteps } from '../flow/seat-costs.js';
import { ShareOut } from '../flow/share-out.js';
import { WorkingPlan } from '../flow/working-plan.js';
import type { Constraints } from '../model/types.js';
import type { Proof, WalkRefusal } from '../solution/types.js';

export interface WalkedPurse {
  readonly kept: Int32Array;
  readonly refused: readonly WalkRefusal[];
  readonly open: Int32Array;
  readonly pairOfPerson: Int32Array;
}

/** The second one where the first spends what is lost in sharing out. */
const mostAttempts = 2;
/** With other people what is lost is another. */
const lossMargin = 1.25;

/**
 * The walk where so many people have to be placed, each pair is paid from one row and costs what its seat costs: all rows as one purse (`flow/purse-walk.ts`), which
 * is then shared out (`flow/share-out.ts`). Null: the problem is of another kind, or the rows cannot share one purse.
 */
export function* walkPurse(constraints: Constraints, order: Int32Array): Generator<void, WalkedPurse | null, void> {
  const countRow = countRowOf(constraints);
  if (countRow < 0) return null;
  const problem = paidProblem(constraints, countRow);
  const { seatOfPair, seatCount, upperOfSeat, personCount } = constraints;
  const costs = seatCostsOf(problem, seatOfPair, seatCount);
  if (costs === null) return null;
  const { costOfSeat, rowOfPair } = costs;
  const count = constraints.rows.lowerOfRow[countRow]!;
  const into = intoSeats(problem, seatOfPair, seatCount);
  yield;
  const placeOfPerson = new Int32Array(personCount).fill(order.length);
  order.forEach((person, place) => {
    placeOfPerson[person] = place;
  });
  const cheapest = new CheapestFirst(problem, seatOfPair, upperOfSeat, into, costs, placeOfPerson);
  cheapest.run(() => false, count);
  yield;
  const { pairOfPerson } = cheapest;
  if (pairOfPerson.reduce((placed, pair) => placed + (pair >= 0 ? 1 : 0), 0) !== count) return null;
  const across = rowsOfPair(problem);
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
    const plan = new WorkingPlan(problem, across, seatOfPair, upperOfSeat, walked.pairOfPerson);
    const shareOut = new ShareOut(problem, rowOfPair, costOfSeat, plan);
    if (yield* shareOut.run()) {
      const refused = walked.refusals.map((refusal) => proved(refusal, constraints, countRow));
      return { kept: walked.kept, open: walked.open, refused, pairOfPerson: plan.pairOfPerson };
    }
    if (limit - spentOf(plan) > shareOut.loss) return null;
    reserve = Math.ceil(lossMargin * shareOut.loss);
  }
  return null;
}

const spentOf = ({ activityOfRow }: WorkingPlan): number => activityOfRow.reduce((sum, spent) => sum + spent, 0);

/** The one row that says how many have to be placed, of all who have pairs; −1: none, or more rows than limits beside it. */
function countRowOf({ rows, pairCount, columnCount, upperOfPerson, lowerOfPerson, seatOfPair }: Constraints): number {
  const row = rows.lowerOfRow.findIndex((lower) => lower > 0);
  if (row < 0 || columnCount > pairCount || seatOfPair.includes(-1)) return -1;
  if (upperOfPerson.some((upper) => upper !== 1) || lowerOfPerson.some((lower) => lower > 0)) return -1;
  const [first, end] = [rows.firstEntryOfRow[row]!, rows.firstEntryOfRow[row + 1]!];
  if (end - first !== pairCount || rows.upperOfRow[row]! < Infinity || rows.minimumToOpenOfRow[row]! > 0) return -1;
  for (let entry = first; entry < end; entry++) if (rows.coefficientOfEntry[entry] !== 1) return -1;
  return row;
}

/** Everybody is worth 1, and the count is no row. */
function paidProblem(constraints: Constraints, countRow: number): CoupledProblem {
  const { rows, pairCount } = constraints;
  const others = Array.from({ length: rows.count }, (_, row) => row).filter((row) => row !== countRow);
  const [first, end, last] = [rows.firstEntryOfRow[countRow]!, rows.firstEntryOfRow[countRow + 1]!, rows.firstEntryOfRow[rows.count]!];
  const columnOfEntry = new Int32Array(first + last - end);
  columnOfEntry.set(rows.columnOfEntry.subarray(0, first));
  columnOfEntry.set(rows.columnOfEntry.subarray(end, last), first);
  const coefficientOfEntry = new Float64Array(first + last - end);
  coefficientOfEntry.set(rows.coefficientOfEntry.subarray(0, first));
  coefficientOfEntry.set(rows.coefficientOfEntry.subarray(end, last), first);
  const pick = (list: Float64Array): Float64Array => Float64Array.from(others, (row) => list[row]!);
  return {
    ...constraints,
    objective: new Float64Array(pairCount).fill(1),
    rows: {
      count: others.length,
      firstEntryOfRow: Int32Array.from([...others, rows.count], (row) => rows.firstEntryOfRow[row]! - (row > countRow ? end - first : 0)),
      columnOfEntry,
      coefficientOfEntry,
      lowerOfRow: pick(rows.lowerOfRow),
      upperOfRow: pick(rows.upperOfRow),
      minimumToOpenOfRow: pick(rows.minimumToOpenOfRow),
    },
  };
}

/** A cent has the price 1. What is refused costs more than is left: with that and one cent as scale, the bound is below 1. */
function proved(
  { persons, keptBefore, marginal, slack, isAnew, prices }: PurseRefusal,
  constraints: Constraints,
  countRow: number,
): WalkRefusal {
  const { personCount, seatCount, rows } = constraints;
  const rowOfPrice: number[] = [];
  const priceOfRow: number[] = [];
  const put = (address: number, price: number): void => {
    if (price === 0 && isAnew) return;
    rowOfPrice.push(address);
    priceOfRow.push(price);
  };
  prices.persons.forEach((person, k) => put(person, prices.priceOfPerson[k]!));
  prices.seats.forEach((seat, k) => put(personCount + seat, prices.priceOfSeat[k]!));
  if (isAnew) for (let row = 0; row < rows.count; row++) put(personCount + seatCount + row, row === countRow ? -marginal : 1);
  const proof: Proof = {
    kind: isAnew ? 'prices' : 'changes',
    prices: { scale: slack + 1, rowOfPrice: Int32Array.from(rowOfPrice), priceOfRow: Float64Array.from(priceOfRow) },
  };
  return { persons, keptBefore, proof };
}
