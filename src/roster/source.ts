import { stat } from 'node:fs/promises';
import { readTable, type TableNotes, type TakeRow } from './csv-table.js';
import { decodeSlices } from './decode.js';
import { FileFault, fileSource, type FileSource, type RosterFiles } from './files.js';
import type { IssueList } from './issues.js';
import { packedLimitBytes } from './limits.js';
import type { Mapping } from './mapping.js';
import type { Reading } from './options.js';
import { readSheet } from './sheet-table.js';
import { textOfSheetCell } from './cell-text.js';
import type { RosterFile } from './types.js';
import { readWorkbook, workbookBytes, type Sheet } from './workbook.js';

/** Where a roster comes from: a folder or files in memory, or a workbook with a sheet for each file. */
export type RosterSource =
  | { readonly kind: 'files'; readonly files: FileSource }
  | {
      readonly kind: 'workbook';
      readonly sheetOfFile: ReadonlyMap<string, Sheet>;
      readonly names: readonly string[];
      /** What the user calls the sheet of a file. */
      readonly titleOf: (file: string) => string;
    };

/** Sheets that our own template has and that hold no records. */
export const instructionSheets: readonly string[] = ['instructions', 'lists'];

/** What a roster may be read from: the path of a folder or a workbook, the bytes of a workbook, or files in memory. */
export type RosterInput = string | Uint8Array | RosterFiles;

/** Opens a source; throws a `FileFault` where it cannot be had, or is neither a folder nor a workbook. */
export async function rosterSource(source: RosterInput): Promise<RosterSource> {
  const bytes = await bytesOfWorkbook(source);
  if (!(bytes instanceof Uint8Array)) return { kind: 'files', files: await fileSource(bytes) };
  const { sheets } = await readWorkbook(bytes);
  const sheetOfFile = new Map<string, Sheet>();
  for (const sheet of sheets) {
    const name = sheet.name.trim().toLowerCase();
    if (!sheetOfFile.has(name)) sheetOfFile.set(name, sheet);
  }
  const titleOf = (file: string) => `sheet ${sheetOfFile.get(file)?.name ?? file}`;
  return { kind: 'workbook', sheetOfFile, names: sheets.map(({ name }) => name), titleOf };
}

/** The bytes of a workbook; what is none is handed back. */
async function bytesOfWorkbook(source: RosterInput): Promise<RosterInput> {
  if (typeof source === 'string') return (await isFile(source)) ? workbookBytes(source) : source;
  if (source instanceof Uint8Array && source.length > packedLimitBytes)
    throw new FileFault('file-too-large', `${source.length} bytes`, `at most ${packedLimitBytes} bytes`);
  return source;
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

/** What the user calls a file of the roster: `students.csv` or `sheet students`. */
export function nameOfFile(source: RosterSource, file: string): string {
  return source.kind === 'files' ? `${file}.csv` : source.titleOf(file);
}

export function holds(source: RosterSource, file: string): boolean {
  return source.kind === 'files' ? source.files.names.includes(`${file}.csv`) : source.sheetOfFile.has(file);
}

/** Reads the table of a file of the roster; rejects with a `FileFault` where its bytes cannot be had. */
export function tableOf(
  source: RosterSource,
  file: RosterFile,
  reading: Reading,
  mapping: Mapping,
  issues: IssueList,
  take: TakeRow,
): Promise<TableNotes> {
  const fileName = nameOfFile(source, file);
  if (source.kind === 'files') {
    const slices = decodeSlices(source.files.slices(fileName), reading.encoding);
    return readTable({ file, fileName, slices, delimiter: reading.delimiter, mapping }, issues, take);
  }
  const sheet = source.sheetOfFile.get(file);
  if (sheet === undefined) throw new Error(`there is no sheet ${file}`);
  return readSheet({ file, fileName, sheet, reading, mapping }, issues, take);
}

/**
 * The options of a workbook: its sheet `placewise`, the name of an option in the first column and its value in the second, as it would stand in
 * placewise.json (a bare word needs no quotes there). A name that comes twice is reported by `twice`.
 */
export function optionsOfSheet(sheet: Sheet, twice: (row: number, name: string) => void): { readonly [name: string]: unknown } {
  const options = new Map<string, unknown>();
  for (const [index, row] of sheet.rows.entries()) {
    const [name = '', value = ''] = row.slice(0, 2).map((cell) => textOfSheetCell(cell, { dateFormat: 'iso', decimalComma: false }).trim());
    if (name === '' || (index === 0 && name.toLowerCase() === 'option')) continue;
    if (options.has(name)) twice(index + 1, name);
    options.set(name, jsonOrText(value));
  }
  return Object.fromEntries(options);
}

function jsonOrText(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
