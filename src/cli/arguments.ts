import { InvalidArgumentError } from '@commander-js/extra-typings';
import { parseCents } from '../basics/money.js';

/** A reader of whole numbers in a range, for commander: `8`, never `0x8`, `1e3` or blanks. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (!(value >= least && value <= most)) throw new InvalidArgumentError(`Expected a whole number from ${least} to ${most}.`);
    return value;
  };
}

/** Seconds as milliseconds; parts of a second with a point. */
export function seconds(text: string): number {
  const value = /^\d{1,6}(\.\d{1,3})?$/.test(text) ? Math.round(Number(text) * 1000) : Number.NaN;
  if (!(value > 0 && value <= 604_800_000)) throw new InvalidArgumentError('Expected seconds, more than 0 and at most 604800 (a week).');
  return value;
}

export function said(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('Say who.');
  return text.trim();
}

/** Euros as cents: `500` or `420.50`. */
export function euros(text: string): number {
  const cents = parseCents(text);
  if (cents === null || cents === 0) throw new InvalidArgumentError('Expected a sum of money, like 500 or 420.50.');
  return cents;
}
