import { describe, expect, it } from 'vitest';
import { certify, type Certified } from '../../src/certify/certify.js';
import { placementsOf } from '../../src/certify/checks.js';
import { checkPlan } from '../../src/certify/plan/check.js';
import { linkPairsOf } from '../../src/engine/rows.js';
import { formulate } from '../../src/formulate/formulate.js';
import { buildInstanceNow } from '../../src/instance/build.js';
import { reasonCodes, type ReasonCode } from '../../src/instance/types.js';
import { rowKinds, type Model, type RowKind } from '../../src/model/types.js';
import type { Roster } from '../../src/roster/types.js';
import { day, defaultOptions, rosterOf, type RosterParts } from '../support/roster.js';
import { solveInline } from '../support/solve.js';

/**
 * The evidence behind the word "checked": each rule is broken in the builder in turn, the broken model is solved to its own optimum, and
 * the certificate must go red. A builder that forgot a rule builds what it would build from records without the datum the rule reads; a
 * writer of rows that forgot a kind writes the model without them.
 */

const start = day('2026-03-02');
const end = day('2026-03-29');
const later = { startDay: end + 8, endDay: end + 35 };
const dates = { startDay: start, endDay: end };

interface Broken {
  readonly certified: Certified;
  /** Codes of the faults that the plan alone shows, without a look at the model. */
  readonly planCodes: readonly string[];
}

async function certifyBroken(
  records: RosterParts,
  forgotten: RosterParts,
  damage: (model: Model) => Model = (model) => model,
): Promise<Broken> {
  const roster = rosterOf(records);
  const { instance, issues } = buildInstanceNow(rosterOf(forgotten));
  if (instance === null) throw new Error(`no instance: ${JSON.stringify(issues)}`);
  const model = damage(formulate(instance));
  const solution = await solveInline(model);
  const pairs = linkPairsOf(instance);
  return {
    certified: await certify(roster, pairs, model, solution),
    planCodes: codesOf(roster, solution.plan === null ? null : placementsOf(pairs, model, solution.plan)),
  };
}

function codesOf(roster: Roster, placements: Parameters<typeof checkPlan>[1] | null): string[] {
  return placements === null ? [] : [...new Set(checkPlan(roster, placements).faults.map(({ code }) => code))];
}

async function expectGreen(records: RosterParts): Promise<void> {
  const { certified, planCodes } = await certifyBroken(records, records);
  expect(planCodes).toEqual([]);
  expect(certified).toMatchObject({ ok: true, certificate: { verdict: 'optimal', checks: { plan: true, bound: true, link: true } } });
}

describe('a rule about one person and one opening, forgotten', () => {
  type Fields<Key extends keyof RosterParts> = NonNullable<RosterParts[Key]> extends readonly (infer Entry)[] ? Partial<Entry> : never;

  interface Said {
    readonly student?: Fields<'students'>;
    readonly opening?: Fields<'openings'>;
    readonly host?: Fields<'hosts'>;
    readonly more?: RosterParts;
  }

  /** Ana may go to a place without charm; the tempting one has all of it and is refused by what is `said`. */
  const tempting = ({ student = {}, opening = {}, host = {}, more = {} }: Said): RosterParts => ({
    organisations: [{ id: 's1', country: 'HR' }],
    students: [{ id: 'ana', kind: 'graduate', senderId: 's1', ...student }],
    hosts: [{ id: 'good', quality: 100, ...host }, { id: 'dull' }],
    openings: [
      { id: 'tempting', hostId: 'good', ...dates, ...opening },
      { id: 'dull', hostId: 'dull', ...dates },
    ],
    ...more,
  });

  interface Case {
    readonly code: ReasonCode;
    readonly rule: string;
    /** True in both rosters, so that taking `said` away takes away the rule and nothing else. */
    readonly given?: Said;
    readonly said: Said;
  }
  const english = { languages: [{ language: 'en', level: 3 as const }] };
  const visited = { placement: 'visit to dull', hostId: 'dull', category: 'safety', rating: 75 };
  const safety = { quality: [{ category: 'safety', weight: 0, minimum: 75 }], outcomes: [visited] };
  const visit = { placement: 'visit to good', hostId: 'good', category: 'safety' };
  const project = { projects: [{ id: 'p1' }] };
  const datedProject = { projects: [{ id: 'p1', startDay: start + 1 }] };
  const cases: readonly Case[] = [
    {
      code: 'forbidden',
      rule: 'a decision',
      said: { more: { decisions: [{ studentId: 'ana', action: 'forbid', openingId: 'tempting' }] } },
    },
    {
      code: 'forbidden',
      rule: 'a decision about the host',
      said: { more: { decisions: [{ studentId: 'ana', action: 'forbid', hostId: 'good' }] } },
    },
    { code: 'forbidden', rule: 'a pair', said: { more: { pairs: [{ studentId: 'ana', openingId: 'tempting', forbidden: true }] } } },
    {
      code: 'not-listed',
      rule: 'only listed pairs',
      said: { more: { options: { eligible: 'listed' }, pairs: [{ studentId: 'ana', openingId: 'dull' }] } },
    },
    { code: 'kind', rule: 'kinds accepted', said: { opening: { kinds: ['staff'] } } },
    {
      code: 'activity',
      rule: 'activities accepted',
      given: { student: { activity: 'dual' } },
      said: { opening: { activities: ['course'] } },
    },
    { code: 'activity', rule: 'online or not', said: { opening: { online: true } } },
    { code: 'profile', rule: 'ISCED-F digits', given: { student: { profileId: '1013' } }, said: { opening: { profileIds: ['0613'] } } },
    {
      code: 'profile',
      rule: 'a crosswalk that forbids',
      given: { student: { profileId: '1013' }, opening: { profileIds: ['101'] } },
      said: { more: { crosswalk: [{ fromId: '1013', toId: '101', fit: 0 }] } },
    },
    {
      code: 'profile',
      rule: 'ISCO digits',
      given: { student: { profileId: 'isco:7411' } },
      said: { opening: { profileIds: ['isco:7211'] } },
    },
    {
      code: 'outcomes',
      rule: 'minimum of the opening',
      given: { student: { outcomes: ['weld', 'cut'] }, opening: { outcomes: ['weld'] } },
      said: { opening: { minimumOutcomes: 51 } },
    },
    {
      code: 'outcomes',
      rule: 'minimum of the options',
      given: { student: { outcomes: ['weld', 'cut', 'glue', 'paint'] } },
      said: { more: { options: { minimumOutcomes: 25 } } },
    },
    { code: 'country', rule: 'abroad', said: { host: { country: 'HR' } } },
    { code: 'reach', rule: 'in the own country', given: { host: { country: 'IT' } }, said: { opening: { reach: 'national' } } },
    {
      code: 'reach',
      rule: 'in the own city',
      given: { host: { country: 'HR', city: 'Zadar' }, opening: { reach: 'national' } },
      said: { opening: { reach: 'local' } },
    },
    {
      code: 'quality',
      rule: 'the least quality',
      given: { host: { quality: 59 }, more: { preferences: [{ studentId: 'ana', targetKind: 'host', target: 'good' }] } },
      said: { more: { options: { hostGate: { ...defaultOptions.hostGate, minimumQuality: 60 } } } },
    },
    { code: 'quality', rule: 'a tutor named', said: { more: { options: { hostGate: { ...defaultOptions.hostGate, tutorNamed: true } } } } },
    {
      code: 'quality',
      rule: 'a check that was failed',
      given: { more: { ...safety, outcomes: [visited, { ...visit, rating: 74 }] } },
      said: { more: { options: { hostGate: { ...defaultOptions.hostGate, checks: 'rated' } } } },
    },
    {
      code: 'quality',
      rule: 'a check that was never made',
      given: { more: safety },
      said: { more: { options: { hostGate: { ...defaultOptions.hostGate, checks: 'all' } } } },
    },
    {
      code: 'project-dates',
      rule: 'inside the project',
      given: { student: { projectId: 'p1' }, more: project },
      said: { more: datedProject },
    },
    { code: 'period', rule: 'available from', given: { opening: later }, said: { student: { availableToDay: end } } },
    {
      code: 'period',
      rule: 'available to',
      given: { opening: { startDay: start - 7, endDay: end } },
      said: { student: { availableFromDay: start } },
    },
    {
      code: 'duration',
      rule: 'at most 60 days of job shadowing',
      given: { student: { kind: 'staff' }, opening: { startDay: start, endDay: start + 69 } },
      said: { student: { activity: 'job-shadowing' } },
    },
    {
      code: 'graduation',
      rule: 'a year at most',
      given: { opening: { startDay: day('2027-02-01'), endDay: day('2027-02-26') }, student: { graduatedDay: day('2026-02-01') } },
      said: { student: { graduatedDay: day('2026-01-31') } },
    },
    {
      code: 'graduation',
      rule: 'months of the options',
      given: { opening: { startDay: day('2026-06-01'), endDay: day('2026-06-26') } },
      said: { more: { options: { graduateMonths: 4 } } },
    },
    {
      code: 'duration',
      rule: 'as the options say',
      given: { student: { activity: 'traineeship' } },
      said: { more: { options: { durations: { 'graduate/traineeship': [30, 60] } } } },
    },
    {
      code: 'duration',
      rule: 'as the options say of fewer opportunities',
      given: { student: { kind: 'short-term', fewerOpportunities: true }, opening: { startDay: start, endDay: start + 4 } },
      said: { more: { options: { fewerOpportunitiesLeast: 6 } } },
    },
    { code: 'language', rule: 'asked by the opening', said: { opening: english } },
    { code: 'language', rule: 'spoken at the host', said: { host: english } },
    { code: 'age', rule: 'minimum age', given: { student: { birthDay: day('2008-03-03') } }, said: { host: { minimumAge: 18 } } },
    { code: 'age', rule: 'hazard', given: { student: { birthDay: day('2008-03-03') } }, said: { host: { hazard: true } } },
    { code: 'age', rule: 'night', said: { host: { night: true } } },
    {
      code: 'age',
      rule: 'adult age',
      given: { student: { birthDay: day('2006-03-03') }, host: { night: true } },
      said: { more: { options: { adultAge: 20 } } },
    },
    { code: 'blocked', rule: 'a day of everybody', said: { more: { blocked: [{ fromDay: end, toDay: end + 3, hostId: 'good' }] } } },
    {
      code: 'blocked',
      rule: 'a day of travel of a sender',
      given: { opening: later },
      said: { more: { blocked: [{ fromDay: later.startDay, toDay: later.startDay, what: 'travel', senderId: 's1' }] } },
    },
    { code: 'needs', rule: 'needs met', said: { student: { needs: ['step-free'] } } },
    {
      code: 'selection',
      rule: 'the least mark of a list',
      given: { student: { selectionList: 'L', points: 3 } },
      said: { more: { criteria: [{ id: 'english', minimum: 3 }], marks: [{ studentId: 'ana', criterionId: 'english', mark: 2 }] } },
    },
    {
      code: 'repeat',
      rule: 'not the same host again',
      said: { more: { history: [{ studentId: 'ana', hostId: 'good' }], options: { repeat: 'not-host' } } },
    },
    {
      code: 'repeat',
      rule: 'not the same sector again',
      given: { host: { sector: 'care' } },
      said: { more: { history: [{ studentId: 'ana', hostId: 'gone', sector: 'care' }], options: { repeat: 'not-sector' } } },
    },
  ];

  it('covers every reason code', () => expect(new Set([...cases.map(({ code }) => code), 'worse'])).toEqual(new Set(reasonCodes)));

  it("'worse': what a person was told of", async () => {
    const promised = (neverWorse: boolean): RosterParts => ({
      students: [
        { id: 'ana', kind: 'graduate' },
        { id: 'ben', kind: 'graduate' },
      ],
      hosts: [{ id: 'h' }],
      openings: ['good', 'dull'].map((id) => ({ id, hostId: 'h', ...dates })),
      pairs: [
        { studentId: 'ana', openingId: 'good', score: 50 },
        { studentId: 'ana', openingId: 'dull', score: 40 },
        { studentId: 'ben', openingId: 'good', score: 90 },
        { studentId: 'ben', openingId: 'dull', score: 10 },
      ],
      plan: [{ studentId: 'ana', openingId: 'good', status: 'told' }],
      options: { eligible: 'listed', neverWorse },
    });
    await expectGreen(promised(true));
    const { certified, planCodes } = await certifyBroken(promised(true), promised(false));
    expect(certified).toMatchObject({ ok: false, check: 'link' });
    expect(planCodes).toEqual(['worse']);
  });

  it.each(cases)('$code: $rule', async ({ code, given = {}, said }) => {
    const both: Said = {
      student: { ...given.student, ...said.student },
      opening: { ...given.opening, ...said.opening },
      host: { ...given.host, ...said.host },
      more: { ...given.more, ...said.more },
    };
    // The host without charm meets every need and teaches a little: Ana must have somewhere to go.
    const withDull = (parts: RosterParts): RosterParts => ({
      ...parts,
      openings: parts.openings!.map((opening) => (opening.id === 'dull' ? { ...opening, outcomes: ['weld'] } : opening)),
      hosts: parts.hosts!.map((host) => (host.id === 'dull' ? { ...host, needsMet: ['step-free'], quality: 60, tutorNamed: true } : host)),
    });
    const records = withDull(tempting(both));
    await expectGreen(records);
    const { certified, planCodes } = await certifyBroken(records, withDull(tempting(given)));
    expect(certified).toMatchObject({ ok: false, check: 'link' });
    expect(planCodes).toEqual([code]);
  });

  it('leaves out a pair that no rule refuses', async () => {
    const { certified } = await certifyBroken(tempting({}), tempting({ opening: { kinds: ['staff'] } }));
    expect(certified).toMatchObject({ ok: false, check: 'link' });
  });
});

describe('a part of the score or of the cost, forgotten', () => {
  const base: RosterParts = {
    organisations: [{ id: 's1', latitude: 45, longitude: 16 }],
    profiles: [
      { id: 'ict', isced: '0613', outcomes: ['code'] },
      { id: 'net', isced: '0612' },
    ],
    students: [
      { id: 'ana', kind: 'graduate', senderId: 's1', profileId: 'ict' },
      { id: 'ben', kind: 'graduate', senderId: 's1', profileId: 'ict' },
    ],
    hosts: [{ id: 'h1' }, { id: 'h2' }],
    openings: [
      { id: 'o1', hostId: 'h1', ...dates },
      { id: 'o2', hostId: 'h2', ...dates },
    ],
  };
  const host = (fields: object): RosterParts => ({ ...base, hosts: [{ id: 'h1', ...fields }, { id: 'h2' }] });
  const opening = (fields: object): RosterParts => ({
    ...base,
    openings: [{ id: 'o1', hostId: 'h1', ...dates, ...fields }, base.openings![1]!],
  });
  const included = { ...base, students: [{ ...base.students![0]!, inclusionCents: 900 }, base.students![1]!] };
  const rated = { placement: 't', hostId: 'h1', category: 'work', rating: 20 };
  const spoken = { placement: 't', hostId: 'h1', category: 'form', rating: 90 };
  const weights = { profile: 40, outcomes: 15, wish: 30, hostWish: 5, quality: 10, distance: 1 };
  const cases: readonly (readonly [string, string, RosterParts, RosterParts])[] = [
    ['score', 'profile', opening({ profileIds: ['ict'] }), opening({ profileIds: ['net', '06'] })],
    ['score', 'fit of an accepted profile', opening({ profileIds: ['ict'], profileFits: [30] }), opening({ profileIds: ['ict'] })],
    [
      'score',
      'crosswalk',
      { ...opening({ profileIds: ['net'] }), crosswalk: [{ fromId: 'ict', toId: 'net', fit: 55 }] },
      opening({ profileIds: ['net'] }),
    ],
    ['score', 'outcomes', opening({ outcomes: ['code'] }), base],
    [
      'score',
      'outcomes of a person',
      { ...opening({ outcomes: ['code'] }), students: [{ ...base.students![0]!, outcomes: ['test'] }, base.students![1]!] },
      opening({ outcomes: ['code'] }),
    ],
    ['score', 'wish', { ...base, preferences: [{ studentId: 'ana', targetKind: 'host', target: 'h1' }] }, base],
    [
      'score',
      'rank of a wish',
      { ...base, preferences: [{ studentId: 'ana', targetKind: 'host', target: 'h1', rank: 2 }] },
      { ...base, preferences: [{ studentId: 'ana', targetKind: 'host', target: 'h1' }] },
    ],
    ['score', 'wish of the host', { ...base, preferences: [{ hostId: 'h1', targetKind: 'student', target: 'ana' }] }, base],
    ['score', 'quality', host({ quality: 80 }), base],
    ['score', 'outcomes of earlier placements', { ...host({ quality: 80 }), outcomes: [rated] }, host({ quality: 80 })],
    ['score', 'mean of all ratings', { ...base, outcomes: [{ ...rated, hostId: 'gone' }] }, base],
    [
      'score',
      'weights of ratings',
      { ...host({ quality: 80 }), outcomes: [rated, spoken], quality: [{ category: 'work', weight: 3 }, { category: 'form' }] },
      { ...host({ quality: 80 }), outcomes: [rated, spoken] },
    ],
    [
      'score',
      'shrinking',
      { ...host({ quality: 80 }), outcomes: [rated], options: { qualityPrior: 1 } },
      { ...host({ quality: 80 }), outcomes: [rated] },
    ],
    ['score', 'distance', { ...host({ latitude: 46, longitude: 16 }), options: { weights } }, { ...base, options: { weights } }],
    [
      'score',
      'weights',
      { ...host({ quality: 80 }), options: { weights } },
      { ...host({ quality: 80 }), options: { weights: { ...weights, quality: 11 } } },
    ],
    ['score', 'a listed score', { ...base, pairs: [{ studentId: 'ana', openingId: 'o1', score: 1 }] }, base],
    ['cost', 'travel', opening({ travelCents: 100 }), base],
    ['cost', 'days', opening({ perDayCents: 1 }), base],
    ['cost', 'one day too few', opening({ perDayCents: 28 }), opening({ perDayCents: 27 })],
    ['cost', 'course', opening({ courseCents: 100 }), base],
    ['cost', 'other', opening({ otherCents: 100 }), base],
    ['cost', 'inclusion', included, base],
    ['cost', 'a listed cost', { ...base, pairs: [{ studentId: 'ana', openingId: 'o1', costCents: 7 }] }, base],
  ];

  it.each(cases)('%s: %s', async (code, _part, records, forgotten) => {
    await expectGreen(records);
    const { certified } = await certifyBroken(records, forgotten);
    expect(certified).toMatchObject({ ok: false, check: 'link' });
    expect(
      !certified.ok && certified.faults.every((fault) => fault.startsWith(`${code}:`) || fault.startsWith(`pair-${code}:`)),
      JSON.stringify(certified),
    ).toBe(true);
  });
});

describe('rows of one kind, forgotten', () => {
  const people = (count: number, fields: object = {}): NonNullable<RosterParts['students']> =>
    Array.from({ length: count }, (_, k) => ({
      id: `p${k + 1}`,
      kind: 'graduate',
      senderId: k % 2 === 0 ? 's1' : 's2',
      lot: k,
      ...fields,
    }));
  const senders = { organisations: [{ id: 's1' }, { id: 's2' }] };
  const flow = { id: 'f1', ...dates, city: 'Porto' };
  const inFlow = { id: 'o1', hostId: 'h1', flowId: 'f1', seats: 5 };
  const twoPlaces = {
    openings: [
      { id: 'o1', hostId: 'h1', ...dates, seats: 5 },
      { id: 'o2', hostId: 'h2', ...dates, seats: 5 },
    ],
    hosts: [
      { id: 'h1', quality: 100, city: 'Porto' },
      { id: 'h2', city: 'Braga' },
    ],
  };
  const window = { windowFromDay: start, windowToDay: end + 7, lengthDays: 28 };
  const teacher = { id: 'teacher', kind: 'accompanying' as const, senderId: 's1' };

  interface Case {
    readonly kind: RowKind | 'seats' | 'required';
    readonly name: string;
    readonly records: RosterParts;
    /** The same records without the datum of the rule; null: the rule reads none of its own. */
    readonly without: RosterParts | null;
    /** The code the plan alone is refused with. */
    readonly code?: string;
  }
  const plain = { ...senders, students: people(3), ...twoPlaces };
  const journey = { ...senders, students: people(3), openings: [inFlow] };
  const cases: readonly Case[] = [
    {
      kind: 'seats',
      name: 'one opening',
      code: 'seats-day',
      records: { ...senders, students: people(2), openings: [{ id: 'o1', hostId: 'h1', ...dates }] },
      without: { ...senders, students: people(2), openings: [{ id: 'o1', hostId: 'h1', ...dates, seats: 2 }] },
    },
    {
      kind: 'required',
      name: 'a learner nobody wants',
      records: {
        ...senders,
        students: [
          { ...people(1)[0]!, required: true },
          { ...people(2)[1]!, id: 'better', selectionList: 'x', points: 9 },
        ],
        openings: [{ id: 'o1', hostId: 'h1', ...dates }],
      },
      without: {
        ...senders,
        students: [people(1)[0]!, { ...people(2)[1]!, id: 'better', selectionList: 'x', points: 9 }],
        openings: [{ id: 'o1', hostId: 'h1', ...dates }],
      },
    },
    {
      kind: 'person-overlap',
      name: 'two at once',
      records: { ...senders, students: people(1, { maximum: 2 }), ...twoPlaces },
      without: null,
    },
    {
      kind: 'different-hosts',
      name: 'one after the other',
      records: {
        ...senders,
        students: people(1, { minimum: 1, maximum: 2, differentHosts: true }),
        openings: [
          { id: 'o1', hostId: 'h1', ...dates },
          { id: 'o2', hostId: 'h1', ...later },
        ],
      },
      without: {
        ...senders,
        students: people(1, { minimum: 1, maximum: 2 }),
        openings: [
          { id: 'o1', hostId: 'h1', ...dates },
          { id: 'o2', hostId: 'h1', ...later },
        ],
      },
    },
    {
      kind: 'project-cap',
      name: 'blank cap of a short-term project, by its code',
      records: {
        ...plain,
        students: people(3, { projectId: 'p' }),
        projects: [{ id: 'p', code: '2021-1-RO01-KA122-VET-000012345' }],
        options: { shortTermProjectCap: 2 },
      },
      without: {
        ...plain,
        students: people(3, { projectId: 'p' }),
        projects: [{ id: 'p', code: '2021-1-RO01-KA121-VET-000012345' }],
        options: { shortTermProjectCap: 2 },
      },
    },
    {
      kind: 'placed',
      name: 'all or nothing',
      records: { ...senders, students: people(1, { minimum: 2, maximum: 2 }), openings: [{ id: 'o1', hostId: 'h1', ...dates }] },
      without: { ...senders, students: people(1, { minimum: 1, maximum: 2 }), openings: [{ id: 'o1', hostId: 'h1', ...dates }] },
    },
    {
      kind: 'seats-day',
      name: 'variants of a window',
      records: { ...senders, students: people(3), openings: [{ id: 'o1', hostId: 'h1', ...window }] },
      without: { ...senders, students: people(3), openings: [{ id: 'o1', hostId: 'h1', ...window, seats: 3 }] },
    },
    {
      kind: 'host-day',
      name: 'seats of a host',
      records: {
        ...senders,
        students: people(3),
        hosts: [{ id: 'h1', seats: 2 }],
        openings: [{ id: 'o1', hostId: 'h1', ...dates, seats: 5 }],
      },
      without: { ...senders, students: people(3), openings: [{ id: 'o1', hostId: 'h1', ...dates, seats: 5 }] },
    },
    {
      kind: 'beds-day',
      name: 'beds of a city',
      records: { ...plain, lodging: [{ city: 'Porto', fromDay: start, toDay: end, beds: 1 }] },
      without: plain,
    },
    {
      kind: 'flow-beds-day',
      name: 'beds of a flow',
      records: { ...journey, flows: [{ ...flow, beds: 2 }] },
      without: { ...journey, flows: [flow] },
    },
    {
      kind: 'opening-minimum',
      name: 'minimum to open',
      records: { ...senders, students: people(1), openings: [{ id: 'o1', hostId: 'h1', ...dates, seats: 5, minimumToOpen: 2 }] },
      without: { ...senders, students: people(1), openings: [{ id: 'o1', hostId: 'h1', ...dates, seats: 5 }] },
    },
    {
      kind: 'flow-minimum',
      name: 'minimum of a flow',
      records: { ...journey, students: people(3), flows: [{ ...flow, minimum: 4 }] },
      without: { ...journey, flows: [flow] },
    },
    {
      kind: 'flow-maximum',
      name: 'maximum of a flow',
      records: { ...journey, flows: [{ ...flow, maximum: 2 }] },
      without: { ...journey, flows: [flow] },
    },
    {
      kind: 'accompanying',
      name: 'nobody goes alone',
      records: {
        ...journey,
        students: [...people(3, { needsAccompanying: true }), teacher],
        flows: [{ ...flow, learnersPerAccompanying: 2 }],
      },
      without: {
        ...journey,
        students: [...people(3, { needsAccompanying: false }), teacher],
        flows: [{ ...flow, learnersPerAccompanying: 2 }],
      },
    },
    {
      kind: 'accompanying',
      name: 'one of each sender',
      records: {
        ...journey,
        students: [...people(3, { needsAccompanying: true }), teacher],
        flows: [{ ...flow, learnersPerAccompanying: 3, accompanyingScope: 'sender' }],
      },
      without: {
        ...journey,
        students: [...people(3, { needsAccompanying: true }), teacher],
        flows: [{ ...flow, learnersPerAccompanying: 3 }],
      },
    },
    {
      kind: 'project-cap',
      name: 'cap of a project',
      records: { ...plain, students: people(3, { projectId: 'p' }), projects: [{ id: 'p', cap: 2 }] },
      without: { ...plain, students: people(3, { projectId: 'p' }), projects: [{ id: 'p' }] },
    },
    {
      kind: 'quota',
      name: 'at most',
      records: { ...plain, quotas: [{ id: 'q', senderId: 's1', hostId: 'h1', maximum: 1 }] },
      without: plain,
    },
    { kind: 'quota', name: 'at least', records: { ...plain, quotas: [{ id: 'q', city: 'braga', minimum: 2 }] }, without: plain },
    {
      kind: 'budget',
      name: 'of a sender',
      records: {
        ...plain,
        openings: twoPlaces.openings.map((opening) => ({ ...opening, perDayCents: 100 })),
        budgets: [{ id: 'b', senderId: 's1', limitCents: 5599 }],
      },
      without: { ...plain, openings: twoPlaces.openings.map((opening) => ({ ...opening, perDayCents: 100 })) },
    },
    {
      kind: 'together',
      name: 'a decision',
      records: {
        ...plain,
        students: people(2),
        openings: twoPlaces.openings.map((opening) => ({ ...opening, seats: 1 })),
        decisions: [{ studentId: 'p1', action: 'together', otherId: 'p2' }],
      },
      without: { ...plain, students: people(2), openings: twoPlaces.openings.map((opening) => ({ ...opening, seats: 1 })) },
    },
    {
      kind: 'together',
      name: 'a group',
      records: { ...plain, students: people(2, { group: 'g' }), openings: twoPlaces.openings.map((opening) => ({ ...opening, seats: 1 })) },
      without: { ...plain, students: people(2), openings: twoPlaces.openings.map((opening) => ({ ...opening, seats: 1 })) },
    },
    {
      kind: 'apart',
      name: 'a decision',
      records: { ...plain, decisions: [{ studentId: 'p1', action: 'apart', otherId: 'p2' }] },
      without: plain,
    },
    {
      kind: 'pin',
      name: 'a decision',
      records: { ...plain, decisions: [{ studentId: 'p1', action: 'pin', hostId: 'h2' }] },
      without: plain,
    },
    {
      kind: 'pin',
      name: 'somebody who is confirmed there',
      records: { ...plain, plan: [{ studentId: 'p1', openingId: 'o2', status: 'confirmed' }] },
      without: { ...plain, plan: [{ studentId: 'p1', openingId: 'o2', status: 'proposed' }] },
    },
    {
      kind: 'moves',
      name: 'at most one moves',
      records: { ...plain, plan: ['p1', 'p2'].map((studentId) => ({ studentId, openingId: 'o2' })), options: { maximumMoves: 1 } },
      without: { ...plain, plan: ['p1', 'p2'].map((studentId) => ({ studentId, openingId: 'o2' })) },
    },
  ];

  it('covers every kind of row', () => {
    const kinds = cases.map(({ kind }) => kind);
    expect(rowKinds.filter((kind) => !kinds.includes(kind))).toEqual(['together-wish', 'apart-wish', 'step']);
  });

  it.each(['together', 'apart'] as const)('%s with a weight: no rule breaks, and the value is another', async (action) => {
    const seats = action === 'together' ? 1 : 2;
    const openings = twoPlaces.openings.map((opening) => ({ ...opening, seats }));
    const bare = { ...plain, students: people(2), openings };
    const records = { ...bare, decisions: [{ studentId: 'p1', action, otherId: 'p2', scope: 'host' as const, weight: 5 }] };
    await expectGreen(records);
    const { certified, planCodes } = await certifyBroken(records, { ...records, decisions: [{ ...records.decisions[0]!, weight: 6 }] });
    expect(planCodes).toEqual([]);
    expect(certified).toMatchObject({ ok: false, check: 'link' });
  });

  it.each(cases)('$kind: $name', async ({ kind, records, without, code = kind }) => {
    await expectGreen(records);
    const rowless = await certifyBroken(records, records, (model) => forget(model, kind));
    expect(rowless.certified).toMatchObject({ ok: false, check: 'link' });
    expect(rowless.planCodes).toContain(code);
    if (without === null) return;
    const { certified, planCodes } = await certifyBroken(records, without);
    expect(certified).toMatchObject({ ok: false, check: 'link' });
    expect(planCodes).toContain(code);
  });
});

/** The model as a writer would leave it that knows nothing of one kind of row. */
function forget(model: Model, kind: RowKind | 'seats' | 'required'): Model {
  if (kind === 'seats') return { ...model, upperOfSeat: model.upperOfSeat.map(() => model.personCount) };
  if (kind === 'required') return { ...model, lowerOfPerson: model.lowerOfPerson.map(() => 0) };
  const { rows } = model;
  const kept = Array.from({ length: rows.count }, (_, row) => row).filter((row) => rows.labelOfRow[row]!.kind !== kind);
  expect(kept.length).toBeLessThan(rows.count);
  const entries = kept.map((row) => [rows.firstEntryOfRow[row]!, rows.firstEntryOfRow[row + 1]!] as const);
  const firstEntryOfRow = new Int32Array(kept.length + 1);
  entries.forEach(([from, to], k) => {
    firstEntryOfRow[k + 1] = firstEntryOfRow[k]! + to - from;
  });
  const ofKept = (values: Float64Array): Float64Array => Float64Array.from(kept, (row) => values[row]!);
  return {
    ...model,
    rows: {
      count: kept.length,
      firstEntryOfRow,
      columnOfEntry: Int32Array.from(entries.flatMap(([from, to]) => [...rows.columnOfEntry.subarray(from, to)])),
      coefficientOfEntry: Float64Array.from(entries.flatMap(([from, to]) => [...rows.coefficientOfEntry.subarray(from, to)])),
      lowerOfRow: ofKept(rows.lowerOfRow),
      upperOfRow: ofKept(rows.upperOfRow),
      minimumToOpenOfRow: ofKept(rows.minimumToOpenOfRow),
      labelOfRow: kept.map((row) => rows.labelOfRow[row]!),
    },
  };
}
