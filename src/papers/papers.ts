import { compareText } from '../basics/order.js';
import { csvOfTable, type Table } from '../report/csv.js';
import { textOfJson } from '../report/summary.js';
import { agreedPlacements, agreementData } from './agreement.js';
import { type Book, bookOf, inGroups, type PaperInput } from './book.js';
import { calendarOf } from './calendar.js';
import { fillTemplate } from './docx.js';
import { agreementsJson } from './ewp.js';
import { lettersOf } from './letters.js';
import { type Lint, lintOf, lintTable } from './lint.js';
import { accommodationTable, travelTable } from './lists.js';
import { packsOf } from './packs.js';
import { manifestName, type PaperPart } from './parts.js';
import { safeNames } from './safe-names.js';
import { templateFor, type Templates } from './templates.js';
import { workbookTables } from './workbook.js';
import { workbookOf } from './xlsx.js';

export interface PaperOptions {
  readonly parts: ReadonlySet<PaperPart>;
  readonly templates: Templates;
  /** Of letters to people of whom people.csv says nothing else. */
  readonly language: string;
  /** Whether CSV files guard texts that a spreadsheet would run. */
  readonly guard: boolean;
}

export interface Papers {
  /** Path inside the folder, with `/` between → content. */
  readonly files: ReadonlyMap<string, string | Uint8Array>;
  readonly lints: readonly Lint[];
}

/** All papers of a plan that was checked. Same records, plan and templates, same bytes. Yields to the event loop between papers. */
export async function papersOf(input: PaperInput, options: PaperOptions, signal?: AbortSignal): Promise<Papers> {
  const book = bookOf(input);
  const files = new Map<string, string | Uint8Array>();
  const lints = lintOf(book);
  const breathe = async (): Promise<void> => {
    await new Promise((done) => setImmediate(done));
    signal?.throwIfAborted();
  };
  if (options.parts.has('agreements')) {
    await addAgreements(book, options, files, breathe);
    files.set('lint.csv', await csvOfTable(lintTable(lints), options.guard));
  }
  if (options.parts.has('letters')) await addLetters(book, options, files, breathe);
  if (options.parts.has('packs')) await addPacks(book, options, files, breathe);
  if (options.parts.has('calendar')) addCalendars(book, files);
  if (options.parts.has('lists')) {
    await addTable('lists/travel', 'travel', travelTable(book), options, files);
    await addTable('lists/accommodation', 'accommodation', accommodationTable(book), options, files);
  }
  if (options.parts.has('workbook')) files.set('plan.xlsx', await workbookOf(workbookTables(book, lints)));
  const names = [...files.keys(), manifestName].sort(compareText);
  files.set(manifestName, textOfJson({ format: 'placewise-papers-1', files: names }));
  return { files, lints };
}

type Breathe = () => Promise<void>;
type Files = Map<string, string | Uint8Array>;

async function addAgreements(book: Book, { templates }: PaperOptions, files: Files, breathe: Breathe): Promise<void> {
  const names = safeNames(book.roster.students.map(({ id }) => id));
  const template = templateFor(templates, 'agreement', []);
  for (const [studentId, placements] of inGroups(agreedPlacements(book), (placement) => placement.studentId)) {
    for (const [k, placement] of placements.entries()) {
      await breathe();
      // The mark keeps the second agreement of `a` apart from the first of `a-2`: no other name has it before a single figure.
      const name = `${names.get(studentId)!}${k === 0 ? '' : `~${k + 1}`}`;
      files.set(`agreements/agreement-${name}.docx`, fillTemplate(template, agreementData(book, placement)));
    }
  }
  files.set('agreements.json', textOfJson(agreementsJson(book)));
}

async function addLetters(book: Book, { templates, language }: PaperOptions, files: Files, breathe: Breathe): Promise<void> {
  const names = safeNames(book.roster.students.map(({ id }) => id));
  for (const letter of lettersOf(book)) {
    await breathe();
    const template = templateFor(templates, letter.kind, letter.language === null ? [language] : [letter.language, language]);
    files.set(`letters/${letter.kind.slice('letter-'.length)}-${names.get(letter.studentId)!}.docx`, fillTemplate(template, letter.data));
  }
}

async function addPacks(book: Book, { templates }: PaperOptions, files: Files, breathe: Breathe): Promise<void> {
  const organisations = safeNames(book.roster.organisations.map(({ id }) => id));
  const hosts = safeNames(book.roster.hosts.map(({ id }) => id));
  for (const { role, id, placements, data } of packsOf(book)) {
    await breathe();
    const folder = `packs/${role}s/${role}-${(role === 'host' ? hosts : organisations).get(id)!}`;
    files.set(`${folder}/pack.docx`, fillTemplate(templateFor(templates, `pack-${role}`, []), data));
    if (placements.length > 0) files.set(`${folder}/calendar.ics`, calendarOf(book, `${role} ${id}`, placements));
  }
}

function addCalendars(book: Book, files: Files): void {
  const flows = safeNames(book.roster.flows.map(({ id }) => id));
  files.set('calendar/all.ics', calendarOf(book, 'All placements', book.placements));
  for (const [id, placements] of inGroups(book.placements, ({ flowId }) => flowId)) {
    files.set(`calendar/flow-${flows.get(id)!}.ics`, calendarOf(book, `Flow ${id}`, placements));
  }
}

async function addTable(path: string, sheet: string, table: Table, { guard }: PaperOptions, files: Files): Promise<void> {
  files.set(`${path}.csv`, await csvOfTable(table, guard));
  files.set(`${path}.xlsx`, await workbookOf([{ name: sheet, table }]));
}
