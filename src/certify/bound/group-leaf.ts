import type { Problem } from '../../model/types.js';
import type { Prices } from '../../solution/types.js';
import type { Slices } from '../rules/slices.js';
import { addressed, columnLimit, limitOf, ProofFault, type Tightened } from './prices.js';
import { limitsUnder, worthUnder } from './worth.js';

/**
 * Prices on all rows, the named semi-continuous rows kept as well: Σ price·limit + the columns outside them at their best bound + what each named row's
 * pairs are worth at most when it is closed or holds at least its minimum, and each seat row all of whose pairs stand in it holds too. Such a family of seats within a
 * count is a matroid, so taking the best first is exact. Pairs that were branched in count as free: a weaker bound, no false one.
 * Null: a row that has to be open cannot be. Throws ProofFault for rows that are none, overlap, or count a pair more than once, and beyond whole doubles.
 */
export function* totalWithGroups(problem: Problem, prices: Prices, groupRows: Int32Array, tightened: Tightened): Slices<bigint | null> {
  const priceOfAddress = addressed(problem, prices);
  const worthOfColumn = worthUnder(problem, priceOfAddress, prices.scale);
  yield;
  const groupOfPair = groupsOf(problem, groupRows);
  const groupOfSeat = nestedSeats(problem, groupOfPair);
  yield;
  const sum = limitsUnder(problem, priceOfAddress, tightened, 'groups');
  const pairsOfGroup = Array.from(groupRows, (): number[] => []);
  for (let column = 0; column < problem.columnCount; column++) {
    if (column < problem.pairCount && groupOfPair[column]! >= 0) {
      if (columnLimit(problem, column, true, tightened) >= 1) pairsOfGroup[groupOfPair[column]!]!.push(column);
      continue;
    }
    const worth = worthOfColumn[column]!;
    if (worth !== 0) sum.add(worth * columnLimit(problem, column, worth > 0, tightened));
  }
  for (let group = 0; group < groupRows.length; group++) {
    yield;
    const least = leastOf(problem, groupRows[group]!, tightened);
    const pairs = pairsOfGroup[group]!;
    // Where those that are worth something suffice, nobody else is looked at.
    let worths = withinSeats(
      problem,
      pairs.filter((pair) => worthOfColumn[pair]! > 0),
      worthOfColumn,
      groupOfSeat,
      tightened,
    );
    if (worths.length < least) worths = withinSeats(problem, pairs, worthOfColumn, groupOfSeat, tightened);
    const most = mostOfGroup(problem, groupRows[group]!, worths, tightened);
    if (most === null) return null;
    sum.add(most);
  }
  return BigInt(sum.total);
}

/** The named row of each pair, by its place among them; −1: none. */
function groupsOf(problem: Problem, groupRows: Int32Array): Int32Array {
  const { personCount, seatCount, pairCount, rows } = problem;
  const groupOfPair = new Int32Array(pairCount).fill(-1);
  groupRows.forEach((address, group) => {
    const row = address - personCount - seatCount;
    if (!(row >= 0 && row < rows.count && rows.minimumToOpenOfRow[row]! > 0)) throw new ProofFault(`row ${address} is no group`);
    for (let entry = rows.firstEntryOfRow[row]!; entry < rows.firstEntryOfRow[row + 1]!; entry++) {
      const pair = rows.columnOfEntry[entry]!;
      if (rows.coefficientOfEntry[entry] === 0) continue;
      if (rows.coefficientOfEntry[entry] !== 1 || pair >= pairCount) throw new ProofFault(`row ${address} is no group that counts pairs`);
      if (groupOfPair[pair]! >= 0) throw new ProofFault(`pair ${pair} stands in two groups`);
      groupOfPair[pair] = group;
    }
  });
  return groupOfPair;
}

/** The group that holds all pairs of a seat row; −1: none. */
function nestedSeats({ seatCount, pairCount, seatOfPair }: Problem, groupOfPair: Int32Array): Int32Array {
  const unseen = -2;
  const groupOfSeat = new Int32Array(seatCount).fill(unseen);
  for (let pair = 0; pair < pairCount; pair++) {
    const seat = seatOfPair[pair]!;
    if (seat < 0) continue;
    groupOfSeat[seat] = groupOfSeat[seat] === unseen || groupOfSeat[seat] === groupOfPair[pair] ? groupOfPair[pair]! : -1;
  }
  return groupOfSeat;
}

/** Worths of pairs, of each nested seat row no more than it holds, the best first. */
function withinSeats(
  problem: Problem,
  pairs: readonly number[],
  worthOfColumn: Float64Array,
  groupOfSeat: Int32Array,
  tightened: Tightened,
): number[] {
  const leftOfSeat = new Map<number, number>();
  const byWorth = pairs.slice().sort((a, b) => worthOfColumn[b]! - worthOfColumn[a]! || a - b);
  const worths: number[] = [];
  for (const pair of byWorth) {
    const seat = problem.seatOfPair[pair]!;
    if (seat >= 0 && groupOfSeat[seat]! >= 0) {
      const left = leftOfSeat.get(seat) ?? limitOf(problem, problem.personCount + seat, true, tightened);
      if (left < 1) continue;
      leftOfSeat.set(seat, left - 1);
    }
    worths.push(worthOfColumn[pair]!);
  }
  return worths;
}

/** How many an open group holds at least. */
function leastOf(problem: Problem, address: number, tightened: Tightened): number {
  const row = address - problem.personCount - problem.seatCount;
  return Math.max(
    problem.rows.minimumToOpenOfRow[row]!,
    problem.rows.lowerOfRow[row]!,
    tightened.lowerOfRow.get(address) ?? Number.NEGATIVE_INFINITY,
  );
}

/** The most that a group is worth, closed or open; null: it has to be open and cannot. */
function mostOfGroup(problem: Problem, address: number, worths: readonly number[], tightened: Tightened): number | null {
  const row = address - problem.personCount - problem.seatCount;
  const lower = Math.max(problem.rows.lowerOfRow[row]!, tightened.lowerOfRow.get(address) ?? Number.NEGATIVE_INFINITY);
  const upper = Math.min(problem.rows.upperOfRow[row]!, tightened.upperOfRow.get(address) ?? Number.POSITIVE_INFINITY, worths.length);
  const least = leastOf(problem, address, tightened);
  const closed = lower > 0 ? null : 0;
  if (least > upper) return closed;
  let open = 0;
  for (let k = 0; k + 1 <= upper; k++) {
    if (k >= least && worths[k]! <= 0) break;
    open += worths[k]!;
  }
  return closed === null ? open : Math.max(open, closed);
}
