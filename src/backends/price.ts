import type { Prices } from '../solution/types.js';
import type { Bounds, Matrix } from './matrix.js';

export interface PricedBound {
  readonly prices: Prices;
  /** Exact integer: scale · (upper bound on the value); < 0 with scale 0: no plan. */
  readonly total: number;
}

const exact = 2 ** 53;

/**
 * Rounds real multipliers of the rows to integers and evaluates the bound they prove (Lagrangian relaxation of all rows; weak duality
 * needs no more than the right signs). The multiplier of each assignment row is then set anew to the best integer the others allow,
 * which removes the rounding noise of near-tight pairs. `objectiveFactor` 0 asks for a Farkas certificate.
 * The scale is the largest power of two for which every partial sum stays below 2^53, so that doubles are exact.
 */
export function integerPrices(matrix: Matrix, bounds: Bounds, multipliers: ArrayLike<number>, objectiveFactor: 0 | 1): PricedBound | null {
  const denominator = commonDenominator(matrix, bounds, multipliers);
  if (denominator !== null) {
    const result = evaluate(matrix, bounds, multipliers, objectiveFactor, denominator);
    if (result !== null && (objectiveFactor === 1 || result.total < 0)) return result;
  }
  let rough = 0;
  for (let row = 0; row < matrix.rowCount; row++) {
    const price = multipliers[row]!;
    const limit = price > 0 ? bounds.upperOfRow[row]! : bounds.lowerOfRow[row]!;
    if (price === 0 || !Number.isFinite(limit)) continue;
    rough += Math.abs(price) * (Math.abs(limit) + 1);
  }
  let exponent = Math.min(40, Math.floor(Math.log2(exact / 16 / Math.max(1, rough + objectiveSize(matrix, objectiveFactor)))));
  for (; exponent >= -30; exponent -= 4) {
    const result = evaluate(matrix, bounds, multipliers, objectiveFactor, 2 ** exponent);
    if (result !== null) return result;
    if (exponent <= 0 && objectiveFactor === 1) return null;
  }
  return null;
}

/** Largest common denominator tried. */
const largestDenominator = 2 ** 26;

/**
 * Multipliers at a vertex of the dual are fractions with a common denominator, often a small one. Scaled by it they are whole, and the
 * bound is the relaxation's own; a power of two leaves a rounding error that rows with large coefficients blow up (a proof that hung on
 * 0.0003 of 3,000,000 was lost so). Found by continued fractions; null: none small enough.
 */
function commonDenominator(matrix: Matrix, bounds: Bounds, multipliers: ArrayLike<number>): number | null {
  let denominator = 1;
  for (let row = matrix.problem.personCount; row < matrix.rowCount; row++) {
    const price = multipliers[row]!;
    if (price === 0 || !Number.isFinite(price > 0 ? bounds.upperOfRow[row]! : bounds.lowerOfRow[row]!)) continue;
    denominator *= denominatorOf(price * denominator);
    if (!(denominator <= largestDenominator)) return null;
  }
  return denominator;
}

/** The smallest q with q·x whole to about nine digits; Infinity where none is below 2^20. */
function denominatorOf(x: number): number {
  const error = 1e-9 * Math.max(1, Math.abs(x));
  let [before, q] = [0, 1];
  let rest = x;
  for (let k = 0; k < 24; k++) {
    if (Math.abs(x * q - Math.round(x * q)) <= error * q) return q;
    const fraction = rest - Math.floor(rest);
    if (fraction === 0) return q;
    rest = 1 / fraction;
    [before, q] = [q, Math.floor(rest) * q + before];
    if (!(q <= 2 ** 20)) return Infinity;
  }
  return Infinity;
}

function objectiveSize(matrix: Matrix, factor: 0 | 1): number {
  let size = 0;
  if (factor === 1)
    for (let column = 0; column < matrix.columnCount; column++) size = Math.max(size, Math.abs(matrix.problem.objective[column]!));
  return size;
}

function evaluate(matrix: Matrix, bounds: Bounds, multipliers: ArrayLike<number>, factor: 0 | 1, scale: number): PricedBound | null {
  const { problem, rowCount } = matrix;
  const price = new Float64Array(rowCount);
  for (let row = problem.personCount; row < rowCount; row++) {
    const rounded = Math.round(multipliers[row]! * scale);
    if (rounded > 0 && bounds.upperOfRow[row]! < Infinity) price[row] = rounded;
    else if (rounded < 0 && bounds.lowerOfRow[row]! > -Infinity) price[row] = rounded;
  }
  const objectiveScale = factor * scale;
  const reduced = new Float64Array(matrix.columnCount);
  for (let column = 0; column < matrix.columnCount; column++) {
    let value = objectiveScale * problem.objective[column]!;
    let size = Math.abs(value);
    for (let entry = matrix.firstEntryOfColumn[column]!; entry < matrix.firstEntryOfColumn[column + 1]!; entry++) {
      const share = price[matrix.rowOfEntry[entry]!]! * matrix.coefficientOfEntry[entry]!;
      value -= share;
      size += Math.abs(share);
    }
    if (size >= exact) return null;
    reduced[column] = value;
  }
  let total = 0;
  let size = 0;
  const add = (share: number): void => {
    total += share;
    size += Math.abs(share);
  };
  for (let person = 0; person < problem.personCount; person++) {
    const first = problem.firstPairOfPerson[person]!;
    const end = problem.firstPairOfPerson[person + 1]!;
    let best =
      bounds.upperOfRow[person]! <= 1 ? personPrice(bounds, reduced, person, first, end) : Math.round(multipliers[person]! * scale);
    if (best < 0 && !(bounds.lowerOfRow[person]! > 0)) best = 0;
    price[person] = best;
    if (best !== 0) add(best * (best > 0 ? bounds.upperOfRow[person]! : bounds.lowerOfRow[person]!));
    for (let pair = first; pair < end; pair++) reduced[pair]! -= best;
  }
  for (let row = problem.personCount; row < rowCount; row++) {
    if (price[row] !== 0) add(price[row]! * (price[row]! > 0 ? bounds.upperOfRow[row]! : bounds.lowerOfRow[row]!));
  }
  for (let column = 0; column < matrix.columnCount; column++) {
    const value = reduced[column]!;
    if (value !== 0) add(value * (value > 0 ? bounds.upperOfColumn[column]! : bounds.lowerOfColumn[column]!));
  }
  if (!(size < exact)) return null;
  const rows: number[] = [];
  for (let row = 0; row < rowCount; row++) if (price[row] !== 0) rows.push(row);
  return {
    prices: { scale: objectiveScale, rowOfPrice: Int32Array.from(rows), priceOfRow: Float64Array.from(rows, (row) => price[row]!) },
    total,
  };
}

/** The price of an assignment row with upper limit ≤ 1 that gives the least bound: the largest reduced value among the open pairs. */
function personPrice(bounds: Bounds, reduced: Float64Array, person: number, first: number, end: number): number {
  let best = bounds.lowerOfRow[person]! > 0 ? -Infinity : 0;
  let taken = false;
  for (let pair = first; pair < end; pair++) {
    if (bounds.upperOfColumn[pair]! > bounds.lowerOfColumn[pair]!) best = Math.max(best, reduced[pair]!);
    else if (bounds.lowerOfColumn[pair]! > 0) taken = true;
  }
  // A person who must be placed and has no open pair left: any negative price shows it.
  return best === -Infinity ? (taken ? 0 : -(2 ** 20)) : best;
}
