import { groupBy } from '../basics/group.js';
import { compareText, lotOf } from '../basics/order.js';
import { compareStandings, standingsOf } from '../instance/standing.js';
import type { Roster, Student } from '../roster/types.js';
import type { Table } from './csv.js';
import type { PlannedOutcome, UnplacedRow } from './outcome.js';

/** `reserve`: could go and has no place yet; the next of the list when one becomes free. */
export type SelectionStatus = 'placed' | 'reserve' | 'excluded' | 'no-opening';

export interface SelectionRow {
  readonly list: string;
  /** Place on the list, from 1; the order is points, then deciding marks, then lot, then id. */
  readonly position: number;
  readonly studentId: string;
  /** With the bonus for rounds of waiting. */
  readonly points: number;
  readonly ties: readonly number[];
  readonly status: SelectionStatus;
  /** Place on the reserve list, from 1; null for all who are not on it. */
  readonly reserve: number | null;
}

/** What letters tell of a place on a list. */
export type Listed = Pick<SelectionRow, 'studentId' | 'list' | 'points' | 'status'>;

/** Whether anybody stands on a selection list. */
export function hasSelection(roster: Roster): boolean {
  const standingOf = standingsOf(roster);
  return roster.students.some((student) => listOf(student, standingOf) !== null);
}

/** The list on which somebody stands, with points; null: none. */
function listOf(student: Student, standingOf: ReturnType<typeof standingsOf>): string | null {
  return student.selectionList === null || standingOf(student).points === null ? null : student.selectionList;
}

/** Every selection list from its first to its last, by name of the list. */
export function selectionOf(outcome: Pick<PlannedOutcome, 'placements' | 'unplaced'>, roster: Roster): SelectionRow[] {
  const standingOf = standingsOf(roster);
  const placed = new Set(outcome.placements.map(({ studentId }) => studentId));
  const isOut = ({ statement }: UnplacedRow) => statement === 'refused-by-rules' || statement === 'no-opening';
  const refused = new Set(outcome.unplaced.filter(isOut).map(({ studentId }) => studentId));
  const lists = groupBy(roster.students, (student) => listOf(student, standingOf));
  return [...lists]
    .sort(([a], [b]) => compareText(a, b))
    .flatMap(([list, students]) => {
      const standing = students.map((student) => {
        const { points, ties, isExcluded } = standingOf(student);
        return { student, points, ties, isExcluded, lot: lotOf(roster.options.seed, student) };
      });
      standing.sort((a, b) => compareStandings(a, b) || a.lot - b.lot || compareText(a.student.id, b.student.id));
      let reserve = 0;
      return standing.map(({ student, points, ties, isExcluded }, k): SelectionRow => {
        const status = placed.has(student.id) ? 'placed' : isExcluded ? 'excluded' : refused.has(student.id) ? 'no-opening' : 'reserve';
        if (status === 'reserve') reserve++;
        const own = status === 'reserve' ? reserve : null;
        return { list, position: k + 1, studentId: student.id, points: points ?? 0, ties, status, reserve: own };
      });
    });
}

export function selectionTable(rows: readonly SelectionRow[]): Table {
  return {
    columns: ['list', 'position', 'student', 'points', 'deciding_marks', 'status', 'reserve'],
    rows: rows.map((row) => [row.list, row.position, row.studentId, row.points, row.ties.join('|'), row.status, row.reserve]),
  };
}
