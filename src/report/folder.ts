import { randomUUID } from 'node:crypto';
import type { Stats } from 'node:fs';
import { access, constants, lstat, mkdir, open, readdir, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { type FileContent, writeFlushed } from './flushed-file.js';

/**
 * A folder of files that appears whole or not at all: everything is written into a hidden folder beside the target, flushed to disk, and
 * renamed in one step. A killed run leaves at most such a hidden folder, which the next run clears (or, where the old outputs had just been
 * set aside and nothing had taken their place, puts back).
 */

export type OutputFault = 'exists' | 'not-a-folder' | 'foreign-files' | 'not-writable' | 'no-space' | 'failed';

/** Outputs could not be written; `message` is for the user. What stood there before is untouched. */
export class OutputError extends Error {
  override readonly name = 'OutputError';
  constructor(
    readonly fault: OutputFault,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

export interface FolderOptions {
  /** Replace a folder that holds earlier outputs. */
  readonly force: boolean;
  /** Names an earlier run may have written: a folder with anything else in it is never replaced. */
  readonly ownNames: ReadonlySet<string>;
  readonly signal?: AbortSignal | undefined;
}

/** A file that somebody else makes and flushes to disk, while the others are made here. */
export interface FileElsewhere {
  writeTo(path: string): Promise<void>;
}

/** A file as a folder holds it. */
export type FolderContent = FileContent | FileElsewhere;

/** Hidden folders this process is busy with: after a crash another process may have our number (in containers it often has). */
const inWork = new Set<string>();

/**
 * Says before any work whether the outputs could be written; throws OutputError otherwise. Makes nothing.
 */
export async function checkFolder(folder: string, options: FolderOptions): Promise<void> {
  const target = await resolveTarget(folder);
  const found = await statOrNull(target);
  if (found !== null) await checkExisting(target, found, options);
  let parent = dirname(target);
  while ((await statOrNull(parent)) === null && dirname(parent) !== parent) parent = dirname(parent);
  const parentStats = await statOrNull(parent);
  if (parentStats?.isDirectory() !== true)
    throw new OutputError('not-a-folder', `${parent} is not a folder; outputs cannot be written below it.`);
  try {
    await access(parent, constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw new OutputError('not-writable', `${parent} is not writable; choose another folder for the outputs.`, { cause });
  }
}

/**
 * Writes the files (name, with `/` for folders inside → content) so that the folder holds all of them or is as it was. Private to the owner: 0700 and 0600.
 * Throws OutputError; an aborted signal throws its reason. In both cases nothing half-written stays.
 */
export async function writeFolder(folder: string, files: ReadonlyMap<string, FolderContent>, options: FolderOptions): Promise<void> {
  await checkFolder(folder, options);
  const target = await resolveTarget(folder);
  const parent = dirname(target);
  let fresh: string | null = null;
  let made: string | null = null;
  const elsewhere: Promise<void>[] = [];
  try {
    await mkdir(parent, { recursive: true });
    await clearLeftovers(target);
    // Registered before it is there: another call of this process must not take it for a leftover.
    made = `${hiddenPrefix(target, 'new')}${process.pid}-${randomUUID()}`;
    inWork.add(made);
    await mkdir(made, { mode: 0o700 });
    fresh = made;
    const folders = new Set([fresh]);
    for (const [name, content] of files) {
      options.signal?.throwIfAborted();
      const path = join(fresh, name);
      if (!folders.has(dirname(path))) {
        await mkdir(dirname(path), { recursive: true, mode: 0o700 });
        folders.add(dirname(path));
      }
      if (!isElsewhere(content)) await writeFlushed(path, content, options.signal);
      else {
        const written = content.writeTo(path);
        // A fault is heard when all files made here are written.
        written.catch(() => undefined);
        elsewhere.push(written);
      }
    }
    await Promise.all(elsewhere);
    for (const inner of folders) await flushFolder(inner);
    options.signal?.throwIfAborted();
    await swapIn(fresh, target, options);
    fresh = null;
    await flushFolder(parent);
  } catch (cause) {
    await Promise.allSettled(elsewhere);
    if (fresh !== null) await rm(fresh, { recursive: true, force: true });
    if (cause instanceof OutputError || options.signal?.aborted === true) throw cause;
    throw outputErrorOf(cause, target);
  } finally {
    if (made !== null) inWork.delete(made);
  }
}

function isElsewhere(content: FolderContent): content is FileElsewhere {
  return typeof content === 'object' && 'writeTo' in content;
}

async function resolveTarget(folder: string): Promise<string> {
  const path = resolve(folder);
  let found: Stats;
  try {
    found = await lstat(path);
  } catch {
    return path;
  }
  if (!found.isSymbolicLink()) return path;
  try {
    return await realpath(path);
  } catch (cause) {
    throw new OutputError('not-a-folder', `${path} is a link that leads nowhere.`, { cause });
  }
}

async function checkExisting(target: string, found: Stats, options: FolderOptions): Promise<void> {
  if (!found.isDirectory())
    throw new OutputError('not-a-folder', `${target} is a file, not a folder; choose another name for the outputs.`);
  let names: string[];
  try {
    names = await namesUnder(target);
  } catch (cause) {
    // Another run has just set it aside.
    if (codeOf(cause) === 'ENOENT') return;
    throw new OutputError('not-writable', `${target} cannot be read; choose another folder for the outputs.`, { cause });
  }
  const isOwn = (name: string): boolean =>
    name.endsWith('/') ? [...options.ownNames].some((own) => own.startsWith(name)) : options.ownNames.has(name);
  const foreign = names.find((name) => !isOwn(name));
  if (foreign !== undefined) {
    throw new OutputError(
      'foreign-files',
      `${target} holds files that are not outputs (${foreign}); it is never replaced. Choose another folder.`,
    );
  }
  if (names.length > 0 && !options.force)
    throw new OutputError('exists', `${target} exists and holds outputs; say --force to replace them.`);
}

/** Names of all that is below a folder, with `/` between and at the end of folders. */
async function namesUnder(target: string): Promise<string[]> {
  const entries = await readdir(target, { withFileTypes: true, recursive: true });
  return entries.map((entry) => {
    const name = relative(target, join(entry.parentPath, entry.name)).split(sep).join('/');
    return entry.isDirectory() ? `${name}/` : name;
  });
}

/** Twelve runs that swap without end come to more than ten turns in one round of a hundred. */
const mostTurns = 200;

/** Another run may swap at the same moment: each turn replaces the folder whole, so one of them wins and nothing is mixed. */
async function swapIn(fresh: string, target: string, options: FolderOptions): Promise<void> {
  for (let turn = 0; ; turn++) {
    const found = await statOrNull(target);
    let old: string | null = null;
    if (found !== null) {
      await checkExisting(target, found, options);
      old = `${hiddenPrefix(target, 'old')}${process.pid}-${basename(fresh).slice(-12)}-${turn}`;
      inWork.add(old);
      try {
        await rename(target, old);
      } catch (cause) {
        inWork.delete(old);
        if (codeOf(cause) !== 'ENOENT') throw cause;
        old = null;
      }
    }
    try {
      await rename(fresh, target);
    } catch (cause) {
      const taken = ['ENOTEMPTY', 'EEXIST'].includes(codeOf(cause));
      if (old !== null && !taken) await rename(old, target);
      else if (old !== null) await rm(old, { recursive: true, force: true });
      if (old !== null) inWork.delete(old);
      if (taken && turn < mostTurns) continue;
      throw cause;
    }
    if (old !== null) {
      await rm(old, { recursive: true, force: true });
      inWork.delete(old);
    }
    return;
  }
}

function hiddenPrefix(target: string, role: 'new' | 'old'): string {
  return join(dirname(target), `.${basename(target)}.placewise-${role}-`);
}

/** Clears what killed runs left; folders of a process that still lives are not ours to touch. */
async function clearLeftovers(target: string): Promise<void> {
  const parent = dirname(target);
  for (const role of ['old', 'new'] as const) {
    const prefix = basename(hiddenPrefix(target, role));
    for (const name of (await readdir(parent)).filter((entry) => entry.startsWith(prefix)).sort()) {
      const owner = Number.parseInt(name.slice(prefix.length), 10);
      if (owner === process.pid ? inWork.has(join(parent, name)) : isAlive(owner)) continue;
      if (role === 'old' && (await statOrNull(target)) === null) await rename(join(parent, name), target);
      else await rm(join(parent, name), { recursive: true, force: true });
    }
  }
}

export function isAlive(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/** A rename is durable once its folder is; Windows has no such call and needs none. */
async function flushFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } catch (error) {
    if (!['EINVAL', 'ENOTSUP', 'EPERM'].includes(codeOf(error))) throw error;
  } finally {
    await folder.close();
  }
}

async function statOrNull(path: string): Promise<Stats | null> {
  try {
    return await stat(path);
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return null;
    throw outputErrorOf(error, path);
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

function outputErrorOf(cause: unknown, target: string): OutputError {
  const code = codeOf(cause);
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG') {
    return new OutputError('no-space', `No space left to write the outputs of ${target}; nothing was changed.`, { cause });
  }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return new OutputError('not-writable', `${target} is not writable; choose another folder for the outputs.`, { cause });
  }
  const detail = cause instanceof Error ? cause.message : String(cause);
  return new OutputError('failed', `The outputs could not be written to ${target} (${detail}); nothing was changed.`, { cause });
}
