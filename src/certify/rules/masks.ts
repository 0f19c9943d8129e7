import type { Student } from '../../roster/types.js';
import type { Book } from './book.js';
import { floorOf, refusalNow } from './earlier.js';
import { isForbidden, pairRules, type PairRule } from './eligibility.js';
import type { Site } from './site.js';
import { runToEnd, type Slices } from './slices.js';

/** Questions put to the rules for masks of people who are asked about a few sites only; beyond it they are asked directly. */
const questionsForJudges = 30_000_000;

/** Words of masks that one rule may keep; beyond it a mask is made anew each time (100,000 people with a window of their own). */
const keptWordsPerRule = 4_000_000;

/**
 * Eligible sites of a person as bits over a list of sites. Each rule is asked once for all people who are equal in what it reads,
 * and the answers are met word by word: 20 million pairs cost about as much as the distinct answers.
 */
export class EligibleSites {
  readonly sites: readonly Site[];
  readonly wordCount: number;
  readonly #book: Book;
  readonly #allowedBy: readonly Map<string, Uint32Array>[] = pairRules.map(() => new Map());
  readonly #sitesOfOpening = new Map<string, number[]>();
  readonly #sitesOfFlow = new Map<string, number[]>();
  readonly #mask: Uint32Array;
  readonly #judges: (Uint32Array | null)[] = pairRules.map(() => null);
  #questionsLeft = questionsForJudges;

  constructor(book: Book, sites: readonly Site[]) {
    this.#book = book;
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
    for (const [k, rule] of pairRules.entries()) {
      const allowed = yield* this.#allowed(k, rule, person);
      for (let word = 0; word < mask.length; word++) mask[word] = mask[word]! & allowed[word]!;
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

  /** Prepares `isEligible` for a person: one look-up a rule, and then one bit a rule and site. */
  *judge(person: Student): Slices<void> {
    for (const [k, rule] of pairRules.entries()) {
      const known = this.#allowedBy[k]!.get(rule.reads(this.#book, person));
      const mayAsk = known === undefined && this.#questionsLeft >= this.sites.length;
      if (mayAsk) this.#questionsLeft -= this.sites.length;
      this.#judges[k] = known ?? (mayAsk ? yield* this.#allowed(k, rule, person) : null);
    }
  }

  /** Whether a site is eligible for the person last given to `judge`. */
  isEligible(person: Student, site: number): boolean {
    const book = this.#book;
    if (
      book.options.eligible === 'listed' ||
      book.pairRows.has(person.id) ||
      book.forbids.has(person.id) ||
      book.overrides.has(person.id) ||
      floorOf(book, person) !== null
    ) {
      return refusalNow(book, person, this.sites[site]!) === null;
    }
    for (let k = 0; k < pairRules.length; k++) {
      const allowed = this.#judges[k]!;
      if (allowed === null ? pairRules[k]!.refuses(book, person, this.sites[site]!) : ((allowed[site >>> 5]! >>> (site & 31)) & 1) === 0)
        return false;
    }
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

  *#allowed(k: number, rule: PairRule, person: Student): Slices<Uint32Array> {
    const kept = this.#allowedBy[k]!;
    const key = rule.reads(this.#book, person);
    const known = kept.get(key);
    if (known !== undefined) return known;
    const allowed = new Uint32Array(this.wordCount);
    for (const [i, site] of this.sites.entries()) {
      if ((i & 1023) === 1023) yield;
      if (!rule.refuses(this.#book, person, site)) allowed[i >>> 5] = allowed[i >>> 5]! | (1 << (i & 31));
    }
    yield;
    if ((kept.size + 1) * this.wordCount <= keptWordsPerRule) kept.set(key, allowed);
    return allowed;
  }
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
