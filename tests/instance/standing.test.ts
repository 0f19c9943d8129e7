import { describe, expect, it } from 'vitest';
import { compareRanks, rankingOf } from '../../src/certify/rules/standing.js';
import { openBook } from '../../src/certify/rules/book.js';
import { runToEnd } from '../../src/certify/rules/slices.js';
import { formulate } from '../../src/formulate/formulate.js';
import { buildInstanceNow } from '../../src/instance/build.js';
import { compareStandings, standingsOf } from '../../src/instance/standing.js';
import type { Roster } from '../../src/roster/types.js';
import { rosterOf, type RosterParts } from '../support/roster.js';

const mark = (studentId: string, criterionId: string, value: number) => ({ studentId, criterionId, mark: value });
const people = (...ids: string[]) => ids.map((id, lot) => ({ id, lot, selectionList: 'L' }));

/** Ids in the order of the walk, and the same by the witness's own reading. */
function walkOf(parts: RosterParts): string[] {
  const roster: Roster = rosterOf({ ...parts, openings: [{ id: 'o', hostId: 'h', startDay: 100, endDay: 220 }] });
  const { instance } = buildInstanceNow(roster);
  const walk = [...formulate(instance!).walk].map((person) => instance!.persons[person]!.id);
  const { ranks } = rankingOf(runToEnd(openBook(roster)));
  const own = instance!.persons.filter(({ id }) => ranks.has(id)).map(({ id }) => id);
  expect(own.sort((a, b) => compareRanks(ranks.get(a)!, ranks.get(b)!))).toEqual(walk);
  return walk;
}

describe('the order of a selection list', () => {
  const criteria = [
    { id: 'english', weight: 2, tie: 1 },
    { id: 'trade', tie: 2 },
  ];

  it('follows the weighted marks', () => {
    const marks = [mark('a', 'english', 1), mark('b', 'trade', 3)];
    expect(walkOf({ students: people('a', 'b'), criteria, marks })).toEqual(['b', 'a']);
    expect(walkOf({ students: people('a', 'b'), criteria, marks: [mark('a', 'english', 2), mark('b', 'trade', 3)] })).toEqual(['a', 'b']);
  });

  it('decides equal points by the marks in their order, then by lot', () => {
    const even = [mark('a', 'trade', 4), mark('b', 'english', 2), mark('c', 'trade', 4)];
    expect(walkOf({ students: people('a', 'b', 'c'), criteria, marks: even })).toEqual(['b', 'a', 'c']);
  });

  it('takes points that stand in students.csv instead of marks', () => {
    const students = [
      { id: 'a', lot: 0, selectionList: 'L', points: 1 },
      { id: 'b', lot: 1, selectionList: 'L' },
    ];
    expect(walkOf({ students, criteria, marks: [mark('a', 'english', 9), mark('b', 'trade', 2)] })).toEqual(['b', 'a']);
  });

  it('adds the bonus for each round of waiting, once a round', () => {
    const students = people('a', 'b');
    const marks = [mark('a', 'trade', 9), mark('b', 'trade', 4)];
    const history = ['1', '2', '2'].map((round) => ({ studentId: 'b', round }));
    const withBonus = (waitingBonus: number) => walkOf({ students, criteria, marks, history, options: { waitingBonus } });
    expect(withBonus(2)).toEqual(['a', 'b']);
    expect(withBonus(3)).toEqual(['b', 'a']);
    // A round with a place is no waiting.
    expect(walkOf({ students, criteria, marks, history: [{ studentId: 'b', hostId: 'x' }], options: { waitingBonus: 99 } })).toEqual([
      'a',
      'b',
    ]);
  });

  it('is for one list only where the criterion names it', () => {
    const roster = rosterOf({
      students: [...people('a'), { id: 'b', selectionList: 'M' }],
      criteria: [{ id: 'english', list: 'M', minimum: 3 }],
      marks: [mark('a', 'english', 0), mark('b', 'english', 2)],
    });
    const [a, b] = roster.students.map(standingsOf(roster));
    expect(a).toEqual({ points: null, ties: [], isExcluded: false });
    expect(b).toEqual({ points: 2, ties: [], isExcluded: true });
    expect(compareStandings(b!, b!)).toBe(0);
  });
});
