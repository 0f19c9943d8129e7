import PizZip from 'pizzip';
import writeExcelFile from 'write-excel-file/node';

export type Value = string | number | boolean | Date | null;
export const day = (iso: string) => new Date(`${iso}T00:00:00Z`);

/** A workbook of sheets: name → rows, the header first. */
export function workbookOf(sheets: { readonly [name: string]: readonly (readonly Value[])[] }): Promise<Buffer> {
  return writeExcelFile(
    Object.entries(sheets).map(([sheet, rows]) => ({ sheet, data: rows.map((row) => [...row]), dateFormat: 'yyyy-mm-dd' })),
  ).toBuffer() as Promise<Buffer>;
}

/** The same workbook with one of its parts rewritten. */
export function tampered(workbook: Buffer, part: string, change: (xml: string) => string): Buffer {
  const zip = new PizZip(workbook);
  zip.file(part, change(zip.file(part)?.asText() ?? ''));
  return zip.generate({ type: 'nodebuffer', compression: 'DEFLATE' }) as Buffer;
}

/** Sheets that are sound: one person, one place. */
export const soundSheets = {
  students: [
    ['id', 'kind', 'birth_date', 'points', 'required'],
    ['S1', 'short-term', day('2008-05-04'), 40, true],
  ],
  openings: [
    ['id', 'host', 'start', 'end', 'seats', 'cost_travel'],
    ['O1', 'H1', day('2026-03-02'), day('2026-03-20'), 2, 275.5],
  ],
} satisfies { [name: string]: Value[][] };
