import { type LogEntry, readLog } from './log.js';

/** The date (ISO) after which a plan's folder is to be erased: what the last approval that names one says; null: none does. */
export function retentionDate(entries: readonly LogEntry[]): string | null {
  return entries.findLast(({ retainUntil }) => retainUntil !== null)?.retainUntil ?? null;
}

/** The retention date of a folder where it lies before `today` (ISO) and its persons are still there; else null. */
export async function passedRetention(folder: string, today: string): Promise<string | null> {
  const entries = (await readLog(folder))?.entries ?? [];
  const date = retentionDate(entries);
  const isErased = entries.at(-1)?.action === 'expired';
  return date !== null && date < today && !isErased ? date : null;
}

/** What is said of it. */
export function wordsOfPassed(date: string): string {
  return `nobody's data after ${date}: the retention date has passed (placewise erase PLAN --expired --by WHO)`;
}
