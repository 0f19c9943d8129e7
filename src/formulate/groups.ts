import { isoOfDay } from '../basics/day.js';
import type { Slices } from '../instance/slices.js';
import { draftRow, type RowDraft } from '../model/side-rows.js';
import { isAccompanying, pairsOfSlot, type Source } from './source.js';

/** Minimum to open of each dated variant; minimum and maximum of learners of each flow; accompanying persons of flows. */
export function* groupRows(source: Source, rows: RowDraft[]): Slices<void> {
  const { openings, flows, openingOfSlot, flowOfSlot, startDayOfSlot, slotCount } = source.instance;
  const slotsOfFlow = flows.map((): number[] => []);
  for (let slot = 0; slot < slotCount; slot++) {
    slotsOfFlow[flowOfSlot[slot]!]?.push(slot);
    const opening = openings[openingOfSlot[slot]!];
    if (opening !== undefined && opening.minimumToOpen >= 2) {
      const { id, minimumToOpen } = opening;
      rows.push(draftRow('opening-minimum', [id, isoOfDay(startDayOfSlot[slot]!)], { lower: 0, minimumToOpen }, pairsOfSlot(source, slot)));
    }
    if ((slot & 255) === 255) yield;
  }
  for (const [flow, { id, minimum, maximum, learnersPerAccompanying, accompanyingToName }] of flows.entries()) {
    const slots = slotsOfFlow[flow]!;
    if (minimum >= 2 || maximum !== null) {
      const learners = slots.filter((slot) => openingOfSlot[slot]! >= 0).flatMap((slot) => [...pairsOfSlot(source, slot)]);
      if (minimum >= 2) rows.push(draftRow('flow-minimum', [id], { lower: 0, minimumToOpen: minimum }, learners));
      if (maximum !== null) rows.push(draftRow('flow-maximum', [id], { upper: maximum }, learners));
    }
    if (learnersPerAccompanying !== null && !accompanyingToName) accompanyingRows(source, rows, flow, slots);
    yield;
  }
}

/**
 * Learners who need accompanying, less N for each accompanying person, come to at most 0: over the flow, or for each sender in it
 * (people without a sender are of the sender '').
 */
function accompanyingRows(source: Source, rows: RowDraft[], flow: number, slots: readonly number[]): void {
  const { persons, flows } = source.instance;
  const { id, learnersPerAccompanying, accompanyingScope } = flows[flow]!;
  const members = new Map<string, { readonly columns: number[]; readonly coefficients: number[] }>();
  for (const slot of slots) {
    for (const pair of pairsOfSlot(source, slot)) {
      const student = persons[source.personOfPair[pair]!]!;
      const accompanies = isAccompanying(student);
      if (!accompanies && (!student.needsAccompanying || student.online)) continue;
      const sender = accompanyingScope === 'sender' ? (student.senderId ?? '') : '';
      const own = members.get(sender) ?? { columns: [], coefficients: [] };
      members.set(sender, own);
      own.columns.push(pair);
      own.coefficients.push(accompanies ? -learnersPerAccompanying! : 1);
    }
  }
  for (const [sender, { columns, coefficients }] of members) {
    rows.push(draftRow('accompanying', accompanyingScope === 'sender' ? [id, sender] : [id], { upper: 0 }, columns, coefficients));
  }
}
