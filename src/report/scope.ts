import { groupBy } from '../basics/group.js';
import { cityKey } from '../basics/cities.js';
import { compareText } from '../basics/order.js';
import type { Budget, Quota, Roster, Student } from '../roster/types.js';
import type { PlacementRow } from './outcome.js';
import { remembered } from './remembered.js';

/** Spent and left of a budget, and how many placements it pays for. */
export interface BudgetLoad {
  readonly budget: Budget;
  readonly spentCents: number;
  readonly leftCents: number;
  readonly placements: number;
}

export interface QuotaLoad {
  readonly quota: Quota;
  readonly count: number;
}

/** The load of a host: people in all, and on its fullest day (the earliest of several). */
export interface HostLoad {
  readonly hostId: string;
  readonly openings: number;
  /** Seats of its openings, summed over all of them. */
  readonly openingSeats: number;
  readonly placed: number;
  readonly busiestDay: number | null;
  readonly onBusiestDay: number;
}

/** Every budget by id, with what the placements take from it. */
export const budgetLoads = remembered((roster, placements): readonly BudgetLoad[] => {
  const inScope = scopedBy(roster, placements);
  return byId(roster.budgets).map((budget) => {
    const paid = inScope(budget);
    const spentCents = paid.reduce(
      (sum, { costCents, costByCategory }) => sum + (budget.category === null ? costCents : costByCategory[budget.category]),
      0,
    );
    return { budget, spentCents, leftCents: budget.limitCents - spentCents, placements: paid.length };
  });
});

/** Every quota by id, with the placements it counts. */
export const quotaLoads = remembered((roster, placements): readonly QuotaLoad[] => {
  const inScope = scopedBy(roster, placements);
  return byId(roster.quotas).map((quota) => ({ quota, count: inScope(quota).length }));
});

/** Every host by id, those without anybody too. */
export const hostLoads = remembered((roster, placements): readonly HostLoad[] => {
  const placementsOf = groupBy(placements, ({ hostId }) => hostId);
  const openingsOf = groupBy(roster.openings, ({ hostId }) => hostId);
  return byId(roster.hosts).map(({ id }) => {
    const own = placementsOf.get(id) ?? [];
    const openings = openingsOf.get(id) ?? [];
    const { day, count } = busiestDay(own);
    return {
      hostId: id,
      openings: openings.length,
      openingSeats: openings.reduce((sum, { seats }) => sum + seats, 0),
      placed: own.length,
      busiestDay: day,
      onBusiestDay: count,
    };
  });
});

/** Files may list records in any order; what is written must not show it. */
function byId<T extends { readonly id: string }>(records: readonly T[]): T[] {
  return [...records].sort((a, b) => compareText(a.id, b.id));
}

/** The fullest day is one on which somebody starts: only there the count can rise. */
function busiestDay(placements: readonly PlacementRow[]): { day: number | null; count: number } {
  const starts = [...new Set(placements.map(({ startDay }) => startDay))].sort((a, b) => a - b);
  let best: { day: number | null; count: number } = { day: null, count: 0 };
  for (const day of starts) {
    const count = placements.filter(({ startDay, endDay }) => startDay <= day && day <= endDay).length;
    if (count > best.count) best = { day, count };
  }
  return best;
}

type Scope = Partial<Pick<Quota, 'profileId' | 'country' | 'city' | 'sex' | 'fewerOpportunities'>> &
  Omit<Budget, 'id' | 'limitCents' | 'category'>;

/** Parts of a scope that single out few placements, the narrowest first. */
const narrowing = ['openingId', 'hostId', 'schoolId', 'flowId', 'senderId', 'projectId', 'partnerId'] as const;

/** The placements in a scope, in their order. Grouped once by a part that the scope names: 50 budgets over 80,000 placements took 4 s one by one. */
function scopedBy(roster: Roster, placements: readonly PlacementRow[]): (scope: Budget | Quota) => PlacementRow[] {
  let students: ReadonlyMap<string, Student> | null = null;
  const studentOf = ({ studentId }: PlacementRow): Student | undefined => {
    students ??= new Map(roster.students.map((student) => [student.id, student]));
    return students.get(studentId);
  };
  const groupsOf = new Map<(typeof narrowing)[number], Map<string, PlacementRow[]>>();
  const groupOf = (part: (typeof narrowing)[number], id: string): readonly PlacementRow[] => {
    const groups = groupsOf.get(part) ?? groupBy(placements, (placement) => placement[part]);
    groupsOf.set(part, groups);
    return groups.get(id) ?? [];
  };
  return (scope: (Budget | Quota) & Partial<Scope>) => {
    const part = narrowing.find((name) => scope[name] != null);
    const near = part === undefined ? placements : groupOf(part, scope[part]!);
    return near.filter((placement) => matches(scope, placement, studentOf));
  };
}

/** Every named part of the scope must agree; a blank one matches all. */
function matches(
  scope: (Budget | Quota) & Partial<Scope>,
  placement: PlacementRow,
  studentOf: (placement: PlacementRow) => Student | undefined,
): boolean {
  const agree = (wanted: string | null | undefined, found: string | null): boolean => wanted == null || wanted === found;
  return (
    agree(scope.senderId, placement.senderId) &&
    agree(scope.schoolId, placement.schoolId) &&
    agree(scope.projectId, placement.projectId) &&
    agree(scope.partnerId, placement.partnerId) &&
    agree(scope.hostId, placement.hostId) &&
    agree(scope.openingId, placement.openingId) &&
    agree(scope.flowId, placement.flowId) &&
    agree(scope.kind, placement.kind) &&
    agree(scope.country, placement.country) &&
    (scope.city == null || (placement.city !== null && cityKey(scope.city) === cityKey(placement.city))) &&
    (scope.profileId == null || scope.profileId === studentOf(placement)?.profileId) &&
    (scope.sex == null || scope.sex === studentOf(placement)?.sex) &&
    (scope.fewerOpportunities == null || scope.fewerOpportunities === studentOf(placement)?.fewerOpportunities)
  );
}
