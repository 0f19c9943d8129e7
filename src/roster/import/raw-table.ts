import { kindOfBytes } from '../bytes.js';
import { cellsOf } from '../csv-cells.js';
import { RowCutter } from '../csv-rows.js';
import { decodeSlices } from '../decode.js';
import { slicesOfFile } from '../files.js';
import type { IssueList } from '../issues.js';
import type { Reading } from '../options.js';
import { delimiters } from '../schemas/options.js';
import { isZip, readWorkbook, workbookBytes, type Sheet } from '../workbook.js';

/**
 * Reads a file as it is: a CSV file as one sheet of texts, a workbook as its sheets. Faults of its rows become issues; throws a `FileFault`. A row
 * that cannot be cut into cells is left out, or (`keepsFaulty`) stands as one cell.
 */
export async function rawSheets(
  path: string,
  name: string,
  reading: Pick<Reading, 'encoding' | 'delimiter'>,
  issues: IssueList,
  keepsFaulty = false,
): Promise<Sheet[]> {
  const bytes = await workbookBytes(path);
  if (isZip(bytes) || /workbook/.test(kindOfBytes(bytes) ?? '')) return [...(await readWorkbook(bytes)).sheets];
  let text = '';
  for await (const slice of decodeSlices(slicesOfFile(path), reading.encoding)) {
    text += slice.text;
    const fault = slice.fault;
    if (fault !== null) {
      const row = fault.code === 'encoding-invalid' ? text.split(/\r\n|\n|\r/).length : null;
      issues.add('error', name, row, () => fault);
      return [];
    }
  }
  const hint = /^sep=([^\r\n]*)(?:\r\n|\n|\r|$)/i.exec(text);
  const body = hint === null ? text : text.slice(hint[0].length);
  const delimiter = reading.delimiter ?? (hint === null ? mostFrequent(body) : hint[1] === '' ? '\t' : (hint[1] ?? ','));
  const cut = new RowCutter(delimiter).push(body, true);
  for (const { row, ...fault } of cut.faults) issues.add('error', name, row, () => fault);
  const rows: string[][] = [];
  for (const { text: batch, rows: numbers } of cut.batches) {
    for (const [index, cells] of (await cellsOf(batch, delimiter, numbers.length)).entries()) rows[(numbers[index] ?? 1) - 1] = cells;
  }
  if (keepsFaulty) for (const { row, text } of cut.raw) rows[row - 1] = [text];
  const width = rows.reduce((widest, row) => Math.max(widest, row?.length ?? 0), 0);
  return [{ name, rows: Array.from(rows, (row) => Array.from({ length: width }, (_, k) => row?.[k] ?? null)), marks: [] }];
}

/** The separator that stands most often in the first lines, of equals the comma. */
function mostFrequent(text: string): string {
  const head = text
    .slice(0, 20_000)
    .split(/\r\n|\n|\r/, 10)
    .join('\n');
  return delimiters.reduce((best, mark) => (head.split(mark).length > head.split(best).length ? mark : best));
}
