import { createHmac, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compareText } from '../basics/order.js';
import { replaceFile } from './replace-file.js';

/** Salts by person: the only bridge from the log to people. */
export const keysName = 'keys.json';

export type Keys = ReadonlyMap<string, string>;

export async function readKeys(folder: string): Promise<Map<string, string>> {
  const text = await readFile(join(folder, keysName), 'utf8').catch(() => '{}');
  return new Map(Object.entries(JSON.parse(text) as Record<string, string>));
}

/** Replaces the file in one step, readable by its owner only. */
export async function writeKeys(folder: string, keys: Keys): Promise<void> {
  await replaceFile(join(folder, keysName), keysText(keys));
}

export function keysText(keys: Keys): string {
  const sorted = Object.fromEntries([...keys].sort(([a], [b]) => compareText(a, b)));
  return `${JSON.stringify(sorted, null, 2)}\n`;
}

/** Gives everybody a salt who has none. */
export function withSalts(keys: Map<string, string>, personIds: readonly string[]): Map<string, string> {
  for (const id of personIds) if (!keys.has(id)) keys.set(id, randomBytes(16).toString('hex'));
  return keys;
}

/** What stands in the log for a person: HMAC-SHA-256 of the id under the person's salt. */
export function keyOf(salt: string, personId: string): string {
  return createHmac('sha256', Buffer.from(salt, 'hex')).update(personId).digest('hex').slice(0, 32);
}
