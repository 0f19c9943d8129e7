import { readingOrder, type Column } from './columns.js';
import { Intake } from './intake.js';
import { IssueList, compareIssues } from './issues.js';
import { nearest } from './nearest.js';
import { parseOptions, type OptionsInput } from './options.js';
import { addPackFaults, parsePack, ratesOf } from './rates.js';
import { resultOf, type RosterResult } from './result.js';
import type { RecordInput } from './schemas/records.js';
import type { RulePack } from './types-rates.js';
import { rosterFiles, type RosterFile } from './types.js';

/**
 * The records of a roster as plain objects: fields named as in `types.ts`, days as ISO text (`startDay: '2026-03-01'`), money as whole
 * cents (`costCents: 123450`), languages as `{ language: 'en', level: 3 }` (3 is B1). What is absent, null or undefined is not said.
 * Only students and openings must be there.
 */
export type RosterRecords = {
  readonly students: readonly RecordInput<'students'>[];
  readonly openings: readonly RecordInput<'openings'>[];
  readonly options?: OptionsInput;
  /** A rule pack of your own; wins over `options.rulePack`. */
  readonly rates?: RulePack;
} & { readonly [file in Exclude<RosterFile, 'students' | 'openings'>]?: readonly RecordInput<file>[] };

/**
 * The typed door: checks records as `readRoster` checks files, through the same schemas. Never throws for faulty records;
 * an issue's file is the name of the list, its row the place in it counted from 1, its column the field.
 */
export function rosterFromRecords(records: RosterRecords): RosterResult {
  const issues = new IssueList();
  const intake = new Intake(issues, { file: (file) => file, column: (column: Column) => column.field });
  for (const name of Object.keys(records)) {
    if (name === 'options' || name === 'rates' || (rosterFiles as readonly string[]).includes(name)) continue;
    issues.add('error', name, null, () => ({
      code: 'file-unknown',
      found: name,
      expected: `one of: ${rosterFiles.join(', ')}, options, rates`,
      maybe: nearest(name, rosterFiles),
    }));
  }
  for (const file of readingOrder) {
    const list: unknown = records[file];
    if (list === undefined) {
      if (file === 'students' || file === 'openings')
        issues.add('error', file, null, () => ({ code: 'file-missing', expected: `a list of ${file}` }));
      continue;
    }
    if (!Array.isArray(list)) {
      issues.add('error', file, null, () => ({ code: 'record-invalid', found: written(list), expected: 'a list of records' }));
      continue;
    }
    intake.begin(file);
    list.forEach((record: unknown, index) => {
      const plain =
        typeof record === 'object' && record !== null && !Array.isArray(record) ? (record as { readonly [field: string]: unknown }) : null;
      if (plain !== null) intake.take(file, index + 1, plain, (field) => written(plain[field]));
      else issues.add('error', file, index + 1, () => ({ code: 'record-invalid', found: written(record), expected: 'an object' }));
    });
    intake.end(file);
  }
  const { options, issues: optionIssues } = parseOptions(records.options ?? {});
  const { pack, faults } = records.rates !== undefined ? parsePack(records.rates) : ratesOf(options);
  addPackFaults(faults, 'rates', issues);
  const result = resultOf(intake, records.hosts !== undefined, options, issues, optionIssues, [], pack);
  return { ...result, issues: [...result.issues].sort(compareIssues) };
}

function written(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
