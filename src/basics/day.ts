/** Days as whole numbers since 1970-01-01; no clock, no time zone. Sane range: 1900-01-01 … 2199-12-31. */

const isoPattern = /^(\d{4})-(\d{2})-(\d{2})$/;
const firstSaneDay = Date.UTC(1900, 0, 1) / 86_400_000;
const lastSaneDay = Date.UTC(2199, 11, 31) / 86_400_000;

/** The day of a calendar date; null where no such date exists or it lies outside the sane range. */
export function dayOf(year: number, month: number, date: number): number | null {
  if (year < 1900 || year > 2199) return null;
  const stamp = new Date(Date.UTC(year, month - 1, date));
  if (stamp.getUTCFullYear() !== year || stamp.getUTCMonth() !== month - 1 || stamp.getUTCDate() !== date) return null;
  return stamp.getTime() / 86_400_000;
}

/** Reads `2026-03-01` and nothing else. */
export function parseIsoDay(text: string): number | null {
  const found = isoPattern.exec(text);
  return found === null ? null : dayOf(Number(found[1]), Number(found[2]), Number(found[3]));
}

/** Texts of days that were asked for before: a roster of 100,000 people writes a few hundred days millions of times. */
const isoTexts = new Map<number, string>();

export function isoOfDay(day: number): string {
  const known = isoTexts.get(day);
  if (known !== undefined) return known;
  const text = new Date(day * 86_400_000).toISOString().slice(0, 10);
  // Bounded by the sane range.
  if (isSaneDay(day)) isoTexts.set(day, text);
  return text;
}

/** 0 Sunday … 6 Saturday. */
export function weekdayOf(day: number): number {
  return (((day + 4) % 7) + 7) % 7;
}

export function isSaneDay(day: number): boolean {
  return Number.isInteger(day) && day >= firstSaneDay && day <= lastSaneDay;
}

/** The same day of the month so many months later; the last of that month where it is shorter (31 January and a month: 28 February). */
export function monthsAfter(day: number, months: number): number {
  const from = new Date(day * 86_400_000);
  const [year, month] = [from.getUTCFullYear(), from.getUTCMonth() + months];
  const lastDate = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return Date.UTC(year, month, Math.min(from.getUTCDate(), lastDate)) / 86_400_000;
}

/** Both ends included: 31 March and 1 April do not overlap. */
export function overlap(firstStart: number, firstEnd: number, secondStart: number, secondEnd: number): boolean {
  return firstStart <= secondEnd && secondStart <= firstEnd;
}

/** Whole years of age on a day; born on 29 February: the birthday of a common year is 1 March. */
export function ageOn(birthDay: number, day: number): number {
  const [birthYear, birthRest] = split(birthDay);
  const [year, rest] = split(day);
  return year - birthYear - (rest < birthRest ? 1 : 0);
}

function split(day: number): [number, string] {
  const iso = isoOfDay(day);
  return [Number(iso.slice(0, 4)), iso.slice(5)];
}
