import { oneTierModel } from '../../src/model/one-tier.js';
import { noRows } from '../../src/model/cut.js';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { checkLink } from '../../src/certify/link/check.js';
import { buildInstanceNow } from '../../src/instance/build.js';
import type { Instance } from '../../src/instance/types.js';
import type { Constraints, Model } from '../../src/model/types.js';
import { builtInPack } from '../../src/roster/rates.js';
import { activities, laterStatuses, personKinds, reaches } from '../../src/roster/types.js';
import { day, defaultOptions, rosterOf, type RosterParts } from '../support/roster.js';

/** Two readings of one text, the builder's and the witness's, over rosters in which every field that a pair rule reads is drawn. */
const first = day('2026-03-02');
const maybe = <T>(...values: T[]) => fc.constantFrom<T | null>(null, ...values);
const languages = fc.uniqueArray(
  fc.record({ language: fc.constantFrom('en', 'it'), level: fc.constantFrom(1 as const, 3 as const, 5 as const) }),
  { selector: ({ language }) => language, maxLength: 2 },
);
const profileIds = ['cook', 'weld', '0611', '061', '06', '1013', 'isco:2512', 'isco:5', 'esco:7212.3', 'esco:http://esco/1'] as const;
const dayNear = fc.integer({ min: first - 10, max: first + 120 });
const oneOf = <T>(values: readonly T[]) => fc.uniqueArray(fc.constantFrom(...values), { maxLength: 2 });
const country = maybe('IT', 'ES');
const city = maybe('Porto', ' porto', 'VIGO');
const coordinates = { latitude: maybe(45, 41), longitude: maybe(9, -8) };

const student = fc.record({
  kind: fc.constantFrom(...personKinds),
  activity: maybe(...activities),
  online: fc.boolean(),
  senderId: maybe('s1', 's2'),
  schoolId: maybe('sc'),
  projectId: maybe('p1', 'p2'),
  profileId: maybe(...profileIds),
  outcomes: oneOf(['x', 'z', 'w']),
  languages,
  birthDay: maybe(day('2008-03-02'), day('2008-03-09'), day('2010-02-28'), day('1990-01-01')),
  graduatedDay: maybe(day('2025-03-31'), day('2025-12-31'), day('2026-01-29'), day('2026-02-28')),
  availableFromDay: fc.option(dayNear, { freq: 4 }),
  availableToDay: fc.option(
    dayNear.map((d) => d + 60),
    { freq: 4 },
  ),
  needs: oneOf(['lift', 'halal']),
  fewerOpportunities: fc.boolean(),
  inclusionCents: fc.constantFrom(0, 500),
  greenTravel: fc.boolean(),
  travelDays: fc.constantFrom(0, 2, 4, 9),
  linguisticSupport: fc.boolean(),
  lot: maybe(1, 2),
});
const dates = fc.oneof(
  fc
    .record({ startDay: dayNear, length: fc.constantFrom(5, 10, 30, 90, 100) })
    .map(({ startDay, length }) => ({ startDay, endDay: startDay + length - 1 })),
  fc
    .record({ windowFromDay: dayNear, length: fc.constantFrom(10, 30), rest: fc.integer({ min: 0, max: 20 }) })
    .map(({ windowFromDay, length, rest }) => ({ windowFromDay, lengthDays: length, windowToDay: windowFromDay + length - 1 + rest })),
  fc.constant({ flowId: 'f1' }),
);
const opening = fc.record({
  hostId: fc.constantFrom('h1', 'h2'),
  flowId: maybe('f1', 'f2'),
  profileIds: oneOf(profileIds),
  kinds: oneOf(personKinds.slice(0, 4)),
  activities: oneOf(activities),
  languages,
  outcomes: oneOf(['x', 'y', 'z']),
  stated: maybe(0, 45, 100),
  minimumOutcomes: maybe(0, 50, 51),
  online: fc.boolean(),
  reach: maybe(...reaches),
  travelCents: maybe(0, 100),
  perDayCents: maybe(0, 7),
  courseCents: maybe(0, 11),
  otherCents: fc.constantFrom(0, 13),
});
const host = fc.record({
  partnerId: maybe('pa'),
  city,
  country,
  ...coordinates,
  minimumAge: maybe(16, 18),
  hazard: fc.boolean(),
  night: fc.boolean(),
  languages,
  needsMet: oneOf(['lift', 'halal']),
  quality: maybe(37),
});
const flow = fc.record({
  partnerId: maybe('pa'),
  city,
  country,
  startDay: dayNear,
  length: fc.constantFrom(5, 30),
  learnersPerAccompanying: maybe(5),
  reach: maybe(...reaches),
  accompanyingCents: maybe(0, 70),
});
const wish = fc.record({
  studentId: fc.constantFrom('a0', 'a1', 'a2'),
  rank: fc.integer({ min: 1, max: 7 }),
  wanted: fc.constantFrom(['opening', 'o0'], ['host', 'h1'], ['city', 'Porto'], ['country', 'ES'], ['period', '2026-03-20/2026-04-02']),
});
const ids = { studentId: fc.constantFrom('a0', 'a1', 'a2', 'a3'), openingId: fc.constantFrom('o0', 'o1', 'o2') };
const pairRow = fc.record({ ...ids, isFlow: fc.boolean(), score: maybe(0, 5), costCents: maybe(0, 9), forbidden: fc.boolean() });
const decision = fc.record({ ...ids, action: fc.constantFrom('override', 'forbid'), target: fc.constantFrom('opening', 'host', 'flow') });

const rosterParts: fc.Arbitrary<RosterParts> = fc
  .record({
    students: fc.array(student, { minLength: 1, maxLength: 6 }),
    openings: fc.array(fc.tuple(opening, dates), { minLength: 1, maxLength: 4 }),
    hosts: fc.tuple(host, host),
    flows: fc.tuple(flow, flow),
    homes: fc.tuple(country, country, country, country),
    place: fc.record(coordinates),
    wishes: fc.array(wish, { maxLength: 6 }),
    ranks: fc.array(fc.record({ hostId: fc.constantFrom('h1', 'h2'), target: ids.studentId, rank: fc.integer({ min: 1, max: 7 }) }), {
      maxLength: 3,
    }),
    pairs: fc.uniqueArray(pairRow, {
      selector: ({ studentId, openingId, isFlow }) => (isFlow ? studentId : `${studentId} ${openingId}`),
      maxLength: 4,
    }),
    decisions: fc.uniqueArray(decision, {
      selector: ({ studentId, openingId, target }) => `${studentId} ${openingId} ${target}`,
      maxLength: 3,
    }),
    crosswalk: fc.uniqueArray(
      fc.record({
        fromId: fc.constantFrom('cook', '06', '0611', 'isco:25', 'esco:http://esco/1'),
        toId: fc.constantFrom('weld', '1013', '06', 'isco:7', 'isco:5'),
        fit: fc.constantFrom(0, 30, 90),
      }),
      { selector: ({ fromId, toId }) => `${fromId} ${toId}`, maxLength: 3 },
    ),
    minimumOutcomes: fc.constantFrom(0, 0, 67),
    eligible: fc.constantFrom('rules' as const, 'rules' as const, 'rules' as const, 'listed' as const),
    profileDigits: fc.constantFrom(2 as const, 3 as const, 4 as const),
    distance: fc.constantFrom(0, 3),
    blocked: fc.array(
      fc.record({
        fromDay: dayNear,
        length: fc.constantFrom(1, 9),
        what: fc.constantFrom('stay' as const, 'travel' as const),
        scope: oneOf([
          ['hostId', 'h1'],
          ['city', 'porto'],
          ['partnerId', 'pa'],
          ['flowId', 'f1'],
          ['schoolId', 'sc'],
          ['senderId', 's1'],
          ['studentId', 'a0'],
        ] as const),
      }),
      { maxLength: 3 },
    ),
    durations: fc.constantFrom({}, { 'staff/course': [3, 5] as const, 'short-term': [4, 80] as const }, { accompanying: [6, 9] as const }),
    fewerOpportunitiesLeast: fc.constantFrom(2, 6, 30),
    adultAge: fc.constantFrom(18, 17),
    graduateMonths: fc.constantFrom(12, 1),
    repeat: fc.constantFrom('allowed' as const, 'not-host' as const, 'not-sector' as const),
    rules: fc.uniqueArray(
      fc.record({
        category: fc.constantFrom('work', 'work', 'care', 'completed', 'after-6'),
        indicator: maybe('safety'),
        source: maybe('visit', 'form'),
        weight: fc.constantFrom(0, 1, 7),
        minimum: maybe(50, 67),
      }),
      { selector: ({ category, indicator, source }) => `${category} ${indicator} ${source}`, maxLength: 4 },
    ),
    outcomes: fc.array(
      fc.record({
        placement: fc.constantFrom('t0', 't1', 't2', 't3'),
        category: maybe('work', 'care', 'other'),
        indicator: maybe('safety', 'tasks'),
        source: maybe('visit', 'form'),
        rating: maybe(0, 33, 50, 67, 100),
      }),
      { maxLength: 6 },
    ),
    ends: fc.record({ completed: maybe(true, false), statusAfter6: maybe(...laterStatuses), statusAfter12: maybe(...laterStatuses) }),
    qualityPrior: fc.constantFrom(0, 2, 5),
    hostGate: fc.record({
      minimumQuality: fc.constantFrom(0, 0, 50),
      tutorNamed: fc.constantFrom(false, false, true),
      checks: fc.constantFrom('none' as const, 'rated' as const, 'all' as const),
    }),
    tutors: fc.tuple(maybe(true, false), maybe(true, false)),
    past: fc.array(fc.record({ studentId: fc.constantFrom('a0', 'a1'), hostId: maybe('h1', 'gone'), sector: maybe('care', 'food') }), {
      maxLength: 3,
    }),
    sectors: fc.tuple(maybe('care'), maybe('care', 'food')),
    least: maybe(0, 3),
    mark: fc.integer({ min: -1, max: 4 }),
    list: maybe('L'),
    rates: fc.constantFrom(null, 'erasmus-vet', 'western-balkans-pilot'),
    schoolCity: maybe('porto', 'Ljubljana', 'Nowhere'),
    callYear: maybe(2022, 2025),
    code: maybe('2019-1-PL01-KA102-000001', '2025-1-RO01-KA121-VET-000000001'),
    distances: fc.uniqueArray(
      fc.record({ fromId: fc.constantFrom('s1', 'sc'), to: fc.constantFrom('h1', 'h2', 'pa'), km: fc.constantFrom(9, 10, 99, 500, 4000) }),
      { selector: ({ fromId, to }) => `${fromId} ${to}`, maxLength: 3 },
    ),
  })
  .map((drawn) => ({
    students: drawn.students.map((fields, i) => ({ id: `a${i}`, ...fields, selectionList: i < 2 ? drawn.list : null })),
    history: drawn.past,
    quality: drawn.rules.filter(
      ({ category, indicator, source }) => !(category === 'completed' || category === 'after-6') || (indicator === null && source === null),
    ),
    outcomes: drawn.outcomes.map((fields) => ({
      ...fields,
      ...(fields.placement < 't2' ? drawn.ends : {}),
      hostId: { t0: 'h1', t1: 'h2', t2: 'h1', t3: 'gone' }[fields.placement]!,
    })),
    criteria: [{ id: 'english', minimum: drawn.least }],
    marks: [{ studentId: 'a1', criterionId: 'english', mark: drawn.mark }],
    openings: drawn.openings.map(([{ stated, ...fields }, when], i) => ({
      id: `o${i}`,
      ...fields,
      ...when,
      profileFits: stated === null ? [] : fields.profileIds.map((_, k) => Math.abs(stated - 10 * k)),
    })),
    crosswalk: drawn.crosswalk,
    hosts: drawn.hosts.map((fields, i) => ({ id: `h${i + 1}`, ...fields, sector: drawn.sectors[i]!, tutorNamed: drawn.tutors[i]! })),
    flows: drawn.flows.map(({ length, ...fields }, i) => ({ id: `f${i + 1}`, ...fields, endDay: fields.startDay + length - 1 })),
    organisations: ['s1', 's2', 'sc', 'pa'].map((id, i) => ({
      id,
      country: drawn.homes[i]!,
      ...(id === 's1' ? {} : drawn.place),
      kind: id === 'pa' ? ('partner' as const) : ('sender' as const),
      city: id === 'pa' ? 'Vigo' : id === 'sc' ? drawn.schoolCity : 'Split',
    })),
    rates: drawn.rates === null ? null : builtInPack(drawn.rates).pack,
    cities: [{ city: 'Nowhere', country: 'IT', latitude: 44, longitude: 8 }],
    distances: drawn.distances.map(({ fromId, to, km }) => ({
      fromId,
      hostId: to === 'pa' ? null : to,
      partnerId: to === 'pa' ? to : null,
      km,
    })),
    projects: [
      { id: 'p1', startDay: first, endDay: first + 100, callYear: drawn.callYear, code: drawn.code },
      { id: 'p2', endDay: first + 60 },
    ],
    profiles: [
      { id: 'cook', isced: '1013', isco: '5120', outcomes: ['x', 'y'] },
      { id: 'weld', esco: '7212.3', outcomes: ['z'] },
    ],
    preferences: [
      ...drawn.wishes.map(({ studentId, rank, wanted }) => ({ studentId, rank, targetKind: wanted[0] as 'opening', target: wanted[1]! })),
      ...drawn.ranks.map((fields) => ({ ...fields, targetKind: 'student' as const })),
    ],
    pairs: drawn.pairs.map(({ isFlow, openingId, ...fields }) => (isFlow ? { ...fields, flowId: 'f1' } : { ...fields, openingId })),
    decisions: drawn.decisions.map(({ studentId, openingId, action, target }) =>
      action === 'override'
        ? { studentId, action: 'override' as const, openingId, reason: 'agreed' }
        : {
            studentId,
            action: 'forbid' as const,
            openingId: target === 'opening' ? openingId : null,
            hostId: target === 'host' ? 'h1' : null,
            flowId: target === 'flow' ? 'f1' : null,
          },
    ),
    blocked: drawn.blocked.map(({ fromDay, length, what, scope }) => ({
      fromDay,
      toDay: fromDay + length - 1,
      what,
      ...Object.fromEntries(scope),
    })),
    options: {
      eligible: drawn.eligible,
      profileDigits: drawn.profileDigits,
      repeat: drawn.repeat,
      qualityPrior: drawn.qualityPrior,
      hostGate: drawn.hostGate,
      minimumOutcomes: drawn.minimumOutcomes,
      durations: { ...defaultOptions.durations, ...drawn.durations },
      fewerOpportunitiesLeast: drawn.fewerOpportunitiesLeast,
      adultAge: drawn.adultAge,
      graduateMonths: drawn.graduateMonths,
      weights: { profile: 40, outcomes: 15, wish: 30, hostWish: 5, quality: 10, distance: drawn.distance },
    },
  }));

const aboutPairs = ['shape', 'person-order', 'slots', 'pair-order', 'pair-ineligible', 'pair-missing', 'pair-score', 'pair-cost'];

it('finds the pairs of an instance, their scores and their costs as the builder does', () => {
  fc.assert(
    fc.property(rosterParts, (parts) => {
      const roster = rosterOf(parts);
      const { instance } = buildInstanceNow(roster);
      if (instance === null) return;
      const { faults } = checkLink(roster, bareModel(instance), pairsOf(instance), { sampleSeed: 1, fullLimit: 20_000_000 });
      expect(faults.filter(({ code }) => aboutPairs.includes(code))).toEqual([]);
      // Pair by pair, as in a sample, the answers are the same.
      const sampled = checkLink(roster, bareModel(instance), pairsOf(instance), { sampleSeed: 1, fullLimit: 0 });
      expect(sampled.faults.filter(({ code }) => aboutPairs.includes(code))).toEqual([]);
    }),
    { numRuns: 400 },
  );
});

function pairsOf(instance: Instance) {
  const { openings, flows, openingOfSlot, flowOfSlot, startDayOfSlot, endDayOfSlot } = instance;
  return {
    personIds: instance.persons.map(({ id }) => id),
    slots: Array.from({ length: instance.slotCount }, (_, slot) => ({
      openingId: openings[openingOfSlot[slot]!]?.id ?? null,
      flowId: flows[flowOfSlot[slot]!]?.id ?? null,
      startDay: startDayOfSlot[slot]!,
      endDay: endDayOfSlot[slot]!,
    })),
    slotOfPair: instance.slotOfPair,
  };
}

/** The instance's pairs as a model without rows; what is missing elsewhere is not looked at here. */
function bareModel({ persons, firstPairOfPerson, slotOfPair, scoreOfPair, costOfPair }: Instance): Model {
  const [personCount, pairCount] = [persons.length, slotOfPair.length];
  const constraints: Constraints = {
    personCount,
    seatCount: 0,
    pairCount,
    columnCount: pairCount,
    firstPairOfPerson,
    seatOfPair: new Int32Array(pairCount).fill(-1),
    lowerOfPerson: new Int32Array(personCount),
    upperOfPerson: new Int32Array(personCount).fill(1),
    upperOfSeat: new Int32Array(0),
    upperOfExtra: new Float64Array(0),
    rows: noRows,
  };
  return { ...oneTierModel(constraints, scoreOfPair), costOfPair };
}
