import { columnsOfFile, type Column } from './columns.js';
import { peopleColumns } from './mapping.js';
import type { RosterFile } from './types.js';
import { writeWorkbook, type CellDraft, type ListDraft, type SheetDraft } from './write-workbook.js';

/** Sheets of the template, in the order in which a coordinator fills them. */
const files: readonly RosterFile[] = [
  'students',
  'organisations',
  'hosts',
  'openings',
  'preferences',
  'budgets',
  'quotas',
  'flows',
  'projects',
  'profiles',
  'decisions',
];

/** A small roster of invented people: all six wish, five seats are there, and the plan is proved best in a moment. */
const example: { readonly [file in RosterFile]?: { readonly columns: string; readonly rows: readonly string[] } } = {
  students: {
    columns: 'id,kind,sender,profile,languages,birth_date,available_from,available_to,selection_list,points',
    rows: [
      'P001,short-term,T-HR,0613,en:B1,2008-05-04,2026-03-01,2026-04-30,HR,40',
      'P002,short-term,T-HR,0612,en:B1,2008-09-17,2026-03-01,2026-04-30,HR,20',
      'P003,short-term,T-HR,1013,en:A2,2008-01-22,2026-03-01,2026-04-30,HR,35',
      'P004,short-term,T-MK,0613,en:B2,2007-11-30,2026-03-01,2026-04-30,MK,30',
      'P005,short-term,T-MK,1013,en:B1,2008-03-08,2026-03-01,2026-04-30,MK,38',
      'P006,short-term,T-MK,1013,en:B1,2008-07-12,2026-03-01,2026-04-30,MK,25',
    ],
  },
  organisations: {
    columns: 'id,kind,name,country,city',
    rows: [
      'T-HR,sender,Example school HR,HR,Split',
      'T-MK,sender,Example school MK,MK,Bitola',
      'A-IT,partner,Example partner IT,IT,Bologna',
    ],
  },
  hosts: {
    columns: 'id,name,partner,city,country,minimum_age,quality',
    rows: [
      'H1,Example software house,A-IT,Bologna,IT,16,80',
      'H2,Example hotel,A-IT,Bologna,IT,16,50',
      'H3,Example workshop,,Celje,SI,,60',
    ],
  },
  openings: {
    columns: 'id,host,profiles,start,end,seats,languages,cost_travel,cost_per_day',
    rows: [
      'O1,H1,0613,2026-03-02,2026-03-29,2,en:A2,275.00,50.00',
      'O2,H2,1013,2026-03-02,2026-03-29,2,en:A2,275.00,50.00',
      'O3,H3,0613|0612,2026-03-02,2026-03-29,1,en:A2,275.00,45.00',
    ],
  },
  preferences: {
    columns: 'student,target_kind,target,rank',
    rows: ['P001,country,IT,1', 'P002,country,SI,1', 'P003,opening,O2,1', 'P004,host,H1,1'],
  },
  budgets: { columns: 'id,limit,sender', rows: ['B-HR,6000.00,T-HR', 'B-MK,6000.00,T-MK'] },
};

const people = ['P001,Example One,one@example.org', 'P002,Example Two,two@example.org', 'P003,Example Three,three@example.org'];

/** File name (`students.csv`) to rows of text, the header first: the template as a folder. Every column is there. */
export function templateTables(): ReadonlyMap<string, readonly (readonly string[])[]> {
  const tables = new Map<string, readonly (readonly string[])[]>();
  for (const file of files) {
    const columns = columnsOfFile[file].map(({ column }) => column);
    const given = example[file];
    const names = given?.columns.split(',') ?? [];
    const rows = (given?.rows ?? []).map((row) => {
      const cells = row.split(',');
      return columns.map((column) => cells[names.indexOf(column)] ?? '');
    });
    tables.set(`${file}.csv`, [columns, ...rows]);
  }
  tables.set('people.csv', [
    peopleColumns.slice(0, 6),
    ...people.map((row) => [...row.split(',').slice(0, 2), '', '', ...row.split(',').slice(2), '']),
  ]);
  return tables;
}

const headFill = '#DDE8F5';
const mustFill = '#FFE3A8';

/** The template as a workbook: instructions, a sheet for each file with comments and drop-downs, the example filled in, typed. */
export function templateWorkbook(): Promise<Uint8Array> {
  const tables = templateTables();
  const sheets: SheetDraft[] = [instructions()];
  for (const file of files) {
    const columns = columnsOfFile[file];
    const [, ...rows] = tables.get(`${file}.csv`) ?? [];
    sheets.push({
      name: file,
      rows: [
        columns.map(({ column, required }) => ({ value: column, bold: true as const, fill: required ? mustFill : headFill })),
        ...rows.map((row) => row.map((cell, k) => typed(cell, columns[k]))),
      ],
      widths: columns.map(({ column }) => Math.max(12, column.length + 2)),
      frozenRows: 1,
      lists: listsOf(columns),
      notes: columns.map((column, k) => ({ row: 1, column: k + 1, text: noteOf(column) })),
    });
  }
  const [peopleHead = [], ...peopleRows] = tables.get('people.csv') ?? [];
  sheets.push({
    name: 'people',
    rows: [peopleHead.map((name) => ({ value: name, bold: true as const, fill: headFill })), ...peopleRows],
    widths: peopleHead.map(() => 22),
    frozenRows: 1,
  });
  sheets.push({
    name: 'placewise',
    rows: [
      [
        { value: 'option', bold: true, fill: headFill },
        { value: 'value', bold: true, fill: headFill },
      ],
    ],
    widths: [24, 24],
    frozenRows: 1,
  });
  return writeWorkbook(sheets);
}

/** A cell of the example in the type that a spreadsheet would give it; codes stay text, for their leading zeros. */
function typed(cell: string, column: Column | undefined): CellDraft {
  if (cell === '' || column === undefined) return cell === '' ? null : cell;
  if (column.format === 'date') return new Date(`${cell}T00:00:00Z`);
  return column.format === 'whole' || column.format === 'money' || column.format === 'decimal' ? Number(cell) : cell;
}

/** Drop-downs: the words of choices, yes and no, and the ids of the sheet that a column refers to (others may be typed there: the check names them). */
function listsOf(columns: readonly Column[]): ListDraft[] {
  return columns.flatMap(({ format, choices, refersTo }, k): ListDraft[] => {
    const column = k + 1;
    if (format === 'choice' && choices !== null) return [{ column, words: choices, strict: true }];
    if (format === 'flag') return [{ column, words: ['yes', 'no'], strict: true }];
    return format === 'id' && refersTo !== null && files.includes(refersTo) ? [{ column, words: { sheet: refersTo }, strict: false }] : [];
  });
}

const formWords: { readonly [format in Column['format']]?: string } = {
  date: 'A date.',
  money: 'Euros, like 275.50.',
  whole: 'A whole number.',
  flag: 'yes or no.',
  languages: 'Like en:B1|it:A2.',
  ids: 'Several: with | between.',
  texts: 'Several: with | between.',
  country: 'Two capital letters, like IT.',
};

function noteOf({ format, means, required, choices, refersTo }: Column): string {
  const parts = [
    `${means.charAt(0).toUpperCase()}${means.slice(1)}.`,
    formWords[format] ?? '',
    choices === null ? '' : `One of: ${choices.join(', ')}.`,
    refersTo === null ? '' : `An id of the sheet ${refersTo}.`,
    required ? 'Must be filled.' : '',
  ];
  return parts.filter((part) => part !== '').join(' ');
}

/** What the first sheet says, a line a row: short lines, for a spreadsheet does not make a row higher than its file says. */
export const instructionLines: readonly string[] = [
  'How to fill this workbook',
  '',
  'Each sheet is a list; its first row names the columns.',
  'Only the sheets students and openings are needed; every other adds rules.',
  'Sheets and columns you do not need may stay empty.',
  '',
  'The rows you see are an example of invented people.',
  'Plan them once as they are, then put your own in their place.',
  '',
  'Columns with a yellow head must be filled.',
  'Rest the pointer on a head to read what it means; cells with a small arrow offer what may stand there.',
  '',
  'Names, e-mail addresses and telephone numbers belong in the sheet people and nowhere else:',
  'what plans never reads it. People are known by their id.',
  '',
  'Dates are date cells, or text like 2026-03-31. Do not merge cells.',
  'A profile is an ISCED-F code like 0613, kept as text for its leading zero, or an id of the sheet profiles.',
  'Options stand in the sheet placewise: the name of the option and its value.',
  '',
  'To look it over: placewise doctor THIS-FILE.xlsx',
  'To plan: placewise match THIS-FILE.xlsx --out plan',
];

function instructions(): SheetDraft {
  const [title = '', ...lines] = instructionLines;
  return {
    name: 'instructions',
    rows: [[{ value: title, bold: true }], ...lines.map((line) => [line === '' ? null : line])],
    widths: [100],
  };
}
