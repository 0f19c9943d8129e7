import { describe, expect, it } from 'vitest';
import { explanationsOf } from '../../src/report/explanations.js';
import { toExplain } from '../../src/report/outputs.js';
import { selectionOf } from '../../src/report/selection.js';
import type { PlannedOutcome } from '../../src/report/outcome.js';
import type { Roster } from '../../src/roster/types.js';
import { fakeOutcome, fakeRoster } from './fake.js';

type Line = { readonly student: string; readonly status: string; readonly selection: object | null } & {
  readonly [field: string]: unknown;
};

function linesOf(outcome: PlannedOutcome, roster: Roster): Line[] {
  return [...explanationsOf(toExplain(outcome, roster, selectionOf(outcome, roster)))]
    .join('')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
}

const roster = fakeRoster();
const outcome = fakeOutcome(roster);

describe('facts for letters', () => {
  it('has a line for everybody, by id, with the facts of their own', () => {
    const lines = linesOf(outcome, roster);
    expect(lines.map(({ student }) => student)).toEqual(roster.students.map(({ id }) => id).sort());
    const row = outcome.placements[0]!;
    expect(lines.find(({ student }) => student === row.studentId)).toMatchObject({
      status: 'placed',
      placements: [{ opening: row.openingId, score: row.score, parts: row.parts, wishRank: row.wishRank }],
      otherOpenings: row.eligible - 1,
    });
    const unplaced = outcome.unplaced[0]!;
    expect(lines.find(({ student }) => student === unplaced.studentId)).toMatchObject({
      status: 'unplaced',
      statement: unplaced.statement,
      openingsAllowed: unplaced.eligible,
    });
  });

  it('names nobody else', () => {
    for (const line of linesOf(outcome, roster)) {
      const values = JSON.stringify(line)
        .match(/"[^"]*"/g)!
        .map((text) => text.slice(1, -1));
      expect(values.filter((value) => value !== line.student && roster.students.some(({ id }) => id === value))).toEqual([]);
    }
  });

  it('tells numbers of a list only where each of its groups is empty or has five people', () => {
    const learners = roster.students.filter(({ kind }) => kind !== 'accompanying');
    const withList = (size: number, placed: number): Line => {
      const ids = new Set(learners.slice(0, size).map(({ id }) => id));
      const listed = {
        ...roster,
        students: roster.students.map((one) => (ids.has(one.id) ? { ...one, selectionList: 'L', points: 7 } : one)),
      };
      const [one] = outcome.placements;
      const placements = [...ids].slice(0, placed).map((studentId) => ({ ...one!, studentId }));
      const unplaced = roster.students
        .filter(({ id }) => !placements.some((row) => row.studentId === id))
        .map(({ id, kind }) => ({ studentId: id, kind, senderId: null, statement: 'taken' as const, refusals: {}, eligible: 1 }));
      return linesOf({ ...outcome, placements, unplaced }, listed).find(({ student }) => ids.has(student))!;
    };
    expect(withList(10, 5).selection).toEqual({ list: 'L', points: 7, people: 10, placed: 5 });
    expect(withList(10, 10).selection).toEqual({ list: 'L', points: 7, people: 10, placed: 10 });
    expect(withList(9, 5).selection).toEqual({ list: 'L', points: 7, people: null, placed: null });
    expect(withList(9, 4).selection).toEqual({ list: 'L', points: 7, people: null, placed: null });
  });
});
