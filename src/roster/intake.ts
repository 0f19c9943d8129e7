import type { z } from 'zod';
import { columnsOfFile, type Column, type RecordOfFile } from './columns.js';
import { expectedOf, guessOf } from './cells.js';
import type { IssueList } from './issues.js';
import { KnownIds } from './known-ids.js';
import { nearest } from './nearest.js';
import type { Reading } from './options.js';
import { codeFault, namedIsced, restoredIsced } from './profile-codes.js';
import { recordSchemas } from './schemas/records.js';
import { Twins } from './twins.js';
import { type Preference, type RosterFile, rosterFiles } from './types.js';

type Records = { readonly [file in RosterFile]: RecordOfFile[file][] };
type Plain = { readonly [field: string]: unknown };

/** A text that wishes are compared by. */
export interface Named {
  /** One for each text. */
  readonly number: number;
  /** A file in which a record was found to have it as its id: most texts are looked up once. */
  foundIn: RosterFile | null;
}

/** Files whose records wishes name, by the kind of the target. */
const fileOfTarget = new Map<unknown, RosterFile>([
  ['opening', 'openings'],
  ['host', 'hosts'],
  ['student', 'students'],
]);

/** How a door names things in its issues. */
export interface Naming {
  readonly file: (file: RosterFile) => string;
  readonly column: (column: Column) => string;
  /** How texts are declared to be written, which expectations and guesses follow; absent where the door takes values. */
  readonly reading?: Pick<Reading, 'dateFormat' | 'decimalComma'>;
}

/** References that are no fault when nobody is there: people may have withdrawn, and earlier placements lie with companies that are gone. */
const looseFiles: ReadonlySet<RosterFile> = new Set(['outcomes', 'history', 'plan']);

/**
 * Takes the records of both doors, one at a time and in `readingOrder`: schema, then ids and references. What is sound is kept;
 * everything else becomes an issue, and the next record is looked at all the same.
 */
export class Intake {
  readonly records: Records = Object.fromEntries(rosterFiles.map((file) => [file, []])) as unknown as Records;
  readonly sourceRows: { readonly [file in RosterFile]: number[] } = Object.fromEntries(
    rosterFiles.map((file) => [file, []]),
  ) as unknown as { [file in RosterFile]: number[] };
  readonly #known = new Map<RosterFile, KnownIds>();
  readonly #twins: Twins;
  /** Files that were not read to their end: what is missing there may yet be there. */
  readonly #partial = new Set<RosterFile>();
  /** References to the file being read itself, looked up when it has ended. */
  #later: { row: number; column: Column; id: string }[] = [];

  constructor(
    readonly issues: IssueList,
    readonly naming: Naming,
  ) {
    this.#twins = new Twins(issues, naming);
  }

  /** Says that a file is there: from now on what refers to it must be found in it. */
  begin(file: RosterFile): void {
    if (columnsOfFile[file][0]?.column === 'id') this.#known.set(file, new KnownIds());
  }

  /** True where a file with ids is there, read to its end or not. */
  isGiven(file: RosterFile): boolean {
    return this.#known.has(file) || this.#partial.has(file);
  }

  /** A row that cannot be read still has an id: what refers to it is not at fault. */
  note(file: RosterFile, row: number, id: string): void {
    const known = this.#known.get(file);
    if (id !== '' && known?.has(id) === false) known.enter(id, row);
  }

  /** `found` gives the text of a field as it was written. */
  take(file: RosterFile, row: number, written: Plain, found: (field: string) => string): void {
    const plain = this.#withZeros(file, row, written);
    const result = recordSchemas[file].safeParse(plain);
    if (!result.success) this.#refuse(file, row, result.error.issues, found);
    this.#enter(file, row, plain);
    this.#refer(file, row, plain);
    if (result.success) this.#keep(file, row, result.data);
  }

  /**
   * Takes a record whose fields were all found plain and sound, and in agreement. `judged` is what its schema makes of the fields, `record` of the whole.
   */
  takeSound(file: RosterFile, row: number, judged: Plain, record: Plain): void {
    this.#enter(file, row, judged);
    this.#keep(file, row, record as unknown as RecordOfFile[RosterFile]);
  }

  /** The same of a wish, by its texts. */
  takeSoundWish(row: number, record: Preference, wisher: Named, target: Named): void {
    const file = fileOfTarget.get(record.targetKind) ?? null;
    if (file !== target.foundIn && this.#lookUpTarget(row, record)) target.foundIn = file;
    if (this.#twins.admitsWish(row, record, wisher.number, target.number)) this.#push('preferences', row, record);
  }

  named(text: string): Named {
    return { number: this.#twins.numberOf(text), foundIn: null };
  }

  /** True where a value, sound by its schema, needs nothing more: no zero to restore, and whatever it refers to is there. */
  isPlain(file: RosterFile, column: Column, value: unknown): boolean {
    const isSound = (item: unknown) =>
      typeof item !== 'string' ||
      ((!codeColumns[file].includes(column) || this.#codeMeant(column, item) === null) &&
        (column.refersTo === null || this.#isFound(column.refersTo, item.trim())));
    return Array.isArray(value) ? value.every(isSound) : isSound(value);
  }

  #keep(file: RosterFile, row: number, record: RecordOfFile[RosterFile]): void {
    if (this.#twins.admits(file, row, record)) this.#push(file, row, record);
  }

  #push(file: RosterFile, row: number, record: RecordOfFile[RosterFile]): void {
    (this.records[file] as unknown[]).push(record);
    this.sourceRows[file].push(row);
  }

  /** Says that a file has ended. Where it is not `complete`, an id that is missing in it may yet be there: references to it pass. */
  end(file: RosterFile, complete = true): void {
    if (!complete) {
      this.#known.delete(file);
      this.#partial.add(file);
    }
    for (const { row, column, id } of this.#later) this.#lookUp(file, row, column, id, true);
    this.#later = [];
    if (file === 'preferences') this.#twins.dropWorseWishes(this.records.preferences, this.sourceRows.preferences);
  }

  /** ISCED-F codes get back the leading zeros that a spreadsheet took; each one is said. */
  #withZeros(file: RosterFile, row: number, plain: Plain): Plain {
    let mended: { [field: string]: unknown } | null = null;
    for (const column of codeColumns[file]) {
      const restored = (value: unknown): unknown => {
        const code = this.#codeMeant(column, value);
        if (code === null) return value;
        this.issues.add('warning', this.naming.file(file), row, () => ({
          code: 'isced-zero-restored',
          column: this.naming.column(column),
          found: String(value).trim(),
          expected: `${namedIsced(code)}, which it is read as: its leading zero was lost`,
        }));
        return code;
      };
      const value = plain[column.field];
      const whole = Array.isArray(value) ? value.map(restored) : restored(value);
      if (Array.isArray(whole) ? !whole.some((item, k) => item !== (value as unknown[])[k]) : whole === value) continue;
      mended ??= { ...plain };
      mended[column.field] = whole;
    }
    return mended ?? plain;
  }

  /** The ISCED-F code that lost its leading zeros in a value; null where none did, or the value is an id of profiles.csv. */
  #codeMeant({ refersTo }: Column, value: unknown): string | null {
    const written = typeof value === 'string' ? value.trim() : '';
    if (refersTo === 'profiles' && (this.#partial.has('profiles') || this.#known.get('profiles')?.has(written))) return null;
    return restoredIsced(written);
  }

  #refuse(file: RosterFile, row: number, faults: readonly z.core.$ZodIssue[], found: (field: string) => string): void {
    const columns = columnsOfFile[file];
    const named = new Set<string>();
    for (const fault of faults) {
      if (fault.code === 'unrecognized_keys') {
        for (const key of fault.keys) {
          const fields = columns.map(({ field }) => field);
          this.issues.add('error', this.naming.file(file), row, () => ({
            code: 'field-unknown',
            column: key,
            found: key,
            expected: `one of: ${fields.join(', ')}`,
            maybe: nearest(key, fields),
          }));
        }
        continue;
      }
      const field = String(fault.path[0] ?? '');
      const column = columns.find((candidate) => candidate.field === field);
      const params: { readonly code?: string; readonly found?: string; readonly maybe?: string } =
        fault.code === 'custom' ? (fault.params ?? {}) : {};
      // A list may have several bad items and a value several faults: one issue a cell says it.
      const key = `${params.code ?? ''} ${field}`;
      if (named.has(key)) continue;
      named.add(key);
      this.issues.add('error', this.naming.file(file), row, () => {
        const written = params.found ?? found(field);
        const { reading } = this.naming;
        const isOwn = params.code === undefined && column !== undefined;
        return {
          code: params.code ?? codeOf(fault, column, written),
          column: column === undefined ? null : this.naming.column(column),
          found: written,
          expected: isOwn && reading !== undefined ? expectedOf(column, written, reading, fault.message) : fault.message,
          maybe: params.maybe ?? (isOwn ? guessOf(column, written, reading) : null),
        };
      });
    }
  }

  #enter(file: RosterFile, row: number, plain: Plain): void {
    const known = this.#known.get(file);
    if (known === undefined || typeof plain['id'] !== 'string') return;
    const id = plain['id'].trim();
    if (id === '') return;
    const first = known.rowOf(id);
    if (first !== undefined) {
      this.issues.add('error', this.naming.file(file), row, () => ({
        code: 'id-twice',
        column: 'id',
        found: id,
        expected: `an id that no other row has; row ${first} has it too`,
      }));
      return;
    }
    const twin = known.enter(id, row);
    if (twin !== null) {
      this.issues.add('warning', this.naming.file(file), row, () => ({
        code: 'id-confusable',
        column: 'id',
        found: id,
        expected: `an id that cannot be taken for that of row ${known.rowOf(twin)}`,
        maybe: twin,
      }));
    }
  }

  #refer(file: RosterFile, row: number, plain: Plain): void {
    for (const column of referringColumns[file]) {
      const value = plain[column.field];
      if (typeof value === 'string') this.#lookUp(file, row, column, value.trim());
      else if (Array.isArray(value)) for (const item of value) if (typeof item === 'string') this.#lookUp(file, row, column, item.trim());
    }
    if (file === 'preferences') this.#lookUpTarget(row, plain);
  }

  /** True where a reference is no fault. */
  #isFound(target: RosterFile, id: string): boolean {
    const known = this.#known.get(target);
    if (id === '' || known?.has(id)) return true;
    const fault = target === 'profiles' && !this.#partial.has(target) ? codeFault(id) : undefined;
    return fault === undefined ? known === undefined : fault === null;
  }

  #lookUp(file: RosterFile, row: number, column: Column, id: string, ended = false): void {
    const target = column.refersTo;
    if (target === null || this.#isFound(target, id)) return;
    const known = this.#known.get(target);
    if (target === 'profiles' && !this.#partial.has(target)) {
      const fault = codeFault(id);
      if (fault !== null && fault !== undefined) {
        const { code, expected, maybe } = fault;
        const or = known === undefined ? '' : `, or an id of ${this.naming.file(target)}`;
        this.issues.add('error', this.naming.file(file), row, () => ({
          code,
          column: this.naming.column(column),
          found: id,
          expected: `${expected}${or}`,
          maybe: known?.near(id) ?? maybe,
        }));
        return;
      }
    }
    if (known === undefined) return;
    if (target === file && !ended) {
      this.#later.push({ row, column, id });
      return;
    }
    this.issues.add(looseFiles.has(file) ? 'warning' : 'error', this.naming.file(file), row, () => ({
      code: 'id-unknown',
      column: this.naming.column(column),
      found: id,
      expected: `an id of ${this.naming.file(target)}${target === 'profiles' ? ', or an ISCED-F, isco: or esco: code' : ''}`,
      maybe: known.near(id),
    }));
  }

  /** False where a wish matches nothing, which an issue says. */
  #lookUpTarget(row: number, { targetKind, target }: { readonly targetKind?: unknown; readonly target?: unknown }): boolean {
    const targets = fileOfTarget.get(targetKind);
    const known = targets === undefined ? undefined : this.#known.get(targets);
    if (targets === undefined || known === undefined || typeof target !== 'string') return true;
    const id = target.trim();
    if (id === '' || known.has(id)) return true;
    this.issues.add('warning', this.naming.file('preferences'), row, () => ({
      code: 'wish-unknown',
      column: 'target',
      found: id,
      expected: `an id of ${this.naming.file(targets)}; the wish matches nothing`,
      maybe: known.near(id),
    }));
    return false;
  }
}

const referringColumns: { readonly [file in RosterFile]: readonly Column[] } = Object.fromEntries(
  rosterFiles.map((file) => [file, columnsOfFile[file].filter(({ refersTo }) => refersTo !== null)]),
) as unknown as { readonly [file in RosterFile]: readonly Column[] };

/** Columns in which an ISCED-F code may stand. */
const codeColumns: { readonly [file in RosterFile]: readonly Column[] } = Object.fromEntries(
  rosterFiles.map((file) => [file, columnsOfFile[file].filter(({ refersTo, field }) => refersTo === 'profiles' || field === 'isced')]),
) as unknown as { readonly [file in RosterFile]: readonly Column[] };

const codeOfFormat: { readonly [format in Column['format']]: string } = {
  id: 'id-invalid',
  ids: 'list-invalid',
  text: 'text-invalid',
  texts: 'list-invalid',
  country: 'country-invalid',
  whole: 'number-invalid',
  wholes: 'list-invalid',
  decimal: 'number-invalid',
  money: 'money-invalid',
  date: 'date-invalid',
  flag: 'flag-invalid',
  choice: 'choice-unknown',
  choices: 'choice-unknown',
  languages: 'languages-invalid',
};

function codeOf(fault: z.core.$ZodIssue, column: Column | undefined, written: string): string {
  if (column === undefined) return 'record-invalid';
  if (written.trim() === '') return 'value-missing';
  const outside =
    (fault.code === 'too_small' || fault.code === 'too_big') &&
    (column.format === 'whole' || column.format === 'decimal' || column.format === 'money');
  return outside ? 'number-outside' : codeOfFormat[column.format];
}
