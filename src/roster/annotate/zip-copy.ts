import { crc32, deflateRawSync } from 'node:zlib';
import { entriesOf, packedOf } from '../zip-entries.js';

/** 1 January 1980, where the count of zip files begins: the same bytes whenever they are written. */
const firstStamp = 0x00210000;

/** A copy of a zip file in which some parts are others, and new ones stand at the end; all else keeps its bytes. */
export function zipWith(bytes: Uint8Array, changed: ReadonlyMap<string, string>): Uint8Array {
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const kept = entriesOf(source).map((entry) => {
    const text = changed.get(entry.name);
    return text === undefined ? { ...entry, packed: packedOf(source, entry) } : fresh(entry.name, text);
  });
  const names = new Set(kept.map(({ name }) => name));
  const added = [...changed].filter(([name]) => !names.has(name)).map(([name, text]) => fresh(name, text));
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, method, crc, stamp, packed, unpackedBytes } of [...kept, ...added]) {
    const nameBytes = Buffer.from(name, 'utf8');
    // What both records hold: version 2.0, names in UTF-8, method, time, check sum, sizes, length of the name, nothing extra.
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(0x800, 2);
    common.writeUInt16LE(method, 4);
    common.writeUInt32LE(stamp, 6);
    common.writeUInt32LE(crc, 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(unpackedBytes, 18);
    common.writeUInt16LE(nameBytes.length, 22);
    const entry = Buffer.alloc(6);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(20, 4);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(at, 10);
    directory.push(entry, common, place, nameBytes);
    const local = Buffer.from([0x50, 0x4b, 3, 4]);
    parts.push(local, common, nameBytes, packed);
    at += local.length + common.length + nameBytes.length + packed.length;
  }
  const directoryBytes = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(kept.length + added.length, 8);
  end.writeUInt16LE(kept.length + added.length, 10);
  end.writeUInt32LE(directoryBytes.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, directoryBytes, end]);
}

function fresh(name: string, text: string) {
  const bytes = Buffer.from(text, 'utf8');
  return { name, method: 8, crc: crc32(bytes), stamp: firstStamp, packed: deflateRawSync(bytes), unpackedBytes: bytes.length };
}
