import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { compareText } from '../../basics/order.js';
import { textOfSheetCell } from '../cell-text.js';
import { FileFault } from '../files.js';
import { rawSheets } from '../import/raw-table.js';
import { IssueList } from '../issues.js';
import { noMapping, parseMapping, type Mapping } from '../mapping.js';
import { parseOptionsText, type Reading } from '../options.js';
import type { Issue, RosterFile } from '../types.js';
import { isZip, readWorkbook, workbookBytes, type Sheet } from '../workbook.js';
import { fileNamed, marksOf, type WrittenTable } from './marks.js';
import { workbookOfTables } from './sheets.js';
import { annotatedWorkbook } from './workbook-copy.js';

export interface AnnotateRequest {
  /** A workbook, a folder of CSV files, or CSV files; `name` is what the user (and the issues) call a file. */
  readonly inputs: readonly { readonly path: string; readonly name: string }[];
  readonly issues: readonly Issue[];
  readonly mapping?: Mapping;
  /** What is known of a table, by one of its names. */
  readonly known?: readonly { readonly name: string; readonly file: RosterFile; readonly headerRow: number }[];
  readonly encoding?: Reading['encoding'];
}

/**
 * The bytes of an annotated copy of what was read: a workbook keeps everything it has, CSV files become the sheets of one, each cell as it is written.
 * Cells at fault are filled, and a sheet lists all faults. Throws a `FileFault` where the source cannot be read as a table at all, or is several workbooks.
 */
export async function annotatedCopy({ inputs, issues, known = [], ...declared }: AnnotateRequest): Promise<Uint8Array> {
  const withKnown = (table: WrittenTable): WrittenTable => {
    const said = known.find(({ name }) => table.titles.includes(name));
    return said === undefined ? table : { ...table, file: said.file, headerRow: said.headerRow };
  };
  const files = (await Promise.all(inputs.map(filesOf))).flat();
  const { mapping, encoding } = { ...(await declaredIn(inputs[0]?.path ?? '')), ...declared };
  const [first] = files;
  if (files.length === 1 && first !== undefined) {
    const bytes = await workbookBytes(first.path);
    if (isZip(bytes)) {
      const { sheets } = await readWorkbook(bytes);
      const tables = sheets.map((sheet) => withKnown(tableOf(sheet, titlesOf(sheet.name, first.name, sheets.length))));
      return annotatedWorkbook(bytes, tables, marksOf(tables, issues, mapping));
    }
  }
  const tables: WrittenTable[] = [];
  for (const { path, name, isNamed } of files) {
    let sheet: Sheet | undefined;
    try {
      const sheets = await rawSheets(path, name, { encoding, delimiter: null }, new IssueList(), true);
      if (sheets.length > 1)
        throw new FileFault('workbooks-many', 'several workbooks', 'one workbook, or CSV files, for an annotated copy');
      sheet = sheets[0];
    } catch (fault) {
      if (!(fault instanceof FileFault) || fault.code === 'workbooks-many') throw fault;
    }
    if (sheet === undefined && !issues.some(({ file }) => file === name)) continue;
    const sheetName = sheetNameOf(name, tables);
    // What cannot be read at all has an empty sheet: its faults are in the list.
    tables.push(withKnown({ ...tableOf(sheet ?? { name, rows: [], marks: [] }, isNamed ? [name] : [basename(name)]), sheetName }));
  }
  return workbookOfTables(tables, marksOf(tables, issues, mapping));
}

/** CSV files of a folder by name; a file stands for itself. */
async function filesOf({ path, name }: { readonly path: string; readonly name: string }) {
  if (!(await isFolder(path))) return [{ path, name, isNamed: true }];
  const names = (await readdir(path)).filter((file) => file.endsWith('.csv')).sort(compareText);
  return names.map((file) => ({ path: join(path, file), name: file, isNamed: false }));
}

/** What a folder says of its own files. What is wrong with that is told by whoever reads the roster. */
async function declaredIn(folder: string): Promise<{ readonly mapping: Mapping; readonly encoding: Reading['encoding'] }> {
  const textOf = (name: string) => readFile(join(folder, name), 'utf8').catch(() => null);
  const mappingText = await textOf('mapping.json');
  const mapping = mappingText === null ? noMapping : parseMapping(mappingText, 'mapping.json', new IssueList());
  const optionsText = await textOf('placewise.json');
  const encoding = optionsText === null ? null : parseOptionsText(optionsText).reading.encoding;
  return { mapping, encoding: mapping.reading.encoding ?? encoding ?? 'utf-8' };
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    throw new FileFault('file-unreadable', 'nothing there', 'a roster to annotate');
  }
}

/** What the issues may call a sheet: as a roster, as a list to import, and by the file that its records are of. */
function titlesOf(sheet: string, name: string, sheetCount: number): string[] {
  const own = fileNamed(sheet);
  return [`sheet ${sheet}`, `${name}, sheet ${sheet}`, ...(sheetCount === 1 ? [name] : []), ...(own === null ? [] : [`${own}.csv`])];
}

function tableOf({ name, rows }: Sheet, titles: readonly string[]): WrittenTable {
  const reading = { dateFormat: 'iso', decimalComma: false } as const;
  return {
    titles,
    sheetName: name,
    file: fileNamed(name),
    headerRow: null,
    rows: rows.map((row) => row.map((cell) => textOfSheetCell(cell, reading))),
  };
}

/** A name that a sheet may have and no other has: 31 characters, none of `[]:*?/\`. */
function sheetNameOf(name: string, others: readonly WrittenTable[]): string {
  const plain = basename(name)
    .replace(/\.csv$/i, '')
    .replace(/[[\]:*?/\\']/g, '_')
    .slice(0, 26);
  const used = new Set(others.map(({ sheetName }) => sheetName.toLowerCase()));
  let unique = plain === '' ? 'list' : plain;
  for (let k = 2; used.has(unique.toLowerCase()); k++) unique = `${plain} ${k}`;
  return unique;
}
