import { describe, expect, it } from 'vitest';
import { freeControl } from '../../src/backends/contract.js';
import { highsBackend } from '../../src/backends/general.js';
import { isFeasible, matrixOf, valueOf } from '../../src/backends/matrix.js';
import { networkBackend } from '../../src/backends/network.js';
import { replay } from '../../src/certify/bound/replay.js';
import { runToEnd } from '../../src/certify/rules/slices.js';
import { extend, type RowSpec } from '../../src/model/extend.js';
import type { Problem } from '../../src/model/types.js';
import { countRow, randomBase, randomCrossing, randomLaminar } from '../support/structured.js';

/** Solves with HiGHS and our tree, and holds the network's answer against it and against its own prices. */
async function expectAgreement(problem: Problem, about: string, start: Float64Array | null = null): Promise<'solved' | 'infeasible'> {
  const expected = await highsBackend.solve(problem, freeControl);
  const answer = await networkBackend.solve(problem, { ...freeControl, start });
  expect(answer.status, about).toBe(expected.status);
  const shown = runToEnd(replay(problem, answer.proof!));
  if (answer.status === 'infeasible') {
    expect(shown, about).toEqual({ isInfeasible: true });
    return 'infeasible';
  }
  expect(isFeasible(matrixOf(problem), answer.plan!), about).toBe(true);
  expect([answer.value, valueOf(problem, answer.plan!)], about).toEqual([expected.value, expected.value]);
  expect(shown, about).toEqual({ isInfeasible: false, bound: BigInt(answer.value!) });
  return 'solved';
}

describe('rows that keep structure', () => {
  it('are recognised where quotas nest on both sides, and solved as HiGHS does, with prices that meet the value', async () => {
    const count = { solved: 0, infeasible: 0 };
    for (let seed = 1; seed <= 250; seed++) {
      const problem = randomLaminar(randomBase(seed), seed + 10_000);
      expect(networkBackend.refuses(problem), `seed ${seed}`).toBeNull();
      count[await expectAgreement(problem, `seed ${seed}`)]++;
    }
    expect(count.solved).toBeGreaterThan(100);
    expect(count.infeasible).toBeGreaterThan(30);
  });

  it('are never taken where they are none: what is accepted of drawn rows is solved exactly', async () => {
    let taken = 0;
    for (let seed = 1; seed <= 250; seed++) {
      const problem = randomCrossing(randomLaminar(randomBase(seed), seed), seed + 20_000);
      if (networkBackend.refuses(problem) !== null) continue;
      taken++;
      await expectAgreement(problem, `seed ${seed}`);
    }
    expect(taken).toBeGreaterThan(25);
    expect(taken).toBeLessThan(225);
  });

  it('give the same value from any plan to start from', async () => {
    for (let seed = 1; seed <= 80; seed++) {
      const problem = randomLaminar(randomBase(seed), seed + 10_000);
      const other = { ...problem, objective: problem.objective.map((value, pair) => (value * 7 + pair * 31) % 101) };
      const { plan } = await networkBackend.solve(other, freeControl);
      await expectAgreement(problem, `seed ${seed}`, plan);
    }
  });
});

const base = (() => {
  const problem = randomBase(1);
  const pairs = Array.from({ length: 4 }, () => [0, 1, 2]).flat();
  return {
    ...problem,
    personCount: 4,
    seatCount: 3,
    pairCount: 12,
    columnCount: 12,
    firstPairOfPerson: Int32Array.of(0, 3, 6, 9, 12),
    seatOfPair: Int32Array.from(pairs),
    lowerOfPerson: new Int32Array(4),
    upperOfPerson: new Int32Array(4).fill(1),
    upperOfSeat: Int32Array.of(2, 2, 2),
    objective: Float64Array.from(pairs, (seat, pair) => 10 + ((pair * 5) % 7) + seat),
  } satisfies Problem;
})();
const withRows = (...rows: RowSpec[]): Problem => ({ ...extend(base, { rows }), objective: base.objective });
const upTo = (holds: (person: number, seat: number) => boolean, upper: number, lower = -Infinity): RowSpec =>
  countRow(base, holds, lower, upper);

describe('recognition', () => {
  it.each([
    ['two cities that share an opening', upTo((_, seat) => seat < 2, 1), upTo((_, seat) => seat > 0, 1)],
    ['two groups that share a person', upTo((person) => person < 2, 1), upTo((person) => person > 0 && person < 3, 1)],
    ['a sender’s people in one city', upTo((person, seat) => person < 2 && seat < 2, 1)],
    [
      'pairs that are weighed',
      { ...upTo((_, seat) => seat < 2, 5), coefficients: Array.from({ length: 8 }, (_, k) => (k === 0 ? 2 : 1)), upper: 3 },
    ],
  ])('refuses %s', (_, ...rows) => {
    expect(networkBackend.refuses(withRows(...rows))).toMatch(/\w{3}/);
  });

  it('refuses a minimum to open and columns beyond pairs', () => {
    const problem = withRows(upTo((_, seat) => seat === 0, 4));
    problem.rows.minimumToOpenOfRow[0] = 2;
    expect(networkBackend.refuses(problem)).toBe('a minimum to open');
    expect(networkBackend.refuses({ ...extend(base, { uppers: [1] }), objective: new Float64Array(13) })).toBe('columns beyond pairs');
  });

  it.each([
    ['days of a host with one stay inside the other', upTo((_, seat) => seat < 2, 1), upTo((_, seat) => seat < 1, 1)],
    ['quotas of senders beside beds of cities', upTo((person) => person < 2, 1, 1), upTo((_, seat) => seat > 0, 2)],
    ['a crossing row that seats imply', upTo((_, seat) => seat < 2, 2), upTo((_, seat) => seat > 0, 4)],
    ['a crossing row that other rows imply', upTo((_, seat) => seat < 2, 2), upTo((person, seat) => person < 3 && seat < 2, 2)],
    ['weights that no plan reaches', { ...upTo((_, seat) => seat < 1, 8), coefficients: [1, 2, 2, 3] }],
    ['two rows over the same pairs', upTo((_, seat) => seat < 2, 3, 1), upTo((_, seat) => seat < 2, 2)],
  ])('takes %s', async (name, ...rows) => {
    const problem = withRows(...rows);
    expect(networkBackend.refuses(problem)).toBeNull();
    expect(await expectAgreement(problem, name)).toBe('solved');
  });

  it('refuses values whose sums leave the exact integers', () => {
    const problem = withRows(upTo((_, seat) => seat < 2, 3, 1));
    expect(networkBackend.refuses({ ...problem, objective: problem.objective.map((value) => value * 2 ** 46) })).toBe('values too large');
  });
});

it('a quota that cannot be met is shown by prices, be it short of pairs or of people', async () => {
  const short = withRows(upTo((_, seat) => seat === 0, Infinity, 3));
  const many = withRows(upTo((_, seat) => seat === 0, Infinity, 5));
  const both = withRows(
    upTo((_, seat) => seat < 1, 2, 2),
    upTo((_, seat) => seat > 0, 4, 3),
  );
  for (const problem of [short, many, both]) expect(await expectAgreement(problem, 'a quota')).toBe('infeasible');
});

it('stops when told to, with the plan it has', async () => {
  const problem = randomLaminar(randomBase(5, 300, 90), 5);
  const answer = await networkBackend.solve(problem, { ...freeControl, shouldStop: () => true });
  expect(['stopped', 'solved', 'infeasible']).toContain(answer.status);
  if (answer.plan !== null) expect(isFeasible(matrixOf(problem), answer.plan)).toBe(true);
});
