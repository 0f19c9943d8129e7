import type { encodings } from './schemas/options.js';

type Encoding = (typeof encodings)[number];

const bytesOfCharacter = new Map<Encoding, ReadonlyMap<string, number>>();

/**
 * A text as bytes, composed (é as one character); null where the encoding has no byte for one of its characters: nothing is replaced.
 * The tables of windows-1250, 1251 and 1252 are those of the decoder, read backwards.
 */
export function encodeText(text: string, encoding: Encoding): Uint8Array | null {
  if (encoding === 'utf-8') return new TextEncoder().encode(text);
  const table = tableOf(encoding);
  const characters = [...text.normalize('NFC')];
  const bytes = new Uint8Array(characters.length);
  for (const [index, character] of characters.entries()) {
    const byte = table.get(character);
    if (byte === undefined) return null;
    bytes[index] = byte;
  }
  return bytes;
}

function tableOf(encoding: Encoding): ReadonlyMap<string, number> {
  const known = bytesOfCharacter.get(encoding);
  if (known !== undefined) return known;
  const decoded = new TextDecoder(encoding).decode(Uint8Array.from({ length: 256 }, (_, byte) => byte));
  const table = new Map([...decoded].map((character, byte) => [character, byte]));
  bytesOfCharacter.set(encoding, table);
  return table;
}
