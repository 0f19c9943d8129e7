import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type FolderOptions, checkFolder, writeFolder } from '../report/folder.js';
import { manifestName } from './parts.js';

export interface WriteOptions {
  /** Replace earlier papers. */
  readonly force: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** Throws OutputError where `writePapers` could not write into this folder. */
export async function checkPaperFolder(folder: string, options: WriteOptions): Promise<void> {
  await checkFolder(folder, await folderOptions(folder, options));
}

/** Writes papers so that the folder holds all of them, readable by its owner alone, or is as it was. Throws OutputError. */
export async function writePapers(folder: string, files: ReadonlyMap<string, string | Uint8Array>, options: WriteOptions): Promise<void> {
  await writeFolder(folder, files, await folderOptions(folder, options));
}

/** Ours is what an earlier run listed; a folder with anything else in it is never replaced. */
async function folderOptions(folder: string, { force, signal }: WriteOptions): Promise<FolderOptions> {
  const text = await readFile(join(folder, manifestName), 'utf8').catch(() => '{}');
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = null;
  }
  const listed: unknown = typeof json === 'object' && json !== null ? Reflect.get(json, 'files') : null;
  const names = Array.isArray(listed) ? listed.filter((name) => typeof name === 'string') : [];
  return { force, signal, ownNames: new Set(names) };
}
