import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatIssues } from '../../src/roster/format-issues.js';
import { IssueList, issueOf, shown } from '../../src/roster/issues.js';
import { editDistance, foldId, nearest } from '../../src/roster/nearest.js';

describe('messages', () => {
  it('read as sentences', () => {
    expect(
      formatIssues([
        issueOf({
          severity: 'error',
          code: 'date-invalid',
          file: 'students.csv',
          row: 7,
          column: 'birth_date',
          found: '31/02/2009',
          expected: 'a date like 2009-02-28',
          maybe: '2009-02-28',
        }),
        issueOf({ severity: 'warning', code: 'file-unknown', file: 'x.csv', expected: 'another name' }),
      ]),
    ).toBe(
      'students.csv row 7, column birth_date: found "31/02/2009"; expected a date like 2009-02-28. Maybe 2009-02-28.\nwarning: x.csv: expected another name.',
    );
  });
  it('show at most 80 characters and nothing that cannot be seen', () => {
    expect(shown('a\u0000b\u202ec\ud800')).toBe('a\\u{0}b\\u{202e}c\\u{d800}');
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        expect([...shown(text)].length).toBeLessThanOrEqual(80);
        expect(shown(text)).not.toMatch(/[\p{Cc}\p{Cs}\u2028\u2029]/u);
      }),
    );
  });
});

describe('a list of issues', () => {
  it('keeps the first hundred rows whatever the order they come in', () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray(
          Array.from({ length: 900 }, (_, k) => k + 1),
          { minLength: 450 },
        ),
        (rows) => {
          const issues = new IssueList();
          for (const row of rows) issues.add('error', 'a.csv', row, () => ({ code: 'x', expected: 'y' }));
          const list = issues.list();
          expect(list.slice(0, 100).map(({ row }) => row)).toEqual([...rows].sort((a, b) => a - b).slice(0, 100));
          expect(list).toHaveLength(101);
          expect(list[100]?.found).toContain(`${rows.length - 100} more`);
        },
      ),
      { numRuns: 30 },
    );
  });
  it('shows errors before warnings where not all fit', () => {
    const issues = new IssueList();
    for (let row = 1; row <= 150; row++) issues.add('warning', 'a.csv', row, () => ({ code: 'w', expected: 'y' }));
    issues.add('error', 'a.csv', 500, () => ({ code: 'e', expected: 'y' }));
    expect(issues.list().filter(({ code }) => code === 'e')).toHaveLength(1);
    expect(issues.list().at(-1)).toMatchObject({ code: 'more', severity: 'warning', found: '51 more (0 errors, 51 warnings)' });
  });
});

describe('near names', () => {
  it.each([
    ['capactiy', 'capacity'],
    ['COMPANY-7', 'company-7'],
    ['compnay-7', 'company-7'],
    ['zebra', null],
    ['', null],
  ])('%s: %s', (word, expected) => {
    expect(nearest(word, ['capacity', 'company-7', 'seats'])).toBe(expected);
  });
  it('edits count the same both ways', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 6 }), fc.string({ maxLength: 6 }), (a, b) => {
        expect(editDistance(a, b, 9)).toBe(editDistance(b, a, 9));
        expect(editDistance(a, b, 9) === 0).toBe(a === b);
      }),
    );
  });
  it('folds what people cannot tell apart', () => {
    expect(foldId('\u0410B\u200b1')).toBe(foldId('ab1'));
    expect(foldId('e\u0301')).toBe(foldId('É'));
    expect(foldId('S1')).not.toBe(foldId('S2'));
  });
});
