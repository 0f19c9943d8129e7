import { randomFrom } from '../../src/basics/random.js';
import { type CoupledProblem, rowsOfPair } from '../../src/flow/coupled.js';
import { Incumbent, type PricedControl } from '../../src/flow/incumbent.js';
import { Relaxation } from '../../src/flow/relaxation.js';

/** People's pairs as [seat, value, cost]; each person pays from the budget given. `lower` 1: all must be placed. */
export function problemOf(
  pairs: readonly (readonly (readonly [number, number, number])[])[],
  seats: readonly number[],
  budgetOf: readonly number[],
  limits: readonly number[],
  lower = 0,
): CoupledProblem {
  const flat = pairs.flat();
  const firstPairOfPerson = Int32Array.from([0, ...pairs.map((_, k) => pairs.slice(0, k + 1).flat().length)]);
  const personOfPair = pairs.flatMap((own, person) => own.map(() => person));
  const columns = limits.map((_, row) => flat.map((_, pair) => pair).filter((pair) => budgetOf[personOfPair[pair]!] === row));
  return {
    personCount: pairs.length,
    seatCount: seats.length,
    pairCount: flat.length,
    firstPairOfPerson,
    seatOfPair: Int32Array.from(flat, ([seat]) => seat),
    lowerOfPerson: new Int32Array(pairs.length).fill(lower),
    upperOfPerson: new Int32Array(pairs.length).fill(1),
    upperOfSeat: Int32Array.from(seats),
    objective: Float64Array.from(flat, ([, value]) => value),
    rows: {
      count: limits.length,
      firstEntryOfRow: Int32Array.from([0, ...limits.map((_, row) => columns.slice(0, row + 1).flat().length)]),
      columnOfEntry: Int32Array.from(columns.flat()),
      coefficientOfEntry: Float64Array.from(columns.flat(), (pair) => flat[pair]![2]),
      lowerOfRow: new Float64Array(limits.length).fill(-Infinity),
      upperOfRow: Float64Array.from(limits),
      minimumToOpenOfRow: new Float64Array(limits.length),
    },
  };
}

export function searchOf(problem: CoupledProblem, stopAfter = Infinity) {
  const across = rowsOfPair(problem);
  let asked = 0;
  const control: PricedControl = {
    shouldStop: () => asked++ > stopAfter,
    passLimit: 1000,
    toleranceMillionths: 0,
    leastValue: Number.NEGATIVE_INFINITY,
    strand: 0,
    start: null,
    onIncumbent: () => undefined,
    onBound: () => undefined,
    onLeaves: () => undefined,
  };
  const relaxation = new Relaxation(problem, across);
  const best = new Incumbent(problem, across, relaxation.scale, control);
  return { search: { across, best, control, random: randomFrom(1), work: 0 }, relaxation, across };
}
