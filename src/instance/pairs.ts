import type { Issue, Student } from '../roster/types.js';
import { largestCostCents, totalCost } from './cost.js';
import type { ItemFacts } from './facts.js';
import { PairInterner } from './grow.js';
import { issueAt } from './issues.js';
import { expectedOutcomes, type Lookup } from './lookup.js';
import { kilometresOf } from './place.js';
import { ratesOfPerson } from './rates.js';
import { distancePart, hostWishPart, outcomesPart, profilePart } from './score.js';
import type { Slices } from './slices.js';
import type { Slots } from './slots.js';
import { offersOf, type Offers } from './offers.js';
import { overrideFor } from './targets.js';
import type { Roster } from './types.js';
import { WishTable } from './wishes.js';

/** More pairs than this are refused: the model alone would take more than 2 GB. */
export const largestPairCount = 32_000_000;
const largestScore = 2 ** 31 - 1;
/** Parts of scores kept at a time: 32 MB. */
const mostKeptParts = 4_000_000;

export function tooManyPairs(found: string): Issue {
  const expected = `at most ${largestPairCount} eligible pairs`;
  const maybe = 'openings should say whom they are for (profiles, kinds, languages, dates), or parts of the roster be planned apart';
  return { severity: 'error', code: 'too-many-pairs', file: null, row: null, column: null, found, expected, maybe };
}

/** A score or cost that no plan can hold, of a person in what a record offers. */
interface Fault {
  readonly student: Student;
  /** The pair; those of one person stand together, people in canonical order. */
  readonly pair: number;
  readonly item: ItemFacts;
  readonly score: number;
  readonly cost: number;
  /** Else the score is at fault. */
  readonly isCost: boolean;
}

/**
 * Scores and prices eligible pairs, one person after the other. Parts that depend on a profile and an opening, or on two
 * points of the map, are worked out once for each combination.
 */
export class PairBuilder {
  readonly scoreOfPair: Int32Array;
  readonly costOfPair: Float64Array;
  /** 1: eligible only by an override. */
  readonly overriddenOfPair: Uint8Array;
  readonly issues: Issue[] = [];

  private costSum = 0;
  private scoreSum = 0;
  /** By record at fault: its first pair. */
  private readonly faults = new Map<string, Fault>();
  private readonly profiles = new PairInterner<string | null, string>();
  /** By profile number, then offer; NaN: not worked out yet. */
  private readonly partsOfOffers = new Map<number, Float64Array>();
  private keptParts = 0;
  private readonly origins = new PairInterner<string | null, string | null>();
  private readonly distances = new Map<number, number | null>();

  private constructor(
    private readonly roster: Roster,
    private readonly lookup: Lookup,
    private readonly items: readonly ItemFacts[],
    private readonly slots: Slots,
    private readonly wishes: WishTable,
    private readonly offers: Offers,
    private readonly slotOfPair: Int32Array,
  ) {
    this.scoreOfPair = new Int32Array(slotOfPair.length);
    this.costOfPair = new Float64Array(slotOfPair.length);
    this.overriddenOfPair = new Uint8Array(slotOfPair.length);
  }

  static *over(roster: Roster, lookup: Lookup, items: readonly ItemFacts[], slots: Slots, slotOfPair: Int32Array): Slices<PairBuilder> {
    const wishes = yield* WishTable.over(lookup, items);
    return new PairBuilder(roster, lookup, items, slots, wishes, yield* offersOf(items, slots), slotOfPair);
  }

  /**
   * The pairs first … end − 1 of one person; `overridden`: slots that only an override makes eligible. The people may come in any order.
   */
  add(student: Student, first: number, end: number, overridden: ReadonlySet<number> | null): void {
    const { weights, eligible } = this.roster.options;
    const isPlain =
      eligible !== 'listed' &&
      student.kind !== 'accompanying' &&
      weights.distance === 0 &&
      this.lookup.rates === null &&
      !this.lookup.pairsOfStudent.has(student.id) &&
      !this.lookup.hostWishesOfStudent.has(student.id);
    if (eligible !== 'listed') this.wishes.turnTo(student.id);
    if (isPlain) this.addPlain(student, first, end);
    else this.addAny(student, first, end);
    if (overridden === null || overridden.size === 0) return;
    for (let pair = first; pair < end; pair++) if (overridden.has(this.slotOfPair[pair]!)) this.overriddenOfPair[pair] = 1;
  }

  /** Of a person whose score hangs on profile, outcomes, quality and own wishes alone, and whose cost on nothing but the stay: most people. */
  private addPlain(student: Student, first: number, end: number): void {
    const { slotOfPair } = this;
    const { itemOfSlot } = this.slots;
    const costOfSlot = student.online ? this.offers.costOnlineOfSlot : this.offers.costOfSlot;
    const parts = this.partsFor(student);
    for (let pair = first; pair < end; pair++) {
      const slot = slotOfPair[pair]!;
      const at = itemOfSlot[slot]!;
      this.put(student, pair, at, this.ownScore(parts, student, slot, at), costOfSlot[slot]! + student.inclusionCents);
    }
  }

  private addAny(student: Student, first: number, end: number): void {
    const { weights, eligible } = this.roster.options;
    const listedOnly = eligible === 'listed';
    const isScored = !listedOnly && student.kind !== 'accompanying';
    const pairs = this.lookup.pairsOfStudent.get(student.id);
    const hostWishes = this.lookup.hostWishesOfStudent.get(student.id);
    const parts = this.partsFor(student);
    const rates = listedOnly ? null : ratesOfPerson(this.lookup, student);
    const origin = this.origins.of(student.schoolId, student.senderId) * this.items.length;
    const { itemOfSlot, startDayOfSlot, endDayOfSlot } = this.slots;
    for (let pair = first; pair < end; pair++) {
      const slot = this.slotOfPair[pair]!;
      const at = itemOfSlot[slot]!;
      const override = pairs === undefined ? null : overrideFor(pairs, this.items[at]!);
      let score = 0;
      if (override?.score != null) score = override.score;
      else if (isScored) {
        score = this.ownScore(parts, student, slot, at);
        if (hostWishes !== undefined) score += weights.hostWish * hostWishPart(hostWishes, this.items[at]!);
        if (weights.distance !== 0) score += weights.distance * distancePart(this.kilometres(origin, student, at));
      }
      let cost = 0;
      if (listedOnly) cost = override?.costCents ?? 0;
      else {
        const days = endDayOfSlot[slot]! - startDayOfSlot[slot]! + 1;
        const km = rates === null ? null : this.kilometres(origin, student, at);
        cost = totalCost({ student, item: this.items[at]!, days, override, rates, km });
      }
      this.put(student, pair, at, score, cost);
    }
  }

  /** What profile, outcomes, quality and the person's own wishes score. */
  private ownScore(parts: Float64Array, student: Student, slot: number, at: number): number {
    const { weights } = this.roster.options;
    const { startDayOfSlot, endDayOfSlot } = this.slots;
    const wish = this.wishes.part(at, startDayOfSlot[slot]!, endDayOfSlot[slot]!);
    return this.partsOf(parts, student, at) + weights.quality * this.offers.qualityOfItem[at]! + weights.wish * wish;
  }

  private put(student: Student, pair: number, at: number, score: number, cost: number): void {
    this.guard(student, pair, at, score, cost);
    this.scoreOfPair[pair] = score;
    this.costOfPair[pair] = cost;
  }

  /** The faults of all pairs together; call after the last person. */
  finish(): void {
    for (const fault of [...this.faults.values()].sort((a, b) => a.pair - b.pair)) this.issues.push(this.issueOf(fault));
    const all = (code: string, found: number, expected: string) =>
      this.issues.push({ severity: 'error', code, file: null, row: null, column: null, found: String(found), expected, maybe: null });
    if (this.costSum > Number.MAX_SAFE_INTEGER) all('cost-sum-too-large', this.costSum, 'costs of all eligible pairs below 2^53 cents');
    if (this.scoreSum > Number.MAX_SAFE_INTEGER) all('score-sum-too-large', this.scoreSum, 'scores of all eligible pairs below 2^53');
  }

  /** What is known of a profile, by offer. All are forgotten together when they are many. */
  private partsFor(student: Student): Float64Array {
    const profile = this.profiles.of(student.profileId, student.outcomes.length === 0 ? '' : student.outcomes.join('\n'));
    let parts = this.partsOfOffers.get(profile);
    if (parts === undefined) {
      const { offerCount } = this.offers;
      if (this.keptParts + offerCount > mostKeptParts) {
        this.partsOfOffers.clear();
        this.keptParts = 0;
      }
      parts = new Float64Array(offerCount).fill(Number.NaN);
      this.keptParts += offerCount;
      this.partsOfOffers.set(profile, parts);
    }
    return parts;
  }

  /** weight · profile part + weight · outcomes part, worked out once for a profile and an offer. */
  private partsOf(parts: Float64Array, student: Student, at: number): number {
    const offer = this.offers.offerOfItem[at]!;
    const known = parts[offer]!;
    if (!Number.isNaN(known)) return known;
    const { weights } = this.roster.options;
    const item = this.items[at]!;
    const person = { student, fits: this.lookup.fits, expected: expectedOutcomes(this.lookup, student) };
    return (parts[offer] = weights.profile * profilePart(person, item) + weights.outcomes * outcomesPart(person, item));
  }

  /** `origin`: number of the person's school and sender, times the number of items. */
  private kilometres(origin: number, student: Student, at: number): number | null {
    let km = this.distances.get(origin + at);
    if (km === undefined) {
      const { host, flow } = this.items[at]!;
      km = kilometresOf(this.lookup, student, host, flow);
      this.distances.set(origin + at, km);
    }
    return km;
  }

  private guard(student: Student, pair: number, at: number, score: number, cost: number): void {
    this.costSum += Math.abs(cost) || 0;
    this.scoreSum += Math.abs(score);
    if (Math.abs(score) <= largestScore && Number.isInteger(score) && Math.abs(cost) <= largestCostCents && Number.isInteger(cost)) return;
    this.note({
      student,
      pair,
      item: this.items[at]!,
      score,
      cost,
      isCost: !(Math.abs(cost) <= largestCostCents && Number.isInteger(cost)),
    });
  }

  /** A record is told of once, for its first pair. */
  private note(fault: Fault): void {
    const { opening, flow } = fault.item;
    const key = `${fault.isCost} ${opening === null ? 'flows' : 'openings'} ${(opening ?? flow)?.id}`;
    const known = this.faults.get(key);
    if (known === undefined || fault.pair < known.pair) this.faults.set(key, fault);
  }

  private issueOf({ student, item, score, cost, isCost }: Fault): Issue {
    const file = item.opening === null ? 'flows' : 'openings';
    const id = (item.opening ?? item.flow)!.id;
    const at = this.roster[file].findIndex((record) => record.id === id);
    return issueAt(
      this.roster,
      'error',
      Number.isNaN(cost) ? 'rate-unknown' : isCost ? 'cost-too-large' : 'score-too-large',
      file,
      at,
      null,
      `${student.id} in ${id}: ${Number.isNaN(cost) ? 'distance or country not known' : isCost ? cost : score}`,
      Number.isNaN(cost)
        ? 'for the rule pack: the country and coordinates (or a known city) of its host or partner and of the school or sender, or a row of distances.csv'
        : isCost
          ? `whole cents, at most ${largestCostCents} for one placement`
          : `a whole score, at most ${largestScore}`,
    );
  }
}
