import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { compareText } from '../basics/order.js';
import { fileLimitBytes } from './limits.js';

/** A roster's files in memory, as a map or an object: name (`students.csv`) to its bytes, or to its text. */
export type RosterFiles = ReadonlyMap<string, Uint8Array | string> | { readonly [name: string]: Uint8Array | string };

/** A file that cannot be had whole, in words; readers of slices meet it as an exception. */
export class FileFault extends Error {
  constructor(
    readonly code: string,
    readonly found: string,
    readonly expected: string,
  ) {
    super(`${found}; expected ${expected}`);
  }
}

/** Where the files of a roster come from. */
export interface FileSource {
  /** Names of all files, by code units. */
  readonly names: readonly string[];
  /** The bytes of a file, in slices; throws a `FileFault`. */
  slices(name: string): AsyncIterable<Uint8Array>;
}

const sliceBytes = 131_072;

/** Lists a folder or takes files in memory; throws a `FileFault` where the folder cannot be listed. */
export async function fileSource(source: string | RosterFiles): Promise<FileSource> {
  if (typeof source !== 'string') {
    const contents = new Map<string, Uint8Array | string>(source instanceof Map ? source : Object.entries(source));
    return {
      names: [...contents.keys()].sort(compareText),
      slices: (name) => slicesOfBytes(bytesOf(contents.get(name) ?? new Uint8Array(0))),
    };
  }
  try {
    return { names: (await readdir(source)).sort(compareText), slices: (name) => slicesOfFile(join(source, name)) };
  } catch (fault) {
    throw new FileFault('folder-unreadable', reasonOf(fault), 'a folder with students.csv and openings.csv');
  }
}

/** A text is already decoded: the mark says so, whatever encoding the roster declares for its bytes. */
function bytesOf(content: Uint8Array | string): Uint8Array {
  return typeof content === 'string' ? new TextEncoder().encode(`\uFEFF${content.replace(/^\uFEFF/, '')}`) : content;
}

async function* slicesOfBytes(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  if (bytes.length > fileLimitBytes) throw tooLarge(bytes.length);
  for (let at = 0; at < bytes.length; at += sliceBytes) yield bytes.subarray(at, at + sliceBytes);
}

/** The bytes of a file in slices; throws a `FileFault`. */
export async function* slicesOfFile(path: string): AsyncGenerator<Uint8Array> {
  try {
    const before = await stat(path);
    // Opening a pipe without a writer would wait for ever.
    if (!before.isFile()) throw new FileFault('file-unreadable', 'a folder, a pipe or a device', 'a file');
    if (before.size > fileLimitBytes) throw tooLarge(before.size);
    const handle = await open(path, 'r');
    try {
      let total = 0;
      for (;;) {
        const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(sliceBytes), 0, sliceBytes, total);
        if (bytesRead === 0) break;
        total += bytesRead;
        // A file that grows as fast as it is read would never end.
        if (total > before.size) throw changed();
        yield buffer.subarray(0, bytesRead);
      }
      const after = await handle.stat();
      if (total !== before.size || after.size !== before.size || after.mtimeMs !== before.mtimeMs) throw changed();
    } finally {
      await handle.close();
    }
  } catch (fault) {
    throw fault instanceof FileFault ? fault : new FileFault('file-unreadable', reasonOf(fault), 'a file that can be read');
  }
}

function changed(): FileFault {
  return new FileFault('file-changed', 'the file changed while it was read', 'a file that nobody writes to; read it again');
}

function tooLarge(size: number): FileFault {
  return new FileFault('file-too-large', `${size} bytes`, `at most ${fileLimitBytes} bytes`);
}

/** Why the system refused a file, in words. */
export function reasonOf(fault: unknown): string {
  const code = fault instanceof Error && 'code' in fault ? String(fault.code) : String(fault);
  const words = new Map([
    ['ENOENT', 'nothing there'],
    ['EACCES', 'no permission'],
    ['EPERM', 'no permission'],
    ['ENOTDIR', 'not a folder'],
    ['EISDIR', 'a folder'],
  ]);
  return words.get(code) ?? code;
}
