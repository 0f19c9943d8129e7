import { readFile } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { compareText } from '../basics/order.js';
import { replaceFile } from './replace-file.js';

/** Names the folders to which papers of a plan were printed, so that whoever is erased is erased there too. It lies in the plan's folder. */
export const printedName = 'printed.json';

/** Absolute paths of the folders, by code units. Throws SyntaxError where the file is not what was written. */
export async function printedFolders(planFolder: string): Promise<string[]> {
  const text = await readFile(join(planFolder, printedName), 'utf8').catch(() => null);
  if (text === null) return [];
  const json: unknown = JSON.parse(text);
  const listed: unknown = typeof json === 'object' && json !== null ? Reflect.get(json, 'folders') : null;
  if (!Array.isArray(listed) || !listed.every((path) => typeof path === 'string'))
    throw new SyntaxError(`${printedName}: expected the list of folders that papers wrote`);
  return listed.map((path) => resolve(planFolder, path)).sort(compareText);
}

/** Adds a folder to the record. Paths are relative to the plan's folder, so that both may move together. */
export async function recordPrinted(planFolder: string, papersFolder: string): Promise<void> {
  await recordAllPrinted(planFolder, [...(await printedFolders(planFolder)), papersFolder]);
}

/** Puts these folders on record in place of what was. */
export async function recordAllPrinted(planFolder: string, papersFolders: readonly string[]): Promise<void> {
  const paths = papersFolders.map((path) => relative(resolve(planFolder), resolve(path)).split(sep).join('/'));
  const json = { format: 'placewise-printed-1', folders: [...new Set(paths)].sort(compareText) };
  await replaceFile(join(planFolder, printedName), `${JSON.stringify(json, null, 2)}\n`);
}
