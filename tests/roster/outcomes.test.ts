import { describe, expect, it } from 'vitest';
import { rosterFromRecords, type RosterRecords } from '../../src/roster/from-records.js';

type Outcomes = NonNullable<RosterRecords['outcomes']>;

const issuesOf = (outcomes: Outcomes, more: Partial<RosterRecords> = {}) =>
  rosterFromRecords({
    students: [{ id: 'ana', kind: 'staff' }],
    hosts: [{ id: 'h' }, { id: 'i' }],
    openings: [{ id: 'o', hostId: 'h', startDay: '2026-03-02', endDay: '2026-03-08', seats: 1 }],
    outcomes,
    ...more,
  }).issues.map(({ severity, code, file, row, column, maybe }) => [severity, code, file, row, column, maybe]);

describe('outcomes', () => {
  it('say one thing of a placement in all its rows', () => {
    const first = { placement: 't', hostId: 'h', completed: true, statusAfter6: 'employed' } as const;
    expect(issuesOf([first, { placement: 't', hostId: 'h', category: 'work', rating: 80, statusAfter12: 'studying' }])).toEqual([]);
    expect(issuesOf([first, { placement: 't', hostId: 'i' }])).toEqual([['error', 'placement-contradicts', 'outcomes', 2, 'hostId', null]]);
    expect(issuesOf([{ placement: 't', hostId: 'h' }, first, { ...first, completed: false, statusAfter6: 'inactive' }])).toEqual([
      ['error', 'placement-contradicts', 'outcomes', 3, 'completed', null],
      ['error', 'placement-contradicts', 'outcomes', 3, 'statusAfter6', null],
    ]);
    expect(issuesOf([{ placement: 't', hostId: 'h', statusAfter6: 'retired' as 'inactive' }])).toEqual([
      ['error', 'choice-unknown', 'outcomes', 1, 'statusAfter6', null],
    ]);
  });

  it('rate each thing once, and by a row of quality.csv where there are some', () => {
    const rating = { placement: 't', hostId: 'h', category: 'work', indicator: 'tasks', rating: 80 };
    expect(issuesOf([rating, { ...rating, source: 'visit' }])).toEqual([]);
    expect(issuesOf([rating, rating])).toEqual([['error', 'rating-twice', 'outcomes', 2, 'rating', null]]);
    expect(issuesOf([rating], { quality: [{ category: 'work' }] })).toEqual([]);
    expect(issuesOf([rating, { ...rating, placement: 'u' }], { quality: [{ category: 'works' }] })).toEqual([
      ['warning', 'rating-unused', 'outcomes', 1, 'category', 'works'],
    ]);
    expect(issuesOf([{ ...rating, category: 'completed' }])).toEqual([['error', 'category-reserved', 'outcomes', 1, 'category', null]]);
  });

  it('count by rows that are there once, and those of own columns name neither indicator nor source', () => {
    const quality = [{ category: 'work', weight: 2 }, { category: 'work' }, { category: 'after-6', source: 'form' }];
    expect(issuesOf([], { quality })).toEqual([
      ['error', 'rule-twice', 'quality', 2, 'category', null],
      ['error', 'column-unfit', 'quality', 3, 'source', null],
    ]);
  });

  it('are missed where the gate asks for checks that nobody defined', () => {
    const options = { hostGate: { checks: 'rated' } } as const;
    expect(issuesOf([], { quality: [{ category: 'work' }], options })).toEqual([['warning', 'file-missing', 'quality', null, null, null]]);
    expect(issuesOf([], { quality: [{ category: 'work', minimum: 1 }], options })).toEqual([]);
  });
});
