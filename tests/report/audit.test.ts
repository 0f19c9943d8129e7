import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { auditOf, auditSummary, auditTable, type AuditRow } from '../../src/report/audit.js';
import type { PlacementRow } from '../../src/report/outcome.js';
import { shareOf, showingAcross } from '../../src/report/small-groups.js';
import type { Student } from '../../src/roster/types.js';
import { day, rosterOf, type RosterParts } from '../support/roster.js';

type Person = Partial<Student> & { readonly id: string };
type Row = Pick<PlacementRow, 'studentId' | 'wishRank' | 'score' | 'costCents'>;

const people = (count: number, prefix: string, fields: Partial<Student> = {}): Person[] =>
  Array.from({ length: count }, (_, k) => ({ id: `${prefix}${k}`, ...fields }));
const row = (studentId: string, fields: Partial<Row> = {}): Row => ({ studentId, wishRank: null, score: 0, costCents: 0, ...fields });

function audited(parts: RosterParts, rows: readonly Row[]): AuditRow[] {
  return auditOf(rosterOf(parts), rows as readonly PlacementRow[]);
}
const of = (rows: readonly AuditRow[], dimension: string) => rows.filter((entry) => entry.dimension === dimension);

describe('the audit', () => {
  const students = [...people(10, 'f', { sex: 'female' }), ...people(8, 'm', { sex: 'male' })];

  it('marks a share under four fifths of the best one, and no share at four fifths', () => {
    const placed = (women: number, men: number) =>
      of(
        audited(
          { students },
          [...people(women, 'f'), ...people(men, 'm')].map(({ id }) => row(id)),
        ),
        'sex',
      ).map(({ group, figures }) => [group, figures!.placedPerMille, figures!.ratioPerMille, figures!.isUnderFourFifths]);
    // 8/10 against 8/8 is four fifths; 5/8 against 8/10 is 25/32, under it.
    expect(placed(8, 8)).toEqual([
      ['female', 800, 800, false],
      ['male', 1000, 1000, false],
    ]);
    expect(placed(8, 5)).toEqual([
      ['female', 800, 1000, false],
      ['male', 625, 781, true],
    ]);
    expect(placed(0, 0)).toEqual([
      ['female', 0, null, false],
      ['male', 0, null, false],
    ]);
  });

  it('counts wishes, scores and costs of people placed, each once however many placements', () => {
    const rows = [
      row('f0', { wishRank: 3, score: 100, costCents: 1000 }),
      row('f0', { wishRank: 1, score: 51, costCents: 501 }),
      row('f1', { wishRank: 2, score: 30, costCents: 30 }),
      row('f2'),
      row('f3'),
    ];
    const preferences = ['f0', 'f1', 'f2', 'f9'].map((studentId) => ({ studentId, targetKind: 'country' as const, target: 'IT' }));
    expect(of(audited({ students, preferences }, rows), 'sex')[0]!.figures).toMatchObject({
      applied: 10,
      placed: 4,
      wishing: 3,
      granted: 2,
      first: 1,
      meanRankThousandths: 1500,
      meanScore: 45,
      meanCostCents: 382,
      costCents: 1531,
    });
  });

  it('leaves accompanying persons out, and puts last what was not said', () => {
    const parts = { students: [...students, ...people(6, 'x'), ...people(9, 'a', { kind: 'accompanying' as const })] };
    expect(of(audited(parts, [row('a0')]), 'sex').map(({ group, figures }) => [group, figures!.applied])).toEqual([
      ['female', 10],
      ['male', 8],
      [null, 6],
    ]);
  });

  it('asks for the age on the first day of any opening, and for the country of the sender, else of the school', () => {
    const start = day('2026-03-02');
    const parts: RosterParts = {
      organisations: [
        { id: 's', country: 'HR' },
        { id: 'k', country: 'IT', kind: 'school' },
      ],
      openings: [
        { id: 'o', hostId: 'h', startDay: start + 9, endDay: start + 20 },
        { id: 'w', hostId: 'h', windowFromDay: start, windowToDay: start + 50, lengthDays: 10 },
      ],
      students: [
        ...people(5, 'a', { birthDay: day('2008-03-02'), senderId: 's', schoolId: 'k' }),
        ...people(6, 'b', { birthDay: day('2008-03-03'), schoolId: 'k' }),
      ],
    };
    const rows = audited(parts, []);
    expect(of(rows, 'minor').map(({ group, figures }) => [group, figures!.applied])).toEqual([
      ['no', 5],
      ['yes', 6],
    ]);
    expect(of(rows, 'country').map(({ group, figures }) => [group, figures!.applied])).toEqual([
      ['HR', 5],
      ['IT', 6],
    ]);
  });

  it('shows no figure of a group under five in any output', () => {
    const parts = { students: [...students, ...people(4, 'o', { sex: 'other' as const }), ...people(9, 'x')] };
    const rows = audited(
      parts,
      people(4, 'o').map(({ id }) => row(id, { costCents: 7 })),
    );
    const sexes = of(rows, 'sex');
    // 4 alone would follow from the total: the 8 men are hidden with them.
    expect(sexes.map(({ group, showing }) => [group, showing])).toEqual([
      ['female', 'shown'],
      ['male', 'hidden'],
      ['other', 'few'],
      [null, 'shown'],
    ]);
    // Those who are not shown are no measure for the others.
    expect(sexes[0]!.figures).toMatchObject({ ratioPerMille: null, isUnderFourFifths: false });
    const cells = auditTable(rows).rows.filter(([dimension]) => dimension === 'sex');
    expect(cells[2]).toEqual(['sex', 'other', '<5', ...Array(11).fill(null)]);
    expect(cells[1]!.slice(2)).toEqual(['hidden', ...Array(11).fill(null)]);
    expect((auditSummary(rows) as { group: string; applied: unknown }[]).find(({ group }) => group === 'other')).toEqual({
      dimension: 'sex',
      group: 'other',
      applied: '<5',
    });
  });
});

describe('small groups', () => {
  /** Every sum of a figure that the shown groups and the whole give: is what is left of a whole ever so few? Tried over all sets of groups of one or two divisions. */
  const leaks = (divisions: readonly { groupOfPerson: Int32Array; size: number }[], showing: readonly (readonly string[])[]): boolean => {
    const people = divisions[0]!.groupOfPerson.length;
    const sets = divisions.flatMap(({ groupOfPerson, size }, d) =>
      Array.from({ length: size }, (_, group) => ({
        d,
        group,
        members: new Set([...groupOfPerson.keys()].filter((k) => groupOfPerson[k] === group)),
      })),
    );
    const shown = sets.filter(({ d, group, members }) => showing[d]![group] === 'shown' && members.size > 0);
    const wholes = [new Set(Array.from({ length: people }, (_, k) => k)), ...shown.map(({ members }) => members)];
    return wholes.some((whole) =>
      divisions.some((_, d) => {
        const inside = shown.filter((one) => one.d === d && [...one.members].every((person) => whole.has(person)));
        const left = whole.size - inside.reduce((sum, { members }) => sum + members.size, 0);
        return inside.length > 0 && left > 0 && left < 5;
      }),
    );
  };

  it('cannot be worked out as what is left of a whole, in one division or across them', () => {
    let hidden = 0;
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat({ max: 5 }), fc.nat({ max: 3 }), fc.nat({ max: 1 })), { minLength: 1, maxLength: 60 }),
        fc.boolean(),
        (people, isNested) => {
          // Senders in countries: the second division follows from the first.
          const columns = [people.map(([a]) => a), people.map(([a, b]) => (isNested ? a % 3 : b)), people.map(([, , c]) => c)];
          const divisions = columns.map((column) => ({ groupOfPerson: Int32Array.from(column), size: 6 }));
          const showing = showingAcross(divisions);
          divisions.forEach(({ groupOfPerson, size }, d) => {
            for (let group = 0; group < size; group++) {
              const count = groupOfPerson.filter((own) => own === group).length;
              expect(showing[d]![group] === 'few').toBe(count > 0 && count < 5);
            }
          });
          hidden += showing.flat().filter((how) => how === 'hidden').length;
          expect(leaks(divisions, showing)).toBe(false);
        },
      ),
      { seed: 5, numRuns: 300 },
    );
    expect(hidden).toBeGreaterThan(100);
  });

  it('are not given away by a country that holds them and shown senders, nor by two small ones that are few together', () => {
    const applied = (sizes: Readonly<Record<string, number>>) =>
      audited(
        {
          organisations: Object.keys(sizes).map((id) => ({ id, kind: 'sender' as const, country: id.slice(0, 2) })),
          students: Object.entries(sizes).flatMap(([senderId, count]) => people(count, senderId, { senderId })),
        },
        [],
      );
    const told = (sizes: Readonly<Record<string, number>>, dimension: string) =>
      of(applied(sizes), dimension).map(({ group, showing }) => `${group} ${showing}`);
    // AA less AA1 would be the three of AA2: AA1 is hidden, though AA2 and BB2 are eight together.
    expect(told({ AA1: 12, AA2: 3, BB1: 20, BB2: 5, BB3: 4 }, 'sender')).toEqual([
      'AA1 hidden',
      'AA2 few',
      'BB1 shown',
      'BB2 hidden',
      'BB3 few',
    ]);
    // One and two are three, who would be left of all.
    expect(told({ AA1: 1, BB1: 2, CC1: 9, DD1: 8 }, 'sender')).toEqual(['AA1 few', 'BB1 few', 'CC1 shown', 'DD1 hidden']);
    expect(told({ AA1: 4, BB1: 4, CC1: 9, DD1: 8 }, 'sender')).toEqual(['AA1 few', 'BB1 few', 'CC1 shown', 'DD1 shown']);
  });

  it('have no shares', () =>
    expect([shareOf(2, 4), shareOf(2, 5), shareOf(0, 0)]).toEqual([
      '<5',
      { count: 2, of: 5, perMille: 400 },
      { count: 0, of: 0, perMille: null },
    ]));
});
