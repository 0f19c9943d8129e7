import fc from 'fast-check';
import { expect, it } from 'vitest';
import { checkLink } from '../../src/certify/link/check.js';
import { checkPlan } from '../../src/certify/plan/check.js';
import type { LinkPairs } from '../../src/certify/types.js';
import { formulate } from '../../src/formulate/formulate.js';
import { buildInstanceNow } from '../../src/instance/build.js';
import type { Instance } from '../../src/instance/types.js';
import type { Model } from '../../src/model/types.js';
import { costCategories, personKinds } from '../../src/roster/types.js';
import { day, type RosterParts, rosterOf } from '../support/roster.js';

/** Rosters in which all pairs are easy and all rows over many pairs are drawn: days, flows, counts, money, bonds, pins, moves. */
const first = day('2026-03-02');
const maybe = <T>(...values: T[]) => fc.constantFrom<T | null>(null, ...values);
const sometimes = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { freq: 2 });
const small = fc.integer({ min: 0, max: 3 });
const studentIds = ['a0', 'a1', 'a2', 'a3', 'a4', 'a5'];
const openingIds = ['o0', 'o1', 'o2', 'o3'];
const student = fc.record({
  kind: fc.constantFrom('graduate', 'graduate', 'short-term', 'staff', 'accompanying'),
  online: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
  senderId: maybe('s1', 's2'),
  schoolId: maybe('sc'),
  projectId: maybe('p1'),
  profileId: maybe('0611'),
  sex: maybe('female', 'male'),
  fewerOpportunities: fc.boolean(),
  needsAccompanying: fc.boolean(),
  group: maybe(null, null, 'g'),
  limits: fc.constantFrom([1, 1], [1, 1], [1, 1], [1, 2], [2, 2], [0, 1], [2, 3]),
  required: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
  inclusionCents: fc.constantFrom(0, 500),
  lot: maybe(1, 2),
  selectionList: maybe('x', 'y'),
  points: sometimes(small),
});
const dates = fc.oneof(
  fc
    .record({ startDay: fc.constantFrom(first, first + 5, first + 14), length: fc.constantFrom(10, 15) })
    .map(({ startDay, length }) => ({ startDay, endDay: startDay + length - 1 })),
  fc
    .record({ windowFromDay: fc.constantFrom(first, first + 3), rest: fc.constantFrom(0, 7, 14, 21) })
    .map(({ windowFromDay, rest }) => ({ windowFromDay, lengthDays: 10, windowToDay: windowFromDay + 9 + rest })),
  fc.constant({ flowId: 'f1' }),
);
const opening = fc.record({
  hostId: fc.constantFrom('h1', 'h2'),
  flowId: maybe('f1', 'f2'),
  seats: small,
  minimumToOpen: small,
  online: fc.integer({ min: 0, max: 5 }).map((n) => n === 0),
  travelCents: fc.constantFrom(0, 100),
  perDayCents: fc.constantFrom(0, 7),
  courseCents: fc.constantFrom(0, 11),
});
const host = fc.record({
  partnerId: maybe('pa'),
  city: maybe('Porto', ' porto', 'VIGO'),
  country: maybe('ES', 'PT'),
  seats: sometimes(small),
});
const flow = fc.record({
  partnerId: maybe('pa'),
  city: maybe('Porto', 'Vigo'),
  country: maybe('ES'),
  minimum: small,
  maximum: sometimes(small),
  beds: sometimes(small),
  learnersPerAccompanying: maybe(1, 2),
  accompanyingScope: fc.constantFrom('flow' as const, 'sender' as const),
  accompanyingToName: fc.boolean(),
  accompanyingCents: fc.constantFrom(0, 70),
});
const scope = fc.record({
  senderId: maybe(null, null, 's1'),
  schoolId: maybe(null, null, 'sc'),
  projectId: maybe(null, null, 'p1'),
  partnerId: maybe(null, null, 'pa'),
  hostId: maybe(null, null, 'h1'),
  openingId: maybe(null, null, null, 'o0'),
  flowId: maybe(null, null, 'f1'),
  kind: maybe(null, null, ...personKinds),
});
const quota = fc.record({
  minimum: fc.constantFrom(0, 0, 1),
  maximum: sometimes(small),
  scope,
  profileId: maybe(null, null, '0611'),
  country: maybe(null, null, 'ES'),
  city: maybe(null, null, 'porto'),
  sex: maybe(null, null, 'female'),
  fewerOpportunities: maybe(null, null, true, false),
});
const budget = fc.record({ limitCents: fc.constantFrom(0, 100, 300), scope, category: maybe(null, null, ...costCategories) });
const lodging = fc.record({
  city: fc.constantFrom('Porto', 'Vigo'),
  fromDay: fc.constantFrom(first - 9, first + 6),
  rest: fc.constantFrom(5, 40),
  beds: small,
});
const decision = fc.record({
  studentId: fc.constantFrom(...studentIds.slice(0, 3)),
  otherId: fc.constantFrom(...studentIds.slice(3)),
  openingId: fc.constantFrom(...openingIds),
  action: fc.constantFrom('pin', 'together', 'apart', 'override'),
  target: fc.constantFrom('opening', 'host', 'flow'),
  scope: maybe('opening', 'host', 'flow', 'city'),
});
const planRow = fc.record({
  studentId: fc.constantFrom(...studentIds),
  openingId: fc.constantFrom(...openingIds),
  status: fc.constantFrom('proposed', 'told', 'proposed', 'told', 'confirmed'),
});

const rosterParts: fc.Arbitrary<RosterParts> = fc
  .record({
    students: fc.array(student, { minLength: 1, maxLength: 6 }),
    openings: fc.array(fc.tuple(opening, dates), { minLength: 1, maxLength: 4 }),
    hosts: fc.tuple(host, host),
    flows: fc.tuple(flow, flow),
    cap: sometimes(small),
    quotas: fc.array(quota, { maxLength: 3 }),
    budgets: fc.array(budget, { maxLength: 3 }),
    lodging: fc.array(lodging, { maxLength: 3 }),
    decisions: fc.uniqueArray(decision, {
      selector: ({ studentId, otherId, action }) => (action === 'pin' ? studentId : `${studentId} ${otherId}`),
      maxLength: 2,
    }),
    plan: fc.uniqueArray(planRow, { selector: ({ studentId }) => studentId, maxLength: 3 }),
    maximumMoves: sometimes(small),
    order: fc.constantFrom('rank-first' as const, 'count-first' as const),
  })
  .map((drawn): RosterParts => {
    const ids = drawn.students.map((_, i) => studentIds[i]!);
    const known = new Set([...ids, ...drawn.openings.map((_, i) => openingIds[i]!)]);
    return {
      students: drawn.students.map(({ limits, ...fields }, i) => ({
        id: studentIds[i]!,
        ...fields,
        kind: fields.kind as 'staff',
        sex: fields.sex as 'male' | null,
        minimum: limits[0]!,
        maximum: limits[1]!,
      })),
      openings: drawn.openings.map(([fields, when], i) => ({ id: openingIds[i]!, ...fields, ...when })),
      hosts: drawn.hosts.map((fields, i) => ({ id: `h${i + 1}`, ...fields })),
      flows: drawn.flows.map((fields, i) => ({ id: `f${i + 1}`, startDay: first, endDay: first + 12, ...fields })),
      organisations: [{ id: 's1' }, { id: 's2' }, { id: 'sc', kind: 'school' }, { id: 'pa', kind: 'partner', city: 'Vigo', country: 'ES' }],
      projects: [{ id: 'p1', cap: drawn.cap }],
      quotas: drawn.quotas.map(({ scope: own, ...fields }, i) => ({ id: `q${i}`, ...own, ...fields, sex: fields.sex as 'female' | null })),
      budgets: drawn.budgets.map(({ scope: own, ...fields }, i) => ({ id: `b${i}`, ...own, ...fields })),
      lodging: drawn.lodging.map(({ rest, ...fields }) => ({ ...fields, toDay: fields.fromDay + rest })),
      decisions: drawn.decisions
        .filter(
          ({ studentId, otherId, openingId, action }) =>
            known.has(studentId) && (action === 'pin' || action === 'override' ? known.has(openingId) : known.has(otherId)),
        )
        .map(({ studentId, otherId, openingId, action, target, scope: place }) =>
          action === 'pin'
            ? {
                studentId,
                action: 'pin',
                openingId: target === 'opening' ? openingId : null,
                hostId: target === 'host' ? 'h1' : null,
                flowId: target === 'flow' ? 'f1' : null,
              }
            : action === 'override'
              ? { studentId, action: 'override', openingId, reason: 'agreed' }
              : { studentId, action: action as 'together', otherId, scope: place as 'host' | null },
        ),
      plan: drawn.plan
        .filter(({ studentId, openingId }) => known.has(studentId) && known.has(openingId))
        .map((row) => {
          const teacher = drawn.students[studentIds.indexOf(row.studentId)]!.kind === 'accompanying';
          return {
            studentId: row.studentId,
            openingId: teacher ? null : row.openingId,
            flowId: teacher ? 'f1' : null,
            status: row.status as 'told',
          };
        }),
      options: { maximumMoves: drawn.maximumMoves, order: drawn.order },
    };
  });

let built = 0;
let valid = 0;

it('a formulated model agrees with the records, row by row', () => {
  fc.assert(
    fc.property(rosterParts, (parts) => {
      const roster = rosterOf(parts);
      const { instance } = buildInstanceNow(roster);
      if (instance === null) return;
      built++;
      expect(checkLink(roster, formulate(instance), pairsOf(instance), { sampleSeed: 1, fullLimit: 20_000_000 }).faults).toEqual([]);
    }),
    { numRuns: Number(process.env.RUNS ?? 300) },
  );
  expect(built).toBeGreaterThan(100);
});

it('a set of pairs keeps all rows of the model where the plan keeps all rules of the roster', () => {
  fc.assert(
    fc.property(rosterParts, fc.infiniteStream(fc.integer({ min: 0, max: 2 })), (parts, picks) => {
      const roster = rosterOf(parts);
      const { instance } = buildInstanceNow(roster);
      if (instance === null) return;
      const model = formulate(instance);
      const pairs = pairsOf(instance);
      const chosen = [...pairs.slotOfPair.keys()].filter(() => picks.next().value === 0);
      const placements = chosen.map((pair) => {
        const slot = pairs.slots[pairs.slotOfPair[pair]!]!;
        return { ...slot, flowId: slot.openingId === null ? slot.flowId : null, studentId: pairs.personIds[personOf(model, pair)]! };
      });
      // A person who is nowhere needed breaks no row; everything else a plan may break is one.
      const faults = checkPlan(roster, placements).faults.filter(({ code }) => code !== 'accompanying-idle');
      if (faults.length === 0) valid++;
      expect([keepsRows(model, chosen), faults]).toEqual([faults.length === 0, faults]);
    }),
    { numRuns: Number(process.env.RUNS ?? 300) },
  );
  expect(valid).toBeGreaterThan(5);
});

function personOf(model: Model, pair: number): number {
  return model.firstPairOfPerson.findLastIndex((start, person) => person < model.personCount && start <= pair);
}

/** All rows, by the columns of the chosen pairs; a column "placed" is 1 where its person has a pair. */
function keepsRows(model: Model, chosen: readonly number[]): boolean {
  const x = new Float64Array(model.columnCount);
  const ofPerson = new Float64Array(model.personCount);
  const ofSeat = new Float64Array(model.seatCount);
  for (const pair of chosen) {
    const person = personOf(model, pair);
    x[pair] = 1;
    ofPerson[person]!++;
    if (model.seatOfPair[pair]! >= 0) ofSeat[model.seatOfPair[pair]!]!++;
    if (model.placedColumnOfPerson[person]! >= 0) x[model.placedColumnOfPerson[person]!] = 1;
  }
  const { rows } = model;
  return (
    ofPerson.every((sum, person) => sum >= model.lowerOfPerson[person]! && sum <= model.upperOfPerson[person]!) &&
    ofSeat.every((sum, seat) => sum <= model.upperOfSeat[seat]!) &&
    rows.labelOfRow.every((_, row) => {
      let sum = 0;
      for (let entry = rows.firstEntryOfRow[row]!; entry < rows.firstEntryOfRow[row + 1]!; entry++)
        sum += rows.coefficientOfEntry[entry]! * x[rows.columnOfEntry[entry]!]!;
      const opens = rows.minimumToOpenOfRow[row]!;
      return sum >= rows.lowerOfRow[row]! && sum <= rows.upperOfRow[row]! && (opens === 0 || sum === 0 || sum >= opens);
    })
  );
}

function pairsOf(instance: Instance): LinkPairs {
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
