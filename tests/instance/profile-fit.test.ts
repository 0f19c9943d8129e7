import { describe, expect, it } from 'vitest';
import { buildInstanceNow } from '../../src/instance/build.js';
import { RecordedPair } from '../../src/instance/recorded-pair.js';
import { day, rosterOf, type RosterParts } from '../support/roster.js';

const dates = { startDay: day('2026-03-02'), endDay: day('2026-06-02') };

/** The profile part of one person in one opening; null where the rule refuses. */
function partOf(own: string, accepted: readonly string[], more: RosterParts = {}, profileFits: readonly number[] = []): number | null {
  const roster = rosterOf({
    students: [{ id: 'a', kind: 'graduate', profileId: own }],
    openings: [{ id: 'o', hostId: 'h', ...dates, profileIds: accepted, profileFits }],
    ...more,
    options: { profileDigits: 2, ...more.options },
  });
  const { instance } = buildInstanceNow(roster);
  return instance!.slotOfPair.length === 0 ? null : new RecordedPair(instance!, 0, 0).score.parts.profile;
}
const digits = (profileDigits: 2 | 3 | 4): RosterParts => ({ options: { profileDigits } });

describe('how a profile fits', () => {
  it('ISCO groups by their leading digits, as ISCED-F fields', () => {
    expect(partOf('isco:7411', ['isco:7411'])).toBe(100);
    expect(partOf('isco:7411', ['isco:7412'])).toBe(70);
    expect(partOf('isco:7411', ['isco:7421'])).toBe(40);
    expect(partOf('isco:7411', ['isco:7421'], digits(3))).toBeNull();
    expect(partOf('isco:7411', ['isco:7211'])).toBeNull();
    expect(partOf('isco:7411', ['isco:7'])).toBe(10);
  });

  it('the better of ISCED-F and ISCO', () => {
    const profiles = [
      { id: 'own', isced: '0713', isco: '7411' },
      { id: 'other', isced: '0732', isco: '7412' },
    ];
    expect(partOf('own', ['other'], { profiles })).toBe(70);
    expect(partOf('own', ['0713'], { profiles })).toBe(100);
    expect(partOf('own', ['isco:7421'], { profiles })).toBe(40);
  });

  it('equal ESCO codes whole, others by the ISCO group', () => {
    expect(partOf('esco:7411.1', ['esco:7411.1'])).toBe(100);
    expect(partOf('esco:7411.1', ['esco:7411.2'])).toBe(100);
    expect(partOf('esco:7411.1', ['isco:7412'])).toBe(70);
    expect(partOf('esco:http://esco/1', ['isco:7411'])).toBeNull();
    const profiles = [{ id: 'own', esco: 'http://esco/1' }];
    expect(partOf('own', ['esco:http://esco/1'], { profiles })).toBe(100);
    expect(partOf('own', ['isco:7412'], { profiles })).toBeNull();
    expect(partOf('own', ['isco:7412'], { profiles: [{ ...profiles[0]!, isco: '7411' }] })).toBe(70);
  });

  it('ISCO against ISCED-F by the built-in crosswalk, both ways, and only where nothing else compares', () => {
    expect(partOf('isco:7411', ['0713'])).toBe(90);
    expect(partOf('0713', ['isco:7411'])).toBe(90);
    expect(partOf('isco:7411', ['0714'])).toBe(70);
    expect(partOf('isco:7411', ['07'])).toBe(40);
    expect(partOf('isco:7411', ['1013'])).toBeNull();
    expect(partOf('isco:74', ['0713'])).toBeNull();
    expect(partOf('isco:5120', ['0721'], digits(4))).toBe(60);
    const profiles = [{ id: 'own', isced: '0611', isco: '7411' }];
    expect(partOf('own', ['0713'], { profiles })).toBeNull();
  });

  it('by crosswalk.csv first: the most exact row counts, and 0 forbids', () => {
    const crosswalk = [
      { fromId: '07', toId: '06', fit: 30 },
      { fromId: '0713', toId: '06', fit: 80 },
      { fromId: '0713', toId: '0611', fit: 0 },
    ];
    expect(partOf('0714', ['0613'], { crosswalk })).toBe(30);
    expect(partOf('0713', ['0613'], { crosswalk })).toBe(80);
    expect(partOf('0713', ['0611'], { crosswalk })).toBeNull();
    expect(partOf('0713', ['0611', '0612'], { crosswalk })).toBe(80);
    expect(partOf('0613', ['0713'], { crosswalk })).toBeNull();
    expect(partOf('07', ['06'], { crosswalk })).toBe(30);
    // It wins over equal digits and over the built-in crosswalk, never over the same id.
    expect(partOf('0713', ['0714'], { crosswalk: [{ fromId: '0713', toId: '0714', fit: 0 }] })).toBeNull();
    expect(partOf('isco:7411', ['0713'], { crosswalk: [{ fromId: 'isco:74', toId: '0713', fit: 20 }] })).toBe(20);
    expect(partOf('0713', ['0713'], { crosswalk: [{ fromId: '0713', toId: '0713', fit: 0 }] })).toBe(100);
    // Equal digits on both sides together: more in `from` wins, then the least fit.
    const level = [
      { fromId: '0713', toId: '06', fit: 10 },
      { fromId: '071', toId: '061', fit: 90 },
    ];
    expect(partOf('0713', ['0611'], { crosswalk: level })).toBe(10);
    const profiles = [{ id: 'own', isced: '0713', isco: '7411' }];
    const even = [
      { fromId: '07', toId: '10', fit: 60 },
      { fromId: 'isco:74', toId: '10', fit: 50 },
    ];
    expect(partOf('own', ['1013'], { profiles, crosswalk: even })).toBe(50);
    expect(partOf('own', ['1013'], { profiles, crosswalk: [...even, { fromId: 'own', toId: '10', fit: 70 }] })).toBe(70);
  });

  it('as the opening says of each profile it accepts, best of those that agree', () => {
    expect(partOf('0713', ['0713', '0611'], {}, [35, 90])).toBe(35);
    expect(partOf('0713', ['0713', '071'], {}, [35, 60])).toBe(60);
    expect(partOf('0713', ['0713'], {}, [0])).toBe(0);
    expect(partOf('0613', ['0713'], {}, [90])).toBeNull();
    expect(partOf('0613', ['0713'], { crosswalk: [{ fromId: '06', toId: '07', fit: 50 }] }, [90])).toBe(50);
    expect(partOf('0613', ['0713'], { crosswalk: [{ fromId: '06', toId: '07', fit: 50 }] }, [20])).toBe(20);
    expect(partOf('isco:7411', ['0713'], {}, [95])).toBe(90);
  });
});
