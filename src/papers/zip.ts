import PizZip from 'pizzip';

export type Zip = PizZip;

/** The same in every time zone: a zip file holds local time without saying where, and 1980 is where its count begins. */
function fixedDate(): Date {
  return new Date(1980, 0, 1, 0, 0, 0);
}

/** A zip file of text parts, in the order given. Same parts, same bytes. */
export function zipOfParts(parts: ReadonlyMap<string, string>): Uint8Array {
  const zip = new PizZip();
  for (const [name, text] of parts) zip.file(name, text, { createFolders: false });
  return bytesOfZip(zip);
}

/** Opens a zip file; throws where it is none. */
export function openZip(bytes: Uint8Array): Zip {
  return new PizZip(bytes);
}

/** The text of a part; null where there is no such part. */
export function textOfPart(zip: Zip, name: string): string | null {
  return zip.file(name)?.asText() ?? null;
}

/** Writes a zip file without the time at which it was made. */
export function bytesOfZip(zip: Zip): Uint8Array {
  for (const entry of Object.values(zip.files)) entry.date = fixedDate();
  return zip.generate({ type: 'uint8array', compression: 'DEFLATE' });
}
