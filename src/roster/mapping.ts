import { z } from 'zod';
import { columnsOfFile } from './columns.js';
import { foldName } from './fold.js';
import type { IssueList } from './issues.js';
import { repeatedNames } from './json-names.js';
import { nearest } from './nearest.js';
import type { Reading } from './options.js';
import { readingSchema } from './schemas/options.js';
import { rosterFiles, type RosterFile } from './types.js';

/**
 * How the headers of somebody's files are called here: file → header → column. A header with null is left out on purpose; one with `people.name` or the like
 * goes to people.csv on import and is left out by what plans. `values` says what is meant by a text of a column, `defaults` what stands in a blank cell.
 */
export interface Mapping {
  readonly columns: { readonly [file in RosterFile]?: { readonly [header: string]: string | null } };
  readonly values: { readonly [file in RosterFile]?: { readonly [column: string]: { readonly [text: string]: string } } };
  readonly defaults: { readonly [file in RosterFile]?: { readonly [column: string]: string } };
  /** How the files are written, as in placewise.json. */
  readonly reading: Partial<Pick<Reading, 'encoding' | 'dateFormat' | 'decimalComma'>>;
}

export const noMapping: Mapping = { columns: {}, values: {}, defaults: {}, reading: {} };

/** Columns of people.csv, the one file for what is personal. */
export const peopleColumns = [
  'id',
  'name',
  'first_name',
  'last_name',
  'email',
  'phone',
  'address',
  'national_id',
  'guardian',
  'guardian_email',
  'guardian_phone',
] as const;
const peopleTargets = peopleColumns.filter((column) => column !== 'id').map((column) => `people.${column}`);

const text = z.string({ error: 'text in quotes' });
const ofFiles = <Schema extends z.ZodType>(schema: Schema) =>
  z.strictObject(
    Object.fromEntries(rosterFiles.map((file) => [file, schema.optional()])) as { [file in RosterFile]: z.ZodOptional<Schema> },
  );
const texts = z.record(z.string(), text, { error: 'an object of texts' });
const mappingSchema = z.strictObject(
  {
    ...(Object.fromEntries(
      rosterFiles.map((file) => [
        file,
        z.record(z.string(), text.nullable(), { error: 'an object of headers, {"Datum": "start"}' }).optional(),
      ]),
    ) as { [file in RosterFile]: z.ZodOptional<z.ZodRecord<z.ZodString, z.ZodNullable<z.ZodString>>> }),
    values: ofFiles(z.record(z.string(), texts, { error: 'an object of columns' })).optional(),
    defaults: ofFiles(texts).optional(),
    reading: readingSchema.optional(),
  },
  { error: 'a JSON object of files, like {"students": {"Ime i prezime": "people.name"}}' },
);

/** A mapping from the text of its file; what is wrong with it becomes issues under `fileName`, and the mapping is empty. */
export function parseMapping(json: string, fileName: string, issues: IssueList): Mapping {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (fault) {
    if (!(fault instanceof SyntaxError)) throw fault;
    issues.add('error', fileName, null, () => ({ code: 'json-invalid', found: fault.message, expected: 'valid JSON' }));
    return noMapping;
  }
  for (const path of repeatedNames(json)) {
    issues.add('error', fileName, null, () => ({ code: 'mapping-invalid', column: path, found: path, expected: 'each name once' }));
  }
  const result = mappingSchema.safeParse(value);
  if (!result.success) {
    for (const fault of result.error.issues) {
      const names = fault.code === 'unrecognized_keys' ? fault.keys : [];
      issues.add('error', fileName, null, () => ({
        code: 'mapping-invalid',
        column: [...fault.path.map(String), ...names].join('.') || null,
        found: names.join(', ') || 'something else',
        expected: names.length > 0 ? `one of: ${rosterFiles.join(', ')}, values, defaults, reading` : fault.message,
        maybe: nearest(names[0] ?? '', rosterFiles),
      }));
    }
    return noMapping;
  }
  const { values = {}, defaults = {}, reading = {}, ...columns } = result.data;
  const mapping = { columns, values, defaults, reading } as Mapping;
  checkTargets(mapping, fileName, issues);
  return mapping;
}

/** The text of a mapping file. */
export function mappingText({ columns, ...rest }: Mapping): string {
  return `${JSON.stringify({ ...columns, ...rest }, null, 2)}\n`;
}

function checkTargets({ columns, values, defaults }: Mapping, fileName: string, issues: IssueList): void {
  for (const file of rosterFiles) {
    const known = columnsOfFile[file].map(({ column }) => column);
    const targets = file === 'students' ? [...known, ...peopleTargets] : known;
    const fault = (at: string, found: string, allowed: readonly string[]) =>
      issues.add('error', fileName, null, () => ({
        code: 'mapping-invalid',
        column: `${file}.${at}`,
        found,
        expected: `a column of ${file}.csv, one of: ${allowed.join(', ')}`,
        maybe: nearest(found, allowed),
      }));
    for (const [header, target] of Object.entries(columns[file] ?? {})) {
      if (target !== null && !targets.includes(target)) fault(header, target, targets);
    }
    for (const column of [...Object.keys(values[file] ?? {}), ...Object.keys(defaults[file] ?? {})]) {
      if (!known.includes(column)) fault(column, column, known);
    }
  }
}

/** The column a mapping gives to a header; undefined where it does not speak of it, null where it leaves it out. */
export function mappedColumn(mapping: Mapping, file: RosterFile, header: string): string | null | undefined {
  const columns = mapping.columns[file];
  if (columns === undefined) return undefined;
  const trimmed = header.trim();
  if (Object.hasOwn(columns, trimmed)) return columns[trimmed];
  const folded = foldName(trimmed);
  const found = folded === '' ? undefined : Object.keys(columns).find((name) => foldName(name) === folded);
  return found === undefined ? undefined : columns[found];
}

/** The text of a cell after the mapping's `values`, then its `defaults`. */
export function mappedText(mapping: Mapping, file: RosterFile, column: string, cell: string): string {
  const values = mapping.values[file]?.[column];
  const written = cell.trim();
  const said = values !== undefined && Object.hasOwn(values, written) ? (values[written] ?? '') : cell;
  if (said.trim() !== '') return said;
  const defaults = mapping.defaults[file];
  return defaults !== undefined && Object.hasOwn(defaults, column) ? (defaults[column] ?? '') : said;
}
