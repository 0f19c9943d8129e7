import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isoOfDay } from '../../src/basics/day.js';
import { columnsOfFile } from '../../src/roster/columns.js';
import { rosterFromRecords, type RosterRecords } from '../../src/roster/from-records.js';
import { hashRoster, hashRosterInSlices } from '../../src/roster/hash.js';
import { readRoster } from '../../src/roster/read-roster.js';
import { rosterFiles, type Roster } from '../../src/roster/types.js';
import { csvText, optionsText, rosterToTables } from '../../src/roster/write.js';

const word = fc
  .string({ unit: fc.constantFrom('a', 'B', '7', '"', ',', ';', '=', 'ž', ' ', "'", '.'), minLength: 1, maxLength: 8 })
  .map((text) => text.trim())
  .filter((text) => text !== '');
const note = fc.option(fc.oneof(word, fc.constant('two\r\nlines, "quoted"')), { nil: null });
const day = fc.integer({ min: 20_000, max: 21_000 });
const cents = fc.integer({ min: 0, max: 1_000_000 });
const languages = fc.array(fc.record({ language: fc.constantFrom('en', 'it', 'hr'), level: fc.integer({ min: 1, max: 6 }) }), {
  maxLength: 2,
});
const degree = fc.double({ min: -80, max: 80, noNaN: true });

/** Records that agree with each other: ids are numbered, references point at what is there. */
const records: fc.Arbitrary<RosterRecords> = fc
  .record({
    senders: fc.array(fc.record({ name: note, at: fc.option(degree, { nil: null }) }), { minLength: 1, maxLength: 3 }),
    people: fc.array(
      fc.record({
        prefix: word,
        kind: fc.constantFrom('short-term', 'long-term', 'staff'),
        languages,
        group: note,
        birth: fc.option(day, { nil: null }),
        from: day,
        points: fc.option(fc.integer({ min: -5, max: 100 }), { nil: null }),
        lot: fc.option(fc.integer({ min: 0, max: 3 }), { nil: null }),
        needs: fc.array(word, { maxLength: 2 }),
        flag: fc.boolean(),
        accompanying: fc.option(fc.boolean(), { nil: null }),
        inclusion: cents,
      }),
      { maxLength: 5 },
    ),
    openings: fc.array(
      fc.record({ start: day, window: fc.boolean(), seats: fc.nat(5), travel: cents, outcomes: fc.array(word, { maxLength: 2 }) }),
      { minLength: 1, maxLength: 4 },
    ),
    budget: cents,
    text: note,
  })
  .map(
    ({ senders, people, openings, budget, text }): RosterRecords => ({
      organisations: senders.map(({ name, at }, k) => ({
        id: `org-${k}`,
        kind: 'sender',
        name,
        country: k === 0 ? 'EL' : 'HR',
        latitude: at,
        longitude: at,
      })),
      hosts: [{ id: 'H', name: text, languages: [{ language: 'en', level: 3 }], tutorNamed: null, quality: 70 }],
      flows: [{ id: 'F', startDay: isoOfDay(20_000), endDay: isoOfDay(20_020), learnersPerAccompanying: 12 }],
      students: people.map((person, k) => ({
        id: `${person.prefix}-${k}`,
        kind: person.kind as 'staff',
        senderId: `org-${k % senders.length}`,
        languages: person.languages,
        group: person.group,
        birthDay: person.birth === null ? null : isoOfDay(person.birth),
        availableFromDay: isoOfDay(person.from),
        availableToDay: isoOfDay(person.from + 30),
        points: person.points,
        lot: person.lot,
        needs: person.needs,
        fewerOpportunities: person.flag,
        needsAccompanying: person.accompanying,
        inclusionCents: person.inclusion,
      })),
      openings: openings.map(({ start, window, seats, travel, outcomes }, k) => ({
        id: `O${k}`,
        hostId: 'H',
        seats,
        travelCents: travel,
        outcomes,
        ...(window
          ? { windowFromDay: isoOfDay(start), windowToDay: isoOfDay(start + 40), lengthDays: 20 }
          : { startDay: isoOfDay(start), endDay: isoOfDay(start + 19) }),
      })),
      preferences: people.map((person, k) => ({ studentId: `${person.prefix}-${k}`, targetKind: 'opening', target: 'O0', rank: k + 1 })),
      budgets: [{ id: 'B', limitCents: budget, category: 'travel' }],
      pairs: people.map((person, k) => ({
        studentId: `${person.prefix}-${k}`,
        openingId: 'O0',
        score: -k,
        costCents: budget,
        forbidden: person.flag,
      })),
      lodging: [{ city: 'Bologna', fromDay: isoOfDay(20_000), toDay: isoOfDay(20_100), beds: 3 }],
      options: { seed: people.length, give: { quality: 5 } },
    }),
  );

function made(input: RosterRecords): Roster {
  const { roster, issues } = rosterFromRecords(input);
  expect(issues.filter(({ severity }) => severity === 'error')).toEqual([]);
  if (roster === null) throw new Error('no roster');
  return roster;
}

async function written(
  roster: Roster,
  delimiter: string,
  change: (rows: readonly (readonly string[])[]) => readonly (readonly string[])[] = (rows) => rows,
) {
  const files = new Map<string, Uint8Array>([['placewise.json', new TextEncoder().encode(optionsText(roster.options))]]);
  for (const [name, rows] of rosterToTables(roster)) files.set(name, new TextEncoder().encode(await csvText(change(rows), { delimiter })));
  const result = await readRoster(files);
  expect(result.issues.filter(({ severity }) => severity === 'error')).toEqual([]);
  return result.roster;
}

/** Without the rows the records came from. */
function recordsOf(roster: Roster | null) {
  return { ...roster, sourceRows: null };
}

describe('a roster written', () => {
  it('is read back as it was', async () => {
    await fc.assert(
      fc.asyncProperty(records, fc.constantFrom(',', ';', '\t'), async (input, delimiter) => {
        const roster = made(input);
        const back = await written(roster, delimiter);
        expect(recordsOf(back)).toEqual(recordsOf(roster));
        expect(hashRoster(back as Roster)).toBe(hashRoster(roster));
      }),
      { numRuns: 60 },
    );
  });

  it('has the same hash with rows and columns in another order, and another where a value differs', async () => {
    await fc.assert(
      fc.asyncProperty(records, async (input) => {
        const roster = made(input);
        const turned = await written(roster, ',', ([header = [], ...rows]) => [header, ...rows.reverse()].map((row) => [...row].reverse()));
        expect(hashRoster(turned as Roster)).toBe(hashRoster(roster));
        expect(await hashRosterInSlices(roster)).toBe(hashRoster(roster));
        const dearer = { ...roster, budgets: roster.budgets.map((budget) => ({ ...budget, limitCents: budget.limitCents + 1 })) };
        expect(hashRoster(dearer)).not.toBe(hashRoster(roster));
      }),
      { numRuns: 30 },
    );
  });
});

describe('the table of columns', () => {
  it('has every field of the records once, under a name of its own', () => {
    const roster = made({ students: [{ id: 'S', kind: 'staff' }], openings: [{ id: 'O', hostId: 'H', flowId: 'F', seats: 1 }] });
    for (const file of rosterFiles) {
      const names = columnsOfFile[file].map(({ column }) => column);
      expect(new Set(names).size).toBe(names.length);
    }
    for (const file of ['students', 'openings', 'hosts'] as const) {
      expect(Object.keys(roster[file][0] ?? {}).sort()).toEqual(columnsOfFile[file].map(({ field }) => field).sort());
    }
  });
});
