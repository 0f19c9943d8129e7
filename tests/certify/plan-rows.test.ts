import { describe, expect, it } from 'vitest';
import { checkPlan } from '../../src/certify/plan/check.js';
import type { Placement } from '../../src/certify/types.js';
import { day, rosterOf, type RosterParts } from '../support/roster.js';

const start = day('2026-03-02');
const end = day('2026-05-30');
const opening = { id: 'o1', hostId: 'h1', startDay: start, endDay: end, seats: 9 };
const flow = { id: 'f1', startDay: start, endDay: end };

/** `at('a', 'o2')`, or `at('a', null, 'f1')`; the dates are those of all records here unless said. */
function at(studentId: string, openingId: string | null = 'o1', flowId: string | null = null, startDay = start, endDay = end): Placement {
  return { studentId, openingId, flowId, startDay, endDay };
}

const people = (text: string, fields: object = {}) => [...text].map((id) => ({ id, ...fields }));

function codes(parts: RosterParts, placements: readonly Placement[]): string[] {
  return checkPlan(rosterOf({ openings: [opening], ...parts }), placements).faults.map(({ code }) => code);
}

describe('rules over many placements', () => {
  it('maximum, minimum, required, overlap', () => {
    const openings = [
      opening,
      { ...opening, id: 'o2' },
      { ...opening, id: 'o3', startDay: end, endDay: end + 89 },
      { ...opening, id: 'o4', startDay: end + 1, endDay: end + 90 },
    ];
    const later = at('a', 'o4', null, end + 1, end + 90);
    expect(codes({ openings, students: people('a') }, [at('a'), later])).toEqual(['maximum']);
    expect(codes({ openings, students: people('a', { maximum: 2 }) }, [at('a'), later])).toEqual([]);
    expect(codes({ openings, students: people('a', { maximum: 2 }) }, [at('a'), at('a', 'o3', null, end, end + 89)])).toEqual([
      'person-overlap',
    ]);
    expect(codes({ openings, students: people('a', { minimum: 2, maximum: 2 }) }, [at('a')])).toEqual(['placed']);
    expect(codes({ openings, students: people('a', { minimum: 2, maximum: 2 }) }, [])).toEqual([]);
    expect(codes({ openings, students: people('a', { required: true }) }, [])).toEqual(['required']);
    expect(codes({ openings, students: people('a', { required: true }) }, [at('a')])).toEqual([]);
  });

  it('different hosts for one person, where asked', () => {
    const openings = [
      opening,
      { ...opening, id: 'o2', startDay: end + 1, endDay: end + 90 },
      { ...opening, id: 'o3', hostId: 'h2', startDay: end + 1, endDay: end + 90 },
    ];
    const asked = people('a', { maximum: 2, differentHosts: true });
    const [same, other] = ['o2', 'o3'].map((id) => at('a', id, null, end + 1, end + 90));
    expect(codes({ openings, students: asked }, [at('a'), same!])).toEqual(['different-hosts']);
    expect(codes({ openings, students: asked }, [at('a'), other!])).toEqual([]);
    expect(codes({ openings, students: people('a', { maximum: 2 }) }, [at('a'), same!])).toEqual([]);
    expect(codes({ openings, students: [...asked, { id: 'b', differentHosts: true }] }, [at('a'), at('b')])).toEqual([]);
  });

  it('the cap of a short-term project where its own is blank', () => {
    const students = people('abc', { projectId: 'p' });
    const all = ['a', 'b', 'c'].map((id) => at(id));
    const capped = (project: object, options: NonNullable<RosterParts['options']> = { shortTermProjectCap: 2 }) =>
      codes({ students, projects: [{ id: 'p', ...project }], options }, all).join();
    expect(capped({ action: 'KA122' })).toBe('project-cap');
    expect(capped({ action: 'ka122-VET' })).toBe('project-cap');
    expect(capped({ code: '2021-1-RO01-KA122-VET-000012345' })).toBe('project-cap');
    expect(capped({ code: '2021-1-RO01-KA122-VET-000012345', action: 'KA121' })).toBe('');
    expect(capped({ code: '2021-1-RO01-KA121-VET-000012345' })).toBe('');
    expect(capped({ code: 'KA122', action: null })).toBe('');
    expect(capped({ action: 'KA1220' })).toBe('');
    expect(capped({ action: 'KA122', cap: 3 })).toBe('');
    expect(capped({ action: 'KA122' }, { shortTermProjectCap: 3 })).toBe('');
    expect(capped({ action: 'KA122' }, { shortTermProjectCap: null })).toBe('');
  });

  it('beds are for those who are away: not online, not in their own city', () => {
    const organisations = [{ id: 's', country: 'IT', city: 'Bari' }];
    const nights = (student: object, site: object) =>
      codes(
        {
          organisations,
          students: people('a', { senderId: 's', ...student }),
          hosts: [{ id: 'h1', city: 'Bari', country: 'IT' }],
          flows: [{ ...flow, city: 'Bari', beds: 0 }],
          openings: [{ ...opening, flowId: 'f1', ...site }],
          lodging: [{ city: 'bari', fromDay: start, toDay: end, beds: 0 }],
        },
        [at('a')],
      );
    expect(nights({}, { reach: 'national' })).toEqual(['beds-day', 'flow-beds-day']);
    expect(nights({}, { reach: 'local' })).toEqual([]);
    expect(nights({ online: true }, { online: true })).toEqual([]);
  });

  it('seats of an opening on each day, also of its variants', () => {
    expect(
      codes(
        { students: people('abc'), openings: [{ ...opening, seats: 2 }] },
        ['a', 'b', 'c'].map((id) => at(id)),
      ),
    ).toEqual(['seats-day']);
    expect(
      codes(
        { students: people('ab'), openings: [{ ...opening, seats: 2 }] },
        ['a', 'b'].map((id) => at(id)),
      ),
    ).toEqual([]);
    const openings = [{ id: 'o1', hostId: 'h1', windowFromDay: start, windowToDay: end + 91, lengthDays: 90, seats: 1 }];
    const report = checkPlan(rosterOf({ students: people('ab'), openings }), [at('a'), at('b', 'o1', null, start + 7, end + 7)]);
    expect(report.faults).toEqual([{ code: 'seats-day', message: 'From 2026-03-09 to 2026-05-30 opening o1 has 2 people for 1 seats.' }]);
    expect(codes({ students: people('ab'), openings }, [at('a'), at('b', 'o1', null, start + 91, end + 91)])).toEqual([]);
  });

  it('seats of a host over its openings', () => {
    const openings = [
      opening,
      { ...opening, id: 'o2', startDay: end, endDay: end + 89 },
      { ...opening, id: 'o3', startDay: end + 1, endDay: end + 90 },
    ];
    const hosts = [{ id: 'h1', seats: 1 }];
    expect(codes({ students: people('ab'), openings, hosts }, [at('a'), at('b', 'o2', null, end, end + 89)])).toEqual(['host-day']);
    expect(codes({ students: people('ab'), openings, hosts }, [at('a'), at('b', 'o3', null, end + 1, end + 90)])).toEqual([]);
  });

  it('beds of a city: the sum of the rows of the day, accompanying persons too, nobody online', () => {
    const hosts = [{ id: 'h1', city: 'Porto' }];
    const lodging = [
      { city: 'porto ', fromDay: start, toDay: end, beds: 1 },
      { city: 'Porto', fromDay: start, toDay: end - 1, beds: 1 },
    ];
    expect(codes({ students: people('ab'), hosts, lodging }, [at('a'), at('b')])).toEqual(['beds-day']);
    expect(codes({ students: people('ab'), hosts, lodging: [lodging[0]!, { ...lodging[1]!, toDay: end }] }, [at('a'), at('b')])).toEqual(
      [],
    );
    expect(codes({ students: people('a'), hosts, lodging: [{ ...lodging[0]!, fromDay: start + 1 }] }, [at('a')])).toEqual(['beds-day']);
    expect(
      codes({ students: people('a'), hosts: [{ id: 'h1', city: 'Braga' }], lodging: [{ ...lodging[0]!, beds: 0 }] }, [at('a')]),
    ).toEqual([]);
    const online = {
      students: people('a', { online: true }),
      hosts,
      openings: [{ ...opening, online: true }],
      lodging: [{ ...lodging[0]!, beds: 0 }],
    };
    expect(codes(online, [at('a')])).toEqual([]);
    const withTeacher = {
      students: [...people('a'), { id: 'x', kind: 'accompanying' as const, required: true }],
      hosts,
      flows: [{ ...flow, city: 'Porto', learnersPerAccompanying: 5 }],
      lodging: lodging.slice(0, 1),
    };
    expect(codes(withTeacher, [at('a'), at('x', null, 'f1')])).toEqual(['beds-day']);
    expect(codes(withTeacher, [at('x', null, 'f1')])).toEqual([]);
  });

  it('beds of a flow', () => {
    const parts: RosterParts = {
      students: [...people('ab'), { id: 'x', kind: 'accompanying', required: true }],
      flows: [{ ...flow, beds: 2, learnersPerAccompanying: 5 }],
      openings: [{ ...opening, flowId: 'f1' }],
    };
    expect(codes(parts, [at('a'), at('b'), at('x', null, 'f1')])).toEqual(['flow-beds-day']);
    expect(codes(parts, [at('a'), at('x', null, 'f1')])).toEqual([]);
  });

  it('minimum to open, minimum and maximum of a flow', () => {
    const openings = [{ ...opening, minimumToOpen: 2 }];
    expect(codes({ openings, students: people('ab') }, [at('a')])).toEqual(['opening-minimum']);
    expect(codes({ openings, students: people('ab') }, [at('a'), at('b')])).toEqual([]);
    const inFlow = { students: people('abc'), openings: [{ ...opening, flowId: 'f1' }], flows: [{ ...flow, minimum: 2, maximum: 2 }] };
    expect(codes(inFlow, [at('a')])).toEqual(['flow-minimum']);
    expect(codes(inFlow, [at('a'), at('b')])).toEqual([]);
    expect(codes(inFlow, [at('a'), at('b'), at('c')])).toEqual(['flow-maximum']);
    const variants = {
      students: people('ab'),
      openings: [{ id: 'o1', hostId: 'h1', windowFromDay: start, windowToDay: end + 7, lengthDays: 90, seats: 9, minimumToOpen: 2 }],
    };
    expect(codes(variants, [at('a'), at('b', 'o1', null, start + 7, end + 7)])).toEqual(['opening-minimum', 'opening-minimum']);
  });

  it('project cap, without accompanying persons', () => {
    const parts: RosterParts = {
      projects: [{ id: 'p', cap: 1 }],
      flows: [{ ...flow, learnersPerAccompanying: 5 }],
      students: [...people('ab', { projectId: 'p' }), { id: 'x', kind: 'accompanying', required: true, projectId: 'p' }],
    };
    expect(codes(parts, [at('a'), at('b'), at('x', null, 'f1')])).toEqual(['project-cap']);
    expect(codes(parts, [at('a'), at('x', null, 'f1')])).toEqual([]);
    const twice: RosterParts = {
      ...parts,
      students: people('a', { projectId: 'p', maximum: 2 }),
      openings: [opening, { ...opening, id: 'o2', startDay: end + 1, endDay: end + 90 }],
    };
    expect(codes(twice, [at('a'), at('a', 'o2', null, end + 1, end + 90)])).toEqual([]);
  });

  it('quotas by every column', () => {
    const parts: RosterParts = {
      organisations: [{ id: 's' }, { id: 'sc', kind: 'school' }, { id: 'pa', kind: 'partner', country: 'ES', city: 'Vigo' }],
      hosts: [{ id: 'h1', partnerId: 'pa' }],
      openings: [{ ...opening, flowId: 'f1' }],
      flows: [flow],
      projects: [{ id: 'p' }],
      students: people('a', { senderId: 's', schoolId: 'sc', projectId: 'p', profileId: '101', sex: 'female', fewerOpportunities: true }),
    };
    const scope = {
      senderId: 's',
      schoolId: 'sc',
      projectId: 'p',
      profileId: '101',
      country: 'ES',
      city: 'VIGO',
      partnerId: 'pa',
      hostId: 'h1',
      openingId: 'o1',
      kind: 'long-term' as const,
      sex: 'female' as const,
      fewerOpportunities: true,
      flowId: 'f1',
    };
    expect(codes({ ...parts, quotas: [{ id: 'q', maximum: 0, ...scope }] }, [at('a')])).toEqual(['quota']);
    expect(codes({ ...parts, quotas: [{ id: 'q', minimum: 1, maximum: 1, ...scope }] }, [at('a')])).toEqual([]);
    const other = { ...scope, kind: 'staff', sex: 'male', fewerOpportunities: false } as const;
    for (const key of Object.keys(scope) as (keyof typeof scope)[]) {
      const said = { [key]: typeof scope[key] === 'string' && !['kind', 'sex'].includes(key) ? 'other' : other[key] };
      expect(codes({ ...parts, quotas: [{ id: 'q', minimum: 1, ...scope, ...said }] }, [at('a')]), key).toEqual(['quota']);
    }
  });

  it('a host without a partner is with the partner of its flow', () => {
    const parts: RosterParts = {
      students: people('a'),
      organisations: [
        { id: 'pa', kind: 'partner' },
        { id: 'pb', kind: 'partner' },
      ],
      openings: [{ ...opening, flowId: 'f1' }],
      flows: [{ ...flow, partnerId: 'pa' }],
      quotas: [{ id: 'q', partnerId: 'pa', maximum: 0 }],
    };
    expect(codes(parts, [at('a')])).toEqual(['quota']);
    expect(codes({ ...parts, hosts: [{ id: 'h1', partnerId: 'pb' }] }, [at('a')])).toEqual([]);
  });

  it('budgets to the cent, by category', () => {
    const openings = [{ ...opening, travelCents: 5, perDayCents: 2 }];
    expect(codes({ openings, students: people('ab'), budgets: [{ id: 'b', limitCents: 369 }] }, [at('a'), at('b')])).toEqual(['budget']);
    expect(codes({ openings, students: people('ab'), budgets: [{ id: 'b', limitCents: 370 }] }, [at('a'), at('b')])).toEqual([]);
    expect(
      codes({ openings, students: people('ab'), budgets: [{ id: 'b', limitCents: 10, category: 'travel' }] }, [at('a'), at('b')]),
    ).toEqual([]);
    expect(
      codes({ openings, students: people('ab'), budgets: [{ id: 'b', limitCents: 9, category: 'travel' }] }, [at('a'), at('b')]),
    ).toEqual(['budget']);
    const listed = { openings, students: people('a'), pairs: [{ studentId: 'a', openingId: 'o1', costCents: 7 }] };
    expect(codes({ ...listed, budgets: [{ id: 'b', limitCents: 6, category: 'other' }] }, [at('a')])).toEqual(['budget']);
    expect(codes({ ...listed, budgets: [{ id: 'b', limitCents: 0, category: 'travel' }] }, [at('a')])).toEqual([]);
    const teacher: RosterParts = {
      students: [{ id: 'x', kind: 'accompanying', required: true, senderId: 's' }],
      organisations: [{ id: 's' }],
      flows: [{ ...flow, learnersPerAccompanying: 5, accompanyingCents: 100 }],
    };
    expect(codes({ ...teacher, budgets: [{ id: 'b', limitCents: 99, senderId: 's' }] }, [at('x', null, 'f1')])).toEqual(['budget']);
    expect(codes({ ...teacher, budgets: [{ id: 'b', limitCents: 99, hostId: 'h1' }] }, [at('x', null, 'f1')])).toEqual([]);
  });

  it('together, groups and apart', () => {
    const openings = [opening, { ...opening, id: 'o2', hostId: 'h2' }];
    const hosts = [
      { id: 'h1', city: 'Porto' },
      { id: 'h2', city: 'Porto' },
    ];
    const together = {
      students: people('ab'),
      openings,
      hosts,
      decisions: [{ studentId: 'a', action: 'together' as const, otherId: 'b' }],
    };
    expect(codes(together, [at('a'), at('b', 'o2')])).toEqual([]);
    expect(codes({ ...together, hosts: [hosts[0]!, { id: 'h2', city: 'Braga' }] }, [at('a'), at('b', 'o2')])).toEqual([
      'together',
      'together',
    ]);
    expect(codes(together, [at('a')])).toEqual(['together']);
    expect(codes({ ...together, decisions: [{ ...together.decisions[0]!, scope: 'host' }] }, [at('a'), at('b', 'o2')])).toEqual([
      'together',
      'together',
    ]);
    const group = { students: people('abc', { group: 'g' }), openings, hosts };
    expect(codes(group, [at('a'), at('b'), at('c', 'o2')])).toEqual([]);
    expect(codes(group, [])).toEqual([]);
    expect(codes(group, [at('a'), at('b')]).length).toBeGreaterThan(0);
    const apart = { ...together, decisions: [{ studentId: 'a', action: 'apart' as const, otherId: 'b' }] };
    expect(codes(apart, [at('a'), at('b')])).toEqual(['apart']);
    expect(codes(apart, [at('a'), at('b', 'o2')])).toEqual([]);
    expect(codes({ ...apart, decisions: [{ ...apart.decisions[0]!, scope: 'city' }] }, [at('a'), at('b', 'o2')])).toEqual(['apart']);
  });

  it('pins, confirmed people and moves', () => {
    const openings = [opening, { ...opening, id: 'o2' }];
    for (const target of [{ openingId: 'o1' }, { hostId: 'h1' }]) {
      const pinned = { students: people('a'), openings, decisions: [{ studentId: 'a', action: 'pin' as const, ...target }] };
      expect(codes(pinned, [])).toEqual(['pin']);
      expect(codes(pinned, [at('a')])).toEqual([]);
    }
    const confirmed = {
      students: people('ab'),
      openings,
      plan: [
        { studentId: 'a', openingId: 'o1', status: 'confirmed' as const },
        { studentId: 'b', openingId: 'o1' },
      ],
    };
    expect(codes(confirmed, [at('a', 'o2'), at('b')])).toEqual(['pin']);
    expect(codes(confirmed, [at('a'), at('b', 'o2')])).toEqual([]);
    expect(codes({ ...confirmed, options: { maximumMoves: 0 } }, [at('a'), at('b', 'o2')])).toEqual(['moves']);
    expect(codes({ ...confirmed, options: { maximumMoves: 1 } }, [at('a'), at('b', 'o2')])).toEqual([]);
    expect(codes({ ...confirmed, plan: [{ ...confirmed.plan[0]!, startDay: start + 7 }] }, [at('a')])).toEqual(['pin']);
  });
});

describe('accompanying persons', () => {
  const teacher = { kind: 'accompanying' as const };
  const parts: RosterParts = {
    organisations: [{ id: 's1' }, { id: 's2' }],
    openings: [{ ...opening, flowId: 'f1' }],
    flows: [{ ...flow, learnersPerAccompanying: 2 }],
    students: [
      ...people('abc', { senderId: 's1', needsAccompanying: true }),
      { id: 'd', senderId: 's2', needsAccompanying: false },
      { id: 'x', senderId: 's1', ...teacher },
      { id: 'y', senderId: 's2', ...teacher },
    ],
  };
  const learners = [at('a'), at('b'), at('c'), at('d')];
  const x = at('x', null, 'f1');
  const y = at('y', null, 'f1');

  it('as many as the learners who need them ask, rounded up', () => {
    expect(codes(parts, [...learners, x, y])).toEqual([]);
    expect(codes(parts, [...learners, x])).toEqual(['accompanying']);
    expect(codes(parts, [...learners.slice(1), x])).toEqual([]);
    expect(codes(parts, [learners[3]!])).toEqual([]);
    expect(codes({ ...parts, flows: [flow] }, learners)).toEqual([]);
  });

  it('per sender where the scope says so', () => {
    const flows = [{ ...flow, learnersPerAccompanying: 2, accompanyingScope: 'sender' as const }];
    expect(codes({ ...parts, flows }, [...learners, x, y])).toEqual(['accompanying', 'accompanying-idle']);
    expect(codes({ ...parts, flows: [{ ...flows[0]!, learnersPerAccompanying: 3 }] }, [...learners, x])).toEqual([]);
  });

  it('to name where the flow allows it', () => {
    const flows = [{ ...flow, learnersPerAccompanying: 2, accompanyingToName: true }];
    const report = checkPlan(rosterOf({ ...parts, flows }), [...learners, x]);
    expect(report.faults).toEqual([]);
    expect(report.toName).toEqual([{ flowId: 'f1', senderId: null, missing: 1 }]);
  });

  it('nobody who is not needed: but quotas, pins and "required" are needs', () => {
    const some = learners.slice(2);
    expect(codes(parts, [...some, x])).toEqual([]);
    expect(codes(parts, [...some, x, y])).toEqual(['accompanying-idle', 'accompanying-idle']);
    expect(codes({ ...parts, quotas: [{ id: 'q', kind: 'accompanying', minimum: 2 }] }, [...some, x, y])).toEqual([]);
    expect(codes({ ...parts, quotas: [{ id: 'q', kind: 'accompanying', minimum: 1 }] }, [...some, x, y])).toEqual([
      'accompanying-idle',
      'accompanying-idle',
    ]);
    expect(codes({ ...parts, decisions: [{ studentId: 'y', action: 'pin', flowId: 'f1' }] }, [...some, y])).toEqual([]);
    expect(codes({ ...parts, decisions: [{ studentId: 'y', action: 'pin', flowId: 'f1' }] }, [learners[3]!, y])).toEqual([]);
    expect(codes({ ...parts, students: [{ id: 'd' }, { id: 'y', ...teacher, required: true }] }, [at('d'), y])).toEqual([]);
    expect(codes(parts, [at('d'), y])).toEqual(['accompanying-idle']);
    expect(codes({ ...parts, decisions: [{ studentId: 'y', action: 'together', otherId: 'd' }] }, [at('d'), y])).toEqual([]);
  });

  it('count in no tier but money', () => {
    const { values } = checkPlan(rosterOf({ ...parts, flows: [{ ...flow, learnersPerAccompanying: 2, accompanyingCents: 70 }] }), [
      at('c'),
      x,
    ]);
    expect(values).toMatchObject({ placed: 1, placedIds: ['c'], quality: 2000, moneyCents: 70 });
    expect(values.levels.map(({ senderId, placed, applicants }) => [senderId, placed, applicants])).toEqual([
      ['s2', 0, 1],
      ['s1', 1, 3],
    ]);
  });
});
