/**
 * Rows as they cross to another thread: one array of numbers that is handed over and not copied, and the texts beside it. Cloned as objects,
 * 80,000 rows with 40 fields each would take longer than what the other thread is to make of them.
 */
export interface PackedRows {
  readonly rowCount: number;
  /** Texts that were not sent before; their numbers go on from those that were. */
  readonly texts: readonly string[];
  /** Fields of all rows one after the other: a figure, or the number of a text. */
  readonly fields: Float64Array<ArrayBuffer>;
}

/** No number of a text, and no length of a list. */
const noText = -1;

export class RowWriter {
  private readonly numberOfText = new Map<string, number>();
  private readonly numberOfKey = new Map<string, number>();
  private texts: string[] = [];
  private textCount = 0;
  private fields = new Float64Array(4096);
  private length = 0;

  /** All rows, each written by `write`; what was packed before need not be sent again. */
  pack<Row>(rows: readonly Row[], write: (to: this, row: Row) => void): PackedRows {
    for (const row of rows) write(this, row);
    const packed = { rowCount: rows.length, texts: this.texts, fields: this.fields.slice(0, this.length) };
    this.texts = [];
    this.length = 0;
    return packed;
  }

  number(value: number | null): void {
    if (this.length === this.fields.length) {
      const wider = new Float64Array(2 * this.length);
      wider.set(this.fields);
      this.fields = wider;
    }
    this.fields[this.length++] = value ?? Number.NaN;
  }

  /** A text that no other field holds: not looked up, which takes longest among many. */
  ownText(value: string): void {
    this.number(this.textCount++);
    this.texts.push(value);
  }

  /** A text that other fields hold too. */
  text(value: string | null): void {
    const known = value === null ? noText : this.numberOfText.get(value);
    if (known === undefined) {
      this.numberOfText.set(value!, this.textCount);
      this.ownText(value!);
    } else this.number(known);
  }

  /** Fields that hang on a key: written where it first comes, and its number. */
  shared<Part>(key: string, part: Part, write: (to: this, part: Part) => void): void {
    const known = this.numberOfKey.get(key);
    this.number(known ?? this.numberOfKey.size);
    if (known !== undefined) return;
    this.numberOfKey.set(key, this.numberOfKey.size);
    write(this, part);
  }

  list(values: readonly string[]): void {
    this.number(values.length);
    for (const value of values) this.text(value);
  }
}

export class RowReader<Shared = never> {
  private readonly texts: string[] = [];
  private readonly parts: Shared[] = [];
  private fields = new Float64Array(0);
  private at = 0;

  /** The rows of what a `RowWriter` packed, in the order of its packing. */
  unpack<Row>({ rowCount, texts, fields }: PackedRows, read: (from: this) => Row): Row[] {
    for (const text of texts) this.texts.push(text);
    this.fields = fields;
    this.at = 0;
    return Array.from({ length: rowCount }, () => read(this));
  }

  number(): number | null {
    const value = this.fields[this.at++]!;
    return Number.isNaN(value) ? null : value;
  }

  text(): string | null {
    const number = this.fields[this.at++]!;
    return number === noText ? null : this.texts[number]!;
  }

  shared(read: (from: this) => Shared): Shared {
    const number = this.fields[this.at++]!;
    if (number === this.parts.length) this.parts.push(read(this));
    return this.parts[number]!;
  }

  list(): string[] {
    return Array.from({ length: this.fields[this.at++]! }, () => this.text()!);
  }
}
