import { hasExactNumbers } from '../backends/flow.js';
import { cutPlain, plainSizes } from '../model/cut.js';
import { packedBytes } from '../model/pack.js';
import type { Part, Place, Splitter } from '../model/part.js';
import type { Problem } from '../model/types.js';
import type { BufferPool } from '../transport/buffers.js';

/** What goes to a worker in one message: plain pieces solved one after another, or one piece with rows of its own. */
export interface Bundle {
  readonly pieces: readonly Part[];
  readonly pairCount: number;
  /** No side rows, no extra columns, at most one placement a person: the matching kernel takes it. */
  readonly isPlain: boolean;
}

/** Plain components with fewer pairs are solved as one piece: each piece costs a few microseconds more than its pairs. */
const piecePairs = 2_000;
/** Plain pieces with fewer pairs travel together: a message costs more than they do. The sizes do not depend on the number of workers, so neither do the bytes. */
const bundlePairs = 50_000;

/**
 * Joins plain components, in order, to pieces worth a start of the kernel and bundles worth a message. Pieces stay small, so that the kernel
 * works in few cache lines: 100,000 people in 480 components take 0.23 s like that, 0.29 s in pieces of 100,000 pairs, 0.6 s as one.
 * What has neither pairs nor rows nor anybody to place is left out. `byKernel` false: the matching kernel is not asked, so nothing is joined.
 */
export function bundlesOf(problem: Problem, parts: readonly Part[], byKernel = true): Bundle[] {
  const bundles: Bundle[] = [];
  let pieces: Part[] = [];
  let piece: Part[] = [];
  let pairsInPiece = 0;
  let pairsInBundle = 0;
  const closePiece = (): void => {
    if (piece.length === 0) return;
    pieces.push(joined(piece));
    piece = [];
    pairsInPiece = 0;
  };
  const closeBundle = (): void => {
    closePiece();
    if (pieces.length === 0) return;
    bundles.push({ pieces, pairCount: pairsInBundle, isPlain: true });
    pieces = [];
    pairsInBundle = 0;
  };
  const isExact = byKernel && hasExactNumbers(problem);
  for (const part of parts) {
    const pairCount = pairsOf(problem, part);
    if (!isExact || !isPlain(problem, part)) {
      bundles.push({ pieces: [part], pairCount, isPlain: false });
      continue;
    }
    if (pairCount === 0 && part.persons.every((person) => problem.lowerOfPerson[person]! <= 0)) continue;
    piece.push(part);
    pairsInPiece += pairCount;
    pairsInBundle += pairCount;
    if (pairsInPiece >= piecePairs) closePiece();
    if (pairsInBundle >= bundlePairs) closeBundle();
  }
  closeBundle();
  return bundles;
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

function joined(parts: readonly Part[]): Part {
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

/** So much of the plain pairs is cut before workers start, the rest beside them. More shares cost more: a sweep that skips most people is no faster (6 million pairs: 36 ms in one sweep, 95 ms in six). */
const firstShare = 0.25;

/** The plain bundles in packed form, in the order in which they are handed out: workers start after a quarter of the cutting. */
export class PlainStock {
  private readonly bufferOfBundle = new Map<number, SharedArrayBuffer>();
  private readonly shares: readonly [number[], number[]] = [[], []];
  private cutShares = 0;

  /** `order`: all bundles, by their index. */
  constructor(
    private readonly problem: Problem,
    private readonly bundles: readonly Bundle[],
    order: readonly number[],
    private readonly pool: BufferPool,
  ) {
    const plain = order.filter((k) => bundles[k]!.isPlain);
    const enough = firstShare * plain.reduce((sum, k) => sum + bundles[k]!.pairCount, 0);
    let pairs = 0;
    for (const k of plain) {
      this.shares[pairs < enough ? 0 : 1].push(k);
      pairs += bundles[k]!.pairCount;
    }
  }

  /** The buffer of a plain bundle, which belongs to the caller from now on. */
  take(bundle: number): SharedArrayBuffer {
    while (!this.bufferOfBundle.has(bundle)) this.cutMore();
    const buffer = this.bufferOfBundle.get(bundle)!;
    this.bufferOfBundle.delete(bundle);
    return buffer;
  }

  /** Cuts the next share, where one is left. */
  cutMore(): void {
    const share = this.shares[this.cutShares];
    if (share === undefined) return;
    this.cutShares++;
    this.cut(share);
  }

  /** The pieces of some bundles, each bundle back to back into a buffer of its own. */
  private cut(share: readonly number[]): void {
    const pieces: Part[] = [];
    const places: Place[] = [];
    for (const k of share) {
      const own = this.bundles[k]!.pieces;
      const bytes = own.map((piece) => packedBytes(plainSizes(this.problem, piece)));
      const buffer = this.pool.take(bytes.reduce((sum, count) => sum + count, 0));
      this.bufferOfBundle.set(k, buffer);
      let at = 0;
      own.forEach((piece, i) => {
        pieces.push(piece);
        places.push({ buffer, at, following: own.length - 1 - i });
        at += bytes[i]!;
      });
    }
    cutPlain(this.problem, pieces, places);
  }
}

/** A piece with rows of its own, cut straight into a shared buffer. */
export function packPiece(splitter: Splitter, piece: Part, pool: BufferPool): SharedArrayBuffer {
  const buffer = pool.take(packedBytes(splitter.sizesOf(piece)));
  splitter.restrict(piece, buffer);
  return buffer;
}
