const starts: readonly (readonly [signature: string, kind: string])[] = [
  ['504b0304', 'an XLSX workbook (or another zip file)'],
  ['1f8b', 'a gzip file'],
  ['d0cf11e0a1b11ae1', 'an old XLS workbook'],
  ['25504446', 'a PDF file'],
];

/** What a file is when it is no CSV, by its first bytes, in words; null where it may be CSV. UTF-16 is named as such. */
export function kindOfBytes(head: Uint8Array): string | null {
  const hex = Buffer.from(head.subarray(0, 8)).toString('hex');
  for (const [signature, kind] of starts) if (hex.startsWith(signature)) return kind;
  if (hex.startsWith('fffe') || hex.startsWith('feff') || looksLikeUtf16(head)) return 'UTF-16 text';
  const text = Buffer.from(head.subarray(0, 512))
    .toString('latin1')
    .replace(/^\xef\xbb\xbf/, '')
    .trimStart()
    .toLowerCase();
  if (text.startsWith('<!doctype') || text.startsWith('<html')) return 'an HTML page';
  if (text.startsWith('<?xml')) return 'an XML file';
  if (/^(?:\{\s*["}]|\[\s*[[{"\]])/.test(text)) return 'a JSON file';
  return null;
}

/** Text in UTF-16 without a mark: every other byte of the beginning is 0. */
function looksLikeUtf16(head: Uint8Array): boolean {
  const length = Math.min(64, head.length - (head.length % 2));
  if (length < 4) return false;
  let even = 0;
  let odd = 0;
  for (let i = 0; i < length; i += 2) {
    if (head[i] === 0) even++;
    if (head[i + 1] === 0) odd++;
  }
  return Math.max(even, odd) * 2 === length && Math.min(even, odd) === 0;
}

/** Index of the first byte that is not part of well-formed UTF-8 (overlong forms, surrogates and cut characters count as bad); −1: none. */
export function firstBadByte(bytes: Uint8Array): number {
  for (let i = 0; i < bytes.length; ) {
    const lead = bytes[i] ?? 0;
    const length = lengthOfLead(lead);
    if (length === 0) return i;
    for (let k = 1; k < length; k++) {
      const next = bytes[i + k];
      if (next === undefined || (next & 0xc0) !== 0x80) return i;
    }
    const second = bytes[i + 1] ?? 0;
    const badSecond =
      (lead === 0xe0 && second < 0xa0) ||
      (lead === 0xed && second > 0x9f) ||
      (lead === 0xf0 && second < 0x90) ||
      (lead === 0xf4 && second > 0x8f);
    if (badSecond) return i;
    i += length;
  }
  return -1;
}

/** Bytes of the character that starts with this byte; 0 where none does. */
export function lengthOfLead(lead: number): number {
  if (lead < 0x80) return 1;
  if (lead >= 0xc2 && lead <= 0xdf) return 2;
  if (lead >= 0xe0 && lead <= 0xef) return 3;
  return lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
}
