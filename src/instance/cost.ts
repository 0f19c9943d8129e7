import type { CostCategory, Opening, PairOverride, Student } from '../roster/types.js';
import type { ItemFacts } from './facts.js';

/** Cents of one pair by category; exact integers. */
export type CostLines = { readonly [category in CostCategory]: number };

/** Largest cost of one pair that is taken. */
export const largestCostCents = 1e10;

/** Cents of one placement in one category. `costCents` of pairs.csv takes the place of all lines, as `other`. */
export function costIn(category: CostCategory, student: Student, item: ItemFacts, days: number, override: PairOverride | null): number {
  if (override !== null && override.costCents !== null) return category === 'other' ? override.costCents : 0;
  const { opening } = item;
  if (opening === null) return category === 'individual' ? (item.flow?.accompanyingCents ?? 0) : 0;
  switch (category) {
    case 'travel':
      return opening.online || student.online ? 0 : opening.travelCents;
    case 'individual':
      return opening.online || student.online ? 0 : opening.perDayCents * days;
    case 'course':
      return opening.courseCents;
    case 'inclusion':
      return student.inclusionCents;
    case 'other':
      return opening.otherCents;
    case 'linguistic':
      return 0;
  }
}

export function costLines(student: Student, item: ItemFacts, days: number, override: PairOverride | null): CostLines {
  const cents = (category: CostCategory) => costIn(category, student, item, days, override);
  return {
    travel: cents('travel'),
    individual: cents('individual'),
    course: cents('course'),
    inclusion: cents('inclusion'),
    linguistic: cents('linguistic'),
    other: cents('other'),
  };
}

export function totalCost(student: Student, item: ItemFacts, days: number, override: PairOverride | null): number {
  if (override !== null && override.costCents !== null) return override.costCents;
  const { opening } = item;
  return opening === null ? (item.flow?.accompanyingCents ?? 0) : costOfStay(opening, days, student.online) + student.inclusionCents;
}

/** What an opening costs whoever goes there, without the person's inclusion support. */
export function costOfStay(opening: Opening, days: number, isOnline: boolean): number {
  const abroad = opening.online || isOnline ? 0 : opening.travelCents + opening.perDayCents * days;
  return abroad + opening.courseCents + opening.otherCents;
}
