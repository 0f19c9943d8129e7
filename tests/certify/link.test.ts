import { describe, expect, it } from 'vitest';
import { checkLink, checkLinkSliced } from '../../src/certify/link/check.js';
import type { LinkPairs } from '../../src/certify/types.js';
import type { Model } from '../../src/model/types.js';
import { day, rosterOf, type RosterParts } from '../support/roster.js';
import { modelOf, type ModelDraft } from './link-model.js';

const start = day('2026-03-02');
const end = day('2026-05-30');
const options = { sampleSeed: 1, fullLimit: 20_000_000 };

/** Two senders, three learners on a list, a teacher; two openings and a flow. c may not be in o2. */
const parts: RosterParts = {
  organisations: [{ id: 's1' }, { id: 's2' }],
  students: [
    { id: 'a', lot: 1, senderId: 's1', selectionList: 'x', points: 5 },
    { id: 'b', lot: 2, senderId: 's1', selectionList: 'x', points: 9 },
    { id: 'c', lot: 3, senderId: 's2', selectionList: 'y', points: 1, languages: [] },
    { id: 't', lot: 4, kind: 'accompanying', senderId: 's1' },
  ],
  openings: [
    { id: 'o1', hostId: 'h1', startDay: start, endDay: end, seats: 2, perDayCents: 3 },
    { id: 'o2', hostId: 'h1', startDay: start, endDay: end, seats: 1, languages: [{ language: 'en', level: 1 }] },
  ],
  flows: [{ id: 'f1', startDay: start, endDay: end, learnersPerAccompanying: 5, accompanyingCents: 70 }],
};
const speakers = {
  ...parts,
  students: parts.students!.map((student) =>
    student.id === 'a' || student.id === 'b' ? { ...student, languages: [{ language: 'en', level: 2 as const }] } : student,
  ),
};
const slots = [
  { openingId: 'o1', flowId: null, startDay: start, endDay: end },
  { openingId: 'o2', flowId: null, startDay: start, endDay: end },
  { openingId: null, flowId: 'f1', startDay: start, endDay: end },
];
const draft: ModelDraft = {
  slots,
  pairs: [
    [0, 0, 2000, 270],
    [0, 1],
    [1, 0, 2000, 270],
    [1, 1],
    [2, 0, 2000, 270],
    [3, 2, 0, 70],
  ],
  walk: [1, 2, 0],
};

function codes(
  change: (model: Model, pairs: LinkPairs) => { model?: Partial<Model>; pairs?: Partial<LinkPairs> },
  given = draft,
  from: RosterParts = speakers,
): string[] {
  const roster = rosterOf(from);
  const whole = modelOf(roster, given);
  const changed = change(whole.model, whole.pairs);
  const report = checkLink(roster, { ...whole.model, ...changed.model }, { ...whole.pairs, ...changed.pairs }, options);
  return [...new Set(report.faults.map(({ code }) => code))];
}

const none = () => ({});
const set = <T extends Int32Array | Float64Array | Uint8Array>(array: T, index: number, value: number): T => {
  const copy = array.slice() as T;
  copy[index] = value;
  return copy;
};

describe('the model against the records', () => {
  it('passes a model that says what the records say, all pairs looked at, in slices too', async () => {
    const roster = rosterOf(speakers);
    const { model, pairs } = modelOf(roster, draft);
    const report = { faults: [], pairsChecked: 3 * 2 + 1, sampledPeople: null };
    expect(checkLink(roster, model, pairs, options)).toEqual(report);
    expect(await checkLinkSliced(roster, model, pairs, options)).toEqual(report);
  });

  it('shape', () => {
    expect(codes(({ scoreOfPair }) => ({ model: { scoreOfPair: scoreOfPair.slice(1) } }))).toEqual(['shape']);
    expect(codes((_, { slotOfPair }) => ({ pairs: { slotOfPair: set(slotOfPair, 0, 9) } }))).toEqual(['shape']);
    expect(codes(({ firstPairOfPerson }) => ({ model: { firstPairOfPerson: set(firstPairOfPerson, 1, 5) } }))).toEqual(['shape']);
  });

  it('canonical order of people', () => {
    expect(codes((_, { personIds }) => ({ pairs: { personIds: personIds.toReversed() } }))).toEqual(['person-order']);
    expect(codes((_, { personIds }) => ({ pairs: { personIds: personIds.with(1, 'z') } }))).toEqual(['person-order']);
  });

  it('slots', () => {
    expect(codes((_, pairs) => ({ pairs: { slots: pairs.slots.with(0, { ...slots[0]!, endDay: end + 1 }) } }))).toEqual(['slots']);
    expect(codes((_, pairs) => ({ pairs: { slots: [...pairs.slots, slots[2]!] } }))).toEqual(['slots']);
    expect(codes(() => ({ pairs: { slots: [slots[1]!, slots[0]!, slots[2]!] } }))).toEqual(['slots']);
  });

  it('pairs: in order, eligible, none left out', () => {
    expect(codes(none, { ...draft, pairs: [draft.pairs[1]!, draft.pairs[0]!, ...draft.pairs.slice(2)] })).toEqual(['pair-order']);
    expect(codes(none, { ...draft, pairs: [draft.pairs[0]!, draft.pairs[0]!, ...draft.pairs.slice(2)] })).toContain('pair-order');
    expect(codes(none, { ...draft, pairs: [...draft.pairs.slice(0, 5), [2, 1], draft.pairs[5]!] })).toEqual(['pair-ineligible']);
    expect(codes(none, { ...draft, pairs: draft.pairs.toSpliced(1, 1) })).toEqual(['pair-missing']);
    expect(codes(none, { ...draft, pairs: [...draft.pairs.slice(0, 4), [2, 1], draft.pairs[5]!] })).toEqual(
      expect.arrayContaining(['pair-missing', 'pair-ineligible']),
    );
  });

  it('scores and costs', () => {
    expect(codes(({ scoreOfPair }) => ({ model: { scoreOfPair: set(scoreOfPair, 2, 2001) } }))).toEqual(['pair-score']);
    expect(codes(({ costOfPair }) => ({ model: { costOfPair: set(costOfPair, 5, 69) } }))).toEqual(['pair-cost']);
  });

  it('limits of persons and seats', () => {
    expect(codes(({ lowerOfPerson }) => ({ model: { lowerOfPerson: set(lowerOfPerson, 0, 1) } }))).toEqual(['person-limits']);
    expect(codes(({ upperOfPerson }) => ({ model: { upperOfPerson: set(upperOfPerson, 0, 2) } }))).toEqual(['person-limits']);
    expect(codes(({ upperOfSeat }) => ({ model: { upperOfSeat: set(upperOfSeat, 1, 2) } }))).toEqual(['seat']);
    expect(codes(({ seatOfPair }) => ({ model: { seatOfPair: set(seatOfPair, 0, 1) } }))).toEqual(['seat']);
    expect(codes(({ seatOfPair }) => ({ model: { seatOfPair: set(seatOfPair, 0, -1) } }))).toEqual(['seat']);
    expect(codes(({ seatOfPair }) => ({ model: { seatOfPair: set(seatOfPair, 5, 0) } }))).toEqual(['seat']);
  });

  it('counted, optional, walk, groups, applicants, tiers', () => {
    expect(codes(({ countedOfPerson }) => ({ model: { countedOfPerson: set(countedOfPerson, 3, 1) } }))).toEqual(['counted']);
    expect(codes(({ optionalOfPerson }) => ({ model: { optionalOfPerson: set(optionalOfPerson, 3, 0) } }))).toEqual(['optional']);
    expect(codes(({ optionalOfPerson }) => ({ model: { optionalOfPerson: set(optionalOfPerson, 0, 1) } }))).toEqual(['optional']);
    expect(codes(() => ({ model: { walk: Int32Array.of(0, 2, 1) } }))).toEqual(['walk']);
    expect(codes(() => ({ model: { walk: Int32Array.of(1, 2) } }))).toEqual(['walk']);
    expect(codes(() => ({ model: { walk: Int32Array.of(1, 2, 0, 3) } }))).toEqual(['walk']);
    expect(codes(() => ({ model: { groupOfPerson: Int32Array.of(1, 1, 0, -1), applicantsOfGroup: Int32Array.of(1, 2) } }))).toEqual([]);
    expect(codes(() => ({ model: { groupOfPerson: Int32Array.of(0, 1, 1, -1) } }))).toContain('groups');
    expect(codes(() => ({ model: { groupOfPerson: Int32Array.of(-1, 0, 1, -1) } }))).toEqual(['groups']);
    expect(codes(({ applicantsOfGroup }) => ({ model: { applicantsOfGroup: set(applicantsOfGroup, 0, 3) } }))).toEqual(['applicants']);
    expect(codes(({ tiers }) => ({ model: { tiers: tiers.slice(1) } }))).toEqual(['tiers']);
    expect(codes(({ tiers }) => ({ model: { tiers: [{ ...tiers[0]!, giveMillionths: 1 }, ...tiers.slice(1)] } }))).toEqual(['tiers']);
    expect(codes(() => ({ model: { order: 'count-first' as const } }))).toEqual(['tiers']);
  });

  it('columns that stand for nothing', () => {
    expect(codes(({ columnCount }) => ({ model: { columnCount: columnCount + 1, upperOfExtra: Float64Array.of(1) } }))).toEqual([
      'extra-column',
    ]);
    expect(
      codes(({ columnCount, placedColumnOfPerson }) => ({
        model: {
          columnCount: columnCount + 1,
          upperOfExtra: Float64Array.of(1),
          placedColumnOfPerson: set(placedColumnOfPerson, 0, columnCount),
        },
      })),
    ).toEqual(['placed-column']);
  });

  it('a sample beyond the limit: some people whole, the pairs of all', () => {
    const roster = rosterOf(speakers);
    const { model, pairs } = modelOf(roster, { ...draft, pairs: draft.pairs.toSpliced(1, 1) });
    const found = new Set<number>();
    for (let sampleSeed = 0; sampleSeed < 20; sampleSeed++) {
      const report = checkLink(roster, model, pairs, { sampleSeed, fullLimit: 4 });
      expect(report.sampledPeople).toBe(2);
      found.add(report.faults.length);
      expect(checkLink(roster, model, pairs, { sampleSeed, fullLimit: 4 })).toEqual(report);
    }
    expect([...found].sort()).toEqual([0, 1]);
    const wrong = modelOf(roster, { ...draft, pairs: [...draft.pairs.slice(0, 5), [2, 1], draft.pairs[5]!] });
    for (let sampleSeed = 0; sampleSeed < 5; sampleSeed++) {
      expect(checkLink(roster, wrong.model, wrong.pairs, { sampleSeed, fullLimit: 4 }).faults.map(({ code }) => code)).toEqual([
        'pair-ineligible',
      ]);
    }
  });

  it('asks the rules once for equal people and answers as pair by pair: listed pairs, overrides and bans too', () => {
    const listed: RosterParts = {
      ...parts,
      options: { eligible: 'listed' },
      pairs: [
        { studentId: 'c', openingId: 'o2', score: 7, costCents: 9 },
        { studentId: 't', flowId: 'f1' },
      ],
    };
    expect(
      codes(
        none,
        {
          slots,
          walk: [1, 2, 0],
          pairs: [
            [2, 1, 7, 9],
            [3, 2],
          ],
        },
        listed,
      ),
    ).toEqual([]);
    expect(codes(none, { slots, walk: [1, 2, 0], pairs: [[2, 1, 7, 9]] }, listed)).toEqual(['pair-missing']);
    const decided: RosterParts = {
      ...speakers,
      decisions: [
        { studentId: 'c', action: 'override', openingId: 'o2', reason: 'learns fast' },
        { studentId: 'a', action: 'forbid', hostId: 'h1' },
        { studentId: 't', action: 'forbid', flowId: 'f1' },
      ],
    };
    expect(
      codes(
        none,
        {
          slots,
          walk: [1, 2, 0],
          pairs: [
            [1, 0, 2000, 270],
            [1, 1],
            [2, 0, 2000, 270],
            [2, 1],
          ],
        },
        decided,
      ),
    ).toEqual([]);
  });
});
