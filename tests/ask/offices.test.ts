import { describe, expect, it } from 'vitest';
import { officePlan } from '../../src/ask/offices.js';
import { placeByOffices } from '../../src/engine/offices.js';
import { formulate } from '../../src/formulate/formulate.js';
import { buildInstanceNow } from '../../src/instance/build.js';
import { day, rosterOf, type RosterParts } from '../support/roster.js';

const dates = { startDay: day('2026-03-02'), endDay: day('2026-03-29') };
const openings = ['x', 'y'].map((id) => ({ id, hostId: `h${id}`, ...dates }));
const person = (id: string, lot: number, points: number | null = null) => ({
  id,
  lot,
  points,
  kind: 'short-term' as const,
  selectionList: points === null ? null : 'L',
  needsAccompanying: false,
});
const wish = (studentId: string, target: string, rank: number) => ({ studentId, targetKind: 'opening' as const, target, rank });

/** `person opening` of each placement, by person. */
function planOf(parts: RosterParts, rule: 'points' | 'first-come' | 'lottery', seed = 1): string[] | null {
  const { instance } = buildInstanceNow(rosterOf({ openings, ...parts }));
  const plan = officePlan(instance!, formulate(instance!), rule, seed);
  if (plan === null) return null;
  const { persons, firstPairOfPerson, slotOfPair, openingOfSlot, flowOfSlot } = instance!;
  return [...plan]
    .map((pair) => {
      const { id } = persons.find((_, k) => firstPairOfPerson[k]! <= pair && pair < firstPairOfPerson[k + 1]!)!;
      const opening = openingOfSlot[slotOfPair[pair]!]!;
      return `${id} ${opening < 0 ? instance!.flows[flowOfSlot[slotOfPair[pair]!]!]!.id : instance!.openings[opening]!.id}`;
    })
    .sort();
}

describe('rules of offices', () => {
  const both = { preferences: [wish('a', 'x', 1), wish('b', 'x', 1), wish('b', 'y', 2)] };

  it('let whoever comes first take the best wish, and nobody moves for the next', () => {
    expect(planOf({ ...both, students: [person('a', 1), person('b', 2)] }, 'first-come')).toEqual(['a x', 'b y']);
    expect(planOf({ ...both, students: [person('a', 2), person('b', 1)] }, 'first-come')).toEqual(['a y', 'b x']);
    expect(planOf({ ...both, openings: openings.slice(0, 1), students: [person('a', 2), person('b', 1)] }, 'first-come')).toEqual(['b x']);
  });

  it('serve by points where there are any', () => {
    expect(planOf({ ...both, students: [person('a', 1, 5), person('b', 2, 9)] }, 'points')).toEqual(['a y', 'b x']);
    expect(planOf({ ...both, students: [person('a', 1), person('b', 2)] }, 'points')).toBeNull();
  });

  it('draw by the seed', () => {
    const plans = Array.from({ length: 20 }, (_, seed) =>
      planOf({ ...both, students: [person('a', 1), person('b', 2)] }, 'lottery', seed)?.join(),
    );
    expect(new Set(plans)).toEqual(new Set(['a x,b y', 'a y,b x']));
    expect(planOf({ ...both, students: [person('a', 1), person('b', 2)] }, 'lottery', 0)?.join()).toBe(plans[0]);
  });

  it('keep maxima of budgets and quotas, serve the pinned first', () => {
    const students = [person('a', 1), person('b', 2)];
    expect(planOf({ ...both, students, quotas: [{ id: 'q', hostId: 'hx', maximum: 0 }] }, 'first-come')).toEqual(['a y']);
    const costly = openings.map((opening) => ({ ...opening, otherCents: 60_00 }));
    expect(planOf({ ...both, students, openings: costly, budgets: [{ id: 'm', limitCents: 100_00 }] }, 'first-come')).toEqual(['a x']);
    const decisions = [{ studentId: 'b', action: 'pin' as const, openingId: 'x' }];
    expect(planOf({ ...both, students, decisions }, 'first-come')).toEqual(['a y', 'b x']);
  });

  it('call off what stays under its minimum and let all choose again', () => {
    const students = [person('a', 1), person('b', 2)];
    const two = (id: string) => ({ id, hostId: `h${id}`, ...dates, seats: 2, minimumToOpen: 2 });
    const apart = [wish('a', 'x', 1), wish('b', 'y', 1)];
    expect(planOf({ students, preferences: apart, openings: [two('x'), two('y')] }, 'first-come')).toEqual(['a y', 'b y']);
    expect(planOf({ students: students.slice(1), preferences: [], openings: [two('x'), two('y')] }, 'first-come')).toEqual([]);
  });

  it('send an accompanying person where a journey lacks one, and are told the rules they break', async () => {
    const flows = [{ id: 'f', ...dates, learnersPerAccompanying: 2 }];
    const students = [1, 2, 3].map((k) => ({ ...person(`p${k}`, k), needsAccompanying: true }));
    const teacher = { id: 't', lot: 9, kind: 'accompanying' as const };
    const parts = { flows, openings: [{ id: 'x', hostId: 'h', flowId: 'f', seats: 3 }] };
    expect(planOf({ ...parts, students: [...students, teacher] }, 'first-come')).toEqual(['p1 x', 'p2 x', 'p3 x', 't f']);
    const outcomes = await placeByOffices(rosterOf({ ...parts, students: [...students, teacher] }), [1]);
    expect(outcomes?.map(({ rule, seed, values, faults }) => [rule, seed, values.placed, faults.map(({ code }) => code)])).toEqual([
      ['first-come', null, 3, ['accompanying']],
      ['lottery', 1, 3, ['accompanying']],
    ]);
    const legal = await placeByOffices(rosterOf({ ...parts, students: [...students.slice(1), teacher] }));
    expect(legal?.[0]?.faults).toEqual([]);
  });
});
