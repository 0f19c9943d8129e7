import { cityKey } from '../instance/place.js';
import { costLinesOf } from '../instance/refusal.js';
import type { Student } from '../instance/types.js';
import type { Budget, Quota } from '../roster/types.js';
import { put, type Draft, type Drafts } from './drafts.js';
import { isAccompanying, type Source } from './source.js';

/** Quotas, budgets and the caps of projects: sums over all pairs that a scope holds. */
export function addSumRows(source: Source, drafts: Drafts, placedColumnOfPerson: Int32Array): void {
  const { instance } = source;
  const { roster } = instance;
  const scopes: { readonly scope: Budget | Quota; readonly draft: Draft; readonly centsOf: ((pair: number) => number) | null; readonly isOfSlot: Uint8Array }[] = [];
  for (const quota of roster.quotas) {
    const draft = drafts.open('quota', [quota.id], { ...(quota.minimum > 0 && { lower: quota.minimum }), ...(quota.maximum !== null && { upper: quota.maximum }) });
    scopes.push({ scope: quota, draft, centsOf: null, isOfSlot: slotsOf(source, quota) });
  }
  for (const budget of roster.budgets) {
    const { category } = budget;
    const centsOf = category === null
      ? (pair: number): number => instance.costOfPair[pair]!
      : (pair: number): number => costLinesOf(instance, source.personOfPair[pair]!, instance.slotOfPair[pair]!)[category];
    scopes.push({ scope: budget, draft: drafts.open('budget', [budget.id], { upper: budget.limitCents }), centsOf, isOfSlot: slotsOf(source, budget) });
  }
  const capRows = new Map(roster.projects.filter(({ cap }) => cap !== null).map(({ id, cap }) => [id, drafts.open('project-cap', [id], { upper: cap! })]));
  instance.persons.forEach((student, person) => {
    const own = scopes.filter(({ scope }) => holdsPerson(scope, student));
    const cap = student.projectId === null || isAccompanying(student) ? undefined : capRows.get(student.projectId);
    const column = placedColumnOfPerson[person]!;
    if (cap !== undefined && column >= 0) put(cap, column);
    if (own.length === 0 && cap === undefined) return;
    for (let pair = instance.firstPairOfPerson[person]!; pair < instance.firstPairOfPerson[person + 1]!; pair++) {
      if (cap !== undefined && column < 0) put(cap, pair);
      const slot = instance.slotOfPair[pair]!;
      for (const { draft, centsOf, isOfSlot } of own) if (isOfSlot[slot] === 1) put(draft, pair, centsOf === null ? 1 : centsOf(pair));
    }
  });
}

type Scope = Partial<Omit<Quota, 'id' | 'minimum' | 'maximum'>> & Partial<Budget>;

function fits<Value>(wanted: Value | null | undefined, found: Value | null): boolean {
  return wanted === null || wanted === undefined || wanted === found;
}

function holdsPerson(scope: Scope, student: Student): boolean {
  return fits(scope.senderId, student.senderId) && fits(scope.schoolId, student.schoolId) && fits(scope.projectId, student.projectId)
    && fits(scope.profileId, student.profileId) && fits(scope.kind, student.kind) && fits(scope.sex, student.sex) && fits(scope.fewerOpportunities, student.fewerOpportunities);
}

/** 1 for each slot that lies in the scope. A flow's own slot has neither opening nor host. */
function slotsOf({ instance, placeOfSlot }: Source, scope: Scope): Uint8Array {
  const wantedCity = scope.city === null || scope.city === undefined ? null : cityKey(scope.city);
  return Uint8Array.from({ length: instance.slotCount }, (_, slot) => {
    const opening = instance.openingOfSlot[slot]! < 0 ? null : instance.openings[instance.openingOfSlot[slot]!]!;
    const flow = instance.flowOfSlot[slot]! < 0 ? null : instance.flows[instance.flowOfSlot[slot]!]!;
    const place = placeOfSlot[slot]!;
    const isIn = fits(scope.openingId, opening?.id ?? null) && fits(scope.hostId, opening?.hostId ?? null) && fits(scope.flowId, flow?.id ?? null)
      && fits(scope.partnerId, place.partnerId) && fits(scope.country, place.country) && fits(wantedCity, place.city);
    return isIn ? 1 : 0;
  });
}
