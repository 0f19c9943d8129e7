type Numbers = Int32Array | Float64Array | Uint8Array;

const chunkLength = 65_536;

/** A list of numbers of one width that grows by chunks: no step copies what is there already. */
class Growing<Values extends Numbers> {
  length = 0;
  private readonly full: Values[] = [];
  private last: Values;
  private used = 0;

  constructor(private readonly make: (length: number) => Values) {
    this.last = make(256);
  }

  push(value: number): void {
    if (this.used === this.last.length) {
      this.full.push(this.last);
      this.last = this.make(Math.min(chunkLength, this.last.length * 2));
      this.used = 0;
    }
    this.last[this.used++] = value;
    this.length++;
  }

  /** The values so far; a copy of the right length. */
  toArray(): Values {
    const all = this.make(this.length);
    let at = 0;
    for (const chunk of this.full) {
      all.set(chunk, at);
      at += chunk.length;
    }
    all.set(this.last.subarray(0, this.used), at);
    return all;
  }
}

/** 32-bit integers. */
export class GrowingInts extends Growing<Int32Array> {
  constructor() {
    super((length) => new Int32Array(length));
  }
}

/** Doubles. */
export class GrowingNumbers extends Growing<Float64Array> {
  constructor() {
    super((length) => new Float64Array(length));
  }
}

/** Bytes. */
export class GrowingBytes extends Growing<Uint8Array> {
  constructor() {
    super((length) => new Uint8Array(length));
  }
}

/** Small dense numbers for texts, in order of first use. */
export class Interner {
  private readonly numbers = new Map<string, number>();

  get size(): number {
    return this.numbers.size;
  }

  of(text: string): number {
    const known = this.numbers.get(text);
    if (known !== undefined) return known;
    this.numbers.set(text, this.numbers.size);
    return this.numbers.size - 1;
  }
}
