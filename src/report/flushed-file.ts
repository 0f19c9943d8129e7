import { type FileHandle, open } from 'node:fs/promises';

/** What a file holds: whole, or its text in pieces, made while the pieces before them are written. */
export type FileContent = string | Uint8Array | (() => Pieces);

export type Pieces = Iterable<string> | AsyncIterable<string>;

/** Writes a file that is not there yet, private to its owner, and flushes it to disk. An aborted signal throws its reason. */
export async function writeFlushed(path: string, content: FileContent, signal: AbortSignal | undefined): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    if (typeof content === 'function') await writePieces(file, content(), signal);
    else await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** One piece is written while the next is made, and no more than these two are held. */
async function writePieces(file: FileHandle, pieces: Pieces, signal: AbortSignal | undefined): Promise<void> {
  let written: Promise<void> = Promise.resolve();
  try {
    for await (const piece of pieces) {
      await written;
      signal?.throwIfAborted();
      written = file.writeFile(piece);
      // A fault is heard at the next piece, which may take its time.
      written.catch(() => undefined);
    }
  } finally {
    await written;
  }
}
