import { randomUUID } from 'node:crypto';
import { link, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { OutputError } from './folder.js';

/**
 * Writes one file so that it is there whole or not at all, private to its owner. Without `force` a file that exists is left as it is.
 * Throws OutputError with words for the user.
 */
export async function writeWholeFile(path: string, content: string | Uint8Array, { force }: { readonly force: boolean }): Promise<void> {
  const target = resolve(path);
  const fresh = join(dirname(target), `.placewise-${process.pid}-${randomUUID()}`);
  try {
    await mkdir(dirname(target), { recursive: true });
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
