import { groupBy } from '../basics/group.js';
import { ageOn } from '../basics/day.js';
import { iscedNames } from '../basics/isced.js';
import { compareText } from '../basics/order.js';
import type { PlacementRow, UnplacedRow } from '../report/outcome.js';
import type { Flow, Host, Opening, Organisation, Profile, Project, Roster, Student } from '../roster/types.js';
import type { PersonRecord } from './columns.js';
import type { PaperRecords } from './records.js';

/** A plan that was checked, and what papers say beside it. */
export interface PaperInput {
  readonly roster: Roster;
  /** By student, start day, then opening or flow. */
  readonly placements: readonly PlacementRow[];
  /** By student. */
  readonly unplaced: readonly UnplacedRow[];
  readonly records: PaperRecords;
}

/** The records of a plan by their keys. */
export interface Book extends PaperInput {
  readonly student: (id: string) => Student | null;
  readonly organisation: (id: string | null) => Organisation | null;
  readonly host: (id: string | null) => Host | null;
  readonly opening: (id: string | null) => Opening | null;
  readonly flow: (id: string | null) => Flow | null;
  readonly project: (id: string | null) => Project | null;
  readonly profile: (id: string | null) => Profile | null;
  /** First day of the plan: on it people without a placement are taken for minors or not; null where nobody goes. */
  readonly firstDay: number | null;
}

export function bookOf(input: PaperInput): Book {
  const { roster, placements } = input;
  const finder = <Item extends { readonly id: string }>(items: readonly Item[]): ((id: string | null) => Item | null) => {
    const map = new Map(items.map((item) => [item.id, item]));
    return (id) => (id === null ? null : (map.get(id) ?? null));
  };
  return {
    ...input,
    student: finder(roster.students),
    organisation: finder(roster.organisations),
    host: finder(roster.hosts),
    opening: finder(roster.openings),
    flow: finder(roster.flows),
    project: finder(roster.projects),
    profile: finder(roster.profiles),
    firstDay: placements.reduce<number | null>((first, { startDay }) => (first === null ? startDay : Math.min(first, startDay)), null),
  };
}

/** What is left to be written by hand. */
export const blankLine = '____________________';

/** An organisation or host as papers show it; '' where nothing is known. */
export interface Party {
  readonly name: string;
  readonly address: string;
  readonly phone: string;
  readonly email: string;
  readonly website: string;
  readonly contact: string;
  readonly mentor: string;
}

export function partyOfOrganisation(book: Book, id: string | null): Party {
  const organisation = book.organisation(id);
  return partyOf(id === null ? undefined : book.records.organisations.get(id), organisation?.name ?? organisation?.id ?? '', organisation);
}

export function partyOfHost(book: Book, id: string | null): Party {
  const host = book.host(id);
  return partyOf(id === null ? undefined : book.records.hosts.get(id), host?.name ?? host?.id ?? '', host);
}

function partyOf(
  record: PersonRecord | undefined,
  fallback: string,
  place: { readonly city: string | null; readonly country: string | null } | null,
): Party {
  return {
    name: record?.name ?? fallback,
    address: record?.address ?? [place?.city, place?.country].filter((part) => part != null).join(', '),
    phone: record?.phone ?? '',
    email: record?.email ?? '',
    website: record?.website ?? '',
    contact: record?.contact ?? '',
    mentor: record?.mentor ?? '',
  };
}

/** The name of a person as printed; where people.csv has none, the id. */
export function nameOfStudent(book: Book, id: string): string {
  return knownName(book, id) ?? id;
}

export function knownName(book: Book, id: string): string | null {
  const record = book.records.students.get(id);
  const whole = [record?.firstName, record?.lastName].filter((part) => part != null).join(' ');
  return record?.name ?? (whole === '' ? null : whole);
}

/** Phone and e-mail of a parent or guardian; '' where nothing is known. */
export function guardianContact(record: PersonRecord | undefined): string {
  return [record?.guardianPhone, record?.guardianEmail].filter((part) => part != null).join(' · ');
}

const adult = 18;

/** Whether somebody is under age on a day; null where the birth date is not known. */
export function isMinor(student: Student | null, day: number | null): boolean | null {
  return student === null || student.birthDay === null || day === null ? null : ageOn(student.birthDay, day) < adult;
}

/** What a study profile is called: its name, else that of its field where there is a code of ISCED-F (`1013` means nothing to a company), else its id. */
export function profileName(book: Book, id: string | null): string {
  const profile = book.profile(id);
  if (profile?.name != null || id === null) return profile?.name ?? '';
  const code = profile?.isced ?? id;
  const field = iscedNames.get(code);
  return field === undefined ? id : `${field} (${code})`;
}

/** `27/04/2026`, as the annex writes days. */
export function dayText(day: number): string {
  const [year, month, date] = new Date(day * 86_400_000).toISOString().slice(0, 10).split('-');
  return `${date}/${month}/${year}`;
}

/** Days of a placement, first and last included. */
export function lengthOf({ startDay, endDay }: Pick<PlacementRow, 'startDay' | 'endDay'>): number {
  return endDay - startDay + 1;
}

/** Groups by a key, in the order of the keys; items without one are left out. */
export function inGroups<Item>(items: readonly Item[], keyOf: (item: Item) => string | null): [key: string, items: Item[]][] {
  return [...groupBy(items, keyOf)].sort(([a], [b]) => compareText(a, b));
}
