import type { Fixings, SeatPriced, SeatRelaxation } from './seat-priced.js';

export interface SeatSearchControl {
  readonly evaluations: number;
  /** In units of 1/scale: the bound need not go below; the steps aim at it. */
  readonly target: number;
  shouldStop(): boolean;
  onBound(found: SeatPriced): void;
  /** Hears every evaluation, good or bad. */
  onChoice?(found: SeatPriced): void;
}

/** Evaluations without a better bound before the step is halved. */
const patience = 12;
const firstFactor = 1;
const leastFactor = 0.005;

/**
 * Prices that make the seat-priced bound small: Polyak's subgradient steps, deflected by the step before where both point apart
 * (Camerini, Fratta, Maffioli 1975). The bound is valid at every evaluation; the best is returned.
 */
export function searchSeatPrices(
  relaxation: SeatRelaxation,
  fixings: Fixings,
  start: Float64Array,
  control: SeatSearchControl,
): SeatPriced {
  const { upper, rowCount } = relaxation;
  const { lower } = fixings;
  let best = relaxation.evaluate(start, fixings);
  control.onChoice?.(best);
  control.onBound(best);
  let here = best;
  let at = Float64Array.from(start);
  const direction = new Float64Array(rowCount);
  let factor = firstFactor;
  let stale = 0;
  for (
    let k = 1;
    k < control.evaluations && best.total >= control.target + relaxation.scale && factor >= leastFactor && !control.shouldStop();
    k++
  ) {
    let alongDirection = 0;
    let size = 0;
    const gradient = new Float64Array(rowCount);
    for (let row = 0; row < rowCount; row++) {
      gradient[row] = slopeOf(at[row]!, here.activity[row]!, lower[row]!, upper[row]!);
      alongDirection += gradient[row]! * direction[row]!;
      size += direction[row]! * direction[row]!;
    }
    const deflection = size === 0 ? 0 : Math.max(0, (-1.5 * alongDirection) / size);
    size = 0;
    for (let row = 0; row < rowCount; row++) {
      direction[row] = gradient[row]! + deflection * direction[row]!;
      size += direction[row]! * direction[row]!;
    }
    if (size === 0) break;
    const step = (factor * (here.total - control.target)) / size;
    const price = new Float64Array(rowCount);
    for (let row = 0; row < rowCount; row++) {
      at[row] = clamp(at[row]! + step * direction[row]!, lower[row]!, upper[row]!);
      price[row] = Math.round(at[row]!);
    }
    here = relaxation.evaluate(price, fixings);
    control.onChoice?.(here);
    if (here.total < best.total) {
      best = here;
      stale = 0;
      control.onBound(best);
    } else if (++stale >= patience) {
      stale = 0;
      factor /= 2;
      at = Float64Array.from(best.price);
      here = best;
      direction.fill(0);
    }
  }
  return best;
}

/** How far the activity lies above the limit that the price stands on; a price of 0 moves only where a limit is broken. */
function slopeOf(price: number, activity: number, lower: number, upper: number): number {
  if (price > 0) return activity - upper;
  if (price < 0) return activity - lower;
  if (activity > upper) return activity - upper;
  return activity < lower ? activity - lower : 0;
}

function clamp(price: number, lower: number, upper: number): number {
  if (price > 0) return upper === Number.POSITIVE_INFINITY ? 0 : price;
  return lower === Number.NEGATIVE_INFINITY ? 0 : price;
}
