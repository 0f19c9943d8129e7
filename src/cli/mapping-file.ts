import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { ReadOverrides } from '../roster/read-roster.js';
import { UsageError } from './usage-error.js';
import type { Io } from './io.js';

/** The mapping file of `--mapping`, for the reader of rosters; nothing where none is given. Rejects with a UsageError where it cannot be read. */
export async function mappingOf(path: string | undefined, io: Io): Promise<Pick<ReadOverrides, 'mapping'>> {
  if (path === undefined) return {};
  try {
    const json = new TextDecoder('utf-8', { fatal: true }).decode(await readFile(resolve(io.cwd, path)));
    return { mapping: { json, name: path } };
  } catch {
    throw new UsageError(`The mapping file ${path} cannot be read as UTF-8 text.`);
  }
}
