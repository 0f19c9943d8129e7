import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../src/basics/random.js';
import type { Problem } from '../../src/model/types.js';
import { chooseBackend } from '../../src/transport/job.js';
import { problemOf } from '../flow/paid-problem.js';

/** People with three pairs each, three budgets, and a row over three pairs. */
function withRow(lower: number, coefficient: number, people = 150): Problem {
  const random = randomFrom(1);
  const draw = (below: number): number => Math.floor(random() * below);
  const pairs = Array.from({ length: people }, () => [0, 1, 2].map((k) => [3 * draw(20) + k, 100 + draw(900), 20 + draw(80)] as const));
  const coupled = problemOf(
    pairs,
    Array.from({ length: 60 }, () => 2),
    pairs.map(() => draw(3)),
    [1500, 1500, 1500],
  );
  const { rows } = coupled;
  const last = [447, 448, 449];
  return {
    ...coupled,
    columnCount: coupled.pairCount,
    upperOfExtra: new Float64Array(0),
    rows: {
      count: 4,
      firstEntryOfRow: Int32Array.of(...rows.firstEntryOfRow, rows.columnOfEntry.length + last.length),
      columnOfEntry: Int32Array.of(...rows.columnOfEntry, ...last),
      coefficientOfEntry: Float64Array.of(...rows.coefficientOfEntry, ...last.map(() => coefficient)),
      lowerOfRow: Float64Array.of(...rows.lowerOfRow, lower),
      upperOfRow: Float64Array.of(...rows.upperOfRow, Infinity),
      minimumToOpenOfRow: new Float64Array(4),
    },
  };
}

describe('the choice of a backend', () => {
  it('asks the price methods about budgets beside a row that holds always', () => {
    expect(chooseBackend(withRow(0, 1)).name).toBe('priced');
    expect(chooseBackend(withRow(1, 1)).name).toBe('highs');
    expect(chooseBackend(withRow(0, -1)).name).toBe('highs');
  });

  it('and about budgets beside a count, where the pairs are many', () => {
    expect(chooseBackend(withRow(1, 1, 800)).name).toBe('priced');
    expect(chooseBackend(withRow(1, 2, 800)).name).toBe('highs');
  });
});
