import { overlap } from '../basics/day.js';
import type { Blocked, Student } from '../roster/types.js';
import { cityKey } from '../basics/cities.js';
import type { Place } from './place.js';

/** Blocked days by whom they are about: everybody (''), or the most particular of student, school and sender that a row names. */
export type BlockedByPerson = ReadonlyMap<string, readonly Blocked[]>;

export function blockedByPerson(rows: readonly Blocked[]): BlockedByPerson {
  const found = new Map<string, Blocked[]>();
  for (const row of rows) {
    const { studentId, schoolId, senderId } = row;
    const key =
      studentId !== null
        ? `student ${studentId}`
        : schoolId !== null
          ? `school ${schoolId}`
          : senderId !== null
            ? `sender ${senderId}`
            : '';
    const list = found.get(key);
    if (list === undefined) found.set(key, [row]);
    else list.push(row);
  }
  return found;
}

const none: readonly Blocked[] = [];

/** Rows that name this person, their school or their sender, and none that names another. */
export function blockedFor(rows: BlockedByPerson, student: Student): readonly Blocked[] {
  if (rows.size === 0) return none;
  const found: Blocked[] = [];
  for (const key of [`student ${student.id}`, `school ${student.schoolId}`, `sender ${student.senderId}`]) {
    for (const row of rows.get(key) ?? none) {
      const isOfSchool = row.schoolId === null || row.schoolId === student.schoolId;
      if (isOfSchool && (row.senderId === null || row.senderId === student.senderId)) found.push(row);
    }
  }
  return found.length === 0 ? none : found;
}

/** Rows about everybody that hold at a place. */
export function blockedAt(rows: BlockedByPerson, hostId: string | null, flowId: string | null, place: Place): readonly Blocked[] {
  return rows.get('')?.filter((row) => concernsPlace(row, hostId, flowId, place)) ?? none;
}

/** Each column about the place that a row names agrees. */
export function concernsPlace(row: Blocked, hostId: string | null, flowId: string | null, place: Place): boolean {
  return (
    (row.hostId === null || row.hostId === hostId) &&
    (row.flowId === null || row.flowId === flowId) &&
    (row.partnerId === null || row.partnerId === place.partnerId) &&
    (row.city === null || cityKey(row.city) === place.city)
  );
}

/** Whether a row stands against these dates: a stay may not touch its days, a journey (first and last day) may not fall on them. */
export function blocks({ what, fromDay, toDay }: Blocked, startDay: number, endDay: number): boolean {
  if (what === 'stay') return overlap(fromDay, toDay, startDay, endDay);
  return (fromDay <= startDay && startDay <= toDay) || (fromDay <= endDay && endDay <= toDay);
}
