/** Cents as text with a point and two digits: 123450 → `1234.50`. Exact. */
export function eurosOfCents(cents: number): string {
  const sign = cents < 0 ? '-' : '';
  const whole = Math.abs(cents);
  const rest = whole % 100;
  return `${sign}${(whole - rest) / 100}.${String(rest).padStart(2, '0')}`;
}

// Past the largest limit of a cell by a digit, so that it is the limit that is told.
const moneyPattern = /^(\d{1,13})(?:\.(\d{1,2}))?$/;

/** Reads `1234`, `1234.5` or `1234.50` as cents; anything else is null. */
export function parseCents(text: string): number | null {
  const found = moneyPattern.exec(text);
  if (found === null) return null;
  return Number(found[1]) * 100 + Number((found[2] ?? '').padEnd(2, '0'));
}
