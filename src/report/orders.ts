import type { Table } from './csv.js';
import type { OrderComparison } from './outcome.js';

/** Whom the two orders of the first tier treat differently. */
export function ordersTable({ differing }: OrderComparison): Table {
  return {
    columns: ['student', 'list', 'points', 'placed_rank_first', 'placed_count_first'],
    rows: differing.map(({ studentId, list, points, rankFirst, countFirst }) => [
      studentId,
      list,
      points,
      rankFirst ? 'yes' : 'no',
      countFirst ? 'yes' : 'no',
    ]),
  };
}
