import { describe, expect, it } from 'vitest';
import { diagnose } from '../../src/desk/doctor/doctor.js';
import { buildInstanceNow } from '../../src/instance/build.js';
import { day, rosterOf, type RosterParts } from '../support/roster.js';

const base: RosterParts = {
  organisations: [{ id: 's', country: 'HR' }],
  students: [
    { id: 'a', senderId: 's', birthDay: day('2000-01-01') },
    { id: 'b', senderId: 's', birthDay: day('2000-01-02') },
  ],
  openings: [{ id: 'o', hostId: 'h', seats: 2, startDay: day('2026-03-02'), endDay: day('2026-06-15'), travelCents: 100_00 }],
};

function findingsOf(parts: RosterParts) {
  const { instance, issues } = buildInstanceNow(rosterOf({ ...base, ...parts }));
  if (instance === null) throw new Error(JSON.stringify(issues));
  const { level, findings } = diagnose(instance, (code) => code);
  return { level, of: (code: string) => findings.find((finding) => finding.code === code)! };
}

describe('doctor', () => {
  it('finds nothing in a sound roster', () => expect(findingsOf({}).level).toBe('green'));

  it('names people without an opening and what refuses them most', () => {
    const students = [{ ...base.students![0]!, kind: 'staff' as const, activity: 'course' as const }, base.students![1]!];
    const found = findingsOf({ students });
    expect(found.level).toBe('red');
    expect(found.of('people-without-opening')).toMatchObject({ level: 'red', items: ['a (mostly: duration)'], count: 1 });
  });

  it('names openings nobody may take', () => {
    const openings = [...base.openings!, { ...base.openings![0]!, id: 'x', languages: [{ language: 'mt', level: 3 as const }] }];
    expect(findingsOf({ openings }).of('openings-without-people')).toMatchObject({ level: 'amber', items: ['x'] });
  });

  it('names hosts that miss what hosts are asked, each with what it misses; says nothing where they are asked nothing', () => {
    const hosts = [
      { id: 'h', quality: 60, tutorNamed: true },
      { id: 'low', quality: 59, tutorNamed: true },
      { id: 'new', quality: 90 },
    ];
    const outcomes = ['h', 'low'].map((hostId, k) => ({ placement: hostId, hostId, category: 'safety', rating: 75 - k }));
    const of = (parts: RosterParts) => findingsOf({ hosts, outcomes, quality: [{ category: 'safety', weight: 0, minimum: 75 }], ...parts });
    const hostGate = { minimumQuality: 60, tutorNamed: true, checks: 'all' as const };
    expect(of({ options: { hostGate } }).of('hosts-refused')).toMatchObject({
      level: 'amber',
      items: ['low (quality 59, 1 check not passed)', 'new (no tutor named, 1 check not made)'],
      count: 2,
    });
    expect(of({ options: { hostGate: { minimumQuality: 59, tutorNamed: false, checks: 'none' } } }).of('hosts-refused').level).toBe(
      'green',
    );
    expect(of({}).of('hosts-refused')).toBeUndefined();
  });

  it('counts seats', () => {
    const short = (seats: number) => findingsOf({ openings: [{ ...base.openings![0]!, seats }] });
    expect(short(2).of('seats-enough').level).toBe('green');
    expect(short(1).of('seats-short')).toMatchObject({ level: 'amber', count: 1 });
  });

  it('sees a quota above its people, one below passes', () => {
    const asking = (minimum: number) => findingsOf({ quotas: [{ id: 'Q', senderId: 's', minimum }] }).of('quota-above-people');
    expect(asking(3)).toMatchObject({ level: 'red', items: ['Q (at least 3)'] });
    expect(asking(2).level).toBe('green');
  });

  it('adds up budgets at the cheapest', () => {
    const withLimit = (limitCents: number) => findingsOf({ budgets: [{ id: 'B', senderId: 's', limitCents }] });
    expect(withLimit(200_00).of('budget-short').level).toBe('green');
    expect(withLimit(199_99).of('budget-short')).toMatchObject({ level: 'amber', items: ['B (at the cheapest 1 of 2 people)'] });
    expect(withLimit(99_99).of('budget-pays-nobody')).toMatchObject({ level: 'red' });
  });

  it('says which groups depend on too few seats', () => {
    const openings = ['x', 'y'].map((id) => ({ ...base.openings![0]!, id, seats: 1, profileIds: [id === 'x' ? '0613' : '1013'] }));
    const students = ['0613', '0613', '1013'].map((profileId, k) => ({ id: `p${k}`, profileId, birthDay: day('2000-01-01') + k }));
    expect(findingsOf({ openings, students }).of('demand-above-supply').items).toContain('profile 0613: 2 people depend on 1 seat');
  });

  it('sees dates outside all projects', () => {
    const projects = (end: string) =>
      findingsOf({ projects: [{ id: 'p', startDay: day('2026-01-01'), endDay: day(end) }] }).of('dates-outside-projects');
    expect(projects('2026-06-15').level).toBe('green');
    expect(projects('2026-06-14')).toMatchObject({ level: 'amber', items: ['opening o (from 2026-03-02)'] });
  });

  it('sees minors whom nobody accompanies, on the first day', () => {
    const born = (iso: string) => findingsOf({ students: [{ id: 'a', birthDay: day(iso) }] }).of('minors-unaccompanied').level;
    expect([born('2008-03-02'), born('2008-03-03')]).toEqual(['green', 'amber']);
  });

  it('sees people who look like one', () => {
    const pair = (sex: 'male' | 'female') =>
      findingsOf({
        students: ['a', 'b'].map((id, k) => ({ id, senderId: 's', birthDay: day('2000-01-01'), sex: k === 0 ? 'female' : sex })),
      }).of('people-twice');
    expect(pair('female')).toMatchObject({ level: 'amber', items: ['a and b'] });
    expect(pair('male').level).toBe('green');
  });
});
