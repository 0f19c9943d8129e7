import type { Student } from '../../roster/types.js';
import type { Book } from './book.js';
import { floorOf, refusalNow } from './earlier.js';
import { isForbidden, pairRules, type PairRule, type Reads } from './eligibility.js';
import type { Site } from './site.js';
import { runToEnd, type Slices } from './slices.js';

/**
 * Words of masks that one rule may keep (100,000 people with a window of their own would need ten times as many); beyond it a mask is made anew each time,
 * and people who are judged on a few sites are asked about directly.
 */
const keptWordsPerRule = 4_000_000;

/** The sites that one rule lets a person into; null: all of them. */
type Allowed = Uint32Array | null;

/** A rule over a list of sites, told apart by what the rule reads of them. */
interface RuleOverSites {
  readonly rule: PairRule;
  /** Sites that stand for all that read alike. */
  readonly sites: readonly Site[];
  readonly classOfSite: Int32Array;
  /** Answers by what the rule reads of a person. */
  readonly kept: Map<Reads, Allowed>;
}

/**
 * Eligible sites of a person as bits over a list of sites. Each rule is asked once for all people and all sites that are equal in what it reads of them,
 * and the answers are met word by word: 20 million pairs cost about as much as the distinct answers.
 */
export class EligibleSites {
  readonly sites: readonly Site[];
  readonly wordCount: number;
  readonly #book: Book;
  readonly #rules: readonly RuleOverSites[];
  readonly #sitesOfOpening = new Map<string, number[]>();
  readonly #sitesOfFlow = new Map<string, number[]>();
  readonly #mask: Uint32Array;
  readonly #judges: Uint32Array[] = [];
  readonly #askedRules: PairRule[] = [];
  #isJudgedDirectly = false;

  static *open(book: Book, sites: readonly Site[]): Slices<EligibleSites> {
    const rules: RuleOverSites[] = [];
    for (const rule of pairRules) {
      rules.push(overSites(book, rule, sites));
      yield;
    }
    return new EligibleSites(book, sites, rules);
  }

  private constructor(book: Book, sites: readonly Site[], rules: readonly RuleOverSites[]) {
    this.#book = book;
    this.#rules = rules;
    this.sites = sites;
    this.wordCount = (sites.length + 31) >>> 5;
    this.#mask = new Uint32Array(this.wordCount);
    sites.forEach(({ opening, flow }, i) => {
      if (opening !== null) push(this.#sitesOfOpening, opening.id, i);
      else if (flow !== null) push(this.#sitesOfFlow, flow.id, i);
    });
  }

  /** The mask stands until the next call. */
  maskOf(person: Student): Uint32Array {
    return runToEnd(this.maskInSlices(person));
  }

  /** The same; pauses where a rule is asked about all sites. */
  *maskInSlices(person: Student): Slices<Uint32Array> {
    const mask = this.#mask;
    const book = this.#book;
    const rows = book.pairRows.get(person.id);
    if (book.options.eligible === 'listed') {
      mask.fill(0);
      for (const target of rows?.keys() ?? []) this.#ask(person, this.#sitesOfTarget(person, target));
      this.#dropWorse(person);
      return mask;
    }
    mask.fill(0xffffffff);
    for (const rule of this.#rules) {
      const allowed = yield* this.#allowed(rule, person);
      if (allowed !== null) for (let word = 0; word < mask.length; word++) mask[word] = mask[word]! & allowed[word]!;
    }
    // Few pairs are touched by a decision or a row of their own: those are asked one by one.
    for (const target of rows?.keys() ?? []) this.#ask(person, this.#sitesOfTarget(person, target));
    for (const { openingId } of book.overrides.get(person.id) ?? []) this.#ask(person, this.#sitesOfOpening.get(openingId ?? '') ?? []);
    if (book.forbids.has(person.id)) {
      for (const [i, site] of this.sites.entries()) if (isForbidden(book, person, site)) mask[i >>> 5] = mask[i >>> 5]! & ~(1 << (i & 31));
    }
    this.#dropWorse(person);
    return mask;
  }

  /** Takes out what is worse than what the person was told of. */
  #dropWorse(person: Student): void {
    if (floorOf(this.#book, person) === null) return;
    const mask = this.#mask;
    for (const [i, site] of this.sites.entries()) {
      const word = mask[i >>> 5]!;
      if (((word >>> (i & 31)) & 1) === 1 && refusalNow(this.#book, person, site) !== null) mask[i >>> 5] = word & ~(1 << (i & 31));
    }
  }

  /** Prepares `isEligible` for a person: one look-up a rule, and then one bit a site for each rule that refuses somewhere. */
  *judge(person: Student): Slices<void> {
    const book = this.#book;
    this.#judges.length = 0;
    this.#askedRules.length = 0;
    this.#isJudgedDirectly =
      book.options.eligible === 'listed' ||
      book.pairRows.has(person.id) ||
      book.forbids.has(person.id) ||
      book.overrides.has(person.id) ||
      floorOf(book, person) !== null;
    if (this.#isJudgedDirectly) return;
    for (const rule of this.#rules) {
      let allowed = rule.kept.get(rule.rule.reads(book, person));
      if (allowed === undefined) {
        if (!this.#hasRoom(rule)) {
          this.#askedRules.push(rule.rule);
          continue;
        }
        allowed = yield* this.#allowed(rule, person);
      }
      if (allowed !== null) this.#judges.push(allowed);
    }
  }

  /** Whether a site is eligible for the person last given to `judge`. */
  isEligible(person: Student, site: number): boolean {
    if (this.#isJudgedDirectly) return refusalNow(this.#book, person, this.sites[site]!) === null;
    for (let k = 0; k < this.#judges.length; k++) if (((this.#judges[k]![site >>> 5]! >>> (site & 31)) & 1) === 0) return false;
    for (const rule of this.#askedRules) if (rule.refuses(this.#book, person, this.sites[site]!)) return false;
    return true;
  }

  countOf(mask: Uint32Array): number {
    let count = 0;
    for (const word of mask) count += bitsOf(word);
    return count;
  }

  #ask(person: Student, sites: readonly number[]): void {
    for (const i of sites) {
      const bit = 1 << (i & 31);
      if (refusalNow(this.#book, person, this.sites[i]!) === null) this.#mask[i >>> 5] = this.#mask[i >>> 5]! | bit;
      else this.#mask[i >>> 5] = this.#mask[i >>> 5]! & ~bit;
    }
  }

  #sitesOfTarget(person: Student, target: string): readonly number[] {
    return (person.kind === 'accompanying' ? this.#sitesOfFlow : this.#sitesOfOpening).get(target) ?? [];
  }

  *#allowed(over: RuleOverSites, person: Student): Slices<Allowed> {
    const { rule, sites, classOfSite, kept } = over;
    const key = rule.reads(this.#book, person);
    const known = kept.get(key);
    if (known !== undefined) return known;
    const isAllowed = new Uint8Array(sites.length);
    let isRefused = false;
    for (const [i, site] of sites.entries()) {
      if ((i & 1023) === 1023) yield;
      if (rule.refuses(this.#book, person, site)) isRefused = true;
      else isAllowed[i] = 1;
    }
    const allowed = isRefused ? maskOf(isAllowed, classOfSite, this.wordCount) : null;
    yield;
    if (this.#hasRoom(over)) kept.set(key, allowed);
    return allowed;
  }

  #hasRoom({ kept }: RuleOverSites): boolean {
    return (kept.size + 1) * this.wordCount <= keptWordsPerRule;
  }
}

function overSites(book: Book, rule: PairRule, sites: readonly Site[]): RuleOverSites {
  const classes = new Map<Reads, number>();
  const first: Site[] = [];
  const classOfSite = new Int32Array(sites.length);
  for (const [i, site] of sites.entries()) {
    const key = rule.readsSite(book, site);
    let own = classes.get(key);
    if (own === undefined) {
      own = first.push(site) - 1;
      classes.set(key, own);
    }
    classOfSite[i] = own;
  }
  return { rule, sites: first, classOfSite, kept: new Map() };
}

function maskOf(isAllowed: Uint8Array, classOfSite: Int32Array, wordCount: number): Uint32Array {
  const mask = new Uint32Array(wordCount);
  for (let i = 0; i < classOfSite.length; i++) mask[i >>> 5]! |= isAllowed[classOfSite[i]!]! << (i & 31);
  return mask;
}

function push(map: Map<string, number[]>, key: string, value: number): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

function bitsOf(word: number): number {
  let rest = word - ((word >>> 1) & 0x55555555);
  rest = (rest & 0x33333333) + ((rest >>> 2) & 0x33333333);
  return Math.imul((rest + (rest >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
