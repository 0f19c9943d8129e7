import { expect, it } from 'vitest';
import { rosterFromRecords, type RosterRecords } from '../../src/roster/from-records.js';

const records: RosterRecords = {
  students: ['a', 'b', 'c'].map((id, k) => ({ id, kind: 'long-term', schoolId: k < 2 ? 'S1' : 'S2' })),
  organisations: [
    { id: 'S1', kind: 'school' },
    { id: 'S2', kind: 'school' },
  ],
  hosts: [{ id: 'H1' }, { id: 'H2' }],
  openings: [{ id: 'o', hostId: 'H1', startDay: '2026-01-01', endDay: '2026-04-30', seats: 3 }],
};
const quotasOf = (quota: NonNullable<RosterRecords['quotas']>[number]) => rosterFromRecords({ ...records, quotas: [quota] });

it('writes a quota out for each value', () => {
  const { roster } = quotasOf({ id: 'Q', maximum: 1, each: ['host'] });
  expect(roster!.quotas.map(({ id, hostId, maximum, each }) => [id, hostId, maximum, each])).toEqual([
    ['Q [host H1]', 'H1', 1, []],
    ['Q [host H2]', 'H2', 1, []],
  ]);
  expect(roster!.sourceRows.quotas).toEqual([1, 1]);
});

it('leaves out combinations that cannot bind', () => {
  const { roster } = quotasOf({ id: 'Q', maximum: 1, each: ['school', 'host'] });
  // S2 has one person only.
  expect(roster!.quotas.map(({ schoolId, hostId }) => `${schoolId} ${hostId}`)).toEqual(['S1 H1', 'S1 H2']);
  expect(quotasOf({ id: 'Q', maximum: 2, each: ['school', 'host'] }).roster!.quotas).toEqual([]);
});

it('keeps a minimum for each value, people or not', () => {
  expect(quotasOf({ id: 'Q', minimum: 1, each: ['host'] }).roster!.quotas).toHaveLength(2);
});

it('refuses what it cannot mean', () => {
  const codesOf = (quota: NonNullable<RosterRecords['quotas']>[number]) => quotasOf(quota).issues.map(({ code }) => code);
  expect(codesOf({ id: 'Q', maximum: 1, hostId: 'H1', each: ['host'] })).toEqual(['each-named']);
  expect(codesOf({ id: 'Q', maximum: 1, each: ['host', 'host'] })).toEqual(['each-twice']);
  expect(codesOf({ id: 'Q', minimum: 1, each: ['school', 'host'] })).toEqual(['each-minimum']);
});
