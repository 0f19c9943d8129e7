import { compareText } from '../../basics/order.js';
import type { LinkPairs } from '../types.js';
import type { Book } from '../rules/book.js';
import { datesOf, nameOfSite, siteOfFlow, siteOfOpening, type Site } from '../rules/site.js';
import type { FaultList } from './faults.js';

/**
 * The slots as sites of the records, or null where they are not: every dated variant of every opening, by opening id and start,
 * then every flow that takes accompanying persons, by id.
 */
export function readSlots(book: Book, slots: LinkPairs['slots'], faults: FaultList): Site[] | null {
  const wanted: Site[] = [];
  for (const opening of [...book.roster.openings].sort((a, b) => compareText(a.id, b.id))) {
    for (const { startDay, endDay } of datesOf(book, opening)) wanted.push(siteOfOpening(book, opening, startDay, endDay));
  }
  // A flow that asks for nobody takes nobody; a slot for it is idle, not wrong.
  const named = new Set(slots.map(({ openingId, flowId }) => (openingId === null ? flowId : null)));
  for (const flow of [...book.roster.flows].sort((a, b) => compareText(a.id, b.id))) {
    if (flow.learnersPerAccompanying !== null || named.has(flow.id)) wanted.push(siteOfFlow(book, flow));
  }
  if (wanted.length !== slots.length) {
    faults.add('slots', () => `The model has ${slots.length} slots; the records give ${wanted.length}.`);
    return null;
  }
  for (const [i, site] of wanted.entries()) {
    const slot = slots[i]!;
    const sameFlow = site.opening === null ? slot.flowId === site.flow?.id : slot.flowId === null || slot.flowId === site.opening.flowId;
    if (slot.openingId === (site.opening?.id ?? null) && sameFlow && slot.startDay === site.startDay && slot.endDay === site.endDay)
      continue;
    faults.add('slots', () => `Slot ${i} is ${slot.openingId ?? slot.flowId ?? 'nothing'}; the records put ${nameOfSite(site)} there.`);
  }
  return faults.isEmpty ? wanted : null;
}
