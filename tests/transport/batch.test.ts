import { describe, expect, it } from 'vitest';
import { solvePlain } from '../../src/backends/flow.js';
import { packProblem, sizesOf } from '../../src/model/pack.js';
import type { Problem } from '../../src/model/types.js';
import { Batch, workThrough } from '../../src/transport/batch.js';
import { inventedProblem } from '../../src/transport/warm.js';

const problems: readonly Problem[] = [1, 2, 3, 4, 5].map((seed) => inventedProblem(seed));

function batchOf(members: readonly Problem[]): Batch {
  const sizes = members.map(sizesOf);
  const buffer = new SharedArrayBuffer(Batch.bytesOf(sizes) + 64);
  new Uint8Array(buffer).fill(0xab);
  const batch = Batch.layOut(sizes, buffer);
  members.forEach((problem, k) => packProblem(problem, buffer, batch.placeOfProblem[k]));
  return batch;
}

function expectAnswer(batch: Batch, k: number, problem: Problem): void {
  const { value, pairOfPerson, priceOfAddress } = solvePlain(problem);
  const found = batch.answer(k)!;
  expect([found.status, found.value]).toEqual(['solved', value]);
  expect(found.chosenOfPerson).toEqual(pairOfPerson!.map((pair, person) => (pair < 0 ? -1 : pair - problem.firstPairOfPerson[person]!)));
  expect(found.priceOfAddress).toEqual(priceOfAddress);
}

describe('a batch', () => {
  it('holds for each problem what it gets alone, whoever drew it', () => {
    const batch = batchOf(problems);
    let left = 2;
    workThrough(batch.buffer, () => left-- > 0);
    expect(problems.map((_, k) => batch.answer(k) !== null)).toEqual([true, true, false, false, false]);
    workThrough(batch.buffer, () => true);
    problems.forEach((problem, k) => expectAnswer(batch, k, problem));
    expect(batch.draw()).toBe(-1);
  });

  it('lets a problem that was drawn and not answered be drawn again, and no other', () => {
    const batch = batchOf(problems);
    expect(batch.draw()).toBe(0);
    workThrough(batch.buffer, () => true);
    expect(batch.answer(0)).toBeNull();
    expect(batch.draw()).toBe(-1);
    batch.drawAgain();
    expect([batch.draw(), batch.draw()]).toEqual([0, -1]);
  });

  it('goes on after a problem that it cannot take, and says why at the end', () => {
    const [first, second] = problems as [Problem, Problem];
    const batch = batchOf([{ ...first, upperOfPerson: first.upperOfPerson.map(() => 2) }, second]);
    expect(() => workThrough(batch.buffer, () => true)).toThrow(RangeError);
    expect(batch.answer(0)).toBeNull();
    expectAnswer(batch, 1, second);
  });

  it('says which of its problems nothing fits', () => {
    const [first, second] = problems as [Problem, Problem];
    const batch = batchOf([
      { ...first, lowerOfPerson: first.lowerOfPerson.map(() => 1), upperOfSeat: first.upperOfSeat.map(() => 1) },
      second,
    ]);
    workThrough(batch.buffer, () => true);
    expect(batch.answer(0)!.status).toBe('infeasible');
    expectAnswer(batch, 1, second);
  });
});
