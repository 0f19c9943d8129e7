/** Sizes beyond which a file is refused by name. The parser never sees more than these, so nothing it does can run away. */

/** What one spreadsheet cell holds at most, in characters. */
export const cellLimit = 32_767;
export const rowLimit = 262_144;
export const columnLimit = 1_000;
export const recordLimit = 4_000_000;
export const fileLimitBytes = 268_435_456;
/** A workbook as it lies on the disk, and its XML when unpacked: the package that reads it holds all of it as text. */
export const packedLimitBytes = 67_108_864;
export const unpackedLimitBytes = 201_326_592;
export const zipEntryLimit = 10_000;
/** Cells of one sheet, blanks among them. */
export const workbookCellLimit = 10_000_000;
export const idLimit = 500;
/** Issues listed a file; the rest is one line with their number. */
export const issueLimit = 100;
/** Characters of a value that a message shows. */
export const shownLimit = 80;

/** Largest counts and sums of one cell: a hundred thousand of them still add up exactly. */
export const countLimit = 1_000_000;
export const scoreLimit = 1_000_000_000;
export const costLimitCents = 10_000_000_000;
export const budgetLimitCents = 100_000_000_000_000;
