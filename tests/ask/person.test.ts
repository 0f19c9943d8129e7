import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { changed } from '../../src/ask/changes.js';
import { openDeskOf } from '../../src/ask/desk.js';
import { createEngine } from '../../src/engine/engine.js';
import { linkPairsOf } from '../../src/engine/rows.js';
import { formulate } from '../../src/formulate/formulate.js';
import { buildInstanceNow } from '../../src/instance/build.js';
import type { Roster } from '../../src/roster/types.js';
import type { ForcedAnswer } from '../../src/solution/answers.js';
import { legalPlans } from '../support/brute.js';
import { day, rosterOf } from '../support/roster.js';
import { dates, type SmallSeed, smallParts } from '../support/small-roster.js';

const engine = await createEngine({ transport: 'inline', workers: 1 });
afterAll(() => engine.close());

interface Seed extends SmallSeed {
  readonly cents: number;
}

/** Up to five people, three openings, seats, a budget, a quota, a minimum to open, some with lists. */
function smallRoster(seed: Seed): Roster {
  return rosterOf({
    ...smallParts(seed, seed.seats.length),
    budgets: [{ id: 'b', limitCents: seed.cents, senderId: 's' }],
    options: { eligible: 'listed' },
  });
}

const rosters = fc
  .record({
    scores: fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 7, maxLength: 15 }),
    points: fc.array(fc.option(fc.integer({ min: 1, max: 50 })), { minLength: 3, maxLength: 5 }),
    seats: fc.array(fc.integer({ min: 1, max: 2 }), { minLength: 2, maxLength: 3 }),
    cents: fc.integer({ min: 200, max: 900 }),
    minimum: fc.constantFrom(0, 2),
  })
  .map(smallRoster);

async function planned(roster: Roster) {
  const outcome = await engine.place(roster);
  if (outcome.status !== 'planned') throw new Error(outcome.status);
  expect(outcome.verdict).toBe('optimal');
  const opened = await engine.openDesk(roster, outcome);
  if (opened.status === 'refused') throw new Error(JSON.stringify(opened.issues));
  return { outcome, desk: opened.answer };
}

/** What enumeration says of placing a person among these pairs. */
function enumerated(roster: Roster, studentId: string, openingId: string | null, placedIds: ReadonlySet<string>) {
  const { instance } = buildInstanceNow(roster);
  const model = formulate(instance!);
  const person = instance!.persons.findIndex(({ id }) => id === studentId);
  const desk = openDeskOf(instance!, model, linkPairsOf(instance!), new Int32Array(0));
  const fits = (pair: number): boolean =>
    pair >= model.firstPairOfPerson[person]! &&
    pair < model.firstPairOfPerson[person + 1]! &&
    (openingId === null || instance!.openings[instance!.openingOfSlot[instance!.slotOfPair[pair]!]!]!.id === openingId);
  const plans = legalPlans(model).filter((plan) => plan.pairs.some(fits));
  if (plans.length === 0) return null;
  const count = (plan: { readonly isPlaced: readonly boolean[] }): number => plan.isPlaced.filter(Boolean).length;
  const most = Math.max(...plans.map(count));
  const before = [...placedIds]
    .map((id) => instance!.persons.findIndex((student) => student.id === id))
    .filter((other) => other !== person && desk.rankOfPerson[other]! >= 0)
    .filter((other) => desk.rankOfPerson[person]! < 0 || desk.rankOfPerson[other]! < desk.rankOfPerson[person]!);
  const all = [...placedIds].map((id) => instance!.persons.findIndex((student) => student.id === id)).filter((other) => other !== person);
  const keeps = plans.filter((plan) => all.every((other) => plan.isPlaced[other]));
  const others = placedIds.size - (placedIds.has(studentId) ? 1 : 0) - (most - 1);
  const among = others <= 0 && keeps.length > 0 ? keeps : plans.filter((plan) => count(plan) >= most);
  return {
    others,
    order: model.walk.length === 0 ? null : plans.some((plan) => before.every((other) => plan.isPlaced[other])) ? 'kept' : 'broken',
    score: Math.max(...among.map((plan) => plan.pairs.reduce((sum, pair) => sum + model.scoreOfPair[pair]!, 0))),
  };
}

function expectSame(answer: ForcedAnswer, want: ReturnType<typeof enumerated>): void {
  if (want === null) {
    expect(answer.outcome).toBe('impossible');
    return;
  }
  expect(answer).toMatchObject({
    outcome: 'possible',
    othersOut: { least: want.others, most: want.others },
    order: want.order,
    score: { found: want.score, atMost: want.score },
  });
}

describe('a forced place', () => {
  it('costs what enumeration says, for everybody and every opening', async () => {
    await fc.assert(
      fc.asyncProperty(rosters, async (roster) => {
        const { outcome, desk } = await planned(roster);
        const placedIds = new Set(outcome.placements.map(({ studentId }) => studentId));
        for (const { id } of roster.students) {
          const whole = await desk.explain({ student: id });
          if (whole.status === 'refused') throw new Error('refused');
          expect(whole.answer.status).toBe(placedIds.has(id) ? 'placed' : 'unplaced');
          if (whole.answer.anywhere !== null) expectSame(whole.answer.anywhere, enumerated(roster, id, null, placedIds));
          for (const opening of roster.openings) {
            const asked = await desk.explain({ student: id, opening: opening.id });
            if (asked.status === 'refused') throw new Error('refused');
            const { status, forced } = asked.answer.opening!;
            if (status === 'eligible') expectSame(forced!, enumerated(roster, id, opening.id, placedIds));
          }
        }
      }),
      { numRuns: 12, seed: 6 },
    );
  });
});

describe('changes that get somebody in', () => {
  it('keep what they promise when they are made and all is planned again; a cent less does not', async () => {
    let promises = 0;
    await fc.assert(
      fc.asyncProperty(rosters, async (roster) => {
        const { outcome, desk } = await planned(roster);
        for (const { studentId } of outcome.unplaced) {
          const asked = await desk.explain({ student: studentId }, { changes: true });
          if (asked.status === 'refused') throw new Error('refused');
          const student = roster.students.find(({ id }) => id === studentId)!;
          for (const { change, also, openingId } of asked.answer.changes ?? []) {
            promises++;
            const grown = also === null ? roster : changed(roster, student, also);
            const again = await planned(changed(grown, student, change));
            expect(again.outcome.placements.find((row) => row.studentId === studentId)).toMatchObject({ openingId });
            for (const alone of also === null ? [] : [grown, changed(roster, student, change)])
              expect((await planned(alone)).outcome.placements.some((row) => row.studentId === studentId)).toBe(false);
            if (change.kind !== 'budget' || change.byCents === 1) continue;
            const less = await planned(changed(grown, student, { ...change, byCents: change.byCents - 1 }));
            expect(less.outcome.placements.some((row) => row.studentId === studentId)).toBe(false);
          }
        }
      }),
      { numRuns: 10, seed: 3 },
    );
    expect(promises).toBeGreaterThan(5);
  });

  it('name the language level, the days and the exception that rules ask for', async () => {
    const roster = rosterOf({
      students: [
        { id: 'tongue', languages: [{ language: 'it', level: 2 }] },
        { id: 'late', languages: [{ language: 'it', level: 4 }], availableFromDay: day('2026-03-06'), availableToDay: day('2026-04-03') },
        { id: 'trade', languages: [{ language: 'it', level: 4 }], profileId: '0913' },
      ],
      openings: [{ id: 'o', hostId: 'h', ...dates, seats: 3, languages: [{ language: 'it', level: 3 }], profileIds: [] }],
      options: { durations: {} },
    });
    const asked = async (id: string, read = roster) => {
      const { desk } = await planned(read);
      const found = await desk.explain({ student: id }, { changes: true });
      return found.status === 'answered' ? found.answer.changes?.map(({ change }) => change) : null;
    };
    expect(await asked('tongue')).toEqual([{ kind: 'language', language: 'it', level: 3 }]);
    expect(await asked('late')).toEqual([{ kind: 'window', days: 7 }]);
    const narrow = { ...roster, openings: roster.openings.map((opening) => ({ ...opening, profileIds: ['0413'] })) };
    expect(await asked('trade', narrow)).toEqual([{ kind: 'exception', openingId: 'o' }]);
  });
});

describe('two changes at once', () => {
  const students = [
    {
      id: 'both',
      languages: [{ language: 'it', level: 2 as const }],
      availableFromDay: day('2026-03-06'),
      availableToDay: day('2026-04-03'),
    },
  ];
  const opening = { id: 'o', hostId: 'h', ...dates, languages: [{ language: 'it', level: 3 as const }] };
  const first = (read: Roster): Promise<unknown> =>
    planned(read)
      .then(({ desk }) => desk.explain({ student: 'both' }, { changes: true }))
      .then((found) => (found.status === 'answered' ? found.answer.changes?.map(({ change, also }) => [change, also]) : null));

  it('are told where no single one helps: days and a language, each needed', async () => {
    const roster = rosterOf({ students, openings: [{ ...opening, seats: 1 }], options: { durations: {} } });
    const pair = [
      { kind: 'window', days: 7 },
      { kind: 'language', language: 'it', level: 3 },
    ];
    expect(await first(roster)).toEqual([pair]);
    const alone = await planned(changed(roster, roster.students[0]!, { kind: 'window', days: 7 }));
    expect(alone.outcome.placements).toEqual([]);
  });

  it('are told of a language and a seat, and of a seat and the least money', async () => {
    const holder = { id: 'holder', languages: [{ language: 'it', level: 4 as const }], required: true };
    const taken = rosterOf({
      students: [{ id: 'both', languages: [{ language: 'it', level: 2 as const }] }, holder],
      openings: [{ ...opening, seats: 1 }],
      options: { durations: {} },
    });
    expect(await first(taken)).toEqual([
      [
        { kind: 'language', language: 'it', level: 3 },
        { kind: 'opening-seats', openingId: 'o', by: 1 },
      ],
    ]);
    const poor = rosterOf({
      organisations: [{ id: 's', kind: 'sender' as const }],
      students: [
        { id: 'both', senderId: 's' },
        { id: 'holder', senderId: 's', required: true },
      ],
      openings: [{ id: 'o', hostId: 'h', ...dates, seats: 1, travelCents: 30_000 }],
      budgets: [{ id: 'b', limitCents: 45_000, senderId: 's' }],
      options: { durations: {} },
    });
    expect(await first(poor)).toEqual([
      [
        { kind: 'budget', budgetId: 'b', byCents: 15_000, smallest: true },
        { kind: 'opening-seats', openingId: 'o', by: 1 },
      ],
    ]);
  });
});

describe('questions that cannot be asked', () => {
  it('are refused with the reason', async () => {
    const roster = rosterOf({ students: [{ id: 'a' }], openings: [{ id: 'o', hostId: 'h', ...dates }], options: { durations: {} } });
    const { desk, outcome } = await planned(roster);
    expect(await desk.explain({ student: 'x' })).toMatchObject({
      status: 'refused',
      issues: [{ code: 'id-unknown', file: 'students.csv' }],
    });
    expect(await desk.explain({ student: 'a', opening: 'x' })).toMatchObject({ status: 'refused', issues: [{ file: 'openings.csv' }] });
    const twice = [...outcome.placements, ...outcome.placements];
    expect(await engine.openDesk(roster, { placements: twice })).toMatchObject({ status: 'refused' });
  });
});
