import { describe, expect, it } from 'vitest';
import { formulate, formulateInSlices } from '../../src/formulate/formulate.js';
import { buildInstanceNow } from '../../src/instance/build.js';
import type { Instance } from '../../src/instance/types.js';
import type { Model } from '../../src/model/types.js';
import { day, type RosterParts, rosterOf } from '../support/roster.js';

function instanceOf(parts: RosterParts): Instance {
  const { instance, issues } = buildInstanceNow(rosterOf(parts));
  if (instance === null) throw new Error(JSON.stringify(issues));
  return instance;
}

/** A column in words: `person>opening@start`, or `placed person`. */
function columnName(instance: Instance, model: Model, column: number): string {
  const placed = model.placedColumnOfPerson.indexOf(column);
  if (placed >= 0) return `placed ${instance.persons[placed]!.id}`;
  const person = instance.persons.findIndex((_, k) => column < instance.firstPairOfPerson[k + 1]!);
  const slot = instance.slotOfPair[column]!;
  const target = instance.openings[instance.openingOfSlot[slot]!] ?? instance.flows[instance.flowOfSlot[slot]!];
  return `${instance.persons[person]!.id}>${target?.id}`;
}

/** The side rows in words: `kind keys: lower ≤ sum ≤ upper`, `opens at m` where semi-continuous. */
function rowsOf(parts: RosterParts): string[] {
  const instance = instanceOf(parts);
  const model = formulate(instance);
  return model.rows.labelOfRow.map(({ kind, keys }, row) => {
    const terms: string[] = [];
    for (let entry = model.rows.firstEntryOfRow[row]!; entry < model.rows.firstEntryOfRow[row + 1]!; entry++) {
      terms.push(`${model.rows.coefficientOfEntry[entry]} ${columnName(instance, model, model.rows.columnOfEntry[entry]!)}`);
    }
    const opens = model.rows.minimumToOpenOfRow[row] === 0 ? '' : ` opens at ${model.rows.minimumToOpenOfRow[row]}`;
    return `${[kind, ...keys].join(' ')}: ${model.rows.lowerOfRow[row]} ≤ ${terms.join(' + ')} ≤ ${model.rows.upperOfRow[row]}${opens}`;
  });
}

const [from, to] = [day('2026-03-02'), day('2026-03-29')];
const short = { kind: 'short-term', needsAccompanying: false } as const;
const dates = { startDay: from, endDay: to };
const people = (...ids: string[]) => ids.map((id, lot) => ({ id, lot, ...short }));

describe('rows of a model', () => {
  it('puts the seats of an opening with one variant into a seat row, of several into days', () => {
    const parts: RosterParts = {
      students: people('a', 'b'),
      openings: [
        { id: 'one', hostId: 'h', ...dates, seats: 3 },
        { id: 'window', hostId: 'h', windowFromDay: from, windowToDay: from + 20, lengthDays: 12 },
      ],
    };
    const model = formulate(instanceOf(parts));
    expect(model.seatCount).toBe(1);
    expect([...model.upperOfSeat]).toEqual([3]);
    expect([...model.seatOfPair]).toEqual([0, -1, -1, 0, -1, -1]);
    // Starts on 2 and 9 March; both variants are there on 9 March, so that day says it all.
    expect(rowsOf(parts)).toEqual(['seats-day window 2026-03-09: -Infinity ≤ 1 a>window + 1 a>window + 1 b>window + 1 b>window ≤ 1']);
  });

  it('keeps 31 March and 1 April apart, 31 March and 31 March not', () => {
    const at = (first: string, last: string) => ({ hostId: 'h', startDay: day(first), endDay: day(last) });
    expect(
      rowsOf({
        students: people('a', 'b'),
        hosts: [{ id: 'h', seats: 1 }],
        openings: [
          { id: 'march', ...at('2026-03-02', '2026-03-31') },
          { id: 'april', ...at('2026-04-01', '2026-04-30') },
          { id: 'last', ...at('2026-03-31', '2026-04-12') },
        ],
      }),
    ).toEqual([
      'host-day h 2026-03-31: -Infinity ≤ 1 a>last + 1 a>march + 1 b>last + 1 b>march ≤ 1',
      'host-day h 2026-04-01: -Infinity ≤ 1 a>april + 1 a>last + 1 b>april + 1 b>last ≤ 1',
    ]);
  });

  it('leaves a day out where no more people than seats can be there', () => {
    expect(
      rowsOf({
        students: people('a', 'b'),
        hosts: [{ id: 'h', seats: 2 }],
        openings: [
          { id: 'o', hostId: 'h', ...dates },
          { id: 'q', hostId: 'h', ...dates },
        ],
      }),
    ).toEqual([]);
  });

  it('counts beds of a city and of a flow for all who stay, with the row of a day on which beds go', () => {
    expect(
      rowsOf({
        students: [...people('a', 'b'), { id: 'net', lot: 3, ...short, online: true }, { id: 'teacher', lot: 4, kind: 'accompanying' }],
        flows: [{ id: 'f', ...dates, city: 'Bari', beds: 2, learnersPerAccompanying: 9, accompanyingToName: true }],
        openings: [
          { id: 'o', hostId: 'h', flowId: 'f' },
          { id: 'web', hostId: 'h', flowId: 'f', online: true },
        ],
        lodging: [
          { city: 'BARI ', fromDay: from, toDay: to, beds: 1 },
          { city: 'Bari', fromDay: from, toDay: from + 9, beds: 1 },
        ],
      }),
    ).toEqual([
      'beds-day bari 2026-03-12: -Infinity ≤ 1 a>o + 1 b>o + 1 teacher>f ≤ 1',
      'flow-beds-day f 2026-03-02: -Infinity ≤ 1 a>o + 1 b>o + 1 teacher>f ≤ 2',
    ]);
  });

  it('opens openings and flows from a minimum on, and closes flows at a maximum', () => {
    expect(
      rowsOf({
        students: [...people('a'), { id: 'teacher', lot: 4, kind: 'accompanying' }],
        flows: [{ id: 'f', ...dates, minimum: 3, maximum: 5, learnersPerAccompanying: 9, accompanyingToName: true }],
        openings: [
          { id: 'o', hostId: 'h', flowId: 'f', seats: 4, minimumToOpen: 2 },
          { id: 'q', hostId: 'h', flowId: 'f', minimumToOpen: 1 },
        ],
      }),
    ).toEqual([
      'opening-minimum o 2026-03-02: 0 ≤ 1 a>o ≤ Infinity opens at 2',
      'flow-minimum f: 0 ≤ 1 a>o + 1 a>q ≤ Infinity opens at 3',
      'flow-maximum f: -Infinity ≤ 1 a>o + 1 a>q ≤ 5',
    ]);
  });

  it('asks for accompanying persons over the flow or for each sender', () => {
    const students = [
      { id: 'a', lot: 0, kind: 'short-term', senderId: 's1' },
      { id: 'b', lot: 1, kind: 'short-term', senderId: 's2' },
      { id: 'c', lot: 2, ...short, senderId: 's2' },
      { id: 'teacher', lot: 3, kind: 'accompanying', senderId: 's2' },
      { id: 'net', lot: 4, kind: 'short-term', online: true },
    ] as const;
    const flow = { id: 'f', ...dates, learnersPerAccompanying: 12 } as const;
    const openings = [
      { id: 'o', hostId: 'h', flowId: 'f' },
      { id: 'web', hostId: 'h', flowId: 'f', online: true },
    ];
    expect(rowsOf({ students, openings, flows: [flow] })).toEqual(['accompanying f: -Infinity ≤ 1 a>o + 1 b>o + -12 teacher>f ≤ 0']);
    expect(rowsOf({ students, openings, flows: [{ ...flow, accompanyingScope: 'sender' }] })).toEqual([
      'accompanying f s1: -Infinity ≤ 1 a>o ≤ 0',
      'accompanying f s2: -Infinity ≤ 1 b>o + -12 teacher>f ≤ 0',
    ]);
    expect(rowsOf({ students, openings, flows: [{ ...flow, accompanyingToName: true }] })).toEqual([]);
  });

  it('ties several placements to the column "placed", which a cap counts', () => {
    const next = { startDay: to + 1, endDay: to + 28 };
    const parts: RosterParts = {
      students: [
        { id: 'a', lot: 0, ...short, projectId: 'j', minimum: 2, maximum: 3, required: true },
        { id: 'b', lot: 1, ...short, projectId: 'j' },
        { id: 'teacher', lot: 2, kind: 'accompanying', projectId: 'j' },
      ],
      projects: [{ id: 'j', cap: 1 }],
      flows: [{ id: 'f', ...dates, learnersPerAccompanying: 9, accompanyingToName: true }],
      openings: [
        { id: 'o', hostId: 'h', ...dates },
        { id: 'p', hostId: 'h', startDay: to, endDay: to + 20 },
        { id: 'q', hostId: 'h', ...next },
      ],
    };
    expect(rowsOf(parts)).toEqual([
      'person-overlap a 2026-03-29: -Infinity ≤ 1 a>o + 1 a>p ≤ 1',
      'person-overlap a 2026-03-30: -Infinity ≤ 1 a>p + 1 a>q ≤ 1',
      'placed a lower: 0 ≤ 1 a>o + 1 a>p + 1 a>q + -2 placed a ≤ Infinity',
      'placed a upper: -Infinity ≤ 1 a>o + 1 a>p + 1 a>q + -3 placed a ≤ 0',
      'project-cap j: -Infinity ≤ 1 b>o + 1 b>p + 1 b>q + 1 placed a ≤ 1',
    ]);
    const model = formulate(instanceOf(parts));
    expect([...model.lowerOfPerson]).toEqual([2, 0, 0]);
    expect([...model.upperOfPerson]).toEqual([3, 1, 1]);
    expect([...model.placedColumnOfPerson]).toEqual([7, -1, -1]);
    expect([...model.upperOfExtra]).toEqual([1]);
    expect(model.columnCount).toBe(8);
  });

  it('counts quotas and sums budgets over their scope, a category alone, nothing that costs 0', () => {
    expect(
      rowsOf({
        students: [
          { id: 'a', lot: 0, ...short, sex: 'female', senderId: 's', inclusionCents: 5 },
          { id: 'b', lot: 1, ...short, sex: 'male' },
          { id: 'teacher', lot: 2, kind: 'accompanying' },
        ],
        organisations: [{ id: 'p', kind: 'partner', city: 'Évora', country: 'PT' }],
        hosts: [
          { id: 'h', partnerId: 'p' },
          { id: 'i', city: 'Bari' },
        ],
        flows: [{ id: 'f', ...dates, partnerId: 'p', learnersPerAccompanying: 9, accompanyingToName: true, accompanyingCents: 900 }],
        openings: [
          { id: 'o', hostId: 'h', ...dates, perDayCents: 10, travelCents: 7 },
          { id: 'q', hostId: 'i', ...dates },
        ],
        quotas: [
          { id: 'city', city: ' e\u0301VORA', minimum: 1 },
          { id: 'women', sex: 'female', maximum: 4 },
          { id: 'learners', partnerId: 'p', kind: 'short-term', minimum: 1, maximum: 1 },
        ],
        budgets: [
          { id: 'all', limitCents: 100 },
          { id: 'stay', limitCents: 200, partnerId: 'p', category: 'individual' },
          { id: 'none', limitCents: 0, senderId: 'nobody' },
        ],
      }),
    ).toEqual([
      'quota city: 1 ≤ 1 a>o + 1 b>o + 1 teacher>f ≤ Infinity',
      'quota learners: 1 ≤ 1 a>o + 1 b>o ≤ 1',
      'quota women: -Infinity ≤ 1 a>o + 1 a>q ≤ 4',
      'budget all: -Infinity ≤ 292 a>o + 5 a>q + 287 b>o + 900 teacher>f ≤ 100',
      'budget none: -Infinity ≤  ≤ 0',
      'budget stay: -Infinity ≤ 280 a>o + 280 b>o + 900 teacher>f ≤ 200',
    ]);
  });

  it('keeps people together by flow, else city and dates, and apart by opening', () => {
    expect(
      rowsOf({
        students: [
          { id: 'a', lot: 2, ...short, group: 'g' },
          { id: 'b', lot: 1, ...short, group: 'g' },
        ],
        hosts: [{ id: 'h', city: 'Bari' }],
        flows: [{ id: 'f', ...dates }],
        openings: [
          { id: 'o', hostId: 'h', flowId: 'f' },
          { id: 'q', hostId: 'h', ...dates },
        ],
        decisions: [{ studentId: 'b', otherId: 'a', action: 'apart' }],
        pairs: [{ studentId: 'b', openingId: 'q', forbidden: true }],
      }),
    ).toEqual([
      'together a b city:bari:2026-03-02:2026-03-29: 0 ≤ 1 a>q ≤ 0',
      'together a b flow:f: 0 ≤ -1 b>o + 1 a>o ≤ 0',
      'apart a b opening:o:2026-03-02: -Infinity ≤ 1 b>o + 1 a>o ≤ 1',
      'apart a b opening:q:2026-03-02: -Infinity ≤ 1 a>q ≤ 1',
    ]);
  });

  it('pins, keeps confirmed people and bounds moves', () => {
    expect(
      rowsOf({
        students: people('a', 'b'),
        hosts: [{ id: 'h' }],
        openings: [
          { id: 'o', hostId: 'h', windowFromDay: from, windowToDay: from + 20, lengthDays: 12, seats: 9 },
          { id: 'q', hostId: 'h', ...dates },
        ],
        decisions: [{ studentId: 'a', action: 'pin', hostId: 'h' }],
        plan: [
          { studentId: 'b', openingId: 'o', startDay: from, status: 'confirmed' },
          { studentId: 'a', openingId: 'q', status: 'told' },
        ],
        options: { maximumMoves: 1 },
      }),
    ).toEqual([
      'pin a host h: 1 ≤ 1 a>o + 1 a>o + 1 a>q ≤ Infinity',
      'pin b opening o 2026-03-02: 1 ≤ 1 b>o ≤ Infinity',
      'moves: 1 ≤ 1 a>q + 1 b>o ≤ Infinity',
    ]);
  });
});

describe('people of a model', () => {
  const parts: RosterParts = {
    students: [
      { id: 'low', lot: 1, ...short, selectionList: 'x', points: 5, senderId: 's' },
      { id: 'top', lot: 5, ...short, selectionList: 'x', points: 9, senderId: 's' },
      { id: 'tie', lot: 2, ...short, selectionList: 'x', points: 5, senderId: 'none' },
      { id: 'other', lot: 3, ...short, selectionList: 'y', points: 0, senderId: 't' },
      { id: 'silent', lot: 4, ...short, selectionList: 'y', required: true },
      { id: 'teacher', lot: 0, kind: 'accompanying', selectionList: 'x', points: 99, senderId: 'u' },
      { id: 'must', lot: 9, kind: 'accompanying', required: true },
    ],
    openings: [{ id: 'o', hostId: 'h', ...dates }],
    pairs: [{ studentId: 'tie', openingId: 'o', forbidden: true }],
  };

  it('walks the lists by position, ties by lot', () => {
    const instance = instanceOf(parts);
    expect([...formulate(instance).walk].map((person) => instance.persons[person]!.id)).toEqual(['other', 'top', 'low', 'tie']);
  });

  it('groups counted people by senders that have an eligible pair', () => {
    const instance = instanceOf(parts);
    const model = formulate(instance);
    const byId = Object.fromEntries(instance.persons.map(({ id }, person) => [id, model.groupOfPerson[person]]));
    expect(byId).toEqual({ teacher: -1, low: 0, tie: -1, other: 1, silent: -1, top: 0, must: -1 });
    expect([...model.applicantsOfGroup]).toEqual([2, 1]);
    expect([...model.countedOfPerson]).toEqual([0, 1, 1, 1, 1, 1, 0]);
    expect([...model.optionalOfPerson]).toEqual([1, 0, 0, 0, 0, 0, 0]);
    expect([...model.lowerOfPerson]).toEqual([0, 0, 0, 0, 1, 0, 1]);
    expect(model.tiers[1]).toEqual({ name: 'quality', giveMillionths: 10_000, toleranceMillionths: 0 });
  });

  it('is the same in slices, and whatever the order of the rows in the files', async () => {
    const model = formulate(instanceOf(parts));
    expect(await formulateInSlices(instanceOf(parts))).toEqual(model);
    expect(formulate(instanceOf({ ...parts, students: [...parts.students!].reverse() }))).toEqual(model);
  });
});
