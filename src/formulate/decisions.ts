import { isoOfDay } from '../basics/day.js';
import type { Slices } from '../instance/slices.js';
import { draftRow, type RowDraft } from '../model/side-rows.js';
import type { Source } from './source.js';

interface Target {
  readonly kind: 'opening' | 'host' | 'flow';
  readonly id: string;
  /** Null: any dates. */
  readonly startDay: number | null;
}

/** Pins of decisions.csv, people of plan.csv who stay, and the bound on moves. Returns the pairs of the earlier plan, ascending. */
export function* decisionRows(source: Source, rows: RowDraft[]): Slices<Int32Array> {
  const { decisions, plan, options } = source.instance.roster;
  const known = new Set<string>();
  const pin = (studentId: string, target: Target) => {
    const keys = [studentId, target.kind, target.id, ...(target.startDay === null ? [] : [isoOfDay(target.startDay)])];
    const name = JSON.stringify(keys);
    if (known.has(name)) return;
    known.add(name);
    rows.push(draftRow('pin', keys, { lower: 1 }, pairsAt(source, studentId, target)));
  };
  for (const { action, studentId, openingId, hostId, flowId } of decisions) {
    if (action !== 'pin') continue;
    if (openingId !== null) pin(studentId, { kind: 'opening', id: openingId, startDay: null });
    else if (hostId !== null) pin(studentId, { kind: 'host', id: hostId, startDay: null });
    else if (flowId !== null) pin(studentId, { kind: 'flow', id: flowId, startDay: null });
    yield;
  }
  if (plan.length === 0) return new Int32Array(0);
  const openings = new Set(source.instance.openings.map(({ id }) => id));
  const flows = new Set(source.instance.flows.map(({ id }) => id));
  const kept = new Set<number>();
  let oldCount = 0;
  for (const { studentId, openingId, flowId, startDay, status } of plan) {
    if (openingId === null && flowId === null) continue;
    // Whoever withdrew, and whoever's company is gone, is not held.
    if (!source.personOfId.has(studentId) || !(openingId !== null ? openings.has(openingId) : flows.has(flowId!))) continue;
    const target: Target = openingId !== null ? { kind: 'opening', id: openingId, startDay } : { kind: 'flow', id: flowId!, startDay };
    if (status === 'confirmed' || status === 'travelled') pin(studentId, target);
    const pairs = pairsAt(source, studentId, target);
    if (pairs.length > 0) oldCount++;
    for (const pair of pairs) kept.add(pair);
    yield;
  }
  const least = oldCount - (options.maximumMoves ?? oldCount);
  if (least > 0) rows.push(draftRow('moves', [], { lower: least }, [...kept]));
  return Int32Array.from(kept).sort();
}

function pairsAt({ instance, personOfId }: Source, studentId: string, target: Target): number[] {
  const found: number[] = [];
  const person = personOfId.get(studentId);
  if (person === undefined) return found;
  for (let pair = instance.firstPairOfPerson[person]!; pair < instance.firstPairOfPerson[person + 1]!; pair++) {
    const slot = instance.slotOfPair[pair]!;
    if (target.startDay !== null && instance.startDayOfSlot[slot] !== target.startDay) continue;
    const opening = instance.openings[instance.openingOfSlot[slot]!];
    const flow = instance.flows[instance.flowOfSlot[slot]!];
    if ({ opening: opening?.id, host: opening?.hostId, flow: flow?.id }[target.kind] === target.id) found.push(pair);
  }
  return found;
}
