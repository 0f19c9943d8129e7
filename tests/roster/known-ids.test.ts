import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KnownIds } from '../../src/roster/known-ids.js';
import { foldId } from '../../src/roster/nearest.js';
import { readRoster } from '../../src/roster/read-roster.js';

describe('ids that are known', () => {
  it('are told apart from those they look like, whatever shape the earlier ones have', () => {
    const letters = (...units: string[]) =>
      fc.uniqueArray(fc.string({ unit: fc.constantFrom(...units), minLength: 1, maxLength: 2 }), { maxLength: 9 });
    const ids = fc.oneof(letters('A', 'B', '1'), letters('a', 'b', '1'), letters('A', 'a', '1', '\u0410'));
    fc.assert(
      fc.property(ids, (list) => {
        const known = new KnownIds();
        const firstOfFold = new Map<string, string>();
        for (const [row, id] of list.entries()) {
          const first = firstOfFold.get(foldId(id)) ?? null;
          expect(known.enter(id, row)).toBe(first);
          if (first === null) firstOfFold.set(foldId(id), id);
        }
        for (const [row, id] of list.entries()) expect(known.rowOf(id)).toBe(row);
        expect(known.near('a1 ')).toBe(firstOfFold.get('a1') ?? known.near('a1 '));
      }),
      { numRuns: 500 },
    );
  });
});

describe('wishes', () => {
  const header = 'student,host,target_kind,target,rank\n';
  const files = {
    'students.csv': 'id,kind\nS1,staff\nX,staff\n',
    'hosts.csv': 'id\nX\n',
    'openings.csv': 'id,host,start,end,seats\nO1,X,2027-03-01,2027-03-31,1\n',
  };
  const faults = async (rows: string) => {
    const { issues } = await readRoster({ ...files, 'preferences.csv': header + rows });
    return issues.map(({ code, row }) => `${code} ${row}`);
  };

  it('of one for one are found twice under each name that a country has', async () => {
    expect(await faults('S1,,country,EL,1\nS1,,country,GR,2\nS1,,city,GR,3\n')).toEqual(['wish-twice 3']);
  });

  it('of a person and of a company with the same id are two', async () => {
    expect(await faults('X,,opening,O1,1\n,X,opening,O1,1\nX,,host,X,2\n,X,student,X,1\n')).toEqual([]);
  });

  it('are looked up by their kind, and each that matches nothing is said', async () => {
    expect(await faults('S1,,opening,X,1\nS1,,host,X,2\nX,,opening,X,1\nX,,host,O1,2\n')).toEqual([
      'wish-unknown 2',
      'wish-unknown 4',
      'wish-unknown 5',
    ]);
  });
});
