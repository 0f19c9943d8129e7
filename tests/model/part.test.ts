import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutPlain, plainSizes } from '../../src/model/cut.js';
import { packedBytes, unpackProblem } from '../../src/model/pack.js';
import { Splitter, type Part } from '../../src/model/part.js';
import { qualityProblem, startChain } from '../../src/model/steps.js';
import type { Problem } from '../../src/model/types.js';
import { components } from '../../src/reduce/components.js';
import { randomModel } from '../support/random-model.js';

const problemOf = (seed: number, side: boolean): Problem => qualityProblem(startChain(randomModel(seed, { side })));
const seeds = fc.integer({ min: 1, max: 100_000 });

describe('a piece of a problem', () => {
  it('has the same columns, limits and rows as the whole, in its own indices', () => {
    fc.assert(
      fc.property(seeds, fc.boolean(), (seed, side) => {
        const problem = problemOf(seed, side);
        const splitter = new Splitter(problem);
        let seen = 0;
        for (const part of components(problem)) {
          const inside = splitter.restrict(part);
          const columns = splitter.columnsOf(part);
          seen += columns.length;
          expect([...inside.objective]).toEqual([...columns].map((column) => problem.objective[column]));
          columns.forEach((column, k) => {
            if (column >= problem.pairCount)
              return expect(inside.upperOfExtra[k - inside.pairCount]).toBe(problem.upperOfExtra[column - problem.pairCount]);
            const seat = inside.seatOfPair[k]!;
            expect(seat < 0 ? -1 : part.seats[seat]).toBe(problem.seatOfPair[column]);
          });
          expect([...inside.upperOfSeat]).toEqual([...part.seats].map((seat) => problem.upperOfSeat[seat]));
          part.persons.forEach((person, i) => {
            expect([inside.lowerOfPerson[i], inside.upperOfPerson[i]]).toEqual([
              problem.lowerOfPerson[person],
              problem.upperOfPerson[person],
            ]);
            expect(columns[inside.firstPairOfPerson[i]!] ?? problem.firstPairOfPerson[person]).toBeGreaterThanOrEqual(
              problem.firstPairOfPerson[person]!,
            );
            expect(inside.firstPairOfPerson[i + 1]! - inside.firstPairOfPerson[i]!).toBe(
              problem.firstPairOfPerson[person + 1]! - problem.firstPairOfPerson[person]!,
            );
          });
          part.sideRows.forEach((row, i) => {
            const entries = (from: Problem['rows'], at: number, name: (column: number) => number) =>
              Array.from({ length: from.firstEntryOfRow[at + 1]! - from.firstEntryOfRow[at]! }, (_, k) => [
                name(from.columnOfEntry[from.firstEntryOfRow[at]! + k]!),
                from.coefficientOfEntry[from.firstEntryOfRow[at]! + k],
              ]);
            expect(entries(inside.rows, i, (column) => columns[column]!)).toEqual(entries(problem.rows, row, (column) => column));
            expect([inside.rows.lowerOfRow[i], inside.rows.upperOfRow[i], inside.rows.minimumToOpenOfRow[i]]).toEqual([
              problem.rows.lowerOfRow[row],
              problem.rows.upperOfRow[row],
              problem.rows.minimumToOpenOfRow[row],
            ]);
          });
        }
        expect(seen).toBe(problem.columnCount);
      }),
      { numRuns: 100, seed: 1 },
    );
  });

  it('is the same cut alone or with all others in one sweep', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const problem = problemOf(seed, false);
        const parts = components(problem).filter((part) => part.sideRows.length === 0 && part.extras.length === 0);
        fc.pre(parts.length > 0);
        const bytes = parts.map((part) => packedBytes(plainSizes(problem, part)));
        const places = bytes.map((_, k) => bytes.slice(0, k).reduce((sum, count) => sum + count, 0));
        const buffer = new SharedArrayBuffer(bytes.reduce((sum, count) => sum + count, 0));
        cutPlain(problem, parts, buffer, places);
        const splitter = new Splitter(problem);
        expect(places.map((at) => unpackProblem(buffer, at))).toEqual(
          parts.map((part) => splitter.restrict(part, new SharedArrayBuffer(packedBytes(splitter.sizesOf(part))))),
        );
      }),
      { numRuns: 100, seed: 1 },
    );
  });

  it('is the same in a buffer used before', () => {
    fc.assert(
      fc.property(seeds, fc.boolean(), (seed, side) => {
        const problem = problemOf(seed, side);
        const splitter = new Splitter(problem);
        for (const part of components(problem)) {
          const used = new SharedArrayBuffer(packedBytes(splitter.sizesOf(part)));
          new Uint8Array(used).fill(0x40);
          splitter.restrict(part, used);
          const fresh = new SharedArrayBuffer(used.byteLength);
          splitter.restrict(part, fresh);
          expect(unpackProblem(used)).toEqual(unpackProblem(fresh));
        }
      }),
      { numRuns: 100, seed: 1 },
    );
  });

  it('may not reach outside itself, nor into a piece cut before', () => {
    const problem = problemOf(3, true);
    const whole = components(problem);
    const splitter = new Splitter(problem);
    for (const part of whole) splitter.restrict(part);
    const broken: Part[] = whole.flatMap((part) => [
      ...(part.seats.length > 0 && part.persons.length > 0
        ? [
            { ...part, seats: part.seats.slice(1) },
            { ...part, seats: new Int32Array(0) },
          ]
        : []),
      ...(part.sideRows.length > 0 ? [{ ...part, persons: new Int32Array(0), seats: new Int32Array(0), extras: new Int32Array(0) }] : []),
    ]);
    expect(broken.length).toBeGreaterThan(0);
    for (const part of broken) expect(() => splitter.restrict(part)).toThrow(RangeError);
  });
});
