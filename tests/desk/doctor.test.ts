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

  it('counts an opening with several dates as often as it takes people, one after the other', () => {
    const openings = [
      {
        id: 'o',
        hostId: 'h',
        seats: 1,
        startDay: null,
        endDay: null,
        windowFromDay: day('2026-03-02'),
        windowToDay: day('2026-08-30'),
        lengthDays: 91,
      },
    ];
    const twice = findingsOf({ openings });
    expect([twice.of('seats-enough')?.text, twice.of('demand-met')?.level]).toEqual(['2 seats for 2 people.', 'green']);
  });

  it('is red where people who must be placed share too few seats, amber where they need not', () => {
    const opening = (id: string) => ({ ...base.openings![0]!, id, seats: 1, profileIds: [id === 'x' ? '0613' : '1013'] });
    const people = (required: boolean, ...profiles: string[]) =>
      profiles.map((profileId, k) => ({ id: `p${k}`, profileId, required, birthDay: day('2000-01-01') + k }));
    const of = (required: boolean) => findingsOf({ openings: ['x', 'y'].map(opening), students: people(required, '0613', '0613', '1013') });
    expect(of(true).of('required-above-seats')).toMatchObject({
      level: 'red',
      items: ['2 people, 1 seat in x: p0, p1'],
      advice: expect.stringContaining('required'),
    });
    expect([of(false).level, of(false).of('required-above-seats').level]).toEqual(['amber', 'green']);
  });

  it('finds a seat for everybody who must be placed by moving others, and joins what is short together', () => {
    const openings = ['x', 'y', 'z'].map((id) => ({ ...base.openings![0]!, id, seats: 1 }));
    const pairs = (...listed: string[]) => listed.map((pair) => ({ studentId: pair[0]!, openingId: pair[1]!, score: 1, costCents: 0 }));
    const of = (...listed: string[]) =>
      findingsOf({
        openings,
        students: [...new Set(listed.map((pair) => pair[0]!))].map((id, k) => ({ id, required: true, birthDay: day('2000-01-01') + k })),
        pairs: pairs(...listed),
        options: { eligible: 'listed' },
      }).of('required-above-seats');
    expect(of('ax', 'ay', 'bx', 'bz', 'cx').level).toBe('green');
    expect(of('ax', 'bx', 'cx', 'cy', 'dy', 'ey', 'fz').items).toEqual(['5 people, 2 seats in x, y: a, b, c, d, e']);
  });

  it('sees caps, beds and hosts with fewer places than people who can go nowhere else', () => {
    const of = (parts: RosterParts) => findingsOf(parts).of('limits-short');
    const city = [{ id: 'h', city: 'Bologna', country: 'IT' }];
    const lodging = (beds: number) => [{ city: 'bologna', fromDay: day('2026-03-01'), toDay: day('2026-06-30'), beds }];
    expect(of({ hosts: city, lodging: lodging(2) }).level).toBe('green');
    expect(of({ hosts: city, lodging: lodging(1) })).toMatchObject({
      level: 'amber',
      items: ['city bologna on 2026-03-02: 2 people depend on 1 bed'],
    });
    const students = base.students!.map((student) => ({ ...student, required: true }));
    expect(of({ students, hosts: city, lodging: lodging(1) })).toMatchObject({
      level: 'red',
      items: [expect.stringContaining('2 of them must be placed')],
    });
    expect(of({ hosts: [{ id: 'h', seats: 1 }] }).items).toEqual(['host h on 2026-03-02: 2 people depend on 1 seat']);
    const inProject = base.students!.map((student) => ({ ...student, projectId: 'P' }));
    expect(of({ students: inProject, projects: [{ id: 'P', cap: 1 }] }).items).toEqual(['project P: 2 people depend on 1 place']);
    const flow = { id: 'F', startDay: day('2026-03-02'), endDay: day('2026-06-15'), beds: 1, maximum: 1 };
    const openings = [{ ...base.openings![0]!, flowId: 'F' }];
    expect(of({ openings, flows: [flow] }).items).toEqual([
      'flow F on 2026-03-02: 2 people depend on 1 bed',
      'flow F: 2 people depend on 1 place',
    ]);
  });

  it('sees a quota above its people, one below passes', () => {
    const asking = (minimum: number) => findingsOf({ quotas: [{ id: 'Q', senderId: 's', minimum }] }).of('quota-above-people');
    expect(asking(3)).toMatchObject({ level: 'red', items: ['Q (at least 3; 2 possible)'] });
    expect(asking(2).level).toBe('green');
  });

  it('adds up budgets at the cheapest', () => {
    const withLimit = (limitCents: number) => findingsOf({ budgets: [{ id: 'B', senderId: 's', limitCents }] });
    expect(withLimit(200_00).of('budget-short').level).toBe('green');
    expect(withLimit(199_99).of('budget-short')).toMatchObject({ level: 'amber', items: ['B (at the cheapest 1 of 2 people)'] });
    expect(withLimit(99_99).of('budget-pays-nobody')).toMatchObject({ level: 'red' });
  });

  it('reads budgets of one host, and those who must be placed', () => {
    const students = base.students!.map((student) => ({ ...student, required: true }));
    const of = (limitCents: number, hostId: string | null, parts: RosterParts = {}) =>
      findingsOf({ ...parts, budgets: [{ id: 'B', hostId, limitCents }] });
    expect(of(199_99, 'h').of('budget-short')).toMatchObject({ items: ['B (at the cheapest 1 of 2 people)'] });
    expect(of(199_99, null, { students }).of('budget-below-required')).toMatchObject({ level: 'red', count: 1 });
    expect(of(200_00, null, { students }).level).toBe('green');
    const openings = [...base.openings!, { ...base.openings![0]!, id: 'p', hostId: 'other', seats: 2 }];
    expect(of(199_99, 'h', { openings }).of('budget-short').level).toBe('green');
  });

  it('sees a quota above the seats of its city', () => {
    const asking = (minimum: number) =>
      findingsOf({
        hosts: [{ id: 'h', city: 'Bologna' }],
        quotas: [{ id: 'Q', city: 'Bologna', minimum }],
        openings: [{ ...base.openings![0]!, seats: 1 }],
      });
    expect(asking(1).of('quota-above-people').level).toBe('green');
    expect(asking(2).of('quota-above-people')).toMatchObject({ level: 'red', items: ['Q (at least 2; 1 possible)'] });
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

  it('takes a minor as unaccompanied whose places lie in no journey with accompanying persons', () => {
    const students = [{ id: 'a', kind: 'short-term' as const, birthDay: day('2010-01-01') }];
    const flow = { id: 'F', startDay: day('2026-03-02'), endDay: day('2026-03-29'), learnersPerAccompanying: 5 };
    const opening = { id: 'o', hostId: 'h', seats: 2, startDay: flow.startDay, endDay: flow.endDay };
    const of = (flowId: string | null) =>
      findingsOf({ students, flows: [flow], openings: [{ ...opening, flowId }] }).of('minors-unaccompanied').level;
    expect([of('F'), of(null)]).toEqual(['green', 'amber']);
  });

  it('sees doubles in a list without a column for sex, by languages and points', () => {
    const of = (points: number) =>
      findingsOf({ students: [40, points].map((own, k) => ({ id: `p${k}`, senderId: 's', birthDay: day('2000-01-01'), points: own })) }).of(
        'people-twice',
      ).level;
    expect([of(40), of(39)]).toEqual(['amber', 'green']);
  });

  it('names a window outside all projects, not one that reaches into one', () => {
    const openings = [
      {
        id: 'o',
        hostId: 'h',
        seats: 2,
        startDay: null,
        endDay: null,
        windowFromDay: day('2026-03-02'),
        windowToDay: day('2026-08-30'),
        lengthDays: 91,
      },
    ];
    const of = (start: string) =>
      findingsOf({ openings, projects: [{ id: 'p', startDay: day(start), endDay: day('2027-12-31') }] }).of('dates-outside-projects').level;
    expect([of('2026-08-30'), of('2026-08-31')]).toEqual(['green', 'amber']);
  });
});
