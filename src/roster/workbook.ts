import { open, stat } from 'node:fs/promises';
import { kindOfBytes } from './bytes.js';
import { FileFault, reasonOf } from './files.js';
import { cellLimit, packedLimitBytes } from './limits.js';
import { scanSheets, type CellMark } from './workbook-scan.js';
import { xmlParts } from './zip-entries.js';

/** A cell as the workbook types it; a number is the text of its digits, so that none is lost. */
export type SheetCell = string | boolean | Date | { readonly digits: string } | null;

export interface Sheet {
  readonly name: string;
  /** rows[0] is row 1 of the sheet; all rows are equally long. */
  readonly rows: readonly (readonly SheetCell[])[];
  readonly marks: readonly CellMark[];
}

export interface Workbook {
  readonly sheets: readonly Sheet[];
}

const expected = 'an XLSX workbook, or a folder with students.csv and openings.csv';

/** The bytes of a workbook file; throws a `FileFault` where it cannot be had or is something else, which it names. */
export async function workbookBytes(path: string): Promise<Uint8Array> {
  try {
    const before = await stat(path);
    if (!before.isFile()) throw new FileFault('file-unreadable', 'a pipe or a device', expected);
    if (before.size > packedLimitBytes) throw new FileFault('file-too-large', `${before.size} bytes`, `at most ${packedLimitBytes} bytes`);
    const handle = await open(path, 'r');
    try {
      const bytes = await handle.readFile();
      const after = await handle.stat();
      if (bytes.length !== before.size || after.mtimeMs !== before.mtimeMs) {
        throw new FileFault('file-changed', 'the file changed while it was read', 'a file that nobody writes to; read it again');
      }
      return bytes;
    } finally {
      await handle.close();
    }
  } catch (fault) {
    throw fault instanceof FileFault ? fault : new FileFault('file-unreadable', reasonOf(fault), expected);
  }
}

/** Reads all sheets of a workbook; throws a `FileFault` for what is none, is broken or too large. */
export async function readWorkbook(bytes: Uint8Array): Promise<Workbook> {
  if (!isZip(bytes)) {
    const kind = bytes.length === 0 ? 'an empty file' : (kindOfBytes(bytes) ?? 'text, or something unknown');
    throw new FileFault('file-not-workbook', kind, expected);
  }
  const parts = xmlParts(bytes);
  if (!parts.has('xl/workbook.xml')) throw new FileFault('file-not-workbook', 'a zip file that holds no workbook', expected);
  const scans = scanSheets(parts);
  // A tenth of a second, which rosters in CSV do not pay.
  const { default: readSheets } = await import('read-excel-file/node');
  let read: readonly { readonly sheet: string; readonly data: readonly (readonly unknown[])[] }[];
  try {
    read = await readSheets<{ readonly digits: string }>(Buffer.from(bytes), { trim: false, parseNumber: (digits) => ({ digits }) });
  } catch (fault) {
    const reason = fault instanceof Error ? fault.message.slice(0, 200) : String(fault);
    throw new FileFault('workbook-broken', reason, 'a workbook that a spreadsheet program saved as XLSX');
  }
  const sheets = read.map(({ sheet, data }) => ({
    name: sheet,
    rows: data.map((row) => row.map(cellOf)),
    marks: scans.find(({ name }) => name === sheet)?.marks ?? [],
  }));
  for (const { name, rows } of sheets) {
    const long = rows.findIndex((row) => row.some((cell) => typeof cell === 'string' && cell.length > cellLimit));
    if (long >= 0) throw new FileFault('cell-too-long', `sheet ${name}, row ${long + 1}`, `cells of at most ${cellLimit} characters`);
  }
  return { sheets };
}

export function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4;
}

function cellOf(value: unknown): SheetCell {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'boolean' || value instanceof Date) return value;
  return value as { readonly digits: string };
}
