import { dayOf, isoOfDay, parseIsoDay } from '../basics/day.js';
import { parseCents } from '../basics/money.js';
import type { CellFormat, Column } from './columns.js';
import { nearest } from './nearest.js';
import type { DateFormat, Reading } from './options.js';

const wholePattern = /^(?:0|-?[1-9]\d{0,15})$/;
const decimalPattern = /^-?\d{1,3}(?:\.\d{1,20})?$/;
const decimalCommaPattern = /^-?\d{1,3}(?:,\d{1,20})?$/;
const flags = new Map([
  ['yes', true],
  ['no', false],
  ['true', true],
  ['false', false],
  ['1', true],
  ['0', false],
]);
const levels = new Map([
  ['A1', 1],
  ['A2', 2],
  ['B1', 3],
  ['B2', 4],
  ['C1', 5],
  ['C2', 6],
]);
const dayMonth = /^(\d{1,2})([./])(\d{1,2})\2(\d{4})\.?$/;

/** Turns the text of a cell into what the typed door would be given. */
export type CellReader = (cell: string) => unknown;

/**
 * The reader of a format. It never judges: text that is no number, date or word of the format is passed on as it stands, and the
 * record's schema refuses it. Blank cells become null. Text and ids lose the blanks around them; numbers, dates and choices must be
 * written exactly (` 3` is refused).
 */
export function cellReader(format: CellFormat, reading: Reading): CellReader {
  const read = readers(reading)[format];
  return (cell) => (cell === '' || cell.trim() === '' ? null : read(cell));
}

/** Formats in which `NA` is no word of its own: it is an id, a text, and the country code of Namibia. */
const plainNa: ReadonlySet<CellFormat> = new Set(['whole', 'wholes', 'decimal', 'money', 'date', 'flag', 'choice', 'choices', 'languages']);

/** True for `N/A` and (where it can mean nothing else) `NA`: read as a blank cell, and said. */
export function isNotAvailable(cell: string, { format, field }: Pick<Column, 'format' | 'field'>): boolean {
  if (cell.length > 8 || field === 'id') return false;
  const word = cell.trim().toUpperCase();
  return word === 'N/A' || (word === 'NA' && plainNa.has(format));
}

function readers({ dateFormat, decimalComma }: Reading): { readonly [format in CellFormat]: CellReader } {
  const asText: CellReader = (cell) => cell.trim();
  const asIs: CellReader = (cell) => cell;
  const asList: CellReader = (cell) => cell.split('|').map((item) => item.trim());
  return {
    id: asText,
    ids: asList,
    text: asText,
    texts: asList,
    country: asIs,
    choice: asIs,
    choices: (cell) => cell.split('|'),
    whole: (cell) => (wholePattern.test(cell) ? Number(cell) : cell),
    wholes: (cell) => cell.split('|').map((item) => (wholePattern.test(item.trim()) ? Number(item) : item)),
    decimal: (cell) => ((decimalComma ? decimalCommaPattern : decimalPattern).test(cell) ? Number(cell.replace(',', '.')) : cell),
    money: (cell) => (decimalComma ? (cell.includes('.') ? null : parseCents(cell.replace(',', '.'))) : parseCents(cell)) ?? cell,
    date: dateFormat === 'iso' ? asIs : (cell) => (dateFormat === 'excel' ? isoOfSerial(cell) : isoOfCell(cell, dateFormat)) ?? cell,
    flag: (cell) => flags.get(cell.toLowerCase()) ?? cell,
    languages: (cell) => cell.split('|').map(languageOf),
  };
}

function languageOf(item: string): unknown {
  const [language, level, more] = item.trim().split(':');
  const found = levels.get(level?.trim().toUpperCase() ?? '');
  return more !== undefined || found === undefined ? item : { language: language?.trim().toLowerCase(), level: found };
}

/** `28/02/2009`, `28.02.2009` or `28.02.2009.` (dmy), `02/28/2009` (mdy) as ISO text; null where it is no such date. */
function isoOfCell(cell: string, format: DateFormat): string | null {
  const found = dayMonth.exec(cell);
  if (found === null || (cell.endsWith('.') && found[2] !== '.') || (format === 'mdy' && found[2] !== '/')) return null;
  const [first, second, year] = [Number(found[1]), Number(found[3]), Number(found[4])];
  const day = format === 'dmy' ? dayOf(year, second, first) : dayOf(year, first, second);
  return day === null ? null : isoOfDay(day);
}

/** A whole number of days as spreadsheets count them, 1 = 1900-01-01 and 61 = 1900-03-01 (they know a 29 February 1900); null where it is none. */
function isoOfSerial(cell: string): string | null {
  if (!/^[1-9]\d{0,6}$/.test(cell)) return null;
  const serial = Number(cell);
  return serial <= 60 ? null : isoOfDay(serial - 25_569);
}

/** A guess at what was meant by a cell that was refused; null where there is none. */
export function guessOf(column: Column, cell: string): string | null {
  const text = cell.trim();
  if (text === '') return null;
  switch (column.format) {
    case 'choice':
    case 'choices': {
      const wrong = text.split('|').find((word) => !(column.choices ?? []).includes(word)) ?? '';
      return nearest(wrong, column.choices ?? []);
    }
    case 'country':
      return /^[a-z]{2}$/i.test(text) && text !== text.toUpperCase() ? text.toUpperCase() : null;
    case 'whole':
      return guessWhole(text);
    case 'money':
    case 'decimal':
      return /^\d+,\d{1,12}$/.test(text) ? `${text.replace(',', '.')}, or declare "decimalComma": true in placewise.json` : null;
    case 'flag':
      return nearest(text, ['yes', 'no', 'true', 'false']);
    case 'date':
      return guessDate(text);
    default:
      return null;
  }
}

function guessWhole(text: string): string | null {
  const plain = text
    .replace(/^\+/, '')
    .replace(/[.,]0+$/, '')
    .replace(/^0+(?=\d)/, '');
  return plain !== text && wholePattern.test(plain) && plain.length < 12 ? plain : null;
}

function guessDate(text: string): string | null {
  if (parseIsoDay(text) !== null) return text;
  const dmy = isoOfCell(text, 'dmy');
  const mdy = isoOfCell(text, 'mdy');
  if (dmy !== null && mdy !== null && dmy !== mdy) return `${dmy} or ${mdy}: declare "dateFormat" in placewise.json`;
  if (dmy !== null) return `${dmy}, or declare "dateFormat": "dmy" in placewise.json`;
  if (mdy !== null) return `${mdy}, or declare "dateFormat": "mdy" in placewise.json`;
  const loose = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(text);
  const day = loose === null ? null : dayOf(Number(loose[1]), Number(loose[2]), Number(loose[3]));
  if (day !== null) return isoOfDay(day);
  return /^[2-6]\d{4}$/.test(text)
    ? `${isoOfSerial(text)}, the date a spreadsheet shows for this number; or declare "dateFormat": "excel" in placewise.json`
    : null;
}
