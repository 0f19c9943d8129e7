/** The hash of a text is begun with 0 and goes on with each of its characters, in 32 bits (as Java's String.hashCode). */
export function nextHash(hash: number, code: number): number {
  return (Math.imul(hash, 31) + code) | 0;
}

export function hashOfText(text: string, start = 0, end = text.length): number {
  let hash = 0;
  for (let at = start; at < end; at++) hash = nextHash(hash, text.charCodeAt(at));
  return hash;
}

/** True where a stretch holds nothing but blanks. */
export function isBlank(text: string, start: number, end: number): boolean {
  // Most cells begin with a letter or a digit.
  const code = start < end ? text.charCodeAt(start) : 32;
  return (code <= 32 || code > 126) && text.slice(start, end).trim() === '';
}

/**
 * The cells of some rows as stretches of one text, each with its hash. A cell becomes a text of its own only where somebody asks for it: columns repeat
 * few texts, and most are found by their stretch (see `ByText`).
 */
export class CutCells {
  text = '';
  rowCount = 0;
  cellCount = 0;
  startOfCell = new Int32Array(0);
  endOfCell = new Int32Array(0);
  hashOfCell = new Int32Array(0);
  /** One more than there are rows. */
  firstCellOfRow = new Int32Array(1);

  /** Begins anew; a text has at most one cell and one row more than characters. */
  begin(text: string): void {
    this.text = text;
    this.rowCount = 0;
    this.cellCount = 0;
    if (this.startOfCell.length > text.length) return;
    const room = text.length + 1;
    this.startOfCell = new Int32Array(room);
    this.endOfCell = new Int32Array(room);
    this.hashOfCell = new Int32Array(room);
    this.firstCellOfRow = new Int32Array(room + 1);
  }

  add(start: number, end: number, hash: number): void {
    this.startOfCell[this.cellCount] = start;
    this.endOfCell[this.cellCount] = end;
    this.hashOfCell[this.cellCount++] = hash;
  }

  endRow(): void {
    this.firstCellOfRow[++this.rowCount] = this.cellCount;
  }

  /** How many cells a row has. */
  countOf(row: number): number {
    return this.firstCellOfRow[row + 1]! - this.firstCellOfRow[row]!;
  }

  /** True where no row has more characters, or more cells. */
  isWithin(mostCharacters: number, mostCells: number): boolean {
    for (let row = 0; row < this.rowCount; row++) {
      const [first, next] = [this.firstCellOfRow[row]!, this.firstCellOfRow[row + 1]!];
      if (next - first > mostCells || this.endOfCell[next - 1]! - this.startOfCell[first]! > mostCharacters) return false;
    }
    return true;
  }

  /** The text of a row's cell; '' where the row has none there. */
  textAt(row: number, place: number): string {
    if (place < 0 || place >= this.countOf(row)) return '';
    const cell = this.firstCellOfRow[row]! + place;
    return this.text.slice(this.startOfCell[cell], this.endOfCell[cell]);
  }

  textsOf(row: number): string[] {
    return Array.from({ length: this.countOf(row) }, (_, place) => this.textAt(row, place));
  }

  /** True where no cell of the row says anything. */
  isBlank(row: number): boolean {
    const end = this.firstCellOfRow[row + 1]!;
    for (let cell = this.firstCellOfRow[row]!; cell < end; cell++)
      if (!isBlank(this.text, this.startOfCell[cell]!, this.endOfCell[cell]!)) return false;
    return true;
  }

  /** The same from rows that are cut already. */
  take(rows: readonly (readonly string[])[]): void {
    // A separator after each cell, for a blank one would take no room.
    this.begin(rows.map((cells) => cells.map((cell) => `${cell}\n`).join('')).join(''));
    let start = 0;
    for (const cells of rows) {
      for (const cell of cells) {
        this.add(start, start + cell.length, hashOfText(cell));
        start += cell.length + 1;
      }
      this.endRow();
    }
  }
}

/** Texts that fall together so often were made to: all are forgotten then, so that no file takes longer than its length. */
const mostProbes = 200;

/** Values by text, found by a stretch of another text: open addressing by hash, linear probing, at most half full (Knuth, TAOCP 3, 6.4, algorithm L). */
export class ByText<Value> {
  #entryOfSlot = new Int32Array(16);
  #texts: string[] = [];
  #hashes: number[] = [];
  #values: Value[] = [];

  get size(): number {
    return this.#texts.length;
  }

  find(text: string, start: number, end: number, hash: number): Value | undefined {
    const mask = this.#entryOfSlot.length - 1;
    for (let slot = slotOf(hash, mask), probes = 0; ; slot = (slot + 1) & mask) {
      if (++probes > mostProbes) {
        this.clear();
        return undefined;
      }
      const entry = this.#entryOfSlot[slot]! - 1;
      if (entry < 0) return undefined;
      if (this.#hashes[entry] === hash && isStretch(this.#texts[entry]!, text, start, end)) return this.#values[entry];
    }
  }

  /** The text is not there yet. */
  add(text: string, hash: number, value: Value): void {
    this.#texts.push(text);
    this.#hashes.push(hash);
    this.#values.push(value);
    if (this.#texts.length * 2 > this.#entryOfSlot.length) this.#grow();
    else this.#enter(this.#texts.length - 1);
  }

  clear(): void {
    this.#entryOfSlot = new Int32Array(16);
    this.#texts = [];
    this.#hashes = [];
    this.#values = [];
  }

  #grow(): void {
    this.#entryOfSlot = new Int32Array(this.#entryOfSlot.length * 2);
    for (let entry = 0; entry < this.#texts.length; entry++) this.#enter(entry);
  }

  #enter(entry: number): void {
    const mask = this.#entryOfSlot.length - 1;
    let slot = slotOf(this.#hashes[entry]!, mask);
    while (this.#entryOfSlot[slot] !== 0) slot = (slot + 1) & mask;
    this.#entryOfSlot[slot] = entry + 1;
  }
}

/** Fibonacci hashing (TAOCP 3, 6.4): numbers that follow each other end far apart. */
function slotOf(hash: number, mask: number): number {
  return (Math.imul(hash, 0x9e3779b1) >>> 12) & mask;
}

function isStretch(known: string, text: string, start: number, end: number): boolean {
  const { length } = known;
  if (length !== end - start) return false;
  for (let at = 0; at < length; at++) if (known.charCodeAt(at) !== text.charCodeAt(start + at)) return false;
  return true;
}
