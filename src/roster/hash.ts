import { createHash } from 'node:crypto';
import { compareText } from '../basics/order.js';
import { peopleInOrder } from '../basics/people-order.js';
import { sortedKeys } from '../basics/sorted-keys.js';
import { sortInSlices } from '../basics/sort.js';
import { columnsOfFile } from './columns.js';
import { Pace } from './pace.js';
import { rosterFiles, type Roster, type RosterFile } from './types.js';

/**
 * SHA-256 (hex) of the records in canonical order: people by lot and id, all else by id, what has no id by content. The same records
 * give the same hash whatever the order of rows and columns, the separator or the encoding; options and source rows are not in it.
 */
export function hashRoster(roster: Roster): string {
  const steps = hashSteps(roster);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** As `hashRoster`, in slices that leave the event loop free. */
export async function hashRosterInSlices(roster: Roster): Promise<string> {
  const pace = new Pace();
  const steps = hashSteps(roster);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    await pace.breathe();
  }
}

const linesAtOnce = 64;

/** Pauses every few dozen records. */
function* hashSteps(roster: Roster): Generator<undefined, string, undefined> {
  const hash = createHash('sha256');
  for (const file of rosterFiles) {
    const { length } = roster[file];
    hash.update(`${file} ${length}\n`);
    const lineAt = yield* linesInOrder(roster, file);
    for (let from = 0; from < length; from += linesAtOnce) {
      const lines: string[] = [];
      for (let k = from; k < Math.min(length, from + linesAtOnce); k++) lines.push(lineAt(k));
      hash.update(`${lines.join('\n')}\n`);
      yield;
    }
  }
  hash.update(`rates ${JSON.stringify(sortedKeys(roster.rates))}\n`);
  return hash.digest('hex');
}

/** The k-th line of a file. Where ids put the records in order it is written when it is asked for: 100,000 people as lines are 40 MB. */
function* linesInOrder(roster: Roster, file: RosterFile): Generator<undefined, (k: number) => string, undefined> {
  const records: readonly object[] = roster[file];
  const lineOf = yield* lineWriter(file, records);
  if (file === 'students') return ofRecords(yield* peopleInOrder(roster.options.seed, roster.students));
  if (hasIds(records)) return ofRecords(yield* sortInSlices(records, (a, b) => compareText(a.id, b.id)));
  const lines: string[] = [];
  for (const record of records) {
    lines.push(lineOf(record));
    if (lines.length % linesAtOnce === 0) yield;
  }
  const sorted = yield* sortInSlices(lines, compareText);
  return (k) => sorted[k]!;

  function ofRecords(ordered: readonly object[]): (k: number) => string {
    return (k) => lineOf(ordered[k]!);
  }
}

function hasIds(records: readonly object[]): records is readonly { readonly id: string }[] {
  return records[0] !== undefined && 'id' in records[0];
}

/**
 * Writes records as lines: the JSON of their fields in the order of the columns. Columns that say the same of every record (most are not in the file)
 * are written once, those beside each other as one text.
 */
function* lineWriter(file: RosterFile, records: readonly object[]): Generator<undefined, (record: object) => string, undefined> {
  const texts: string[] = [];
  const writers: ValueWriter[] = [];
  let isOpen = false;
  for (const { field } of columnsOfFile[file]) {
    const first = valueOf(records[0] ?? {}, field);
    const isConstant = records.every((record) => valueOf(record, field) === first);
    if (!isConstant) writers.push(new ValueWriter(field, texts.length));
    if (isConstant && isOpen) texts[texts.length - 1] += `,${jsonOf(first)}`;
    else texts.push(isConstant ? jsonOf(first) : '');
    isOpen = isConstant;
    yield;
  }
  return (record) => {
    for (let k = 0; k < writers.length; k++) {
      const writer = writers[k]!;
      texts[writer.place] = writer.textOf(valueOf(record, writer.field));
    }
    return `[${texts.join(',')}]`;
  };
}

function valueOf(record: object, field: string): unknown {
  return (record as { readonly [field: string]: unknown })[field];
}

/** Values of one column whose JSON is remembered; columns of names have more, and are better written anew. */
const rememberedValues = 1_000;

/** Writes the values of one column as JSON. Columns repeat few values, often one after the other, and share them: each is written once. */
class ValueWriter {
  readonly #known = new Map<unknown, string>();
  #last: unknown = null;
  #lastText = 'null';

  constructor(
    readonly field: string,
    /** Where its text stands in a line. */
    readonly place: number,
  ) {}

  textOf(value: unknown): string {
    if (value === this.#last) return this.#lastText;
    const isFull = this.#known.size >= rememberedValues;
    let text = isFull ? undefined : this.#known.get(value);
    if (text === undefined) {
      text = jsonOf(value);
      if (!isFull) this.#known.set(value, text);
    }
    this.#last = value;
    this.#lastText = text;
    return text;
  }
}

/** Objects inside (languages) are spelled out, so that the order of their keys is not in the hash; what is undefined is written as null. */
function jsonOf(value: unknown): string {
  if (!Array.isArray(value)) return JSON.stringify(value) ?? 'null';
  return JSON.stringify(
    value.map((item: unknown) =>
      typeof item === 'object' && item !== null ? Object.entries(item).sort((a, b) => compareText(a[0], b[0])) : item,
    ),
  );
}
