import { expect, it } from 'vitest';
import { openDeskOf } from '../../src/ask/desk.js';
import { linkPairsOf } from '../../src/engine/rows.js';
import { formulate } from '../../src/formulate/formulate.js';
import { buildInstanceNow } from '../../src/instance/build.js';
import { day, rosterOf } from '../support/roster.js';

const spring = { startDay: day('2026-03-02'), endDay: day('2026-03-29') };

it('says how large the part of a person is as it is when it is cut out', () => {
  const instance = buildInstanceNow(
    rosterOf({
      students: [
        { id: 'p1', kind: 'short-term', availableToDay: day('2026-03-31') },
        { id: 'p2', kind: 'short-term', availableToDay: day('2026-03-31') },
        { id: 'p3', kind: 'short-term', availableFromDay: day('2026-04-01') },
      ],
      hosts: [{ id: 'h' }],
      openings: [
        { id: 'a', hostId: 'h', ...spring },
        { id: 'b', hostId: 'h', ...spring },
        { id: 'c', hostId: 'h', startDay: day('2026-04-06'), endDay: day('2026-05-03') },
      ],
    }),
  ).instance!;
  const desk = openDeskOf(instance, formulate(instance), linkPairsOf(instance), new Int32Array(0));
  const persons = ['p1', 'p2', 'p3'].map((id) => desk.personOfId.get(id)!);
  const sizes = persons.map((person) => desk.sizeOf(person));
  expect(sizes.map(({ personCount, pairCount }) => [personCount, pairCount])).toEqual([
    [2, 4],
    [2, 4],
    [1, 1],
  ]);
  for (const [k, { personCount, pairCount }] of sizes.entries())
    expect(desk.cutOf(persons[k]!).problem).toMatchObject({ personCount, pairCount });
});
