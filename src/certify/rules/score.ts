import { overlap } from '../../basics/day.js';
import type { Opening, Student } from '../../roster/types.js';
import { isAccompanying, type Book, type Wish } from './book.js';
import { kilometresTo } from './distance.js';
import { pairRowOf } from './eligibility.js';
import { fitOfProfiles, outcomesExpected } from './profiles.js';
import { qualityOf } from './quality.js';
import type { Site } from './site.js';

/** Fits that `SiteScores` keeps in arrays; beyond so many (people with outcomes of their own) each is looked up by name. */
const mostFitsKept = 4_000_000;

/** What wishes are compared with: a number for each opening, host, city and country of a list of sites; −1 for none. */
type NumberedKind = 'opening' | 'host' | 'city' | 'country';

/** A wish with its target as a number; −2 where no site has it. */
interface NumberedWish {
  readonly wish: Wish;
  readonly numberOfSite: Int32Array | null;
  readonly number: number;
}

/**
 * `scoreOf` for one person after the other over one list of sites. What belongs to the person or to the site alone is looked up once: two million
 * pairs took 7 s by names (100,000 people, 25,000 openings).
 */
export class SiteScores {
  readonly #fitsOfKey = new Map<string, Float64Array>();
  readonly #fitClassOfSite: Int32Array;
  readonly #fitClassCount: number;
  readonly #qualityOfSite: Float64Array;
  readonly #numbers: Readonly<Record<NumberedKind, Numbers>>;
  #person: Student | null = null;
  #isPlain = false;
  #fits: Float64Array | null = null;
  #wishes: readonly NumberedWish[] = [];

  constructor(
    private readonly book: Book,
    private readonly sites: readonly Site[],
  ) {
    this.#qualityOfSite = new Float64Array(sites.length).fill(Number.NaN);
    const classes = numbersOf(sites, ({ opening }) =>
      opening === null ? null : JSON.stringify([opening.profileIds, opening.profileFits, opening.outcomes]),
    );
    this.#fitClassOfSite = classes.ofSite;
    this.#fitClassCount = classes.byText.size;
    this.#numbers = {
      opening: numbersOf(sites, ({ opening }) => opening?.id ?? null),
      host: numbersOf(sites, ({ host }) => host?.id ?? null),
      city: numbersOf(sites, ({ hostCityKey }) => hostCityKey),
      country: numbersOf(sites, ({ hostCountry }) => hostCountry),
    };
  }

  turnTo(person: Student): void {
    this.#person = person;
    this.#isPlain = !isAccompanying(person) && this.book.options.eligible === 'rules' && !this.book.pairRows.has(person.id);
    if (!this.#isPlain) return;
    this.#wishes = (this.book.wishes.get(person.id) ?? none).map((wish) => this.#numbered(wish));
    const key = fitKeyOf(person);
    let fits = this.#fitsOfKey.get(key) ?? null;
    if (fits === null && (this.#fitsOfKey.size + 1) * this.#fitClassCount <= mostFitsKept)
      this.#fitsOfKey.set(key, (fits = new Float64Array(this.#fitClassCount).fill(Number.NaN)));
    this.#fits = fits;
  }

  /** The score of the person last turned to. */
  scoreAt(index: number): number {
    const { book } = this;
    const person = this.#person!;
    const site = this.sites[index]!;
    const { opening } = site;
    if (!this.#isPlain || opening === null) return scoreOf(book, person, site);
    const fitClass = this.#fitClassOfSite[index]!;
    let fit = this.#fits === null ? fitOf(book, person, opening) : this.#fits[fitClass]!;
    if (Number.isNaN(fit)) this.#fits![fitClass] = fit = fitOf(book, person, opening);
    let quality = this.#qualityOfSite[index]!;
    if (Number.isNaN(quality)) this.#qualityOfSite[index] = quality = site.host === null ? 0 : qualityOf(book, site.host);
    return sumOf(book, person, site, opening, fit, this.#bestRankAt(index, site), quality);
  }

  #bestRankAt(index: number, site: Site): number | null {
    let best: number | null = null;
    for (const { wish, numberOfSite, number } of this.#wishes) {
      if (best !== null && wish.rank >= best) continue;
      if (numberOfSite === null ? grants(wish, site) : numberOfSite[index] === number) best = wish.rank;
    }
    return best;
  }

  #numbered(wish: Wish): NumberedWish {
    if (wish.kind === 'period' || wish.kind === 'student') return { wish, numberOfSite: null, number: -2 };
    const { ofSite, byText } = this.#numbers[wish.kind];
    return { wish, numberOfSite: ofSite, number: byText.get(wish.target) ?? -2 };
  }
}

/** Texts of sites as numbers from 0; −1 where a site has none. */
interface Numbers {
  readonly ofSite: Int32Array;
  readonly byText: ReadonlyMap<string, number>;
}

function numbersOf(sites: readonly Site[], textOf: (site: Site) => string | null): Numbers {
  const byText = new Map<string, number>();
  const ofSite = new Int32Array(sites.length).fill(-1);
  for (const [i, site] of sites.entries()) {
    const text = textOf(site);
    if (text === null) continue;
    const number = byText.get(text) ?? byText.size;
    byText.set(text, number);
    ofSite[i] = number;
  }
  return { ofSite, byText };
}

const none: readonly Wish[] = [];

/** Match quality of a pair: the score of pairs.csv, else the sum of weight times part, each part 0 to 100. Accompanying persons have none. */
export function scoreOf(book: Book, person: Student, site: Site): number {
  const listed = pairRowOf(book, person, site)?.score ?? null;
  if (listed !== null) return listed;
  const { opening } = site;
  if (book.options.eligible === 'listed' || isAccompanying(person) || opening === null) return 0;
  const quality = site.host === null ? 0 : qualityOf(book, site.host);
  return sumOf(book, person, site, opening, fitOf(book, person, opening), wishRankOf(book, person, site), quality);
}

function sumOf(book: Book, person: Student, site: Site, opening: Opening, fit: number, wishRank: number | null, quality: number): number {
  const { weights } = book.options;
  return (
    fit +
    weights.wish * rankPart(wishRank) +
    (weights.hostWish === 0 || book.hostRanks.size === 0
      ? 0
      : weights.hostWish * rankPart(book.hostRanks.get(opening.hostId)?.get(person.id) ?? null)) +
    weights.quality * quality +
    (weights.distance === 0 ? 0 : weights.distance * distancePart(book, person, site))
  );
}

function fitKeyOf({ profileId, outcomes }: Student): string {
  return outcomes.length === 0 ? `${profileId ?? ''}` : `${profileId ?? ''}\n${outcomes.join('\n')}`;
}

/** What depends on profile, outcomes expected and opening alone, remembered. */
function fitOf(book: Book, person: Student, opening: Opening): number {
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
