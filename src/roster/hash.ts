import { createHash } from 'node:crypto';
import { compareText, lotOf } from '../basics/order.js';
import { sortedKeys } from '../basics/sorted-keys.js';
import { sortInSlices } from '../basics/sort.js';
import { columnsOfFile } from './columns.js';
import { Pace } from './pace.js';
import { rosterFiles, type Roster, type RosterFile, type Student } from './types.js';

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
function* hashSteps(roster: Roster): Generator<void, string, undefined> {
  const hash = createHash('sha256');
  for (const file of rosterFiles) {
    const keyed: { readonly lot: number; readonly key: string; readonly line: string }[] = [];
    const lineOf = lineWriter(file);
    for (const record of roster[file]) {
      const line = lineOf(record);
      const lot = file === 'students' ? lotOf(roster.options.seed, record as Student) : 0;
      keyed.push({ lot, key: 'id' in record ? record.id : line, line });
      if (keyed.length % 64 === 0) yield;
    }
    const ordered = yield* sortInSlices(keyed, (a, b) => a.lot - b.lot || compareText(a.key, b.key));
    hash.update(`${file} ${keyed.length}\n`);
    for (let from = 0; from < ordered.length; from += linesAtOnce) {
      const lines = ordered.slice(from, from + linesAtOnce).map(({ line }) => line);
      hash.update(`${lines.join('\n')}\n`);
      yield;
    }
  }
  hash.update(`rates ${JSON.stringify(sortedKeys(roster.rates))}\n`);
  return hash.digest('hex');
}

/** Values of one column whose JSON is remembered; columns of names have more, and are better written anew. */
const rememberedValues = 1_000;

/** Writes records as lines: the JSON of their fields in the order of the columns. Columns repeat few values, and share them: each is written once. */
function lineWriter(file: RosterFile): (record: object) => string {
  const columns = columnsOfFile[file].map(({ field }) => ({ field, known: new Map<unknown, string>() }));
  const texts = new Array<string>(columns.length);
  return (record) => {
    for (const [k, { field, known }] of columns.entries()) {
      const value: unknown = Reflect.get(record, field);
      let text = known.size < rememberedValues ? known.get(value) : undefined;
      if (text === undefined) {
        text = jsonOf(value);
        if (known.size < rememberedValues) known.set(value, text);
      }
      texts[k] = text;
    }
    return `[${texts.join(',')}]`;
  };
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
