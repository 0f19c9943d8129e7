import { foldName } from '../fold.js';
import type { IssueList } from '../issues.js';

/** A person as the foreign list has them. */
export interface PersonRow {
  readonly row: number;
  readonly id: string;
  /** First and last name, or the whole name. */
  readonly name: string;
  /** As it is written; '' where it is not said. */
  readonly birthDate: string;
  /** The user has said that this row is a person of its own. */
  readonly kept: boolean;
}

/**
 * Names two rows for one person: an error where name and date of birth agree (case, accents, order of names and Latin or Cyrillic writing set aside), a warning
 * where the names alone do. Nobody is ever merged: the user drops a row or says that it stays.
 */
export function checkPeople(people: readonly PersonRow[], fileName: string, issues: IssueList): void {
  const first = new Map<string, PersonRow>();
  for (const person of people) {
    const key = person.name
      .split(/[\s,]+/)
      .map(foldName)
      .filter((part) => part !== '')
      .sort()
      .join(' ');
    if (key === '') continue;
    const other = first.get(key);
    if (other === undefined) {
      first.set(key, person);
      continue;
    }
    if (person.kept) continue;
    const same = person.birthDate !== '' && person.birthDate === other.birthDate;
    const spelling = person.name === other.name ? '' : ' in another spelling';
    issues.add(same ? 'error' : 'warning', fileName, person.row, () => ({
      code: same ? 'person-twice' : 'name-confusable',
      column: 'name',
      found: person.name,
      expected: `each person once; row ${other.row} has this name${spelling}${same ? ' and date of birth' : ''}`,
      maybe: same ? `--drop students:${person.row} if it is one person, --keep students:${person.row} if they are two` : null,
    }));
  }
}

/** Ids like P001, P002, … in the order of the rows. */
export function freshIds(count: number, prefix: string): string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}${String(index + 1).padStart(3, '0')}`);
}
