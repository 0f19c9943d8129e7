import { compareText } from '../basics/order.js';
import type { Placement } from '../certify/types.js';
import { costLines } from '../instance/cost.js';
import { factsOfFlow, factsOfOpening, factsOfPerson, type ItemFacts } from '../instance/facts.js';
import { type Lookup, lookupSlices } from '../instance/lookup.js';
import { cityOfFlow, cityOfHost, placeOf } from '../instance/place.js';
import { readyWishes, scoreParts, totalScore, wishedCity, wishPart } from '../instance/score.js';
import type { Slices } from '../instance/slices.js';
import { type Instance, reasonCodes } from '../instance/types.js';
import type { Opening, Roster, Student } from '../roster/types.js';
import type { PlacementRow, UnplacedRow } from './outcome.js';

/**
 * The placements of a plan with the facts a reader wants beside them, in the order of placements.csv (student, start day, opening or flow).
 * Placements of unknown people, openings or flows are left out: the checker names them. `overridden` holds "student opening" keys as `overrideKey`
 * makes them.
 */
export function* placementRows(roster: Roster, placements: readonly Placement[], overridden: ReadonlySet<string>): Slices<PlacementRow[]> {
  const lookup = yield* lookupSlices(roster);
  const students = new Map(roster.students.map((student) => [student.id, student]));
  const openings = new Map(roster.openings.map((opening) => [opening.id, opening]));
  const factsOf = new Map<Opening, ItemFacts>();
  const rows: PlacementRow[] = [];
  for (const placement of placements) {
    const student = students.get(placement.studentId);
    const item = itemOf(lookup, openings, factsOf, placement);
    if (student !== undefined && item !== null) rows.push(rowOf(lookup, roster, student, item, placement, overridden));
    if ((rows.length & 15) === 15) yield;
  }
  rows.sort(comparePlacements);
  return rows;
}

/** Key of an override used: a student and an opening. */
export function overrideKey(studentId: string, openingId: string): string {
  return JSON.stringify([studentId, openingId]);
}

/** The placements that pair columns stand for, in the order of the columns. */
export function placementsOfPlan(instance: Instance, plan: Int32Array): Placement[] {
  const personOfPair = personsOfPairs(instance, plan);
  return Array.from(plan, (pair, position) => {
    const slot = instance.slotOfPair[pair]!;
    const opening = instance.openingOfSlot[slot]!;
    return {
      studentId: instance.persons[personOfPair[position]!]!.id,
      openingId: opening < 0 ? null : instance.openings[opening]!.id,
      flowId: opening < 0 ? instance.flows[instance.flowOfSlot[slot]!]!.id : null,
      startDay: instance.startDayOfSlot[slot]!,
      endDay: instance.endDayOfSlot[slot]!,
    };
  });
}

/** Everybody the plan leaves out, by id, with the rules that refused them, counted by opening (or flow). */
export function* unplacedRows(instance: Instance, plan: Int32Array): Slices<UnplacedRow[]> {
  const placed = new Set(personsOfPairs(instance, plan));
  const rows: UnplacedRow[] = [];
  for (let person = 0; person < instance.persons.length; person++) {
    if ((person & 63) === 63) yield;
    if (placed.has(person)) continue;
    const student = instance.persons[person]!;
    const eligible = eligibleItems(instance, person);
    const refusals: Partial<Record<(typeof reasonCodes)[number], number>> = {};
    reasonCodes.forEach((code, at) => {
      const count = instance.refusals[person * reasonCodes.length + at]!;
      if (count > 0) refusals[code] = count;
    });
    rows.push({
      studentId: student.id,
      kind: student.kind,
      senderId: student.senderId,
      statement: eligible === 0 ? 'refused-by-rules' : student.kind === 'accompanying' && !student.required ? 'not-needed' : 'taken',
      refusals,
      eligible,
    });
  }
  return rows.sort((a, b) => compareText(a.studentId, b.studentId));
}

function rowOf(
  lookup: Lookup,
  roster: Roster,
  student: Student,
  item: ItemFacts,
  placement: Placement,
  overridden: ReadonlySet<string>,
): PlacementRow {
  const { startDay, endDay } = placement;
  const { opening, host, flow } = item;
  const person = factsOfPerson(lookup, student);
  const override =
    lookup.pairsOfStudent
      .get(student.id)
      ?.find((pair) => (opening === null ? pair.openingId === null && pair.flowId === flow?.id : pair.openingId === opening.id)) ?? null;
  const isListed = roster.options.eligible === 'listed';
  const isByRules = !isListed && override?.score == null && opening !== null;
  const parts = isByRules ? scoreParts(lookup, person, item, startDay, endDay) : null;
  const costByCategory = isListed
    ? { travel: 0, individual: 0, course: 0, inclusion: 0, linguistic: 0, other: override?.costCents ?? 0 }
    : costLines(student, item, endDay - startDay + 1, override);
  const place = placeOf(lookup, host, flow);
  return {
    studentId: student.id,
    kind: student.kind,
    activity: student.activity,
    senderId: student.senderId,
    schoolId: student.schoolId,
    projectId: student.projectId,
    openingId: opening?.id ?? null,
    hostId: opening?.hostId ?? null,
    hostName: host?.name ?? null,
    flowId: flow?.id ?? null,
    partnerId: place.partnerId,
    city: cityOfHost(lookup, host) ?? cityOfFlow(lookup, flow),
    country: place.country,
    startDay,
    endDay,
    score: parts === null ? (override?.score ?? 0) : totalScore(roster.options.weights, parts),
    parts,
    costCents: Object.values(costByCategory).reduce((sum, cents) => sum + cents, 0),
    costByCategory,
    wishRank: wishRank(lookup, student, item, startDay, endDay),
    overridden: opening !== null && overridden.has(overrideKey(student.id, opening.id)),
  };
}

/** The best rank among the person's wishes that this placement grants. */
function wishRank(lookup: Lookup, student: Student, item: ItemFacts, startDay: number, endDay: number): number | null {
  if (item.opening === null) return null;
  const city = wishedCity(lookup, item);
  const granted = readyWishes(lookup, student.id).find((wish) => wishPart([wish], item, city, startDay, endDay) > 0);
  return granted?.rank ?? null;
}

function itemOf(
  lookup: Lookup,
  openings: ReadonlyMap<string, Opening>,
  factsOf: Map<Opening, ItemFacts>,
  placement: Placement,
): ItemFacts | null {
  if (placement.openingId === null) {
    const flow = placement.flowId === null ? undefined : lookup.flows.get(placement.flowId);
    return flow === undefined ? null : factsOfFlow(lookup, flow);
  }
  const opening = openings.get(placement.openingId);
  if (opening === undefined) return null;
  let facts = factsOf.get(opening);
  if (facts === undefined) factsOf.set(opening, (facts = factsOfOpening(lookup, opening)));
  return facts;
}

/** Both lists ascend: pairs stand by person. */
function personsOfPairs(instance: Instance, plan: Int32Array): number[] {
  let person = 0;
  return Array.from(plan, (pair) => {
    while (instance.firstPairOfPerson[person + 1]! <= pair) person++;
    return person;
  });
}

function eligibleItems(instance: Instance, person: number): number {
  const items = new Set<number>();
  for (let pair = instance.firstPairOfPerson[person]!; pair < instance.firstPairOfPerson[person + 1]!; pair++) {
    const slot = instance.slotOfPair[pair]!;
    const opening = instance.openingOfSlot[slot]!;
    items.add(opening < 0 ? -1 - instance.flowOfSlot[slot]! : opening);
  }
  return items.size;
}

function comparePlacements(a: PlacementRow, b: PlacementRow): number {
  return (
    compareText(a.studentId, b.studentId) ||
    a.startDay - b.startDay ||
    compareText(a.openingId ?? a.flowId ?? '', b.openingId ?? b.flowId ?? '')
  );
}
