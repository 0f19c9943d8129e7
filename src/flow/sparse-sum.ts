/** A sum of amounts at few of many places: added up, read, and cleared in time proportional to the few. */
export class SparseSum {
  readonly value: Float64Array;
  /** The first `count` are the places that something was added at, in the order of the first time; their sum may be zero. */
  readonly touched: Int32Array;
  count = 0;
  private readonly isTouched: Uint8Array;

  constructor(size: number) {
    this.value = new Float64Array(size);
    this.touched = new Int32Array(size);
    this.isTouched = new Uint8Array(size);
  }

  add(place: number, amount: number): void {
    this.value[place] = this.value[place]! + amount;
    if (this.isTouched[place] === 1) return;
    this.isTouched[place] = 1;
    this.touched[this.count++] = place;
  }

  clear(): void {
    for (let k = 0; k < this.count; k++) {
      this.value[this.touched[k]!] = 0;
      this.isTouched[this.touched[k]!] = 0;
    }
    this.count = 0;
  }
}
