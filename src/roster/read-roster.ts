import { isFaultsSheet } from './annotate/marks.js';
import { columnsOfFile, readingOrder, type Column } from './columns.js';
import type { Header } from './csv-header.js';
import { FileFault, type FileSource } from './files.js';
import { Intake } from './intake.js';
import { IssueList, compareIssues, shown } from './issues.js';
import { noMapping, parseMapping, type Mapping } from './mapping.js';
import { nearest } from './nearest.js';
import {
  parseOptions,
  parseOptionsText,
  type Delimiter,
  type Encoding,
  type DateFormat,
  type OptionsInput,
  type OptionsResult,
  type Reading,
} from './options.js';
import { addPackFaults, parsePack, ratesOf } from './rates.js';
import {
  holds,
  instructionSheets,
  nameOfFile,
  optionsOfSheet,
  rosterSource,
  tableOf,
  type RosterInput,
  type RosterSource,
} from './source.js';
import { RowReader } from './row-reader.js';
import { resultOf, type Note, type RosterResult } from './result.js';
import type { RulePack } from './types-rates.js';
import type { Options, RosterFile } from './types.js';

/** What the caller says of the files; wins over `placewise.json`. */
export interface ReadOverrides {
  readonly encoding?: Encoding;
  readonly dateFormat?: DateFormat;
  readonly delimiter?: Delimiter;
  readonly decimalComma?: boolean;
  readonly options?: OptionsInput;
  /** A mapping file: its text, and the name it has in messages; wins over the `mapping.json` of the folder. */
  readonly mapping?: { readonly json: string; readonly name: string };
}

/** CSV files that belong to a roster folder but hold nothing that placing people needs. */
const unreadFiles = ['people', 'agreements', 'units'];
/** Sheets of a workbook that are no tables of records. */
const bookSheets: readonly string[] = ['placewise', ...instructionSheets];
const optionsFile = 'placewise.json';
const mappingFile = 'mapping.json';

/**
 * Reads a roster from a folder or a workbook by its path, from the bytes of a workbook, or from files in memory (name to bytes or text), into records or a complete list of faults. Data faults never throw.
 * Works in slices of a few milliseconds, so the event loop stays free (a workbook is unpacked in one go); 100,000 students take about two seconds as CSV.
 */
export async function readRoster(source: RosterInput, overrides: ReadOverrides = {}): Promise<RosterResult> {
  const issues = new IssueList();
  let from: RosterSource;
  try {
    from = await rosterSource(source);
  } catch (fault) {
    addFileFault(fault, null, issues);
    return { roster: null, issues: issues.list(), notes: [] };
  }
  const mapping = await readMapping(from, overrides.mapping ?? null, issues);
  return readFrom(from, mapping, overrides, issues);
}

/** Reads an opened source; `issues` may hold what was found before. */
export async function readFrom(from: RosterSource, mapping: Mapping, overrides: ReadOverrides, issues: IssueList): Promise<RosterResult> {
  const notes: Note[] = [];
  const { options, reading, issues: optionIssues } = await readOptions(from, { ...mapping.reading, ...overrides }, issues);
  const rates = await readRates(options, from, issues);
  nameFiles(from, issues, notes);
  const written = new Map<Column, string>();
  const intake = new Intake(issues, {
    file: (file) => nameOfFile(from, file),
    column: (column) => (written.has(column) ? `${column.column} (${written.get(column)})` : column.column),
    reading,
  });
  for (const file of readingOrder) {
    if (holds(from, file)) await readFile(file, from, reading, mapping, intake, notes, written);
  }
  const result = resultOf(intake, holds(from, 'hosts'), options, issues, optionIssues, notes, rates);
  return { ...result, issues: [...result.issues].sort(compareIssues) };
}

async function readFile(
  file: RosterFile,
  from: RosterSource,
  reading: Reading,
  mapping: Mapping,
  intake: Intake,
  notes: Note[],
  written: Map<Column, string>,
): Promise<void> {
  const fileName = nameOfFile(from, file);
  const idColumn = columnsOfFile[file].findIndex(({ field }) => field === 'id');
  intake.begin(file);
  const reader = new RowReader(file, reading, mapping, intake);
  let complete = false;
  let isNoted = false;
  try {
    const table = await tableOf(from, file, reading, mapping, intake.issues, (row, cut, index, header, whole) => {
      if (!isNoted) noteHeader(file, fileName, header, written, notes);
      isNoted = true;
      if (whole) reader.take(row, cut, index, header);
      else intake.note(file, row, cut.textAt(index, header.cellOfColumn[idColumn] ?? -1).trim());
    });
    complete = table.complete;
    const say = (count: number, code: string, text: string) => {
      if (count > 0) notes.push({ code, file: fileName, text: `${fileName}: ${count} ${text}` });
    };
    say(table.blankRowCount, 'blank-rows', 'blank rows were skipped.');
    say(reader.trimmedCount, 'blanks-trimmed', 'cells lost the blanks around their text.');
    say(reader.absentCount, 'not-available', 'cells that say NA or N/A are read as blank.');
    say(reader.mappedCount, 'mapped', 'cells are read as the mapping says.');
  } catch (fault) {
    addFileFault(fault, fileName, intake.issues);
  }
  intake.end(file, complete);
}

/** Says which headers were read as columns of another name: nothing is understood in silence. */
function noteHeader(file: RosterFile, fileName: string, { readAs }: Header, written: Map<Column, string>, notes: Note[]): void {
  if (readAs.size === 0) return;
  for (const column of columnsOfFile[file]) {
    const header = readAs.get(column.column);
    if (header !== undefined) written.set(column, header);
  }
  const all = [...readAs].map(([column, header]) => `${shown(header)} as ${column}`);
  notes.push({ code: 'headers-read', file: fileName, text: `${fileName}: headers are read: ${all.join(', ')}.` });
}

async function readOptions(from: RosterSource, overrides: ReadOverrides, issues: IssueList): Promise<OptionsResult> {
  const { options: given, mapping: _mapping, ...reading } = overrides;
  const laid: OptionsInput = { ...given, ...reading };
  if (from.kind === 'workbook') {
    const sheet = from.sheetOfFile.get('placewise');
    if (sheet === undefined) return parseOptions({}, laid);
    const fileName = nameOfFile(from, 'placewise');
    const options = optionsOfSheet(sheet, (row, name) =>
      issues.add('error', fileName, row, () => ({ code: 'option-twice', column: name, found: name, expected: 'each option once' })),
    );
    return parseOptions(options, laid, fileName);
  }
  if (!from.files.names.includes(optionsFile)) return parseOptions({}, laid);
  const text = await readText(optionsFile, from.files, issues);
  return text === null ? parseOptions({}, laid) : parseOptionsText(text, laid);
}

/** The mapping that is given, else that of the folder, else none. */
async function readMapping(from: RosterSource, given: ReadOverrides['mapping'] | null, issues: IssueList): Promise<Mapping> {
  if (given !== null && given !== undefined) return parseMapping(given.json, given.name, issues);
  if (from.kind !== 'files' || !from.files.names.includes(mappingFile)) return noMapping;
  const text = await readText(mappingFile, from.files, issues);
  return text === null ? noMapping : parseMapping(text, mappingFile, issues);
}

/** The rule pack that the options name: a file of the roster, else one that comes with the program. */
async function readRates(options: Options, from: RosterSource, issues: IssueList): Promise<RulePack | null> {
  const name = options.rulePack;
  const files = from.kind === 'files' ? from.files : null;
  if (name === null || files === null || !files.names.includes(name)) {
    const { pack, faults } = ratesOf(options);
    addPackFaults(faults, from.kind === 'files' ? optionsFile : nameOfFile(from, 'placewise'), issues);
    return pack;
  }
  const text = await readText(name, files, issues);
  if (text === null) return null;
  let json: unknown = null;
  try {
    json = JSON.parse(text);
  } catch (fault) {
    if (!(fault instanceof SyntaxError)) throw fault;
    issues.add('error', name, null, () => ({ code: 'json-invalid', found: fault.message, expected: 'valid JSON' }));
    return null;
  }
  const { pack, faults } = parsePack(json);
  addPackFaults(faults, name, issues);
  return pack;
}

/** The text of a UTF-8 file; null where it cannot be had, which the issues then say. */
async function readText(name: string, files: FileSource, issues: IssueList): Promise<string | null> {
  try {
    const chunks: Uint8Array[] = [];
    for await (const slice of files.slices(name)) chunks.push(slice);
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch (fault) {
    if (fault instanceof TypeError)
      issues.add('error', name, null, () => ({ code: 'encoding-invalid', found: 'bytes that are not UTF-8', expected: 'UTF-8' }));
    else addFileFault(fault, name, issues);
    return null;
  }
}

/** Missing files are errors; tables of another name are warned of, for one letter may hide a rule. */
function nameFiles(from: RosterSource, issues: IssueList, notes: Note[]): void {
  const isFolder = from.kind === 'files';
  const plain = (name: string) => (isFolder ? name.replace(/\.csv$/, '') : name.trim().toLowerCase());
  const names = isFolder ? from.files.names.filter((name) => /\.(?:csv|tsv|txt|xlsx|xls|ods)$/i.test(name)) : from.names;
  const known: readonly string[] = readingOrder;
  const seen = new Set<string>();
  const strange = names.filter((name) => {
    const isKnown =
      known.includes(plain(name)) ||
      unreadFiles.includes(plain(name)) ||
      (!isFolder && (bookSheets.includes(plain(name)) || isFaultsSheet(name)));
    const isTwin = !isFolder && seen.has(plain(name));
    seen.add(plain(name));
    return !isKnown || isTwin;
  });
  const nameOf = (file: string) => (isFolder ? `${file}.csv` : `sheet ${file}`);
  for (const file of ['students', 'openings']) {
    if (holds(from, file)) continue;
    issues.add('error', nameOf(file), null, () => ({
      code: 'file-missing',
      found: isFolder ? 'no such file' : 'no such sheet',
      expected: isFolder ? `a file ${file}.csv` : `a sheet called ${file}`,
      maybe: missingHint(nameOf(file), isFolder ? strange : strange.map((name) => `sheet ${name}`)),
    }));
  }
  for (const name of strange) {
    issues.add('warning', isFolder ? name : `sheet ${name}`, null, () => ({
      code: 'file-unknown',
      found: name,
      expected: `one of: ${known.map((file) => (isFolder ? `${file}.csv` : file)).join(', ')}; it is not read`,
      maybe: nearest(
        name,
        known.filter((file) => !holds(from, file)).map((file) => (isFolder ? `${file}.csv` : file)),
      ),
    }));
  }
  for (const file of unreadFiles) {
    if (holds(from, file))
      notes.push({ code: 'file-not-read', file: nameOf(file), text: `${nameOf(file)} is read only by what prints papers.` });
  }
}

function missingHint(name: string, strange: readonly string[]): string | null {
  const near = nearest(name, strange);
  if (near !== null) return `${near} is meant`;
  const workbook = strange.find((candidate) => /\.(?:xlsx|xls|ods)$/i.test(candidate));
  return workbook === undefined ? null : `${workbook} is meant: give the workbook itself instead of its folder`;
}

function addFileFault(fault: unknown, fileName: string | null, issues: IssueList): void {
  if (!(fault instanceof FileFault)) throw fault;
  issues.add('error', fileName, null, () => ({ code: fault.code, found: fault.found, expected: fault.expected }));
}
