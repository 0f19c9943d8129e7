import { selectionOf, selectionTable } from '../report/selection.js';
import { auditOf, auditTable } from '../report/audit.js';
import { quotaLoads } from '../report/scope.js';
import { budgetsTable, hostsTable, placementsTable, unplacedTable } from '../report/tables.js';
import type { Book } from './book.js';
import { type Lint, lintTable } from './lint.js';
import { accommodationTable, travelTable } from './lists.js';
import type { NamedTable } from './xlsx.js';

/** The sheets of plan.xlsx: all tables of the plan, and the lists of the papers. */
export function workbookTables(book: Book, lints: readonly Lint[]): NamedTable[] {
  const { roster, placements, unplaced } = book;
  const selection = selectionOf(book, roster);
  const quotas = quotaLoads(roster, placements);
  return [
    { name: 'placements', table: placementsTable(placements) },
    { name: 'unplaced', table: unplacedTable(unplaced) },
    { name: 'hosts', table: hostsTable(roster, placements) },
    { name: 'budgets', table: budgetsTable(roster, placements) },
    {
      name: 'quotas',
      table: {
        columns: ['quota', 'minimum', 'maximum', 'count'],
        rows: quotas.map(({ quota, count }) => [quota.id, quota.minimum, quota.maximum, count]),
      },
    },
    ...(selection.length === 0 ? [] : [{ name: 'selection', table: selectionTable(selection) }]),
    { name: 'audit', table: auditTable(auditOf(roster, placements)) },
    { name: 'travel', table: travelTable(book) },
    { name: 'accommodation', table: accommodationTable(book) },
    { name: 'lint', table: lintTable(lints) },
  ];
}
