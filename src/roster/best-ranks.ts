/**
 * The best rank so far of each wish and the row it stands in, by the number of the wish: open addressing, linear probing, at most half full (Knuth,
 * TAOCP 3, 6.4, algorithm L). A `Map` of 300,000 such numbers, which are no small integers, takes three times as long and keeps an object for each.
 */
export class BestRanks {
  #wishOfSlot = new Float64Array(64).fill(-1);
  #rankOfSlot = new Int32Array(64);
  #rowOfSlot = new Int32Array(64);
  #count = 0;

  /** The slot of a wish; its rank is 0 where the wish is new. Good until the next `set`. */
  slotOf(wish: number): number {
    const mask = this.#wishOfSlot.length - 1;
    // The upper bits of a product are those that all bits of the number reach.
    let slot = (Math.imul(wish | 0, 0x9e3779b1) ^ Math.imul(wish / 2 ** 32, 0x85ebca6b)) >>> Math.clz32(mask);
    while (this.#wishOfSlot[slot] !== wish && this.#wishOfSlot[slot] !== -1) slot = (slot + 1) & mask;
    return slot;
  }

  rankAt(slot: number): number {
    return this.#rankOfSlot[slot]!;
  }

  rowAt(slot: number): number {
    return this.#rowOfSlot[slot]!;
  }

  set(slot: number, wish: number, rank: number, row: number): void {
    const isNew = this.#wishOfSlot[slot] === -1;
    this.#wishOfSlot[slot] = wish;
    this.#rankOfSlot[slot] = rank;
    this.#rowOfSlot[slot] = row;
    if (isNew && ++this.#count * 2 > this.#wishOfSlot.length) this.#grow();
  }

  #grow(): void {
    const [wishes, ranks, rows] = [this.#wishOfSlot, this.#rankOfSlot, this.#rowOfSlot];
    this.#wishOfSlot = new Float64Array(wishes.length * 2).fill(-1);
    this.#rankOfSlot = new Int32Array(wishes.length * 2);
    this.#rowOfSlot = new Int32Array(wishes.length * 2);
    for (let from = 0; from < wishes.length; from++) {
      if (wishes[from] === -1) continue;
      const to = this.slotOf(wishes[from]!);
      this.#wishOfSlot[to] = wishes[from]!;
      this.#rankOfSlot[to] = ranks[from]!;
      this.#rowOfSlot[to] = rows[from]!;
    }
  }
}
