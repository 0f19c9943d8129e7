import type { Constraints, Problem } from '../../model/types.js';
import type { Prices } from '../../solution/types.js';
import type { Slices } from '../rules/slices.js';
import { reachedWithin } from './reach.js';

/** Limits tightened along a path of branchings; absent: as in the problem. Rows by address. */
export interface Tightened {
  readonly lowerOfColumn: ReadonlyMap<number, number>;
  readonly upperOfColumn: ReadonlyMap<number, number>;
  readonly lowerOfRow: ReadonlyMap<number, number>;
  readonly upperOfRow: ReadonlyMap<number, number>;
}

export const untightened: Tightened = { lowerOfColumn: new Map(), upperOfColumn: new Map(), lowerOfRow: new Map(), upperOfRow: new Map() };

export class ProofFault extends Error {
  override readonly name = 'ProofFault';
}

/**
 * Weak duality in exact integers: Σ price·limit + Σ max over the column's bounds of (scale·objective − Σ price·coefficient)·x.
 * Doubles serve while every partial sum stays below 2^53; else everything is done again in BigInt.
 * Throws ProofFault for prices that are no integers, stand on no row, or stand on a limit the row does not have.
 */
export function* totalOf(problem: Problem, prices: Prices, tightened: Tightened): Slices<bigint> {
  const priceOfAddress = addressed(problem, prices);
  return (
    (yield* inDoubles(problem, priceOfAddress, prices.scale, tightened)) ??
    (yield* inBigInts(problem, priceOfAddress, prices.scale, tightened))
  );
}

/** Prices by row address, 0 where none stands. Throws ProofFault for a scale or prices that are no integers, and for rows that do not exist or have two. */
export function addressed(problem: Constraints, prices: Prices): Float64Array {
  const firstSeat = problem.personCount;
  const firstSide = firstSeat + problem.seatCount;
  const priceOfAddress = new Float64Array(firstSide + problem.rows.count);
  if (!Number.isSafeInteger(prices.scale) || prices.scale < 0) throw new ProofFault('the scale is no whole number');
  if (prices.rowOfPrice.length !== prices.priceOfRow.length) throw new ProofFault('prices and rows differ in number');
  for (let k = 0; k < prices.rowOfPrice.length; k++) {
    const row = prices.rowOfPrice[k]!;
    const price = prices.priceOfRow[k]!;
    if (!(row >= 0 && row < priceOfAddress.length)) throw new ProofFault(`a price stands on row ${row}, which does not exist`);
    if (!Number.isSafeInteger(price)) throw new ProofFault(`the price of row ${row} is no whole number`);
    if (priceOfAddress[row] !== 0) throw new ProofFault(`row ${row} has two prices`);
    priceOfAddress[row] = price;
  }
  return priceOfAddress;
}

/** Columns (entries of rows) looked at between two pauses: a fraction of a millisecond in doubles. */
const stretch = 1 << 15;
/** The same in BigInts, which are some twenty times slower. */
const stretchInBigInts = 1 << 11;

const exact = 2 ** 53;

/**
 * The limit of a row address, of a side row the last that a sum of whole columns can reach (`reach.ts`). Throws ProofFault where it has none.
 */
export function limitOf(problem: Constraints, row: number, isUpper: boolean, tightened: Tightened): number {
  const firstSide = problem.personCount + problem.seatCount;
  const side = row - firstSide;
  let limit: number;
  if (isUpper) {
    limit =
      row < problem.personCount
        ? problem.upperOfPerson[row]!
        : row < firstSide
          ? problem.upperOfSeat[row - problem.personCount]!
          : problem.rows.upperOfRow[side]!;
    limit = Math.min(limit, tightened.upperOfRow.get(row) ?? Infinity);
  } else {
    const isOpenOrNot = side >= 0 && problem.rows.minimumToOpenOfRow[side]! > 0;
    limit = row < problem.personCount ? problem.lowerOfPerson[row]! : row < firstSide ? -Infinity : problem.rows.lowerOfRow[side]!;
    // A semi-continuous row has coefficients ≥ 0, so its activity is never below 0.
    if (isOpenOrNot) limit = Math.max(limit, 0);
    limit = Math.max(limit, tightened.lowerOfRow.get(row) ?? -Infinity);
  }
  if (!Number.isFinite(limit)) throw new ProofFault(`a price stands on a limit that row ${row} does not have`);
  if (side < 0) return limit;
  const reached = reachedWithin(problem, side, limit, isUpper);
  if (!Number.isSafeInteger(reached)) throw new ProofFault(`the limit of row ${row} leaves the exact integers`);
  return reached;
}

export function columnLimit(problem: Problem, column: number, isUpper: boolean, tightened: Tightened): number {
  if (isUpper) {
    const own = column < problem.pairCount ? 1 : problem.upperOfExtra[column - problem.pairCount]!;
    return Math.min(own, tightened.upperOfColumn.get(column) ?? Infinity);
  }
  return Math.max(0, tightened.lowerOfColumn.get(column) ?? 0);
}

/** What side rows take from each column. */
export interface Shares {
  readonly share: Float64Array;
  /** No sum of absolute values in a column is larger. */
  readonly largest: number;
}

/**
 * By rows: the prices that were asked about last, and their shares. Refusals of a walk mostly differ in the prices of people and seats alone
 * (100,000 people, nine prices over 2 million pairs: 0.2 s instead of 0.6).
 */
const lastShares = new WeakMap<Constraints['rows'], { readonly prices: Float64Array; readonly shares: Shares | null }>();

/** Null where no side row has a price. */
export function* sharesOfRows(constraints: Constraints, price: Float64Array): Slices<Shares | null> {
  const { rows, columnCount } = constraints;
  const prices = price.slice(constraints.personCount + constraints.seatCount);
  const last = lastShares.get(rows);
  const fits = last !== undefined && (last.shares?.share.length ?? columnCount) === columnCount;
  if (fits && last.prices.every((own, row) => own === prices[row])) return last.shares;
  const shares = yield* sharesUnder(constraints, prices);
  lastShares.set(rows, { prices, shares });
  return shares;
}

function* sharesUnder({ rows, columnCount }: Constraints, prices: Float64Array): Slices<Shares | null> {
  const { firstEntryOfRow, columnOfEntry, coefficientOfEntry } = rows;
  if (prices.every((price) => price === 0)) return null;
  const share = new Float64Array(columnCount);
  let largest = 0;
  let work = 0;
  for (let row = 0; row < rows.count; row++) {
    const own = prices[row]!;
    if (own === 0) continue;
    let most = 0;
    for (let entry = firstEntryOfRow[row]!, end = firstEntryOfRow[row + 1]!; entry < end; entry++) {
      const coefficient = coefficientOfEntry[entry]!;
      share[columnOfEntry[entry]!]! += own * coefficient;
      if (coefficient > most) most = coefficient;
      else if (-coefficient > most) most = -coefficient;
    }
    largest += Math.abs(own) * most;
    work += firstEntryOfRow[row + 1]! - firstEntryOfRow[row]!;
    if (work > stretch) {
      work = 0;
      yield;
    }
  }
  return { share, largest: largest < exact / 4 ? largest : largestSum(rows, prices, columnCount) };
}

/** Column by column, where the rows together say too much: many stages of evenness, each over people of its own. */
function largestSum(
  { firstEntryOfRow, columnOfEntry, coefficientOfEntry }: Constraints['rows'],
  prices: Float64Array,
  columnCount: number,
): number {
  const size = new Float64Array(columnCount);
  prices.forEach((own, row) => {
    if (own === 0) return;
    for (let entry = firstEntryOfRow[row]!; entry < firstEntryOfRow[row + 1]!; entry++)
      size[columnOfEntry[entry]!]! += Math.abs(own * coefficientOfEntry[entry]!);
  });
  return size.reduce((most, own) => Math.max(most, own), 0);
}

/** Null where a partial sum may leave the range in which doubles are exact. */
function* inDoubles(problem: Problem, price: Float64Array, scale: number, tightened: Tightened): Slices<bigint | null> {
  const { personCount, pairCount, columnCount, firstPairOfPerson, seatOfPair, objective, upperOfExtra } = problem;
  const ofRows = yield* sharesOfRows(problem, price);
  const ofShares = ofRows === null ? 0 : ofRows.largest;
  const isTightened = columnsIn(tightened, columnCount);
  let total = 0;
  let totalSize = 0;
  for (let row = 0; row < price.length; row++) {
    if (price[row] === 0) continue;
    const share = price[row]! * limitOf(problem, row, price[row]! > 0, tightened);
    total += share;
    totalSize += Math.abs(share);
  }
  yield;
  let until = stretch;
  for (let person = 0; person < personCount; person++) {
    const priceOfPerson = price[person]!;
    for (let pair = firstPairOfPerson[person]!, end = firstPairOfPerson[person + 1]!; pair < end; pair++) {
      const seat = seatOfPair[pair]!;
      const priceOfSeat = seat >= 0 ? price[personCount + seat]! : 0;
      const scaled = scale * objective[pair]!;
      let value = scaled - priceOfPerson - priceOfSeat;
      if (ofRows !== null) value -= ofRows.share[pair]!;
      if (!(Math.abs(scaled) + Math.abs(priceOfPerson) + Math.abs(priceOfSeat) + ofShares < exact)) return null;
      if (value === 0) continue;
      if (isTightened?.[pair] === 1) value *= columnLimit(problem, pair, value > 0, tightened);
      else if (value < 0) continue;
      total += value;
      totalSize += Math.abs(value);
    }
    if (firstPairOfPerson[person + 1]! > until) {
      until = firstPairOfPerson[person + 1]! + stretch;
      yield;
    }
  }
  for (let column = pairCount; column < columnCount; column++) {
    const scaled = scale * objective[column]!;
    const value = ofRows === null ? scaled : scaled - ofRows.share[column]!;
    if (!(Math.abs(scaled) + ofShares < exact)) return null;
    if (value === 0) continue;
    const share =
      value *
      (isTightened?.[column] === 1
        ? columnLimit(problem, column, value > 0, tightened)
        : value > 0
          ? upperOfExtra[column - pairCount]!
          : 0);
    total += share;
    totalSize += Math.abs(share);
  }
  return totalSize < exact ? BigInt(total) : null;
}

/** 1 for each column that has a limit of its own; null: none has. */
function columnsIn({ lowerOfColumn, upperOfColumn }: Tightened, columnCount: number): Uint8Array | null {
  if (lowerOfColumn.size + upperOfColumn.size === 0) return null;
  const isIn = new Uint8Array(columnCount);
  for (const column of upperOfColumn.keys()) isIn[column] = 1;
  for (const column of lowerOfColumn.keys()) isIn[column] = 1;
  return isIn;
}

function* inBigInts(problem: Problem, price: Float64Array, scale: number, tightened: Tightened): Slices<bigint> {
  const { personCount, columnCount, rows } = problem;
  const firstSide = personCount + problem.seatCount;
  const reduced: bigint[] = [];
  let work = 0;
  for (let column = 0; column < columnCount; column++) {
    reduced.push(BigInt(scale) * BigInt(problem.objective[column]!));
    if ((++work & (stretchInBigInts - 1)) === 0) yield;
  }
  for (let person = 0; person < personCount; person++) {
    for (let pair = problem.firstPairOfPerson[person]!; pair < problem.firstPairOfPerson[person + 1]!; pair++) {
      const seat = problem.seatOfPair[pair]!;
      reduced[pair]! -= BigInt(price[person]!) + (seat >= 0 ? BigInt(price[personCount + seat]!) : 0n);
      if ((++work & (stretchInBigInts - 1)) === 0) yield;
    }
  }
  for (let row = 0; row < rows.count; row++) {
    const share = BigInt(price[firstSide + row]!);
    if (share === 0n) continue;
    for (let entry = rows.firstEntryOfRow[row]!; entry < rows.firstEntryOfRow[row + 1]!; entry++) {
      reduced[rows.columnOfEntry[entry]!]! -= share * BigInt(rows.coefficientOfEntry[entry]!);
      if ((++work & (stretchInBigInts - 1)) === 0) yield;
    }
  }
  let total = 0n;
  for (let row = 0; row < price.length; row++) {
    if (price[row] !== 0) total += BigInt(price[row]!) * BigInt(limitOf(problem, row, price[row]! > 0, tightened));
  }
  for (let column = 0; column < columnCount; column++) {
    const value = reduced[column]!;
    if (value !== 0n) total += value * BigInt(columnLimit(problem, column, value > 0n, tightened));
    if ((++work & (stretchInBigInts - 1)) === 0) yield;
  }
  return total;
}
