import { decode, encode, encodeSlices, type Encodable } from '../basics/encode.js';
import type { Solution } from './types.js';

/** What `proof.bin` holds: the hash of the model it is about, and the claims with all witnesses and proofs. Numbers only, no names. */
export interface ProofFile {
  readonly modelHash: string;
  readonly solution: Solution;
}

const format = 'placewise-proof';
const version = 1;

export function writeProof(file: ProofFile): Uint8Array {
  return encode(contentOf(file));
}

/** The same bytes, written in pieces of a fraction of a millisecond. */
export function writeProofSlices(file: ProofFile): Generator<void, Uint8Array, void> {
  return encodeSlices(contentOf(file));
}

function contentOf({ modelHash, solution }: ProofFile): Encodable {
  return { format, version, modelHash, solution: solution as unknown as Encodable };
}

/** Throws RangeError for bytes that are no proof file of this version. What the proof is worth is for certify/ to find. */
export function readProof(bytes: Uint8Array): ProofFile {
  const value = decode(bytes) as { readonly [key: string]: unknown } | null;
  if (value === null || typeof value !== 'object' || value.format !== format) throw new RangeError('not a proof file');
  if (value.version !== version) throw new RangeError('a proof file of another version');
  if (typeof value.modelHash !== 'string' || typeof value.solution !== 'object' || value.solution === null)
    throw new RangeError('a proof file without content');
  return { modelHash: value.modelHash, solution: value.solution as Solution };
}
