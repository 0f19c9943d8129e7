import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutPlain, parsedCells, textsOf } from '../../src/roster/csv-cells.js';
import { BestRanks } from '../../src/roster/best-ranks.js';
import { ByText, CutCells, hashOfText } from '../../src/roster/cut-cells.js';
import { RowCutter } from '../../src/roster/csv-rows.js';
import { csvText } from '../../src/roster/write.js';

const delimiter = fc.constantFrom(',', ';', '\t');

/** Cuts a text that is given in pieces of these lengths. */
function cut(text: string, separator: string, lengths: readonly number[]) {
  const cutter = new RowCutter(separator);
  const rows: number[] = [];
  const faults: [number, string][] = [];
  let batches = '';
  let blankCount = 0;
  const take = (piece: string, last: boolean) => {
    const found = cutter.push(piece, last);
    rows.push(...found.batches.flatMap((batch) => batch.rows));
    batches += found.batches.map((batch) => batch.text).join('');
    faults.push(...found.faults.map(({ row, code }): [number, string] => [row, code]));
    blankCount += found.blankCount;
  };
  let at = 0;
  for (const length of lengths) {
    take(text.slice(at, at + length), false);
    at += length;
  }
  take(text.slice(at), true);
  return { rows, faults, batches, blankCount, nextRow: cutter.nextRow };
}

describe('rows', () => {
  it('are the same however the text is cut into slices', () => {
    const text = fc
      .array(fc.constantFrom('"', '""', ',', 'a', ' ', '\n', '\r', '\r\n', 'é'), { maxLength: 40 })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 12 }), (content, lengths) => {
        expect(cut(content, ',', lengths)).toEqual(cut(content, ',', []));
      }),
      { numRuns: 1_000 },
    );
  });

  it('cut into cells at once are those that are found one by one', () => {
    const cell = fc.constantFrom('a', 'bc', '"x"', '"two\nlines"', '""', '', ' ', '"open', 'q"q');
    const line = fc.tuple(fc.array(cell, { minLength: 1, maxLength: 3 }), fc.constantFrom('\n', '\n', '\n', '\r\n', '\r'));
    const isBlank = (cells: readonly string[]) => cells.every((text) => text.trim() === '');
    let taken = 0;
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), fc.array(fc.integer({ min: 0, max: 12 }), { maxLength: 6 }), (lines, lengths) => {
        const text = lines.map(([cells, end]) => cells.join(',') + end).join('');
        const cutter = new RowCutter(',');
        const cells = new CutCells();
        const rows: number[] = [];
        const pieces = [...lengths, text.length].reduce<{ at: number; pieces: string[] }>(
          ({ at, pieces }, length) => ({ at: at + length, pieces: [...pieces, text.slice(at, at + length)] }),
          { at: 0, pieces: [] },
        ).pieces;
        for (const [k, piece] of pieces.entries()) {
          const first = cutter.takePlain(piece, k + 1 === pieces.length, cells);
          if (first === null) rows.push(...cutter.push(piece, k + 1 === pieces.length).batches.flatMap((batch) => batch.rows));
          else {
            taken += cells.rowCount;
            rows.push(...textsOf(cells).flatMap((texts, row) => (isBlank(texts) && !text.includes('"') ? [] : [first + row])));
          }
        }
        const expected = cut(text, ',', []);
        // Blank cells in quotes: one way of reading leaves such rows out here, the other where they are read.
        const listed = new Set(rows);
        if (!text.includes('"')) expect(rows).toEqual(expected.rows);
        else expect(expected.rows.filter((row) => !listed.has(row))).toEqual([]);
        expect(cutter.nextRow).toBe(expected.nextRow);
      }),
      { numRuns: 1_000 },
    );
    expect(taken).toBeGreaterThan(500);
  });

  it('beyond a limit are not cut at once', () => {
    const cells = new CutCells();
    expect(new RowCutter(',').takePlain(`${'x'.repeat(32_767)}\n`, true, cells)).toBe(1);
    expect(new RowCutter(',').takePlain(`${'x'.repeat(32_768)}\n`, true, cells)).toBeNull();
    expect(new RowCutter(',').takePlain(`${','.repeat(1_000)}\n`, true, cells)).toBeNull();
  });

  it('without a fault are those that fast-csv finds, and so are the cells of a batch with quotes around whole cells only', async () => {
    const cell = fc.constantFrom(
      'a',
      'bc ',
      ' d',
      'x"y',
      '1.5',
      'é',
      '\u00a0z',
      '"q,;\t"',
      '"two\nlines"',
      '"whole"',
      '""',
      '"say ""hi"""',
      ' "padded" ',
      '  ',
      '',
    );
    const innerQuotes = new Set(['x"y', '"say ""hi"""', ' "padded" ']);
    const row = fc.array(cell, { minLength: 1, maxLength: 4 }).map((cells) => ['id', ...cells]);
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 1, maxLength: 8 }),
        delimiter,
        fc.constantFrom('\n', '\r\n', '\r'),
        async (rows, separator, lineEnd) => {
          const text = rows.map((cells) => cells.join(separator)).join(lineEnd);
          const { rows: numbers, faults, batches } = cut(text, separator, []);
          expect(faults).toEqual([]);
          const parsed = await parsedCells(batches, separator);
          expect(parsed).toHaveLength(numbers.length);
          const needsParser = text.includes('"') && rows.flat().some((cell) => innerQuotes.has(cell) || cell === '  ');
          const plain = new CutCells();
          expect(cutPlain(batches, separator, plain)).toBe(!needsParser);
          if (!needsParser) expect(textsOf(plain)).toEqual(parsed);
          const taken = new CutCells();
          taken.take(parsed);
          expect(textsOf(taken)).toEqual(parsed);
          if (needsParser) return;
          const hashes = parsed.flat().map((cell) => hashOfText(cell));
          expect([...plain.hashOfCell.subarray(0, plain.cellCount)]).toEqual(hashes);
          expect([...taken.hashOfCell.subarray(0, taken.cellCount)]).toEqual(hashes);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('are found by their stretch, texts of one hash apart', () => {
    // "Aa" and "BB" have one hash, and so has every sequence of them.
    const texts = ['', 'Aa', 'BB', 'AaAa', 'AaBB', 'BBAa', 'BBBB', ...Array.from({ length: 100 }, (_, k) => `s${k}`)];
    const whole = texts.join('');
    const known = new ByText<number>();
    for (const [k, text] of texts.entries()) known.add(text, hashOfText(text), k);
    let start = 0;
    for (const [k, text] of texts.entries()) {
      expect(known.find(whole, start, start + text.length, hashOfText(text))).toBe(k);
      start += text.length;
    }
    expect(known.find('CcAa', 0, 2, hashOfText('Aa'))).toBeUndefined();
    known.clear();
    expect(known.find('Aa', 0, 2, hashOfText('Aa'))).toBeUndefined();
    expect(known.size).toBe(0);
  });

  it('are forgotten where a file holds nothing but texts of one hash', () => {
    const known = new ByText<number>();
    for (let k = 0; k < 2000; k++) {
      const text = Array.from({ length: 11 }, (_, bit) => ((k >> bit) & 1 ? 'BB' : 'Aa')).join('');
      expect(known.find(text, 0, text.length, hashOfText(text))).toBeUndefined();
      known.add(text, hashOfText(text), k);
      expect(known.find(text, 0, text.length, hashOfText(text)) ?? k).toBe(k);
    }
    expect(known.size).toBeLessThan(250);
  });

  it('written are read back as they were', async () => {
    const table = fc.array(
      fc.array(fc.string({ unit: fc.constantFrom('a', '"', ',', ';', '\t', '\n', '\r', '|', ' ', 'ž', '=') }), {
        minLength: 3,
        maxLength: 3,
      }),
      { minLength: 1, maxLength: 6 },
    );
    await fc.assert(
      fc.asyncProperty(table, delimiter, async (cells, separator) => {
        const rows = cells.map((row, index) => [`id${index}`, ...row, '.']);
        const { faults, batches } = cut(await csvText(rows, { delimiter: separator }), separator, []);
        expect(faults).toEqual([]);
        expect(await parsedCells(batches, separator)).toEqual(rows);
      }),
      { numRuns: 200 },
    );
  });

  it('after an unclosed quote are the lines that follow it', () => {
    expect(cut('a\nb,"c\nd\n', ',', [])).toMatchObject({ rows: [1, 3], faults: [[2, 'quote-unclosed']] });
    expect(cut('a\nb,"c\nd,"e"\nf\n', ',', [])).toMatchObject({ rows: [1, 3, 4], faults: [[2, 'quote-unclosed']] });
    expect(cut('a\n"b"c,"x\ny"\n', ',', [])).toMatchObject({ faults: [[2, 'quote-text-after']] });
  });
});

describe('the best ranks of wishes', () => {
  it('are kept by wish', () => {
    // Numbers that follow each other, and numbers beyond 32 bits that differ in their upper half alone.
    const wish = fc.oneof(
      fc.nat(200),
      fc.nat(50).map((k) => k * 2 ** 32 + 7),
      fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(wish, fc.integer({ min: 1, max: 9 })), { maxLength: 400 }), (said) => {
        const table = new BestRanks();
        const map = new Map<number, { rank: number; row: number }>();
        for (const [row, [wish, rank]] of said.entries()) {
          const slot = table.slotOf(wish);
          const known = map.get(wish);
          expect([table.rankAt(slot), table.rowAt(slot)]).toEqual([known?.rank ?? 0, known?.row ?? 0]);
          if (known !== undefined && known.rank <= rank) continue;
          map.set(wish, { rank, row });
          table.set(slot, wish, rank, row);
        }
      }),
    );
  });
});
