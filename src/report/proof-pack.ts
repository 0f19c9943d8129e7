import { checkFolder, writeFolder } from './folder.js';

const packNames: ReadonlySet<string> = new Set(['README.md', 'SHA256SUMS', 'model.json', 'proof.json', 'replay.mjs']);

export interface PackOptions {
  /** Replace an earlier pack. */
  readonly force: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** Throws OutputError where `writeProofPack` could not write into this folder; for asking before the work. */
export function checkPackFolder(folder: string, options: PackOptions): Promise<void> {
  return checkFolder(folder, { ...options, ownNames: packNames });
}

/** Writes the files of a proof pack; they appear whole or not at all. Throws OutputError; where `signal` is aborted before the end, its reason. */
export function writeProofPack(files: ReadonlyMap<string, string>, folder: string, options: PackOptions): Promise<void> {
  return writeFolder(folder, files, { ...options, ownNames: packNames });
}
