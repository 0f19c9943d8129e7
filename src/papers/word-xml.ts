/**
 * Word documents from a handful of blocks: what the built-in templates are made of. Texts may hold tags (`{learner_name}`), which a later step
 * fills; widths are in millimetres.
 */

/** Millimetres in twentieths of a point. */
function twips(millimetres: number): number {
  return Math.round((millimetres * 1440) / 25.4);
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

export function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => escapes[character] ?? character);
}

export interface TextStyle {
  readonly bold?: boolean;
  readonly italic?: boolean;
  readonly colour?: string;
  /** Points. */
  readonly size?: number;
}

function run(text: string, { bold, italic, colour, size }: TextStyle): string {
  const properties = [
    bold ? '<w:b/>' : '',
    italic ? '<w:i/>' : '',
    colour === undefined ? '' : `<w:color w:val="${colour}"/>`,
    size === undefined ? '' : `<w:sz w:val="${size * 2}"/><w:szCs w:val="${size * 2}"/>`,
  ].join('');
  return `<w:r>${properties === '' ? '' : `<w:rPr>${properties}</w:rPr>`}<w:t xml:space="preserve">${escapeXml(text)}</w:t></w:r>`;
}

export type ParagraphKind = 'text' | 'title' | 'subtitle' | 'heading' | 'small' | 'bullet' | 'cell' | 'label' | 'warning';

const styleOfKind: Readonly<Record<ParagraphKind, string>> = {
  text: 'Normal',
  title: 'Title',
  subtitle: 'Subtitle',
  heading: 'Heading1',
  small: 'Small',
  bullet: 'Bullet',
  cell: 'Cell',
  label: 'Label',
  warning: 'Warning',
};

/** A paragraph; several texts stand on lines of their own. */
export function paragraph(text: string, kind: ParagraphKind = 'text', style: TextStyle = {}): string {
  return `<w:p><w:pPr><w:pStyle w:val="${styleOfKind[kind]}"/></w:pPr>${run(text, style)}</w:p>`;
}

export interface TableCell {
  readonly text: string;
  readonly kind?: ParagraphKind;
  readonly shade?: boolean;
  readonly span?: number;
}

export interface TableRow {
  readonly cells: readonly TableCell[];
  /** Repeated at the top of each page. */
  readonly header?: boolean;
  /** Least height in millimetres, for writing by hand. */
  readonly height?: number;
}

export function table(widths: readonly number[], rows: readonly TableRow[]): string {
  const total = widths.reduce((sum, width) => sum + width, 0);
  const grid = widths.map((width) => `<w:gridCol w:w="${twips(width)}"/>`).join('');
  const body = rows.map((row) => tableRow(widths, row)).join('');
  return (
    `<w:tbl><w:tblPr><w:tblStyle w:val="Grid"/><w:tblW w:w="${twips(total)}" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr>` +
    `<w:tblGrid>${grid}</w:tblGrid>${body}</w:tbl>${paragraph('', 'small')}`
  );
}

function tableRow(widths: readonly number[], { cells, header, height }: TableRow): string {
  let column = 0;
  const inner = cells.map(({ text, kind = 'cell', shade, span = 1 }) => {
    const width = widths.slice(column, column + span).reduce((sum, part) => sum + part, 0);
    column += span;
    const properties = [
      `<w:tcW w:w="${twips(width)}" w:type="dxa"/>`,
      span > 1 ? `<w:gridSpan w:val="${span}"/>` : '',
      shade ? '<w:shd w:val="clear" w:color="auto" w:fill="E8EEF4"/>' : '',
      '<w:vAlign w:val="center"/>',
    ].join('');
    return `<w:tc><w:tcPr>${properties}</w:tcPr>${paragraph(text, kind)}</w:tc>`;
  });
  const properties = [
    '<w:cantSplit/>',
    height === undefined ? '' : `<w:trHeight w:val="${twips(height)}" w:hRule="atLeast"/>`,
    header ? '<w:tblHeader/>' : '',
  ].join('');
  return `<w:tr><w:trPr>${properties}</w:trPr>${inner.join('')}</w:tr>`;
}

/** Rows of label and value, `columns` such pairs beside each other, over 170 mm. */
export function fields(pairs: readonly (readonly [label: string, value: string])[], columns: 1 | 2 = 2): string {
  const widths = columns === 1 ? [50, 120] : [28, 57, 28, 57];
  const rows: TableRow[] = [];
  for (let at = 0; at < pairs.length; at += columns) {
    const part = pairs.slice(at, at + columns);
    const cells: TableCell[] = part.flatMap(([label, value]) => [{ text: label, kind: 'label', shade: true }, { text: value }]);
    const last = cells.at(-1);
    if (part.length < columns && last !== undefined) cells[cells.length - 1] = { ...last, span: 3 };
    rows.push({ cells });
  }
  return table(widths, rows);
}

export interface PageOptions {
  readonly title: string;
  readonly landscape?: boolean;
  /** Stands left in the foot of each page. */
  readonly footer: string;
}

const main = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packages = 'http://schemas.openxmlformats.org/package/2006';
const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const mime = 'application/vnd.openxmlformats-officedocument.wordprocessingml';

/** The parts of a document on A4 paper, in the order in which they are zipped. */
export function documentParts(blocks: readonly string[], { title, landscape, footer }: PageOptions): Map<string, string> {
  const [width, height] = landscape ? [297, 210] : [210, 297];
  const page = `<w:pgSz w:w="${twips(width)}" w:h="${twips(height)}"${landscape ? ' w:orient="landscape"' : ''}/>`;
  const margins = `<w:pgMar w:top="${twips(18)}" w:right="${twips(20)}" w:bottom="${twips(18)}" w:left="${twips(20)}" w:header="${twips(9)}" w:footer="${twips(9)}" w:gutter="0"/>`;
  const section = `<w:sectPr><w:footerReference w:type="default" r:id="rId2"/>${page}${margins}</w:sectPr>`;
  const tab = twips(width - 40);
  const number = (field: string) => `<w:fldSimple w:instr=" ${field} "><w:r><w:t>1</w:t></w:r></w:fldSimple>`;
  return new Map([
    [
      '[Content_Types].xml',
      `${head}<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="${mime}.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="${mime}.styles+xml"/><Override PartName="/word/footer1.xml" ContentType="${mime}.footer+xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>`,
    ],
    [
      '_rels/.rels',
      `${head}<Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${office}/officeDocument" Target="word/document.xml"/><Relationship Id="rId2" Type="${packages}/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`,
    ],
    [
      'word/document.xml',
      `${head}<w:document xmlns:w="${main}" xmlns:r="${office}"><w:body>${blocks.join('')}${section}</w:body></w:document>`,
    ],
    [
      'word/_rels/document.xml.rels',
      `${head}<Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${office}/styles" Target="styles.xml"/><Relationship Id="rId2" Type="${office}/footer" Target="footer1.xml"/></Relationships>`,
    ],
    ['word/styles.xml', `${head}<w:styles xmlns:w="${main}">${styles}</w:styles>`],
    [
      'word/footer1.xml',
      `${head}<w:ftr xmlns:w="${main}"><w:p><w:pPr><w:pStyle w:val="Small"/><w:tabs><w:tab w:val="right" w:pos="${tab}"/></w:tabs></w:pPr>${run(footer, {})}<w:r><w:tab/></w:r>${number('PAGE')}${run(' / ', {})}${number('NUMPAGES')}</w:p></w:ftr>`,
    ],
    [
      'docProps/core.xml',
      `${head}<cp:coreProperties xmlns:cp="${packages}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>${escapeXml(title)}</dc:title></cp:coreProperties>`,
    ],
  ]);
}

function style(id: string, name: string, paragraphXml: string, runXml: string): string {
  const base = id === 'Normal' ? ' w:default="1"' : '';
  const on = id === 'Normal' ? '' : '<w:basedOn w:val="Normal"/>';
  return `<w:style w:type="paragraph"${base} w:styleId="${id}"><w:name w:val="${name}"/>${on}<w:qFormat/><w:pPr>${paragraphXml}</w:pPr><w:rPr>${runXml}</w:rPr></w:style>`;
}

const size = (points: number) => `<w:sz w:val="${points * 2}"/><w:szCs w:val="${points * 2}"/>`;
const spacing = (before: number, after: number) => `<w:spacing w:before="${before * 20}" w:after="${after * 20}"/>`;

const styles = [
  `<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial" w:eastAsia="Arial"/>${size(10)}</w:rPr></w:rPrDefault></w:docDefaults>`,
  style('Normal', 'Normal', '<w:spacing w:before="0" w:after="120" w:line="264" w:lineRule="auto"/>', ''),
  style('Title', 'Title', `<w:keepNext/>${spacing(0, 2)}`, `<w:b/><w:color w:val="1F3A5F"/>${size(18)}`),
  style('Subtitle', 'Subtitle', spacing(0, 8), `<w:color w:val="555555"/>${size(10)}`),
  style('Heading1', 'heading 1', `<w:keepNext/>${spacing(8, 4)}<w:outlineLvl w:val="0"/>`, `<w:b/><w:color w:val="1F3A5F"/>${size(12)}`),
  style('Small', 'Small', spacing(0, 2), `<w:color w:val="555555"/>${size(8)}`),
  style('Bullet', 'Bullet', `${spacing(0, 3)}<w:ind w:left="400" w:hanging="200"/>`, ''),
  style('Cell', 'Cell', spacing(2, 2), size(9)),
  style('Label', 'Label', spacing(2, 2), `<w:b/><w:color w:val="333333"/>${size(8.5)}`),
  style(
    'Warning',
    'Warning',
    `<w:pBdr><w:top w:val="single" w:sz="8" w:space="4" w:color="B00020"/><w:left w:val="single" w:sz="8" w:space="4" w:color="B00020"/><w:bottom w:val="single" w:sz="8" w:space="4" w:color="B00020"/><w:right w:val="single" w:sz="8" w:space="4" w:color="B00020"/></w:pBdr>${spacing(0, 10)}`,
    `<w:b/><w:color w:val="B00020"/>${size(9)}`,
  ),
  `<w:style w:type="table" w:styleId="Grid"><w:name w:val="Table Grid"/><w:tblPr><w:tblBorders>${[
    'top',
    'left',
    'bottom',
    'right',
    'insideH',
    'insideV',
  ]
    .map((side) => `<w:${side} w:val="single" w:sz="4" w:space="0" w:color="9AA5B1"/>`)
    .join(
      '',
    )}</w:tblBorders><w:tblCellMar><w:left w:w="80" w:type="dxa"/><w:right w:w="80" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>`,
].join('');
