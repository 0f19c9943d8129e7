import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildInstanceNow } from '../../src/instance/build.js';
import { RecordedPair } from '../../src/instance/recorded-pair.js';
import { refusalOf } from '../../src/instance/refusal.js';
import { type Instance, reasonCodes } from '../../src/instance/types.js';
import { activities, blockedWhats, laterStatuses, type LanguageLevel, personKinds, reaches, type Roster } from '../../src/roster/types.js';
import { day, defaultOptions, rosterOf } from '../support/roster.js';
import { referenceOf } from './reference.js';

const zero = day('2026-03-02');
const some = <Value>(values: readonly Value[]) => fc.constantFrom(...values);
const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null, freq: 2 });
const subset = <Value>(values: readonly Value[], size: number) => fc.oneof(fc.constant([]), fc.subarray([...values], { maxLength: size }));
const level = fc.record({ language: some(['en', 'it']), level: some([1, 2, 3] as const) }) as fc.Arbitrary<LanguageLevel>;
const offset = fc.integer({ min: 0, max: 60 }).map((days) => zero + days);
const birth = some([day('2008-02-29'), day('2008-03-20'), day('2007-04-01'), day('1990-01-01')]);
const profileIds = ['cook', 'tiler', 'odd', '0732', '10', '101', 'isco:512', 'isco:7', 'esco:5120.1'];
const ids = (letter: string, count: number) => Array.from({ length: count }, (_, k) => `${letter}${k}`);

const rosters: fc.Arbitrary<Roster> = fc
  .record({
    students: fc.array(
      fc.record({
        kind: fc.oneof({ weight: 3, arbitrary: some(personKinds) }, fc.constant('short-term' as const)),
        activity: maybe(some(activities)),
        online: some([false, false, false, true]),
        senderId: maybe(some(['s0', 's1'])),
        schoolId: maybe(some(['s2'])),
        projectId: maybe(some(['j0', 'j1'])),
        profileId: maybe(some(profileIds)),
        outcomes: subset(['o1', 'o3', 'o4'], 2),
        languages: fc.array(level, { maxLength: 2 }),
        birthDay: maybe(birth),
        graduatedDay: maybe(some([day('2025-03-31'), day('2025-12-31'), day('2026-01-29'), day('2026-02-28')])),
        availableFromDay: maybe(offset),
        availableToDay: maybe(offset.map((at) => at + 60)),
        needs: subset(['ramp', 'quiet'], 1),
        fewerOpportunities: fc.boolean(),
        lot: maybe(fc.integer({ min: 0, max: 3 })),
        inclusionCents: some([0, 500]),
      }),
      { maxLength: 6 },
    ),
    openings: fc.array(
      fc.record({
        hostId: some(['h0', 'h1', 'h2']),
        flowId: maybe(some(['f0', 'f1'])),
        profileIds: subset(profileIds, 2),
        fits: maybe(some([0, 35, 95])),
        minimumOutcomes: maybe(some([0, 34, 100])),
        kinds: subset(['short-term', 'long-term', 'staff'] as const, 2),
        activities: subset(activities, 3),
        online: some([false, false, false, true]),
        reach: maybe(some(reaches)),
        languages: fc.oneof(fc.constant([]), fc.array(level, { maxLength: 1 })),
        outcomes: subset(['o1', 'o2', 'o3'], 2),
        perDayCents: some([0, 100]),
        travelCents: some([0, 7]),
        when: fc.oneof(
          fc.record({ startDay: offset, length: some([2, 5, 9, 10, 20, 60, 89, 90]) }),
          fc.record({ windowFromDay: offset, span: fc.integer({ min: 5, max: 40 }), lengthDays: some([9, 10, 20]) }),
        ),
      }),
      { maxLength: 8 },
    ),
    hosts: fc.tuple(
      ...[0, 1, 2].map(() =>
        fc.record({
          partnerId: maybe(some(['s1', 's2'])),
          city: maybe(some(['Vejle', ' vejle', 'Bari'])),
          country: maybe(some(['IT', 'DK'])),
          quality: maybe(some([30, 80])),
          minimumAge: maybe(some([0, 16, 18])),
          hazard: some([false, false, true]),
          night: some([false, false, true]),
          languages: fc.oneof(fc.constant([]), fc.array(level, { maxLength: 2 })),
          needsMet: subset(['ramp', 'quiet'], 2),
          tutorNamed: maybe(fc.boolean()),
          latitude: maybe(some([45, 55])),
          longitude: maybe(some([11, 12])),
        }),
      ),
    ),
    flows: fc.tuple(
      ...[0, 1].map(() =>
        fc.record({
          startDay: offset,
          length: some([5, 20]),
          country: maybe(some(['IT', 'DK'])),
          partnerId: maybe(some(['s1'])),
          learnersPerAccompanying: maybe(some([2])),
          reach: maybe(some(reaches)),
          city: maybe(some(['Vejle', 'Bari'])),
          accompanyingCents: some([0, 900]),
        }),
      ),
    ),
    organisations: fc.tuple(
      ...[0, 1, 2].map(() =>
        fc.record({
          country: maybe(some(['IT', 'DK'])),
          city: maybe(some(['Vejle', 'Bari'])),
          latitude: maybe(some([45, 41])),
          longitude: maybe(some([11, 16])),
        }),
      ),
    ),
    projects: fc.tuple(...[0, 1].map(() => fc.record({ startDay: maybe(offset), endDay: maybe(offset.map((at) => at + 60)) }))),
    preferences: fc.array(
      fc.record({
        who: fc.integer({ min: 0, max: 5 }),
        rank: some([1, 2, 3, 9]),
        what: some([
          ['opening', 'o1'],
          ['host', 'h1'],
          ['city', 'VEJLE'],
          ['country', 'IT'],
          ['period', '2026-03-10/2026-03-20'],
          ['student', 'p1'],
        ] as const),
      }),
      { maxLength: 6 },
    ),
    rulings: fc.uniqueArray(
      fc.record({
        who: fc.integer({ min: 0, max: 5 }),
        forbid: fc.boolean(),
        target: some(['openingId', 'hostId', 'flowId'] as const),
        which: fc.integer({ min: 0, max: 2 }),
      }),
      { maxLength: 4, selector: (ruling) => `${ruling.who} ${ruling.target} ${ruling.which}` },
    ),
    pairs: fc.uniqueArray(
      fc.record({
        who: fc.integer({ min: 0, max: 5 }),
        which: fc.integer({ min: 0, max: 4 }),
        score: maybe(fc.integer({ min: 0, max: 9000 })),
        costCents: maybe(fc.integer({ min: 0, max: 9000 })),
        forbidden: some([false, false, true]),
      }),
      { maxLength: 6, selector: (pair) => `${pair.who} ${pair.which}` },
    ),
    crosswalk: fc.uniqueArray(
      fc.record({
        fromId: some(['cook', '10', '1013', 'isco:51', 'esco:5120.1']),
        toId: some(['tiler', '07', '0732', 'isco:7', 'odd']),
        fit: some([0, 30, 80]),
      }),
      { maxLength: 3, selector: ({ fromId, toId }) => `${fromId} ${toId}` },
    ),
    minimumOutcomes: some([0, 0, 50]),
    eligible: some(['rules', 'rules', 'rules', 'listed'] as const),
    profileDigits: some([2, 3, 4] as const),
    distance: some([0, 3]),
    blocked: fc.array(
      fc
        .record({
          fromDay: offset,
          length: some([1, 8]),
          what: some(blockedWhats),
          hostId: maybe(some(['h0', 'h1'])),
          city: maybe(some(['VEJLE', 'Bari'])),
          partnerId: maybe(some(['s1'])),
          flowId: maybe(some(['f0'])),
          schoolId: maybe(some(['s2'])),
          senderId: maybe(some(['s0', 's1'])),
          studentId: maybe(some(['p0', 'p1'])),
        })
        .map(({ length, ...row }) => ({ ...row, toDay: row.fromDay + length - 1 })),
      { maxLength: 4 },
    ),
    durations: some([{}, { 'staff/course': [3, 5] as const, staff: [4, 80] as const }, { accompanying: [6, 9] as const }]),
    fewerOpportunitiesLeast: some([2, 6, 30]),
    adultAge: some([18, 21]),
    graduateMonths: some([2, 3, 12]),
    repeat: some(['allowed', 'not-host', 'not-sector'] as const),
    past: fc.array(
      fc.record({ who: fc.integer({ min: 0, max: 5 }), hostId: some(['h0', 'h1', 'gone', null]), sector: maybe(some(['care', 'food'])) }),
      {
        maxLength: 4,
      },
    ),
    sectors: fc.tuple(maybe(some(['care', 'food'])), maybe(some(['care', 'food'])), maybe(some(['care', 'food']))),
    quality: fc.uniqueArray(
      fc.oneof(
        fc.record({
          category: some(['work', 'care']),
          indicator: maybe(some(['safety', 'tasks'])),
          source: maybe(some(['visit', 'form'])),
          weight: some([0, 1, 3]),
          minimum: maybe(some([50, 75])),
        }),
        fc.record({
          category: some(['completed', 'after-6', 'after-12']),
          indicator: fc.constant(null),
          source: fc.constant(null),
          weight: some([1, 2]),
          minimum: maybe(some([50, 100])),
        }),
      ),
      { maxLength: 4, selector: ({ category, indicator, source }) => `${category} ${indicator} ${source}` },
    ),
    outcomes: fc.array(
      fc.record({
        which: fc.integer({ min: 0, max: 5 }),
        category: some(['work', 'work', 'care', null]),
        indicator: maybe(some(['safety', 'tasks'])),
        source: maybe(some(['visit', 'form'])),
        rating: maybe(fc.integer({ min: 0, max: 100 })),
      }),
      { maxLength: 8 },
    ),
    ends: fc.array(
      fc.record({
        completed: maybe(fc.boolean()),
        statusAfter6: maybe(some(laterStatuses)),
        statusAfter12: maybe(some(laterStatuses)),
      }),
      { minLength: 6, maxLength: 6 },
    ),
    qualityPrior: some([0, 1, 5]),
    hostGate: fc.oneof(
      { weight: 4, arbitrary: fc.constant(defaultOptions.hostGate) },
      fc.record({ minimumQuality: some([0, 40, 60]), tutorNamed: fc.boolean(), checks: some(['none', 'rated', 'all'] as const) }),
    ),
    marks: fc.tuple(...[0, 1, 2].map(() => fc.integer({ min: 0, max: 9 }))),
  })
  .map((raw) => {
    const kindOf = (who: number) => raw.students[who]?.kind;
    return rosterOf({
      students: raw.students.map((student, k) => ({ id: `p${k}`, ...student, selectionList: k < 3 ? 'list' : null })),
      criteria: [{ id: 'english', minimum: 1 }],
      marks: raw.marks.map((mark, k) => ({ studentId: `p${k}`, criterionId: 'english', mark })),
      history: raw.past.map(({ who, ...past }) => ({ studentId: `p${who}`, ...past })),
      crosswalk: raw.crosswalk,
      quality: raw.quality,
      outcomes: raw.outcomes.map(({ which, ...outcome }) => ({
        placement: `t${which}`,
        hostId: ['h0', 'h1', 'h2', 'h0', 'h1', 'gone'][which]!,
        ...outcome,
        ...raw.ends[which]!,
      })),
      openings: raw.openings.map(({ when, fits, ...opening }, k) => ({
        id: `o${k}`,
        ...opening,
        profileFits: fits === null ? [] : opening.profileIds.map((_, entry) => (fits + 30 * entry) % 101),
        ...('startDay' in when
          ? { startDay: when.startDay, endDay: when.startDay + when.length - 1 }
          : { windowFromDay: when.windowFromDay, windowToDay: when.windowFromDay + when.span, lengthDays: when.lengthDays }),
      })),
      hosts: raw.hosts.map((host, k) => ({ id: `h${k}`, ...host, sector: raw.sectors[k] ?? null })),
      flows: raw.flows.map(({ length, ...flow }, k) => ({ id: `f${k}`, ...flow, endDay: flow.startDay + length - 1 })),
      organisations: raw.organisations.map((organisation, k) => ({ id: `s${k}`, ...organisation })),
      projects: raw.projects.map((project, k) => ({ id: `j${k}`, ...project })),
      profiles: [
        { id: 'cook', isced: '1013', esco: '5120.1', outcomes: ['o1', 'o2', 'o3'] },
        { id: 'tiler', isced: '0732', isco: '7122', outcomes: ['o3'] },
        { id: 'odd', isco: '7119' },
      ],
      preferences: raw.preferences.map(({ who, rank, what: [targetKind, target] }) =>
        targetKind === 'student' ? { hostId: `h${who % 3}`, targetKind, target, rank } : { studentId: `p${who}`, targetKind, target, rank },
      ),
      decisions: raw.rulings
        .filter(({ who }) => kindOf(who) !== undefined)
        .map(({ who, forbid, target, which }) =>
          forbid || kindOf(who) === 'accompanying'
            ? { studentId: `p${who}`, action: 'forbid', [target]: `${ids(target[0]!, 3)[which]}` }
            : { studentId: `p${who}`, action: 'override', openingId: `o${which}`, reason: 'agreed' },
        ),
      pairs: raw.pairs.map(({ who, which, ...pair }) => ({
        studentId: `p${who}`,
        ...(kindOf(who) === 'accompanying' ? { flowId: `f${which}` } : { openingId: `o${which}` }),
        ...pair,
      })),
      // A row with every column named seldom meets anybody: each keeps two of them at most.
      blocked: raw.blocked.map(twoScopes),
      options: {
        eligible: raw.eligible,
        profileDigits: raw.profileDigits,
        minimumOutcomes: raw.minimumOutcomes,
        durations: { ...defaultOptions.durations, ...raw.durations },
        fewerOpportunitiesLeast: raw.fewerOpportunitiesLeast,
        adultAge: raw.adultAge,
        graduateMonths: raw.graduateMonths,
        repeat: raw.repeat,
        qualityPrior: raw.qualityPrior,
        hostGate: raw.hostGate,
        weights: { profile: 40, outcomes: 15, wish: 30, hostWish: 5, quality: 10, distance: raw.distance },
      },
    });
  });

function twoScopes<Row extends { readonly fromDay: number }>(row: Row): Row {
  const named = Object.entries(row).filter(([field, value]) => /Id$|city/.test(field) && value !== null);
  const dropped = named.filter((_, k) => (k + row.fromDay) % named.length >= 2).map(([field]) => [field, null]);
  return { ...row, ...Object.fromEntries(dropped) };
}

function built(roster: Roster): Instance {
  const { instance, issues } = buildInstanceNow(roster);
  if (instance === null) throw new Error(JSON.stringify(issues));
  return instance;
}

function keyOf(instance: Instance, person: number, slot: number): string {
  const target = instance.openings[instance.openingOfSlot[slot]!] ?? instance.flows[instance.flowOfSlot[slot]!]!;
  return `${instance.persons[person]!.id}|${target.id}|${instance.startDayOfSlot[slot]}`;
}

describe('the join', () => {
  it('finds the pairs, scores, costs and refusals of the slow reference', () => {
    let seen = 0;
    const codes = new Set<number>();
    fc.assert(
      fc.property(rosters, (roster) => {
        const instance = built(roster);
        const reference = referenceOf(roster);
        const pairs = new Map<string, readonly [number, number, number]>();
        instance.persons.forEach((student, person) => {
          let last = -1;
          for (let pair = instance.firstPairOfPerson[person]!; pair < instance.firstPairOfPerson[person + 1]!; pair++) {
            const slot = instance.slotOfPair[pair]!;
            expect(slot).toBeGreaterThan(last);
            last = slot;
            pairs.set(keyOf(instance, person, slot), [
              instance.scoreOfPair[pair]!,
              instance.costOfPair[pair]!,
              instance.overriddenOfPair[pair]!,
            ]);
          }
          const counts = [...instance.refusals.subarray(person * reasonCodes.length, (person + 1) * reasonCodes.length)];
          expect(counts).toEqual(reference.refusals.get(student.id));
          counts.forEach((count, code) => count > 0 && codes.add(code));
        });
        expect(pairs).toEqual(new Map([...reference.pairs].sort().map(([key, value]) => [key, value])));
        seen += pairs.size;
      }),
      { numRuns: 1500, seed: 20 },
    );
    // The law says nothing where nothing is eligible, or where a rule never refuses.
    expect(seen).toBeGreaterThan(1000);
    // `worse` is no rule of the join: tests/instance/earlier.test.ts.
    expect([...codes].sort((a, b) => a - b)).toEqual(reasonCodes.slice(0, -1).map((_, code) => code));
  });

  it('agrees with what is asked of one person and slot', () => {
    fc.assert(
      fc.property(rosters, (roster) => {
        const instance = built(roster);
        instance.persons.forEach((_, person) => {
          let pair = instance.firstPairOfPerson[person]!;
          const end = instance.firstPairOfPerson[person + 1]!;
          for (let slot = 0; slot < instance.slotCount; slot++) {
            const isPair = pair < end && instance.slotOfPair[pair] === slot;
            expect(refusalOf(instance, person, slot) === null).toBe(isPair);
            if (!isPair) continue;
            expect(new RecordedPair(instance, person, slot).score.total).toBe(instance.scoreOfPair[pair]);
            expect(Object.values(new RecordedPair(instance, person, slot).costLines).reduce((sum, cents) => sum + cents)).toBe(
              instance.costOfPair[pair],
            );
            pair++;
          }
          expect(pair).toBe(end);
        });
      }),
      { numRuns: 300, seed: 7 },
    );
  });
});
