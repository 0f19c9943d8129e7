import { groupBy } from '../../basics/group.js';
import type { Blocked, Student } from '../../roster/types.js';
import { cityKey, type Book } from './book.js';
import type { Site } from './site.js';

/** Blocked days, by what they say of people. */
export interface BlockedDays {
  /** Rows that name no student, school or sender. */
  readonly ofAll: readonly Blocked[];
  readonly ofStudent: ReadonlyMap<string, readonly Blocked[]>;
  readonly ofSchool: ReadonlyMap<string, readonly Blocked[]>;
  readonly ofSender: ReadonlyMap<string, readonly Blocked[]>;
}

export function blockedDaysOf(rows: readonly Blocked[]): BlockedDays {
  const by = (own: readonly Blocked[], idOf: (row: Blocked) => string | null) => groupBy(own, (row) => idOf(row) ?? '');
  const ofStudents = rows.filter(({ studentId }) => studentId !== null);
  const ofOthers = rows.filter(({ studentId }) => studentId === null);
  return {
    ofAll: ofOthers.filter(({ schoolId, senderId }) => schoolId === null && senderId === null),
    ofStudent: by(ofStudents, ({ studentId }) => studentId),
    ofSchool: by(
      ofOthers.filter(({ schoolId }) => schoolId !== null),
      ({ schoolId }) => schoolId,
    ),
    ofSender: by(
      ofOthers.filter(({ schoolId, senderId }) => schoolId === null && senderId !== null),
      ({ senderId }) => senderId,
    ),
  };
}

/** The blocked day that stands against a stay on site; null: none. */
export function blockOf({ blocked }: Book, person: Student, site: Site): Blocked | null {
  if (person.online || site.opening?.online === true) return null;
  for (const rows of [
    blocked.ofAll,
    blocked.ofStudent.get(person.id),
    blocked.ofSchool.get(person.schoolId ?? ''),
    blocked.ofSender.get(person.senderId ?? ''),
  ]) {
    for (const row of rows ?? []) if (isAbout(row, person, site) && isMet(row, site)) return row;
  }
  return null;
}

/** What `blockOf` reads of a person. */
export function readsOfBlocked({ blocked, roster }: Book, { id, schoolId, senderId, online }: Student): string {
  if (roster.blocked.length === 0) return '';
  if (online) return 'online';
  const isNamed = blocked.ofStudent.has(id);
  const school = isNamed || blocked.ofSchool.has(schoolId ?? '') ? schoolId : '';
  const sender = isNamed || blocked.ofSchool.has(schoolId ?? '') || blocked.ofSender.has(senderId ?? '') ? senderId : '';
  return JSON.stringify([isNamed ? id : '', school, sender]);
}

/** What `blockOf` reads of a site. */
export function siteReadsOfBlocked({ roster }: Book, { opening, host, flow, partnerId, cityKey: city, startDay, endDay }: Site): string {
  if (roster.blocked.length === 0) return '';
  return JSON.stringify([opening?.online === true, host?.id ?? null, flow?.id ?? null, partnerId, city, startDay, endDay]);
}

function isAbout(row: Blocked, person: Student, site: Site): boolean {
  return (
    (row.studentId === null || row.studentId === person.id) &&
    (row.schoolId === null || row.schoolId === person.schoolId) &&
    (row.senderId === null || row.senderId === person.senderId) &&
    (row.hostId === null || row.hostId === site.host?.id) &&
    (row.flowId === null || row.flowId === site.flow?.id) &&
    (row.partnerId === null || row.partnerId === site.partnerId) &&
    (row.city === null || cityKey(row.city) === site.cityKey)
  );
}

/** A stay meets what blocks it on any of its days; a journey on its first or its last. */
function isMet({ what, fromDay, toDay }: Blocked, { startDay, endDay }: Site): boolean {
  if (what === 'stay') return startDay <= toDay && endDay >= fromDay;
  return [startDay, endDay].some((day) => fromDay <= day && day <= toDay);
}
