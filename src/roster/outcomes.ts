import { columnsOfFile } from './columns.js';
import type { Intake } from './intake.js';
import type { IssueList } from './issues.js';
import { nearest } from './nearest.js';
import { ownCategories, type Options, type Outcome } from './types.js';

/** Separates the parts of a key; no text may hold a control character. */
const gap = '\u0000';

/** A placement says one thing of itself, each rating once, and every rating counts by some row of quality.csv. */
export function checkOutcomes(intake: Intake, { hostGate }: Options, issues: IssueList): void {
  const { outcomes, quality } = intake.records;
  const file = intake.naming.file('outcomes');
  const rowOf = (k: number): number => intake.sourceRows.outcomes[k] ?? 0;
  const heads = new Map<string, Outcome>();
  const rated = new Map<string, number>();
  const unused = new Set<string>();
  for (const [k, outcome] of outcomes.entries()) {
    const head = heads.get(outcome.placement);
    for (const field of saidOnce) {
      const [first, found] = [head?.[field] ?? null, outcome[field]];
      if (first === null || found === null || first === found) continue;
      issues.add('error', file, rowOf(k), () => ({
        code: 'placement-contradicts',
        column: intake.naming.column(columnsOfFile.outcomes.find((column) => column.field === field)!),
        found: String(found),
        expected: `what an earlier row says of placement ${outcome.placement}: ${String(first)}`,
      }));
    }
    heads.set(outcome.placement, merged(head, outcome));
    if (outcome.rating === null) continue;
    const { placement, category, indicator, source } = outcome;
    const key = [placement, category ?? '', indicator ?? '', source ?? ''].join(gap);
    const first = rated.get(key);
    if (first !== undefined) {
      issues.add('error', file, rowOf(k), () => ({
        code: 'rating-twice',
        column: 'rating',
        found: [placement, category, indicator, source].filter((part) => part !== null).join(', '),
        expected: `one rating for each placement, category, indicator and source; row ${first} has it too`,
      }));
    }
    rated.set(key, first ?? rowOf(k));
    const kind = [category ?? '', indicator ?? '', source ?? ''].join(gap);
    const counts = quality.some(
      (rule) => rule.category === category && (rule.indicator ?? indicator) === indicator && (rule.source ?? source) === source,
    );
    if (quality.length === 0 || counts || unused.has(kind)) continue;
    unused.add(kind);
    issues.add('warning', file, rowOf(k), () => ({
      code: 'rating-unused',
      column: 'category',
      found: [category, indicator, source].filter((part) => part !== null).join(', '),
      expected: `a row of ${intake.naming.file('quality')} by which such ratings count`,
      maybe: nearest(
        category ?? '',
        quality.map((rule) => rule.category),
      ),
    }));
  }
  checkRules(intake, hostGate, issues);
}

const saidOnce = ['hostId', 'completed', 'statusAfter6', 'statusAfter12'] as const satisfies readonly (keyof Outcome)[];

/** What the rows of a placement say together. */
function merged(head: Outcome | undefined, row: Outcome): Outcome {
  if (head === undefined) return row;
  return {
    ...head,
    completed: head.completed ?? row.completed,
    statusAfter6: head.statusAfter6 ?? row.statusAfter6,
    statusAfter12: head.statusAfter12 ?? row.statusAfter12,
  };
}

function checkRules(
  { records: { quality, outcomes }, sourceRows, naming }: Intake,
  hostGate: Options['hostGate'],
  issues: IssueList,
): void {
  const seen = new Map<string, number>();
  for (const [k, { category, indicator, source }] of quality.entries()) {
    const key = [category, indicator ?? '', source ?? ''].join(gap);
    const first = seen.get(key);
    seen.set(key, first ?? sourceRows.quality[k] ?? 0);
    if (first === undefined) continue;
    issues.add('error', naming.file('quality'), sourceRows.quality[k] ?? 0, () => ({
      code: 'rule-twice',
      column: 'category',
      found: [category, indicator, source].filter((part) => part !== null).join(', '),
      expected: `each category, indicator and source once; row ${first} has it too`,
    }));
  }
  for (const category of ownCategories) {
    const k = outcomes.findIndex((outcome) => outcome.category === category && outcome.rating !== null);
    if (k >= 0) {
      issues.add('error', naming.file('outcomes'), sourceRows.outcomes[k] ?? 0, () => ({
        code: 'category-reserved',
        column: 'category',
        found: category,
        expected: `another name for a rated category: ${category} is read from its own column`,
      }));
    }
  }
  if (hostGate.checks !== 'none' && quality.every(({ minimum }) => minimum === null)) {
    issues.add('warning', naming.file('quality'), null, () => ({
      code: 'file-missing',
      found: 'no row with a minimum',
      expected: 'what hosts are asked to reach, or checks "none" in hostGate',
    }));
  }
}
