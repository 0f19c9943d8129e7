import type { CostCategory, Opening, PairOverride, Student } from '../roster/types.js';
import type { ItemFacts } from './facts.js';
import { courseCentsOf, individualCentsOf, linguisticCentsOf, travelCentsOf, type PersonRates } from './rates.js';

/** Cents of one pair by category; exact integers. */
export type CostLines = { readonly [category in CostCategory]: number };

/** Largest cost of one pair that is taken. */
export const largestCostCents = 1e10;

/** All that the cost of a pair depends on. */
export interface Costed {
  readonly student: Student;
  readonly item: ItemFacts;
  readonly days: number;
  /** `costCents` of pairs.csv takes the place of all lines, as `other`. */
  readonly override: PairOverride | null;
  /** What the records leave open follows these; null: it is 0. */
  readonly rates: PersonRates | null;
  /** One way; asked only with rates. */
  readonly km: number | null;
}

/** Cents of one placement in one category; NaN where a rate needs a distance or a country that nobody states. */
export function costIn(category: CostCategory, costed: Costed): number {
  const { student, item, days, override, rates, km } = costed;
  if (override !== null && override.costCents !== null) return category === 'other' ? override.costCents : 0;
  const { opening } = item;
  if (opening === null) return accompanyingCents(category, costed);
  const isOnline = opening.online || student.online;
  switch (category) {
    case 'travel':
      return isOnline ? 0 : (opening.travelCents ?? (rates === null ? 0 : travelCentsOf(rates, student, km)));
    case 'individual':
      if (isOnline) return 0;
      if (opening.perDayCents !== null) return opening.perDayCents * days;
      return rates === null ? 0 : individualCentsOf(rates, student, item.country, days);
    case 'course':
      return opening.courseCents ?? (rates === null || isOnline ? 0 : courseCentsOf(rates, student, days));
    case 'inclusion':
      return student.inclusionCents;
    case 'other':
      return opening.otherCents;
    case 'linguistic':
      return rates === null || isOnline ? 0 : linguisticCentsOf(rates, student);
  }
}

/** A sum for the flow is individual support; else travel and the staff rate. */
function accompanyingCents(category: CostCategory, { student, item, days, rates, km }: Costed): number {
  const stated = item.flow?.accompanyingCents ?? null;
  if (stated !== null || rates === null) return category === 'individual' ? (stated ?? 0) : 0;
  if (category === 'travel') return travelCentsOf(rates, student, km);
  return category === 'individual' ? individualCentsOf(rates, student, item.country, days) : 0;
}

export function costLines(costed: Costed): CostLines {
  return {
    travel: costIn('travel', costed),
    individual: costIn('individual', costed),
    course: costIn('course', costed),
    inclusion: costIn('inclusion', costed),
    linguistic: costIn('linguistic', costed),
    other: costIn('other', costed),
  };
}

export function totalCost(costed: Costed): number {
  const { override } = costed;
  if (override !== null && override.costCents !== null) return override.costCents;
  return (
    costIn('travel', costed) +
    costIn('individual', costed) +
    costIn('course', costed) +
    costIn('inclusion', costed) +
    costIn('linguistic', costed) +
    costIn('other', costed)
  );
}

/** What an opening costs whoever goes there by the records alone, without the person's inclusion support. */
export function costOfStay(opening: Opening, days: number, isOnline: boolean): number {
  const abroad = opening.online || isOnline ? 0 : (opening.travelCents ?? 0) + (opening.perDayCents ?? 0) * days;
  return abroad + (opening.courseCents ?? 0) + opening.otherCents;
}
