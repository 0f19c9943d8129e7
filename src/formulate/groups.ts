import { isoOfDay } from '../basics/day.js';
import { put, type Draft, type Drafts } from './drafts.js';
import { isAccompanying, type Source } from './source.js';

/** Minimum to open of openings and flows, maximum of flows, accompanying persons of flows. */
export function addGroupRows(source: Source, drafts: Drafts): void {
  const { instance } = source;
  const rowsOfSlot: Draft[][] = Array.from({ length: instance.slotCount }, () => []);
  for (let slot = 0; slot < instance.slotCount; slot++) {
    const opening = instance.openingOfSlot[slot]!;
    if (opening < 0 || instance.openings[opening]!.minimumToOpen < 2) continue;
    const { id, minimumToOpen } = instance.openings[opening]!;
    rowsOfSlot[slot]!.push(drafts.open('opening-minimum', [id, isoOfDay(instance.startDayOfSlot[slot]!)], { lower: 0, minimumToOpen }));
  }
  const learnerRows = instance.flows.map((flow): Draft[] => {
    const rows: Draft[] = [];
    if (flow.minimum >= 2) rows.push(drafts.open('flow-minimum', [flow.id], { lower: 0, minimumToOpen: flow.minimum }));
    if (flow.maximum !== null) rows.push(drafts.open('flow-maximum', [flow.id], { upper: flow.maximum }));
    return rows;
  });
  const accompanyingRows = new Map<string, Draft>();
  for (let pair = 0; pair < instance.slotOfPair.length; pair++) {
    const slot = instance.slotOfPair[pair]!;
    const student = instance.persons[source.personOfPair[pair]!]!;
    const flow = instance.flowOfSlot[slot]! < 0 ? null : instance.flows[instance.flowOfSlot[slot]!]!;
    for (const draft of rowsOfSlot[slot]!) put(draft, pair);
    if (flow === null) continue;
    const isTeacher = isAccompanying(student);
    if (!isTeacher) for (const draft of learnerRows[instance.flowOfSlot[slot]!]!) put(draft, pair);
    if (flow.learnersPerAccompanying === null || flow.accompanyingToName) continue;
    if (!isTeacher && (!student.needsAccompanying || student.online)) continue;
    const keys = flow.accompanyingScope === 'sender' ? [flow.id, student.senderId ?? ''] : [flow.id];
    const name = JSON.stringify(keys);
    if (!accompanyingRows.has(name)) accompanyingRows.set(name, drafts.open('accompanying', keys, { upper: 0 }));
    put(accompanyingRows.get(name)!, pair, isTeacher ? -flow.learnersPerAccompanying : 1);
  }
}
