/** Greatest common divisor of the absolute values of integers; 0 where all are 0. */
export function commonDivisor(values: ArrayLike<number>): number {
  let divisor = 0;
  for (let i = 0; i < values.length && divisor !== 1; i++) {
    let a = Math.abs(values[i]!);
    while (a !== 0) {
      const rest = divisor % a;
      divisor = a;
      a = rest;
    }
  }
  return divisor;
}
