import { weekdayOf } from '../basics/day.js';
import type { Flow, Host, Opening } from '../roster/types.js';
import { GrowingInts } from './grow.js';
import type { Slices } from './slices.js';

/**
 * Items are what one record offers: openings 0 … openingCount − 1, then flows (for accompanying persons).
 * Slots are their dated variants, by item, then start day.
 */
export interface Slots {
  readonly itemCount: number;
  /** itemCount + 1 entries. */
  readonly firstSlotOfItem: Int32Array;
  readonly itemOfSlot: Int32Array;
  readonly openingOfSlot: Int32Array;
  readonly flowOfSlot: Int32Array;
  readonly hostOfSlot: Int32Array;
  readonly startDayOfSlot: Int32Array;
  readonly endDayOfSlot: Int32Array;
}

export function* slotsOf(openings: readonly Opening[], flows: readonly Flow[], hosts: readonly Host[], weekday: number): Slices<Slots> {
  const hostIndex = new Map(hosts.map((host, k) => [host.id, k]));
  const flowIndex = new Map(flows.map((flow, k) => [flow.id, k]));
  const itemCount = openings.length + flows.length;
  const firstSlotOfItem = new Int32Array(itemCount + 1);
  const item = new GrowingInts();
  const opening = new GrowingInts();
  const flow = new GrowingInts();
  const host = new GrowingInts();
  const startDay = new GrowingInts();
  const endDay = new GrowingInts();
  for (let k = 0; k < itemCount; k++) {
    const record = k < openings.length ? openings[k]! : null;
    const flowOfItem = record === null ? k - openings.length : record.flowId === null ? -1 : (flowIndex.get(record.flowId) ?? -1);
    const flowRecord = flowOfItem < 0 ? null : flows[flowOfItem]!;
    const hostOfItem = record === null ? -1 : (hostIndex.get(record.hostId) ?? -1);
    for (const [start, end] of record === null
      ? [[flowRecord!.startDay, flowRecord!.endDay] as const]
      : datesOf(record, flowRecord, weekday)) {
      item.push(k);
      opening.push(record === null ? -1 : k);
      flow.push(flowOfItem);
      host.push(hostOfItem);
      startDay.push(start);
      endDay.push(end);
    }
    firstSlotOfItem[k + 1] = item.length;
    if ((k & 127) === 127) yield;
  }
  return {
    itemCount,
    firstSlotOfItem,
    itemOfSlot: item.toArray(),
    openingOfSlot: opening.toArray(),
    flowOfSlot: flow.toArray(),
    hostOfSlot: host.toArray(),
    startDayOfSlot: startDay.toArray(),
    endDayOfSlot: endDay.toArray(),
  };
}

/**
 * First and last day of each variant: the opening's own dates; else, with a window, every start on the weekday;
 * else (each end for itself) those of its flow. Empty where the record gives none.
 */
export function datesOf(opening: Opening, flow: Flow | null, weekday: number): readonly (readonly [number, number])[] {
  const { startDay, endDay, windowFromDay, windowToDay, lengthDays } = opening;
  if ((startDay === null || endDay === null) && windowFromDay !== null && windowToDay !== null && lengthDays !== null) {
    const variants: (readonly [number, number])[] = [];
    const first = windowFromDay + ((weekday - weekdayOf(windowFromDay) + 7) % 7);
    for (let start = first; start + lengthDays - 1 <= windowToDay; start += 7) variants.push([start, start + lengthDays - 1]);
    return variants;
  }
  const start = startDay ?? flow?.startDay ?? null;
  const end = endDay ?? flow?.endDay ?? null;
  return start === null || end === null || end < start ? [] : [[start, end]];
}
