import { bundlePrices } from './bundle.js';
import type { CoupledProblem, CoupledRows } from './coupled.js';
import { type Relaxation, type Relaxed, sizesOfRow } from './relaxation.js';

/** A price moves at most by this factor of its last move. */
const largestStretch = 2;
/** A row's activity is first expected to answer so many times as steeply to its own price as in proportion. */
const steepness = 4;
/** Refining ends where the bound falls by less than this part of itself, a few rounds on. */
const smallestGain = 3e-9;
/** Rounds for the common multiplier. */
const commonRounds = 4;
const commonRoundsOfRequired = 12;
/** A first guess of it, in units of value over coefficient. */
const firstMultiplier = 0.5;
/** No price goes beyond so many of its units: a limit that cannot be met would drive it out of the exact integers. */
const largestPrice = 8;
/** … but where people must be placed and limits leave hardly any room: far below the bonus (10,000 people, 25 budgets that hold 9,624: 70 units). */
const largestPriceOfRequired = 256;
/** Where people must be placed, steps on single rows and on all prices together take turns, until both gain less than this part of the bound. */
const turns = 4;
const smallGain = 1e-6;
/** Steps on all prices together: by this factor until both sides are known, then so many rounds or until they are this near. */
const stretch = 1.5;
const stretchRounds = 10;
const stretchWidth = 0.01;
/** Prices that moved by more than this part of their unit are solved anew: the repair of old prices then costs more than an auction. */
const farMove = 0.05;

/**
 * Prices on the side rows that make the bound small, in two phases. First one multiplier for all broken rows together (secant inside a bracket):
 * raising one price alone only pushes its people's demand to others, so steps on single rows from far away swing to and fro. Then secant steps on
 * every row at once, each on its own price as if the others stood still. The bound is valid at every evaluation and the best is kept.
 */
export function searchPrices(
  problem: CoupledProblem,
  relaxation: Relaxation,
  rounds: number,
  shouldStop: () => boolean,
  onBound: (relaxed: Relaxed) => void,
  /** Told of the common multiplier's prices; says whether values are tied under them. */
  isTied: (common: Relaxed) => boolean = () => false,
): Relaxed {
  const { rows } = problem;
  const unit = unitOfRow(problem, relaxation.scale);
  const free = relaxation.evaluate(new Float64Array(rows.count), null);
  onBound(free);
  const { common, isFar } = searchCommon(rows, relaxation, free, unit, shouldStop, onBound);
  // Where values are tied, all of a row's people come and go at once with its price: planes learn from that, steps on single rows do not.
  if (isTied(common)) return bundlePrices(problem, relaxation, unit, common, shouldStop, onBound);
  if (!isFar) {
    const refined = refinePrices(problem, relaxation, common, rounds, shouldStop, onBound, unit);
    // Where people must be placed, rows compete for them, and steps on single rows stall.
    return relaxation.bonus > 0 ? bundlePrices(problem, relaxation, unit, refined, shouldStop, onBound) : refined;
  }
  // What limits ask of whoever must be placed is many units: steps are as long as prices.
  let best = common;
  let size = unit;
  for (let turn = 0; turn < turns && !shouldStop(); turn++) {
    size = unit.map((one, row) => Math.max(one, Math.abs(best.priceOfRow[row]!)));
    const refined = refinePrices(problem, relaxation, best, Math.ceil(rounds / turns), shouldStop, onBound, size);
    const stretched = stretchPrices(rows, relaxation, refined, shouldStop, onBound);
    const isNear = stretched.total > best.total - smallGain * Math.abs(best.total);
    best = stretched;
    if (isNear) break;
  }
  return bundlePrices(problem, relaxation, size, best, shouldStop, onBound);
}

/**
 * The best multiple of the prices there are: where limits leave hardly any room, all prices have to rise far and keep their proportions, which steps on
 * single rows and planes around a centre approach slowly (10,000 people, 25 budgets: from 150 to 400 points a unit of cost).
 */
function stretchPrices(
  rows: CoupledRows,
  relaxation: Relaxation,
  start: Relaxed,
  shouldStop: () => boolean,
  onBound: (relaxed: Relaxed) => void,
): Relaxed {
  let best = start;
  let last = start;
  let low = { at: 0, slope: Number.NEGATIVE_INFINITY };
  let high = { at: Number.POSITIVE_INFINITY, slope: Number.POSITIVE_INFINITY };
  let at = 1;
  for (let round = 0; round <= stretchRounds && !shouldStop(); round++) {
    const slope = slopeAlong(rows, start.priceOfRow, last.activityOfRow);
    if (slope < 0) low = { at, slope };
    else high = { at, slope };
    if (slope === 0 || high.at - low.at < stretchWidth * low.at) break;
    if (high.at === Number.POSITIVE_INFINITY) at = low.at * stretch;
    else if (low.at === 0) at = high.at / stretch;
    else at = (low.at + (high.at - low.at) * (low.slope / (low.slope - high.slope)) + (low.at + high.at) / 2) / 2;
    last = relaxation.evaluate(
      start.priceOfRow.map((price) => Math.round(price * at)),
      last,
      true,
    );
    if (last.total < best.total) {
      best = last;
      onBound(best);
    }
  }
  return best;
}

/** How the total changes as all prices move along a direction; it is convex, so this rises. */
function slopeAlong(rows: CoupledRows, direction: Float64Array, activityOfRow: Float64Array): number {
  let sum = 0;
  for (let row = 0; row < rows.count; row++) {
    if (direction[row] !== 0)
      sum += direction[row]! * ((direction[row]! > 0 ? rows.upperOfRow[row]! : rows.lowerOfRow[row]!) - activityOfRow[row]!);
  }
  return sum;
}

/** The second phase alone, from an evaluation that is already near. */
export function refinePrices(
  problem: CoupledProblem,
  relaxation: Relaxation,
  start: Relaxed,
  rounds: number,
  shouldStop: () => boolean,
  onBound: (relaxed: Relaxed) => void,
  unit = unitOfRow(problem, relaxation.scale),
): Relaxed {
  const { rows } = problem;
  const slope = new Float64Array(rows.count);
  const lastMove = new Float64Array(rows.count);
  let relaxed = start;
  let best = start;
  let gain = Math.abs(start.total);
  for (let row = 0; row < rows.count; row++) slope[row] = (-steepness * Math.abs(start.activityOfRow[row]! || 1)) / unit[row]!;
  for (let round = 0; round < rounds && !shouldStop(); round++) {
    const priceOfRow = relaxed.priceOfRow.slice();
    let farthest = 0;
    for (let row = 0; row < rows.count; row++) {
      const price = priceOfRow[row]!;
      const aim = aimOf(rows, row, price, relaxed.activityOfRow[row]!);
      if (aim === null) continue;
      const reach = lastMove[row] === 0 ? unit[row]! / 4 : largestStretch * Math.abs(lastMove[row]!) + 4;
      const move = Math.max(-reach, Math.min(reach, (aim - relaxed.activityOfRow[row]!) / slope[row]!));
      const next = clampPrice(rows, row, price + move, unit[row]!);
      if (next === price) continue;
      priceOfRow[row] = next;
      lastMove[row] = next - price;
      farthest = Math.max(farthest, Math.abs(next - price) / unit[row]!);
    }
    if (farthest === 0) break;
    const next = relaxation.evaluate(priceOfRow, relaxed, farthest > farMove);
    for (let row = 0; row < rows.count; row++) {
      const moved = next.priceOfRow[row]! - relaxed.priceOfRow[row]!;
      if (moved === 0) continue;
      const seen = (next.activityOfRow[row]! - relaxed.activityOfRow[row]!) / moved;
      // A person is the least that can move: small steps see slopes that mean nothing, so a slope changes by at most a factor of two.
      slope[row] = Math.max(2 * slope[row]!, Math.min(slope[row]! / 2, seen));
    }
    relaxed = next;
    gain = Math.max(gain / 8, best.total - relaxed.total);
    if (relaxed.total < best.total) {
      best = relaxed;
      onBound(best);
    }
    if (gain < smallestGain * Math.abs(best.total)) break;
  }
  return best;
}

/** The best multiple of `unit` on all rows that the free plan breaks. `isFar`: it lies beyond what prices otherwise come to. */
function searchCommon(
  rows: CoupledRows,
  relaxation: Relaxation,
  free: Relaxed,
  unit: Float64Array,
  shouldStop: () => boolean,
  onBound: (relaxed: Relaxed) => void,
): { readonly common: Relaxed; readonly isFar: boolean } {
  const direction = new Float64Array(rows.count);
  for (let row = 0; row < rows.count; row++) {
    const activity = free.activityOfRow[row]!;
    if (activity > rows.upperOfRow[row]!) direction[row] = unit[row]!;
    else if (activity < rows.lowerOfRow[row]!) direction[row] = -unit[row]!;
  }
  const derivative = (relaxed: Relaxed): number => slopeAlong(rows, direction, relaxed.activityOfRow);
  let best = free;
  let last = free;
  let low = 0;
  let lowSlope = derivative(free);
  let high = Number.POSITIVE_INFINITY;
  let highSlope = 0;
  let at = firstMultiplier;
  const isRequired = relaxation.bonus > 0;
  const largest = isRequired ? largestPriceOfRequired : largestPrice;
  const mostRounds = (): number => (isRequired && high === Number.POSITIVE_INFINITY ? commonRoundsOfRequired : commonRounds);
  for (let round = 0; round < mostRounds() && lowSlope < 0 && !shouldStop(); round++) {
    const relaxed = relaxation.evaluate(
      direction.map((step) => Math.round(step * at)),
      last,
      true,
    );
    last = relaxed;
    if (relaxed.total < best.total) {
      best = relaxed;
      onBound(best);
    }
    const slope = derivative(relaxed);
    if (slope < 0) {
      const gain = (slope - lowSlope) / (at - low);
      low = at;
      lowSlope = slope;
      if (high === Number.POSITIVE_INFINITY) {
        at = Math.min(largest, 2.5 * at, at + (gain > 0 ? (1.2 * -slope) / gain : at));
        continue;
      }
    } else {
      high = at;
      highSlope = slope;
    }
    if (high - low < 0.1 * high) break;
    // Halfway between the secant and the middle: neither end gets stuck.
    at = (low + (high - low) * (-lowSlope / Math.max(1, highSlope - lowSlope)) + (low + high) / 2) / 2;
  }
  return { common: best, isFar: low > largestPrice };
}

/** Where the activity should be: at the limit that the price stands on, or that is broken; null: nothing to do. */
function aimOf(rows: CoupledRows, row: number, price: number, activity: number): number | null {
  if (price > 0 || activity > rows.upperOfRow[row]!) return Number.isFinite(rows.upperOfRow[row]!) ? rows.upperOfRow[row]! : null;
  if (price < 0 || activity < rows.lowerOfRow[row]!) return Number.isFinite(rows.lowerOfRow[row]!) ? rows.lowerOfRow[row]! : null;
  return null;
}

function clampPrice(rows: CoupledRows, row: number, wanted: number, unit: number): number {
  const price = Math.round(Math.max(-largestPrice * unit, Math.min(largestPrice * unit, wanted)));
  if (price > 0 && !Number.isFinite(rows.upperOfRow[row]!)) return 0;
  if (price < 0 && !Number.isFinite(rows.lowerOfRow[row]!)) return 0;
  return price;
}

/** Typical value of a pair over typical coefficient, row by row. */
function unitOfRow(problem: CoupledProblem, scale: number): Float64Array {
  const { rows } = problem;
  const unit = new Float64Array(rows.count);
  for (let row = 0; row < rows.count; row++) {
    const { values, coefficients } = sizesOfRow(problem, row);
    unit[row] = coefficients === 0 ? 0 : Math.max(1, (scale * values) / coefficients);
  }
  return unit;
}
