import { writeToString } from 'fast-csv';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvOfTable, csvPieces, rowsOfCsv, withGuard, withoutGuard } from '../../src/report/csv.js';
import { csvText } from '../../src/roster/write.js';

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

  it('quotes what splits cells or lines for some reader, doubles quotes, and leaves out the character of number 0', async () => {
    expect(
      await csvText([
        ['a', 'b;c', ' d '],
        ['a,b', 'a|b', 'a"b', 'a\rb', 'a\nb', 'a\0b', ''],
      ]),
    ).toBe('a,b;c, d \n"a,b","a|b","a""b","a\rb","a\nb",ab,\n');
  });

  it('writes any rows as the package that reads them does', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(cellText, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 }), async (rows) => {
        const written = await writeToString(rows, { headers: false, delimiter: ',', rowDelimiter: '\n', includeEndRowDelimiter: true });
        expect(await csvText(rows)).toBe(written);
      }),
    );
  });

  it('is the same in pieces and whole, with more rows than a piece has', async () => {
    const table = { columns: ['n'], rows: Array.from({ length: 1201 }, (_, k) => [k]) };
    const pieces: string[] = [];
    for await (const piece of csvPieces(table.columns, table.rows)) pieces.push(piece);
    expect(pieces.length).toBeGreaterThan(2);
    expect(pieces.join('')).toBe(await csvOfTable(table));
    expect((await csvOfTable(table)).split('\n')).toHaveLength(1203);
  });

  it.each([[';'], ['\t']])('reads a file saved with %j between cells', async (mark) => {
    expect(await rowsOfCsv(`student${mark}opening\r\nA${mark}"O${mark}1"\r\n`)).toEqual([
      ['student', 'opening'],
      ['A', `O${mark}1`],
    ]);
  });
});
