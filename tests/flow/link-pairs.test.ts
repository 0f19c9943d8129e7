import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../src/basics/random.js';
import { type Link, linkPairs, type RowsUnderPrices } from '../../src/flow/link-pairs.js';

const rowCount = 4;
const random = randomFrom(5);
const whole = (most: number): number => Math.floor(random() * most);

/** Each row makes a step function of its room; below nothing it cannot hold. Rows without a price only hold. */
const priceOfRow = Float64Array.of(3, 2, 4, 0);
const room = Float64Array.of(5, 0, 12, 3);
const stepsOf = Array.from({ length: rowCount }, () => Array.from({ length: 60 }, () => whole(40)).sort((a, b) => a - b));
const worthOfRoom = (row: number, left: number): number => {
  if (priceOfRow[row] === 0) return left >= 0 ? 0 : Number.NEGATIVE_INFINITY;
  return left < -20 ? Number.NEGATIVE_INFINITY : stepsOf[row]![Math.min(59, left + 20)]! - stepsOf[row]![20 + room[row]!]!;
};
const hopeOfRow = priceOfRow.map((price, row) => {
  let hope = 0;
  if (price > 0) for (let left = -20; left < 60; left++) hope = Math.max(hope, worthOfRoom(row, left) - price * (left - room[row]!));
  return hope;
});
const rows: RowsUnderPrices = { priceOfRow, hopeOfRow, roomOf: (row) => room[row]!, worthOfRoom, shouldStop: () => false };

const links = Array.from({ length: 120 }, (_, k): Link => {
  const changed = Int32Array.from([0, 1, 2, 3].filter(() => random() < 0.5));
  const changes = Float64Array.from(changed, () => whole(25) - 12 || 1);
  const worths = changes.map((change, at) => worthOfRoom(changed[at]!, room[changed[at]!]! - change));
  return { persons: Int32Array.of(k % 50, 50 + k), pairs: Int32Array.of(0, 0), gain: -whole(30), rows: changed, changes, worths, hope: 0 };
});

function gainOf(a: Link, b: Link): number {
  const change = new Float64Array(rowCount);
  for (const link of [a, b]) {
    link.rows.forEach((row, k) => {
      change[row] = change[row]! + link.changes[k]!;
    });
  }
  return change.reduce(
    (sum, moved, row) => ([...a.rows, ...b.rows].includes(row) ? sum + worthOfRoom(row, room[row]! - moved) : sum),
    a.gain + b.gain,
  );
}

describe('pairs of links', () => {
  it('are all those that share a row, share nobody and gain something together, the best first', () => {
    const expected: { total: number; pair: string }[] = [];
    links.forEach((a, i) => {
      links.slice(i + 1).forEach((b) => {
        if (!a.rows.some((row) => b.rows.includes(row)) || a.persons[0] === b.persons[0]) return;
        const total = gainOf(a, b);
        if (total > 0)
          expected.push({
            total,
            pair: [a, b]
              .map((link) => links.indexOf(link))
              .sort((x, y) => x - y)
              .join(),
          });
      });
    });
    const found = linkPairs(links, rows);
    expect(expected.length).toBeGreaterThan(20);
    expect(found.map(({ total }) => total)).toEqual(expected.map(({ total }) => total).sort((x, y) => y - x));
    const pairs = found.map(({ links: pair }) =>
      pair
        .map((link) => links.indexOf(link))
        .sort((x, y) => x - y)
        .join(),
    );
    expect(pairs.sort()).toEqual(expected.map(({ pair }) => pair).sort());
  });

  it('are none once it is told to stop, and it does not go on to ask', () => {
    let asked = 0;
    const shouldStop = (): boolean => ++asked > 1;
    expect(linkPairs(links, { ...rows, shouldStop })).toEqual([]);
    expect(asked).toBe(2);
  });
});
