import { rm } from 'node:fs/promises';
import type { Placement } from '../certify/types.js';
import { manifestName } from '../papers/parts.js';
import { withoutPerson } from './erase-content.js';
import { filesOfPapers, PapersFault, papersWithoutPerson } from './erase-papers.js';
import { type Changes, changesOf, type FolderFiles, filesOf, swapFolder } from './folder-files.js';
import { keyOf, keysName, keysText, readKeys } from './keys.js';
import { lineAfter, logName, type LogEntry, type NewEntry } from './log.js';
import { hashPlan } from './plan-hash.js';
import { printedName } from './printed.js';

export interface EraseRequest {
  readonly planFolder: string;
  /** Absolute paths of all folders of papers of this plan; none inside the plan's folder. */
  readonly papersFolders: readonly string[];
  readonly by: string;
  /** ISO time. */
  readonly at: string;
  readonly note: string | null;
}

export interface Erasure {
  /** Null where the plan has no log. */
  readonly entry: LogEntry | null;
  /** By path of the folder; empty where nothing names the person. */
  readonly folders: ReadonlyMap<string, Changes>;
}

/** Files of a plan's folder without persons in them: numbers, salted keys, paths. */
const kept: ReadonlySet<string> = new Set([logName, keysName, printedName, 'proof.bin']);

/**
 * Takes a person out of a plan's folder and of its papers: the salt, rows, texts, their own papers; pages and papers that show several people are
 * deleted (they can be printed again from what is left). With a log, an entry says so with the new hash of the plan. `placements` is the plan
 * before. All is worked out before anything is touched; each folder then changes in one step, the plan's own last, so that a run that was cut off
 * is finished by running it again. Throws PapersFault, OutputError, BrokenLog.
 */
export async function erasePerson(request: EraseRequest, personId: string, placements: readonly Placement[]): Promise<Erasure> {
  const steps: Step[] = [];
  let isNamed = placements.some(({ studentId }) => studentId === personId);
  for (const folder of request.papersFolders) {
    const before = await filesOfPapers(folder);
    const { files, isNamed: inPapers } = await papersWithoutPerson(before, personId);
    isNamed ||= inPapers;
    steps.push({ folder, before, after: files });
  }
  const before = await filesOf(request.planFolder);
  const after = new Map<string, Uint8Array>();
  for (const [name, bytes] of before) {
    const left = kept.has(name) ? bytes : await withoutPerson(name, bytes, personId);
    if (left !== null) after.set(name, left);
  }
  const keys = await readKeys(request.planFolder);
  const salt = keys.get(personId) ?? null;
  if (!isNamed && salt === null && changesOf(before, after).changed.length === 0) return { entry: null, folders: new Map() };
  keys.delete(personId);
  if (salt !== null) after.set(keysName, Buffer.from(keysText(keys), 'utf8'));
  const entry = addEntry(after, request, {
    action: 'erased',
    planHash: hashPlan(placements.filter(({ studentId }) => studentId !== personId)),
    persons: salt === null ? [] : [keyOf(salt, personId)],
  });
  return { entry, folders: await take([...steps, { folder: request.planFolder, before, after }]) };
}

/**
 * Takes everybody out: of the plan's folder nothing but the log is left, of its papers nothing. The salts are gone, so nobody can tell any more
 * whom the log meant. Throws as `erasePerson`.
 */
export async function eraseExpired(request: EraseRequest): Promise<Erasure> {
  const steps: Step[] = [];
  for (const folder of request.papersFolders) {
    const before = await filesOfPapers(folder);
    const foreign = foreignTo(before);
    if (foreign !== undefined) throw new PapersFault(`${folder} holds a file that papers did not write (${foreign}); move it away first`);
    steps.push({ folder, before, after: new Map() });
  }
  const before = await filesOf(request.planFolder);
  const keys = await readKeys(request.planFolder);
  const after = new Map([...before].filter(([name]) => name === logName));
  const persons = [...keys].map(([id, salt]) => keyOf(salt, id)).sort();
  const entry = addEntry(after, request, { action: 'expired', planHash: hashPlan([]), persons });
  const folders = await take([...steps, { folder: request.planFolder, before, after }]);
  for (const folder of request.papersFolders) await rm(folder, { recursive: true });
  return { entry, folders };
}

interface Step {
  readonly folder: string;
  readonly before: FolderFiles;
  readonly after: FolderFiles;
}

async function take(steps: readonly Step[]): Promise<Map<string, Changes>> {
  const folders = new Map<string, Changes>();
  for (const { folder, before, after } of steps) {
    const changes = changesOf(before, after);
    folders.set(folder, changes);
    await swapFolder(folder, before, after);
  }
  return folders;
}

/** Adds the next line to the log among the files; null where there is none. */
function addEntry(
  files: Map<string, Uint8Array>,
  { by, at, note }: EraseRequest,
  entry: Pick<NewEntry, 'action' | 'planHash' | 'persons'>,
): LogEntry | null {
  const log = files.get(logName);
  if (log === undefined) return null;
  const text = new TextDecoder().decode(log);
  const next = lineAfter(text, { at, by, note, status: null, retainUntil: null, ...entry });
  files.set(logName, Buffer.from(text + next.line, 'utf8'));
  return next.entry;
}

/** A file that the list of papers does not name. */
function foreignTo(files: FolderFiles): string | undefined {
  const listed = JSON.parse(new TextDecoder().decode(files.get(manifestName))) as { readonly files: readonly string[] };
  const own = new Set(listed.files);
  return [...files.keys()].find((name) => !own.has(name) && name !== manifestName);
}
