import { cityKey } from '../basics/cities.js';
import { ageOn } from '../basics/day.js';
import { compareText } from '../basics/order.js';
import { checkPlanSliced } from '../certify/plan/check.js';
import { placementsOf } from '../certify/checks.js';
import type { LinkPairs } from '../certify/types.js';
import { formulateInSlices } from '../formulate/formulate.js';
import { buildInstance } from '../instance/build.js';
import { refusalOf } from '../instance/refusal.js';
import type { Instance, ReasonCode } from '../instance/types.js';
import type { CefrLevel, Roster, Student } from '../roster/types.js';
import type { Change, Obstacle, VerifiedChange } from '../solution/answers.js';
import type { SolveContext } from '../solve/context.js';
import { solveModel } from '../solve/solve.js';
import { isPlacedNow, type Desk } from './desk.js';
import { AnswerFault } from './forced.js';
import { obstaclesTo } from './obstacles.js';

/** Openings, and changes of each kind, that are tried. */
const openingsTried = 3;
const triedOfKind = 3;
const windowDays = [3, 7, 14] as const;

/**
 * What would get an unplaced person in: each change alone, with all else as it is; where no single one helps, two at once. A change counts only where the plan made again from the changed
 * records (all tiers; the first alone where the lists decide who is placed) has a place for the person and passed the checker.
 */
export async function changesFor(
  desk: Desk,
  person: number,
  linkPairsOf: (instance: Instance) => LinkPairs,
  context: SolveContext,
): Promise<VerifiedChange[]> {
  const trial: Trial = { desk, person, linkPairsOf, context };
  const found: VerifiedChange[] = [];
  for (const change of [...ofLimits(desk, person), ...ofFacts(desk, person)]) {
    // Of several lengths of the window the shortest is enough.
    if (change.kind === 'window' && found.some((other) => other.change.kind === 'window')) continue;
    const verified = await triedLeast(trial, change, null);
    if (verified !== null) found.push(verified);
  }
  if (found.length === 0) {
    const shape = (...both: readonly (Change | null)[]): string =>
      JSON.stringify(both.map((one) => (one?.kind === 'window' ? 'window' : one)));
    for (const [change, also] of pairsOfChanges(desk, person)) {
      if (found.some((other) => shape(other.change, other.also) === shape(change, also))) continue;
      const verified = await triedLeast(trial, change, also);
      if (verified !== null) found.push(verified);
    }
  }
  return found.sort((a, b) => a.effort - b.effort);
}

/** Where there is money in it, the least that is enough. */
function triedLeast(trial: Trial, change: Change, also: Change | null): Promise<VerifiedChange | null> {
  return change.kind === 'budget' ? smallestBudget(trial, change, also) : tried(trial, change, also);
}

interface Trial {
  readonly desk: Desk;
  readonly person: number;
  readonly linkPairsOf: (instance: Instance) => LinkPairs;
  readonly context: SolveContext;
}

type BudgetChange = Extract<Change, { kind: 'budget' }>;

/** Changes of limits that stand between the person and the openings worth most to them. */
function ofLimits(desk: Desk, person: number): Change[] {
  const { model } = desk;
  const changes = new Map<string, Change>();
  const add = (change: Change): void => {
    const { kind, ...keys } = change;
    const key = `${kind} ${Object.values(keys).slice(0, 1).join()}`;
    const known = changes.get(key);
    if (known?.kind === 'budget' && change.kind === 'budget' && known.byCents <= change.byCents) return;
    changes.set(key, change);
  };
  const pairs: number[] = [];
  for (let pair = model.firstPairOfPerson[person]!; pair < model.firstPairOfPerson[person + 1]!; pair++) pairs.push(pair);
  pairs.sort((a, b) => model.scoreOfPair[b]! - model.scoreOfPair[a]! || a - b);
  const seen = new Set<string>();
  for (const pair of pairs) {
    for (const obstacle of obstaclesTo(desk, person, pair)) {
      const key = `${obstacle.kind} ${obstacle.keys[0] ?? ''}`;
      const isNew = !seen.has(key) && [...seen].filter((other) => other.startsWith(`${obstacle.kind} `)).length < openingsTried;
      seen.add(key);
      const change = changeOfLimit(desk, obstacle);
      if (change !== null && (isNew || change.kind === 'budget')) add(change);
    }
  }
  return [...changes.values()];
}

/** Changes of what the person or a host says that make an opening eligible which a rule refuses. */
function ofFacts(desk: Desk, person: number): Change[] {
  const { instance } = desk;
  const student = instance.persons[person]!;
  if (student.kind === 'accompanying' || instance.roster.options.eligible === 'listed') return [];
  const changes = new Map<string, Change>();
  const count = { language: 0, 'host-age': 0, exception: 0 };
  const add = (change: Change): void => void changes.set(JSON.stringify(change), change);
  let isOutside = false;
  for (let slot = 0; slot < instance.slotCount; slot++) {
    const code = instance.openingOfSlot[slot]! < 0 ? null : refusalOf(instance, person, slot);
    if (code === null) continue;
    const opening = instance.openings[instance.openingOfSlot[slot]!]!;
    const host = instance.hosts[instance.hostOfSlot[slot]!]!;
    if (code === 'period') isOutside = true;
    if (code === 'language' && count.language < triedOfKind) {
      const missing = [...opening.languages, ...host.languages].filter(({ language, level }) => levelOf(student, language) < level);
      for (const { language, level } of missing) {
        const change: Change = { kind: 'language', language, level };
        if (!changes.has(JSON.stringify(change)) && allows(instance, changed(instance.roster, student, change), student.id, slot)) {
          add(change);
          count.language++;
        }
      }
    }
    if (code === 'age' && count['host-age'] < triedOfKind && student.birthDay !== null && !host.hazard && !host.night) {
      add({ kind: 'host-age', hostId: host.id, age: ageOn(student.birthDay, instance.startDayOfSlot[slot]!) });
      count['host-age']++;
    }
    if ((code === 'profile' || code === 'outcomes') && count.exception < triedOfKind) {
      const change: Change = { kind: 'exception', openingId: opening.id };
      if (!changes.has(JSON.stringify(change))) count.exception++;
      add(change);
    }
  }
  const ofWindow: readonly Change[] =
    isOutside && student.availableFromDay !== null ? windowDays.map((days) => ({ kind: 'window', days })) : [];
  return [...ofWindow, ...changes.values()];
}

/** Pairs of changes tried where no single one helps: each is a plan made again. */
const pairsTried = 8;

/**
 * Two changes that together take all that stands between the person and one opening, the least effort first: two facts (a rule refuses, and behind it
 * another), a fact and a seat, or two limits of one opening (a seat and money). Money stands first, so that its least sum is looked for.
 */
function pairsOfChanges(desk: Desk, person: number): [Change, Change][] {
  const { instance, model } = desk;
  const student = instance.persons[person]!;
  const found = new Map<string, readonly [Change, Change]>();
  const add = (first: Change, second: Change): void => {
    const key = [first, second].map((change) => JSON.stringify(change)).sort();
    if (!found.has(key.join())) found.set(key.join(), second.kind === 'budget' ? [second, first] : [first, second]);
  };
  for (let pair = model.firstPairOfPerson[person]!; pair < model.firstPairOfPerson[person + 1]!; pair++) {
    const [first, second, ...more] = obstaclesTo(desk, person, pair).map((obstacle) => changeOfLimit(desk, obstacle));
    if (first != null && second != null && more.length === 0) add(first, second);
  }
  const isAsked = student.kind !== 'accompanying' && instance.roster.options.eligible !== 'listed';
  for (let slot = 0; isAsked && slot < instance.slotCount; slot++) {
    const code = instance.openingOfSlot[slot]! < 0 ? null : refusalOf(instance, person, slot);
    if (code === null) continue;
    const opening = instance.openings[instance.openingOfSlot[slot]!]!;
    for (const first of changesOfFact(instance, student, slot, code)) {
      const roster = changed(instance.roster, student, first);
      const other = { ...instance, roster, persons: roster.students.filter(({ id }) => id === student.id) };
      const behind = refusalOf(other, 0, slot);
      if (behind === null) {
        const taken = desk.chosen.reduce(
          (sum, pair) => sum + (instance.openingOfSlot[instance.slotOfPair[pair]!] === instance.openingOfSlot[slot] ? 1 : 0),
          0,
        );
        if (taken >= opening.seats) add(first, { kind: 'opening-seats', openingId: opening.id, by: 1 });
        continue;
      }
      for (const second of changesOfFact(other, other.persons[0]!, slot, behind))
        if (second.kind !== first.kind && allows(instance, changed(roster, other.persons[0]!, second), student.id, slot))
          add(first, second);
    }
  }
  const effort = ([first, second]: readonly [Change, Change]): number => effortOf(first, student) + effortOf(second, student);
  return [...found]
    .sort(([keyA, a], [keyB, b]) => effort(a) - effort(b) || compareText(keyA, keyB))
    .slice(0, pairsTried)
    .map(([, [first, second]]) => [first, second]);
}

/** What would take away the rule that refuses a slot; nothing where nobody could change it. */
function changesOfFact(instance: Instance, student: Student, slot: number, code: ReasonCode): Change[] {
  const opening = instance.openings[instance.openingOfSlot[slot]!]!;
  const host = instance.hosts[instance.hostOfSlot[slot]!]!;
  if (code === 'period') return student.availableFromDay === null ? [] : windowDays.map((days) => ({ kind: 'window', days }));
  if (code === 'language')
    return [...opening.languages, ...host.languages]
      .filter(({ language, level }) => levelOf(student, language) < level)
      .map(({ language, level }) => ({ kind: 'language', language, level }));
  if (code === 'age' && student.birthDay !== null && !host.hazard && !host.night)
    return [{ kind: 'host-age', hostId: host.id, age: ageOn(student.birthDay, instance.startDayOfSlot[slot]!) }];
  return [];
}

/** The change that makes room in a limit; null where none is known. */
function changeOfLimit({ instance }: Desk, { kind, keys, by }: Obstacle): Change | null {
  const [first = ''] = keys;
  switch (kind) {
    case 'budget':
      return { kind: 'budget', budgetId: first, byCents: by, smallest: false };
    case 'seats':
    case 'seats-day':
      return { kind: 'opening-seats', openingId: first, by: 1 };
    case 'host-day':
      return { kind: 'host-seats', hostId: first, by: 1 };
    case 'flow-beds-day':
      return { kind: 'flow-beds', flowId: first, by: 1 };
    case 'beds-day':
      return { kind: 'city-beds', city: instance.roster.lodging.find(({ city }) => city.toLowerCase() === first)?.city ?? first, by: 1 };
    default:
      return null;
  }
}

/** Would this slot be allowed to the person in the changed records? Slots do not depend on people. */
function allows(instance: Instance, roster: Roster, studentId: string, slot: number): boolean {
  const student = roster.students.find(({ id }) => id === studentId)!;
  return refusalOf({ ...instance, roster, persons: [student] }, 0, slot) === null;
}

function levelOf(student: Student, language: string): number {
  return student.languages.find((own) => own.language === language)?.level ?? 0;
}

/** The records with one change; all else is shared. */
export function changed(roster: Roster, student: Student, change: Change): Roster {
  const withStudent = (fields: Partial<Student>): Roster => ({
    ...roster,
    students: roster.students.map((one) => (one.id === student.id ? { ...one, ...fields } : one)),
  });
  switch (change.kind) {
    case 'opening-seats':
      return {
        ...roster,
        openings: roster.openings.map((one) => (one.id === change.openingId ? { ...one, seats: one.seats + change.by } : one)),
      };
    case 'host-seats':
      return { ...roster, hosts: roster.hosts.map((one) => (one.id === change.hostId ? { ...one, seats: one.seats! + change.by } : one)) };
    case 'flow-beds':
      return { ...roster, flows: roster.flows.map((one) => (one.id === change.flowId ? { ...one, beds: one.beds! + change.by } : one)) };
    case 'city-beds':
      return {
        ...roster,
        lodging: roster.lodging.map((one) => (cityKey(one.city) === cityKey(change.city) ? { ...one, beds: one.beds + change.by } : one)),
      };
    case 'budget':
      return {
        ...roster,
        budgets: roster.budgets.map((one) => (one.id === change.budgetId ? { ...one, limitCents: one.limitCents + change.byCents } : one)),
      };
    case 'window':
      return withStudent({
        availableFromDay: student.availableFromDay === null ? null : student.availableFromDay - change.days,
        availableToDay: student.availableToDay === null ? null : student.availableToDay + change.days,
      });
    case 'language': {
      const others = student.languages.filter(({ language }) => language !== change.language);
      return withStudent({ languages: [...others, { language: change.language, level: change.level as CefrLevel }] });
    }
    case 'host-age':
      return { ...roster, hosts: roster.hosts.map((one) => (one.id === change.hostId ? { ...one, minimumAge: change.age } : one)) };
    case 'exception': {
      const decision = {
        studentId: student.id,
        action: 'override',
        openingId: change.openingId,
        hostId: null,
        flowId: null,
        otherId: null,
      } as const;
      const rest = { scope: null, weight: null, reason: 'exception', by: null, when: null };
      return {
        ...roster,
        decisions: [...roster.decisions, { ...decision, ...rest }],
        sourceRows: { ...roster.sourceRows, decisions: [...roster.sourceRows.decisions, 0] },
      };
    }
  }
}

/** The plan made again from the changed records; null where the person has no place in it. */
async function tried({ desk, person, linkPairsOf, context }: Trial, change: Change, also: Change | null): Promise<VerifiedChange | null> {
  if (context.struck() !== null) return null;
  const student = desk.instance.persons[person]!;
  const first = changed(desk.instance.roster, student, change);
  const roster = also === null ? first : changed(first, first.students.find(({ id }) => id === student.id)!, also);
  const { instance } = await buildInstance(roster);
  if (instance === null) return null;
  const whole = await formulateInSlices(instance);
  const isDecidedByLists = desk.rankOfPerson[person]! >= 0 && whole.order === 'rank-first';
  const model = isDecidedByLists ? { ...whole, tiers: whole.tiers.filter(({ name }) => name === 'placed') } : whole;
  const { plan } = await solveModel(model, { ...context, warm: { basis: null }, onProgress: () => undefined });
  if (plan === null) return null;
  const placements = placementsOf(linkPairsOf(instance), model, plan);
  const place = placements.find(({ studentId }) => studentId === student.id);
  if (place === undefined || place.openingId === null) return null;
  const { faults } = await checkPlanSliced(roster, placements);
  if (faults.length > 0) throw new AnswerFault(`a plan found for an answer breaks a rule: ${faults[0]!.message}`);
  const placed = new Set(placements.map(({ studentId }) => studentId));
  const othersOut = desk.instance.persons.filter(
    ({ id, kind }, other) => other !== person && kind !== 'accompanying' && isPlacedNow(desk, other) && !placed.has(id),
  ).length;
  return { change, also, openingId: place.openingId, othersOut, effort: effortOfBoth(change, also, student) + 50 * othersOut };
}

function effortOfBoth(change: Change, also: Change | null, student: Student): number {
  return effortOf(change, student) + (also === null ? 0 : effortOf(also, student));
}

/** The least money that is enough, to the cent, by halving: enough is tried, and so is a cent less. */
async function smallestBudget(trial: Trial, change: BudgetChange, also: Change | null): Promise<VerifiedChange | null> {
  let best = await tried(trial, change, also);
  if (best === null) return null;
  let enough = change.byCents;
  for (let tooLittle = 0; enough - tooLittle > 1; ) {
    const middle = Math.floor((tooLittle + enough) / 2);
    const verified = await tried(trial, { ...change, byCents: middle }, also);
    if (verified === null) tooLittle = middle;
    else {
      best = verified;
      enough = middle;
    }
  }
  if (trial.context.struck() !== null) return best;
  const last: BudgetChange = { ...change, byCents: enough, smallest: true };
  return { ...best, change: last, effort: effortOfBoth(last, also, trial.desk.instance.persons[trial.person]!) + 50 * best.othersOut };
}

/** Rough effort, in the order in which a coordinator would rather try: days, money, seats and beds, a language course, a host's rule, an exception; last what takes places from others. */
function effortOf(change: Change, student: Student): number {
  switch (change.kind) {
    case 'window':
      return change.days;
    case 'budget':
      return 5 + Math.ceil(change.byCents / 10_000);
    case 'opening-seats':
    case 'host-seats':
    case 'flow-beds':
    case 'city-beds':
      return 10 * change.by;
    case 'language':
      return 15 * (change.level - levelOf(student, change.language));
    case 'host-age':
      return 30;
    case 'exception':
      return 40;
  }
}
