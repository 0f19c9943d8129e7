import { hasExactNumbers } from '../backends/flow.js';
import type { Part } from '../model/part.js';
import type { Problem } from '../model/types.js';

/** The parts of a problem by who solves them. */
export interface Pieces {
  /** No side rows, no extra columns, at most one placement a person: the matching kernel takes them. */
  readonly plain: readonly Part[];
  readonly others: readonly Part[];
}

/** Plain components with fewer pairs are solved as one piece: each piece costs a few microseconds more than its pairs. */
const piecePairs = 2_000;

/**
 * Joins plain components, in order, to pieces worth a start of the kernel. Pieces stay small, so that it works in few cache lines: 100,000 people in
 * 480 components take 0.23 s like that, 0.29 s in pieces of 100,000 pairs, 0.6 s as one. What has neither pairs nor rows nor anybody to place is left
 * out. `byKernel` false: the matching kernel is not asked, so nothing is joined.
 */
export function piecesOf(problem: Problem, parts: readonly Part[], byKernel = true): Pieces {
  const plain: Part[] = [];
  const others: Part[] = [];
  let piece: Part[] = [];
  let pairsInPiece = 0;
  const closePiece = (): void => {
    if (piece.length > 0) plain.push(joined(piece));
    piece = [];
    pairsInPiece = 0;
  };
  const isExact = byKernel && hasExactNumbers(problem);
  for (const part of parts) {
    if (!isExact || !isPlain(problem, part)) {
      others.push(part);
      continue;
    }
    const pairCount = pairsOf(problem, part);
    if (pairCount === 0 && part.persons.every((person) => problem.lowerOfPerson[person]! <= 0)) continue;
    piece.push(part);
    pairsInPiece += pairCount;
    if (pairsInPiece >= piecePairs) closePiece();
  }
  closePiece();
  return { plain, others };
}

/** Largest first, so that workers end together. */
export function largestFirst(problem: Problem, pieces: readonly Part[]): Part[] {
  const sized = pieces.map((piece, at) => ({ piece, at, pairs: pairsOf(problem, piece) }));
  return sized.sort((a, b) => b.pairs - a.pairs || a.at - b.at).map(({ piece }) => piece);
}

function pairsOf({ firstPairOfPerson }: Problem, { persons }: Part): number {
  let count = 0;
  for (let i = 0; i < persons.length; i++) count += firstPairOfPerson[persons[i]! + 1]! - firstPairOfPerson[persons[i]!]!;
  return count;
}

function isPlain({ lowerOfPerson, upperOfPerson }: Problem, { persons, sideRows, extras }: Part): boolean {
  if (sideRows.length > 0 || extras.length > 0) return false;
  for (let i = 0; i < persons.length; i++) {
    const upper = upperOfPerson[persons[i]!]!;
    if ((upper !== 0 && upper !== 1) || lowerOfPerson[persons[i]!]! > upper) return false;
  }
  return true;
}

export function joined(parts: readonly Part[]): Part {
  if (parts.length === 1) return parts[0]!;
  const none = new Int32Array(0);
  return {
    persons: concatenated(parts.map((part) => part.persons)).sort(),
    seats: concatenated(parts.map((part) => part.seats)).sort(),
    sideRows: none,
    extras: none,
  };
}

/** The lists in one, in their order. */
export function concatenated(lists: readonly Int32Array[]): Int32Array {
  const all = new Int32Array(lists.reduce((sum, list) => sum + list.length, 0));
  let at = 0;
  for (const list of lists) {
    all.set(list, at);
    at += list.length;
  }
  return all;
}
