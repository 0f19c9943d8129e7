import { rowsOfCsv, withGuard } from '../report/csv.js';
import { csvText } from '../roster/write.js';

/** Columns in which a person may stand: the row goes. */
const personColumns: ReadonlySet<string> = new Set(['student', 'person', 'other']);

/**
 * A file without a person: the same bytes where it does not name them, null where it must be deleted (a page or document that cannot be cut).
 * Rows of tables and lines of facts go; an id that stands elsewhere becomes `erased`.
 */
export async function withoutPerson(name: string, bytes: Uint8Array, personId: string): Promise<Uint8Array | null> {
  if (name.endsWith('.csv')) return encoded(bytes, await csvWithout(decoded(bytes), personId));
  if (name.endsWith('.json')) return encoded(bytes, jsonWithout(decoded(bytes), personId));
  if (name.endsWith('.jsonl')) return encoded(bytes, linesWithout(decoded(bytes), personId));
  // A page shows everybody: it writes ids in ways of its own, so it is not searched for them.
  if (name.endsWith('.html')) return null;
  return Buffer.from(bytes).includes(personId) ? null : bytes;
}

async function csvWithout(text: string, personId: string): Promise<string> {
  const [header = [], ...rows] = await rowsOfCsv(text);
  const columns = header.flatMap((column, k) => (personColumns.has(column) ? [k] : []));
  const left = rows.filter((cells) => !columns.some((k) => cells[k] === personId));
  const cleaned = left.map((cells) => cells.map((cell) => withoutWord(cell, personId)));
  const isSame = left.length === rows.length && cleaned.every((cells, row) => cells.every((cell, k) => cell === left[row]![k]));
  if (isSame) return text;
  const mark = text.startsWith('\uFEFF') ? '\uFEFF' : '';
  return mark + (await csvText([header, ...cleaned.map((cells) => cells.map(guardedText))]));
}

/** Numbers stay numbers. */
function guardedText(text: string): string {
  return /^-?\d+(\.\d+)?$/.test(text) ? text : withGuard(text);
}

/** In agreements.json the agreements of the person go; in all others texts lose the id. */
function jsonWithout(text: string, personId: string): string {
  const before: unknown = JSON.parse(text);
  const left = `${JSON.stringify(valueWithout(before, personId), null, 2)}\n`;
  return left === `${JSON.stringify(before, null, 2)}\n` ? text : left;
}

/** From the outside in: an agreement is known by its id, which is a text too. */
function valueWithout(value: unknown, personId: string): unknown {
  if (typeof value === 'string') return withoutWord(value, personId);
  if (Array.isArray(value)) return value.filter((item) => !isAgreementOf(item, personId)).map((item) => valueWithout(item, personId));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, valueWithout(inner, personId)]));
}

function isAgreementOf(item: unknown, personId: string): boolean {
  const id: unknown = typeof item === 'object' && item !== null ? Reflect.get(item, 'omobility-id') : null;
  return typeof id === 'string' && id.startsWith(`${personId}/`);
}

/** One JSON object a line, with the person under `student`. */
function linesWithout(text: string, personId: string): string {
  const lines = text.split('\n');
  const left = lines.filter((line) => line === '' || Reflect.get(JSON.parse(line) as object, 'student') !== personId);
  return left.length === lines.length ? text : left.join('\n');
}

/** The text with the id, where it stands as a word of its own, replaced: `m1` is in `m1|m2` and not in `m10`. */
function withoutWord(text: string, personId: string): string {
  if (!text.includes(personId)) return text;
  const literal = personId.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  return text.replace(new RegExp(`(?<![\\p{L}\\p{N}_-])${literal}(?![\\p{L}\\p{N}_-])`, 'gu'), 'erased');
}

function decoded(bytes: Uint8Array): string {
  // The byte order mark stays.
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}

function encoded(before: Uint8Array, text: string): Uint8Array {
  const after = Buffer.from(text, 'utf8');
  return after.equals(before) ? before : after;
}
