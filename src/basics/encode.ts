/**
 * A small binary form for trees of null, booleans, safe integers, strings, Int32Array, Float64Array (of safe integers), arrays and plain objects.
 * Integers are zigzag varints, typed arrays are delta-coded, so that prices and plans take a byte or two a number. The same value
 * gives the same bytes; keys keep their order.
 */
export type Encodable =
  | null
  | boolean
  | number
  | string
  | Int32Array
  | Float64Array
  | readonly Encodable[]
  | { readonly [key: string]: Encodable };

const tags = { null: 0, false: 1, true: 2, integer: 3, string: 4, int32: 5, float64: 6, array: 7, object: 8 } as const;

export function encode(value: Encodable): Uint8Array {
  const slices = encodeSlices(value);
  let step = slices.next();
  while (step.done !== true) step = slices.next();
  return step.value;
}

/** The same, pausing after each stretch of some ten thousand numbers. */
export function* encodeSlices(value: Encodable): Generator<void, Uint8Array, void> {
  const writer = new Writer();
  yield* writer.put(value);
  yield;
  return writer.bytes();
}

/** Throws RangeError for bytes that no `encode` wrote. */
export function decode(bytes: Uint8Array): Encodable {
  const reader = new Reader(bytes);
  const value = reader.take(0);
  if (!reader.isDone()) throw new RangeError('bytes left over');
  return value;
}

/** Numbers of an array written between two looks at whether a pause is due. */
const stretch = 1 << 13;

class Writer {
  private buffer = new Uint8Array(1 << 12);
  private length = 0;
  private pauseAt = 2 * stretch;

  bytes(): Uint8Array {
    return this.buffer.slice(0, this.length);
  }

  *put(value: Encodable): Generator<void, void, void> {
    if (value === null) this.byte(tags.null);
    else if (typeof value === 'boolean') this.byte(value ? tags.true : tags.false);
    else if (typeof value === 'number') {
      this.byte(tags.integer);
      this.integer(value);
    } else if (typeof value === 'string') this.text(value);
    else if (value instanceof Int32Array || value instanceof Float64Array) {
      this.byte(value instanceof Int32Array ? tags.int32 : tags.float64);
      this.integer(value.length);
      for (let from = 0; from < value.length; from += stretch) {
        this.numbers(value, from, Math.min(value.length, from + stretch));
        if (this.isPauseDue()) yield;
      }
    } else if (Array.isArray(value)) {
      this.byte(tags.array);
      this.integer(value.length);
      for (const item of value as readonly Encodable[]) yield* this.put(item);
      if (this.isPauseDue()) yield;
    } else {
      const entries = Object.entries(value as { readonly [key: string]: Encodable });
      this.byte(tags.object);
      this.integer(entries.length);
      for (const [key, item] of entries) {
        this.text(key);
        yield* this.put(item);
      }
    }
  }

  private isPauseDue(): boolean {
    if (this.length < this.pauseAt) return false;
    this.pauseAt = this.length + 2 * stretch;
    return true;
  }

  private text(value: string): void {
    const text = new TextEncoder().encode(value);
    this.byte(tags.string);
    this.integer(text.length);
    for (const byte of text) this.byte(byte);
  }

  private numbers(values: Int32Array | Float64Array, from: number, end: number): void {
    let last = from === 0 ? 0 : values[from - 1]!;
    for (let k = from; k < end; k++) {
      const number = values[k]!;
      // Differences of safe integers may leave the safe range: such a number is written as it is, after an escape.
      const difference = number - last;
      const isSafe = Number.isSafeInteger(difference) && Math.abs(difference) < 2 ** 51;
      this.integer(isSafe ? difference * 2 : 1);
      if (!isSafe) this.integer(number);
      last = number;
    }
  }

  private byte(byte: number): void {
    if (this.length === this.buffer.length) {
      const larger = new Uint8Array(this.buffer.length * 2);
      larger.set(this.buffer);
      this.buffer = larger;
    }
    this.buffer[this.length++] = byte;
  }

  private integer(value: number): void {
    if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is no safe integer`);
    let rest = Math.abs(value);
    // First byte: sign, six bits; then seven bits a byte.
    const sign = value < 0 ? 1 : 0;
    let low = rest % 64;
    rest = (rest - low) / 64;
    this.byte((rest > 0 ? 128 : 0) | (sign << 6) | low);
    while (rest > 0) {
      low = rest % 128;
      rest = (rest - low) / 128;
      this.byte((rest > 0 ? 128 : 0) | low);
    }
  }
}

const deepest = 64;

class Reader {
  private at = 0;

  constructor(private readonly bytes: Uint8Array) {}

  isDone(): boolean {
    return this.at === this.bytes.length;
  }

  take(depth: number): Encodable {
    if (depth > deepest) throw new RangeError('nested too deeply');
    const tag = this.byte();
    if (tag === tags.null) return null;
    if (tag === tags.false || tag === tags.true) return tag === tags.true;
    if (tag === tags.integer) return this.integer();
    if (tag === tags.string) return this.text();
    if (tag === tags.int32 || tag === tags.float64) return this.numbers(tag === tags.int32);
    if (tag === tags.array) {
      const count = this.count();
      const items: Encodable[] = [];
      for (let k = 0; k < count; k++) items.push(this.take(depth + 1));
      return items;
    }
    if (tag !== tags.object) throw new RangeError('an unknown tag');
    const count = this.count();
    const entries: [string, Encodable][] = [];
    for (let k = 0; k < count; k++) {
      const key = this.take(depth + 1);
      if (typeof key !== 'string') throw new RangeError('a key that is no text');
      entries.push([key, this.take(depth + 1)]);
    }
    return Object.fromEntries(entries);
  }

  private numbers(isInt32: boolean): Int32Array | Float64Array {
    const count = this.count();
    const numbers = isInt32 ? new Int32Array(count) : new Float64Array(count);
    let last = 0;
    for (let k = 0; k < count; k++) {
      const coded = this.integer();
      const number = coded % 2 === 0 ? last + coded / 2 : this.integer();
      if (isInt32 && number !== (number | 0)) throw new RangeError('a number beyond 32 bits');
      numbers[k] = number;
      last = number;
    }
    return numbers;
  }

  private text(): string {
    const count = this.count();
    const text = new TextDecoder('utf-8', { fatal: true }).decode(this.bytes.subarray(this.at, this.at + count));
    this.at += count;
    return text;
  }

  /** A length: never more than the bytes that are left, so that a damaged file cannot ask for the whole memory. */
  private count(): number {
    const count = this.integer();
    if (!(count >= 0 && count <= this.bytes.length - this.at)) throw new RangeError('a length beyond the end');
    return count;
  }

  private byte(): number {
    const byte = this.bytes[this.at++];
    if (byte === undefined) throw new RangeError('cut short');
    return byte;
  }

  private integer(): number {
    const first = this.byte();
    let value = first & 63;
    let unit = 64;
    let isGoing = first >= 128;
    while (isGoing) {
      const byte = this.byte();
      value += (byte & 127) * unit;
      unit *= 128;
      isGoing = byte >= 128;
      if (!Number.isSafeInteger(value)) throw new RangeError('a number beyond the safe integers');
    }
    return (first & 64) !== 0 ? -value || 0 : value;
  }
}
