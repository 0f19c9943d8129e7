import { isoOfDay } from '../basics/day.js';
import { compareText } from '../basics/order.js';
import { withGuard } from '../report/csv.js';
import { encodeText } from '../roster/encode-text.js';
import type { ExportColumn, ExportMapping, WrittenDate } from '../roster/export-mapping.js';
import { IssueList, shown } from '../roster/issues.js';
import { encodings } from '../roster/schemas/options.js';
import type { Issue } from '../roster/types.js';
import { csvText } from '../roster/write.js';
import { writeWorkbook, type CellDraft } from '../roster/write-workbook.js';
import { bookOf, type Book, type PaperInput } from './book.js';
import { writable } from './docx.js';
import { readExportCell, type ExportCell, type ExportRow } from './export-cells.js';

export interface ExportTarget {
  readonly form: 'csv' | 'xlsx';
  /** Whether CSV files guard texts that a spreadsheet would run as formulas. */
  readonly guard: boolean;
  /** What messages call the file. */
  readonly name: string;
}

export interface ExportResult {
  /** Null where an issue is an error: a text that the encoding cannot write. */
  readonly bytes: Uint8Array | null;
  readonly rowCount: number;
  readonly issues: readonly Issue[];
  /** Columns that stay blank, texts without a translation: one sentence each. */
  readonly notes: readonly string[];
}

/** Days from 1899-12-30, where spreadsheets begin to count, to 1970-01-01. */
const spreadsheetEpochDays = 25_569;

/** A checked plan as the table that a mapping asks for. Same plan, records and mapping, same bytes of a CSV file. */
export async function exportPlan(input: PaperInput, mapping: ExportMapping, target: ExportTarget): Promise<ExportResult> {
  const book = bookOf(input);
  const rows = rowsOf(book, mapping);
  const cells = rows.map((row) => mapping.columns.map(({ from }) => (from === null ? null : readExportCell(from, book, row))));
  const table = cells.map((row) => row.map((cell, column) => translated(cell, mapping.columns[column]!)));
  const notes = notesOf(cells, mapping);
  const more = book.placements.length - rows.filter(({ placement }) => placement !== null).length;
  if (more > 0)
    notes.push(`${more} more placements are left out: with "rows": "people" a person has one row, the first placement stands in it.`);
  if (target.form === 'xlsx') return { bytes: await workbookOf(table, mapping), rowCount: rows.length, issues: [], notes };
  const issues = new IssueList();
  const guarded = target.guard ? withGuard : (text: string) => text;
  const texts = [
    mapping.columns.map(({ header }) => guarded(header)),
    ...table.map((row) => row.map((cell) => (cell?.kind === 'text' ? guarded(cell.text) : textOf(cell, mapping)))),
  ];
  addForeignCharacters(texts, mapping, target.name, issues);
  const bytes = issues.errorCount > 0 ? null : encodeText(await csvText(texts, mapping), mapping.encoding);
  const mark = mapping.encoding === 'utf-8' && mapping.byteOrderMark ? [0xef, 0xbb, 0xbf] : [];
  return {
    bytes: bytes === null ? null : Uint8Array.from([...mark, ...bytes]),
    rowCount: rows.length,
    issues: issues.list(),
    notes,
  };
}

/** One row a placement, in the plan's order; or one a person, by id, with the first placement. */
function rowsOf({ roster, placements }: Book, { rows }: ExportMapping): ExportRow[] {
  if (rows === 'placements') return placements.map((placement) => ({ studentId: placement.studentId, placement }));
  const first = new Map([...placements].reverse().map((placement) => [placement.studentId, placement]));
  return roster.students
    .map(({ id }) => ({ studentId: id, placement: first.get(id) ?? null }))
    .sort((a, b) => compareText(a.studentId, b.studentId));
}

function translated(cell: ExportCell, { text, values }: ExportColumn): ExportCell {
  if (cell === null) return text === '' ? null : { kind: 'text', text };
  const own = plainText(cell);
  return values !== null && Object.hasOwn(values, own) ? { kind: 'text', text: values[own]! } : cell;
}

/** A cell as `values` of a mapping name it. */
function plainText(cell: NonNullable<ExportCell>): string {
  return cell.kind === 'text' ? cell.text : cell.kind === 'day' ? isoOfDay(cell.day) : cell.digits;
}

function textOf(cell: ExportCell, { date, decimalComma }: ExportMapping): string {
  if (cell === null) return '';
  if (cell.kind === 'day') return dateText(cell.day, date);
  if (cell.kind === 'number') return decimalComma ? cell.digits.replace('.', ',') : cell.digits;
  return cell.text;
}

function dateText(day: number, form: WrittenDate): string {
  if (form === 'excel') return String(day + spreadsheetEpochDays);
  const [year = '', month = '', date = ''] = isoOfDay(day).split('-');
  return form.replace('yyyy', year).replace('mm', month).replace('dd', date);
}

/** Dates and numbers typed, so that the form's own formulas can use them. */
function workbookOf(table: readonly (readonly ExportCell[])[], mapping: ExportMapping): Promise<Uint8Array> {
  const draft = (cell: ExportCell): CellDraft => {
    if (cell === null) return null;
    if (cell.kind === 'day') return new Date(cell.day * 86_400_000);
    return cell.kind === 'number' ? Number(cell.digits) : writable(cell.text);
  };
  return writeWorkbook([
    {
      name: mapping.sheet,
      rows: [mapping.columns.map(({ header }) => ({ value: header, bold: true as const })), ...table.map((row) => row.map(draft))],
      widths: mapping.columns.map(({ header }) => Math.min(40, Math.max(12, header.length + 2))),
      frozenRows: 1,
      dateFormat: mapping.date === 'excel' ? 'yyyy-mm-dd' : mapping.date.replace(/\.$/, ''),
    },
  ]);
}

/** Texts of a code page without the letters of a name would say somebody else's name: a fault, by row and column. */
function addForeignCharacters(texts: readonly (readonly string[])[], mapping: ExportMapping, name: string, issues: IssueList): void {
  const { encoding, columns } = mapping;
  if (encoding === 'utf-8') return;
  const others = encodings.filter(
    (other) => other !== encoding && texts.every((row) => row.every((text) => encodeText(text, other) !== null)),
  );
  for (const [index, row] of texts.entries()) {
    for (const [column, text] of row.entries()) {
      if (encodeText(text, encoding) !== null) continue;
      issues.add('error', name, index + 1, () => ({
        code: 'character-not-in-encoding',
        column: columns[column]!.header,
        found: text,
        expected: `characters that ${encoding} has`,
        maybe: `"encoding": ${others.map((other) => `"${other}"`).join(' or ')} in the mapping can write all`,
      }));
    }
  }
}

function notesOf(cells: readonly (readonly ExportCell[])[], { columns }: ExportMapping): string[] {
  return columns.flatMap(({ header, from, text, values }, column) => {
    if (from === null) return [];
    const said = cells.map((row) => row[column] ?? null);
    const blank = said.filter((cell) => cell === null).length;
    const strange = new Set(
      said.flatMap((cell) => (cell === null || values === null || Object.hasOwn(values, plainText(cell)) ? [] : [plainText(cell)])),
    );
    const few = [...strange]
      .sort(compareText)
      .slice(0, 5)
      .map((word) => `"${shown(word, 40)}"`);
    return [
      ...(blank > 0 && text === '' ? [`${shown(header)} (${from}) is blank in ${blank} of ${said.length} rows.`] : []),
      ...(strange.size > 0
        ? [
            `${shown(header)} (${from}): the mapping's "values" have no word for ${few.join(', ')}${strange.size > 5 ? ` and ${strange.size - 5} more` : ''}; written as they are.`,
          ]
        : []),
    ];
  });
}
