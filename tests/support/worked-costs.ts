import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { parseCents } from '../../src/basics/money.js';
import { rowsOfCsv } from '../../src/report/csv.js';

/** A line of README.md's worked example: `| set | budget | 2 · 2,400.00 + 12 · 1,731.00 | 25,572.00 |`. */
interface Line {
  readonly set: string;
  /** A budget, or what one person costs. */
  readonly what: string;
  readonly terms: readonly { readonly count: number; readonly cents: number }[];
  readonly cents: number;
}

const centsOf = (text: string): number => parseCents(text.replaceAll(',', ''))!;

async function linesOf(set: string): Promise<Line[]> {
  const readme = await readFile(fileURLToPath(new URL('../../README.md', import.meta.url)), 'utf8');
  const block = /<!-- worked costs -->\n([\s\S]*?)<!-- \/worked costs -->/.exec(readme)![1]!;
  return block
    .trim()
    .split('\n')
    .slice(2)
    .map((line) => {
      const [own = '', what = '', sum = '', total = ''] = line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim().replaceAll('`', ''));
      const terms = sum.split(' + ').map((term) => {
        const [first = '', second] = term.split(' · ');
        return second === undefined ? { count: 1, cents: centsOf(first) } : { count: Number(first), cents: centsOf(second) };
      });
      return { set: own, what, terms, cents: centsOf(total) };
    })
    .filter((line) => line.set === set);
}

/** Works the example of README.md out again, and compares it with placements.csv and budgets.csv in `out` to the cent. */
export async function expectWorkedCosts(set: string, out: string): Promise<void> {
  const lines = await linesOf(set);
  expect(lines.length).toBeGreaterThan(1);
  const placements = await recordsOf(out, 'placements.csv');
  const budgets = await recordsOf(out, 'budgets.csv');
  for (const { what, terms, cents } of lines) {
    expect(
      terms.reduce((sum, { count, cents: one }) => sum + count * one, 0),
      what,
    ).toBe(cents);
    const budget = budgets.find((record) => record['budget'] === what);
    if (budget === undefined) {
      // One person: travel, then days at a day's rate.
      const like = placements.filter((record) => centsOf(record['cost']!) === cents && Number(record['days']) === terms[1]!.count);
      expect(like.length, what).toBeGreaterThan(0);
      for (const record of like)
        expect([record['cost_travel'], record['cost_individual']].map((cell) => centsOf(cell!))).toEqual([
          terms[0]!.cents,
          terms[1]!.count * terms[1]!.cents,
        ]);
      continue;
    }
    expect(centsOf(budget['spent']!), what).toBe(cents);
    expect(centsOf(budget['left']!)).toBe(centsOf(budget['limit']!) - cents);
    const scope = ['sender', 'partner'].filter((column) => budget[column] !== '');
    const held = placements.filter((record) => scope.every((column) => record[column] === budget[column]));
    for (const { count, cents: one } of terms)
      expect(
        held.filter((record) => centsOf(record['cost']!) === one),
        what,
      ).toHaveLength(count);
    expect(held).toHaveLength(terms.reduce((sum, { count }) => sum + count, 0));
  }
}

async function recordsOf(out: string, name: string): Promise<Record<string, string>[]> {
  const [header = [], ...rows] = await rowsOfCsv(await readFile(join(out, name), 'utf8'));
  return rows.map((row) => Object.fromEntries(header.map((column, k) => [column, row[k]!])));
}
