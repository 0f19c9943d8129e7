import { compareText } from '../basics/order.js';
import { reasonWords, statementWords } from '../explain/words.js';
import type { ReasonCode } from '../instance/types.js';
import type { PlacementRow, UnplacedRow } from '../report/outcome.js';
import { selectionOf, type SelectionRow } from '../report/selection.js';
import { projectCode } from './agreement.js';
import { blankLine, type Book, dayText, inGroups, isMinor, knownName, lengthOf, partyOfHost, partyOfOrganisation } from './book.js';
import type { TemplateData, TemplateKind } from './tags.js';

export interface Letter {
  readonly studentId: string;
  readonly kind: Extract<TemplateKind, `letter-${string}`>;
  /** As people.csv asks; null: the language of the run. */
  readonly language: string | null;
  readonly data: TemplateData;
}

/** A letter for everybody, by student: placed, on the reserve list, or not placed with the reasons as the rules gave them. */
export function lettersOf(book: Book): Letter[] {
  const reserves = reservesOf(book);
  const placed = inGroups(book.placements, ({ studentId }) => studentId).map(([id, own]) => placedLetter(book, id, own));
  const unplaced = book.unplaced.map((row) => unplacedLetter(book, row, reserves.get(row.studentId) ?? null));
  return [...placed, ...unplaced].sort((a, b) => compareText(a.studentId, b.studentId));
}

/** Places on reserve lists, by person. */
export function reservesOf(book: Book): ReadonlyMap<string, SelectionRow> {
  const rows = selectionOf(book, book.roster).filter(({ reserve }) => reserve !== null);
  return new Map(rows.map((row) => [row.studentId, row]));
}

/** Why somebody has no place, as sentences that can be sent: the rules that refused, by how many places each refused. */
export function reasonsOf({ statement, eligible, refusals }: UnplacedRow): string[] {
  if (statement === 'not-needed') return [statementWords['not-needed']];
  const places = (count: number): string => `${count} ${count === 1 ? 'place' : 'places'}`;
  const refused = (Object.entries(refusals) as [ReasonCode, number][])
    .sort((a, b) => b[1] - a[1] || compareText(a[0], b[0]))
    .map(([code, count]) => `${places(count)}: ${reasonWords[code]}`);
  if (statement === 'no-opening') return ['there was no place on offer'];
  if (statement === 'refused-by-rules') return refused;
  return [
    `${places(eligible)} that the rules allow: given to others, or one more there would break a limit on seats, money or numbers`,
    ...refused,
  ];
}

function placedLetter(book: Book, studentId: string, placements: readonly PlacementRow[]): Letter {
  const [first] = placements;
  const rows = placements.map((placement) => ({
    host_name:
      placement.hostId === null ? partyOfOrganisation(book, placement.partnerId).name || '–' : partyOfHost(book, placement.hostId).name,
    partner_name: partyOfOrganisation(book, placement.partnerId).name || '–',
    city: placement.city ?? '–',
    country: placement.country ?? '–',
    start: dayText(placement.startDay),
    end: dayText(placement.endDay),
    days: String(lengthOf(placement)),
  }));
  return {
    studentId,
    kind: 'letter-placed',
    language: book.records.students.get(studentId)?.language ?? null,
    data: { ...addressOf(book, studentId, first?.startDay ?? null), placements: rows },
  };
}

function unplacedLetter(book: Book, row: UnplacedRow, reserve: SelectionRow | null): Letter {
  const { studentId, statement } = row;
  const address = addressOf(book, studentId, book.firstDay);
  const language = book.records.students.get(studentId)?.language ?? null;
  const reasons = reasonsOf(row).map((reason) => ({ reason }));
  if (statement !== 'taken') return { studentId, kind: 'letter-not-placed', language, data: { ...address, reasons } };
  const data = {
    ...address,
    reasons,
    has_reserve_number: reserve !== null,
    reserve_number: String(reserve?.reserve ?? ''),
    selection_list: reserve?.list ?? '',
    open_places: String(row.eligible),
  };
  return { studentId, kind: 'letter-waiting', language, data };
}

function addressOf(book: Book, studentId: string, day: number | null) {
  const student = book.student(studentId);
  const person = book.records.students.get(studentId);
  const sender = partyOfOrganisation(book, student?.senderId ?? null);
  const orBlank = (text: string): string => (text === '' ? blankLine : text);
  return {
    sender_name: orBlank(sender.name),
    sender_address: orBlank(sender.address),
    sender_phone: orBlank(sender.phone),
    sender_email: orBlank(sender.email),
    sender_contact: orBlank(sender.contact),
    learner_id: studentId,
    learner_name: knownName(book, studentId) ?? studentId,
    learner_address: person?.address ?? '',
    guardian_name: person?.guardian ?? blankLine,
    project_code: projectCode(book, student?.projectId ?? null),
    is_minor: isMinor(student, day) === true,
  };
}
