import { compareText } from '../basics/order.js';
import { foldName } from '../roster/fold.js';
import type { Table } from '../report/csv.js';
import type { PlacementRow } from '../report/outcome.js';
import { agreedPlacements, agreementRecordOf, unitsOf } from './agreement.js';
import { type Book, dayText, guardianContact, isMinor, knownName, lengthOf } from './book.js';
import type { AgreementRecord } from './columns.js';
import { dialCodeOf } from './dial-codes.js';

/** Something in an agreement that somebody should look at before it is signed. */
export interface Lint {
  readonly studentId: string;
  readonly openingId: string | null;
  readonly code: LintCode;
  /** A sentence without its stop. */
  readonly text: string;
}

export const lintCodes = [
  'signed-late',
  'progress-profile',
  'na-mixed',
  'day-count',
  'guardian-missing',
  'birth-unknown',
  'assessed-outside',
  'validated-early',
  'phone-country',
  'project-code',
  'units-missing',
  'outcomes-missing',
  'name-missing',
  'mentor-missing',
] as const;
export type LintCode = (typeof lintCodes)[number];

/** All faults of all agreements, by student, opening and code. */
export function lintOf(book: Book): Lint[] {
  return agreedPlacements(book)
    .flatMap((placement) => {
      const found: Lint[] = [];
      const add = (code: LintCode, text: string): void => {
        found.push({ studentId: placement.studentId, openingId: placement.openingId, code, text });
      };
      lintPeople(book, placement, add);
      lintContent(book, placement, add);
      const record = agreementRecordOf(book, placement);
      if (record !== null) lintRecord(book, placement, record, add);
      return found;
    })
    .sort(
      (a, b) =>
        compareText(a.studentId, b.studentId) ||
        compareText(a.openingId ?? '', b.openingId ?? '') ||
        compareText(a.code, b.code) ||
        compareText(a.text, b.text),
    );
}

type Add = (code: LintCode, text: string) => void;

function lintPeople(book: Book, placement: PlacementRow, add: Add): void {
  const student = book.student(placement.studentId);
  const person = book.records.students.get(placement.studentId);
  const minor = isMinor(student, placement.startDay);
  if (knownName(book, placement.studentId) === null) add('name-missing', 'people.csv has no name for this person');
  if (minor === null) add('birth-unknown', 'the birth date is not known, so nobody can tell whether a guardian must sign');
  if (minor === true && (person?.guardian == null || guardianContact(person) === ''))
    add('guardian-missing', `under age on ${dayText(placement.startDay)}, and people.csv names no guardian with a contact`);
  const host = placement.hostId === null ? undefined : book.records.hosts.get(placement.hostId);
  if (host?.mentor == null) add('mentor-missing', 'people.csv names no mentor at the host');
  const phones = [
    ['the host', host?.phone, placement.country],
    ['the sender', senderRecord(book, placement)?.phone, book.organisation(placement.senderId)?.country],
  ] as const;
  for (const [whose, phone, country] of phones) {
    const code = dialCodeOf(country ?? null);
    const plain = phone?.replace(/[^+\d]/g, '').replace(/^00/, '+') ?? '';
    if (code !== null && plain.startsWith('+') && !plain.startsWith(`+${code}`))
      add('phone-country', `the telephone of ${whose} (${phone}) does not begin with +${code}, the code of ${country}`);
  }
}

function senderRecord(book: Book, placement: PlacementRow) {
  return placement.senderId === null ? undefined : book.records.organisations.get(placement.senderId);
}

const projectCodes = [/^\d{4}-\d-[A-Z]{2}\d{2}-KA\d{3}-[A-Z]{3}-\d{9}$/, /^\d{4}-\d-[A-Z]{2}\d{2}-KA\d{3}-\d{6}$/];

function lintContent(book: Book, placement: PlacementRow, add: Add): void {
  if (unitsOf(book, placement).length === 0)
    add('units-missing', 'neither the person, the profile nor the opening names a learning outcome that both share');
  else if (book.opening(placement.openingId)?.outcomes.length === 0)
    add('outcomes-missing', 'the opening names no learning outcomes, so the agreement holds all that are expected');
  else if (placement.missingOutcomes.length > 0)
    add('outcomes-missing', `expected, and not offered by the opening: ${placement.missingOutcomes.join(', ')}`);
  const code = book.project(placement.projectId)?.code ?? null;
  if (code !== null && !projectCodes.some((pattern) => pattern.test(code)))
    add('project-code', `the project code ${code} has not the form of an Erasmus+ project, like 2021-1-RO01-KA121-VET-000012345`);
}

function lintRecord(book: Book, placement: PlacementRow, record: AgreementRecord, add: Add): void {
  for (const [who, day] of [
    ['learner', record.signedLearner],
    ['sender', record.signedSender],
    ['host', record.signedHost],
  ] as const) {
    if (day !== null && day > placement.startDay)
      add('signed-late', `the ${who} signed on ${dayText(day)}, after the first day ${dayText(placement.startDay)}`);
  }
  const days = lengthOf(placement);
  if (record.days !== null && record.days !== days) {
    const hint = record.days === days - 1 ? ' (the first or the last day was not counted)' : '';
    add(
      'day-count',
      `agreements.csv says ${record.days} days; ${dayText(placement.startDay)} to ${dayText(placement.endDay)} are ${days}, both included${hint}`,
    );
  }
  const ways = waysOfSayingNone(record);
  if (ways.length > 1) add('na-mixed', `empty fields are written in ${ways.length} ways: ${ways.join(', ')}`);
  if (record.assessedOn !== null && (record.assessedOn < placement.startDay || record.assessedOn > placement.endDay))
    add(
      'assessed-outside',
      `assessed on ${dayText(record.assessedOn)}, outside ${dayText(placement.startDay)} to ${dayText(placement.endDay)}`,
    );
  if (record.validatedOn !== null && record.assessedOn !== null && record.validatedOn < record.assessedOn)
    add('validated-early', `validated on ${dayText(record.validatedOn)}, before the assessment on ${dayText(record.assessedOn)}`);
  lintProgress(book, placement, record, add);
}

/** The progress text should speak of the study profile; one that names another profile of the roster was mostly copied from another agreement. */
function lintProgress(book: Book, placement: PlacementRow, record: AgreementRecord, add: Add): void {
  const own = book.profile(book.student(placement.studentId)?.profileId ?? null);
  if (record.progress === null || own === null || own.name === null || isNone(record.progress)) return;
  const said = stemsOf(record.progress);
  const names = (name: string | null): boolean => name !== null && [...stemsOf(name)].some((stem) => said.has(stem));
  // Of a name without any such word nothing can be told.
  if (names(own.name) || stemsOf(own.name).size === 0) return;
  const other = book.roster.profiles
    .filter(({ id, name }) => id !== own.id && names(name))
    .map(({ name }) => name ?? '')
    .sort(compareText)[0];
  add('progress-profile', `the progress text does not speak of the profile ${own.name}${other === undefined ? '' : `, but of ${other}`}`);
}

/** First letters of the longer words of a text, and short ones in capitals (ICT): `electro-technical` and `electrotechnician` share one. */
function stemsOf(text: string): ReadonlySet<string> {
  const words = text.split(/[^\p{L}\p{N}]+/u).filter((word) => word.length >= 4 || /^\p{Lu}{2,3}$/u.test(word));
  return new Set(words.map((word) => foldName(word).slice(0, 6)));
}

const nonePattern = /^(?:n\.?\s?\/?\s?a\.?|none|nil|-+|–|\/)$/i;

function isNone(text: string): boolean {
  return nonePattern.test(text.trim());
}

function waysOfSayingNone(record: AgreementRecord): string[] {
  const texts = Object.values(record).filter((value): value is string => typeof value === 'string' && isNone(value));
  return [...new Set(texts.map((text) => text.trim()))].sort(compareText);
}

export function lintTable(lints: readonly Lint[]): Table {
  return {
    columns: ['student', 'opening', 'code', 'what'],
    rows: lints.map(({ studentId, openingId, code, text }) => [studentId, openingId, code, text]),
  };
}
