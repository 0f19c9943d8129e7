import { isoOfDay, overlap } from '../basics/day.js';
import { compareText } from '../basics/order.js';
import type { Decision, Issue, Opening, PlanRow, Roster } from '../roster/types.js';
import { factsOfOpening, factsOfPerson } from './facts.js';
import { issueAt } from './issues.js';
import { lookupOf } from './lookup.js';
import { refusalOf } from './refusal.js';
import { failingRule } from './rules.js';
import type { Slices } from './slices.js';
import { type Instance, type ReasonCode, reasonCodes } from './types.js';

/**
 * What is wrong or worth telling in the human decisions: contradictions, pins (and placements of plan.csv that stand) which a rule refuses,
 * overrides used, overrides that say nothing; and openings without a date.
 */
export function* rosterIssues(instance: Instance): Slices<Issue[]> {
  const { roster } = instance;
  const issues: Issue[] = [];
  const index = yield* slotIndex(instance, issues);
  const byStudent = new Map<string, number[]>();
  roster.decisions.forEach((decision, k) => {
    const list = byStudent.get(decision.studentId);
    if (list === undefined) byStudent.set(decision.studentId, [k]);
    else list.push(k);
  });
  yield;
  for (const [studentId, decisions] of byStudent) {
    const person = index.personOfId.get(studentId);
    if (person === undefined) continue;
    const contradicted = contradictions(instance, index, person, decisions, issues);
    for (const k of decisions) {
      const decision = roster.decisions[k]!;
      if (decision.action === 'pin' && !contradicted.has(k)) checkPin(instance, index, person, decision, k, issues);
      if (decision.action === 'override') checkOverride(instance, index, person, decision, k, issues);
    }
    yield;
  }
  checkCompany(roster, issues);
  yield;
  checkChains(roster, issues);
  yield;
  for (let k = 0; k < roster.plan.length; k++) {
    checkPlanned(instance, index, roster.plan[k]!, k, issues);
    yield;
  }
  return issues;
}

interface SlotIndex {
  readonly personOfId: ReadonlyMap<string, number>;
  /** Slots by `opening ID`, `host ID`, `flow ID`. */
  readonly slotsOfTarget: ReadonlyMap<string, readonly number[]>;
  readonly openingIds: ReadonlySet<string>;
  readonly flowIds: ReadonlySet<string>;
}

function* slotIndex(instance: Instance, issues: Issue[]): Slices<SlotIndex> {
  const { roster } = instance;
  const wanted = new Set<string>();
  const personOfId = new Map<string, number>();
  const people = new Set<string>();
  for (const decision of roster.decisions) {
    if (decision.action !== 'pin' && decision.action !== 'forbid' && decision.action !== 'override') continue;
    people.add(decision.studentId);
    wanted.add(targetKey(decision));
  }
  for (const row of roster.plan) {
    people.add(row.studentId);
    wanted.add(targetKey({ ...row, hostId: null }));
  }
  for (const decision of roster.decisions) people.add(decision.studentId);
  for (let person = 0; people.size > 0 && person < instance.persons.length; person++) {
    if (people.has(instance.persons[person]!.id)) personOfId.set(instance.persons[person]!.id, person);
    if ((person & 1023) === 1023) yield;
  }
  const slotsOfTarget = new Map<string, number[]>();
  const dated = new Set<Opening>();
  for (let slot = 0; slot < instance.slotCount; slot++) {
    const opening = instance.openings[instance.openingOfSlot[slot]!];
    const flow = instance.flows[instance.flowOfSlot[slot]!];
    if (opening !== undefined) dated.add(opening);
    if (wanted.size > 0)
      for (const key of [`opening ${opening?.id}`, `host ${opening?.hostId}`, `flow ${flow?.id}`]) {
        if (!wanted.has(key)) continue;
        const list = slotsOfTarget.get(key);
        if (list === undefined) slotsOfTarget.set(key, [slot]);
        else list.push(slot);
      }
    if ((slot & 255) === 255) yield;
  }
  roster.openings.forEach((record, at) => {
    if (dated.has(record)) return;
    issues.push(
      issueAt(
        roster,
        'warning',
        'opening-without-dates',
        'openings',
        at,
        null,
        record.id,
        'a start and an end, a window that holds the length from a start weekday on, or a flow with dates',
      ),
    );
  });
  yield;
  const idsOf = (records: readonly { readonly id: string }[]) => new Set(records.map(({ id }) => id));
  return { personOfId, slotsOfTarget, openingIds: idsOf(instance.openings), flowIds: idsOf(instance.flows) };
}

function targetKey(target: { readonly openingId: string | null; readonly hostId: string | null; readonly flowId: string | null }): string {
  return target.openingId !== null
    ? `opening ${target.openingId}`
    : target.hostId !== null
      ? `host ${target.hostId}`
      : `flow ${target.flowId}`;
}

function columnOf(decision: Decision): 'opening' | 'host' | 'flow' {
  return decision.openingId !== null ? 'opening' : decision.hostId !== null ? 'host' : 'flow';
}

/** Reports decisions that contradict each other; returns the pins among them. */
function contradictions(instance: Instance, index: SlotIndex, person: number, decisions: readonly number[], issues: Issue[]): Set<number> {
  const { roster } = instance;
  const found = new Set<number>();
  const report = (first: number, second: number, expected: string) => {
    const words = (k: number) => `${roster.decisions[k]!.action} in row ${roster.sourceRows.decisions[k]}`;
    const target = targetKey(roster.decisions[second]!);
    issues.push(
      issueAt(
        roster,
        'error',
        'decision-contradiction',
        'decisions',
        second,
        columnOf(roster.decisions[second]!),
        `${roster.decisions[second]!.studentId}, ${target}: ${words(first)}, ${words(second)}`,
        expected,
      ),
    );
    for (const k of [first, second]) if (roster.decisions[k]!.action === 'pin') found.add(k);
  };
  const slotsOf = (decision: Decision) => slotsFor(instance, index, person, targetKey(decision));
  for (let i = 0; i < decisions.length; i++) {
    for (let j = i + 1; j < decisions.length; j++) {
      const [first, second] = [roster.decisions[decisions[i]!]!, roster.decisions[decisions[j]!]!];
      const actions = [first.action, second.action].sort().join();
      if (actions === 'forbid,pin') {
        const [pin, ban] = first.action === 'pin' ? [first, second] : [second, first];
        const banned = new Set(slotsOf(ban));
        const pinned = slotsOf(pin);
        if (targetKey(first) === targetKey(second) || (pinned.length > 0 && pinned.every((slot) => banned.has(slot))))
          report(decisions[i]!, decisions[j]!, 'a pin or a forbid on one target, not both');
      }
      if (actions === 'pin,pin' && !canHoldBoth(instance, slotsOf(first), slotsOf(second), instance.persons[person]!.maximum)) {
        report(decisions[i]!, decisions[j]!, 'one pin for a person with one placement, or openings that do not overlap');
      }
    }
  }
  return found;
}

/** Two people kept together and apart at one place: the places of a scope lie within those of the scopes named with it. */
const withinScopes: Record<NonNullable<Decision['scope']>, readonly Decision['scope'][]> = {
  opening: ['opening', 'host', 'city'],
  host: ['host', 'city'],
  flow: ['flow'],
  city: ['city'],
};

/** Do people kept together by one row share the place that the other keeps them from sharing? */
function sharesPlace(together: Decision, apart: Decision): boolean {
  return together.scope === null ? apart.scope === null : withinScopes[together.scope].includes(apart.scope ?? 'opening');
}

/** Reports pairs of rows that keep the same two people together, and apart at the same place or a wider one. */
function checkCompany(roster: Roster, issues: Issue[]): void {
  const rowsOfTwo = new Map<string, number[]>();
  roster.decisions.forEach(({ action, studentId, otherId, weight }, k) => {
    if ((action !== 'together' && action !== 'apart') || otherId === null || weight !== null) return;
    const two = JSON.stringify([studentId, otherId].sort(compareText));
    const rows = rowsOfTwo.get(two);
    if (rows === undefined) rowsOfTwo.set(two, [k]);
    else rows.push(k);
  });
  for (const rows of rowsOfTwo.values()) {
    for (const [i, first] of rows.entries()) {
      for (const second of rows.slice(i + 1)) {
        const [a, b] = [roster.decisions[first]!, roster.decisions[second]!];
        if (a.action === b.action) continue;
        const [together, apart] = a.action === 'together' ? [a, b] : [b, a];
        if (!sharesPlace(together, apart)) continue;
        const words = (k: number) => `${roster.decisions[k]!.action} in row ${roster.sourceRows.decisions[k]}`;
        const found = `${b.studentId}, ${b.otherId}: ${words(first)}, ${words(second)}`;
        const expected = 'two people together or apart at one place, not both';
        issues.push(issueAt(roster, 'error', 'decision-contradiction', 'decisions', second, 'other', found, expected));
      }
    }
  }
}

/**
 * Reports people kept apart whom a chain of others keeps together at that place: with A beside B and B beside C, C cannot be kept from A. Two people
 * named by both rows are told of above.
 */
function checkChains(roster: Roster, issues: Issue[]): void {
  const links = new Map<string, { readonly other: string; readonly k: number }[]>();
  const link = (from: string, other: string, k: number) => links.set(from, [...(links.get(from) ?? []), { other, k }]);
  roster.decisions.forEach(({ action, studentId, otherId, weight }, k) => {
    if (action !== 'together' || otherId === null || weight !== null) return;
    link(studentId, otherId, k);
    link(otherId, studentId, k);
  });
  if (links.size === 0) return;
  roster.decisions.forEach((apart, k) => {
    if (apart.action !== 'apart' || apart.otherId === null || apart.weight !== null) return;
    const chain = chainBetween(roster, links, apart);
    if (chain.length < 2) return;
    const rows = chain
      .map((at) => roster.sourceRows.decisions[at] ?? 0)
      .sort((a, b) => a - b)
      .join(', ');
    const found = `${apart.studentId}, ${apart.otherId}: together by rows ${rows}, apart in row ${roster.sourceRows.decisions[k]}`;
    const expected = 'people apart, or joined by a chain of rows that keep them together, not both';
    issues.push(issueAt(roster, 'error', 'decision-contradiction', 'decisions', k, 'other', found, expected));
  });
}

/** The shortest chain of rows that keep the two people of a row together at its place; none: empty. */
function chainBetween(
  roster: Roster,
  links: ReadonlyMap<string, readonly { readonly other: string; readonly k: number }[]>,
  apart: Decision,
): number[] {
  const rowTo = new Map<string, { readonly from: string; readonly k: number } | null>([[apart.studentId, null]]);
  const queue = [apart.studentId];
  for (let at = 0; at < queue.length && !rowTo.has(apart.otherId!); at++) {
    for (const { other, k } of links.get(queue[at]!) ?? []) {
      if (rowTo.has(other) || !sharesPlace(roster.decisions[k]!, apart)) continue;
      rowTo.set(other, { from: queue[at]!, k });
      queue.push(other);
    }
  }
  const chain: number[] = [];
  for (let step = rowTo.get(apart.otherId!); step != null; step = rowTo.get(step.from)) chain.unshift(step.k);
  return chain;
}

/** Can a person with so many placements hold two pins: by one placement, or by two that do not overlap? A target without dates is told of elsewhere. */
function canHoldBoth(
  { startDayOfSlot, endDayOfSlot }: Instance,
  firsts: readonly number[],
  seconds: readonly number[],
  maximum: number,
): boolean {
  if (firsts.length === 0 || seconds.length === 0) return true;
  const own = new Set(firsts);
  if (seconds.some((slot) => own.has(slot))) return true;
  return (
    maximum >= 2 &&
    firsts.some((a) => seconds.some((b) => !overlap(startDayOfSlot[a]!, endDayOfSlot[a]!, startDayOfSlot[b]!, endDayOfSlot[b]!)))
  );
}

/** Rule that stops the best of some slots; null where one is eligible or there is none. */
function bestRefusal(instance: Instance, person: number, slots: readonly number[]): ReasonCode | 'eligible' | null {
  let best = -1;
  for (const slot of slots) {
    const rule = refusalOf(instance, person, slot);
    if (rule === null) return 'eligible';
    best = Math.max(best, reasonCodes.indexOf(rule));
  }
  return best < 0 ? null : reasonCodes[best]!;
}

function checkPin(instance: Instance, index: SlotIndex, person: number, decision: Decision, k: number, issues: Issue[]): void {
  const { roster } = instance;
  const slots = slotsFor(instance, index, person, targetKey(decision));
  const rule = bestRefusal(instance, person, slots);
  if (rule === 'eligible') return;
  issues.push(
    issueAt(
      roster,
      'error',
      'pin-refused',
      'decisions',
      k,
      columnOf(decision),
      `${decision.studentId}, ${targetKey(decision)}`,
      rule === null ? 'a target with dates for this kind of person' : `a pair that the rule "${rule}" does not refuse`,
      rule === null || rule === 'forbidden' || rule === 'not-listed' ? null : 'an override with a reason',
    ),
  );
}

function checkPlanned(instance: Instance, index: SlotIndex, row: PlanRow, k: number, issues: Issue[]): void {
  if (row.status !== 'confirmed' && row.status !== 'travelled') return;
  const person = index.personOfId.get(row.studentId);
  // Reading warns of what is gone; its people move by need.
  const isThere = row.openingId !== null ? index.openingIds.has(row.openingId) : index.flowIds.has(row.flowId ?? '');
  if (person === undefined || !isThere) return;
  const target = targetKey({ ...row, hostId: null });
  const slots = slotsFor(instance, index, person, target).filter(
    (slot) => row.startDay === null || instance.startDayOfSlot[slot] === row.startDay,
  );
  const rule = bestRefusal(instance, person, slots);
  if (rule === 'eligible') return;
  const start = row.startDay === null ? '' : ` from ${isoOfDay(row.startDay)}`;
  issues.push(
    issueAt(
      instance.roster,
      'error',
      'pin-refused',
      'plan',
      k,
      row.openingId !== null ? 'opening' : 'flow',
      `${row.studentId}, ${target}${start}: ${row.status}`,
      rule === null ? 'a target with these dates for this kind of person' : `a pair that the rule "${rule}" does not refuse`,
      rule === null || rule === 'forbidden' || rule === 'not-listed' ? null : 'an override with a reason',
    ),
  );
}

/** Slots of a target that this kind of person can look at: flows themselves for accompanying persons, dated openings for the others. */
function slotsFor(instance: Instance, index: SlotIndex, person: number, target: string): readonly number[] {
  const accompanying = instance.persons[person]!.kind === 'accompanying';
  return (index.slotsOfTarget.get(target) ?? []).filter((slot) => accompanying === instance.openingOfSlot[slot]! < 0);
}

function checkOverride(instance: Instance, index: SlotIndex, person: number, decision: Decision, k: number, issues: Issue[]): void {
  const { roster } = instance;
  const found = `${decision.studentId}, ${targetKey(decision)}`;
  if (decision.reason === null || decision.reason.trim() === '') {
    issues.push(issueAt(roster, 'error', 'override-without-reason', 'decisions', k, 'reason', found, 'a reason for the override'));
    return;
  }
  if (decision.openingId === null || instance.persons[person]!.kind === 'accompanying') {
    issues.push(
      issueAt(roster, 'error', 'override-target', 'decisions', k, 'opening', found, 'an opening, and a person who is not accompanying'),
    );
    return;
  }
  let used = false;
  for (let pair = instance.firstPairOfPerson[person]!; pair < instance.firstPairOfPerson[person + 1]!; pair++) {
    const opening = instance.openings[instance.openingOfSlot[instance.slotOfPair[pair]!]!];
    used ||= instance.overriddenOfPair[pair] === 1 && opening?.id === decision.openingId;
  }
  issues.push(
    used
      ? issueAt(
          roster,
          'warning',
          'override-used',
          'decisions',
          k,
          'opening',
          found,
          `a pair that the rule "${overriddenRule(instance, index, person, decision)}" does not refuse; overridden: ${decision.reason}`,
        )
      : issueAt(
          roster,
          'warning',
          'override-without-effect',
          'decisions',
          k,
          'opening',
          found,
          'a pair that one of the rules from "kind" to "needs" refuses',
        ),
  );
}

/** The rule that the override sets aside: of the variants, the one that comes furthest. */
function overriddenRule(instance: Instance, index: SlotIndex, person: number, decision: Decision): ReasonCode | null {
  const lookup = lookupOf(instance.roster);
  const facts = factsOfPerson(lookup, instance.persons[person]!);
  let best = -1;
  for (const slot of slotsFor(instance, index, person, targetKey(decision))) {
    const item = factsOfOpening(lookup, instance.openings[instance.openingOfSlot[slot]!]!);
    const { startDayOfSlot, endDayOfSlot } = instance;
    const rule = failingRule(facts, item, startDayOfSlot[slot]!, endDayOfSlot[slot]!);
    if (rule !== null) best = Math.max(best, reasonCodes.indexOf(rule));
  }
  return reasonCodes[best] ?? null;
}
