import { groupBy } from '../../basics/group.js';
import { compareText } from '../../basics/order.js';
import type { Criterion, Student } from '../../roster/types.js';
import { isAccompanying, type Book } from './book.js';

/** What ranks a person, best first when compared from the front with larger before smaller: points, then the marks of the tie criteria. */
export type Rank = readonly number[];

/** The ranks of the people who are walked, by id, and who is excluded by a mark. */
export interface Ranking {
  readonly ranks: ReadonlyMap<string, Rank>;
  readonly excluded: ReadonlySet<string>;
}

const known = new WeakMap<Book, Ranking>();

export function rankingOf(book: Book): Ranking {
  const made = known.get(book) ?? read(book);
  known.set(book, made);
  return made;
}

function read(book: Book): Ranking {
  const { roster, options } = book;
  const marksOf = groupBy(roster.marks, ({ studentId }) => studentId);
  const leftOut = groupBy(
    roster.history.filter(({ hostId }) => hostId === null),
    ({ studentId }) => studentId,
  );
  const criteriaOfList = new Map<string, CriteriaOfList>();
  const ranks = new Map<string, Rank>();
  const excluded = new Set<string>();
  for (const student of roster.students) {
    const list = student.selectionList;
    if (list === null || isAccompanying(student)) continue;
    let criteria = criteriaOfList.get(list);
    if (criteria === undefined) criteriaOfList.set(list, (criteria = criteriaFor(roster.criteria, list)));
    const own = marksOf.get(student.id);
    const marks = own === undefined ? noMarks : new Map(own.map(({ criterionId, mark }) => [criterionId, mark]));
    for (const { id, minimum } of criteria.all) if (minimum !== null && (marks.get(id) ?? 0) < minimum) excluded.add(student.id);
    const points = pointsOf(student, criteria.all, marks);
    if (points === null) continue;
    const before = leftOut.get(student.id);
    const rounds = before === undefined ? 0 : new Set(before.map(({ round }) => round)).size;
    ranks.set(student.id, [points + rounds * options.waitingBonus, ...criteria.deciding.map(({ id }) => marks.get(id) ?? 0)]);
  }
  return { ranks, excluded };
}

const noMarks: ReadonlyMap<string, number> = new Map();

/** The criteria of a list, and those among them that decide ties, in their order. */
interface CriteriaOfList {
  readonly all: readonly Criterion[];
  readonly deciding: readonly Criterion[];
}

function criteriaFor(criteria: readonly Criterion[], list: string): CriteriaOfList {
  const all = criteria.filter((criterion) => (criterion.list ?? list) === list);
  const deciding = all.filter(({ tie }) => tie !== null);
  return { all, deciding: deciding.sort((a, b) => (a.tie ?? 0) - (b.tie ?? 0) || compareText(a.id, b.id)) };
}

function pointsOf(student: Student, criteria: readonly Criterion[], marks: ReadonlyMap<string, number>): number | null {
  if (student.points !== null || criteria.length === 0) return student.points;
  let points = 0;
  for (const { id, weight } of criteria) points += weight * (marks.get(id) ?? 0);
  return points;
}

/** Larger before smaller, number by number. */
export function compareRanks(a: Rank, b: Rank): number {
  for (let k = 0; k < a.length; k++) if (a[k] !== b[k]) return (b[k] ?? 0) - a[k]!;
  return 0;
}
