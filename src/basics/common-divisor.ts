/** Greatest common divisor of the absolute values of integers; 0 where all are 0. */
export function commonDivisor(values: ArrayLike<number>): number {
  let divisor = 0;
  for (let i = 0; i < values.length && divisor !== 1; i++) divisor = divisorOfBoth(divisor, values[i]!);
  return divisor;
}

/** The same of two, the first of them not below 0. */
export function divisorOfBoth(divisor: number, value: number): number {
  let a = Math.abs(value);
  // Mostly it divides the next value too.
  if (a === 0 || (divisor !== 0 && a % divisor === 0)) return divisor;
  let b = divisor;
  while (a !== 0) {
    const rest = b % a;
    b = a;
    a = rest;
  }
  return b;
}
