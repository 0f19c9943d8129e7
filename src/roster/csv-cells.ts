import { parse } from 'fast-csv';

/**
 * The cells of a batch of rows, by fast-csv. The batch holds whole, well-formed rows that are not blank (see `RowCutter`),
 * so the parser meets neither an unclosed quote nor the end of a stretch. `rowCount` is what the cutter counted.
 */
export async function cellsOf(batch: string, delimiter: string, rowCount: number): Promise<string[][]> {
  const rows: string[][] = [];
  const parser = parse({ headers: false, delimiter });
  const done = new Promise<void>((resolve, reject) => {
    parser.on('data', (row: string[]) => rows.push(row)).on('end', () => resolve()).on('error', reject);
  });
  parser.end(batch);
  await done;
  if (rows.length !== rowCount) throw new Error(`the CSV parser found ${rows.length} rows where ${rowCount} were cut`);
  return rows;
}
