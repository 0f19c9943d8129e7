import { createHash } from 'node:crypto';
import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The log of a plan: what people decided about it, one JSON line an entry, in the plan's folder. Lines are only ever added; each holds the hash
 * of the line before, so that one taken out or changed breaks the chain. Persons appear by a salted key only: who holds `keys.json` can tell who
 * is meant, and once a person's key is erased nobody can.
 */
export const logName = 'log.jsonl';

export interface LogEntry {
  /** From 1. */
  readonly number: number;
  /** ISO time with zone Z. */
  readonly at: string;
  /** `expired`: everybody was erased, the retention date having passed. */
  readonly action: 'approved' | 'erased' | 'expired';
  /** Who says so, as they wrote it. */
  readonly by: string;
  readonly note: string | null;
  /** Of the plan as it is after the action. */
  readonly planHash: string;
  /** Status that the approval gave. */
  readonly status: 'told' | 'confirmed' | null;
  /** Keys of the persons concerned, sorted. */
  readonly persons: readonly string[];
  /** ISO date after which the folder should be erased. */
  readonly retainUntil: string | null;
  /** Hash of the line before; null for the first. */
  readonly previous: string | null;
}

export type NewEntry = Omit<LogEntry, 'number' | 'previous'>;

export interface Log {
  readonly entries: readonly LogEntry[];
  /** Number of the first entry whose chain is broken or that cannot be read; null: all hold. */
  readonly brokenAt: number | null;
}

/** Null where the folder has no log. */
export async function readLog(folder: string): Promise<Log | null> {
  const text = await textOf(folder);
  return text === null ? null : parsedLog(text);
}

function parsedLog(text: string): Log {
  const lines = linesOf(text);
  const entries: LogEntry[] = [];
  let previous: string | null = null;
  for (const [k, line] of lines.entries()) {
    const entry = parsed(line);
    if (entry === null || entry.number !== k + 1 || entry.previous !== previous) return { entries, brokenAt: k + 1 };
    entries.push(entry);
    previous = hashOf(line);
  }
  return { entries, brokenAt: null };
}

/** Adds an entry at the end; throws where the chain is broken, for nothing may be built on it. */
export async function appendToLog(folder: string, entry: NewEntry): Promise<LogEntry> {
  const next = lineAfter((await textOf(folder)) ?? '', entry);
  await appendFile(join(folder, logName), next.line, { mode: 0o600, flush: true });
  return next.entry;
}

/** The entry that comes after those of a log's text, and its line with the line break. Throws BrokenLog. */
export function lineAfter(text: string, entry: NewEntry): { readonly entry: LogEntry; readonly line: string } {
  const { entries, brokenAt } = parsedLog(text);
  if (brokenAt !== null) throw new BrokenLog(brokenAt);
  const last = linesOf(text).at(-1);
  const whole: LogEntry = { number: entries.length + 1, ...entry, previous: last === undefined ? null : hashOf(last) };
  return { entry: whole, line: `${JSON.stringify(whole)}\n` };
}

export class BrokenLog extends Error {
  override readonly name = 'BrokenLog';
  constructor(readonly at: number) {
    super(`${logName}: the chain is broken at entry ${at}; a line was changed, taken out or cannot be read`);
  }
}

function textOf(folder: string): Promise<string | null> {
  return readFile(join(folder, logName), 'utf8').catch(() => null);
}

function linesOf(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}

function parsed(line: string): LogEntry | null {
  try {
    const value: unknown = JSON.parse(line);
    const isEntry =
      typeof value === 'object' && value !== null && 'number' in value && 'previous' in value && 'planHash' in value && 'persons' in value;
    return isEntry ? (value as LogEntry) : null;
  } catch {
    return null;
  }
}

function hashOf(line: string): string {
  return createHash('sha256').update(line).digest('hex');
}
