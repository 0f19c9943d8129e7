import type { Student } from '../instance/types.js';
import { isAccompanying } from './source.js';

/** People with list and points: each list from the best (points, then canonical order), the lists interleaved by position. `persons` is in canonical order. */
export function walkOf(persons: readonly Student[]): Int32Array {
  const lists = new Map<string, number[]>();
  persons.forEach((student, person) => {
    if (isAccompanying(student) || student.selectionList === null || student.points === null) return;
    const list = lists.get(student.selectionList);
    if (list === undefined) lists.set(student.selectionList, [person]);
    else list.push(person);
  });
  const steps: { readonly person: number; readonly position: number }[] = [];
  for (const list of lists.values()) {
    list.sort((a, b) => persons[b]!.points! - persons[a]!.points! || a - b);
    list.forEach((person, position) => steps.push({ person, position }));
  }
  return Int32Array.from(steps.sort((a, b) => a.position - b.position || a.person - b.person), ({ person }) => person);
}
