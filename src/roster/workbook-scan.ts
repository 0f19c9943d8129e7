import { FileFault } from './files.js';
import { columnLimit, recordLimit, workbookCellLimit } from './limits.js';

/** A cell that holds no value of its own, by its place: row and column count from 1. */
export interface CellMark {
  readonly row: number;
  readonly column: number;
  readonly kind: 'error' | 'formula-blank' | 'merged';
  /** The error as the spreadsheet shows it, or the range of merged cells. */
  readonly shown: string;
}

export interface SheetScan {
  readonly name: string;
  readonly marks: readonly CellMark[];
}

/** One fault is as good as another past this many. */
const markLimit = 1_000;

/**
 * Looks through the sheets of an unpacked workbook for what the reading package does not tell: cells whose formula failed (it reads them as blank), formulas
 * without a value, merged cells, and addresses far out, for which it would fill a table of a billion blanks. Throws a `FileFault` for the last.
 */
export function scanSheets(parts: ReadonlyMap<string, string>): SheetScan[] {
  return sheetPaths(parts).map(({ name, path }) => ({ name, marks: marksOf(name, parts.get(path) ?? '') }));
}

/** The sheets of a workbook in their order, and the parts that hold them. */
export function sheetPaths(parts: ReadonlyMap<string, string>): { readonly name: string; readonly path: string }[] {
  const targetOfId = new Map<string, string>();
  for (const { attributes } of tags(parts.get('xl/_rels/workbook.xml.rels') ?? '', 'Relationship')) {
    const target = attribute(attributes, 'Target');
    targetOfId.set(attribute(attributes, 'Id'), target.startsWith('/') ? target.slice(1) : `xl/${target}`);
  }
  return [...tags(parts.get('xl/workbook.xml') ?? '', 'sheet')].map(({ attributes }) => ({
    name: unescaped(attribute(attributes, 'name')),
    path: targetOfId.get(attribute(attributes, '\\w+:id')) ?? '',
  }));
}

function marksOf(name: string, xml: string): CellMark[] {
  const marks: CellMark[] = [];
  let widest = 0;
  let lastRow = 0;
  const open = /<(?:\w+:)?(c|row)(?=[\s/>])([^<>]*)>/g;
  for (let found = open.exec(xml); found !== null; found = open.exec(xml)) {
    const attributes = found[2] ?? '';
    const [column, row] = placeOf(attribute(attributes, 'r'));
    widest = Math.max(widest, column);
    lastRow = Math.max(lastRow, row);
    if (widest > 16_384 || lastRow > 1_048_576 || lastRow > recordLimit) {
      throw new FileFault('workbook-too-large', `sheet ${name}: the cell ${attribute(attributes, 'r')}`, 'cells up to XFD1048576');
    }
    if (found[1] === 'row' || attributes.endsWith('/') || marks.length >= markLimit) continue;
    const isError = attribute(attributes, 't') === 'e';
    const after = xml.slice(open.lastIndex, open.lastIndex + 8);
    if (!isError && !/^<(?:\w+:)?f[\s/>]/.test(after)) continue;
    const end = xml.indexOf('</', open.lastIndex) < 0 ? -1 : closeOf(xml, open.lastIndex);
    if (end < 0) break;
    const value = /<(?:\w+:)?v>([^<]*)</.exec(xml.slice(open.lastIndex, end))?.[1];
    if (isError) marks.push({ row, column, kind: 'error', shown: unescaped(value ?? '#ERROR') });
    else if (value === undefined && attribute(attributes, 't') !== 'str') marks.push({ row, column, kind: 'formula-blank', shown: '' });
  }
  if (widest > columnLimit) throw new FileFault('columns-too-many', `sheet ${name}: ${widest} columns`, `at most ${columnLimit} columns`);
  if (widest * lastRow > workbookCellLimit) {
    throw new FileFault('workbook-too-large', `sheet ${name}: ${lastRow} rows of ${widest} cells`, `at most ${workbookCellLimit} cells`);
  }
  for (const { attributes } of tags(xml, 'mergeCell')) {
    const shown = attribute(attributes, 'ref');
    const [column, row] = placeOf(shown.split(':')[1] ?? shown);
    if (marks.length < markLimit) marks.push({ row, column, kind: 'merged', shown });
  }
  return marks;
}

/** Where the cell that is open at `from` closes; −1: nowhere. */
function closeOf(xml: string, from: number): number {
  const close = /<\/(?:\w+:)?c>/g;
  close.lastIndex = from;
  return close.exec(xml)?.index ?? -1;
}

function* tags(xml: string, name: string): Generator<{ readonly attributes: string }> {
  for (const found of xml.matchAll(new RegExp(`<(?:\\w+:)?${name}(?=[\\s/>])([^<>]*)>`, 'g'))) yield { attributes: found[1] ?? '' };
}

function attribute(attributes: string, name: string): string {
  return (
    new RegExp(`(?:^|\\s)${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`)
      .exec(attributes)
      ?.slice(1)
      .find((value) => value !== undefined) ?? ''
  );
}

/** Column and row of an address like `AB12` or `12`; 0 for what it does not say. */
export function placeOf(address: string): [column: number, row: number] {
  const [, letters = '', digits = ''] = /^([A-Z]{0,9})(\d{0,15})$/.exec(address) ?? [];
  let column = 0;
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64;
  return [column, Number(digits)];
}

function unescaped(text: string): string {
  const named: { readonly [name: string]: string } = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
  return text.replace(
    /&(?:(amp|lt|gt|quot|apos)|#(\d{1,7})|#x([\da-f]{1,6}));/gi,
    (whole, name?: string, decimal?: string, hex?: string) => {
      if (name !== undefined) return named[name.toLowerCase()] ?? whole;
      const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    },
  );
}
