/** Median, least and most of some numbers (an even count has the mean of its two middle ones). */
export function spreadOf(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  return { median, least: sorted[0], most: sorted[sorted.length - 1] };
}

/** `0.11 (0.10–0.13) s`; without brackets where one number is all there is. */
export function textOfSpread({ median, least, most }, text, unit = '') {
  const around = least === most ? '' : ` (${text(least)}–${text(most)})`;
  return `${text(median)}${around}${unit}`;
}

/** Two digits that count, without exponents: 0.0042, 0.11, 1.7, 123. */
export function short(value) {
  if (value === 0) return '0';
  const digits = Math.max(0, 1 - Math.floor(Math.log10(Math.abs(value))));
  return String(Number(value.toFixed(Math.min(6, digits))));
}
