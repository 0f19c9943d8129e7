import { describe, expect, it } from 'vitest';
import { certify } from '../../src/certify/certify.js';
import { linkPairsOf } from '../../src/engine/rows.js';
import { formulate } from '../../src/formulate/formulate.js';
import { buildInstanceNow } from '../../src/instance/build.js';
import type { Model, Wishes } from '../../src/model/types.js';
import type { Way } from '../../src/roster/types.js';
import { day, rosterOf } from '../support/roster.js';
import { solveInline } from '../support/solve.js';

/** Wishes misread by the builder, or a way that is not the one asked for: the certificate must go red. */

const dates = { startDay: day('2026-03-02'), endDay: day('2026-06-28') };
const wish = (studentId: string, target: string, rank: number) => ({ studentId, targetKind: 'opening' as const, target, rank });
const recordsOf = (way: Way) => ({
  organisations: [{ id: 's', country: 'HR' }],
  students: ['ana', 'bo', 'ida'].map((id, k) => ({ id, senderId: 's', selectionList: 'l', points: 9 - k, lot: 3 - k })),
  openings: ['a', 'b', 'c'].map((id) => ({ id, hostId: `h${id}`, ...dates })),
  preferences: [
    wish('ana', 'a', 1),
    wish('ana', 'b', 2),
    wish('bo', 'a', 1),
    wish('bo', 'c', 25),
    wish('ida', 'b', 1),
    { hostId: 'ha', studentId: null, targetKind: 'student' as const, target: 'bo', rank: 2 },
  ],
  options: { way },
});

async function certified(way: Way, damage: (model: Model) => Model = (model) => model) {
  const roster = rosterOf(recordsOf(way));
  const { instance } = buildInstanceNow(roster);
  if (instance === null) throw new Error('no instance');
  const model = damage(formulate(instance));
  return certify(roster, linkPairsOf(instance), model, await solveInline(model));
}

const changed = (fields: (wishes: Wishes) => Partial<Wishes>) => (model: Model) => ({
  ...model,
  wishes: { ...model.wishes!, ...fields(model.wishes!) },
});
const set = <Numbers extends Uint8Array | Int32Array>(numbers: Numbers, at: number, value: number): Numbers => {
  const copy = numbers.slice() as Numbers;
  copy[at] = value;
  return copy;
};

describe('the ways before the checker', () => {
  it.each(['tiers', 'leximin-senders', 'leximin-wishes', 'rank-greedy', 'rank-generous', 'stable'] as const)(
    'writes optimal for %s as it is',
    async (way) => {
      expect(await certified(way)).toMatchObject({ ok: true, certificate: { verdict: 'optimal' } });
    },
  );

  const hosted = (wishes: Wishes): number => wishes.hostRankOfPair.indexOf(2);
  const capped = (wishes: Wishes): number => wishes.rankOfPair.indexOf(20);
  const wrong: readonly { readonly name: string; readonly way: Way; readonly code: string; readonly damage: (model: Model) => Model }[] = [
    {
      name: 'a rank too good',
      way: 'rank-greedy',
      code: 'wish-rank',
      damage: changed((wishes) => ({ rankOfPair: set(wishes.rankOfPair, capped(wishes), 1) })),
    },
    {
      name: 'a wish nobody has',
      way: 'leximin-wishes',
      code: 'wish-rank',
      damage: changed(({ rankOfPair }) => ({ rankOfPair: set(rankOfPair, rankOfPair.indexOf(0), 3) })),
    },
    {
      name: 'a host’s wish forgotten',
      way: 'stable',
      code: 'host-rank',
      damage: changed((wishes) => ({ hostRankOfPair: set(wishes.hostRankOfPair, hosted(wishes), 0) })),
    },
    {
      name: 'people in the order of the lot alone',
      way: 'stable',
      code: 'place',
      damage: changed(({ placeOfPerson }) => ({ placeOfPerson: placeOfPerson.map((_, person) => person) })),
    },
    {
      name: 'two people at one place',
      way: 'stable',
      code: 'place',
      damage: changed(({ placeOfPerson }) => ({ placeOfPerson: placeOfPerson.map(() => 0) })),
    },
    {
      name: 'another way by wishes',
      way: 'rank-greedy',
      code: 'wishes',
      damage: changed(() => ({ way: 'leximin-wishes' })),
    },
    {
      name: 'the tiers without their ranks',
      way: 'rank-generous',
      code: 'tiers',
      damage: (model) => ({ ...model, tiers: model.tiers.filter(({ name }) => name !== 'ranks') }),
    },
    {
      name: 'evenness where it stood before',
      way: 'leximin-senders',
      code: 'tiers',
      damage: (model) => ({ ...model, tiers: [...model.tiers].sort((a, b) => (a.name === 'quality' ? -1 : b.name === 'quality' ? 1 : 0)) }),
    },
    {
      name: 'fewest unplaced after the lists',
      way: 'rank-generous',
      code: 'tiers',
      damage: (model) => ({ ...model, order: 'rank-first' }),
    },
  ];

  it.each(wrong)('notices $name', async ({ way, code, damage }) => {
    const found = await certified(way, damage);
    expect(found).toMatchObject({ ok: false, check: 'link' });
    if (!found.ok) expect(found.faults.join('\n')).toContain(`${code}: `);
  });

  it('gives the host its own choice before points, and the lot nothing to say', async () => {
    const roster = rosterOf(recordsOf('stable'));
    const { instance } = buildInstanceNow(roster);
    const model = formulate(instance!);
    const { plan } = await solveInline(model);
    const placed = [...plan!].map((pair) => {
      const person = model.firstPairOfPerson.findLastIndex((first) => first <= pair);
      return `${instance!.persons[person]!.id} ${instance!.openings[instance!.openingOfSlot[instance!.slotOfPair[pair]!]!]!.id}`;
    });
    // Bo is wanted by a; Ana goes to b by points, before Ida, who takes what is left.
    expect(placed.sort()).toEqual(['ana b', 'bo a', 'ida c']);
  });
});
