import { compareText } from '../basics/order.js';
import { firstInRanges } from '../basics/ranges.js';
import type { LinkPairs, Placement } from '../certify/types.js';
import { lookupOf, missingOutcomes, type Lookup } from '../instance/lookup.js';
import { cityOfFlow, cityOfHost, placeOf } from '../instance/place.js';
import { RecordedPair } from '../instance/recorded-pair.js';
import { reasonCodes, type Instance, type ReasonCode } from '../instance/types.js';
import type { Issue } from '../roster/types.js';
import type { PlacementRow, UnplacedRow } from '../report/outcome.js';

/** The pairs of an instance in keys of the roster, as the checkers read them. */
export function linkPairsOf(instance: Instance): LinkPairs {
  const slots = Array.from({ length: instance.slotCount }, (_, slot) => {
    const opening = instance.openingOfSlot[slot]!;
    const flow = instance.flowOfSlot[slot]!;
    return {
      openingId: opening < 0 ? null : instance.openings[opening]!.id,
      flowId: flow < 0 ? null : instance.flows[flow]!.id,
      startDay: instance.startDayOfSlot[slot]!,
      endDay: instance.endDayOfSlot[slot]!,
    };
  });
  return { personIds: instance.persons.map((person) => person.id), slots, slotOfPair: instance.slotOfPair };
}

/** Columns of the placements that are eligible pairs; others are left out. */
export function pairsOfPlacements(instance: Instance, placements: readonly Placement[]): Int32Array {
  const personOfId = personOfIds(instance);
  const found = new Set<number>();
  for (const placement of placements) {
    const person = personOfId.get(placement.studentId);
    if (person === undefined) continue;
    for (let pair = instance.firstPairOfPerson[person]!; pair < instance.firstPairOfPerson[person + 1]!; pair++) {
      const slot = instance.slotOfPair[pair]!;
      const opening = instance.openingOfSlot[slot]!;
      const isSame =
        opening < 0
          ? placement.openingId === null && instance.flows[instance.flowOfSlot[slot]!]!.id === placement.flowId
          : instance.openings[opening]!.id === placement.openingId && instance.startDayOfSlot[slot] === placement.startDay;
      if (isSame) found.add(pair);
    }
  }
  return Int32Array.from(found).sort();
}

/**
 * A plan (its pairs) as rows for people: by student, start day, opening or flow. Rows that are `made` already are taken, others added to them. They are
 * made in the order of the records, which lie in memory so. Yields now and then.
 */
export function* placementRows(
  instance: Instance,
  pairs: Int32Array,
  made = new Map<number, PlacementRow>(),
): Generator<void, PlacementRow[], void> {
  const rows: PlacementRow[] = [];
  const lookup = lookupOf(instance.roster);
  const firstOfPerson = firstInRanges(instance.firstPairOfPerson, pairs);
  const personOfId = personOfIds(instance);
  yield;
  for (const [count, { id }] of instance.roster.students.entries()) {
    if (count % 50 === 49) yield;
    const person = personOfId.get(id);
    if (person === undefined) continue;
    for (let k = firstOfPerson[person]!; k < firstOfPerson[person + 1]!; k++) {
      const row = made.get(pairs[k]!) ?? placementRow(instance, lookup, person, pairs[k]!);
      made.set(pairs[k]!, row);
      rows.push(row);
    }
  }
  return rows.sort(
    (a, b) =>
      compareText(a.studentId, b.studentId) ||
      a.startDay - b.startDay ||
      compareText(a.openingId ?? a.flowId ?? '', b.openingId ?? b.flowId ?? ''),
  );
}

function personOfIds({ persons }: Instance): ReadonlyMap<string, number> {
  return new Map(persons.map(({ id }, person) => [id, person]));
}

function placementRow(instance: Instance, lookup: Lookup, person: number, pair: number): PlacementRow {
  const slot = instance.slotOfPair[pair]!;
  const student = instance.persons[person]!;
  const opening = instance.openingOfSlot[slot]! < 0 ? null : instance.openings[instance.openingOfSlot[slot]!]!;
  const flow = instance.flowOfSlot[slot]! < 0 ? null : instance.flows[instance.flowOfSlot[slot]!]!;
  const host = instance.hostOfSlot[slot]! < 0 ? null : instance.hosts[instance.hostOfSlot[slot]!]!;
  const { partnerId, country } = placeOf(lookup, host, flow);
  const recorded = new RecordedPair(instance, person, slot);
  const { score, costGrounds } = recorded;
  return {
    studentId: student.id,
    kind: student.kind,
    activity: student.activity,
    senderId: student.senderId,
    schoolId: student.schoolId,
    projectId: student.projectId,
    openingId: opening?.id ?? null,
    hostId: host?.id ?? null,
    hostName: host?.name ?? null,
    flowId: flow?.id ?? null,
    partnerId,
    city: cityOfHost(lookup, host) ?? cityOfFlow(lookup, flow),
    country,
    startDay: recorded.startDay,
    endDay: recorded.endDay,
    score: instance.scoreOfPair[pair]!,
    parts: score.listed !== null || student.kind === 'accompanying' ? null : score.parts,
    costCents: instance.costOfPair[pair]!,
    costByCategory: recorded.costLines,
    distanceKm: costGrounds.km,
    unconfirmedRates: costGrounds.unconfirmed,
    wishRank: recorded.wishRank,
    overridden: instance.overriddenOfPair[pair] === 1,
    missingOutcomes: opening === null ? [] : missingOutcomes(lookup, student, opening),
    eligible: eligiblePlaces(instance, person),
  };
}

/** Distances of a plan that lie so near the edge of a band that the official calculator may say the next one: one warning a pair of places. */
export function bandWarnings(instance: Instance, pairs: Int32Array): Issue[] {
  const found = new Map<string, Issue>();
  if (instance.roster.rates === null) return [];
  let person = 0;
  for (const pair of pairs) {
    while (instance.firstPairOfPerson[person + 1]! <= pair) person++;
    const slot = instance.slotOfPair[pair]!;
    const { km, nearBandKm } = new RecordedPair(instance, person, slot).costGrounds;
    if (nearBandKm === null) continue;
    const { schoolId, senderId } = instance.persons[person]!;
    const host = instance.hostOfSlot[slot]! < 0 ? null : instance.hosts[instance.hostOfSlot[slot]!]!.id;
    const to = host ?? instance.flows[instance.flowOfSlot[slot]!]!.id;
    const key = `${schoolId ?? senderId ?? ''} to ${to}`;
    const file = host === null ? 'flows.csv' : 'hosts.csv';
    const expected = `a distance checked with the programme's calculator: at ${nearBandKm} km another travel rate begins`;
    const issue = { severity: 'warning', code: 'distance-near-band', file, row: null, column: null, expected, maybe: null } as const;
    found.set(key, { ...issue, found: `${key}: ${km} km`.slice(0, 80) });
  }
  return [...found].sort(([a], [b]) => compareText(a, b)).map(([, issue]) => issue);
}

/** People without a placement, by id, with the rules that refused them, counted. Yields now and then. */
export function* unplacedRows(instance: Instance, placements: readonly PlacementRow[]): Generator<void, UnplacedRow[], void> {
  const placed = new Set(placements.map((row) => row.studentId));
  const rows: UnplacedRow[] = [];
  for (const [person, student] of instance.persons.entries()) {
    if (person % 200 === 199) yield;
    if (placed.has(student.id)) continue;
    const eligible = eligiblePlaces(instance, person);
    const isOptional = student.kind === 'accompanying' && !student.required;
    const refusals: Partial<Record<ReasonCode, number>> = {};
    reasonCodes.forEach((code, k) => {
      const count = instance.refusals[person * reasonCodes.length + k]!;
      if (count > 0) refusals[code] = count;
    });
    rows.push({
      studentId: student.id,
      kind: student.kind,
      senderId: student.senderId,
      refusals,
      eligible,
      statement:
        eligible > 0 ? (isOptional ? 'not-needed' : 'taken') : Object.keys(refusals).length > 0 ? 'refused-by-rules' : 'no-opening',
    });
  }
  return rows.sort((a, b) => compareText(a.studentId, b.studentId));
}

/** Openings (or flows) a person is eligible for; dated variants of one opening count once. */
function eligiblePlaces(instance: Instance, person: number): number {
  let count = 0;
  let last: number | null = null;
  for (let pair = instance.firstPairOfPerson[person]!; pair < instance.firstPairOfPerson[person + 1]!; pair++) {
    const slot = instance.slotOfPair[pair]!;
    const opening = instance.openingOfSlot[slot]!;
    // Below zero: a flow.
    const place = opening >= 0 ? opening : -1 - instance.flowOfSlot[slot]!;
    if (place !== last) count++;
    last = place;
  }
  return count;
}
