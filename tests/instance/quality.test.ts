import { describe, expect, it } from 'vitest';
import { certify } from '../../src/certify/certify.js';
import { linkPairsOf } from '../../src/engine/rows.js';
import { formulate } from '../../src/formulate/formulate.js';
import { buildInstanceNow } from '../../src/instance/build.js';
import { qualitiesOf } from '../../src/instance/quality.js';
import { refusalOf } from '../../src/instance/refusal.js';
import type { Outcome } from '../../src/roster/types.js';
import { day, defaultOptions, rosterOf, type RosterParts } from '../support/roster.js';
import { solveInline } from '../support/solve.js';

const dates = { startDay: day('2026-03-02'), endDay: day('2026-03-29') };
type Row = Partial<Outcome> & Pick<Outcome, 'placement' | 'hostId'>;
const rated = (placement: string, rating: number, more: Partial<Outcome> = {}): Row => ({
  placement,
  hostId: 'h',
  category: 'work',
  rating,
  ...more,
});

/** Quality of host h in a roster of one host that says 60 of itself. */
function qualityOf(parts: RosterParts): number | null {
  return qualitiesOf(rosterOf({ hosts: [{ id: 'h', quality: 60 }], ...parts }))('h').quality;
}

describe('the quality of a host', () => {
  it('is what the host states where nobody rated it, else the mean of all ratings, else not known', () => {
    expect(qualityOf({})).toBe(60);
    expect(qualityOf({ hosts: [{ id: 'h' }] })).toBeNull();
    // (90 + 70 + 71) / 3 = 77: the ratings of hosts that are gone count in the mean of all.
    const elsewhere = [90, 70, 71].map((rating, k) => rated(`t${k}`, rating, { hostId: k === 0 ? 'gone' : 'other' }));
    expect(qualityOf({ hosts: [{ id: 'h' }], outcomes: elsewhere })).toBe(77);
    expect(qualityOf({ outcomes: elsewhere })).toBe(60);
  });

  it('moves little by few placements, and more by many', () => {
    const placements = (count: number) => Array.from({ length: count }, (_, k) => rated(`t${k}`, 90));
    // (5 · 60 + n · 90) / (5 + n): 65, 75, 85 with n = 1, 5, 25.
    expect([1, 5, 25].map((count) => qualityOf({ outcomes: placements(count) }))).toEqual([65, 75, 85]);
    expect(qualityOf({ outcomes: placements(1), options: { qualityPrior: 0 } })).toBe(90);
    // (5 · 60 + 1 · 89) / 6 = 64.83
    expect(qualityOf({ outcomes: [rated('t', 89)] })).toBe(64);
  });

  it('counts a placement once, however many ratings it has', () => {
    const outcomes = [rated('t', 100, { indicator: 'tasks' }), rated('t', 80, { indicator: 'tutor' })];
    expect(qualityOf({ outcomes })).toBe(65);
  });

  it('counts a rating by the most exact row of quality.csv, an indicator before a source', () => {
    const outcomes = [rated('t', 100, { indicator: 'safety', source: 'visit' }), rated('u', 0, { indicator: 'tasks', source: 'visit' })];
    const of = (quality: NonNullable<RosterParts['quality']>) => qualityOf({ outcomes, quality, options: { qualityPrior: 0 } });
    expect(of([{ category: 'work' }])).toBe(50);
    expect(of([{ category: 'work' }, { category: 'work', indicator: 'safety', weight: 3 }])).toBe(75);
    expect(
      of([
        { category: 'work', source: 'visit', weight: 9 },
        { category: 'work', indicator: 'safety', weight: 3 },
      ]),
    ).toBe(25);
    expect(of([{ category: 'work', indicator: 'safety' }])).toBe(100);
    expect(of([{ category: 'work', weight: 0 }, { category: 'other' }])).toBe(60);
  });

  it('takes in how placements ended and what came after, each placement once', () => {
    const outcomes = [
      rated('t', 50, { completed: true, statusAfter6: 'employed' }),
      rated('t', 60, { indicator: 'tasks', completed: true, statusAfter6: 'employed' }),
      rated('u', 50, { completed: false, statusAfter6: 'unemployed', statusAfter12: 'studying' }),
    ];
    const of = (category: string) => qualityOf({ outcomes, quality: [{ category }], options: { qualityPrior: 0 } });
    expect([of('completed'), of('after-6'), of('after-12')]).toEqual([50, 50, 100]);
  });
});

describe('the gate', () => {
  const base: RosterParts = {
    students: [{ id: 'ana', kind: 'graduate' }],
    openings: [{ id: 'o', hostId: 'h', ...dates }],
  };
  const codeOf = (parts: RosterParts) => refusalOf(buildInstanceNow(rosterOf({ ...base, ...parts })).instance!, 0, 0);
  const gate = (fields: Partial<typeof defaultOptions.hostGate>) => ({ options: { hostGate: { ...defaultOptions.hostGate, ...fields } } });

  it('asks for a quality, one point under it is refused', () => {
    const outcomes = [rated('t', 90)];
    expect(codeOf({ hosts: [{ id: 'h', quality: 60 }], outcomes, ...gate({ minimumQuality: 65 }) })).toBeNull();
    expect(codeOf({ hosts: [{ id: 'h', quality: 60 }], outcomes, ...gate({ minimumQuality: 66 }) })).toBe('quality');
    expect(codeOf({ hosts: [{ id: 'h' }], ...gate({ minimumQuality: 1 }) })).toBe('quality');
  });

  it('asks for a tutor whose name is known', () => {
    for (const tutorNamed of [true, false, null])
      expect(codeOf({ hosts: [{ id: 'h', tutorNamed }], ...gate({ tutorNamed: true }) })).toBe(tutorNamed ? null : 'quality');
  });

  it('asks for the minima of quality.csv where there are ratings, or everywhere', () => {
    const quality = [
      { category: 'safety', minimum: 75 },
      { category: 'work', minimum: 50 },
    ];
    const [good, bad] = [rated('v', 75, { category: 'safety' }), rated('w', 74, { category: 'safety' })];
    const of = (outcomes: Row[], checks: 'none' | 'rated' | 'all') => codeOf({ quality, outcomes, ...gate({ checks }) });
    expect([of([good], 'none'), of([good], 'rated'), of([good], 'all')]).toEqual([null, null, 'quality']);
    expect([of([good, rated('v', 50)], 'all'), of([good, rated('v', 49)], 'all')]).toEqual([null, 'quality']);
    // 75 and 74 together miss a mean of 75.
    expect([of([good, bad], 'none'), of([good, bad], 'rated')]).toEqual([null, 'quality']);
  });

  it('lets a decision through, and leaves accompanying persons alone', async () => {
    const parts: RosterParts = {
      ...base,
      students: [
        { id: 'ana', kind: 'short-term', required: true },
        { id: 'tutor', kind: 'accompanying', required: true },
      ],
      flows: [{ id: 'f', ...dates, learnersPerAccompanying: 5 }],
      openings: [{ id: 'o', hostId: 'h', flowId: 'f', ...dates }],
      decisions: [{ studentId: 'ana', action: 'override', openingId: 'o', reason: 'visited last week' }],
      ...gate({ tutorNamed: true }),
    };
    const roster = rosterOf(parts);
    const instance = buildInstanceNow(roster).instance!;
    const model = formulate(instance);
    const made = await certify(roster, linkPairsOf(instance), model, await solveInline(model));
    expect(made).toMatchObject({ ok: true, certificate: { verdict: 'optimal' }, report: { overrides: [{ rule: 'quality' }] } });
  });
});
