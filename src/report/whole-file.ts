import { randomUUID } from 'node:crypto';
import { link, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { isAlive, OutputError } from './folder.js';

const hidden = '.placewise-';

/**
 * Writes one file so that it is there whole or not at all, private to its owner. Without `force` a file that exists is left as it is.
 * Throws OutputError with words for the user.
 */
export async function writeWholeFile(path: string, content: string | Uint8Array, { force }: { readonly force: boolean }): Promise<void> {
  const target = resolve(path);
  const fresh = join(dirname(target), `${hidden}${process.pid}-${randomUUID()}`);
  try {
    await mkdir(dirname(target), { recursive: true });
    await clearLeftovers(dirname(target));
    const file = await open(fresh, 'wx', 0o600);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    if (force) await rename(fresh, target);
    else await link(fresh, target);
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
    if (code === 'EEXIST') throw new OutputError('exists', `${path} exists; say --force to replace it.`, { cause });
    const detail = cause instanceof Error ? cause.message : String(cause);
    throw new OutputError('failed', `${path} cannot be written (${detail}).`, { cause });
  } finally {
    await rm(fresh, { force: true });
  }
}

/** What killed runs left here; a file of a process that still lives is not ours to touch. */
async function clearLeftovers(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const owner = new RegExp(`^\\${hidden}(\\d+)-[0-9a-f-]{36}$`).exec(name)?.[1];
    if (owner !== undefined && !isAlive(Number(owner))) await rm(join(folder, name), { force: true });
  }
}
