import type { CostCategory, Opening } from '../roster/types.js';
import { costLines, type CostLines } from './cost.js';
import { floorOf } from './earlier.js';
import { factsOfFlow, factsOfOpening, factsOfPerson, type ItemFacts } from './facts.js';
import { type Lookup, lookupOf } from './lookup.js';
import { kilometresOf } from './place.js';
import { ratesOfPerson } from './rates.js';
import { failingRule } from './rules.js';
import { grantedRank, noScore, readyWishes, scoreParts, totalScore, wishedCity, type ScoreParts } from './score.js';
import { decisionNames, isSoundOverride, overrideFor } from './targets.js';
import type { Instance, ReasonCode } from './types.js';

/**
 * Why a person may not have a slot: the first rule that refuses, null where none does.
 * Slots of the other sort (a flow for a learner, an opening for an accompanying person) are refused by `kind`.
 */
export function refusalOf(instance: Instance, person: number, slot: number): ReasonCode | null {
  const lookup = lookupOf(instance.roster);
  const student = instance.persons[person]!;
  const item = itemOf(instance, lookup, slot);
  const { options } = instance.roster;
  const rulings = lookup.rulingsOfStudent.get(student.id) ?? [];
  const override = overrideFor(lookup.pairsOfStudent.get(student.id), item);
  const accompanying = student.kind === 'accompanying';
  if (accompanying !== (item.opening === null)) return 'kind';
  if (override?.forbidden || rulings.some((ruling) => ruling.action === 'forbid' && decisionNames(ruling, item))) return 'forbidden';
  if (options.eligible === 'listed') return override === null ? 'not-listed' : worseThanTold(instance, person, slot);
  if (!accompanying && rulings.some((ruling) => isSoundOverride(ruling) && decisionNames(ruling, item)))
    return worseThanTold(instance, person, slot);
  const rule = failingRule(factsOfPerson(lookup, student), item, instance.startDayOfSlot[slot]!, instance.endDayOfSlot[slot]!);
  return rule ?? worseThanTold(instance, person, slot);
}

function worseThanTold(instance: Instance, person: number, slot: number): 'worse' | null {
  const floor = floorOf(instance, person);
  return floor !== null && scorePartsOf(instance, person, slot).total < floor ? 'worse' : null;
}

/** A pair's score in its parts. `listed`: the score of pairs.csv, which takes the place of all parts; null where none is given. */
export interface ScoreReport {
  readonly parts: ScoreParts;
  readonly listed: number | null;
  readonly total: number;
}

/** The score of a person in a slot, whether the pair is eligible or not. */
export function scorePartsOf(instance: Instance, person: number, slot: number): ScoreReport {
  const lookup = lookupOf(instance.roster);
  const student = instance.persons[person]!;
  const item = itemOf(instance, lookup, slot);
  const { options } = instance.roster;
  const override = overrideFor(lookup.pairsOfStudent.get(student.id), item);
  if (options.eligible === 'listed') return { parts: noScore, listed: override?.score ?? 0, total: override?.score ?? 0 };
  const parts = scoreParts(lookup, factsOfPerson(lookup, student), item, instance.startDayOfSlot[slot]!, instance.endDayOfSlot[slot]!);
  const listed = override?.score ?? null;
  return { parts, listed, total: listed ?? totalScore(options.weights, parts) };
}

/** Rank of the best wish of a person that a slot grants; null: none. */
export function wishRankOf(instance: Instance, person: number, slot: number): number | null {
  const lookup = lookupOf(instance.roster);
  const item = itemOf(instance, lookup, slot);
  if (item.opening === null) return null;
  const wishes = readyWishes(lookup, instance.persons[person]!.id);
  return grantedRank(wishes, item, wishedCity(lookup, item), instance.startDayOfSlot[slot]!, instance.endDayOfSlot[slot]!);
}

/** Cents of a person in a slot by category, whether the pair is eligible or not. */
export function costLinesOf(instance: Instance, person: number, slot: number): CostLines {
  const lookup = lookupOf(instance.roster);
  const student = instance.persons[person]!;
  const item = itemOf(instance, lookup, slot);
  const override = overrideFor(lookup.pairsOfStudent.get(student.id), item);
  const days = instance.endDayOfSlot[slot]! - instance.startDayOfSlot[slot]! + 1;
  if (instance.roster.options.eligible === 'listed') {
    return { travel: 0, individual: 0, course: 0, inclusion: 0, linguistic: 0, other: override?.costCents ?? 0 };
  }
  const rates = ratesOfPerson(lookup, student);
  const km = rates === null ? null : kilometresOf(lookup, student, item.host, item.flow);
  return costLines({ student, item, days, override, rates, km });
}

/** Facts of openings asked for before: a plan of 80,000 rows asks four times a row. */
const factsOfOpenings = new WeakMap<Lookup, Map<Opening, ItemFacts>>();

function itemOf(instance: Instance, lookup: Lookup, slot: number): ItemFacts {
  const opening = instance.openings[instance.openingOfSlot[slot]!];
  if (opening !== undefined) {
    let known = factsOfOpenings.get(lookup);
    if (known === undefined) factsOfOpenings.set(lookup, (known = new Map()));
    let facts = known.get(opening);
    if (facts === undefined) known.set(opening, (facts = factsOfOpening(lookup, opening)));
    return facts;
  }
  return factsOfFlow(lookup, instance.flows[instance.flowOfSlot[slot]!]!);
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

export function costGroundsOf(instance: Instance, person: number, slot: number): CostGrounds {
  const lookup = lookupOf(instance.roster);
  const student = instance.persons[person]!;
  const item = itemOf(instance, lookup, slot);
  const isOnline = student.online || item.opening?.online === true;
  const km = isOnline ? null : kilometresOf(lookup, student, item.host, item.flow);
  const rates = instance.roster.options.eligible === 'listed' ? null : ratesOfPerson(lookup, student);
  const override = overrideFor(lookup.pairsOfStudent.get(student.id), item);
  if (rates === null || override?.costCents != null) return { km, unconfirmed: [], nearBandKm: null };
  const { call, individual } = rates;
  const lines = costLinesOf(instance, person, slot);
  const { opening, flow } = item;
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
    unconfirmed: used.filter(([category, isUsed, confirmed]) => isUsed && !confirmed && lines[category] > 0).map(([category]) => category),
    nearBandKm:
      km === null || !travelByPack
        ? null
        : (call.travel.bands.find(({ fromKm }) => fromKm > 0 && 50 * Math.abs(km - fromKm) <= fromKm)?.fromKm ?? null),
  };
}
