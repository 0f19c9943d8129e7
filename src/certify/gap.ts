import type { ReplayedStep } from './bound/steps.js';
import type { Step } from '../solution/types.js';

/**
 * Gap in parts per billion of max(1, |value|), rounded up; null: no bound. A walk's gap is its open steps over the people walked;
 * a level's is that of the fractions; a level of "nobody placed" has no number and so no gap but 0.
 */
export function gapOf(step: Step, shown: ReplayedStep): number | null {
  if (step.kind === 'walk') return shown.walkedCount === 0 ? 0 : ceilRatio(BigInt(shown.openCount) * billion, BigInt(shown.walkedCount));
  if (shown.bound === null) return null;
  if (shown.isProved && shown.bound.numerator === step.value && shown.bound.denominator === step.denominator) return 0;
  if (step.denominator === 0 || shown.bound.denominator === 0) return null;
  const [n, d, bn, bd] = [BigInt(step.value), BigInt(step.denominator), BigInt(shown.bound.numerator), BigInt(shown.bound.denominator)];
  const difference = bn * d - n * bd;
  const size = n < 0n ? -n : n;
  // (bound − value) / max(1, |value|) over the common denominator d·bd.
  return ceilRatio(difference * billion, (size > d ? size : d) * bd);
}

const billion = 1_000_000_000n;

function ceilRatio(a: bigint, b: bigint): number {
  return Number(a <= 0n ? 0n : (a + b - 1n) / b);
}
