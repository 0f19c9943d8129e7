import type { Student } from '../../roster/types.js';
import type { Book } from './book.js';
import { floorOf, refusalNow } from './earlier.js';
import { isForbidden, pairRules, type PairRule, type Reads } from './eligibility.js';
import type { Site } from './site.js';
import { hasBit, setBit } from './scope.js';
import { runToEnd, type Slices } from './slices.js';

/**
 * Words of bits that one rule may keep (100,000 people with a window of their own would need more where sites differ much); beyond it answers are made anew
 * each time, and people who are judged on a few sites are asked about directly.
 */
const keptWordsPerRule = 4_000_000;

/** The sites, or the classes of sites, that one rule lets a person into, one bit each; null: all of them. */
type Allowed = Uint32Array | null;

/** A rule over a list of sites, told apart by what the rule reads of them. */
interface RuleOverSites {
  readonly rule: PairRule;
  /** The first site of each class: it stands for all that read alike. */
  readonly sites: readonly Site[];
  readonly classOfSite: Int32Array;
  /** Answers by what the rule reads of a person: a bit for each class. */
  readonly classesOf: Map<Reads, Allowed>;
  /** The same with a bit for each site, where somebody was asked about all of them. */
  readonly sitesOf: Map<Reads, Allowed>;
}

/**
 * Eligible sites of a person over a list of sites. Each rule is asked once for all people and all sites that are equal in what it reads of them. For
 * all sites of a person the answers are met word by word: 20 million pairs cost about as much as the distinct answers. For a few sites the bits of
 * their classes are looked up, which are few enough to stay near (100,000 people, 4,000 birth dates: 80 kB in place of 12 MB).
 */
export class EligibleSites {
  readonly sites: readonly Site[];
  readonly wordCount: number;
  readonly #book: Book;
  readonly #rules: readonly RuleOverSites[];
  /** The classes of each site side by side, in the order of the rules. */
  readonly #classes: Uint16Array | Int32Array;
  readonly #sitesOfOpening = new Map<string, number[]>();
  readonly #sitesOfFlow = new Map<string, number[]>();
  readonly #mask: Uint32Array;
  /** The rules that refuse the person who is judged somewhere, and the classes that each lets them into. */
  readonly #judges: number[] = [];
  readonly #allowedBy: Uint32Array[] = [];
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
    this.wordCount = wordsFor(sites);
    this.#mask = new Uint32Array(this.wordCount);
    this.#classes = new (sites.length <= 0x10000 ? Uint16Array : Int32Array)(sites.length * rules.length);
    rules.forEach(({ classOfSite }, k) => classOfSite.forEach((own, site) => (this.#classes[site * rules.length + k] = own)));
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
      const allowed = yield* this.#sitesAllowed(rule, person);
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
    this.#allowedBy.length = 0;
    this.#askedRules.length = 0;
    this.#isJudgedDirectly =
      book.options.eligible === 'listed' ||
      book.pairRows.has(person.id) ||
      book.forbids.has(person.id) ||
      book.overrides.has(person.id) ||
      floorOf(book, person) !== null;
    if (this.#isJudgedDirectly) return;
    for (let k = 0; k < this.#rules.length; k++) {
      const over = this.#rules[k]!;
      const key = over.rule.reads(book, person);
      let allowed = over.classesOf.get(key);
      if (allowed === undefined) {
        if (!hasRoom(over.classesOf, wordsFor(over.sites))) {
          this.#askedRules.push(over.rule);
          continue;
        }
        allowed = yield* this.#classesAllowed(over, person, key);
      }
      if (allowed === null) continue;
      this.#judges.push(k);
      this.#allowedBy.push(allowed);
    }
  }

  /** Whether a site is eligible for the person last given to `judge`. */
  isEligible(person: Student, site: number): boolean {
    if (this.#isJudgedDirectly) return refusalNow(this.#book, person, this.sites[site]!) === null;
    const first = site * this.#rules.length;
    for (let k = 0; k < this.#judges.length; k++) if (!hasBit(this.#allowedBy[k]!, this.#classes[first + this.#judges[k]!]!)) return false;
    for (let k = 0; k < this.#askedRules.length; k++) if (this.#askedRules[k]!.refuses(this.#book, person, this.sites[site]!)) return false;
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

  *#sitesAllowed(over: RuleOverSites, person: Student): Slices<Allowed> {
    const key = over.rule.reads(this.#book, person);
    const known = over.sitesOf.get(key);
    if (known !== undefined) return known;
    const classes = over.classesOf.get(key);
    const allowed = spread(classes === undefined ? yield* this.#classesAllowed(over, person, key) : classes, over.classOfSite);
    yield;
    if (hasRoom(over.sitesOf, this.wordCount)) over.sitesOf.set(key, allowed);
    return allowed;
  }

  *#classesAllowed({ rule, sites, classesOf }: RuleOverSites, person: Student, key: Reads): Slices<Allowed> {
    const bits = new Uint32Array(wordsFor(sites));
    let isRefused = false;
    for (let own = 0; own < sites.length; own++) {
      if ((own & 1023) === 1023) yield;
      if (rule.refuses(this.#book, person, sites[own]!)) isRefused = true;
      else setBit(bits, own);
    }
    const allowed = isRefused ? bits : null;
    if (hasRoom(classesOf, bits.length)) classesOf.set(key, allowed);
    return allowed;
  }
}

/** Whether one more answer of so many words may be kept. */
function hasRoom(kept: ReadonlyMap<Reads, Allowed>, words: number): boolean {
  return (kept.size + 1) * words <= keptWordsPerRule;
}

function wordsFor(bits: { readonly length: number }): number {
  return (bits.length + 31) >>> 5;
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
  return { rule, sites: first, classOfSite, classesOf: new Map(), sitesOf: new Map() };
}

/** Bits of sites from the bits of their classes. */
function spread(allowed: Allowed, classOfSite: Int32Array): Allowed {
  if (allowed === null) return null;
  const mask = new Uint32Array(wordsFor(classOfSite));
  for (let i = 0; i < classOfSite.length; i++) if (hasBit(allowed, classOfSite[i]!)) setBit(mask, i);
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
