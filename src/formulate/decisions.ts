import { isoOfDay } from '../basics/day.js';
import type { PlanStatus } from '../roster/types.js';
import { put, type Drafts } from './drafts.js';
import type { Source } from './source.js';

/** Pins of decisions.csv, people of plan.csv who stay, and the bound on moves. */
export function addDecisionRows(source: Source, drafts: Drafts): void {
  const { instance } = source;
  const { roster } = instance;
  const personOfId = new Map(instance.persons.map(({ id }, person) => [id, person]));
  const pairsAt = (studentId: string, target: Target): number[] => {
    const person = personOfId.get(studentId);
    const found: number[] = [];
    if (person === undefined) return found;
    for (let pair = instance.firstPairOfPerson[person]!; pair < instance.firstPairOfPerson[person + 1]!; pair++) if (isAt(source, pair, target)) found.push(pair);
    return found;
  };
  const known = new Set<string>();
  const pin = (studentId: string, target: Target): void => {
    const keys = [studentId, target.kind, target.id, ...(target.startDay === null ? [] : [isoOfDay(target.startDay)])];
    if (known.has(JSON.stringify(keys))) return;
    known.add(JSON.stringify(keys));
    const draft = drafts.open('pin', keys, { lower: 1 });
    for (const pair of pairsAt(studentId, target)) put(draft, pair);
  };
  for (const { action, studentId, openingId, hostId, flowId } of roster.decisions) {
    if (action !== 'pin') continue;
    if (openingId !== null) pin(studentId, { kind: 'opening', id: openingId, startDay: null });
    else if (hostId !== null) pin(studentId, { kind: 'host', id: hostId, startDay: null });
    else if (flowId !== null) pin(studentId, { kind: 'flow', id: flowId, startDay: null });
  }
  const old: { readonly studentId: string; readonly status: PlanStatus; readonly target: Target }[] = [];
  for (const { studentId, openingId, flowId, startDay, status } of roster.plan) {
    if (openingId !== null) old.push({ studentId, status, target: { kind: 'opening', id: openingId, startDay } });
    else if (flowId !== null) old.push({ studentId, status, target: { kind: 'flow', id: flowId, startDay } });
  }
  for (const { studentId, status, target } of old) if (status === 'confirmed' || status === 'travelled') pin(studentId, target);
  if (roster.options.maximumMoves === null) return;
  const least = old.length - roster.options.maximumMoves;
  if (least <= 0) return;
  const draft = drafts.open('moves', [], { lower: least });
  for (const pair of new Set(old.flatMap(({ studentId, target }) => pairsAt(studentId, target)))) put(draft, pair);
}

interface Target {
  readonly kind: 'opening' | 'host' | 'flow';
  readonly id: string;
  readonly startDay: number | null;
}

function isAt({ instance }: Source, pair: number, target: Target): boolean {
  const slot = instance.slotOfPair[pair]!;
  if (target.startDay !== null && instance.startDayOfSlot[slot] !== target.startDay) return false;
  const opening = instance.openingOfSlot[slot]! < 0 ? null : instance.openings[instance.openingOfSlot[slot]!]!;
  const flow = instance.flowOfSlot[slot]! < 0 ? null : instance.flows[instance.flowOfSlot[slot]!]!;
  return { opening: opening?.id, host: opening?.hostId, flow: flow?.id }[target.kind] === target.id;
}
