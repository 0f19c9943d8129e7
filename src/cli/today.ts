import { InvalidArgumentError } from '@commander-js/extra-typings';
import { isoOfDay, parseIsoDay } from '../basics/day.js';

/** An option that is a date: ISO text. */
export function date(text: string): string {
  const day = parseIsoDay(text);
  if (day === null) throw new InvalidArgumentError('A date like 2031-12-31.');
  return isoOfDay(day);
}

/** The day (UTC) on which a command runs, for what is said of retention dates; no output depends on it. */
export function todayByClock(): string {
  return isoOfDay(Math.floor(Date.now() / 86_400_000));
}
