import type { Issue, Student } from '../roster/types.js';
import { largestCostCents, totalCost } from './cost.js';
import type { ItemFacts, PersonFacts } from './facts.js';
import { GrowingBytes, GrowingInts, GrowingNumbers, Interner } from './grow.js';
import { issueAt } from './issues.js';
import type { Lookup } from './lookup.js';
import { pointOfHost, pointOfStudent } from './place.js';
import { distancePart, hostWishPart, outcomesPart, profilePart, readyWishes, wishedCity, wishPart } from './score.js';
import type { Slices } from './slices.js';
import type { Slots } from './slots.js';
import { overrideFor } from './targets.js';
import type { Roster } from './types.js';

/** More pairs than this are refused: they would not fit in memory. */
const largestPairCount = 100_000_000;
const largestScore = 2 ** 31 - 1;

/**
 * Scores and prices eligible pairs, one person after the other, and keeps them. Parts that depend on a profile and an opening, or on two
 * points of the map, are worked out once for each combination.
 */
export class PairBuilder {
  readonly slotOfPair = new GrowingInts();
  readonly scoreOfPair = new GrowingInts();
  readonly costOfPair = new GrowingNumbers();
  readonly overriddenOfPair = new GrowingBytes();
  readonly issues: Issue[] = [];

  private costSum = 0;
  private scoreSum = 0;
  private readonly faulty = new Set<string>();
  private readonly profiles = new Interner();
  /** profile part · 128 + outcomes part, by profile number · number of offers + offer. */
  private readonly partsOfOffer = new Map<number, number>();
  private readonly distances = new Map<string, number>();

  private constructor(
    private readonly roster: Roster,
    private readonly lookup: Lookup,
    private readonly items: readonly ItemFacts[],
    private readonly slots: Slots,
    private readonly cityOfItem: readonly (string | null)[],
    private readonly pointOfItem: readonly (string | null)[],
    /** Items with the same profiles and outcomes have one number. */
    private readonly offerOfItem: Int32Array,
    private readonly offerCount: number,
  ) {}

  static *over(roster: Roster, lookup: Lookup, items: readonly ItemFacts[], slots: Slots): Slices<PairBuilder> {
    const cities: (string | null)[] = [];
    const points: (string | null)[] = [];
    const offers = new Interner();
    const offerOfItem = new Int32Array(items.length);
    for (let k = 0; k < items.length; k++) {
      const item = items[k]!;
      cities.push(wishedCity(lookup, item));
      points.push(keyOfPoint(pointOfHost(lookup, item.host)));
      offerOfItem[k] = offers.of(`${item.opening?.profileIds.join('\n') ?? ''}\t${item.opening?.outcomes.join('\n') ?? ''}`);
      if ((k & 127) === 127) yield;
    }
    return new PairBuilder(roster, lookup, items, slots, cities, points, offerOfItem, offers.size);
  }

  /** Adds the pairs of one person; `slots` ascending, `overridden(slot)` true where only an override makes the slot eligible. */
  add(person: PersonFacts, slots: Int32Array, overridden: ReadonlySet<number> | null): void {
    const { student } = person;
    const { weights, eligible } = this.roster.options;
    const listedOnly = eligible === 'listed';
    const pairs = this.lookup.pairsOfStudent.get(student.id);
    const wishes = listedOnly ? [] : readyWishes(this.lookup, student.id);
    const hostWishes = this.lookup.hostWishesOfStudent.get(student.id);
    const firstOffer = this.profiles.of(student.profileId ?? '') * this.offerCount;
    const from = weights.distance === 0 ? null : keyOfPoint(pointOfStudent(this.lookup, student));
    for (const slot of slots) {
      const at = this.slots.itemOfSlot[slot]!;
      const item = this.items[at]!;
      const startDay = this.slots.startDayOfSlot[slot]!;
      const endDay = this.slots.endDayOfSlot[slot]!;
      const override = pairs === undefined ? null : overrideFor(pairs, item);
      let score = 0;
      if (override?.score != null) score = override.score;
      else if (!listedOnly && item.opening !== null) {
        const offer = firstOffer + this.offerOfItem[at]!;
        let parts = this.partsOfOffer.get(offer);
        if (parts === undefined) {
          parts = profilePart(person, item) * 128 + outcomesPart(this.lookup, person, item);
          this.partsOfOffer.set(offer, parts);
        }
        score = weights.profile * (parts >> 7) + weights.outcomes * (parts & 127) + weights.quality * (item.host?.quality ?? 0);
        if (wishes.length > 0) score += weights.wish * wishPart(wishes, item, this.cityOfItem[at]!, startDay, endDay);
        if (hostWishes !== undefined) score += weights.hostWish * hostWishPart(hostWishes, item);
        if (weights.distance !== 0) score += weights.distance * this.distance(from, person, at);
      }
      const cost = listedOnly ? (override?.costCents ?? 0) : totalCost(student, item, endDay - startDay + 1, override);
      this.guard(student, item, score, cost);
      this.slotOfPair.push(slot);
      this.scoreOfPair.push(score);
      this.costOfPair.push(cost);
      this.overriddenOfPair.push(overridden?.has(slot) ? 1 : 0);
    }
  }

  /** True once nothing more should be added. */
  get full(): boolean {
    return this.slotOfPair.length > largestPairCount;
  }

  /** The faults of all pairs together; call after the last person. */
  finish(): void {
    const all = (code: string, found: number, expected: string) =>
      this.issues.push({ severity: 'error', code, file: null, row: null, column: null, found: String(found), expected, maybe: null });
    if (this.full) all('too-many-pairs', this.slotOfPair.length, `at most ${largestPairCount} eligible pairs`);
    if (this.costSum > Number.MAX_SAFE_INTEGER) all('cost-sum-too-large', this.costSum, 'costs of all eligible pairs below 2^53 cents');
    if (this.scoreSum > Number.MAX_SAFE_INTEGER) all('score-sum-too-large', this.scoreSum, 'scores of all eligible pairs below 2^53');
  }

  private distance(from: string | null, person: PersonFacts, at: number): number {
    const to = this.pointOfItem[at]!;
    if (from === null || to === null) return 0;
    const key = `${from} ${to}`;
    let part = this.distances.get(key);
    if (part === undefined) this.distances.set(key, (part = distancePart(this.lookup, person, this.items[at]!)));
    return part;
  }

  private guard(student: Student, item: ItemFacts, score: number, cost: number): void {
    this.costSum += Math.abs(cost);
    this.scoreSum += Math.abs(score);
    if (Math.abs(score) <= largestScore && Number.isInteger(score) && Math.abs(cost) <= largestCostCents && Number.isInteger(cost)) return;
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
        tooDear ? 'cost-too-large' : 'score-too-large',
        file,
        at,
        null,
        `${student.id} in ${record.id}: ${tooDear ? cost : score}`,
        tooDear ? `whole cents, at most ${largestCostCents} for one placement` : `a whole score, at most ${largestScore}`,
      ),
    );
  }
}

function keyOfPoint(point: { readonly latitude: number; readonly longitude: number } | null): string | null {
  return point === null ? null : `${point.latitude},${point.longitude}`;
}
