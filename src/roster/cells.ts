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

/** What a cell should have held, in the forms that are declared, and why a date that looks like one is none. `expected` is what its schema says. */
export function expectedOf(column: Column, cell: string, { dateFormat, decimalComma }: Declared, expected: string): string {
  if (decimalComma && (column.format === 'money' || column.format === 'decimal')) return expected.replace(/(\d)\.(\d)/g, '$1,$2');
  if (column.format !== 'date') return expected;
  const form = expected.replace('2009-02-28', dateExamples[dateFormat]);
  const [year, month, day] = partsOfDate(cell, dateFormat) ?? [];
  if (year === undefined || month === undefined || day === undefined) return form;
  if (year < 1900 || year > 2199) return `${form}, from 1900 to 2199`;
  if (month < 1 || month > 12) return `${form}, with a month from 1 to 12`;
  const last = lastOfMonth(year, month);
  return day > last ? `${form}; that month has ${last} days` : form;
}

type Declared = Pick<Reading, 'dateFormat' | 'decimalComma'>;
const dateExamples: { readonly [format in DateFormat]: string } = {
  iso: '2009-02-28',
  dmy: '28.02.2009',
  mdy: '02/28/2009',
  excel: '39872 (2009-02-28 as spreadsheets count days)',
};

/** Year, month and day of a text that has the form of a date, whether or not there is such a day. */
function partsOfDate(cell: string, format: DateFormat): [year: number, month: number, day: number] | null {
  const iso = /^(\d{1,6})-(\d{2})-(\d{2})$/.exec(cell);
  if (iso !== null) return [Number(iso[1]), Number(iso[2]), Number(iso[3])];
  const found = format === 'dmy' || format === 'mdy' ? dayMonth.exec(cell) : null;
  if (found === null) return null;
  const [first, second, year] = [Number(found[1]), Number(found[3]), Number(found[4])];
  return format === 'dmy' ? [year, second, first] : [year, first, second];
}

function lastOfMonth(year: number, month: number): number {
  let last = 31;
  while (last > 28 && dayOf(year, month, last) === null) last--;
  return last;
}

/** A guess at what was meant by a cell that was refused, in the forms that are declared; null where there is none. */
export function guessOf(
  column: Column,
  cell: string,
  { decimalComma }: Pick<Declared, 'decimalComma'> = { decimalComma: false },
): string | null {
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
      return otherThan(cell, guessWhole(text));
    case 'money':
    case 'decimal':
      return otherThan(cell, guessDecimal(text, decimalComma));
    case 'flag':
      return nearest(text, ['yes', 'no', 'true', 'false']);
    case 'date':
      return guessDate(text);
    default:
      return null;
  }
}

/** The typed door may be given as text what is sound in a file. */
function otherThan(cell: string, guess: string | null): string | null {
  return guess === cell ? null : guess;
}

/** Marks between thousands; three digits behind one are thousands, never decimals. */
const grouping = "[ .,_'\\u00a0\\u202f]";
const groupedPattern = new RegExp(`^[1-9]\\d{0,2}(?:${grouping}\\d{3})+$`);
const groupingMark = new RegExp(grouping, 'g');

/** The text is without blanks around it, which are reason enough to be refused and cannot be seen. */
function guessWhole(text: string): string | null {
  const plain = groupedPattern.test(text)
    ? text.replace(groupingMark, '')
    : text
        .replace(/^\+/, '')
        .replace(/[.,]0{1,2}$/, '')
        .replace(/^0+(?=\d)/, '');
  return wholePattern.test(plain) && plain.length < 12 ? plain : null;
}

/** Money and degrees without currency, marks between thousands and blanks. One mark before three digits may be either: nothing is guessed. */
function guessDecimal(text: string, decimalComma: boolean): string | null {
  const bare = text.replace(/^(?:€|EUR)\s*|\s*(?:€|EUR)$/g, '');
  const marks = bare.replace(/[\d-]/g, '');
  const [, whole = '', decimals = ''] = /^(-?\d{1,3}(?:[ .,'\u00a0\u202f]\d{3})*|-?\d{1,12})(?:[.,](\d{1,2}))?$/.exec(bare) ?? [];
  const isMixed = new Set(whole.replace(/[\d-]/g, '')).size > 1;
  if (whole === '' || isMixed || (decimals === '' && /^[.,]$/.test(marks))) return null;
  const mark = decimalComma ? ',' : '.';
  const plain = `${whole.replace(groupingMark, '')}${decimals === '' ? '' : `${mark}${decimals}`}`;
  if (plain.startsWith('-')) return null;
  const commaAlone = !decimalComma && decimals !== '' && bare === `${whole},${decimals}` && /^\d+$/.test(whole);
  return commaAlone ? `${plain}, or declare "decimalComma": true in placewise.json` : plain;
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
