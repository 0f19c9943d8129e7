import { resolve } from 'node:path';
import { type Command, InvalidArgumentError, Option } from '@commander-js/extra-typings';
import { withGuard } from '../report/csv.js';
import { csvText } from '../roster/write.js';
import { checkFolder, writeFolder } from '../report/folder.js';
import type { AnnotateRequest } from '../roster/annotate/annotate.js';
import { formatIssue, formatIssues } from '../roster/format-issues.js';
import type { ImportedTable, ImportRequest, ImportResult } from '../roster/import/import-roster.js';
import { textOfJson } from '../report/summary.js';
import { shown } from '../roster/issues.js';
import { mappingText } from '../roster/mapping.js';
import { dateFormats, encodings } from '../roster/schemas/options.js';
import { rosterFiles, type RosterFile } from '../roster/types.js';
import { annotate, annotateFlag, annotateWords, checkAnnotate } from './annotate.js';
import type { Door } from './door.js';
import { type Act, type ExitCode, exitCodes } from './exit-codes.js';
import { type Io, print } from './io.js';
import { mappingOf } from './mapping-file.js';

interface ImportFlags {
  readonly out?: string;
  readonly force?: true;
  readonly mapping?: string;
  readonly annotate?: string;
  readonly encoding?: (typeof encodings)[number];
  readonly dateFormat?: (typeof dateFormats)[number];
  readonly decimalComma?: true;
  readonly set: ImportRequest['changes'];
  readonly drop: ImportRequest['dropped'];
  readonly keep: ImportRequest['kept'];
  readonly value: ImportRequest['values'];
  readonly default: ImportRequest['defaults'];
  readonly json?: true;
  readonly quiet?: true;
}

const examples = `
Examples:
  placewise import people.xlsx
  placewise import people.csv places.csv --encoding windows-1250 --date-format dmy --out roster
  placewise import students=list.csv --default students:kind=short-term --drop students:9 --out roster

Without --out it only shows what would be read. What is shown as read may be changed by a mapping file: DIR gets one
(import-mapping.json) that reads the next list of the same kind by itself. Names, e-mail addresses and telephone numbers go to
people.csv and nowhere else. Rows are those the spreadsheet shows.`;

const ownNames: ReadonlySet<string> = new Set([...rosterFiles.map((file) => `${file}.csv`), 'people.csv', 'import-mapping.json']);

/** Adds the command `import`. */
export function addImport(program: Command, act: Act, io: Io, door: () => Promise<Door>): void {
  program
    .command('import')
    .summary('turn a foreign list into a clean roster')
    .description('Proposes what the columns of a foreign list mean, shows how it would be read, and writes a clean roster.')
    .argument('<files...>', 'CSV files or workbooks; students=FILE says what a file is')
    .option('--out <dir>', 'folder for the clean roster')
    .option('--force', 'replace a roster that is already there')
    .option('--mapping <file>', 'what headers and texts mean (JSON)')
    .option(annotateFlag, annotateWords)
    .addOption(new Option('--encoding <name>', 'characters of CSV files').choices(encodings))
    .addOption(new Option('--date-format <format>', 'order of dates in text').choices(dateFormats))
    .option('--decimal-comma', 'numbers have a decimal comma')
    .option('--value <file:column:text=meaning>', 'what a text of a column means', several(valueOf), [])
    .option('--default <file:column=text>', 'what stands in a blank cell', several(defaultOf), [])
    .option('--set <file:row:column=text>', 'change one cell, written as in the list', several(changeOf), [])
    .option('--drop <file:row>', 'leave a row out', several(rowOf), [])
    .option('--keep <file:row>', 'a row is a person of its own, whatever it looks like', several(rowOf), [])
    .option('--json', 'print what was read, and the mapping, as JSON')
    .option('--quiet', 'print nothing but faults')
    .addHelpText('after', examples)
    .action((files, flags) => act(() => importFiles(files, flags, io, door)));
}

async function importFiles(files: readonly string[], flags: ImportFlags, io: Io, openDoor: () => Promise<Door>): Promise<ExitCode> {
  const writing = { force: flags.force ?? false, ownNames, signal: io.signal };
  const out = flags.out === undefined ? null : resolve(io.cwd, flags.out);
  if (out !== null) await checkFolder(out, writing);
  await checkAnnotate(flags.annotate, writing.force, io);
  const { mapping } = await mappingOf(flags.mapping, io);
  const door = await openDoor();
  const inputs = files.map((given) => {
    const [, file, path = given] = /^([a-z]+)=(.+)$/.exec(given) ?? [];
    const known = rosterFiles.find((candidate) => candidate === file) ?? null;
    const name = known === null ? given : path;
    return { path: resolve(io.cwd, name), name, file: known };
  });
  const result = await door.importRoster({
    inputs,
    mapping: mapping ?? null,
    reading: {
      ...(flags.encoding && { encoding: flags.encoding }),
      ...(flags.dateFormat && { dateFormat: flags.dateFormat }),
      ...(flags.decimalComma && { decimalComma: true }),
    },
    values: flags.value,
    defaults: flags.default,
    changes: flags.set,
    dropped: flags.drop,
    kept: flags.keep,
  });
  const isPlain = !flags.json && !flags.quiet;
  const { files: made, ...rest } = result;
  const json = { format: 'placewise-import-1', folder: flags.out ?? null, ...rest, files: made === null ? null : [...made.keys()] };
  if (isPlain) await print(io.stdout, previewOf(result));
  if (flags.json) await print(io.stdout, textOfJson(json));
  const marked = () => annotate(flags.annotate, writing.force, io, annotateRequestOf(result, inputs, flags));
  if (result.files === null) {
    await print(io.stderr, `${formatIssues(result.issues)}\n`);
    await marked();
    await print(
      io.stderr,
      `${flags.annotate === undefined ? 'Nothing' : 'No roster'} was written: mend the faults above in the list, or say --set, --drop, --value, --default.\n`,
    );
    return exitCodes.badInput;
  }
  await print(io.stderr, result.issues.map((issue) => `${formatIssue(issue)}\n`).join(''));
  await marked();
  if (out === null) {
    if (isPlain) await print(io.stdout, 'Nothing was written: say --out DIR to write the clean roster.\n');
    return exitCodes.done;
  }
  const texts = new Map<string, string>();
  for (const [name, rows] of result.files) {
    // People's names are for spreadsheets, not for the reader: what would run as a formula there is made text.
    const safe = name === 'people.csv' ? rows.map((row) => row.map(withGuard)) : rows;
    texts.set(name, `\uFEFF${await csvText(safe)}`);
  }
  texts.set('import-mapping.json', mappingText(result.mapping));
  await writeFolder(out, texts, writing);
  if (isPlain) await print(io.stdout, `${flags.out}: ${[...texts.keys()].join(', ')}\n`);
  return exitCodes.done;
}

/** Where the lists stand, what each is, and how their characters are written. */
function annotateRequestOf({ tables, issues, mapping }: ImportResult, inputs: AnnotateRequest['inputs'], { encoding }: ImportFlags) {
  const said = encoding ?? mapping.reading.encoding;
  return { inputs, issues, mapping, known: tables, ...(said !== undefined && { encoding: said }) };
}

function previewOf({ tables, notes }: ImportResult): string {
  return [...tables.map(previewOfTable), notes.map((note) => `${note}\n`).join('')].join('\n');
}

function previewOfTable({ name, file, headerRow, rowCount, columns, samples, values, doubtful }: ImportedTable): string {
  const width = Math.min(30, Math.max(...Object.keys(columns).map((header) => header.length)));
  const lines = Object.entries(columns).map(([header, target]) => {
    const example = (samples[header] ?? []).map((text) => shown(text, 24)).join(' · ');
    const said = target ?? (doubtful.includes(header) ? 'left out: it may be more than one column' : 'left out');
    return `  ${shown(header, 30).padEnd(width)} → ${said.padEnd(22)} ${example}`.trimEnd();
  });
  const meanings = Object.entries(values).flatMap(([column, texts]) =>
    Object.entries(texts).map(([text, meaning]) => `  ${column}: "${shown(text, 40)}" is read as ${meaning}`),
  );
  return `${name}: ${file}, ${rowCount} rows under the header in row ${headerRow}\n${[...lines, ...meanings].join('\n')}\n`;
}

function several<Value>(read: (text: string) => Value): (text: string, earlier: readonly Value[]) => Value[] {
  return (text, earlier) => [...earlier, read(text)];
}

function fileOf(name: string): RosterFile {
  const file = rosterFiles.find((candidate) => candidate === name);
  if (file === undefined) throw new InvalidArgumentError(`Expected it to begin with one of: ${rosterFiles.join(', ')}.`);
  return file;
}

function parts(text: string, pattern: RegExp, form: string): string[] {
  const found = pattern.exec(text);
  if (found === null) throw new InvalidArgumentError(`Expected ${form}.`);
  return found.slice(1);
}

function valueOf(text: string): ImportRequest['values'][number] {
  const [file = '', column = '', said = '', meaning = ''] = parts(text, /^(\w+):(\w+):(.+?)=(.*)$/, 'FILE:COLUMN:TEXT=MEANING');
  return { file: fileOf(file), column, text: said, meaning };
}

function defaultOf(text: string): ImportRequest['defaults'][number] {
  const [file = '', column = '', said = ''] = parts(text, /^(\w+):(\w+)=(.+)$/, 'FILE:COLUMN=TEXT');
  return { file: fileOf(file), column, text: said };
}

function changeOf(text: string): ImportRequest['changes'][number] {
  const [file = '', row = '', column = '', said = ''] = parts(text, /^(\w+):([1-9]\d{0,6}):([^=]+)=(.*)$/, 'FILE:ROW:COLUMN=TEXT');
  return { file: fileOf(file), row: Number(row), column, text: said };
}

function rowOf(text: string): ImportRequest['dropped'][number] {
  const [file = '', row = ''] = parts(text, /^(\w+):([1-9]\d{0,6})$/, 'FILE:ROW');
  return { file: fileOf(file), row: Number(row) };
}
