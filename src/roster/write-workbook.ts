import type { Blob } from 'node:buffer';
import type Stream from 'node:stream';
import type { Cell, Feature } from 'write-excel-file/node';
import {
  getOrderOfSiblings,
  insertElementMarkupAccordingToOrderOfSiblings,
  sanitizeAttributeValue,
  sanitizeTextContent,
} from 'write-excel-file/utility';

export type CellDraft =
  | string
  | number
  | boolean
  | Date
  | null
  | { readonly value: string | number | boolean | Date | null; readonly fill?: string; readonly bold?: true; readonly wrap?: true };

/** Rows and columns count from 1. */
export interface ListDraft {
  readonly column: number;
  readonly words: readonly string[] | { readonly sheet: string };
  readonly strict: boolean;
}

export interface SheetDraft {
  readonly name: string;
  readonly rows: readonly (readonly CellDraft[])[];
  /** Widths of the columns, in characters. */
  readonly widths?: readonly number[];
  readonly frozenRows?: number;
  /** How dates are shown. */
  readonly dateFormat?: string;
  /** Drop-downs over the rows below the first: words, or the first column of another sheet. A strict one refuses anything else. */
  readonly lists?: readonly ListDraft[];
  /** Comments on cells. */
  readonly notes?: readonly { readonly row: number; readonly column: number; readonly text: string }[];
}

/** Rows that a drop-down covers: more people than any workbook that is filled by hand. */
const lastListRow = 2_000;

/** The bytes of an XLSX workbook. */
export async function writeWorkbook(drafts: readonly SheetDraft[]): Promise<Uint8Array> {
  // Nearly a tenth of a second, which commands that write no workbook do not pay.
  const { default: writeSheets } = await import('write-excel-file/node');
  const sheets = drafts.map(({ name, rows, widths = [], frozenRows = 0, dateFormat = 'yyyy-mm-dd' }) => ({
    sheet: name,
    data: rows.map((row) => row.map(cellOf)),
    columns: widths.map((width) => ({ width })),
    dateFormat,
    ...(frozenRows > 0 && { stickyRowsCount: frozenRows }),
  }));
  return (await writeSheets(sheets, { features: [listsOf(drafts), notesOf(drafts)] }).toBuffer()) as Uint8Array;
}

function cellOf(draft: CellDraft): Cell {
  if (draft === null || typeof draft !== 'object' || draft instanceof Date) return draft;
  const { value, fill, bold, wrap } = draft;
  return {
    ...(value !== null && { value }),
    ...(fill !== undefined && { backgroundColor: fill }),
    ...(bold && { fontWeight: 'bold' as const }),
    ...(wrap && { wrap: true, alignVertical: 'top' as const }),
  };
}

type AnyFeature = Feature<Stream | Buffer | Blob>;
const sheetFile = 'xl/worksheets/sheet{id}.xml';

function inserted(xml: string, markup: string): string {
  const order = getOrderOfSiblings(sheetFile, 'worksheet');
  if (order === undefined) throw new Error('the order of the parts of a sheet is not known');
  return insertElementMarkupAccordingToOrderOfSiblings(xml, markup, order, 'worksheet');
}

/** Data validation, which the package leaves to whoever needs it. */
function listsOf(drafts: readonly SheetDraft[]): AnyFeature {
  return {
    files: {
      transform: {
        [sheetFile]: {
          transform: (xml, _options, { sheetIndex }) => {
            const lists = drafts[sheetIndex]?.lists ?? [];
            if (lists.length === 0) return xml;
            const rules = lists.map(({ column, words, strict }) => {
              const letters = lettersOf(column);
              const source = 'sheet' in words ? `${words.sheet}!$A$2:$A$${lastListRow}` : `"${words.join(',')}"`;
              const range = `${letters}2:${letters}${lastListRow}`;
              return `<dataValidation type="list" allowBlank="1" showErrorMessage="${strict ? 1 : 0}" sqref="${range}"><formula1>${sanitizeTextContent(source)}</formula1></dataValidation>`;
            });
            return inserted(xml, `<dataValidations count="${rules.length}">${rules.join('')}</dataValidations>`);
          },
        },
      },
    },
  };
}

/** Comments: a part with their texts, and a drawing (in the old markup that spreadsheets ask for) with their boxes. */
function notesOf(drafts: readonly SheetDraft[]): AnyFeature {
  const noted = drafts.flatMap(({ notes = [] }, index) => (notes.length === 0 ? [] : [{ notes, number: index + 1 }]));
  const files = Object.fromEntries(
    noted.flatMap(({ notes, number }) => [
      [`xl/comments${number}.xml`, commentsXml(notes)],
      [`xl/drawings/notes${number}.vml`, drawingXml(notes)],
    ]),
  );
  const has = (index: number) => (drafts[index]?.notes ?? []).length > 0;
  const relation = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  return {
    files: {
      write: { files: () => files },
      transform: {
        '[Content_Types].xml': {
          insert: () =>
            noted.length === 0
              ? undefined
              : `<Default Extension="vml" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>${noted
                  .map(
                    ({ number }) =>
                      `<Override PartName="/xl/comments${number}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"/>`,
                  )
                  .join('')}`,
        },
        'xl/worksheets/_rels/sheet{id}.xml.rels': {
          insert: (_options, { sheetIndex }) =>
            has(sheetIndex)
              ? `<Relationship Id="rIdNotes" Type="${relation}/comments" Target="../comments${sheetIndex + 1}.xml"/><Relationship Id="rIdNotesBoxes" Type="${relation}/vmlDrawing" Target="../drawings/notes${sheetIndex + 1}.vml"/>`
              : undefined,
        },
        [sheetFile]: {
          transform: (xml, _options, { sheetIndex }) => {
            if (!has(sheetIndex)) return xml;
            const named = xml.includes('xmlns:r=') ? xml : xml.replace('<worksheet ', `<worksheet xmlns:r="${relation}" `);
            return inserted(named, '<legacyDrawing r:id="rIdNotesBoxes"/>');
          },
        },
      },
    },
  };
}

type Notes = NonNullable<SheetDraft['notes']>;

function commentsXml(notes: Notes): string {
  const all = notes.map(
    ({ row, column, text }) =>
      `<comment ref="${lettersOf(column)}${row}" authorId="0"><text><t xml:space="preserve">${sanitizeTextContent(text)}</t></text></comment>`,
  );
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><authors><author>placewise</author></authors><commentList>${all.join('')}</commentList></comments>`;
}

function drawingXml(notes: Notes): string {
  const boxes = notes.map(({ row, column }, index) => {
    const anchor = [column, 15, row - 1, 2, column + 3, 15, row + 4, 4].join(', ');
    return `<v:shape id="${sanitizeAttributeValue(`note${index + 1}`)}" type="#_x0000_t202" style="position:absolute;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/><v:path o:connecttype="none"/><v:textbox/><x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>${anchor}</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>${row - 1}</x:Row><x:Column>${column - 1}</x:Column></x:ClientData></v:shape>`;
  });
  return `<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout><v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>${boxes.join('')}</xml>`;
}

/** The letters of a column, counted from 1. */
export function lettersOf(column: number): string {
  let letters = '';
  for (let rest = column; rest > 0; rest = Math.floor((rest - 1) / 26)) letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  return letters;
}
