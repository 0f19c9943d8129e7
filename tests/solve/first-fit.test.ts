import { describe, expect, it } from 'vitest';
import type { Problem } from '../../src/model/types.js';
import { firstFit } from '../../src/solve/first-fit.js';
import { solveScalar } from '../../src/solve/scalar.js';
import { inlineTransport } from '../../src/transport/inline.js';
import { countedProblem } from '../support/counted-problem.js';
import { contextOf } from '../support/solve.js';
import { randomFrom } from '../../src/basics/random.js';

const persons = 10_000;
const choices = 20;
const seats = 2_500;
const limits = 10;

/** People counted as one each, a tenth of them on each of ten limits; pairs cost by their seat. */
function counted(changes: Partial<Problem['rows']> = {}): Problem {
  const random = randomFrom(5);
  const pairCount = persons * choices;
  const seatOfPair = new Int32Array(pairCount).map(() => Math.floor(random() * seats));
  const costOfSeat = new Float64Array(seats).map(() => 100 + Math.floor(random() * 900));
  const costOfPair = seatOfPair.map((seat) => costOfSeat[seat]!);
  const limitOfSender = Array.from({ length: limits }, () => 300_000);
  const problem = countedProblem({ people: persons, seats, places: 4, seatOfPair, costOfPair, limitOfSender });
  return { ...problem, rows: { ...problem.rows, ...changes } };
}

describe('a first plan', () => {
  it('keeps seats and limits, and uses them up', () => {
    const problem = counted();
    const plan = firstFit(problem)!;
    const taken = new Int32Array(seats);
    let placed = 0;
    for (let person = 0; person < persons; person++) {
      const own = plan.subarray(person * choices, (person + 1) * choices).reduce((sum, one) => sum + one, 0);
      expect(own).toBeLessThanOrEqual(1);
      placed += own;
    }
    plan.forEach((one, pair) => (taken[problem.seatOfPair[pair]!] = taken[problem.seatOfPair[pair]!]! + one));
    expect(Math.max(...taken)).toBeLessThanOrEqual(4);
    const { rows } = problem;
    for (let row = 0; row < limits; row++) {
      let spent = 0;
      for (let entry = rows.firstEntryOfRow[row]!; entry < rows.firstEntryOfRow[row + 1]!; entry++)
        spent += rows.coefficientOfEntry[entry]! * plan[rows.columnOfEntry[entry]!]!;
      expect(spent).toBeLessThanOrEqual(300_000);
      expect(spent).toBeGreaterThan(290_000);
    }
    expect(placed).toBeGreaterThan(5_000);
  });

  it('is what a search has that is stopped before it began', async () => {
    const problem = counted();
    const start = firstFit(problem);
    const context = { ...contextOf(inlineTransport()), struck: () => 'time' as const };
    const answer = await solveScalar(problem, { start, toleranceMillionths: 0 }, context);
    expect(answer).toMatchObject({ stop: 'time', value: start!.reduce((sum, one) => sum + one, 0) });
  });

  it('is none where nobody placed is no plan', () => {
    expect(firstFit(counted({ lowerOfRow: new Float64Array(limits).fill(1) }))).toBe(null);
    expect(firstFit(counted({ minimumToOpenOfRow: new Float64Array(limits).fill(3) }))).toBe(null);
    expect(firstFit({ ...counted(), lowerOfPerson: new Int32Array(persons).fill(1) })).toBe(null);
  });
});
