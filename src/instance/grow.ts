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

/** Short lists of integers, one for each record, that may be put into another order at the end. */
export class GrowingLists {
  /** Of all lists together. */
  length = 0;
  private readonly chunks: { readonly values: Int32Array; used: number }[] = [];
  /** By record, in the order of the calls of `push`. */
  private readonly chunkOfRecord = new GrowingInts();
  private readonly fromOfRecord = new GrowingInts();
  private readonly countOfRecord = new GrowingInts();

  /** The list of one record more; it is copied, and stands in one chunk. */
  push(list: Int32Array): void {
    let chunk = this.chunks.at(-1);
    if (chunk === undefined || chunk.used + list.length > chunk.values.length) {
      chunk = { values: new Int32Array(Math.max(list.length, Math.min(chunkLength, Math.max(256, 2 * this.length)))), used: 0 };
      this.chunks.push(chunk);
    }
    this.chunkOfRecord.push(this.chunks.length - 1);
    this.fromOfRecord.push(chunk.used);
    this.countOfRecord.push(list.length);
    copyInts(list, 0, list.length, chunk.values, chunk.used);
    chunk.used += list.length;
    this.length += list.length;
  }

  /** All lists in this order of their records: that of record order[k] is values[first[k]] … values[first[k + 1] − 1]. */
  *joined(order: Int32Array): Slices<{ readonly values: Int32Array; readonly first: Int32Array }> {
    const values = new Int32Array(this.length);
    const first = new Int32Array(order.length + 1);
    const [chunks, froms, counts] = [this.chunkOfRecord.toArray(), this.fromOfRecord.toArray(), this.countOfRecord.toArray()];
    for (let k = 0; k < order.length; k++) {
      const record = order[k]!;
      copyInts(this.chunks[chunks[record]!]!.values, froms[record]!, counts[record]!, values, first[k]!);
      first[k + 1] = first[k]! + counts[record]!;
      if ((k & 255) === 255) yield;
    }
    return { values, first };
  }
}

/** One by one: for a few integers a call of `set` takes longer. */
function copyInts(source: Int32Array, from: number, count: number, into: Int32Array, at: number): void {
  for (let k = 0; k < count; k++) into[at + k] = source[from + k]!;
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
