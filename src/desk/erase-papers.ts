import { basename, dirname } from 'node:path';
import { manifestName } from '../papers/parts.js';
import { namesThatMayBe } from '../papers/safe-names.js';
import { withoutPerson } from './erase-content.js';
import { type FolderFiles, filesOf } from './folder-files.js';

/** A folder that should hold papers and does not, or holds more; `message` is for the user. Nothing was changed. */
export class PapersFault extends Error {
  override readonly name = 'PapersFault';
}

/** All files of a folder that `papers` wrote. Throws PapersFault where it is not there, or not such a folder. */
export async function filesOfPapers(folder: string): Promise<Map<string, Uint8Array>> {
  const files = await filesOf(folder).catch(() => null);
  if (files === null) throw new PapersFault(`papers were printed to ${folder}, which is not there`);
  if (!files.has(manifestName)) throw new PapersFault(`${folder} is no folder of papers: it has no ${manifestName}`);
  return files;
}

export interface PapersWithout {
  readonly files: FolderFiles;
  /** Whether a paper of their own, a row or an agreement named them. */
  readonly isNamed: boolean;
}

/**
 * Papers without a person. Their own agreement and letter, and all that shows several people (packs, calendars, workbooks), are deleted; rows of
 * lists and agreements.json lose the person; papers.json loses the names of what was deleted.
 */
export async function papersWithoutPerson(before: FolderFiles, personId: string): Promise<PapersWithout> {
  const own = new Set(namesThatMayBe(personId).flatMap(ownNamesOf));
  const files = new Map<string, Uint8Array>();
  let isNamed = false;
  for (const [name, bytes] of before) {
    if (name === manifestName) continue;
    if (own.has(name.replace(/~\d\.docx$/, '.docx'))) isNamed = true;
    else if (!isShared(name)) {
      const left = isOfOne(name) ? bytes : await withoutPerson(name, bytes, personId);
      if (left !== bytes) isNamed = true;
      if (left !== null) files.set(name, left);
    }
  }
  const names = [...files.keys(), manifestName];
  files.set(manifestName, Buffer.from(manifestWithout(before.get(manifestName)!, new Set(names)), 'utf8'));
  return { files, isNamed };
}

function ownNamesOf(name: string): string[] {
  return [`agreements/agreement-${name}.docx`, ...['placed', 'waiting', 'not-placed'].map((kind) => `letters/${kind}-${name}.docx`)];
}

/** Documents of one person each, told apart by their names. */
function isOfOne(name: string): boolean {
  return name.endsWith('.docx') && ['agreements', 'letters'].includes(dirname(name));
}

function isShared(name: string): boolean {
  return name.startsWith('packs/') || name.startsWith('calendar/') || basename(name).endsWith('.xlsx');
}

function manifestWithout(bytes: Uint8Array, left: ReadonlySet<string>): string {
  const json: unknown = JSON.parse(new TextDecoder().decode(bytes));
  const listed: unknown = typeof json === 'object' && json !== null ? Reflect.get(json, 'files') : [];
  const names = Array.isArray(listed) ? listed.filter((name) => typeof name === 'string' && left.has(name)) : [];
  return `${JSON.stringify({ ...(json as object), files: names }, null, 2)}\n`;
}
