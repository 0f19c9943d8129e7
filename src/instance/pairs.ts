import type { Issue, Student } from '../roster/types.js';
import { largestCostCents, totalCost } from './cost.js';
import type { ItemFacts, PersonFacts } from './facts.js';
import { PairColumns, PairInterner } from './grow.js';
import { issueAt } from './issues.js';
import type { Lookup } from './lookup.js';
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

/**
 * Scores and prices eligible pairs, one person after the other, and keeps them. Parts that depend on a profile and an opening, or on two
 * points of the map, are worked out once for each combination.
 */
export class PairBuilder {
  readonly columns = new PairColumns();
  readonly issues: Issue[] = [];

  private costSum = 0;
  private scoreSum = 0;
  private readonly faulty = new Set<string>();
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
  ) {}

  static *over(roster: Roster, lookup: Lookup, items: readonly ItemFacts[], slots: Slots): Slices<PairBuilder> {
    const wishes = yield* WishTable.over(lookup, items);
    return new PairBuilder(roster, lookup, items, slots, wishes, yield* offersOf(items, slots));
  }

  /** Adds the pairs of one person; `slots` ascending, `overridden(slot)` true where only an override makes the slot eligible. */
  add(person: PersonFacts, slots: Int32Array, overridden: ReadonlySet<number> | null): void {
    const { student } = person;
    const { weights, eligible } = this.roster.options;
    const listedOnly = eligible === 'listed';
    const pairs = this.lookup.pairsOfStudent.get(student.id);
    if (!listedOnly) this.wishes.turnTo(student.id);
    const hostWishes = this.lookup.hostWishesOfStudent.get(student.id);
    const parts = this.partsFor(this.profiles.of(student.profileId, student.outcomes.length === 0 ? '' : student.outcomes.join('\n')));
    const rates = listedOnly ? null : ratesOfPerson(this.lookup, student);
    const origin = this.origins.of(student.schoolId, student.senderId) * this.items.length;
    const { chunk, from: first } = this.columns.reserve(slots.length);
    const isPlain = pairs === undefined && !listedOnly && !person.accompanying && rates === null;
    const costOfSlot = student.online ? this.offers.costOnlineOfSlot : this.offers.costOfSlot;
    const { itemOfSlot, startDayOfSlot, endDayOfSlot } = this.slots;
    const { qualityOfItem } = this.offers;
    for (let k = 0; k < slots.length; k++) {
      const slot = slots[k]!;
      const at = itemOfSlot[slot]!;
      const override = isPlain || pairs === undefined ? null : overrideFor(pairs, this.items[at]!);
      let score = 0;
      if (override?.score != null) score = override.score;
      else if (!listedOnly && !person.accompanying) {
        score = this.partsOf(parts, person, at) + weights.quality * qualityOfItem[at]!;
        score += weights.wish * this.wishes.part(at, startDayOfSlot[slot]!, endDayOfSlot[slot]!);
        if (hostWishes !== undefined) score += weights.hostWish * hostWishPart(hostWishes, this.items[at]!);
        if (weights.distance !== 0) score += weights.distance * distancePart(this.kilometres(origin, student, at));
      }
      let cost = 0;
      if (isPlain) cost = costOfSlot[slot]! + student.inclusionCents;
      else if (listedOnly) cost = override?.costCents ?? 0;
      else {
        const days = endDayOfSlot[slot]! - startDayOfSlot[slot]! + 1;
        const km = rates === null ? null : this.kilometres(origin, student, at);
        cost = totalCost({ student, item: this.items[at]!, days, override, rates, km });
      }
      this.guard(student, at, score, cost);
      chunk.slots[first + k] = slot;
      chunk.scores[first + k] = score;
      chunk.costs[first + k] = cost;
      if (overridden?.has(slot)) chunk.overridden[first + k] = 1;
    }
  }

  /** True once nothing more should be added. */
  get full(): boolean {
    return this.columns.length > largestPairCount;
  }

  /** The faults of all pairs together; call after the last person. */
  finish(): void {
    const all = (code: string, found: number, expected: string) =>
      this.issues.push({ severity: 'error', code, file: null, row: null, column: null, found: String(found), expected, maybe: null });
    if (this.full) this.issues.push(tooManyPairs(`more than ${largestPairCount}`));
    if (this.costSum > Number.MAX_SAFE_INTEGER) all('cost-sum-too-large', this.costSum, 'costs of all eligible pairs below 2^53 cents');
    if (this.scoreSum > Number.MAX_SAFE_INTEGER) all('score-sum-too-large', this.scoreSum, 'scores of all eligible pairs below 2^53');
  }

  /** What is known of a profile, by offer. All are forgotten together when they are many. */
  private partsFor(profile: number): Float64Array {
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
  private partsOf(parts: Float64Array, person: PersonFacts, at: number): number {
    const offer = this.offers.offerOfItem[at]!;
    const known = parts[offer]!;
    if (!Number.isNaN(known)) return known;
    const { weights } = this.roster.options;
    const item = this.items[at]!;
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

  private guard(student: Student, at: number, score: number, cost: number): void {
    this.costSum += Math.abs(cost) || 0;
    this.scoreSum += Math.abs(score);
    if (Math.abs(score) <= largestScore && Number.isInteger(score) && Math.abs(cost) <= largestCostCents && Number.isInteger(cost)) return;
    this.refuse(student, this.items[at]!, score, cost);
  }

  private refuse(student: Student, item: ItemFacts, score: number, cost: number): void {
    const tooDear = !(Math.abs(cost) <= largestCostCents && Number.isInteger(cost));
    const file = item.opening === null ? 'flows' : 'openings';
    const record = item.opening ?? item.flow;
    const key = `${tooDear} ${file} ${record?.id}`;
    if (this.faulty.has(key) || record === null) return;
    this.faulty.add(key);
    const at =
      item.opening === null
        ? this.roster.flows.findIndex(({ id }) => id === record.id)
        : this.roster.openings.findIndex(({ id }) => id === record.id);
    this.issues.push(
      issueAt(
        this.roster,
        'error',
        Number.isNaN(cost) ? 'rate-unknown' : tooDear ? 'cost-too-large' : 'score-too-large',
        file,
        at,
        null,
        `${student.id} in ${record.id}: ${Number.isNaN(cost) ? 'distance or country not known' : tooDear ? cost : score}`,
        Number.isNaN(cost)
          ? 'for the rule pack: the country and coordinates (or a known city) of its host or partner and of the school or sender, or a row of distances.csv'
          : tooDear
            ? `whole cents, at most ${largestCostCents} for one placement`
            : `a whole score, at most ${largestScore}`,
      ),
    );
  }
}
