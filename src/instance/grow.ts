import type { Slices } from './slices.js';

const chunkLength = 65_536;

/** A list of 32-bit integers that grows by chunks: no step copies what is there already. */
export class GrowingInts {
  length = 0;
  private readonly full: Int32Array[] = [];
  private last = new Int32Array(256);
  private used = 0;

  push(value: number): void {
    if (this.used === this.last.length) {
      this.full.push(this.last);
      this.last = new Int32Array(Math.min(chunkLength, this.last.length * 2));
      this.used = 0;
    }
    this.last[this.used++] = value;
    this.length++;
  }

  /** The values so far; a copy of the right length. */
  toArray(): Int32Array {
    const all = new Int32Array(this.length);
    let at = 0;
    for (const chunk of this.full) {
      all.set(chunk, at);
      at += chunk.length;
    }
    all.set(this.last.subarray(0, this.used), at);
    return all;
  }
}

/** A stretch of pairs, column by column. */
interface PairChunk {
  readonly slots: Int32Array;
  readonly scores: Int32Array;
  readonly costs: Float64Array;
  /** 1: eligible only by an override. */
  readonly overridden: Uint8Array;
  used: number;
}

type Column = 'slots' | 'scores' | 'costs' | 'overridden';

/** The columns of pairs, grown by chunks; a person's pairs stand in one chunk, so that they are written as into plain arrays. */
export class PairColumns {
  length = 0;
  private readonly chunks: PairChunk[] = [];

  /** Room for so many pairs more: their place is `from` … in the chunk. */
  reserve(count: number): { readonly chunk: PairChunk; readonly from: number } {
    let chunk = this.chunks.at(-1);
    if (chunk === undefined || chunk.used + count > chunk.slots.length) {
      const length = Math.max(count, Math.min(chunkLength, Math.max(256, 2 * this.length)));
      chunk = {
        slots: new Int32Array(length),
        scores: new Int32Array(length),
        costs: new Float64Array(length),
        overridden: new Uint8Array(length),
        used: 0,
      };
      this.chunks.push(chunk);
    }
    const from = chunk.used;
    chunk.used += count;
    this.length += count;
    return { chunk, from };
  }

  /** One column in one piece; yields between chunks. */
  *joined<Values extends PairChunk[Column]>(column: Column, into: Values): Slices<Values> {
    let at = 0;
    for (const chunk of this.chunks) {
      into.set(chunk[column].subarray(0, chunk.used), at);
      at += chunk.used;
      yield;
    }
    return into;
  }
}

/** Small dense numbers for two values together, in order of first use: no text is made of the two. */
export class PairInterner<First, Second> {
  private readonly numbers = new Map<First, Map<Second, number>>();
  private size = 0;

  of(first: First, second: Second): number {
    let numbers = this.numbers.get(first);
    if (numbers === undefined) this.numbers.set(first, (numbers = new Map()));
    let number = numbers.get(second);
    if (number === undefined) numbers.set(second, (number = this.size++));
    return number;
  }
}

/** Small dense numbers for texts, in order of first use. */
export class Interner {
  private readonly numbers = new Map<string, number>();

  get size(): number {
    return this.numbers.size;
  }

  /** Undefined where the text has no number yet. */
  known(text: string): number | undefined {
    return this.numbers.get(text);
  }

  of(text: string): number {
    const known = this.numbers.get(text);
    if (known !== undefined) return known;
    this.numbers.set(text, this.numbers.size);
    return this.numbers.size - 1;
  }
}
