import type { Reading } from './options.js';
import type { SheetCell } from './workbook.js';

/**
 * The text a CSV file would have for a typed cell, in the forms that are declared: dates as `dateFormat` says (the serial numbers of `excel` and the
 * default: ISO), numbers with the decimal mark, yes and no as `true` and `false`. The readers of cells then judge both doors alike.
 */
export function textOfSheetCell(cell: SheetCell, reading: Pick<Reading, 'dateFormat' | 'decimalComma'>): string {
  if (cell === null) return '';
  if (typeof cell === 'string') return cell;
  if (typeof cell === 'boolean') return cell ? 'true' : 'false';
  if (cell instanceof Date) return textOfDate(cell, reading.dateFormat);
  const plain = plainNumber(cell.digits);
  return reading.decimalComma ? plain.replace('.', ',') : plain;
}

function textOfDate(date: Date, format: Reading['dateFormat']): string {
  if (Number.isNaN(date.getTime())) return 'not a date';
  const iso = date.toISOString();
  if (!iso.endsWith('T00:00:00.000Z')) return iso.slice(0, 19).replace('T', ' ');
  const [year = '', month = '', day = ''] = iso.slice(0, 10).split('-');
  if (format === 'dmy') return `${day}.${month}.${year}`;
  return format === 'mdy' ? `${month}/${day}/${year}` : iso.slice(0, 10);
}

/** Digits as they stand; `8.3000000000000007` is what a spreadsheet stores for 8.3, and `1E-2` for 0.01. */
function plainNumber(digits: string): string {
  if (/^-?\d+$/.test(digits)) return digits;
  const value = Number(digits);
  if (!Number.isFinite(value)) return digits;
  const text = String(value);
  if (!text.includes('e')) return text;
  return Math.abs(value) < 1 ? value.toFixed(20).replace(/0+$/, '') : BigInt(Math.round(value)).toString();
}
