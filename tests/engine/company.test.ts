import { afterAll, describe, expect, it } from 'vitest';
import { createEngine } from '../../src/engine/engine.js';
import { rosterFromRecords, type RosterRecords } from '../../src/roster/from-records.js';

const engine = await createEngine({ transport: 'inline' });
afterAll(() => engine.close());

async function place(records: RosterRecords) {
  const { roster, issues } = rosterFromRecords(records);
  if (roster === null) throw new Error(JSON.stringify(issues));
  return engine.place(roster);
}

/** `person place` of each placement, by person. */
async function planOf(records: RosterRecords): Promise<string[]> {
  const outcome = await place(records);
  if (outcome.status !== 'planned') throw new Error(outcome.status);
  expect(outcome.verdict).toBe('optimal');
  return outcome.placements.map(({ studentId, openingId, flowId }) => `${studentId} ${openingId ?? flowId}`);
}

const dates = { startDay: '2026-03-02', endDay: '2026-04-03' };
const learner = (id: string, more: object = {}) => ({ id, kind: 'short-term' as const, ...more });
const companies = ['g', 'h'].map((id, k) => ({ id, name: id.toUpperCase(), quality: 100 - 50 * k }));

describe('a group with its accompanying person', () => {
  const early = { id: 'early', startDay: '2026-03-02', endDay: '2026-03-29', learnersPerAccompanying: 10 };
  const late = { id: 'late', startDay: '2026-05-04', endDay: '2026-05-31', learnersPerAccompanying: 10 };
  const roster = (group: string | null): RosterRecords => ({
    students: [
      learner('a', { group }),
      learner('b', { group }),
      { id: 't1', kind: 'accompanying', group, availableFromDay: '2026-05-01' },
      { id: 't2', kind: 'accompanying' },
    ],
    hosts: companies,
    flows: [early, late],
    openings: [
      { id: 'x', hostId: 'g', flowId: 'early', seats: 2 },
      { id: 'y', hostId: 'h', flowId: 'late', seats: 2 },
    ],
  });

  it('travels in the journey of that person, and without a group in the better one', async () => {
    expect(await planOf(roster('friends'))).toEqual(['a y', 'b y', 't1 late']);
    expect(await planOf(roster(null))).toEqual(['a x', 'b x', 't2 early']);
  });

  it('that has no journey in common is named', async () => {
    const apart = roster('friends');
    const students = apart.students!.map((student) =>
      student.id === 'a' ? { ...student, availableToDay: '2026-04-01', required: true } : student,
    );
    const outcome = await place({ ...apart, students });
    if (outcome.status !== 'infeasible') throw new Error(outcome.status);
    const words = outcome.conflict!.rules.map((rule) => JSON.stringify(rule)).join('\n');
    expect(words).toMatch(/together/);
    expect(words).toMatch(/\ba\b/);
  });
});

describe('even fill of hosts', () => {
  const roster = (maximum: number | null): RosterRecords => ({
    students: ['a', 'b', 'c', 'd'].map((id) => learner(id, { needsAccompanying: false })),
    hosts: companies,
    openings: companies.map(({ id }) => ({ id: `o-${id}`, hostId: id, ...dates, seats: 4 })),
    quotas: maximum === null ? [] : [{ id: 'even', maximum, each: ['host'] }],
  });
  const countOf = (plan: string[]) => ['o-g', 'o-h'].map((id) => plan.filter((line) => line.endsWith(` ${id}`)).length);

  it('is a maximum for each host; without it the better host fills up', async () => {
    expect(countOf(await planOf(roster(null)))).toEqual([4, 0]);
    expect(countOf(await planOf(roster(3)))).toEqual([3, 1]);
    expect(countOf(await planOf(roster(2)))).toEqual([2, 2]);
  });

  it('may be a minimum for each host', async () => {
    const least = { ...roster(null), quotas: [{ id: 'even', minimum: 1, each: ['host' as const] }] };
    expect(countOf(await planOf(least))).toEqual([3, 1]);
  });
});
