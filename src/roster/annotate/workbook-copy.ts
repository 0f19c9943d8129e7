import { sheetPaths, placeOf } from '../workbook-scan.js';
import { lettersOf } from '../write-workbook.js';
import { xmlParts } from '../zip-entries.js';
import { addressOf, faultHeaders, faultRows, faultsName, type Mark, type WrittenTable } from './marks.js';
import { faultFill, inXml, lookFill } from './sheets.js';
import { zipWith } from './zip-copy.js';

const officeRelation = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const sheetType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml';

/**
 * A copy of a workbook with the cells at fault filled and a sheet that lists the faults, each with a link to its cell. Everything else (formulas,
 * formats, comments, other sheets) is the same bytes: the marks are put into the XML of the sheets, which is not written anew.
 */
export function annotatedWorkbook(bytes: Uint8Array, tables: readonly WrittenTable[], marks: readonly Mark[]): Uint8Array {
  const parts = xmlParts(bytes);
  const changed = new Map<string, string>();
  const styles = new Styles(parts.get('xl/styles.xml') ?? '');
  const sheets = sheetPaths(parts);
  for (const [table, { sheetName }] of tables.entries()) {
    const path = sheets.find(({ name }) => name === sheetName)?.path ?? '';
    const xml = parts.get(path);
    const own = marks.filter((mark) => mark.table === table && mark.row !== null);
    if (xml === undefined || own.length === 0 || !styles.isKnown) continue;
    changed.set(path, filled(xml, own, styles));
  }
  if (styles.isKnown) changed.set('xl/styles.xml', styles.text);
  addSheet(parts, changed, faultsName(sheets.map(({ name }) => name)), listXml(tables, marks));
  return zipWith(bytes, changed);
}

/** The formats of cells: each one that is wanted with a fill is there once more, with it. */
class Styles {
  readonly isKnown: boolean;
  readonly #xml: string;
  readonly #formats: string[];
  readonly #firstFill: number;
  readonly #filled = new Map<string, number>();
  readonly #added: string[] = [];

  constructor(xml: string) {
    this.#xml = xml;
    const formats = /<((?:\w+:)?)cellXfs\b[^>]*>([\s\S]*?)<\/(?:\w+:)?cellXfs>/.exec(xml)?.[2];
    this.#formats = formats?.match(/<(?:\w+:)?xf\b(?:[^>]*\/>|[^>]*>[\s\S]*?<\/(?:\w+:)?xf>)/g) ?? [];
    const fills = /<(?:\w+:)?fills\b[^>]*>([\s\S]*?)<\/(?:\w+:)?fills>/.exec(xml)?.[1];
    this.#firstFill = fills?.match(/<(?:\w+:)?fill\b/g)?.length ?? 0;
    this.isKnown = this.#formats.length > 0 && fills !== undefined;
  }

  /** The number of a format with the fill of faults (or of what is to be looked at). */
  withFill(format: number, isError: boolean): number {
    const key = `${format} ${isError}`;
    const known = this.#filled.get(key);
    if (known !== undefined) return known;
    const plain = this.#formats[format] ?? this.#formats[0] ?? '';
    const fill = this.#firstFill + (isError ? 0 : 1);
    const open = /^<[^>]*?(?=\/?>)/.exec(plain)?.[0] ?? '';
    const bare = open.replace(/\s(?:fillId|applyFill)="[^"]*"/g, '');
    this.#added.push(`${bare} fillId="${fill}" applyFill="1"${plain.slice(open.length)}`);
    const number = this.#formats.length + this.#added.length - 1;
    this.#filled.set(key, number);
    return number;
  }

  get text(): string {
    const fill = (colour: string, prefix: string) =>
      `<${prefix}fill><${prefix}patternFill patternType="solid"><${prefix}fgColor rgb="FF${colour.slice(1)}"/><${prefix}bgColor indexed="64"/></${prefix}patternFill></${prefix}fill>`;
    return this.#xml
      .replace(/<((?:\w+:)?)fills\b[^>]*>([\s\S]*?)<\/(?:\w+:)?fills>/, (_, prefix: string, inner: string) => {
        const all = `${inner}${fill(faultFill, prefix)}${fill(lookFill, prefix)}`;
        return `<${prefix}fills count="${this.#firstFill + 2}">${all}</${prefix}fills>`;
      })
      .replace(/<((?:\w+:)?)cellXfs\b[^>]*>([\s\S]*?)<\/(?:\w+:)?cellXfs>/, (_, prefix: string, inner: string) => {
        const count = this.#formats.length + this.#added.length;
        return `<${prefix}cellXfs count="${count}">${inner}${this.#added.join('')}</${prefix}cellXfs>`;
      });
  }
}

/** The XML of a sheet with the marked cells filled; a cell or row that is not there is put in. */
function filled(xml: string, marks: readonly Mark[], styles: Styles): string {
  const isErrorAt = new Map<string, boolean>();
  for (const mark of marks) {
    const address = addressOf(mark);
    isErrorAt.set(address, (isErrorAt.get(address) ?? false) || mark.issue.severity === 'error');
  }
  let text = xml.replace(/<((?:\w+:)?c)(?=[\s/>])([^<>]*?)(\/?)>/g, (whole, name: string, attributes: string, end: string) => {
    const address = /(?:^|\s)r="([A-Z]+\d+)"/.exec(attributes)?.[1] ?? '';
    const isError = isErrorAt.get(address);
    if (isError === undefined) return whole;
    isErrorAt.delete(address);
    const format = Number(/(?:^|\s)s="(\d+)"/.exec(attributes)?.[1] ?? 0);
    return `<${name}${attributes.replace(/\ss="\d+"/, '')} s="${styles.withFill(format, isError)}"${end}>`;
  });
  for (const [address, isError] of isErrorAt) text = withCell(text, address, styles.withFill(0, isError));
  return text;
}

function withCell(xml: string, address: string, format: number): string {
  const [column, row] = placeOf(address);
  const rows = /<((?:\w+:)?)row\b([^<>]*?)(\/?)>/g;
  for (let found = rows.exec(xml); found !== null; found = rows.exec(xml)) {
    const [whole, prefix = '', attributes = '', end = ''] = found;
    const number = Number(/(?:^|\s)r="(\d+)"/.exec(attributes)?.[1] ?? 0);
    const cell = `<${prefix}c r="${address}" s="${format}"/>`;
    if (number < row) continue;
    if (number > row) return `${xml.slice(0, found.index)}<${prefix}row r="${row}">${cell}</${prefix}row>${xml.slice(found.index)}`;
    const after = found.index + whole.length;
    if (end === '/') return `${xml.slice(0, found.index)}<${prefix}row${attributes}>${cell}</${prefix}row>${xml.slice(after)}`;
    const close = xml.indexOf(`</${prefix}row>`, after);
    const later = [...xml.slice(after, close).matchAll(/<(?:\w+:)?c\s[^<>]*?r="([A-Z]+\d+)"/g)].find(
      ([, other = '']) => placeOf(other)[0] > column,
    );
    const at = later === undefined ? close : after + later.index;
    return `${xml.slice(0, at)}${cell}${xml.slice(at)}`;
  }
  return xml.replace(/<((?:\w+:)?)sheetData\s*\/>|<\/((?:\w+:)?)sheetData>/, (_, alone: string | undefined, prefix: string | undefined) => {
    const name = alone ?? prefix ?? '';
    const added = `<${name}row r="${row}"><${name}c r="${address}" s="${format}"/></${name}row>`;
    return alone === undefined ? `${added}</${name}sheetData>` : `<${name}sheetData>${added}</${name}sheetData>`;
  });
}

function listXml(tables: readonly WrittenTable[], marks: readonly Mark[]): string {
  const rows = [[...faultHeaders], ...faultRows(tables, marks)];
  const cells = rows.map(
    (row, at) =>
      `<row r="${at + 1}">${row
        .map(
          (text, place) =>
            `<c r="${lettersOf(place + 1)}${at + 1}" t="inlineStr"><is><t xml:space="preserve">${escaped(inXml(text))}</t></is></c>`,
        )
        .join('')}</row>`,
  );
  const links = marks.flatMap((mark, at) => {
    const sheet = tables[mark.table]?.sheetName;
    if (sheet === undefined || mark.row === null) return [];
    return [`<hyperlink ref="B${at + 2}" location="${escaped(`'${sheet.replaceAll("'", "''")}'!${addressOf(mark)}`)}"/>`];
  });
  const columns = [14, 8, 10, 22, 40, 70, 40].map((width, k) => `<col min="${k + 1}" max="${k + 1}" width="${width}" customWidth="1"/>`);
  const frozen =
    '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>';
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">${frozen}<cols>${columns.join('')}</cols><sheetData>${cells.join('')}</sheetData>${links.length === 0 ? '' : `<hyperlinks>${links.join('')}</hyperlinks>`}</worksheet>`;
}

function addSheet(parts: ReadonlyMap<string, string>, changed: Map<string, string>, name: string, xml: string): void {
  let number = 1;
  while (parts.has(`xl/worksheets/faults${number}.xml`)) number++;
  const id = `rIdFaults${number}`;
  const workbook = parts.get('xl/workbook.xml') ?? '';
  const largest = Math.max(0, ...[...workbook.matchAll(/\ssheetId="(\d+)"/g)].map(([, digits]) => Number(digits)));
  changed.set(`xl/worksheets/faults${number}.xml`, xml);
  changed.set(
    'xl/workbook.xml',
    workbook.replace(
      /<\/((?:\w+:)?)sheets>/,
      (close, prefix: string) =>
        `<${prefix}sheet xmlns:r="${officeRelation}" name="${name}" sheetId="${largest + 1}" r:id="${id}"/>${close}`,
    ),
  );
  const relations = 'xl/_rels/workbook.xml.rels';
  changed.set(
    relations,
    (parts.get(relations) ?? '').replace(
      /<\/((?:\w+:)?)Relationships>/,
      (close, prefix: string) =>
        `<${prefix}Relationship Id="${id}" Type="${officeRelation}/worksheet" Target="worksheets/faults${number}.xml"/>${close}`,
    ),
  );
  const types = '[Content_Types].xml';
  changed.set(
    types,
    (parts.get(types) ?? '').replace(
      /<\/((?:\w+:)?)Types>/,
      (close, prefix: string) => `<${prefix}Override PartName="/xl/worksheets/faults${number}.xml" ContentType="${sheetType}"/>${close}`,
    ),
  );
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
