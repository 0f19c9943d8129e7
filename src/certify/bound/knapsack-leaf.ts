import type { Problem } from '../../model/types.js';
import type { Prices } from '../../solution/types.js';
import type { Slices } from '../rules/slices.js';
import { knapsackMaximum, type Option, pareto } from './knapsack.js';
import { addressed, columnLimit, limitOf, ProofFault, type Tightened } from './prices.js';
import { limitsUnder, worthUnder } from './worth.js';

/**
 * Prices on some rows, the named side rows kept: Σ price·limit + the extra columns at their best bound + the most that all pairs can be worth when each person
 * takes at most one (all that its row allows) and the named rows hold. They share no person, so each is a knapsack of its own, solved again here.
 * Null: the people's rows and the named rows alone leave no plan. Throws ProofFault for rows that are no such knapsacks, and beyond whole doubles.
 */
export function* totalWithKnapsacks(
  problem: Problem,
  prices: Prices,
  knapsackRows: Int32Array,
  tightened: Tightened,
): Slices<bigint | null> {
  const priceOfAddress = addressed(problem, prices);
  const worthOfColumn = worthUnder(problem, priceOfAddress, prices.scale);
  const { rowOfPerson, costOfPair } = knapsacksOf(problem, knapsackRows, priceOfAddress);
  yield;
  const sum = limitsUnder(problem, priceOfAddress, tightened, 'knapsacks');
  for (let column = problem.pairCount; column < problem.columnCount; column++) {
    const worth = worthOfColumn[column]!;
    if (worth !== 0) sum.add(worth * columnLimit(problem, column, worth > 0, tightened));
  }
  const groupsOfRow = new Map<number, Option[][]>();
  for (const row of knapsackRows) groupsOfRow.set(row, []);
  for (let person = 0; person < problem.personCount; person++) {
    const row = rowOfPerson[person]!;
    const options = optionsOf(problem, tightened, person, worthOfColumn, costOfPair, row >= 0);
    if (options === null) return null;
    if (row >= 0) groupsOfRow.get(row)!.push(pareto(options));
    else sum.add(options.reduce((most, { worth }) => Math.max(most, worth), Number.NEGATIVE_INFINITY));
  }
  for (const [row, groups] of groupsOfRow) {
    yield;
    const most = knapsackMaximum(groups, limitOf(problem, row, true, tightened));
    if (most === Number.NEGATIVE_INFINITY) return null;
    sum.add(most);
  }
  return BigInt(sum.total);
}

/** The knapsack (row address) of each person, −1 without, and the cost of each pair in it. */
function knapsacksOf(
  problem: Problem,
  knapsackRows: Int32Array,
  priceOfAddress: Float64Array,
): { readonly rowOfPerson: Int32Array; readonly costOfPair: Float64Array } {
  const { personCount, pairCount, firstPairOfPerson, rows } = problem;
  const firstSide = personCount + problem.seatCount;
  const personOfPair = new Int32Array(pairCount);
  for (let person = 0; person < personCount; person++)
    personOfPair.fill(person, firstPairOfPerson[person]!, firstPairOfPerson[person + 1]!);
  const rowOfPerson = new Int32Array(personCount).fill(-1);
  const costOfPair = new Float64Array(pairCount);
  const named = new Set<number>();
  for (const address of knapsackRows) {
    const row = address - firstSide;
    if (!(row >= 0 && row < rows.count)) throw new ProofFault('a knapsack on no side row');
    if (named.has(address)) throw new ProofFault('a knapsack is named twice');
    if (priceOfAddress[address] !== 0) throw new ProofFault('a price stands on a knapsack');
    named.add(address);
    for (let entry = rows.firstEntryOfRow[row]!; entry < rows.firstEntryOfRow[row + 1]!; entry++) {
      const pair = rows.columnOfEntry[entry]!;
      const cost = rows.coefficientOfEntry[entry]!;
      if (cost === 0) continue;
      if (!(cost > 0) || pair >= pairCount || costOfPair[pair] !== 0) throw new ProofFault(`row ${address} is no knapsack over pairs`);
      const person = personOfPair[pair]!;
      if (rowOfPerson[person] !== -1 && rowOfPerson[person] !== address) throw new ProofFault(`person ${person} stands in two knapsacks`);
      rowOfPerson[person] = address;
      costOfPair[pair] = cost;
    }
  }
  return { rowOfPerson, costOfPair };
}

/** Everything a person may do; null: nothing. Without a budget a person of several placements takes each pair on its own. */
function optionsOf(
  problem: Problem,
  tightened: Tightened,
  person: number,
  worthOfColumn: Float64Array,
  costOfPair: Float64Array,
  isBudgeted: boolean,
): Option[] | null {
  const lower = limitOf(problem, person, false, tightened);
  const upper = limitOf(problem, person, true, tightened);
  const options: Option[] = [];
  const forced: Option[] = [];
  let apart = 0;
  for (let pair = problem.firstPairOfPerson[person]!; pair < problem.firstPairOfPerson[person + 1]!; pair++) {
    const option = { cost: costOfPair[pair]!, worth: worthOfColumn[pair]! };
    const isForced = columnLimit(problem, pair, false, tightened) > 0;
    const isClosed = columnLimit(problem, pair, true, tightened) < 1;
    if (isForced && isClosed) return null;
    if (isForced) forced.push(option);
    if (!isClosed) options.push(option);
    apart += isForced ? option.worth : isClosed ? 0 : Math.max(0, option.worth);
  }
  if (upper > 1) {
    if (isBudgeted) throw new ProofFault(`person ${person} of a knapsack may take several places`);
    return [{ cost: 0, worth: apart }];
  }
  if (forced.length > upper || lower > upper) return null;
  if (forced.length > 0) return forced;
  if (upper < 1) return [{ cost: 0, worth: 0 }];
  if (lower < 1) options.push({ cost: 0, worth: 0 });
  return options.length === 0 ? null : options;
}
