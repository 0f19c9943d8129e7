import { noRows } from '../../src/model/cut.js';
import { randomFrom } from '../../src/basics/random.js';
import { extend, type RowSpec } from '../../src/model/extend.js';
import type { Constraints, Problem } from '../../src/model/types.js';

const label = { kind: 'quota' as const, keys: [] };

/** A row of 1s over the pairs for which `holds` is true. */
export function countRow(
  problem: Pick<Constraints, 'personCount' | 'firstPairOfPerson' | 'seatOfPair'>,
  holds: (person: number, seat: number) => boolean,
  lower: number,
  upper: number,
): RowSpec {
  const columns: number[] = [];
  for (let person = 0; person < problem.personCount; person++) {
    for (let pair = problem.firstPairOfPerson[person]!; pair < problem.firstPairOfPerson[person + 1]!; pair++)
      if (holds(person, problem.seatOfPair[pair]!)) columns.push(pair);
  }
  return { label, columns, coefficients: columns.map(() => 1), lower, upper };
}

/** People and seats without side rows; values −20 … 99, some people required, some with two placements, some seats closed, some pairs without seat. */
export function randomBase(seed: number, mostPeople = 7, mostSeats = 6): Problem {
  const random = randomFrom(seed);
  const below = (n: number): number => Math.floor(random() * n);
  const personCount = 1 + below(mostPeople);
  const seatCount = 1 + below(mostSeats);
  const firstPairOfPerson = new Int32Array(personCount + 1);
  const seats: number[] = [];
  for (let person = 0; person < personCount; person++) {
    for (let seat = 0; seat < seatCount; seat++) if (random() < 0.55) seats.push(random() < 0.08 ? -1 : seat);
    firstPairOfPerson[person + 1] = seats.length;
  }
  const base: Constraints = {
    personCount,
    seatCount,
    pairCount: seats.length,
    columnCount: seats.length,
    firstPairOfPerson,
    seatOfPair: Int32Array.from(seats),
    lowerOfPerson: Int32Array.from({ length: personCount }, () => (random() < 0.1 ? 1 : 0)),
    upperOfPerson: Int32Array.from({ length: personCount }, () => (random() < 0.15 ? 2 : 1)),
    upperOfSeat: Int32Array.from({ length: seatCount }, () => (random() < 0.1 ? 0 : 1 + below(3))),
    upperOfExtra: new Float64Array(0),
    rows: noRows,
  };
  return { ...base, objective: Float64Array.from({ length: base.columnCount }, () => below(120) - 20) };
}

/** Laminar quotas by halving an interval of people (or seats) again and again; lower and upper limits. */
export function randomLaminar(problem: Problem, seed: number): Problem {
  const random = randomFrom(seed);
  const below = (n: number): number => Math.floor(random() * n);
  const rows: RowSpec[] = [];
  const split = (from: number, end: number, isPeople: boolean): void => {
    if (end <= from) return;
    if (random() < 0.6) {
      const lower = random() < 0.2 ? 1 + below(2) : -Infinity;
      const upper = random() < 0.25 ? Infinity : Math.max(lower, below(1 + end - from) + (random() < 0.9 ? 1 : 0));
      rows.push(
        countRow(problem, (person, seat) => (isPeople ? person >= from && person < end : seat >= from && seat < end), lower, upper),
      );
    }
    const middle = from + below(end - from);
    if (end - from < 2 || random() < 0.2) return;
    split(from, middle, isPeople);
    split(middle, end, isPeople);
  };
  split(0, problem.personCount, true);
  split(0, problem.seatCount, false);
  // Parts of one person's pairs, and of one seat's.
  const person = below(problem.personCount);
  if (random() < 0.4) rows.push(countRow(problem, (own, seat) => own === person && seat % 2 === 0, -Infinity, 1));
  const seat = below(problem.seatCount);
  if (random() < 0.4) rows.push(countRow(problem, (own, at) => at === seat && own % 2 === 0, -Infinity, 1));
  return { ...extend(problem, { rows }), objective: problem.objective };
}

/** Rows over any pairs: most of them cross. */
export function randomCrossing(problem: Problem, seed: number): Problem {
  const random = randomFrom(seed);
  const rows = Array.from({ length: 1 + Math.floor(random() * 3) }, () => {
    const share = 0.1 + 0.8 * random();
    return countRow(problem, () => random() < share, random() < 0.2 ? 1 : -Infinity, 1 + Math.floor(random() * 4));
  });
  return { ...extend(problem, { rows }), objective: problem.objective };
}
