import { inflateRawSync } from 'node:zlib';
import { FileFault } from './files.js';
import { unpackedLimitBytes, zipEntryLimit } from './limits.js';

const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;
const localSignature = 0x04034b50;
/** A comment of the archive may stand behind its end record. */
const endSearchBytes = 65_557;

export interface Entry {
  readonly name: string;
  readonly method: number;
  /** Check sum of the unpacked bytes. */
  readonly crc: number;
  /** Time and date of the file as zip files hold them. */
  readonly stamp: number;
  readonly packedBytes: number;
  readonly unpackedBytes: number;
  readonly at: number;
}

const broken = () => new FileFault('workbook-broken', 'a zip file that cannot be unpacked', 'an XLSX workbook');

/**
 * The XML parts of a workbook, by name, unpacked under a limit: an archive of a few kilobytes may unpack to gigabytes, and may lie about it, so that
 * each part is unpacked to the size it claims and no further. Throws a `FileFault` for broken or too large archives.
 */
export function xmlParts(bytes: Uint8Array): ReadonlyMap<string, string> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries = entriesOf(buffer).filter(({ name }) => /\.(?:xml|rels)$/.test(name));
  const total = entries.reduce((sum, { unpackedBytes }) => sum + unpackedBytes, 0);
  if (total > unpackedLimitBytes) {
    throw new FileFault('workbook-too-large', `${total} bytes when unpacked`, `at most ${unpackedLimitBytes} bytes when unpacked`);
  }
  const parts = new Map<string, string>();
  for (const entry of entries) {
    if (parts.has(entry.name)) throw broken();
    parts.set(entry.name, unpacked(buffer, entry).toString('utf8'));
  }
  return parts;
}

/** What an archive holds, in its order. */
export function entriesOf(buffer: Buffer): Entry[] {
  let end = buffer.length - 22;
  const least = Math.max(0, buffer.length - endSearchBytes);
  while (end >= least && buffer.readUInt32LE(end) !== endSignature) end--;
  if (end < least) throw broken();
  const count = buffer.readUInt16LE(end + 10);
  let at = buffer.readUInt32LE(end + 16);
  if (count > zipEntryLimit) throw new FileFault('workbook-too-large', `${count} parts`, `at most ${zipEntryLimit} parts`);
  const entries: Entry[] = [];
  for (let k = 0; k < count; k++) {
    if (at + 46 > buffer.length || buffer.readUInt32LE(at) !== entrySignature) throw broken();
    if ((buffer.readUInt16LE(at + 8) & 1) === 1) throw new FileFault('workbook-locked', 'a workbook with a password', 'one without');
    const nameEnd = at + 46 + buffer.readUInt16LE(at + 28);
    entries.push({
      name: buffer.toString('utf8', at + 46, nameEnd),
      method: buffer.readUInt16LE(at + 10),
      stamp: buffer.readUInt32LE(at + 12),
      crc: buffer.readUInt32LE(at + 16),
      packedBytes: buffer.readUInt32LE(at + 20),
      unpackedBytes: buffer.readUInt32LE(at + 24),
      at: buffer.readUInt32LE(at + 42),
    });
    at = nameEnd + buffer.readUInt16LE(at + 30) + buffer.readUInt16LE(at + 32);
  }
  return entries;
}

/** The bytes of an entry as they lie in the archive. */
export function packedOf(buffer: Buffer, { packedBytes, at }: Entry): Buffer {
  if (at + 30 > buffer.length || buffer.readUInt32LE(at) !== localSignature) throw broken();
  const start = at + 30 + buffer.readUInt16LE(at + 26) + buffer.readUInt16LE(at + 28);
  const packed = buffer.subarray(start, start + packedBytes);
  if (packed.length !== packedBytes) throw broken();
  return packed;
}

function unpacked(buffer: Buffer, entry: Entry): Buffer {
  const { method, unpackedBytes } = entry;
  const packed = packedOf(buffer, entry);
  if (method === 0) return packed;
  if (method !== 8) throw broken();
  try {
    // One byte of room: a part of 0 bytes may not ask for 0.
    const data = inflateRawSync(packed, { maxOutputLength: unpackedBytes + 1 });
    if (data.length === unpackedBytes) return data;
  } catch {
    // Named below, whatever it was.
  }
  throw broken();
}
