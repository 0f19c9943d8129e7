import type { Problem } from '../../model/types.js';
import type { Prices } from '../../solution/types.js';

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
export function totalOf(problem: Problem, prices: Prices, tightened: Tightened): bigint {
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
  return inDoubles(problem, priceOfAddress, prices.scale, tightened) ?? inBigInts(problem, priceOfAddress, prices.scale, tightened);
}

const exact = 2 ** 53;

function limitOf(problem: Problem, row: number, isUpper: boolean, tightened: Tightened): number {
  const firstSide = problem.personCount + problem.seatCount;
  const side = row - firstSide;
  let limit: number;
  if (isUpper) {
    limit = row < problem.personCount ? problem.upperOfPerson[row]! : row < firstSide ? problem.upperOfSeat[row - problem.personCount]! : problem.rows.upperOfRow[side]!;
    limit = Math.min(limit, tightened.upperOfRow.get(row) ?? Infinity);
  } else {
    const isOpenOrNot = side >= 0 && problem.rows.minimumToOpenOfRow[side]! > 0;
    limit = row < problem.personCount ? problem.lowerOfPerson[row]! : row < firstSide ? -Infinity : problem.rows.lowerOfRow[side]!;
    // A semi-continuous row has coefficients ≥ 0, so its activity is never below 0.
    if (isOpenOrNot) limit = Math.max(limit, 0);
    limit = Math.max(limit, tightened.lowerOfRow.get(row) ?? -Infinity);
  }
  if (!Number.isFinite(limit)) throw new ProofFault(`a price stands on a limit that row ${row} does not have`);
  return limit;
}

function columnLimit(problem: Problem, column: number, isUpper: boolean, tightened: Tightened): number {
  if (isUpper) {
    const own = column < problem.pairCount ? 1 : problem.upperOfExtra[column - problem.pairCount]!;
    return Math.min(own, tightened.upperOfColumn.get(column) ?? Infinity);
  }
  return Math.max(0, tightened.lowerOfColumn.get(column) ?? 0);
}

function inDoubles(problem: Problem, price: Float64Array, scale: number, tightened: Tightened): bigint | null {
  const { personCount, pairCount, columnCount, rows } = problem;
  const firstSide = personCount + problem.seatCount;
  const reduced = new Float64Array(columnCount);
  const size = new Float64Array(columnCount);
  for (let column = 0; column < columnCount; column++) {
    reduced[column] = scale * problem.objective[column]!;
    size[column] = Math.abs(reduced[column]!);
  }
  const subtract = (column: number, share: number): void => {
    reduced[column]! -= share;
    size[column]! += Math.abs(share);
  };
  for (let person = 0; person < personCount; person++) {
    for (let pair = problem.firstPairOfPerson[person]!; pair < problem.firstPairOfPerson[person + 1]!; pair++) {
      subtract(pair, price[person]!);
      const seat = problem.seatOfPair[pair]!;
      if (seat >= 0) subtract(pair, price[personCount + seat]!);
    }
  }
  for (let row = 0; row < rows.count; row++) {
    const share = price[firstSide + row]!;
    if (share === 0) continue;
    for (let entry = rows.firstEntryOfRow[row]!; entry < rows.firstEntryOfRow[row + 1]!; entry++) {
      subtract(rows.columnOfEntry[entry]!, share * rows.coefficientOfEntry[entry]!);
    }
  }
  let total = 0;
  let totalSize = 0;
  for (let row = 0; row < price.length; row++) {
    if (price[row] === 0) continue;
    const share = price[row]! * limitOf(problem, row, price[row]! > 0, tightened);
    total += share;
    totalSize += Math.abs(share);
  }
  for (let column = 0; column < columnCount; column++) {
    if (!(size[column]! < exact)) return null;
    const value = reduced[column]!;
    if (value === 0) continue;
    const share = value * columnLimit(problem, column, value > 0, tightened);
    total += share;
    totalSize += Math.abs(share);
  }
  return totalSize < exact && pairCount >= 0 ? BigInt(total) : null;
}

function inBigInts(problem: Problem, price: Float64Array, scale: number, tightened: Tightened): bigint {
  const { personCount, columnCount, rows } = problem;
  const firstSide = personCount + problem.seatCount;
  const reduced = Array.from({ length: columnCount }, (_, column) => BigInt(scale) * BigInt(problem.objective[column]!));
  for (let person = 0; person < personCount; person++) {
    for (let pair = problem.firstPairOfPerson[person]!; pair < problem.firstPairOfPerson[person + 1]!; pair++) {
      const seat = problem.seatOfPair[pair]!;
      reduced[pair]! -= BigInt(price[person]!) + (seat >= 0 ? BigInt(price[personCount + seat]!) : 0n);
    }
  }
  for (let row = 0; row < rows.count; row++) {
    const share = BigInt(price[firstSide + row]!);
    if (share === 0n) continue;
    for (let entry = rows.firstEntryOfRow[row]!; entry < rows.firstEntryOfRow[row + 1]!; entry++) {
      reduced[rows.columnOfEntry[entry]!]! -= share * BigInt(rows.coefficientOfEntry[entry]!);
    }
  }
  let total = 0n;
  for (let row = 0; row < price.length; row++) {
    if (price[row] !== 0) total += BigInt(price[row]!) * BigInt(limitOf(problem, row, price[row]! > 0, tightened));
  }
  for (let column = 0; column < columnCount; column++) {
    const value = reduced[column]!;
    if (value !== 0n) total += value * BigInt(columnLimit(problem, column, value > 0n, tightened));
  }
  return total;
}
