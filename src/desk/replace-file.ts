import { rename, writeFile } from 'node:fs/promises';

/** Replaces a file in one step, so that nobody finds half of it; readable by its owner only. */
export async function replaceFile(path: string, text: string): Promise<void> {
  await writeFile(`${path}.new`, text, { mode: 0o600, flush: true });
  await rename(`${path}.new`, path);
}
