/** A sparse matrix, compressed by row: the entries of row r are firstEntryOfRow[r] … firstEntryOfRow[r+1]−1. */
export interface EntriesByRow {
  readonly count: number;
  readonly firstEntryOfRow: Int32Array;
  readonly columnOfEntry: Int32Array;
  readonly coefficientOfEntry: Float64Array;
}

/** The same entries, compressed by column, rows ascending: those of column c are firstOfColumn[c] … firstOfColumn[c+1]−1. */
export interface EntriesByColumn {
  readonly firstOfColumn: Int32Array;
  readonly rowOfEntry: Int32Array;
  readonly coefficientOfEntry: Float64Array;
}

/** Only the rows' own entries count: the arrays may be longer. */
export function hasNegativeEntry({ count, firstEntryOfRow, coefficientOfEntry }: EntriesByRow): boolean {
  return coefficientOfEntry.subarray(0, firstEntryOfRow[count]!).some((coefficient) => coefficient < 0);
}

/** Turns rows into columns, in time linear in the entries. */
export function byColumn(rows: EntriesByRow, columnCount: number): EntriesByColumn {
  const entryCount = rows.firstEntryOfRow[rows.count]!;
  const firstOfColumn = new Int32Array(columnCount + 1);
  for (let entry = 0; entry < entryCount; entry++) firstOfColumn[rows.columnOfEntry[entry]! + 1]!++;
  for (let column = 0; column < columnCount; column++) firstOfColumn[column + 1]! += firstOfColumn[column]!;
  const next = firstOfColumn.slice(0, columnCount);
  const rowOfEntry = new Int32Array(entryCount);
  const coefficientOfEntry = new Float64Array(entryCount);
  for (let row = 0; row < rows.count; row++) {
    for (let entry = rows.firstEntryOfRow[row]!; entry < rows.firstEntryOfRow[row + 1]!; entry++) {
      const at = next[rows.columnOfEntry[entry]!]!++;
      rowOfEntry[at] = row;
      coefficientOfEntry[at] = rows.coefficientOfEntry[entry]!;
    }
  }
  return { firstOfColumn, rowOfEntry, coefficientOfEntry };
}
