import { cellReader, isNotAvailable, type CellReader } from './cells.js';
import { columnsOfFile, type Column } from './columns.js';
import type { Header } from './csv-header.js';
import { ByText, type CutCells, hashOfText } from './cut-cells.js';
import type { Intake, Named } from './intake.js';
import { mappedText, type Mapping } from './mapping.js';
import type { Reading } from './options.js';
import { partsOfSchema } from './schemas/parts.js';
import type { Preference, RosterFile } from './types.js';

/** What is counted of a cell. */
interface CountedCell {
  readonly isTrimmed: boolean;
  /** It says `NA`. */
  readonly isAbsent: boolean;
  /** The mapping gave another text. */
  readonly isMapped: boolean;
}

/** A cell as it is read, before anything judges it. */
interface ReadCell extends CountedCell {
  /** What the typed door would be given; null: blank. */
  readonly plain: unknown;
}

/** A cell that nothing is wrong with, whatever stands beside it in its row. */
interface SoundCell extends CountedCell {
  /** The value of its field in the record. */
  readonly value: unknown;
  /** Something of it is counted. */
  readonly isCounted: boolean;
  /** In preferences.csv: what wishes are compared by. */
  readonly named: Named | null;
}

/** How the rows under one header become records. */
interface Layout {
  /** Columns whose cells must be looked at: those in the file, and those that the mapping fills. */
  readonly columns: readonly number[];
  readonly places: readonly number[];
  readonly fields: readonly string[];
  /** A record with every field, in the order of its schema; columns that are not in the file have their value. */
  readonly blank: { readonly [field: string]: unknown };
}

/** Texts remembered of one column; past it they are forgotten, so that a column of names costs no more. */
const rememberedTexts = 32_768;
/** Shorter texts are kept by the engine as copies, longer ones as windows on the stretch of the file they stand in, which then stays in memory. */
const windowLength = 13;
/** An id that the schema of every column of ids takes as it stands (a test holds them to it): most are, and people alone have a hundred thousand. */
export const plainId = /^[A-Za-z0-9_-]{1,100}$/;

/**
 * Reads the rows of one file into an intake. Columns repeat few texts (a kind, a school, a day), so each text is read and judged once and its value
 * shared; a row of sound cells that do not contradict each other needs no more. Any other row goes through the whole schema, which words its faults
 * (100,000 people, 25,000 openings, 300,000 wishes: 1.6 s in schemas before, 0.3 s now).
 */
export class RowReader {
  trimmedCount = 0;
  absentCount = 0;
  mappedCount = 0;
  readonly #columns: readonly Column[];
  readonly #readers: readonly CellReader[];
  readonly #trims: readonly boolean[];
  readonly #translates: boolean;
  readonly #parts;
  /** Null: some column that is not in the file must be, so no row is sound. */
  #layout: Layout | null | undefined;
  readonly #soundOfText: readonly ByText<SoundCell>[];
  /** The sound cells of the row that is being read. */
  readonly #row: SoundCell[] = [];

  constructor(
    readonly file: RosterFile,
    reading: Reading,
    readonly mapping: Mapping,
    readonly intake: Intake,
  ) {
    this.#columns = columnsOfFile[file];
    this.#readers = this.#columns.map(({ format }) => cellReader(format, reading));
    this.#trims = this.#columns.map(({ format }) => format === 'id' || format === 'text');
    this.#translates = mapping.values[file] !== undefined || mapping.defaults[file] !== undefined;
    this.#parts = partsOfSchema(file);
    this.#soundOfText = this.#columns.map(() => new ByText());
  }

  take(row: number, cut: CutCells, index: number, header: Header): void {
    if (!this.#takeSound(row, cut, index, header)) this.#takeAny(row, cut, index, header);
  }

  /** False, and nothing is taken, where the row needs a closer look. */
  #takeSound(row: number, cut: CutCells, index: number, header: Header): boolean {
    if (this.#layout === undefined) this.#layout = this.#layOut(header);
    if (this.#layout === null) return false;
    const { columns, places, fields, blank } = this.#layout;
    const { text, startOfCell, endOfCell, hashOfCell } = cut;
    const firstCell = cut.firstCellOfRow[index]!;
    const count = cut.countOf(index);
    const found = this.#row;
    let isCounted = false;
    for (let k = 0; k < columns.length; k++) {
      const cell = firstCell + places[k]!;
      const isThere = places[k]! < count;
      const start = isThere ? startOfCell[cell]! : 0;
      const end = isThere ? endOfCell[cell]! : 0;
      const hash = isThere ? hashOfCell[cell]! : 0;
      const sound = this.#soundOfText[columns[k]!]!.find(text, start, end, hash) ?? this.#judge(columns[k]!, text.slice(start, end), hash);
      if (sound === null) return false;
      found[k] = sound;
      isCounted ||= sound.isCounted;
    }
    const record: { [field: string]: unknown } = { ...blank };
    for (let k = 0; k < columns.length; k++) record[fields[k]!] = found[k]!.value;
    if (this.#parts.contradicts(record)) return false;
    if (isCounted) for (let k = 0; k < columns.length; k++) this.#count(found[k]!);
    const whole = this.#parts.finish(record);
    if (this.file === 'preferences') this.#takeWish(row, whole as unknown as Preference);
    else this.intake.takeSound(this.file, row, record, whole);
    return true;
  }

  /** Takes the row that was found sound: a wish. */
  #takeWish(row: number, wish: Preference): void {
    const { fields } = this.#layout!;
    const wisher = this.#row[fields.indexOf(wish.studentId === null ? 'hostId' : 'studentId')]!;
    const target = this.#row[fields.indexOf('target')]!;
    // A country may be kept under another name than it is written.
    const wished = target.value === wish.target ? target.named! : this.intake.named(wish.target);
    this.intake.takeSoundWish(row, wish, wisher.named!, wished);
  }

  #layOut({ cellOfColumn, cellCount }: Header): Layout | null {
    const blank = inOnePiece([...this.#parts.schemaOfField.keys()]);
    const columns: number[] = [];
    for (const [k, { field }] of this.#columns.entries()) {
      const absent = cellOfColumn[k]! < 0 ? this.#judge(k, '', hashOfText('')) : undefined;
      if (absent === null) return null;
      if (absent === undefined || absent.isCounted) columns.push(k);
      else blank[field] = absent.value;
    }
    return {
      columns,
      // Behind the last cell there is none, as there is none of a column that is not in the file.
      places: columns.map((k) => (cellOfColumn[k]! < 0 ? cellCount : cellOfColumn[k]!)),
      fields: columns.map((k) => this.#columns[k]!.field),
      blank,
    };
  }

  /** Reads a text that is not known yet, and remembers it where it is sound; null where it is not. */
  #judge(k: number, text: string, hash: number): SoundCell | null {
    const column = this.#columns[k]!;
    const own = ownCopy(text);
    const cell = this.#read(k, own);
    if (!this.intake.isPlain(this.file, column, cell.plain)) return null;
    const { plain, isTrimmed, isAbsent, isMapped } = cell;
    const isOwnValue = column.format === 'id' && typeof plain === 'string' && plainId.test(plain);
    const result = isOwnValue ? { success: true, data: plain } : this.#parts.schemaOfField.get(column.field)!.safeParse(plain);
    if (!result.success) return null;
    // Field by field: a spread takes three times as long as all else here.
    const isCounted = isTrimmed || isAbsent || isMapped;
    const named = this.file === 'preferences' && typeof result.data === 'string' ? this.intake.named(result.data) : null;
    const sound = { value: result.data, isTrimmed, isAbsent, isMapped, isCounted, named };
    if (column.field === 'id') return sound;
    const known = this.#soundOfText[k]!;
    if (known.size >= rememberedTexts) known.clear();
    known.add(own, hash, sound);
    return sound;
  }

  #takeAny(row: number, cut: CutCells, index: number, { cellOfColumn }: Header): void {
    const plain: { [field: string]: unknown } = {};
    for (const [k, { field }] of this.#columns.entries()) {
      const cell = this.#read(k, cut.textAt(index, cellOfColumn[k]!));
      this.#count(cell);
      plain[field] = cell.plain;
    }
    const written = (field: string) => cut.textAt(index, cellOfColumn[this.#columns.findIndex((column) => column.field === field)] ?? -1);
    this.intake.take(this.file, row, plain, written);
  }

  #read(k: number, text: string): ReadCell {
    const column = this.#columns[k]!;
    const meant = this.#translates ? mappedText(this.mapping, this.file, column.column, text) : text;
    const isAbsent = isNotAvailable(meant, column);
    const cell = isAbsent ? '' : meant;
    const plain = this.#readers[k]!(cell);
    const isTrimmed = typeof plain === 'string' && this.#trims[k]! && plain.length !== cell.length;
    return { plain, isTrimmed, isAbsent, isMapped: meant !== text };
  }

  #count({ isTrimmed, isAbsent, isMapped }: CountedCell): void {
    if (isTrimmed) this.trimmedCount++;
    if (isAbsent) this.absentCount++;
    if (isMapped) this.mappedCount++;
  }
}

/** An object with these fields, all null. What is read from JSON keeps all its fields in one piece of memory, and so do copies; else all but four stand apart. */
function inOnePiece(fields: readonly string[]): { [field: string]: unknown } {
  return JSON.parse(`{${fields.map((field) => `${JSON.stringify(field)}:null`).join()}}`) as { [field: string]: unknown };
}

/** The same text in memory of its own. Halves of surrogate pairs do not survive the copy: such a text stays as it is. */
function ownCopy(text: string): string {
  if (text.length < windowLength) return text;
  const copy = Buffer.from(text).toString();
  return copy === text ? copy : text;
}
