import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { compareText } from '../basics/order.js';
import type { Placement } from '../certify/types.js';
import { csvOfRows, rowsOfCsv, withGuard } from '../report/csv.js';
import { keyOf, keysName, readKeys, writeKeys } from './keys.js';
import { appendToLog, logName, type LogEntry } from './log.js';
import { hashPlan } from './plan-hash.js';
import { replaceFile } from './replace-file.js';

export interface Erasure {
  readonly entry: LogEntry | null;
  /** Files that lost rows, files that were deleted: names, by code units. */
  readonly changed: readonly string[];
  readonly deleted: readonly string[];
}

/** Files without people in them: numbers, salted keys. */
const kept: ReadonlySet<string> = new Set([logName, keysName, 'proof.bin']);
/** Columns in which a person may stand. */
const personColumns: ReadonlySet<string> = new Set(['student', 'person', 'other']);

/**
 * Takes a person out of a plan's folder: the salt, the rows of tables, the id in JSON files, and every page or paper that names them (a page can
 * be made again from what is left). With a log, an entry says so with the new hash of the plan. `placements` is the plan before.
 */
export async function erasePerson(
  folder: string,
  personId: string,
  placements: readonly Placement[],
  entry: { readonly by: string; readonly at: string; readonly note: string | null },
): Promise<Erasure> {
  const keys = await readKeys(folder);
  const salt = keys.get(personId) ?? null;
  const { changed, deleted } = await eraseFromFiles(folder, personId);
  if (salt !== null) {
    keys.delete(personId);
    await writeKeys(folder, keys);
  }
  const planHash = hashPlan(placements.filter(({ studentId }) => studentId !== personId));
  const persons = salt === null ? [] : [keyOf(salt, personId)];
  const hasLog = await stat(join(folder, logName)).catch(() => null);
  const written =
    hasLog === null ? null : await appendToLog(folder, { action: 'erased', ...entry, planHash, status: null, persons, retainUntil: null });
  return { entry: written, changed, deleted };
}

async function eraseFromFiles(folder: string, personId: string): Promise<{ changed: string[]; deleted: string[] }> {
  const changed: string[] = [];
  const deleted: string[] = [];
  for (const name of await filesUnder(folder)) {
    if (kept.has(name)) continue;
    const path = join(folder, name);
    if (name.endsWith('.csv')) {
      if (await eraseRows(path, personId)) changed.push(name);
    } else if (name.endsWith('.json')) {
      if (await eraseStrings(path, personId)) changed.push(name);
    } else if ((await readFile(path)).includes(personId) || name.includes(personId)) {
      await rm(path);
      deleted.push(name);
    }
  }
  return { changed: changed.sort(compareText), deleted: deleted.sort(compareText) };
}

async function eraseRows(path: string, personId: string): Promise<boolean> {
  const text = await readFile(path, 'utf8');
  const [header = [], ...rows] = await rowsOfCsv(text);
  const columns = header.flatMap((column, k) => (personColumns.has(column) ? [k] : []));
  const left = rows.filter((cells) => !columns.some((k) => cells[k] === personId));
  if (left.length === rows.length) return false;
  const mark = text.startsWith('\uFEFF') ? '\uFEFF' : '';
  await replaceFile(path, mark + (await csvOfRows([header, ...left.map((cells) => cells.map(guardedText))])));
  return true;
}

/** Numbers stay numbers. */
function guardedText(text: string): string {
  return /^-?\d+(\.\d+)?$/.test(text) ? text : withGuard(text);
}

/** Texts that hold the id become `erased`. */
async function eraseStrings(path: string, personId: string): Promise<boolean> {
  const text = await readFile(path, 'utf8');
  if (!text.includes(JSON.stringify(personId).slice(1, -1))) return false;
  const erased: unknown = JSON.parse(text, (_, value: unknown) =>
    typeof value === 'string' && value.includes(personId) ? 'erased' : value,
  );
  await replaceFile(path, `${JSON.stringify(erased, null, 2)}\n`);
  return true;
}

/** Paths of all files below a folder, with `/` between. */
async function filesUnder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .sort(compareText);
}
