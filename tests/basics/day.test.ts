import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { ageOn, isoOfDay, monthsAfter, parseIsoDay, weekdayOf } from '../../src/basics/day.js';
import { buildInstanceNow } from '../../src/instance/build.js';
import { day, rosterOf } from '../support/roster.js';

const after = (iso: string, months: number) => isoOfDay(monthsAfter(day(iso), months));

describe('months', () => {
  it.each([
    ['2025-03-15', 12, '2026-03-15'],
    ['2026-01-31', 1, '2026-02-28'],
    ['2028-01-31', 1, '2028-02-29'],
    ['2024-02-29', 12, '2025-02-28'],
    ['2024-02-29', 48, '2028-02-29'],
    ['2025-12-31', 2, '2026-02-28'],
    ['2025-08-31', 1, '2025-09-30'],
    ['2025-11-30', 3, '2026-02-28'],
    ['2026-05-04', 0, '2026-05-04'],
  ])('%s and %i are %s', (from, months, to) => {
    expect(after(from, months)).toBe(to);
  });

  it('keep the order of days', () => {
    const days = fc.integer({ min: 0, max: 60_000 });
    fc.assert(
      fc.property(days, days, fc.nat(30), (a, b, months) => {
        if (a <= b) expect(monthsAfter(a, months)).toBeLessThanOrEqual(monthsAfter(b, months));
      }),
    );
  });
});

describe('days, in any time zone', () => {
  const zone = process.env['TZ'];
  afterEach(() => {
    if (zone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zone;
  });

  /** A window over both changes of the clocks of Europe, an age and a graduation on such days, as far as an instance shows them. */
  const seen = () => {
    const roster = rosterOf({
      students: [
        { id: 'ana', kind: 'graduate', graduatedDay: parseIsoDay('2025-03-30'), birthDay: parseIsoDay('2008-03-29') },
        { id: 'ben', kind: 'staff', availableFromDay: parseIsoDay('2026-10-25'), availableToDay: parseIsoDay('2026-11-07') },
      ],
      hosts: [{ id: 'h', minimumAge: 18 }],
      openings: [
        { id: 'o', hostId: 'h', windowFromDay: parseIsoDay('2026-03-20'), windowToDay: parseIsoDay('2026-11-10'), lengthDays: 14 },
        { id: 'p', hostId: 'g', windowFromDay: parseIsoDay('2026-10-12'), windowToDay: parseIsoDay('2026-11-10'), lengthDays: 14 },
      ],
      options: { variantWeekday: 0 },
    });
    const { instance } = buildInstanceNow(roster);
    const pairs = [...instance!.slotOfPair].map((slot) => isoOfDay(instance!.startDayOfSlot[slot]!));
    return JSON.stringify([pairs, [...instance!.refusals], after('2026-10-31', 5), weekdayOf(day('2026-03-29')), ageOn(0, 20_541)]);
  };

  it('are the same', () => {
    const texts = ['UTC', 'Europe/Rome', 'America/St_Johns', 'Pacific/Apia', 'Asia/Kathmandu'].map((name) => {
      process.env['TZ'] = name;
      return [new Date(2026, 2, 29).getTimezoneOffset(), seen()] as const;
    });
    expect(new Set(texts.map(([offset]) => offset)).size).toBeGreaterThan(3);
    expect(new Set(texts.map(([, text]) => text)).size).toBe(1);
    expect(texts[0]![1]).toContain('2026-03-29');
    expect(texts[0]![1]).toContain('2026-10-25');
  });
});
