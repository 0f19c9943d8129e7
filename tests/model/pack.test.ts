import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noRows } from '../../src/model/cut.js';
import { packedBytes, packProblem, sizesOf, unpackProblem } from '../../src/model/pack.js';
import { qualityProblem, startChain } from '../../src/model/steps.js';
import type { Problem } from '../../src/model/types.js';
import { randomModel } from '../support/random-model.js';

const problemOf = (seed: number): Problem => qualityProblem(startChain(randomModel(seed, {})));
/** Columns, limits and entries of a problem as plain lists; labels stay behind. */
function numbersOf({ rows, ...problem }: Problem): unknown {
  const { labelOfRow: _, ...others } = rows;
  const entryCount = rows.firstEntryOfRow[rows.count]!;
  const entries = {
    columnOfEntry: rows.columnOfEntry.subarray(0, entryCount),
    coefficientOfEntry: rows.coefficientOfEntry.subarray(0, entryCount),
  };
  const numbers = { ...others, ...entries };
  const listed = (record: object) =>
    Object.fromEntries(
      Object.entries(record)
        .filter(([key]) => key in sample || key in sample.rows)
        .map(([key, value]) => [key, ArrayBuffer.isView(value) ? [...(value as Int32Array)] : value]),
    );
  return { ...listed(problem), rows: listed(numbers) };
}
const sample = unpackProblem(packProblem(problemOf(1)));

describe('a packed problem', () => {
  it('reads back as it was, whatever stood in the buffer before', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), fc.nat(100), (seed, spare) => {
        const problem = problemOf(seed);
        const buffer = new SharedArrayBuffer(packedBytes(sizesOf(problem)) + 8 * spare);
        new Uint8Array(buffer).fill(0xab);
        expect(numbersOf(unpackProblem(packProblem(problem, buffer)))).toEqual(numbersOf(problem));
      }),
      { numRuns: 100, seed: 1 },
    );
  });

  it('keeps scores in 32 bits where only seats bind, and in 64 where solvers of rows add to them', () => {
    const coupled = problemOf(1);
    expect(coupled.rows.count).toBeGreaterThan(0);
    const plain = { ...coupled, rows: noRows };
    expect(unpackProblem(packProblem(plain)).objective).toEqual(plain.objective);
    expect(unpackProblem(packProblem({ ...plain, objective: Float64Array.from(plain.objective) })).objective).toBeInstanceOf(Float64Array);
    expect(unpackProblem(packProblem(coupled)).objective).toEqual(Float64Array.from(coupled.objective));
  });

  it('stands beside others in one buffer', () => {
    const problems = [4, 5, 6].map(problemOf);
    const bytes = problems.map((problem) => packedBytes(sizesOf(problem)));
    const places = [0, bytes[0]!, bytes[0]! + bytes[1]!];
    const buffer = new SharedArrayBuffer(places[2]! + bytes[2]!);
    problems.forEach((problem, k) => packProblem(problem, buffer, places[k]));
    expect(places.map((at) => numbersOf(unpackProblem(buffer, at)))).toEqual(problems.map(numbersOf));
    expect(() => unpackProblem(buffer, buffer.byteLength)).toThrow(RangeError);
  });

  it('is refused when foreign, cut or of another length', () => {
    const buffer = packProblem(problemOf(1));
    const changed = (word: number): SharedArrayBuffer => {
      const copy = new SharedArrayBuffer(buffer.byteLength);
      new Uint8Array(copy).set(new Uint8Array(buffer));
      new Int32Array(copy)[word]! += 1;
      return copy;
    };
    for (const word of [0, 1, 2, 4, 8]) expect(() => unpackProblem(changed(word))).toThrow(RangeError);
    expect(() => unpackProblem(new SharedArrayBuffer(16))).toThrow(RangeError);
    expect(() => unpackProblem(new Uint8Array(buffer).slice(0, buffer.byteLength - 8).buffer)).toThrow(RangeError);
  });
});
