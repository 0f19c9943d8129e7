import type { Level } from '../model/steps.js';

/** By cross-multiplication, exactly. −1/0 stands below every level. */
export function compareLevels(a: Level, b: Level): number {
  if (a.denominator === 0 || b.denominator === 0) return Math.sign(a.denominator - b.denominator);
  const left = BigInt(a.numerator) * BigInt(b.denominator);
  const right = BigInt(b.numerator) * BigInt(a.denominator);
  return left < right ? -1 : left > right ? 1 : 0;
}
