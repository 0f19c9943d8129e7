import type { Issue, Roster, RosterFile } from '../roster/types.js';

/** A fault of one record. `found` is cut to 80 characters. `at`: position of the record in its array; null for the file as a whole. */
export function issueAt(
  roster: Roster,
  severity: Issue['severity'],
  code: string,
  file: RosterFile,
  at: number | null,
  column: string | null,
  found: string | null,
  expected: string,
  maybe: string | null = null,
): Issue {
  return {
    severity,
    code,
    file: `${file}.csv`,
    row: at === null ? null : (roster.sourceRows[file][at] ?? null),
    column,
    found: found === null ? null : found.slice(0, 80),
    expected,
    maybe,
  };
}
