import { compareText } from './order.js';

/** The same value with the keys of every object in the order of code units, all the way down: bytes must not show in which order they were written. */
export function sortedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortedKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => compareText(a, b))
      .map(([key, inner]) => [key, sortedKeys(inner)]),
  );
}
