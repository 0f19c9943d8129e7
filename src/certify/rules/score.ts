import { overlap } from '../../basics/day.js';
import type { Opening, Student } from '../../roster/types.js';
import { isAccompanying, type Book, type Wish } from './book.js';
import { kilometresTo } from './distance.js';
import { pairRowOf } from './eligibility.js';
import { fitOfProfiles, outcomesExpected } from './profiles.js';
import { qualityOf } from './quality.js';
import type { Site } from './site.js';

/** Match quality of a pair: the score of pairs.csv, else the sum of weight times part, each part 0 to 100. Accompanying persons have none. */
export function scoreOf(book: Book, person: Student, site: Site): number {
  const listed = pairRowOf(book, person, site)?.score ?? null;
  if (listed !== null) return listed;
  const { opening } = site;
  if (book.options.eligible === 'listed' || isAccompanying(person) || opening === null) return 0;
  const { weights } = book.options;
  return (
    fitOf(book, person, opening) +
    (weights.wish === 0 ? 0 : weights.wish * wishPart(book, person, site)) +
    (weights.hostWish === 0 ? 0 : weights.hostWish * rankPart(book.hostRanks.get(opening.hostId)?.get(person.id) ?? null)) +
    (site.host === null ? 0 : weights.quality * qualityOf(book, site.host)) +
    (weights.distance === 0 ? 0 : weights.distance * distancePart(book, person, site))
  );
}

/** What depends on profile, outcomes expected and opening alone, remembered. */
function fitOf(book: Book, person: Student, opening: Opening): number {
  const key = person.outcomes.length === 0 ? `${person.profileId ?? ''}` : `${person.profileId ?? ''}\n${person.outcomes.join('\n')}`;
  let fits = book.fits.get(key);
  if (fits === undefined) book.fits.set(key, (fits = new Map()));
  const known = fits.get(opening);
  if (known !== undefined) return known;
  const { weights } = book.options;
  const fit = weights.profile * profilePart(book, person.profileId, opening) + weights.outcomes * outcomesPart(book, person, opening);
  fits.set(opening, fit);
  return fit;
}

function profilePart(book: Book, profileId: string | null, opening: Opening): number {
  if (opening.profileIds.length === 0) return 50;
  if (profileId === null) return 0;
  const parts = opening.profileIds.map((accepted, k) => {
    const { holds, part, most } = fitOfProfiles(book, profileId, accepted);
    const stated = opening.profileFits[k];
    if (stated === undefined) return part;
    return holds ? Math.min(stated, most) : 0;
  });
  return Math.max(...parts);
}

function outcomesPart(book: Book, person: Student, opening: Opening): number {
  const expected = outcomesExpected(book, person);
  if (expected.size === 0) return 0;
  let covered = 0;
  for (const outcome of expected) if (opening.outcomes.includes(outcome)) covered++;
  return Math.floor((100 * covered) / expected.size);
}

function wishPart(book: Book, person: Student, site: Site): number {
  return rankPart(wishRankOf(book, person, site));
}

/** Rank of the best wish of a person that a site grants; null: none, as for accompanying persons. */
export function wishRankOf(book: Book, person: Student, site: Site): number | null {
  let best: number | null = null;
  if (site.opening === null) return best;
  for (const wish of book.wishes.get(person.id) ?? []) {
    if ((best === null || wish.rank < best) && grants(wish, site)) best = wish.rank;
  }
  return best;
}

/** Ranks as far as they are told apart when placements are counted by them. */
export const lastRank = 20;

function grants(wish: Wish, site: Site): boolean {
  switch (wish.kind) {
    case 'opening':
      return wish.target === site.opening?.id;
    case 'host':
      return wish.target === site.host?.id;
    case 'city':
      return wish.target === site.hostCityKey;
    case 'country':
      return wish.target === site.hostCountry;
    case 'period':
      return overlap(site.startDay, site.endDay, wish.fromDay, wish.toDay);
    case 'student':
      return false;
  }
}

function rankPart(rank: number | null): number {
  return rank === null ? 0 : Math.max(10, 100 - 20 * (rank - 1));
}

function distancePart(book: Book, person: Student, site: Site): number {
  const km = site.host === null ? null : kilometresTo(book, person, site);
  return km === null ? 0 : Math.max(0, 100 - Math.floor(km / 25));
}
