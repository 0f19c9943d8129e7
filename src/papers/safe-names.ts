import { createHash } from 'node:crypto';
import { compareText } from '../basics/order.js';

/** Letters, digits and a few marks; no leading or trailing dot, no `~`, which only our own names have. */
const plain = /^[A-Za-z0-9_-](?:[A-Za-z0-9._-]{0,58}[A-Za-z0-9_-])?$/;
/** Names that Windows keeps for devices, whatever comes after a dot. */
const reserved = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)/i;

/**
 * A file name for each id, without an ending. Ids that are plain names stay as they are; all others, and those that differ in case alone, become
 * what is plain of them, a `~` and the start of a hash. Distinct ids never share a name, not on file systems without case either.
 */
export function safeNames(ids: Iterable<string>): ReadonlyMap<string, string> {
  const sorted = [...new Set(ids)].sort(compareText);
  const ofFolded = new Map<string, number>();
  for (const id of sorted) ofFolded.set(id.toLowerCase(), (ofFolded.get(id.toLowerCase()) ?? 0) + 1);
  const names = new Map<string, string>();
  const taken = new Set<string>();
  for (const id of sorted) {
    const isPlain = plain.test(id) && !reserved.test(id) && ofFolded.get(id.toLowerCase()) === 1;
    const hash = createHash('sha256').update(id, 'utf16le').digest('hex');
    let name = isPlain ? id : `${cleaned(id)}~${hash.slice(0, 12)}`;
    if (taken.has(name.toLowerCase())) name = `${cleaned(id)}~${hash}`;
    taken.add(name.toLowerCase());
    names.set(id, name);
  }
  return names;
}

/** All names that `safeNames` may give an id, whatever the other ids are. */
export function namesThatMayBe(id: string): readonly string[] {
  const hash = createHash('sha256').update(id, 'utf16le').digest('hex');
  const marked = [`${cleaned(id)}~${hash.slice(0, 12)}`, `${cleaned(id)}~${hash}`];
  return plain.test(id) && !reserved.test(id) ? [id, ...marked] : marked;
}

function cleaned(id: string): string {
  return id.replace(/[^A-Za-z0-9_-]+/g, '_').slice(0, 40);
}
