import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvOfTable, rowsOfCsv, withGuard, withoutGuard } from '../../src/report/csv.js';

const cellText = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('=1+1', '+', '-5', '@x', '\tx', '\rx', "'=x", "''", 'a"b', 'a,b', 'a;b', 'a\nb', 'a\r\nb', ' x ', 'Łódź'),
);

describe('csv', () => {
  it('takes off exactly the guard it put on', () => {
    fc.assert(
      fc.property(cellText, (text) => {
        expect(withoutGuard(withGuard(text))).toBe(text);
        expect(withGuard(text)).not.toMatch(/^[=+\-@\t\r\n]/);
      }),
    );
  });

  // A cell of nothing but blanks is read as an empty one; no record of ours holds one, for texts are trimmed when a roster is read.
  const said = cellText.filter((text) => text === '' || text.trim() !== '');
  const hasText = (cells: readonly string[]): boolean => cells.some((cell) => cell !== '');

  it('reads back any table it wrote', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(said, said, said).filter(hasText), { maxLength: 8 }), async (rows) => {
        const text = await csvOfTable({ columns: ['first', 'second', 'third'], rows });
        expect((await rowsOfCsv(text)).slice(1)).toEqual(rows);
      }),
      { numRuns: 200 },
    );
  });

  it('starts with a byte order mark and ends with a line feed', async () => {
    expect(
      await csvOfTable({
        columns: ['a', 'b'],
        rows: [
          ['x', 1],
          [null, { money: '-2.50' }],
        ],
      }),
    ).toBe('\uFEFFa,b\nx,1\n,-2.50\n');
  });

  it.each([[';'], ['\t']])('reads a file saved with %j between cells', async (mark) => {
    expect(await rowsOfCsv(`student${mark}opening\r\nA${mark}"O${mark}1"\r\n`)).toEqual([
      ['student', 'opening'],
      ['A', `O${mark}1`],
    ]);
  });
});
