import type { RowKind, RowLabel, SideRows } from '../../model/types.js';
import { cityKey } from '../rules/book.js';
import type { Slices } from '../rules/slices.js';
import type { FaultList } from './faults.js';

/** What a record says about the limits of its row; several values where they mean the same. */
export interface Limits {
  readonly lower: readonly number[];
  readonly upper: readonly number[];
  readonly minimumToOpen?: number;
}

/** A row that a record asks for and the model lacks: tolerated only where it could not bind. */
interface MissingRow {
  readonly name: string;
  readonly lower: number;
  readonly upper: number;
  readonly minimumToOpen: number;
  /** Of a day: nobody is twice in it, whatever the number of their pairs. */
  readonly oncePerPerson: boolean;
  person: number;
  positive: number;
  negative: number;
  most: number;
  least: number;
}

export const atMost = (upper: number): Limits => ({ lower: [-Infinity, 0], upper: [upper] });
export const atLeast = (...lower: number[]): Limits => ({ lower, upper: [Infinity] });

/**
 * The side rows, compared with the records member by member. A record claims its rows by their label; then every member is noted in
 * ascending order of columns (persons ascend with them), and each row must hold exactly what was noted: a cursor a row, no copy of any row.
 */
export class RowLedger {
  readonly #rows: SideRows;
  readonly #faults: FaultList;
  readonly #upperOfPerson: Int32Array;
  readonly #rowsOfLabel = new Map<string, number[]>();
  readonly #handlesOfLabel = new Map<string, readonly number[]>();
  readonly #columnOfEntry: Int32Array;
  readonly #coefficientOfEntry: Float64Array;
  readonly #cursorOfRow: Int32Array;
  readonly #isClaimed: Uint8Array;
  readonly #isBad: Uint8Array;
  readonly #missing: MissingRow[] = [];

  /** The rows, their entries sorted by column. */
  static *open(rows: SideRows, upperOfPerson: Int32Array, faults: FaultList): Slices<RowLedger> {
    return new RowLedger(yield* sorted(rows), upperOfPerson, faults);
  }

  private constructor(rows: SideRows, upperOfPerson: Int32Array, faults: FaultList) {
    this.#rows = rows;
    this.#faults = faults;
    this.#upperOfPerson = upperOfPerson;
    this.#cursorOfRow = rows.firstEntryOfRow.slice(0, rows.count);
    this.#isClaimed = new Uint8Array(rows.count);
    this.#isBad = new Uint8Array(rows.count);
    this.#columnOfEntry = rows.columnOfEntry;
    this.#coefficientOfEntry = rows.coefficientOfEntry;
    rows.labelOfRow.forEach((label, row) => {
      const key = keyOf(label.kind, label.keys);
      const own = this.#rowsOfLabel.get(key);
      if (own === undefined) this.#rowsOfLabel.set(key, [row]);
      else own.push(row);
    });
  }

  /** The rows with this label; empty where there are none. */
  rowsOf(kind: RowKind, keys: readonly string[]): readonly number[] {
    return this.#rowsOfLabel.get(keyOf(kind, keys)) ?? [];
  }

  /** Claims the rows of a label and checks their limits; where there are none, what is noted is weighed and reported if it could bind. */
  claim(kind: RowKind, keys: readonly string[], limits: Limits, oncePerPerson = false): readonly number[] {
    const key = keyOf(kind, keys);
    const known = this.#handlesOfLabel.get(key);
    if (known !== undefined) return known;
    const rows = this.#rowsOfLabel.get(key);
    const handles = rows ?? [this.#rows.count + this.#missing.length];
    if (rows === undefined) {
      const { lower, upper, minimumToOpen = 0 } = limits;
      const weights = { person: -1, positive: 0, negative: 0, most: 0, least: 0 };
      this.#missing.push({
        name: nameOf(kind, keys),
        lower: Math.min(...lower),
        upper: Math.max(...upper),
        minimumToOpen,
        oncePerPerson,
        ...weights,
      });
    } else for (const row of rows) this.claimRow(row, limits);
    this.#handlesOfLabel.set(key, handles);
    return handles;
  }

  claimRow(row: number, { lower, upper, minimumToOpen = 0 }: Limits): void {
    this.#isClaimed[row] = 1;
    const { lowerOfRow, upperOfRow, minimumToOpenOfRow, labelOfRow } = this.#rows;
    const found = [lowerOfRow[row]!, upperOfRow[row]!, minimumToOpenOfRow[row]!] as const;
    if (lower.includes(found[0]) && upper.includes(found[1]) && found[2] === minimumToOpen) return;
    this.#faults.add(
      'row-limits',
      () =>
        `Row ${nameOfLabel(labelOfRow[row]!)} has limits ${found[0]} to ${found[1]}, minimum to open ${found[2]}; the records say ${lower.join(' or ')} to ${upper.join(' or ')}, minimum to open ${minimumToOpen}.`,
    );
  }

  isClaimed(row: number): boolean {
    return this.#isClaimed[row] === 1;
  }

  /** Says that the records put a column into a row. Columns ascend from call to call of one row. */
  note(handle: number, person: number, column: number, coefficient: number): void {
    if (coefficient === 0) return;
    if (handle >= this.#rows.count) {
      weigh(this.#missing[handle - this.#rows.count]!, this.#upperOfPerson, person, coefficient);
      return;
    }
    if (this.#isBad[handle] === 1) return;
    const entry = this.#nextEntry(handle);
    if (entry >= 0 && this.#columnOfEntry[entry] === column && this.#coefficientOfEntry[entry] === coefficient) {
      this.#cursorOfRow[handle] = entry + 1;
      return;
    }
    this.#reportMember(handle, entry, column, coefficient);
  }

  /** The same of several rows. */
  noteAll(handles: readonly number[], person: number, column: number, coefficient: number): void {
    for (let k = 0; k < handles.length; k++) this.note(handles[k]!, person, column, coefficient);
  }

  /** Apart from `note`, which is asked millions of times: the message would cost each call the memory of its names. */
  #reportMember(row: number, entry: number, column: number, coefficient: number): void {
    this.#isBad[row] = 1;
    this.#faults.add('row-members', () => {
      const found =
        entry < 0 ? 'no further column' : `column ${this.#columnOfEntry[entry]} with coefficient ${this.#coefficientOfEntry[entry]}`;
      return `Row ${nameOfLabel(this.#rows.labelOfRow[row]!)} holds ${found}; the records say column ${column} with coefficient ${coefficient}.`;
    });
  }

  /** Compares a claimed row with all its columns at once (all coefficients 1). */
  holdsExactly(row: number, columns: readonly number[]): boolean {
    for (const column of columns) {
      const entry = this.#nextEntry(row);
      if (entry < 0 || this.#columnOfEntry[entry] !== column || this.#coefficientOfEntry[entry] !== 1) {
        this.#cursorOfRow[row] = this.#rows.firstEntryOfRow[row]!;
        return false;
      }
      this.#cursorOfRow[row] = entry + 1;
    }
    const isWhole = this.#nextEntry(row) < 0;
    if (!isWhole) this.#cursorOfRow[row] = this.#rows.firstEntryOfRow[row]!;
    return isWhole;
  }

  /** After the last note: rows that nobody claimed, rows that hold more than the records say, records whose row is missing. */
  finish(): void {
    const { count, labelOfRow } = this.#rows;
    for (let row = 0; row < count; row++) {
      const label = labelOfRow[row]!;
      if (this.#isClaimed[row] === 0) this.#faults.add('row-unknown', () => `Row ${nameOfLabel(label)} stands for no record.`);
      else if (this.#isBad[row] === 0 && this.#nextEntry(row) >= 0) {
        const entry = this.#nextEntry(row);
        this.#faults.add(
          'row-members',
          () => `Row ${nameOfLabel(label)} holds column ${this.#columnOfEntry[entry]}, which the records do not put there.`,
        );
      }
    }
    for (const row of this.#missing) {
      settle(row, this.#upperOfPerson);
      const couldBind = row.most > row.upper || row.least < row.lower || (row.minimumToOpen > 1 && row.most > 0);
      if (couldBind) this.#faults.add('row-missing', () => `The model has no row ${row.name}.`);
    }
  }

  /** The next entry of a row that is not zero; −1 at its end. */
  #nextEntry(row: number): number {
    const end = this.#rows.firstEntryOfRow[row + 1]!;
    let entry = this.#cursorOfRow[row]!;
    while (entry < end && this.#coefficientOfEntry[entry] === 0) entry++;
    return entry < end ? entry : -1;
  }
}

/** The most and least a missing row could come to, by the limits of each person alone. */
function weigh(row: MissingRow, upperOfPerson: Int32Array, person: number, coefficient: number): void {
  if (row.person !== person) settle(row, upperOfPerson);
  row.person = person;
  const isSingle = row.oncePerPerson || upperOfPerson[person]! <= 1;
  if (coefficient > 0) row.positive = isSingle ? Math.max(row.positive, coefficient) : row.positive + coefficient;
  else row.negative = isSingle ? Math.min(row.negative, coefficient) : row.negative + coefficient;
}

function settle(row: MissingRow, upperOfPerson: Int32Array): void {
  const mayBePlaced = row.person < 0 || upperOfPerson[row.person]! > 0;
  if (mayBePlaced) {
    row.most += row.positive;
    row.least += row.negative;
  }
  row.positive = 0;
  row.negative = 0;
}

/** The same rows with the entries of each by column; the arrays themselves where they are sorted already. */
function* sorted(rows: SideRows): Slices<SideRows> {
  let { columnOfEntry, coefficientOfEntry } = rows;
  let work = 0;
  for (let row = 0; row < rows.count; row++) {
    const first = rows.firstEntryOfRow[row]!;
    const end = rows.firstEntryOfRow[row + 1]!;
    if ((work += end - first + 1) > 200_000) {
      work = 0;
      yield;
    }
    if (isSorted(rows.columnOfEntry, first, end)) continue;
    if (columnOfEntry === rows.columnOfEntry) [columnOfEntry, coefficientOfEntry] = [columnOfEntry.slice(), coefficientOfEntry.slice()];
    const order = Array.from({ length: end - first }, (_, i) => first + i).sort((a, b) => rows.columnOfEntry[a]! - rows.columnOfEntry[b]!);
    for (const [i, from] of order.entries()) {
      columnOfEntry[first + i] = rows.columnOfEntry[from]!;
      coefficientOfEntry[first + i] = rows.coefficientOfEntry[from]!;
    }
  }
  return { ...rows, columnOfEntry, coefficientOfEntry };
}

function isSorted(columns: Int32Array, first: number, end: number): boolean {
  for (let entry = first + 1; entry < end; entry++) if (columns[entry - 1]! >= columns[entry]!) return false;
  return true;
}

/** Labels as one text; the spelling of a city does not matter. */
function keyOf(kind: RowKind, keys: readonly string[]): string {
  return JSON.stringify([
    kind,
    ...keys.map((key, i) => {
      if (kind === 'beds-day' && i === 0) return cityKey(key);
      const place = i === 2 && (kind === 'together' || kind === 'apart') ? /^city:(.*)(:[^:]*:[^:]*)$/su.exec(key) : null;
      return place === null ? key : `city:${cityKey(place[1]!)}${place[2]!}`;
    }),
  ]);
}

function nameOfLabel({ kind, keys }: RowLabel): string {
  return nameOf(kind, keys);
}

function nameOf(kind: RowKind, keys: readonly string[]): string {
  return keys.length === 0 ? kind : `${kind} (${keys.join(', ')})`;
}
