import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { freeControl } from '../../src/backends/contract.js';
import { highsBackend, simplexBackend } from '../../src/backends/general.js';
import { matrixOf } from '../../src/backends/matrix.js';
import { PivotLimitReached, simplexOracle } from '../../src/backends/simplex.js';
import type { Problem } from '../../src/model/types.js';

/** A shard of 42 people and 73 pairs (generated, national) on which the first phase of javascript-lp-solver pivots for ever. */
type Flat = { readonly t?: 'Int32Array' | 'Float64Array'; readonly a: readonly (number | 'I' | '-I')[] } | null;
const numberOf = (entry: number | 'I' | '-I'): number =>
  entry === 'I' ? Number.POSITIVE_INFINITY : entry === '-I' ? Number.NEGATIVE_INFINITY : entry;
const text = readFileSync(new URL('./cycling-shard.json', import.meta.url), 'utf8');
const { p: problem } = JSON.parse(text, (_, value: Flat) => {
  if (value?.t === undefined) return value;
  return value.t === 'Int32Array' ? Int32Array.from(value.a, numberOf) : Float64Array.from(value.a, numberOf);
}) as { p: Problem };

it('a relaxation that cycles ends at a count of pivots, always the same', () => {
  const matrix = matrixOf(problem);
  for (const _ of [1, 2]) expect(() => simplexOracle(matrix).solve(matrix.bounds)).toThrow(PivotLimitReached);
});

it('the shard is answered all the same', async () => {
  expect(simplexBackend.refuses(problem)).toBeNull();
  const answer = await simplexBackend.solve(problem, freeControl);
  const { status, value } = await highsBackend.solve(problem, freeControl);
  expect([answer.status, answer.value]).toEqual([status, value]);
  expect(['solved', 'infeasible']).toContain(status);
});
