import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { formatIssue } from '../../../src/roster/format-issues.js';
import { readRoster } from '../../../src/roster/read-roster.js';
import { readWorkbook } from '../../../src/roster/workbook.js';
import { FileFault } from '../../../src/roster/files.js';
import { csvText } from '../../../src/roster/write.js';
import type { Issue } from '../../../src/roster/types.js';
import { soundSheets, workbookOf } from '../../support/xlsx.js';
import { filesOf } from '../sample.js';
import { match } from './desk.js';

/** Texts that have broken somebody's program. */
const hostile = fc.oneof(
  { weight: 4, arbitrary: fc.string({ unit: 'binary', maxLength: 30 }) },
  {
    weight: 2,
    arbitrary: fc.string({ unit: fc.constantFrom('"', ',', ';', '\r', '\n', '\t', ' ', 'a', "'", '\u0000', '\ufeff'), maxLength: 12 }),
  },
  fc.constantFrom(
    '=1+1',
    '@SUM(A1)',
    '__proto__',
    '1e309',
    '-0',
    '0x10',
    '007',
    'NA',
    'N/A',
    '\u202eabc',
    'a\u200bb',
    'x\u2028y',
    '\ud800',
    '_x0041_',
    '9'.repeat(400),
    '(a+)+$',
    '../../x',
    '<script>',
    '31.02.2026.',
    '1.234,50',
    'a|b||c',
    'e\u0301'.repeat(90),
  ),
  fc.integer({ min: 1, max: 40_000 }).map((length) => 'é'.repeat(length)),
);
const kinds = fc.oneof({ weight: 3, arbitrary: fc.constantFrom('short-term', 'staff', 'long-term') }, hostile);
/** Something that only this row may say. */
const secretOf = (row: number) => `secret-${row}-of-row`;

/** Every message short, visible, and about its own row. */
function expectFit(issues: readonly Issue[]): void {
  for (const issue of issues) {
    expect([...(issue.found ?? '')].length).toBeLessThanOrEqual(80);
    expect([...(issue.column ?? '')].length).toBeLessThanOrEqual(80);
    const line = formatIssue(issue);
    expect(line).not.toMatch(/[\p{Cc}\p{Cs}\u2028\u202e\u200b\ufeff]/u);
    expect(line.length).toBeLessThan(1_200);
    for (const [, row] of line.matchAll(/secret-(\d+)-of-row/g)) expect(Number(row)).toBe(issue.row);
  }
}

/** As it is written: without halves of surrogate pairs, and without the character of number 0, which the writer leaves out. */
const wellFormed = (text: string) => Buffer.from(text, 'utf8').toString('utf8').replaceAll('\0', '');

describe('rosters drawn to do harm', () => {
  it('are refused with short messages, or read as they are written', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ id: hostile, kind: kinds, group: hostile, points: hostile, birth: hostile }), { minLength: 1, maxLength: 5 }),
        fc.constantFrom(',', ';', '\t'),
        async (people, delimiter) => {
          const rows = people.map(({ id, kind, group, points, birth }, k) =>
            [id, kind, group, points, birth, secretOf(k + 2)].map((cell) => wellFormed(cell)),
          );
          const text = await csvText([['id', 'kind', 'group', 'points', 'birth_date', 'selection_list'], ...rows], { delimiter });
          const { roster, issues } = await readRoster(filesOf({ 'students.csv': text }));
          expectFit(issues.filter(({ row }) => row === null || !text.replaceAll(/[^\r\n]/g, '').slice(rows.length + 1)));
          expect(roster === null).toBe(issues.some(({ severity }) => severity === 'error'));
          if (roster === null) return;
          expect(roster.students.map(({ id }) => id)).toEqual(rows.map(([id]) => id!.trim()));
          for (const [k, student] of roster.students.entries()) {
            const [, kind, group, points] = rows[k]!;
            expect(student.kind).toBe(kind);
            const isBlank = group!.trim() === '' || group!.trim().toUpperCase() === 'N/A';
            expect(student.group).toBe(isBlank ? null : group!.trim());
            if (student.points !== null) expect(String(student.points)).toBe(points);
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  it('whose bytes are damaged never make the reader fall', async () => {
    const sound = Buffer.from(`id,kind,group\n${Array.from({ length: 8 }, (_, k) => `S${k},staff,"${secretOf(k + 2)}"`).join('\n')}\n`);
    const damage = fc.record({
      at: fc.nat(sound.length),
      removed: fc.nat(20),
      added: fc.oneof(
        fc.uint8Array({ maxLength: 12 }),
        fc.constantFrom(
          ...['"', '\r', '\u0000', '\ufeff', ',,,,', '\n\n', 'id,kind\n', '""', '\u2028'].map((text) => Uint8Array.from(Buffer.from(text))),
          Uint8Array.from([0xff, 0xfe]),
          Uint8Array.from([0xc3]),
          Uint8Array.from([0xed, 0xa0, 0x80]),
          Uint8Array.from(Buffer.from(','.repeat(5_000))),
        ),
      ),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(damage, { minLength: 1, maxLength: 3 }), async (damages) => {
        let bytes: Uint8Array = sound;
        for (const { at, removed, added } of damages) bytes = Buffer.concat([bytes.subarray(0, at), added, bytes.subarray(at + removed)]);
        const { roster, issues } = await readRoster(filesOf({ 'students.csv': bytes }));
        expect(roster === null).toBe(issues.some(({ severity }) => severity === 'error'));
        for (const issue of issues) expect([...(issue.found ?? '')].length).toBeLessThanOrEqual(80);
        for (const issue of issues) expect(formatIssue(issue)).not.toMatch(/[\p{Cc}\p{Cs}\u2028\ufeff]/u);
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['a line of a million cells', `id,kind\n${'a,'.repeat(1_000_000)}\n`],
    ['a header that repeats itself', `${'id,kind,'.repeat(400)}x\n1,2\n`],
    ['marks in the middle', 'id,kind,group\nS1,staff,\ufeffa\n\ufeffS2,staff,b\n'],
    ['a lone carriage return in every cell', 'id,kind\r"S\r1",staff\r"S\r2",staff\r'],
    ['nothing but quotes', '"'.repeat(100_001)],
    ['rows of all lengths', Array.from({ length: 50 }, (_, k) => `${'a,'.repeat(k)}b`).join('\n')],
  ])('end soon and in order: %s', async (_, text) => {
    const { code, said } = await match({ 'students.csv': text });
    expect([0, 2]).toContain(code);
    for (const line of said) expect(line.length).toBeLessThan(700);
  });

  it('pass the whole command without an internal error', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(hostile, hostile), { minLength: 1, maxLength: 4 }), hostile, async (people, host) => {
        const students = await csvText([
          ['id', 'kind', 'group'],
          ...people.map(([id, group]) => [wellFormed(id), 'short-term', wellFormed(group)]),
        ]);
        const openings = await csvText([
          ['id', 'host', 'start', 'end', 'seats'],
          [wellFormed(host), wellFormed(host), '2026-03-02', '2026-03-20', '9'],
        ]);
        const { code, wrote } = await match({ 'students.csv': students, 'openings.csv': openings });
        expect([0, 2]).toContain(code);
        expect(wrote).toBe(code === 0);
      }),
      { numRuns: 25 },
    );
  });
});

describe('workbooks whose bytes are damaged', () => {
  let sound: Buffer;
  beforeAll(async () => {
    sound = await workbookOf(soundSheets);
  });
  it('are read, or refused by name', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(100_000), fc.uint8Array({ minLength: 1, maxLength: 4 })), { minLength: 1, maxLength: 4 }),
        async (damages) => {
          const bytes = Buffer.from(sound);
          for (const [at, added] of damages)
            bytes.set(added.subarray(0, Math.max(0, bytes.length - (at % bytes.length))), at % bytes.length);
          try {
            await readWorkbook(bytes);
          } catch (fault) {
            if (!(fault instanceof FileFault)) throw fault;
          }
        },
      ),
      { numRuns: 150 },
    );
  });
});
