import type { Part } from './part.js';
import { layOut, type ProblemSizes } from './pack.js';
import type { Problem, SideRows } from './types.js';

export const noRows: SideRows = {
  count: 0,
  firstEntryOfRow: new Int32Array(1),
  columnOfEntry: new Int32Array(0),
  coefficientOfEntry: new Float64Array(0),
  lowerOfRow: new Float64Array(0),
  upperOfRow: new Float64Array(0),
  minimumToOpenOfRow: new Float64Array(0),
  labelOfRow: [],
};

/** Persons, seats and pairs of a piece without side rows and extra columns. */
export function plainSizes({ firstPairOfPerson, objective }: Problem, { persons, seats }: Part): ProblemSizes {
  let pairCount = 0;
  for (let i = 0; i < persons.length; i++) pairCount += firstPairOfPerson[persons[i]! + 1]! - firstPairOfPerson[persons[i]!]!;
  return {
    personCount: persons.length,
    seatCount: seats.length,
    pairCount,
    columnCount: pairCount,
    rowCount: 0,
    entryCount: 0,
    isObjectiveNarrow: objective instanceof Int32Array,
  };
}

/**
 * Writes many pieces without side rows and extra columns into a buffer, each at its byte, in one sweep over the people: 2 million pairs in 480 pieces take
 * 9 ms, piece by piece 35 to 55 ms, because a piece's people lie far apart. The pieces must share nothing and hold all seats of their pairs
 * (components do); their lists are ascending.
 */
export function cutPlain(problem: Problem, pieces: readonly Part[], buffer: SharedArrayBuffer, byteOfPiece: ArrayLike<number>): void {
  const { personCount, firstPairOfPerson, seatOfPair, objective, lowerOfPerson, upperOfPerson, upperOfSeat } = problem;
  const pieceOfPerson = new Int32Array(personCount).fill(-1);
  const localOfSeat = new Int32Array(problem.seatCount);
  const insides = pieces.map((piece, k) => {
    const inside = layOut(buffer, byteOfPiece[k]!, plainSizes(problem, piece));
    for (let i = 0; i < piece.persons.length; i++) pieceOfPerson[piece.persons[i]!] = k;
    for (let i = 0; i < piece.seats.length; i++) {
      localOfSeat[piece.seats[i]!] = i;
      inside.upperOfSeat[i] = upperOfSeat[piece.seats[i]!]!;
    }
    inside.rows.firstEntryOfRow[0] = 0;
    inside.firstPairOfPerson[0] = 0;
    return inside;
  });
  const nextPersonOfPiece = new Int32Array(pieces.length);
  const nextPairOfPiece = new Int32Array(pieces.length);
  for (let person = 0; person < personCount; person++) {
    const piece = pieceOfPerson[person]!;
    if (piece < 0) continue;
    const inside = insides[piece]!;
    const { seatOfPair: seatInside, objective: objectiveInside } = inside;
    let at = nextPairOfPiece[piece]!;
    for (let pair = firstPairOfPerson[person]!, end = firstPairOfPerson[person + 1]!; pair < end; pair++, at++) {
      const seat = seatOfPair[pair]!;
      seatInside[at] = seat < 0 ? -1 : localOfSeat[seat]!;
      objectiveInside[at] = objective[pair]!;
    }
    nextPairOfPiece[piece] = at;
    const local = nextPersonOfPiece[piece]!++;
    inside.firstPairOfPerson[local + 1] = at;
    inside.lowerOfPerson[local] = lowerOfPerson[person]!;
    inside.upperOfPerson[local] = upperOfPerson[person]!;
  }
}
