import { describe, expect, it } from 'vitest';
import { buildInstanceNow } from '../../src/instance/build.js';
import { RecordedPair } from '../../src/instance/recorded-pair.js';
import { builtInPack, parsePack } from '../../src/roster/rates.js';
import type { Roster } from '../../src/roster/types.js';
import { day, rosterOf, type RosterParts } from '../support/roster.js';

const vet = builtInPack('erasmus-vet').pack!;

/** One learner of a school in Poland, 26 days in Genoa, call 2025: 27 April to 22 May 2026. */
const journey = {
  organisations: [
    { id: 'school', kind: 'school', country: 'PL', city: 'Wrocław' },
    { id: 'partner', kind: 'partner', country: 'IT', city: 'Genova' },
  ],
  projects: [{ id: 'p', code: '2025-1-PL01-KA121-VET-000000001' }],
  students: [{ id: 'a', kind: 'short-term', schoolId: 'school', projectId: 'p', needsAccompanying: false }],
  hosts: [{ id: 'h', partnerId: 'partner' }],
  openings: [
    {
      id: 'o',
      hostId: 'h',
      startDay: day('2026-04-27'),
      endDay: day('2026-05-22'),
      travelCents: null,
      perDayCents: null,
      courseCents: null,
    },
  ],
  rates: vet,
} as const satisfies RosterParts;

function linesOf(parts: RosterParts) {
  const { instance, issues } = buildInstanceNow(rosterOf(parts));
  if (instance === null) throw new Error(JSON.stringify(issues));
  return new RecordedPair(instance, 0, instance.slotOfPair[0]!).costLines;
}
const withStudent = (fields: object): RosterParts => ({ ...journey, students: [{ ...journey.students[0], ...fields }] });
const withOpening = (fields: object): RosterParts => ({ ...journey, openings: [{ ...journey.openings[0], ...fields }] });
const withKm = (km: number, fields: object = {}): RosterParts => ({
  ...withStudent(fields),
  distances: [{ fromId: 'school', hostId: 'h', partnerId: null, km }],
});

describe('costs by the rule pack', () => {
  it('pays travel by the band and the stay by two daily rates', () => {
    // About 1,000 km: 309 euros. Italy is in group 1 from 2024: 14 days at 127 and 12 days at 89 euros.
    expect(linesOf(journey)).toEqual({
      travel: 309_00,
      individual: 14 * 127_00 + 12 * 89_00,
      course: 0,
      inclusion: 0,
      linguistic: 0,
      other: 0,
    });
  });

  it('pays travel days like days of the stay, up to the most of the way of travelling', () => {
    expect(linesOf(withStudent({ travelDays: 1 })).individual).toBe(14 * 127_00 + 13 * 89_00);
    expect(linesOf(withStudent({ travelDays: 6 })).individual).toBe(14 * 127_00 + 14 * 89_00);
    expect(linesOf(withStudent({ travelDays: 6, greenTravel: true })).individual).toBe(14 * 127_00 + 18 * 89_00);
  });

  it('changes the band at its first kilometre', () => {
    const travel = (km: number, fields = {}) => linesOf(withKm(km, fields)).travel;
    expect([0, 9, 10, 99, 100, 499, 500, 1999, 2000, 7999, 8000].map((km) => travel(km) / 100)).toEqual([
      0, 0, 28, 28, 211, 211, 309, 309, 395, 1188, 1735,
    ]);
    expect(travel(99, { greenTravel: true })).toBe(56_00);
    // No green amount under 10 km: the standard one.
    expect(travel(9, { greenTravel: true })).toBe(0);
  });

  it('lets a distance of the roster win, the school before the sender and the host before the partner', () => {
    const both = (distances: RosterParts['distances'] & object) => linesOf({ ...journey, distances }).travel;
    expect(both([{ fromId: 'school', hostId: null, partnerId: 'partner', km: 50 }])).toBe(28_00);
    expect(
      both([
        { fromId: 'school', hostId: null, partnerId: 'partner', km: 50 },
        { fromId: 'school', hostId: 'h', partnerId: null, km: 100 },
      ]),
    ).toBe(211_00);
  });

  it('lets what an opening states win, 0 too', () => {
    expect(linesOf(withOpening({ travelCents: 0, perDayCents: 10_00 }))).toMatchObject({ travel: 0, individual: 260_00 });
  });

  it('pays nothing for travel and stay online', () => {
    expect(linesOf({ ...withStudent({ online: true }), openings: [{ ...journey.openings[0], online: true }] })).toMatchObject({
      travel: 0,
      individual: 0,
      linguistic: 0,
    });
  });

  it('pays staff the staff rate, course fees up to their most, linguistic support to learners who have it', () => {
    const staff = withStudent({ kind: 'staff', activity: 'course' });
    const courseFor = (end: string) => linesOf({ ...staff, openings: [{ ...journey.openings[0], endDay: day(end) }] });
    expect(courseFor('2026-05-01')).toMatchObject({ individual: 5 * 190_00, course: 5 * 80_00 });
    expect(courseFor('2026-05-06')).toMatchObject({ individual: 10 * 190_00, course: 800_00 });
    expect(linesOf(withStudent({ linguisticSupport: true })).linguistic).toBe(150_00);
  });

  it('takes the call year from the project, else from its grant number, else the last call', () => {
    const at = (project: object) => linesOf({ ...journey, projects: [{ id: 'p', ...project }] }).individual;
    const old = 14 * 56_00 + 12 * 39_00;
    expect(at({ callYear: 2022, code: '2025-1-PL01-KA121-VET-000000001' })).toBe(old);
    expect(at({ code: '2023-1-PL01-KA121-VET-000000001' })).toBe(old);
    expect(at({})).toBe(14 * 127_00 + 12 * 89_00);
  });

  it('refuses a call year without rates, and a distance that nobody knows, with the record named', () => {
    const issuesOf = (parts: RosterParts) => buildInstanceNow(rosterOf(parts)).issues;
    expect(issuesOf({ ...journey, projects: [{ id: 'p', callYear: 2010 }] })).toMatchObject([
      { severity: 'error', code: 'call-without-rates', file: 'projects.csv', row: 2, found: '2010' },
    ]);
    expect(
      issuesOf({ ...journey, organisations: [{ id: 'school', kind: 'school', country: 'PL' }, journey.organisations[1]] }),
    ).toMatchObject([{ severity: 'error', code: 'rate-unknown', file: 'openings.csv', row: 2 }]);
  });

  it('says which rates nobody confirmed and which distance lies at the edge of a band', () => {
    const groundsOf = (parts: RosterParts) => {
      const { instance } = buildInstanceNow(rosterOf(parts));
      return new RecordedPair(instance!, 0, instance!.slotOfPair[0]!).costGrounds;
    };
    expect(groundsOf(withKm(510))).toEqual({ km: 510, unconfirmed: ['individual'], nearBandKm: 500 });
    expect(groundsOf(withKm(490)).nearBandKm).toBe(500);
    expect(groundsOf(withKm(511)).nearBandKm).toBe(null);
  });
});

describe('a rule pack', () => {
  it('may change another: rates of one agency, all else as before', () => {
    const rate = { firstCents: 70_00, laterCents: 49_00 };
    const { pack, faults } = parsePack({
      extends: 'erasmus-vet',
      id: 'ours',
      title: 'Ours',
      date: '2026-01-01',
      sources: { ours: 'letter of our agency' },
      calls: [
        {
          fromYear: 2024,
          toYear: 2027,
          individual: [{ agency: 'PL01', source: 'ours', confirmed: true, learner: [rate, rate, rate], staff: [rate, rate, rate] }],
        },
      ],
    });
    expect(faults).toEqual([]);
    expect(linesOf({ ...journey, rates: pack })).toMatchObject({ travel: 309_00, individual: 14 * 70_00 + 12 * 49_00 });
    const elsewhere: Partial<Roster['projects'][number]> & { id: string } = { id: 'p', code: '2025-1-RO01-KA121-VET-000000001' };
    expect(linesOf({ ...journey, rates: pack, projects: [elsewhere] }).individual).toBe(14 * 127_00 + 12 * 89_00);
  });

  it('is refused with a complete list of what is wrong in it', () => {
    const broken = structuredClone(vet) as unknown as { calls: { travel: { bands: { fromKm: number }[] }; groups: { others: number } }[] };
    broken.calls[0]!.travel.bands[0]!.fromKm = 5;
    broken.calls[1]!.groups.others = 9;
    expect(parsePack(broken).faults.map(({ path }) => path)).toEqual([
      'calls.0.travel.bands',
      'calls.1.individual.0.learner',
      'calls.1.individual.0.staff',
    ]);
    expect(builtInPack('erasmus-vett').faults).toMatchObject([{ maybe: 'erasmus-vet' }]);
  });

  it('for the pilot call pays 25 to 30 % less a day and the same for travel', () => {
    const pilot = builtInPack('western-balkans-pilot').pack!;
    vet.calls.forEach((call, k) => {
      expect(pilot.calls[k]!.travel).toEqual(call.travel);
      call.individual[0]!.learner.forEach(({ firstCents }, group) => {
        const lower = pilot.calls[k]!.individual[0]!.learner[group]!.firstCents;
        expect(lower * 100).toBeGreaterThanOrEqual(firstCents * 70);
        expect(lower * 100).toBeLessThanOrEqual(firstCents * 75);
      });
    });
  });
});
