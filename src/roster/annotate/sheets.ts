import { writeWorkbook, type CellDraft, type SheetDraft } from '../write-workbook.js';
import { addressOf, faultHeaders, faultRows, faultsName, type Mark, type WrittenTable } from './marks.js';

/** Fill of a cell at fault, and of one to look at. */
export const faultFill = '#FFC7CE';
export const lookFill = '#FFEB9C';
const widths = [14, 8, 10, 22, 40, 60, 40];

/**
 * Tables of text as one workbook: every cell as it is written (as text, so that no spreadsheet takes a zero away), those at fault filled and with a
 * comment, and a sheet that lists the faults. Rows keep their numbers.
 */
export function workbookOfTables(tables: readonly WrittenTable[], marks: readonly Mark[]): Promise<Uint8Array> {
  const drafts = tables.map(({ sheetName, rows }, table): SheetDraft => {
    const own = marks.filter((mark) => mark.table === table && mark.row !== null);
    const ofCell = new Map<string, Mark[]>();
    for (const mark of own) ofCell.set(addressOf(mark), [...(ofCell.get(addressOf(mark)) ?? []), mark]);
    const lastRow = own.reduce((last, { row }) => Math.max(last, row ?? 0), rows.length);
    const drafted = Array.from({ length: lastRow }, (_, at): CellDraft[] => {
      const cells = [...(rows[at] ?? [])];
      const lastColumn = own.reduce((last, { row, column }) => (row === at + 1 ? Math.max(last, column ?? 1) : last), cells.length);
      return Array.from({ length: lastColumn }, (_cell, place): CellDraft => {
        const text = cells[place] ?? '';
        const found = ofCell.get(addressOf({ row: at + 1, column: place + 1 }));
        const value = text === '' ? null : inXml(text);
        const wrap = text.includes('\n') && ({ wrap: true } as const);
        if (found === undefined) return wrap ? { value, ...wrap } : value;
        return { value, fill: found.some(({ issue }) => issue.severity === 'error') ? faultFill : lookFill, ...wrap };
      });
    });
    return { name: sheetName, rows: drafted, notes: [...ofCell.values()].map(noteOf) };
  });
  const list: SheetDraft = {
    name: faultsName(tables.map(({ sheetName }) => sheetName)),
    rows: [faultHeaders.map((value) => ({ value, bold: true as const })), ...faultRows(tables, marks).map((row) => row.map(wrapped))],
    widths,
    frozenRows: 1,
  };
  return writeWorkbook([list, ...drafts]);
}

function wrapped(text: string): CellDraft {
  return { value: text === '' ? null : text, wrap: true };
}

function noteOf(marks: readonly Mark[]) {
  const { row, column } = marks[0]!;
  const text = marks.map(
    ({ issue }) =>
      `${issue.column === null ? 'This row: e' : 'E'}xpected ${issue.expected}.${issue.maybe === null ? '' : ` Maybe ${issue.maybe}.`}`,
  );
  return { row: row ?? 1, column: column ?? 1, text: text.join('\n') };
}

/** What XML cannot hold, as workbooks write it: `_x0007_`; a text that looks like that already is told apart. */
export function inXml(text: string): string {
  return text
    .replace(/_(?=x[\dA-Fa-f]{4}_)/g, '_x005F_')
    .replace(/(?![\t\n\r])[\p{Cc}\p{Cs}\ufffe\uffff]/gu, (sign) => `_x${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`);
}
