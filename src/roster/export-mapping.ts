import { z } from 'zod';
import { foldName } from './fold.js';
import type { IssueList } from './issues.js';
import { repeatedNames } from './json-names.js';
import { nearest } from './nearest.js';
import { choice } from './schemas/fields.js';
import { delimiters, encodings } from './schemas/options.js';

/** How dates may be written; `excel` is the number of days as spreadsheets count them. */
export const writtenDates = ['yyyy-mm-dd', 'dd.mm.yyyy', 'dd.mm.yyyy.', 'dd/mm/yyyy', 'mm/dd/yyyy', 'excel'] as const;
export type WrittenDate = (typeof writtenDates)[number];

/** A column of somebody's form: what it is called there, and what stands in it. */
export interface ExportColumn {
  readonly header: string;
  /** What is written, `student` or `people.name`; null: the same text in every row. */
  readonly from: string | null;
  /** In every row where `from` is null, else where there is nothing to write. */
  readonly text: string;
  /** What a text is called in the form; others stay as they are, and are said. */
  readonly values: Readonly<Record<string, string>> | null;
}

/** A mapping for `export`: which rows, which columns in which order, and how they are written. */
export interface ExportMapping {
  readonly rows: 'placements' | 'people';
  readonly columns: readonly ExportColumn[];
  readonly encoding: (typeof encodings)[number];
  readonly byteOrderMark: boolean;
  readonly delimiter: (typeof delimiters)[number];
  readonly date: WrittenDate;
  readonly decimalComma: boolean;
  /** Of a workbook. */
  readonly sheet: string;
}

const text = z.string({ error: 'text in quotes' });
const flag = z.boolean({ error: 'true or false' });
const mostColumns = 500;
const columnSchema = z.strictObject(
  {
    header: text.trim().min(1, { error: 'what the column is called in the form' }),
    from: text.optional(),
    text: text.optional(),
    values: z.record(z.string(), text, { error: 'an object of texts, {"short-term": "Short-term mobility"}' }).optional(),
  },
  { error: 'an object like {"header": "First name", "from": "people.first_name"}' },
);
const schema = z.strictObject(
  {
    rows: choice(['placements', 'people']).optional(),
    columns: z
      .array(columnSchema, { error: 'a list of columns, [{"header": "Participant", "from": "student"}]' })
      .min(1, { error: 'at least one column' })
      .max(mostColumns, { error: `at most ${mostColumns} columns` }),
    encoding: choice(encodings).optional(),
    byteOrderMark: flag.optional(),
    delimiter: z.enum(delimiters, { error: 'one of: "," ";" "\\t"' }).optional(),
    date: choice(writtenDates).optional(),
    decimalComma: flag.optional(),
    sheet: text.regex(/^[^\\/?*[\]:']{1,31}$/, { error: 'a name of at most 31 characters, none of \\ / ? * [ ] :' }).optional(),
  },
  { error: 'a JSON object like {"columns": [{"header": "Participant", "from": "student"}]}' },
);

/** The mapping of a JSON text; null where it has faults, which become issues under `fileName`. `sources` are the names `from` may have. */
export function parseExportMapping(json: string, fileName: string, sources: readonly string[], issues: IssueList): ExportMapping | null {
  const fault = (column: string | null, found: string, expected: string, maybe: string | null = null): void =>
    issues.add('error', fileName, null, () => ({ code: 'mapping-invalid', column, found, expected, maybe }));
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    issues.add('error', fileName, null, () => ({ code: 'json-invalid', found: error.message, expected: 'valid JSON' }));
    return null;
  }
  for (const path of repeatedNames(json)) fault(path, path, 'each name once');
  const result = schema.safeParse(value);
  if (!result.success) {
    for (const { path, message, ...rest } of result.error.issues) {
      const names = rest.code === 'unrecognized_keys' ? rest.keys : [];
      const known = Object.keys(path.length === 0 ? schema.shape : columnSchema.shape);
      const place = [...path.map(String), ...names].join('.') || null;
      if (names.length > 0) fault(place, names.join(', '), `some of: ${known.join(', ')}`, nearest(names[0]!, known));
      else fault(place, 'something else', message);
    }
    return null;
  }
  const { columns, ...said } = result.data;
  const before = issues.errorCount;
  const headers = new Set<string>();
  for (const [index, { header, from, text: fixed }] of columns.entries()) {
    const at = `columns.${index + 1}`;
    if (headers.has(foldName(header) || header)) fault(at, header, 'each header once');
    headers.add(foldName(header) || header);
    if (from === undefined && fixed === undefined) fault(at, header, '"from" (what to write) or "text" (the same in every row)');
    if (from !== undefined && !sources.includes(from))
      fault(at, from, 'a column of placements.csv, or the like of student.birth_date or people.name', nearest(from, sources));
  }
  if (issues.errorCount > before) return null;
  return {
    rows: said.rows ?? 'placements',
    columns: columns.map(({ header, from, text: fixed, values }) => ({
      header,
      from: from ?? null,
      text: fixed ?? '',
      values: values ?? null,
    })),
    encoding: said.encoding ?? 'utf-8',
    byteOrderMark: said.byteOrderMark ?? true,
    delimiter: said.delimiter ?? ',',
    date: said.date ?? 'yyyy-mm-dd',
    decimalComma: said.decimalComma ?? false,
    sheet: said.sheet ?? 'Export',
  };
}
