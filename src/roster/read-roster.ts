import { cellReader } from './cells.js';
import { columnsOfFile, readingOrder } from './columns.js';
import type { Header } from './csv-header.js';
import { readTable } from './csv-table.js';
import { decodeSlices } from './decode.js';
import { FileFault, fileSource, type FileSource, type RosterFiles } from './files.js';
import { Intake } from './intake.js';
import { IssueList, compareIssues } from './issues.js';
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
import { resultOf, type Note, type RosterResult } from './result.js';
import type { RulePack } from './types-rates.js';
import type { Options, RosterFile } from './types.js';

/** What the caller says of the files; wins over `placewise.json`. */
export interface ReadOverrides {
  readonly encoding?: Encoding;
  readonly dateFormat?: DateFormat;
  readonly delimiter?: Delimiter;
  readonly options?: OptionsInput;
}

/** CSV files that belong to a roster folder but hold nothing that placing people needs. */
const unreadFiles = ['people.csv'];
const optionsFile = 'placewise.json';

/**
 * Reads a roster from a folder, or from files in memory, into records or a complete list of faults. Data faults never throw.
 * Works in slices of a few milliseconds, so the event loop stays free; 100,000 students take about two seconds.
 */
export async function readRoster(source: string | RosterFiles, overrides: ReadOverrides = {}): Promise<RosterResult> {
  const issues = new IssueList();
  const notes: Note[] = [];
  let files: FileSource;
  try {
    files = await fileSource(source);
  } catch (fault) {
    addFileFault(fault, null, issues);
    return { roster: null, issues: issues.list(), notes };
  }
  const { options, reading, issues: optionIssues } = await readOptions(files, overrides, issues);
  const rates = await readRates(options, files, issues);
  nameFiles(files, issues, notes);
  const intake = new Intake(issues, { file: (file) => `${file}.csv`, column: ({ column }) => column });
  for (const file of readingOrder) {
    if (files.names.includes(`${file}.csv`)) await readFile(file, files, reading, intake, notes);
  }
  const result = resultOf(intake, files.names.includes('hosts.csv'), options, issues, optionIssues, notes, rates);
  return { ...result, issues: [...result.issues].sort(compareIssues) };
}

async function readFile(file: RosterFile, files: FileSource, reading: Reading, intake: Intake, notes: Note[]): Promise<void> {
  const fileName = `${file}.csv`;
  const columns = columnsOfFile[file];
  const readCell = columns.map(({ format }) => cellReader(format, reading));
  const placeOfField = new Map(columns.map(({ field }, index) => [field, index]));
  let current: { readonly cells: readonly string[]; readonly header: Header } | null = null;
  const found = (field: string) => current?.cells[current.header.cellOfColumn[placeOfField.get(field) ?? -1] ?? -1] ?? '';
  intake.begin(file);
  let complete = false;
  const trims = columns.map(({ format }) => format === 'id' || format === 'text');
  let trimmedCount = 0;
  try {
    const slices = decodeSlices(files.slices(fileName), reading.encoding);
    const table = await readTable({ file, fileName, slices, delimiter: reading.delimiter }, intake.issues, (row, cells, header, whole) => {
      current = { cells, header };
      if (!whole) {
        intake.note(file, row, found('id').trim());
        return;
      }
      const plain: { [field: string]: unknown } = {};
      for (let index = 0; index < columns.length; index++) {
        const cell = cells[header.cellOfColumn[index] ?? -1];
        const value = cell === undefined ? null : readCell[index]?.(cell);
        if (typeof value === 'string' && trims[index] === true && value.length !== cell?.length) trimmedCount++;
        plain[columns[index]?.field ?? ''] = value;
      }
      intake.take(file, row, plain, found);
    });
    complete = table.complete;
    if (table.blankRowCount > 0) {
      notes.push({ code: 'blank-rows', file: fileName, text: `${fileName}: ${table.blankRowCount} blank rows were skipped.` });
    }
    if (trimmedCount > 0) {
      notes.push({ code: 'blanks-trimmed', file: fileName, text: `${fileName}: ${trimmedCount} cells lost the blanks around their text.` });
    }
  } catch (fault) {
    addFileFault(fault, fileName, intake.issues);
  }
  intake.end(file, complete);
}

async function readOptions(files: FileSource, overrides: ReadOverrides, issues: IssueList): Promise<OptionsResult> {
  const { options: given, ...reading } = overrides;
  const laid: OptionsInput = { ...given, ...reading };
  if (!files.names.includes(optionsFile)) return parseOptions({}, laid);
  const text = await readText(optionsFile, files, issues);
  return text === null ? parseOptions({}, laid) : parseOptionsText(text, laid);
}

/** The rule pack that the options name: a file of the roster, else one that comes with the program. */
async function readRates(options: Options, files: FileSource, issues: IssueList): Promise<RulePack | null> {
  const name = options.rulePack;
  if (name === null || !files.names.includes(name)) {
    const { pack, faults } = ratesOf(options);
    addPackFaults(faults, optionsFile, issues);
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

/** Missing files are errors; CSV files of another name are warned of, for one letter may hide a rule. */
function nameFiles(files: FileSource, issues: IssueList, notes: Note[]): void {
  const known = readingOrder.map((file) => `${file}.csv`);
  const strange = files.names.filter(
    (name) => /\.(?:csv|tsv|txt|xlsx|xls|ods)$/i.test(name) && !known.includes(name) && !unreadFiles.includes(name),
  );
  for (const name of ['students.csv', 'openings.csv']) {
    if (!files.names.includes(name)) {
      issues.add('error', name, null, () => ({
        code: 'file-missing',
        found: 'no such file',
        expected: `a file ${name}`,
        maybe: missingHint(name, strange),
      }));
    }
  }
  for (const name of strange) {
    issues.add('warning', name, null, () => ({
      code: 'file-unknown',
      found: name,
      expected: `one of: ${known.join(', ')}; it is not read`,
      maybe: nearest(
        name,
        known.filter((candidate) => !files.names.includes(candidate)),
      ),
    }));
  }
  for (const name of unreadFiles) {
    if (files.names.includes(name)) notes.push({ code: 'file-not-read', file: name, text: `${name} is read only by what prints papers.` });
  }
}

function missingHint(name: string, strange: readonly string[]): string | null {
  const near = nearest(name, strange);
  if (near !== null) return `${near} is meant`;
  const workbook = strange.find((candidate) => /\.(?:xlsx|xls|ods)$/i.test(candidate));
  return workbook === undefined ? null : `each sheet of ${workbook} should be saved as "CSV UTF-8"`;
}

function addFileFault(fault: unknown, fileName: string | null, issues: IssueList): void {
  if (!(fault instanceof FileFault)) throw fault;
  issues.add('error', fileName, null, () => ({ code: fault.code, found: fault.found, expected: fault.expected }));
}
