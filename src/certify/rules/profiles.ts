import { fieldsOfIsco } from '../../basics/isco.js';
import type { Opening, Student } from '../../roster/types.js';
import type { Book } from './book.js';

/**
 * What two profiles make of each other, read from the records. `part` of the score, 0 to 100, is given even where the rule does not hold (an
 * override may place the person all the same); `most` is what a fit that the opening states itself may count for.
 */
export interface Fit {
  readonly holds: boolean;
  readonly part: number;
  readonly most: number;
}

/** How a person's profile fits one that an opening accepts; remembered in the book. */
export function fitOfProfiles(book: Book, own: string, accepted: string): Fit {
  let known = book.profileFits.get(own);
  if (known === undefined) book.profileFits.set(own, (known = new Map()));
  let fit = known.get(accepted);
  if (fit === undefined) known.set(accepted, (fit = readFit(book, own, accepted)));
  return fit;
}

/** Expected of a person: what students.csv says, else what the profile says. */
export function outcomesExpected(book: Book, person: Student): ReadonlySet<string> {
  if (person.outcomes.length > 0) return new Set(person.outcomes);
  return new Set(person.profileId === null ? [] : book.profiles.get(person.profileId)?.outcomes);
}

/** Those that an opening does not offer. */
export function outcomesMissing(book: Book, person: Student, opening: Opening): string[] {
  return [...outcomesExpected(book, person)].filter((outcome) => !opening.outcomes.includes(outcome));
}

function readFit(book: Book, own: string, accepted: string): Fit {
  if (own === accepted) return { holds: true, part: 100, most: 100 };
  const stated = statedFit(book, own, accepted);
  if (stated !== null) return { holds: stated > 0, part: stated, most: stated };
  const [ownEsco, otherEsco] = [escoOf(book, own), escoOf(book, accepted)];
  if (ownEsco !== null && ownEsco === otherEsco) return { holds: true, part: 100, most: 100 };

  const [ownField, otherField] = [iscedOf(book, own), iscedOf(book, accepted)];
  const [ownJob, otherJob] = [iscoOf(book, own), iscoOf(book, accepted)];
  const ways: Fit[] = [];
  const need = book.options.profileDigits;
  const compare = (a: string, b: string, most: number, isJob: boolean): void => {
    let equal = 0;
    while (equal < a.length && equal < b.length && a.charAt(equal) === b.charAt(equal)) equal++;
    const worth = equal === 4 ? 100 : equal === 3 ? 70 : equal === 2 ? 40 : equal === 1 && isJob ? 10 : 0;
    ways.push({ holds: equal >= need || equal === a.length || equal === b.length, part: Math.min(worth, most), most });
  };
  const bothFields = ownField !== null && otherField !== null;
  const bothJobs = ownJob !== null && otherJob !== null;
  if (bothFields) compare(ownField, otherField, 100, false);
  if (bothJobs) compare(ownJob, otherJob, 100, true);
  if (!bothFields && !bothJobs) {
    for (const { group, field, fit } of fieldsOfIsco) {
      if (ownJob?.startsWith(group) && otherField !== null) compare(field, otherField, fit, false);
      if (otherJob?.startsWith(group) && ownField !== null) compare(field, ownField, fit, false);
    }
  }
  const holding = ways.filter(({ holds }) => holds);
  return {
    holds: holding.length > 0,
    part: ways.reduce((best, { part }) => Math.max(best, part), 0),
    most: holding.reduce((best, { most }) => Math.max(best, most), 0),
  };
}

/** The fit that crosswalk.csv states: of all rows that hold both sides the one with most digits, then most in `from`, then least fit. */
function statedFit(book: Book, own: string, accepted: string): number | null {
  const rows: { readonly from: number; readonly both: number; readonly fit: number }[] = [];
  for (const { fromId, toId, fit } of book.roster.crosswalk) {
    const from = digitsUnder(book, fromId, own);
    const to = from === null ? null : digitsUnder(book, toId, accepted);
    if (from !== null && to !== null) rows.push({ from, both: from + to, fit });
  }
  rows.sort((a, b) => b.both - a.both || b.from - a.from || a.fit - b.fit);
  return rows[0]?.fit ?? null;
}

/** How many digits of a crosswalk's side a profile lies under (five for a whole id or ESCO code); null: it lies elsewhere. */
function digitsUnder(book: Book, side: string, profileId: string): number | null {
  const starts = (code: string | null, start: string): number | null => (code?.startsWith(start) ? start.length : null);
  if (!book.profiles.has(side)) {
    if (/^\d{2,4}$/.test(side)) return starts(iscedOf(book, profileId), side);
    if (side.startsWith('isco:')) return starts(iscoOf(book, profileId), side.replace('isco:', ''));
    if (side.startsWith('esco:')) return escoOf(book, profileId) === side.replace('esco:', '') ? 5 : null;
  }
  return side === profileId ? 5 : null;
}

/** The ISCED-F code a profile stands for: that of profiles.csv, else the id itself where it is 2 to 4 digits. */
function iscedOf(book: Book, profileId: string): string | null {
  return book.profiles.get(profileId)?.isced ?? (/^\d{2,4}$/.test(profileId) ? profileId : null);
}

function escoOf(book: Book, profileId: string): string | null {
  const row = book.profiles.get(profileId);
  return row !== undefined ? row.esco : profileId.startsWith('esco:') ? profileId.replace('esco:', '') : null;
}

/** The ISCO group: that of profiles.csv or of an `isco:` code, else the four digits that an ESCO code begins with. */
function iscoOf(book: Book, profileId: string): string | null {
  const row = book.profiles.get(profileId);
  if (row?.isco != null) return row.isco;
  if (row === undefined && profileId.startsWith('isco:')) return profileId.replace('isco:', '');
  const [group = '', dot = '.'] = escoOf(book, profileId)?.split(/(\.)/) ?? [];
  return /^\d{4}$/.test(group) && dot === '.' ? group : null;
}
