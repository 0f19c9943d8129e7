import { describe, expect, it } from 'vitest';
import { hasNegativeEntry } from '../../src/basics/by-column.js';
import { extend, giveBack } from '../../src/model/extend.js';
import type { Constraints, SideRows } from '../../src/model/types.js';

const base: Constraints = {
  personCount: 1,
  seatCount: 1,
  pairCount: 2,
  columnCount: 2,
  firstPairOfPerson: Int32Array.of(0, 2),
  seatOfPair: Int32Array.of(0, 0),
  lowerOfPerson: Int32Array.of(0),
  upperOfPerson: Int32Array.of(1),
  upperOfSeat: Int32Array.of(1),
  upperOfExtra: new Float64Array(0),
  rows: {
    count: 1,
    firstEntryOfRow: Int32Array.of(0, 2),
    columnOfEntry: Int32Array.of(0, 1),
    coefficientOfEntry: Float64Array.of(3, 4),
    lowerOfRow: Float64Array.of(-Infinity),
    upperOfRow: Float64Array.of(5),
    minimumToOpenOfRow: Float64Array.of(0),
    labelOfRow: [{ kind: 'budget', keys: ['b'] }],
  },
};

const plus = (constraints: Constraints, column: number, coefficient: number): Constraints =>
  extend(constraints, {
    rows: [{ label: { kind: 'step', keys: [] }, columns: [column], coefficients: [coefficient], lower: 0, upper: Infinity }],
  });

const entriesOf = ({ count, firstEntryOfRow, columnOfEntry, coefficientOfEntry }: SideRows) =>
  Array.from({ length: count }, (_, row) =>
    Array.from({ length: firstEntryOfRow[row + 1]! - firstEntryOfRow[row]! }, (_, k) => [
      columnOfEntry[firstEntryOfRow[row]! + k],
      coefficientOfEntry[firstEntryOfRow[row]! + k],
    ]),
  );

const own = [
  [0, 3],
  [1, 4],
];

describe('extend', () => {
  it('appends behind the last rows without a copy', () => {
    const first = plus(base, 0, 7);
    const second = plus(first, 1, 8);
    expect(second.rows.columnOfEntry).toBe(first.rows.columnOfEntry);
    expect(second.rows.coefficientOfEntry).toBe(first.rows.coefficientOfEntry);
    expect(entriesOf(base.rows)).toEqual([own]);
    expect(entriesOf(first.rows)).toEqual([own, [[0, 7]]]);
    expect(entriesOf(second.rows)).toEqual([own, [[0, 7]], [[1, 8]]]);
  });

  it('keeps two extensions of the same rows apart, whatever the order', () => {
    const first = plus(base, 0, 7);
    const above = plus(first, 1, 1);
    const beside = plus(first, 0, 2);
    const higher = plus(above, 0, 9);
    expect(entriesOf(above.rows)).toEqual([own, [[0, 7]], [[1, 1]]]);
    expect(entriesOf(beside.rows)).toEqual([own, [[0, 7]], [[0, 2]]]);
    expect(entriesOf(higher.rows)).toEqual([own, [[0, 7]], [[1, 1]], [[0, 9]]]);
  });

  it('takes room that was given back, and no other', () => {
    const first = plus(base, 0, 7);
    const asked = plus(first, 1, 1);
    giveBack(first, asked);
    const next = plus(first, 0, 2);
    expect(next.rows.columnOfEntry).toBe(first.rows.columnOfEntry);
    giveBack(base, first);
    expect(entriesOf(plus(base, 1, 3).rows)).toEqual([own, [[1, 3]]]);
    expect(entriesOf(next.rows)).toEqual([own, [[0, 7]], [[0, 2]]]);
  });

  it('grows as often as it must', () => {
    let grown = base;
    for (let k = 0; k < 40; k++) grown = plus(grown, k % 2, k);
    expect(entriesOf(grown.rows)).toEqual([own, ...Array.from({ length: 40 }, (_, k) => [[k % 2, k]])]);
  });

  it('leaves earlier rows what they are, whatever stands behind them', () => {
    const row = { label: { kind: 'step' as const, keys: [] }, columns: [0, 1], lower: -Infinity, upper: 5 };
    const limited = extend(base, { rows: [{ ...row, coefficients: [1, 1] }] });
    const negative = extend(limited, { rows: [{ ...row, coefficients: [1, -1] }] });
    expect(negative.rows.coefficientOfEntry).toBe(limited.rows.coefficientOfEntry);
    expect(hasNegativeEntry(limited.rows)).toBe(false);
    expect(hasNegativeEntry(negative.rows)).toBe(true);
  });
});
