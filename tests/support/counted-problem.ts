import { type CoupledProblem, rowsOfPair } from '../../src/flow/coupled.js';
import { Relaxation } from '../../src/flow/relaxation.js';
import type { Problem } from '../../src/model/types.js';

export interface CountedWish {
  readonly people: number;
  readonly seats: number;
  /** Places of each seat row. */
  readonly places: number;
  /** Of each pair, as many for each person, people in order. */
  readonly seatOfPair: Int32Array;
  readonly costOfPair: ArrayLike<number>;
  /** What the people of a sender may cost together; person i is of sender i modulo their number. */
  readonly limitOfSender: readonly number[];
}

/** Everybody is worth 1 wherever they go; one budget a sender and nothing else beside seats. */
export function countedProblem({ people, seats, places, seatOfPair, costOfPair, limitOfSender }: CountedWish): Problem {
  const pairCount = seatOfPair.length;
  const degree = pairCount / people;
  const senders = limitOfSender.length;
  const columnsOfRow = Array.from({ length: senders }, (): number[] => []);
  for (let pair = 0; pair < pairCount; pair++) columnsOfRow[Math.floor(pair / degree) % senders]!.push(pair);
  const columnOfEntry = Int32Array.from(columnsOfRow.flat());
  return {
    personCount: people,
    seatCount: seats,
    pairCount,
    columnCount: pairCount,
    firstPairOfPerson: Int32Array.from({ length: people + 1 }, (_, person) => person * degree),
    seatOfPair,
    lowerOfPerson: new Int32Array(people),
    upperOfPerson: new Int32Array(people).fill(1),
    upperOfSeat: new Int32Array(seats).fill(places),
    upperOfExtra: new Float64Array(0),
    objective: new Float64Array(pairCount).fill(1),
    rows: {
      count: senders,
      firstEntryOfRow: Int32Array.from({ length: senders + 1 }, (_, row) => (row * pairCount) / senders),
      columnOfEntry,
      coefficientOfEntry: Float64Array.from(columnOfEntry, (pair) => costOfPair[pair]!),
      lowerOfRow: new Float64Array(senders).fill(-Infinity),
      upperOfRow: Float64Array.from(limitOfSender),
      minimumToOpenOfRow: new Float64Array(senders),
      labelOfRow: limitOfSender.map((_, row) => ({ kind: 'budget' as const, keys: [String(row)] })),
    },
  };
}

/** What searches of `flow/` start from. */
export function opened(problem: Problem) {
  const coupled: CoupledProblem = { ...problem, objective: Float64Array.from(problem.objective) };
  const across = rowsOfPair(coupled);
  return { coupled, across, relaxation: new Relaxation(coupled, across) };
}
