import type { CostCategory, PairOverride, Student } from '../roster/types.js';
import { costLines, type CostLines } from './cost.js';
import { factsOfFlow, factsOfOpening, type ItemFacts } from './facts.js';
import { expectedOutcomes, type Lookup, lookupOf } from './lookup.js';
import { kilometresOf } from './place.js';
import { type PersonRates, ratesOfPerson } from './rates.js';
import { grantedRank, noScore, readyWishes, type ScoreParts, scoreParts, totalScore, wishedCity } from './score.js';
import { overrideFor } from './targets.js';
import type { Instance } from './types.js';

/** A pair's score in its parts. `listed`: the score of pairs.csv, which takes the place of all parts; null where none is given. */
export interface ScoreReport {
  readonly parts: ScoreParts;
  readonly listed: number | null;
  readonly total: number;
}

/** What stands behind the cost of a placement, for people who check it. */
export interface CostGrounds {
  /** One way, whole kilometres; null: online, or not known. */
  readonly km: number | null;
  /** Categories paid by a rate of the rule pack that nobody confirmed. */
  readonly unconfirmed: readonly CostCategory[];
  /** The edge of a distance band within 2 % of which the distance lies, where the travel rate follows it; null: none. */
  readonly nearBandKm: number | null;
}

/**
 * What the records say of one person in one slot, whether the pair is eligible or not: score in parts, rank of the wish granted, cost by category. What
 * several answers read is looked up once: a plan of 80,000 placements asks for all of them.
 */
export class RecordedPair {
  readonly lookup: Lookup;
  readonly student: Student;
  readonly item: ItemFacts;
  /** The row of pairs.csv. */
  readonly override: PairOverride | null;
  readonly startDay: number;
  readonly endDay: number;
  readonly #isListed: boolean;
  #wishRank: number | null | undefined;
  #km: number | null | undefined;
  #lines: CostLines | undefined;

  constructor(instance: Instance, person: number, slot: number) {
    this.lookup = lookupOf(instance.roster);
    this.student = instance.persons[person]!;
    this.item = itemOf(instance, this.lookup, slot);
    this.override = overrideFor(this.lookup.pairsOfStudent.get(this.student.id), this.item);
    this.startDay = instance.startDayOfSlot[slot]!;
    this.endDay = instance.endDayOfSlot[slot]!;
    this.#isListed = instance.roster.options.eligible === 'listed';
  }

  get score(): ScoreReport {
    const { lookup, student, item } = this;
    const listed = this.override?.score ?? null;
    if (this.#isListed) return { parts: noScore, listed: listed ?? 0, total: listed ?? 0 };
    const person = { student, fits: lookup.fits, expected: expectedOutcomes(lookup, student) };
    const km = item.host === null ? null : this.#kilometres;
    const parts = scoreParts(person, item, this.wishRank, lookup.hostWishesOfStudent.get(student.id), km);
    return { parts, listed, total: listed ?? totalScore(lookup.options.weights, parts) };
  }

  /** Rank of the best wish of the person that the slot grants; null: none. */
  get wishRank(): number | null {
    if (this.#wishRank !== undefined) return this.#wishRank;
    const { lookup, student, item, startDay, endDay } = this;
    if (item.opening === null) return (this.#wishRank = null);
    return (this.#wishRank = grantedRank(readyWishes(lookup, student.id), item, wishedCity(lookup, item), startDay, endDay));
  }

  /** Cents by category. */
  get costLines(): CostLines {
    if (this.#lines !== undefined) return this.#lines;
    const { student, item, override } = this;
    if (this.#isListed) {
      const other = override?.costCents ?? 0;
      return (this.#lines = { travel: 0, individual: 0, course: 0, inclusion: 0, linguistic: 0, other });
    }
    const rates = this.#rates;
    const days = this.endDay - this.startDay + 1;
    return (this.#lines = costLines({ student, item, days, override, rates, km: rates === null ? null : this.#kilometres }));
  }

  get costGrounds(): CostGrounds {
    const { student, item, override } = this;
    const { opening, flow } = item;
    const isOnline = student.online || opening?.online === true;
    const km = isOnline ? null : this.#kilometres;
    const rates = this.#isListed ? null : this.#rates;
    if (rates === null || override?.costCents != null) return { km, unconfirmed: [], nearBandKm: null };
    const { call, individual } = rates;
    const lines = this.costLines;
    const byPack = (stated: number | null | undefined): boolean => (opening === null ? flow?.accompanyingCents === null : stated === null);
    const travelByPack = !isOnline && byPack(opening?.travelCents);
    const used: readonly (readonly [CostCategory, boolean, boolean])[] = [
      ['travel', travelByPack, call.travel.confirmed],
      ['individual', !isOnline && byPack(opening?.perDayCents), individual.confirmed && call.groups.confirmed],
      ['course', opening !== null && byPack(opening.courseCents), call.course.confirmed],
      ['linguistic', opening !== null, call.linguistic.confirmed],
    ];
    return {
      km,
      unconfirmed: used
        .filter(([category, isUsed, confirmed]) => isUsed && !confirmed && lines[category] > 0)
        .map(([category]) => category),
      nearBandKm:
        km === null || !travelByPack
          ? null
          : (call.travel.bands.find(({ fromKm }) => fromKm > 0 && 50 * Math.abs(km - fromKm) <= fromKm)?.fromKm ?? null),
    };
  }

  get #rates(): PersonRates | null {
    return ratesOfPerson(this.lookup, this.student);
  }

  /** One way; null where it is not known. */
  get #kilometres(): number | null {
    if (this.#km === undefined) this.#km = kilometresOf(this.lookup, this.student, this.item.host, this.item.flow);
    return this.#km;
  }
}

/** Facts of openings asked for before, by opening: a plan has each opening several times. */
const factsOfOpenings = new WeakMap<Instance, ItemFacts[]>();

function itemOf(instance: Instance, lookup: Lookup, slot: number): ItemFacts {
  const opening = instance.openingOfSlot[slot]!;
  if (opening < 0) return factsOfFlow(lookup, instance.flows[instance.flowOfSlot[slot]!]!);
  let known = factsOfOpenings.get(instance);
  if (known === undefined) factsOfOpenings.set(instance, (known = new Array<ItemFacts>(instance.openings.length)));
  return (known[opening] ??= factsOfOpening(lookup, instance.openings[opening]!));
}
