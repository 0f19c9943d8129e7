import { overlap } from '../../basics/day.js';
import type { Opening, Student } from '../../roster/types.js';
import { isAccompanying, type Book, type Wish } from './book.js';
import { kilometresTo } from './distance.js';
import { pairRowOf } from './eligibility.js';
import { fitOfProfiles, outcomesExpected } from './profiles.js';
import type { Site } from './site.js';

const none: readonly Wish[] = [];

/**
 * Match quality of a pair: the score of pairs.csv, else the sum of weight times part, each part 0 to 100. Accompanying persons have none. `wishRank`: where it
 * has been looked up already.
 */
export function scoreOf(book: Book, person: Student, site: Site, wishRank?: number | null): number {
  const listed = pairRowOf(book, person, site)?.score ?? null;
  if (listed !== null) return listed;
  const { opening } = site;
  if (book.options.eligible === 'listed' || isAccompanying(person) || opening === null) return 0;
  const rank = wishRank === undefined ? wishRankOf(book, person, site) : wishRank;
  return sumOf(book, person, site, fitOf(book, person, opening), rank, site.quality);
}

/** The score from what is looked up elsewhere: profile fit and outcomes (weighed), the rank of the best wish, the quality of the host. */
export function sumOf(book: Book, person: Student, site: Site, fit: number, wishRank: number | null, quality: number): number {
  const { weights } = book.options;
  return (
    fit +
    weights.wish * rankPart(wishRank) +
    (weights.hostWish === 0 || book.hostRanks.size === 0
      ? 0
      : weights.hostWish * rankPart(book.hostRanks.get(site.opening?.hostId ?? '')?.get(person.id) ?? null)) +
    weights.quality * quality +
    (weights.distance === 0 ? 0 : weights.distance * distancePart(book, person, site))
  );
}

/** What `fitOf` reads of a person, as one text. */
export function fitKeyOf({ profileId, outcomes }: Student): string {
  return outcomes.length === 0 ? `${profileId ?? ''}` : `${profileId ?? ''}\n${outcomes.join('\n')}`;
}

/** What depends on profile, outcomes expected and opening alone, remembered. */
export function fitOf(book: Book, person: Student, opening: Opening): number {
  const key = fitKeyOf(person);
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

/** Rank of the best wish of a person that a site grants; null: none, as for accompanying persons. */
export function wishRankOf(book: Book, person: Student, site: Site): number | null {
  return site.opening === null ? null : bestRank(book.wishes.get(person.id) ?? none, site);
}

function bestRank(wishes: readonly Wish[], site: Site): number | null {
  let best: number | null = null;
  for (const wish of wishes) {
    if ((best === null || wish.rank < best) && grants(wish, site)) best = wish.rank;
  }
  return best;
}

/** Ranks as far as they are told apart when placements are counted by them. */
export const lastRank = 20;

/** Whether a site is what a wish asks for. */
export function grants(wish: Wish, site: Site): boolean {
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
