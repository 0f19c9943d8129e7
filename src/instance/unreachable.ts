import { cityKey } from '../basics/cities.js';
import { compareText } from '../basics/order.js';
import type { Decision, Issue } from '../roster/types.js';
import { issueAt } from './issues.js';
import { lookupOf } from './lookup.js';
import { cityOfFlow, cityOfHost } from './place.js';
import type { Slices } from './slices.js';
import type { Instance } from './types.js';

/** Warnings of one kind that are listed. */
const listedAtMost = 20;

/**
 * What can never come about, whatever the plan: openings and flows that ask for more learners than may take them, and people kept together whom no
 * place holds all. No rule is broken by it (the opening stays closed, nobody of the group is placed), so each is a warning that names it.
 */
export function* unreachableIssues(instance: Instance): Slices<Issue[]> {
  const closed: Issue[] = [];
  yield* minima(instance, closed);
  const apart: Issue[] = [];
  yield* groups(instance, apart);
  return [...capped(closed), ...capped(apart)];
}

/** The first of a kind; how many others there are is said by the last. */
function capped(issues: Issue[]): Issue[] {
  const last = issues[listedAtMost - 1];
  if (last === undefined || issues.length === listedAtMost) return issues;
  const more = `${issues.length - listedAtMost + 1} more of this kind`;
  return [...issues.slice(0, listedAtMost - 1), { ...last, code: 'more', row: null, column: null, found: more, expected: 'the same' }];
}

function* minima({ roster, persons, openings, flows, ...instance }: Instance, issues: Issue[]): Slices<void> {
  const { slotCount, slotOfPair, openingOfSlot, flowOfSlot, firstPairOfPerson } = instance;
  if (!openings.some(({ minimumToOpen }) => minimumToOpen > 1) && !flows.some(({ minimum }) => minimum > 1)) return;
  const peopleOfSlot = new Int32Array(slotCount);
  const mostOfFlow = new Float64Array(flows.length);
  for (let person = 0; person < persons.length; person++) {
    const ofFlow = new Map<number, number>();
    for (let pair = firstPairOfPerson[person]!; pair < firstPairOfPerson[person + 1]!; pair++) {
      const slot = slotOfPair[pair]!;
      if (openingOfSlot[slot]! < 0) continue;
      peopleOfSlot[slot]!++;
      const flow = flowOfSlot[slot]!;
      if (flow >= 0) ofFlow.set(flow, (ofFlow.get(flow) ?? 0) + 1);
    }
    for (const [flow, count] of ofFlow) mostOfFlow[flow]! += Math.min(count, persons[person]!.maximum);
    if ((person & 255) === 255) yield;
  }
  const mostOfOpening = new Int32Array(openings.length);
  for (let slot = 0; slot < slotCount; slot++) {
    const opening = openingOfSlot[slot]!;
    if (opening >= 0) mostOfOpening[opening] = Math.max(mostOfOpening[opening]!, peopleOfSlot[slot]!);
  }
  yield;
  const rowOf = (records: readonly object[]) => new Map(records.map((record, at) => [record, at]));
  const [openingRow, flowRow] = [rowOf(roster.openings), rowOf(roster.flows)];
  const say = (file: 'openings' | 'flows', at: number | undefined, column: string, minimum: number, most: number) => {
    const who = most === 0 ? 'nobody may go there' : `at most ${most}, for so many may go there`;
    issues.push(
      issueAt(roster, 'warning', 'minimum-above-eligible', file, at ?? null, column, String(minimum), `${who}; it stays without learners`),
    );
  };
  for (const [k, opening] of openings.entries()) {
    const { minimumToOpen, seats } = opening;
    // More than its seats is told of when the file is read.
    if (minimumToOpen > 1 && minimumToOpen <= seats && minimumToOpen > mostOfOpening[k]!)
      say('openings', openingRow.get(opening), 'minimum_to_open', minimumToOpen, mostOfOpening[k]!);
  }
  for (const [k, flow] of flows.entries()) {
    if (flow.minimum > 1 && flow.minimum > mostOfFlow[k]!) say('flows', flowRow.get(flow), 'minimum', flow.minimum, mostOfFlow[k]!);
  }
}

interface Tie {
  readonly a: number;
  readonly b: number;
  readonly scope: Decision['scope'];
}

/** People joined by `group` or `together` at places of one scope: all of them share each place, or none is placed. */
function* groups(instance: Instance, issues: Issue[]): Slices<void> {
  const { roster, persons } = instance;
  if (roster.decisions.length === 0 && roster.students.every(({ group }) => group === null)) return;
  const tiesOfScope = new Map<Decision['scope'], Tie[]>();
  const tie = (a: number, b: number, scope: Decision['scope']) =>
    tiesOfScope.set(scope, [...(tiesOfScope.get(scope) ?? []), { a, b, scope }]);
  const lastOfGroup = new Map<string, number>();
  const personOfId = new Map<string, number>();
  const named = new Set(roster.decisions.flatMap(({ studentId, otherId }) => [studentId, otherId]));
  for (const [person, { id, group }] of persons.entries()) {
    if (named.has(id)) personOfId.set(id, person);
    if (group === null) continue;
    const before = lastOfGroup.get(group);
    if (before !== undefined) tie(before, person, null);
    lastOfGroup.set(group, person);
  }
  yield;
  for (const { action, studentId, otherId, scope, weight } of roster.decisions) {
    const [a, b] = [personOfId.get(studentId), personOfId.get(otherId ?? '')];
    if (action === 'together' && weight === null && a !== undefined && b !== undefined && a !== b) tie(a, b, scope);
  }
  for (const [scope, ties] of tiesOfScope) {
    const places = placesOf(instance, scope);
    for (const members of componentsOf(ties)) {
      sayUnplaceable(instance, places, members, issues);
      yield;
    }
  }
}

function componentsOf(ties: readonly Tie[]): number[][] {
  const parent = new Map<number, number>();
  const rootOf = (person: number): number => {
    let root = person;
    while (parent.get(root) !== undefined && parent.get(root) !== root) root = parent.get(root)!;
    for (let at = person; at !== root; ) {
      const next = parent.get(at) ?? root;
      parent.set(at, root);
      at = next;
    }
    return root;
  };
  for (const { a, b } of ties) parent.set(rootOf(a), rootOf(b));
  const members = new Map<number, number[]>();
  for (const person of [...new Set(ties.flatMap(({ a, b }) => [a, b]))].sort((a, b) => a - b)) {
    const root = rootOf(person);
    members.set(root, [...(members.get(root) ?? []), person]);
  }
  return [...members.values()];
}

/** The name of each slot's place as people kept together share it. */
function placesOf(instance: Instance, wanted: Decision['scope']): readonly string[] {
  const lookup = lookupOf(instance.roster);
  return Array.from({ length: instance.slotCount }, (_, slot) => {
    const opening = instance.openings[instance.openingOfSlot[slot]!];
    const flow = instance.flows[instance.flowOfSlot[slot]!];
    const scope = wanted ?? (flow === undefined ? 'city' : 'flow');
    if (scope === 'flow') return JSON.stringify(['flow', flow?.id ?? '']);
    const start = instance.startDayOfSlot[slot]!;
    if (scope === 'opening') return JSON.stringify(['opening', opening?.id ?? '', start]);
    const host = instance.hosts[instance.hostOfSlot[slot]!] ?? null;
    const city = cityOfHost(lookup, host) ?? cityOfFlow(lookup, flow ?? null);
    const id = scope === 'host' ? (opening?.hostId ?? '') : city === null ? '' : cityKey(city);
    return JSON.stringify([scope, id, start, instance.endDayOfSlot[slot]!]);
  });
}

function sayUnplaceable(instance: Instance, places: readonly string[], members: readonly number[], issues: Issue[]): void {
  const { roster, persons, firstPairOfPerson, slotOfPair, openingOfSlot, openings } = instance;
  const common = new Map<string, { count: number; last: number; slots: Set<number> }>();
  for (const person of members) {
    for (let pair = firstPairOfPerson[person]!; pair < firstPairOfPerson[person + 1]!; pair++) {
      const slot = slotOfPair[pair]!;
      const place = common.get(places[slot]!) ?? { count: 0, last: -1, slots: new Set<number>() };
      common.set(places[slot]!, place);
      if (place.last !== person) place.count++;
      place.last = person;
      place.slots.add(slot);
    }
  }
  // Whoever the rules allow nothing is told so one by one.
  if (common.size === 0) return;
  const shared = [...common.values()].filter(({ count }) => count === members.length);
  const learnerCount = members.filter((person) => persons[person]!.kind !== 'accompanying').length;
  const seatsOf = (slots: ReadonlySet<number>) => [...slots].reduce((sum, slot) => sum + (openings[openingOfSlot[slot]!]?.seats ?? 0), 0);
  const most = shared.reduce((largest, { slots }) => Math.max(largest, seatsOf(slots)), 0);
  if (shared.length > 0 && most >= learnerCount) return;
  const ids = members.map((person) => persons[person]!.id).sort(compareText);
  const first = roster.students.findIndex(({ id }) => id === ids[0]);
  const { group } = roster.students[first]!;
  issues.push(
    issueAt(
      roster,
      'warning',
      shared.length === 0 ? 'together-without-place' : 'together-above-seats',
      'students',
      first,
      group === null ? null : 'group',
      `${group === null ? '' : `${group}: `}${members.length} people kept together (${ids.join(', ')})`,
      shared.length === 0
        ? 'a place that all of them may take; as it is none of them is placed'
        : `at most ${most} of them, the seats of the largest place that all may take; as it is none of them is placed`,
    ),
  );
}
