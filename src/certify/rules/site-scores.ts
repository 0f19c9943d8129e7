import type { Student } from '../../roster/types.js';
import { isAccompanying, type Book, type Wish } from './book.js';
import { fitKeyOf, fitOf, grants, scoreOf, sumOf } from './score.js';
import type { Site } from './site.js';

/** Fits kept in arrays; beyond so many (people with outcomes of their own) each is looked up by name. */
const mostFitsKept = 4_000_000;

/** What a wish may name, in the order in which a site's numbers stand side by side; behind them the number of what its fit hangs on. */
const named = ['opening', 'host', 'city', 'country'] as const;
const fitPlace = named.length;
const numbersPerSite = named.length + 1;

/**
 * `scoreOf` for one person after the other over one list of sites. What belongs to the person or to the site alone is looked up once, and all of a site
 * stands in one place: two million pairs took 7 s by names (100,000 people, 25,000 openings).
 */
export class SiteScores {
  readonly #fitsOfKey = new Map<string, Float64Array>();
  readonly #fitClassCount: number;
  /** Quality of the host; NaN where the site is no opening, which is asked about by itself. */
  readonly #qualityOfSite: Float64Array;
  /** Texts of sites as numbers from 0, `numbersPerSite` for each; −1 where a site has none. */
  readonly #numbers: Int32Array;
  readonly #numberOfText: readonly ReadonlyMap<string, number>[];
  #person: Student | null = null;
  #isPlain = false;
  #fits: Float64Array | null = null;
  /** Wishes for places: the rank, which of a site's numbers is compared, and with what. */
  readonly #rankOfWish: number[] = [];
  readonly #placeOfWish: number[] = [];
  readonly #numberOfWish: number[] = [];
  #periods: readonly Wish[] = none;

  constructor(
    private readonly book: Book,
    private readonly sites: readonly Site[],
  ) {
    this.#qualityOfSite = Float64Array.from(sites, ({ opening, quality }) => (opening === null ? Number.NaN : quality));
    this.#numbers = new Int32Array(sites.length * numbersPerSite).fill(-1);
    this.#numberOfText = [
      this.#number(0, ({ opening }) => opening?.id ?? null),
      this.#number(1, ({ host }) => host?.id ?? null),
      this.#number(2, ({ hostCityKey }) => hostCityKey),
      this.#number(3, ({ hostCountry }) => hostCountry),
    ];
    const fitClasses = this.#number(fitPlace, ({ opening }) =>
      opening === null ? null : JSON.stringify([opening.profileIds, opening.profileFits, opening.outcomes]),
    );
    this.#fitClassCount = fitClasses.size;
  }

  turnTo(person: Student): void {
    this.#person = person;
    this.#isPlain = !isAccompanying(person) && this.book.options.eligible === 'rules' && !this.book.pairRows.has(person.id);
    if (!this.#isPlain) return;
    this.#takeWishes(this.book.wishes.get(person.id) ?? none);
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
    const quality = this.#qualityOfSite[index]!;
    if (!this.#isPlain || Number.isNaN(quality)) return scoreOf(book, person, site);
    const first = index * numbersPerSite;
    const fitClass = this.#numbers[first + fitPlace]!;
    let fit = this.#fits === null ? fitOf(book, person, site.opening!) : this.#fits[fitClass]!;
    if (Number.isNaN(fit)) this.#fits![fitClass] = fit = fitOf(book, person, site.opening!);
    return sumOf(book, person, site, fit, this.#bestRankAt(first, site), quality);
  }

  #bestRankAt(first: number, site: Site): number | null {
    let best = Infinity;
    for (let k = 0; k < this.#rankOfWish.length; k++) {
      const rank = this.#rankOfWish[k]!;
      if (rank < best && this.#numbers[first + this.#placeOfWish[k]!] === this.#numberOfWish[k]) best = rank;
    }
    for (let k = 0; k < this.#periods.length; k++) {
      const wish = this.#periods[k]!;
      if (wish.rank < best && grants(wish, site)) best = wish.rank;
    }
    return best === Infinity ? null : best;
  }

  /** Wishes for what no site of the list has are left out. */
  #takeWishes(wishes: readonly Wish[]): void {
    this.#rankOfWish.length = 0;
    this.#placeOfWish.length = 0;
    this.#numberOfWish.length = 0;
    this.#periods = none;
    for (let k = 0; k < wishes.length; k++) {
      const wish = wishes[k]!;
      const place = (named as readonly string[]).indexOf(wish.kind);
      if (wish.kind === 'period') this.#periods = [...this.#periods, wish];
      const number = this.#numberOfText[place]?.get(wish.target);
      if (number === undefined) continue;
      this.#rankOfWish.push(wish.rank);
      this.#placeOfWish.push(place);
      this.#numberOfWish.push(number);
    }
  }

  /** Numbers the texts of sites at one of their places; the number of each text. */
  #number(place: number, textOf: (site: Site) => string | null): ReadonlyMap<string, number> {
    const numberOfText = new Map<string, number>();
    for (const [i, site] of this.sites.entries()) {
      const text = textOf(site);
      if (text === null) continue;
      const number = numberOfText.get(text) ?? numberOfText.size;
      numberOfText.set(text, number);
      this.#numbers[i * numbersPerSite + place] = number;
    }
    return numberOfText;
  }
}

const none: readonly Wish[] = [];
