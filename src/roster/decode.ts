import { firstBadByte, kindOfBytes, lengthOfLead } from './bytes.js';
import type { Encoding } from './options.js';

type Decoder = InstanceType<typeof TextDecoder>;

/** A stretch of a file's text. With a fault the text ends right before it, and nothing follows. */
export interface TextSlice {
  readonly text: string;
  readonly fault: { readonly code: string; readonly found: string; readonly expected: string; readonly maybe: string | null } | null;
}

/**
 * The text of a file in slices, strictly: a byte that is not of the encoding ends it with a fault, U+FFFD is never put in.
 * A UTF-8 mark at the beginning is taken off and wins over the declared encoding; files that are no text are named.
 */
export async function* decodeSlices(slices: AsyncIterable<Uint8Array>, declared: Encoding): AsyncGenerator<TextSlice> {
  let decoder: Decoder | null = null;
  let encoding = declared;
  let tail: Uint8Array = new Uint8Array(0);
  for await (const slice of slices) {
    let bytes = tail.length === 0 ? slice : Buffer.concat([tail, slice]);
    if (decoder === null) {
      const kind = kindOfBytes(bytes);
      if (kind !== null) {
        yield { text: '', fault: faultOfKind(kind) };
        return;
      }
      if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) {
        encoding = 'utf-8';
        bytes = bytes.subarray(3);
      }
      decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
    }
    const end = encoding === 'utf-8' ? wholeLength(bytes) : bytes.length;
    tail = bytes.slice(end);
    const sliced = decodeSlice(decoder, bytes.subarray(0, end));
    yield sliced;
    if (sliced.fault !== null) return;
  }
  if (tail.length > 0) yield { text: '', fault: faultOfByte(tail[0] ?? 0) };
}

function decodeSlice(decoder: Decoder, bytes: Uint8Array): TextSlice {
  try {
    return { text: decoder.decode(bytes), fault: null };
  } catch {
    const bad = firstBadByte(bytes);
    return { text: decoder.decode(bytes.subarray(0, bad)), fault: faultOfByte(bytes[bad] ?? 0, cellAround(bytes, bad)) };
  }
}

/** Length without a character that the slice cuts at its end. */
function wholeLength(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if ((byte & 0xc0) === 0x80) continue;
    return lengthOfLead(byte) > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

/** The cell that a byte stands in, at most 8 bytes before it and 12 behind. */
function cellAround(bytes: Uint8Array, at: number): Uint8Array {
  const isEnd = (byte: number) => byte === 10 || byte === 13 || byte === 9 || byte === 44 || byte === 59 || byte === 34;
  let start = at;
  let end = at + 1;
  while (start > 0 && at - start < 8 && !isEnd(bytes[start - 1] ?? 10)) start--;
  while (end < bytes.length && end - at < 12 && !isEnd(bytes[end] ?? 10)) end++;
  return bytes.subarray(start, end);
}

/** How a cell reads in each of the encodings that may be declared: people know which one is theirs. */
function previewOf(cell: Uint8Array): string {
  return (['windows-1250', 'windows-1251', 'windows-1252'] as const)
    .map((encoding) => `${encoding} reads “${new TextDecoder(encoding).decode(cell)}”`)
    .join(', ');
}

function faultOfByte(byte: number, cell?: Uint8Array): TextSlice['fault'] {
  return {
    code: 'encoding-invalid',
    found: `the byte ${byte.toString(16).toUpperCase().padStart(2, '0')}`,
    expected: 'UTF-8, or a declared encoding',
    maybe:
      cell === undefined
        ? 'the file is windows-1252, windows-1250 or windows-1251: save it as UTF-8, or declare "encoding"'
        : `declare "encoding": ${previewOf(cell)}`,
  };
}

function faultOfKind(kind: string): TextSlice['fault'] {
  return kind === 'UTF-16 text'
    ? { code: 'encoding-utf16', found: kind, expected: 'CSV in UTF-8', maybe: 'save it as "CSV UTF-8"' }
    : {
        code: 'file-not-csv',
        found: kind,
        expected: 'a CSV file',
        maybe: /XLSX/.test(kind) ? 'give the workbook itself, with a sheet for each file' : /XLS/.test(kind) ? 'save it as XLSX' : null,
      };
}
