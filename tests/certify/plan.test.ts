import { describe, expect, it } from 'vitest';
import { checkPlan, checkPlanSliced } from '../../src/certify/plan/check.js';
import { compareLevels } from '../../src/certify/plan/values.js';
import type { Placement } from '../../src/certify/types.js';
import { day, defaultOptions, rosterOf, type RosterParts } from '../support/roster.js';

const start = day('2026-03-02');
const end = day('2026-05-30'); // 90 days
const opening = { id: 'o1', hostId: 'h1', startDay: start, endDay: end };

function at(studentId: string, openingId = 'o1', startDay = start, endDay = end): Placement {
  return { studentId, openingId, flowId: null, startDay, endDay };
}

function inFlow(studentId: string, flowId = 'f1', startDay = start, endDay = end): Placement {
  return { studentId, openingId: null, flowId, startDay, endDay };
}

function codes(parts: RosterParts, placements: readonly Placement[]): string[] {
  return checkPlan(rosterOf(parts), placements).faults.map(({ code }) => code);
}

/** One person in one opening: the fields that matter, the code that is expected ([] where one step beside is legal). */
function pair(student: NonNullable<RosterParts['students']>[number] | object, more: object = {}, rest: RosterParts = {}): string[] {
  const site = { ...opening, ...more };
  return codes({ openings: [site], ...rest, students: [{ id: 'a', ...student }] }, [at('a', 'o1', site.startDay, site.endDay)]);
}

describe('the placement itself', () => {
  it('names known students, openings and flows', () => {
    expect(codes({ students: [{ id: 'a' }], openings: [opening] }, [at('b')])).toEqual(['id-unknown']);
    expect(codes({ students: [{ id: 'a' }], openings: [opening] }, [at('a', 'o2')])).toEqual(['id-unknown']);
    expect(codes({ students: [{ id: 'a', kind: 'accompanying' }] }, [inFlow('a', 'f9')])).toEqual(['id-unknown']);
    expect(codes({ students: [{ id: 'a' }] }, [{ ...at('a'), openingId: null }])).toEqual(['placement-target']);
    expect(codes({ students: [{ id: 'a' }], openings: [opening] }, [at('a')])).toEqual([]);
  });

  it('is not said twice, and names no foreign flow', () => {
    expect(codes({ students: [{ id: 'a' }], openings: [{ ...opening, seats: 5 }] }, [at('a'), at('a')])).toEqual(['placement-duplicate']);
    expect(codes({ students: [{ id: 'a' }], openings: [opening] }, [{ ...at('a'), flowId: 'f1' }])).toEqual(['placement-flow']);
  });

  it('stands on the dates of the opening, of its flow, or on a Monday of the window', () => {
    expect(codes({ students: [{ id: 'a' }], openings: [opening] }, [at('a', 'o1', start, end + 1)])).toEqual(['placement-dates']);
    const flows = [{ id: 'f1', startDay: start, endDay: end }];
    expect(codes({ students: [{ id: 'a' }], flows, openings: [{ id: 'o1', hostId: 'h1', flowId: 'f1' }] }, [at('a')])).toEqual([]);
    const window = {
      students: [{ id: 'a' }],
      openings: [{ id: 'o1', hostId: 'h1', windowFromDay: start, windowToDay: end + 7, lengthDays: 90 }],
    };
    expect(codes(window, [at('a', 'o1', start + 7, end + 7)])).toEqual([]);
    expect(codes(window, [at('a', 'o1', start + 6, end + 6)])).toEqual(['placement-dates']);
    expect(codes(window, [at('a', 'o1', start + 14, end + 14)])).toEqual(['placement-dates']);
  });
});

describe('rules about one person and one place', () => {
  it('forbidden', () => {
    for (const target of [{ openingId: 'o1' }, { hostId: 'h1' }]) {
      expect(pair({}, {}, { decisions: [{ studentId: 'a', action: 'forbid', ...target }] })).toEqual(['forbidden']);
    }
    expect(pair({}, {}, { decisions: [{ studentId: 'a', action: 'forbid', openingId: 'o2' }] })).toEqual([]);
    expect(pair({}, {}, { pairs: [{ studentId: 'a', openingId: 'o1', forbidden: true }] })).toEqual(['forbidden']);
    expect(
      pair(
        {},
        { flowId: 'f1' },
        {
          flows: [{ id: 'f1', startDay: start, endDay: end }],
          decisions: [{ studentId: 'a', action: 'forbid', flowId: 'f1' }],
        },
      ),
    ).toEqual(['forbidden']);
  });

  it('not-listed: listed pairs count whatever the other rules say', () => {
    expect(pair({ needs: ['lift'] }, {}, { options: { eligible: 'listed' }, pairs: [{ studentId: 'a', openingId: 'o1' }] })).toEqual([]);
    expect(pair({}, {}, { options: { eligible: 'listed' }, pairs: [{ studentId: 'a', openingId: 'o2' }] })).toEqual(['not-listed']);
  });

  it('kind', () => {
    expect(pair({}, { kinds: ['graduate'] })).toEqual(['kind']);
    expect(pair({}, { kinds: ['graduate', 'long-term'] })).toEqual([]);
    expect(pair({ kind: 'accompanying', required: true }, {})).toEqual(['kind']);
    const flows = [{ id: 'f1', startDay: start, endDay: end, learnersPerAccompanying: null }];
    expect(codes({ students: [{ id: 'a', kind: 'accompanying', required: true }], flows }, [inFlow('a')])).toEqual(['kind']);
    expect(
      codes({ students: [{ id: 'a', kind: 'accompanying', required: true }], flows: [{ ...flows[0]!, learnersPerAccompanying: 5 }] }, [
        inFlow('a'),
      ]),
    ).toEqual([]);
    expect(codes({ students: [{ id: 'a' }], flows: [{ ...flows[0]!, learnersPerAccompanying: 5 }] }, [inFlow('a')])).toContain('kind');
  });

  it('activity', () => {
    expect(pair({ activity: 'dual' }, { activities: ['traineeship'] })).toEqual(['activity']);
    expect(pair({ activity: null }, { activities: ['traineeship'] })).toEqual([]);
    expect(pair({ online: true }, {})).toEqual(['activity']);
    expect(pair({ online: true }, { online: true })).toEqual([]);
  });

  it('profile', () => {
    expect(pair({ profileId: '0611' }, { profileIds: ['0612'] })).toEqual([]);
    expect(pair({ profileId: '0611' }, { profileIds: ['0621'] })).toEqual(['profile']);
    expect(pair({ profileId: '0611' }, { profileIds: ['06'] })).toEqual([]);
    expect(pair({ profileId: '06' }, { profileIds: ['0621'] })).toEqual([]);
    expect(pair({ profileId: null }, { profileIds: ['06'] })).toEqual(['profile']);
    expect(pair({ profileId: 'cook' }, { profileIds: ['cook'] })).toEqual([]);
    expect(pair({ profileId: 'cook' }, { profileIds: ['101'] })).toEqual(['profile']);
    expect(pair({ profileId: 'cook' }, { profileIds: ['101'] }, { profiles: [{ id: 'cook', isced: '1013' }] })).toEqual([]);
    expect(pair({ profileId: '0611' }, { profileIds: ['0621'] }, { options: { profileDigits: 2 } })).toEqual([]);
    expect(pair({ profileId: '0611' }, { profileIds: ['0612'] }, { options: { profileDigits: 4 } })).toEqual(['profile']);
    expect(pair({ profileId: '0611' }, { profileIds: ['0811', '0612'] })).toEqual([]);
  });

  it('country', () => {
    const organisations = [
      { id: 's', country: 'IT' },
      { id: 'p', kind: 'partner' as const, country: 'IT' },
    ];
    expect(pair({ senderId: 's' }, {}, { organisations, hosts: [{ id: 'h1', country: 'IT' }] })).toEqual(['country']);
    expect(pair({ senderId: 's' }, {}, { organisations, hosts: [{ id: 'h1', partnerId: 'p' }] })).toEqual(['country']);
    expect(pair({ schoolId: 's' }, {}, { organisations, hosts: [{ id: 'h1', partnerId: 'p' }] })).toEqual(['country']);
    expect(pair({ senderId: 's' }, {}, { organisations, hosts: [{ id: 'h1', partnerId: 'p', country: 'ES' }] })).toEqual([]);
    expect(pair({ senderId: 's' }, {}, { organisations })).toEqual([]);
    expect(pair({ senderId: 's', online: true }, { online: true }, { organisations, hosts: [{ id: 'h1', country: 'IT' }] })).toEqual([]);
    expect(
      codes(
        {
          organisations,
          students: [{ id: 'a', kind: 'accompanying', required: true, senderId: 's' }],
          flows: [{ id: 'f1', partnerId: 'p', startDay: start, endDay: end, learnersPerAccompanying: 5 }],
        },
        [inFlow('a')],
      ),
    ).toEqual(['country']);
  });

  it('reach', () => {
    const organisations = [
      { id: 's', country: 'IT', city: 'Bari' },
      { id: 'sc', country: 'IT', city: ' lecce' },
      { id: 'p', kind: 'partner' as const, country: 'IT', city: 'Lecce' },
    ];
    const there = (hosts: NonNullable<RosterParts['hosts']>, reach: string, student: object = {}, opening: object = {}) =>
      pair({ senderId: 's', schoolId: 'sc', ...student }, { reach, ...opening }, { organisations, hosts }).join();
    const near = [{ id: 'h1', partnerId: 'p' }];
    const far = [{ id: 'h1', partnerId: 'p', city: 'Bari' }];
    const abroad = [{ id: 'h1', country: 'ES', city: 'Lecce' }];
    expect(['transnational', 'national', 'local'].map((reach) => there(near, reach))).toEqual(['country', '', '']);
    expect(['transnational', 'national', 'local'].map((reach) => there(far, reach))).toEqual(['country', '', 'reach']);
    expect(['transnational', 'national', 'local'].map((reach) => there(abroad, reach))).toEqual(['', 'reach', 'reach']);
    expect(there(far, 'local', { schoolId: null })).toBe('');
    expect(there(near, 'local', { senderId: null })).toBe('');
    expect(there(near, 'national', { senderId: null, schoolId: null })).toBe('reach');
    expect(there([{ id: 'h1' }], 'national')).toBe('reach');
    expect(there(abroad, 'local', { online: true }, { online: true })).toBe('');
  });

  it('reach of a flow holds for its openings and its accompanying persons', () => {
    const organisations = [{ id: 's', country: 'IT', city: 'Bari' }];
    const inRome = (reach: 'local' | 'national' | null, ofOpening: 'transnational' | null = null) =>
      codes(
        {
          organisations,
          students: [
            { id: 'a', senderId: 's' },
            { id: 't', kind: 'accompanying', required: true, senderId: 's' },
          ],
          flows: [{ id: 'f1', startDay: start, endDay: end, learnersPerAccompanying: 5, country: 'IT', city: 'Rome', reach }],
          hosts: [{ id: 'h1', country: 'IT', city: 'Rome' }],
          openings: [{ id: 'o1', hostId: 'h1', flowId: 'f1', reach: ofOpening }],
        },
        [at('a'), inFlow('t')],
      );
    expect(inRome('national')).toEqual([]);
    expect(inRome(null)).toEqual(['country', 'country']);
    expect(inRome('local')).toEqual(['reach', 'reach']);
    expect(inRome('national', 'transnational')).toEqual(['country']);
  });

  it('project-dates and period', () => {
    expect(pair({ projectId: 'p' }, {}, { projects: [{ id: 'p', startDay: start, endDay: end - 1 }] })).toEqual(['project-dates']);
    expect(pair({ projectId: 'p' }, {}, { projects: [{ id: 'p', startDay: start, endDay: end }] })).toEqual([]);
    expect(pair({ availableFromDay: start + 1 })).toEqual(['period']);
    expect(pair({ availableToDay: end - 1 })).toEqual(['period']);
    expect(pair({ availableFromDay: start, availableToDay: end })).toEqual([]);
  });

  it('graduation: the same day of the month, or its last', () => {
    const starting = (graduated: string | null, iso: string, options: NonNullable<RosterParts['options']> = {}) =>
      pair(
        { kind: 'graduate', graduatedDay: graduated === null ? null : day(graduated) },
        { startDay: day(iso), endDay: day(iso) + 20 },
        { options },
      ).join();
    expect([starting('2025-03-31', '2026-03-31'), starting('2025-03-31', '2026-04-01')]).toEqual(['', 'graduation']);
    expect([starting('2024-02-29', '2025-02-28'), starting('2024-02-29', '2025-03-01')]).toEqual(['', 'graduation']);
    const one = { graduateMonths: 1 };
    expect([starting('2026-01-31', '2026-02-28', one), starting('2026-01-31', '2026-03-01', one)]).toEqual(['', 'graduation']);
    const none = { graduateMonths: 0 };
    expect([starting('2026-05-04', '2026-05-04', none), starting('2026-05-04', '2026-05-05', none)]).toEqual(['', 'graduation']);
    expect([starting('2026-05-04', '2026-03-02'), starting(null, '2026-03-02')]).toEqual(['', '']);
    expect(pair({ kind: 'long-term', graduatedDay: day('2001-01-01') })).toEqual([]);
  });

  it('duration: both ends of each range', () => {
    const days = (student: object, count: number) => pair(student, { endDay: start + count - 1 });
    const ranges: [object, number, number][] = [
      [{ kind: 'short-term' }, 10, 89],
      [{ kind: 'short-term', fewerOpportunities: true }, 2, 89],
      [{ kind: 'long-term' }, 90, 365],
      [{ kind: 'staff' }, 2, 365],
      [{ kind: 'staff', activity: 'job-shadowing' }, 2, 60],
      [{ kind: 'staff', activity: 'course' }, 2, 10],
      [{ kind: 'staff', activity: 'teaching' }, 2, 365],
      [{ kind: 'staff', activity: 'training' }, 2, 365],
      [{ kind: 'staff', activity: 'expert' }, 2, 60],
      [{ kind: 'staff', activity: 'trainee-teacher' }, 10, 365],
      [{ kind: 'graduate' }, 10, 365],
      [{ kind: 'short-term', activity: 'competition' }, 1, 10],
      [{ kind: 'short-term', activity: 'competition', fewerOpportunities: true }, 1, 10],
      [{ kind: 'graduate', activity: 'group' }, 2, 30],
      [{ kind: 'long-term', activity: 'competition' }, 90, 365],
    ];
    for (const [student, least, most] of ranges) {
      expect([least - 1, least, most, most + 1].map((count) => days(student, count).join())).toEqual(['duration', '', '', 'duration']);
    }
    expect(pair({ online: true }, { online: true, endDay: start })).toEqual([]);
  });

  it('duration: what the options say', () => {
    const days = (student: object, count: number, options: NonNullable<RosterParts['options']>) =>
      pair(student, { endDay: start + count - 1 }, { options }).join();
    const durations = { ...defaultOptions.durations, 'staff/course': [3, 4] as const };
    const counts = [2, 3, 4, 5];
    expect(counts.map((count) => days({ kind: 'staff', activity: 'course' }, count, { durations }))).toEqual([
      'duration',
      '',
      '',
      'duration',
    ]);
    expect(counts.map((count) => days({ kind: 'staff', activity: 'training' }, count, { durations }))).toEqual(['', '', '', '']);
    const eased = { kind: 'short-term', fewerOpportunities: true };
    expect(counts.map((count) => days(eased, count, { fewerOpportunitiesLeast: 4 }))).toEqual(['duration', 'duration', '', '']);
    expect([9, 10].map((count) => days(eased, count, { fewerOpportunitiesLeast: 12 }))).toEqual(['duration', '']);
    const flows = [{ id: 'f1', startDay: start, endDay: start + 6, learnersPerAccompanying: 5 }];
    const teacher = { students: [{ id: 'a', kind: 'accompanying' as const, required: true }], flows };
    const inOwn = [inFlow('a', 'f1', start, start + 6)];
    expect(codes(teacher, inOwn)).toEqual([]);
    expect(codes({ ...teacher, options: { durations: { accompanying: [8, 9] } } }, inOwn)).toEqual(['duration']);
  });

  it('language: all of the opening, one of the host', () => {
    const languages = [{ language: 'en', level: 3 as const }];
    expect(pair({ languages }, { languages: [{ language: 'en', level: 3 }] })).toEqual([]);
    expect(pair({ languages }, { languages: [{ language: 'en', level: 4 }] })).toEqual(['language']);
    expect(
      pair(
        { languages },
        {
          languages: [
            { language: 'en', level: 3 },
            { language: 'de', level: 1 },
          ],
        },
      ),
    ).toEqual(['language']);
    expect(
      pair(
        { languages },
        {},
        {
          hosts: [
            {
              id: 'h1',
              languages: [
                { language: 'en', level: 3 },
                { language: 'de', level: 1 },
              ],
            },
          ],
        },
      ),
    ).toEqual([]);
    expect(pair({ languages }, {}, { hosts: [{ id: 'h1', languages: [{ language: 'de', level: 1 }] }] })).toEqual(['language']);
  });

  it('blocked: days of stays and of journeys, as far as every named column agrees', () => {
    const days = (fromDay: number, toDay: number, more: object = {}, student: object = {}, site: object = {}) =>
      pair({ schoolId: 'sc', ...student }, site, {
        organisations: [{ id: 'pa', kind: 'partner', city: 'Bari' }],
        hosts: [{ id: 'h1', partnerId: 'pa' }],
        blocked: [{ fromDay, toDay, ...more }],
      }).join();
    expect([days(start - 3, start - 1), days(start - 3, start)]).toEqual(['', 'blocked']);
    expect([days(end + 1, end + 3), days(end, end + 3), days(start + 5, start + 5)]).toEqual(['', 'blocked', 'blocked']);
    const travel = { what: 'travel' };
    expect([days(start + 1, end - 1, travel), days(start, start, travel), days(end, end, travel)]).toEqual(['', 'blocked', 'blocked']);
    const agreeing = { hostId: 'h1', city: 'BARI', partnerId: 'pa', schoolId: 'sc', studentId: 'a' };
    expect(days(start, start, agreeing)).toBe('blocked');
    for (const field of Object.keys(agreeing)) expect(days(start, start, { ...agreeing, [field]: 'other' })).toBe('');
    expect(days(start, end, {}, { online: true }, { online: true })).toBe('');
    const flows = [{ id: 'f1', startDay: start, endDay: end, learnersPerAccompanying: 5, city: 'Bari' }];
    const teacher = { students: [{ id: 't', kind: 'accompanying' as const, required: true }], flows };
    expect(codes({ ...teacher, blocked: [{ fromDay: end, toDay: end, city: 'bari' }] }, [inFlow('t')])).toEqual(['blocked']);
    expect(codes({ ...teacher, blocked: [{ fromDay: end, toDay: end, hostId: 'h1' }] }, [inFlow('t')])).toEqual([]);
  });

  it('age on the start day', () => {
    const hosts = [{ id: 'h1', minimumAge: 18 }];
    expect(pair({ birthDay: day('2008-03-02') }, {}, { hosts })).toEqual([]);
    expect(pair({ birthDay: day('2008-03-03') }, {}, { hosts })).toEqual(['age']);
    expect(pair({ birthDay: null }, {}, { hosts })).toEqual(['age']);
    expect(pair({ birthDay: day('2008-03-03') }, {}, { hosts: [{ id: 'h1', minimumAge: 16, night: true }] })).toEqual(['age']);
    expect(pair({ birthDay: null }, {}, { hosts: [{ id: 'h1', hazard: true }] })).toEqual(['age']);
    expect(pair({ birthDay: null }, {})).toEqual([]);
    const dangerous = { hosts: [{ id: 'h1', hazard: true }], options: { adultAge: 21 } };
    expect(pair({ birthDay: day('2005-03-02') }, {}, dangerous)).toEqual([]);
    expect(pair({ birthDay: day('2005-03-03') }, {}, dangerous)).toEqual(['age']);
    const leap = { startDay: day('2028-02-29'), endDay: day('2028-02-29') + 89 };
    expect(pair({ birthDay: day('2010-02-28') }, leap, { hosts })).toEqual([]);
    expect(pair({ birthDay: day('2010-03-01') }, leap, { hosts })).toEqual(['age']);
  });

  it('needs', () => {
    expect(pair({ needs: ['lift', 'halal'] }, {}, { hosts: [{ id: 'h1', needsMet: ['halal', 'lift'] }] })).toEqual([]);
    expect(pair({ needs: ['lift', 'halal'] }, {}, { hosts: [{ id: 'h1', needsMet: ['lift'] }] })).toEqual(['needs']);
  });

  it('an override with a reason lifts the rules from kind on, and is reported', () => {
    const override = { studentId: 'a', action: 'override' as const, openingId: 'o1', reason: 'agreed with the host' };
    const parts: RosterParts = { students: [{ id: 'a', needs: ['lift'] }], openings: [opening], decisions: [override] };
    const report = checkPlan(rosterOf(parts), [at('a')]);
    expect(report.faults).toEqual([]);
    expect(report.overrides).toEqual([{ studentId: 'a', openingId: 'o1', rule: 'needs', reason: 'agreed with the host' }]);
    expect(codes({ ...parts, decisions: [{ ...override, reason: null }] }, [at('a')])).toEqual(['needs']);
    expect(codes({ ...parts, decisions: [override, { studentId: 'a', action: 'forbid', openingId: 'o1' }] }, [at('a')])).toEqual([
      'forbidden',
    ]);
    expect(checkPlan(rosterOf({ ...parts, students: [{ id: 'a' }] }), [at('a')]).overrides).toEqual([]);
  });
});

describe('the report', () => {
  it('is the same in slices, and does not depend on the order of rows', async () => {
    const students = ['a', 'b', 'c', 'd'].map((id) => ({ id, needs: ['lift'] }));
    const placements = students.map(({ id }) => at(id));
    const report = checkPlan(rosterOf({ students, openings: [opening] }), placements);
    expect(report.faults.map(({ code }) => code)).toEqual(['needs', 'needs', 'needs', 'needs', 'seats-day']);
    expect(await checkPlanSliced(rosterOf({ students, openings: [opening] }), placements)).toEqual(report);
    expect(checkPlan(rosterOf({ students: students.toReversed(), openings: [opening] }), placements.toReversed())).toEqual(report);
  });

  it('outcomes', () => {
    const expected = { outcomes: ['x', 'y', 'z'] };
    expect(pair(expected, { outcomes: ['x', 'y'], minimumOutcomes: 66 })).toEqual([]);
    expect(pair(expected, { outcomes: ['x', 'y'], minimumOutcomes: 67 })).toEqual(['outcomes']);
    expect(pair(expected, { outcomes: ['x'], minimumOutcomes: 0 }, { options: { minimumOutcomes: 100 } })).toEqual([]);
    expect(pair(expected, { outcomes: ['x'] }, { options: { minimumOutcomes: 34 } })).toEqual(['outcomes']);
    expect(pair({}, { minimumOutcomes: 100 })).toEqual([]);
    const profiles = [{ id: 'cook', outcomes: ['x', 'y'] }];
    expect(pair({ profileId: 'cook' }, { outcomes: ['x'], minimumOutcomes: 51 }, { profiles })).toEqual(['outcomes']);
    expect(pair({ profileId: 'cook', outcomes: ['x'] }, { outcomes: ['x'], minimumOutcomes: 51 }, { profiles })).toEqual([]);
  });

  it('adds up score and cost part by part', () => {
    const parts: RosterParts = {
      organisations: [{ id: 's', country: 'IT' }],
      profiles: [{ id: 'cook', isced: '1013', outcomes: ['x', 'y', 'z'] }],
      hosts: [{ id: 'h1', city: 'Málaga', country: 'ES', quality: 81 }],
      openings: [
        {
          ...opening,
          profileIds: ['1015', '10'],
          outcomes: ['z', 'x'],
          travelCents: 30_000,
          perDayCents: 7_000,
          courseCents: 11,
          otherCents: 7,
        },
      ],
      students: [{ id: 'a', senderId: 's', profileId: 'cook', inclusionCents: 500 }],
      preferences: [
        { studentId: 'a', targetKind: 'city', target: ' MA\u0301LAGA', rank: 3 },
        { studentId: 'a', targetKind: 'country', target: 'ES', rank: 4 },
        { studentId: 'a', targetKind: 'opening', target: 'o2', rank: 1 },
        { hostId: 'h1', targetKind: 'student', target: 'a', rank: 2 },
      ],
    };
    const { values } = checkPlan(rosterOf(parts), [at('a')]);
    expect(values.quality).toBe(40 * 70 + 15 * 66 + 30 * 60 + 5 * 80 + 10 * 81);
    expect(values.moneyCents).toBe(30_000 + 90 * 7_000 + 11 + 500 + 7);
    expect(values.placedIds).toEqual(['a']);
    expect(values.levels).toEqual([{ senderId: 's', quality: values.quality, placed: 1, applicants: 1 }]);
    const listed = checkPlan(rosterOf({ ...parts, pairs: [{ studentId: 'a', openingId: 'o1', score: -3, costCents: 9 }] }), [
      at('a'),
    ]).values;
    expect([listed.quality, listed.moneyCents]).toEqual([-3, 9]);
  });

  it('counts distance, periods and the lowest of several ranks', () => {
    const parts: RosterParts = {
      organisations: [
        { id: 's', latitude: 45, longitude: 9 },
        { id: 'p', kind: 'partner', latitude: 45, longitude: 9 },
      ],
      hosts: [{ id: 'h1', partnerId: 'p' }],
      openings: [opening],
      students: [{ id: 'a', senderId: 's' }],
      preferences: [
        { studentId: 'a', targetKind: 'period', target: '2026-05-30/2026-06-30', rank: 2 },
        { studentId: 'a', targetKind: 'host', target: 'h1', rank: 9 },
      ],
      options: { weights: { profile: 0, outcomes: 0, wish: 1, hostWish: 0, quality: 0, distance: 1000 } },
    };
    expect(checkPlan(rosterOf(parts), [at('a')]).values.quality).toBe(100_080);
    const far = { ...parts, organisations: [parts.organisations![0]!, { ...parts.organisations![1]!, latitude: 46 }] };
    expect(checkPlan(rosterOf(far), [at('a')]).values.quality).toBe((100 - 4) * 1000 + 80); // 111 km
  });

  it('sorts levels exactly: nobody placed first, then by quality over placed, then by id', () => {
    const level = (senderId: string, quality: number, placed: number) => ({ senderId, quality, placed, applicants: 9 });
    const big = 2 ** 52;
    const sorted = [level('a', big + 1, 3), level('c', big, 3), level('d', 5, 1), level('b', 10, 2), level('e', 0, 0)].sort(compareLevels);
    expect(sorted.map(({ senderId }) => senderId).join('')).toBe('ebdca');
  });

  it('leaves out senders without an eligible applicant, and knows those with one whom nobody placed', () => {
    const parts: RosterParts = {
      organisations: [{ id: 's1' }, { id: 's2' }, { id: 's3' }],
      openings: [opening],
      students: [
        { id: 'a', senderId: 's1' },
        { id: 'b', senderId: 's2', needs: ['lift'] },
        { id: 'c', senderId: 's3' },
        { id: 'd', senderId: 's3', needs: ['lift'] },
        { id: 'e', senderId: 's2', kind: 'accompanying' },
      ],
    };
    expect(checkPlan(rosterOf(parts), [at('a')]).values.levels).toEqual([
      { senderId: 's3', quality: 0, placed: 0, applicants: 2 },
      { senderId: 's1', quality: 2000, placed: 1, applicants: 1 },
    ]);
  });
});
