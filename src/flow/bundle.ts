import type { CoupledProblem } from './coupled.js';
import type { Relaxation, Relaxed } from './relaxation.js';

/** Evaluations spent at most. */
const mostEvaluations = 100;
/** The search ends where the model promises less than this part of the bound. */
const smallestPromise = 3e-7;
/** Part of the promise that a step must keep to become the new centre. */
const keptPart = 0.1;
/** First length of a step, in units of the prices: the average row may move so far. */
const firstStep = 0.05;
/** Planes remembered; those that carry no weight go first. */
const mostPlanes = 60;
/** Exchanges of weight between two planes in one subproblem. */
const exchanges = 300;
/** Prices that moved by more than this part of their unit are solved anew, as in `price-search.ts`. */
const farMove = 0.05;

/** f(y) ≥ constant + slope·y for all y. */
interface Plane {
  readonly constant: number;
  readonly slope: Float64Array;
  weight: number;
}

/**
 * Proximal bundle method (Lemaréchal 1975, Kiwiel 1990) for the prices of the side rows. The bound f is convex and piecewise linear in the prices y,
 * and every evaluation gives a plane below it. The next prices minimise the highest of the planes + |y − centre|² / (2·step); they become the
 * centre where the bound falls by a fair part of what the planes promise, and else teach a plane. The promise goes to zero only at the least bound,
 * which secant steps on single rows miss where rows compete for the same seats: 10,000 people all of whom must be placed, 0.15 % in 22 rounds.
 * y is in units of `unit`, f in units of the objective; all that is handed out has been evaluated in integers.
 */
export function bundlePrices(
  problem: CoupledProblem,
  relaxation: Relaxation,
  unit: Float64Array,
  start: Relaxed,
  shouldStop: () => boolean,
  onBound: (relaxed: Relaxed) => void,
): Relaxed {
  const { rows } = problem;
  const { scale } = relaxation;
  const valueOf = ({ total }: Relaxed): number => total / scale;
  const planes = [planeAt(problem, unit, scale, start)];
  planes[0]!.weight = 1;
  let best = start;
  let last = start;
  let centre = scaledPrices(start, unit);
  let step = (firstStep * Math.sqrt(rows.count)) / Math.max(1, norm(planes[0]!.slope));
  for (let round = 0; round < mostEvaluations && !shouldStop(); round++) {
    const wanted = lowest(problem, planes, centre, step);
    const promise = valueOf(best) - Math.max(...planes.map((plane) => heightAt(plane, wanted)));
    if (promise < smallestPromise * Math.abs(valueOf(best))) break;
    let farthest = 0;
    const priceOfRow = wanted.map((price, row) => {
      const next = Math.round(price * unit[row]!);
      farthest = Math.max(farthest, Math.abs(next - last.priceOfRow[row]!) / Math.max(1, unit[row]!));
      return next;
    });
    const relaxed = evaluated(relaxation, priceOfRow, last, relaxation.isContended || farthest > farMove);
    if (relaxed === null) break;
    last = relaxed;
    forgetPlanes(planes);
    planes.push(planeAt(problem, unit, scale, last));
    const gain = valueOf(best) - valueOf(last);
    if (gain >= keptPart * promise) {
      if (gain > promise / 2) step *= 2;
      best = last;
      centre = scaledPrices(last, unit);
      onBound(best);
    } else if (gain < -promise) step *= 0.7;
  }
  return best;
}

/** Null where the prices leave the exact integers: where rows cannot hold together the best bound lies at infinite prices. */
function evaluated(relaxation: Relaxation, priceOfRow: Float64Array, start: Relaxed, isFar: boolean): Relaxed | null {
  try {
    return relaxation.evaluate(priceOfRow, start, isFar);
  } catch (fault) {
    if (fault instanceof RangeError) return null;
    throw fault;
  }
}

function scaledPrices({ priceOfRow }: Relaxed, unit: Float64Array): Float64Array {
  return priceOfRow.map((price, row) => (unit[row]! > 0 ? price / unit[row]! : 0));
}

/** The plane that touches the bound where it was evaluated: each row's limit on the side of its price less its activity. */
function planeAt({ rows }: CoupledProblem, unit: Float64Array, scale: number, relaxed: Relaxed): Plane {
  const slope = new Float64Array(rows.count);
  let constant = relaxed.total / scale;
  for (let row = 0; row < rows.count; row++) {
    const price = relaxed.priceOfRow[row]!;
    const upper = rows.upperOfRow[row]!;
    const lower = rows.lowerOfRow[row]!;
    const isUpper = price > 0 || (price === 0 && (lower === -Infinity || relaxed.activityOfRow[row]! > lower));
    const limit = isUpper ? upper : lower;
    if (!Number.isFinite(limit)) continue;
    slope[row] = (unit[row]! * (limit - relaxed.activityOfRow[row]!)) / scale;
    constant -= (slope[row]! * price) / Math.max(1, unit[row]!);
  }
  return { constant, slope, weight: 0 };
}

function heightAt({ constant, slope }: Plane, point: Float64Array): number {
  let height = constant;
  for (let row = 0; row < slope.length; row++) height += slope[row]! * point[row]!;
  return height;
}

/**
 * The lowest point of the planes' maximum + |y − centre|² / (2·step), over prices of the right signs: weights on the planes, moved from the
 * lowest plane that carries one to the highest plane until both are as high.
 */
function lowest({ rows }: CoupledProblem, planes: readonly Plane[], centre: Float64Array, step: number): Float64Array {
  const point = new Float64Array(rows.count);
  const place = (): void => {
    point.set(centre);
    for (const { slope, weight } of planes) {
      if (weight > 0) for (let row = 0; row < point.length; row++) point[row]! -= step * weight * slope[row]!;
    }
    for (let row = 0; row < point.length; row++) {
      if (rows.lowerOfRow[row] === -Infinity) point[row] = Math.max(0, point[row]!);
      if (rows.upperOfRow[row] === Infinity) point[row] = Math.min(0, point[row]!);
    }
  };
  place();
  for (let exchange = 0; exchange < exchanges; exchange++) {
    let high = planes[0]!;
    let highest = Number.NEGATIVE_INFINITY;
    let low = planes[0]!;
    let least = Number.POSITIVE_INFINITY;
    for (const plane of planes) {
      const height = heightAt(plane, point);
      if (height > highest) {
        highest = height;
        high = plane;
      }
      if (plane.weight > 0 && height < least) {
        least = height;
        low = plane;
      }
    }
    if (highest - least < 1e-10 * Math.abs(highest)) break;
    let curvature = 0;
    for (let row = 0; row < point.length; row++) if (point[row] !== 0) curvature += (high.slope[row]! - low.slope[row]!) ** 2;
    const moved = curvature === 0 ? low.weight : Math.min(low.weight, (highest - least) / (step * curvature));
    high.weight += moved;
    low.weight -= moved;
    place();
  }
  return point;
}

/** Makes room: the oldest planes without a weight. */
function forgetPlanes(planes: Plane[]): void {
  for (let k = 0; planes.length >= mostPlanes && k < planes.length; ) {
    if (planes[k]!.weight === 0) planes.splice(k, 1);
    else k++;
  }
}

function norm(vector: Float64Array): number {
  let sum = 0;
  for (const entry of vector) sum += entry * entry;
  return Math.sqrt(sum);
}
