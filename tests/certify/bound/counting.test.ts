import { describe, expect, it } from 'vitest';
import { replay } from '../../../src/certify/bound/replay.js';
import { noRows } from '../../../src/model/cut.js';
import { runToEnd } from '../../../src/certify/rules/slices.js';
import type { Problem } from '../../../src/model/types.js';
import type { Proof } from '../../../src/solution/types.js';

/** Three people, the second without a pair; each seat is its own piece. */
const problemOf = (objective: number[]): Problem => ({
  personCount: 3,
  seatCount: 2,
  pairCount: 2,
  columnCount: 3,
  firstPairOfPerson: Int32Array.of(0, 1, 1, 2),
  seatOfPair: Int32Array.of(0, 1),
  lowerOfPerson: new Int32Array(3),
  upperOfPerson: new Int32Array(3).fill(1),
  upperOfSeat: Int32Array.of(1, 1),
  upperOfExtra: Float64Array.of(1),
  rows: noRows,
  objective: Float64Array.from(objective),
});

/** A piece of one person, one seat, with the price 1 on the person. */
const pieceOf = (person: number, seat: number): Proof => ({
  kind: 'parts',
  parts: [
    {
      part: {
        persons: Int32Array.of(person),
        seats: Int32Array.of(seat),
        sideRows: new Int32Array(0),
        extras: new Int32Array(0),
      },
      proof: { kind: 'prices', prices: { scale: 1, rowOfPrice: Int32Array.of(0), priceOfRow: Float64Array.of(1) } },
    },
  ],
});

describe('a proof in pieces about a few columns', () => {
  it.each([
    ['the first person', [1, 0, 0], 0],
    ['the last person', [0, 1, 0], 1],
    ['an extra column', [0, 0, 1], 2],
  ])('must cover %s where that one counts, named or not', (_name, objective, column) => {
    const problem = problemOf(objective);
    for (const counting of [null, Int32Array.of(column)]) {
      for (const [person, seat] of [
        [0, 0],
        [2, 1],
      ] as const) {
        const shown = () => runToEnd(replay(problem, pieceOf(person, seat), counting));
        if (column === seat) expect(shown()).toEqual({ isInfeasible: false, bound: 1n });
        else expect(shown).toThrow('leave out');
      }
    }
  });
});
