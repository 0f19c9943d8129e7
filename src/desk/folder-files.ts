import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { compareText } from '../basics/order.js';
import { writeFolder } from '../report/folder.js';

/** Content by path below the folder, with `/` between. */
export type FolderFiles = ReadonlyMap<string, Uint8Array>;

/** All files below a folder, by code units. */
export async function filesOf(folder: string): Promise<Map<string, Uint8Array>> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const names = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort(compareText);
  const files = new Map<string, Uint8Array>();
  for (const name of names) files.set(name, await readFile(join(folder, name)));
  return files;
}

/** Puts `after` in place of all that was read from a folder, in one step. Throws OutputError where the folder holds anything else by now. */
export async function swapFolder(folder: string, before: FolderFiles, after: FolderFiles): Promise<void> {
  await writeFolder(folder, after, { force: true, ownNames: new Set(before.keys()) });
}

/** What became of the files of a folder: names, by code units. */
export interface Changes {
  readonly changed: readonly string[];
  readonly deleted: readonly string[];
}

/** A file that was not touched is the same object before and after. */
export function changesOf(before: FolderFiles, after: FolderFiles): Changes {
  const names = [...before.keys()].sort(compareText);
  return {
    changed: names.filter((name) => after.has(name) && after.get(name) !== before.get(name)),
    deleted: names.filter((name) => !after.has(name)),
  };
}
