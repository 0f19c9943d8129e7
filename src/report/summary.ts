import { percentOfBillionths, sentencesOfVerdict } from '../explain/words.js';
import { compareText } from '../basics/order.js';
import { sortedKeys } from '../basics/sorted-keys.js';
import type { Issue, Roster } from '../roster/types.js';
import { auditOf, auditSummary } from './audit.js';
import { eqavetOf } from './eqavet.js';
import { incomeOf, unconfirmedSources } from './income.js';
import type { Conflict, Outcome, PlacementRow, UnplacedStatement } from './outcome.js';
import { budgetLoads, quotaLoads } from './scope.js';

/** Placed and unplaced people, counted once each; the placements of one person stand together. */
export interface Headcount {
  readonly people: number;
  readonly placed: number;
  readonly learners: number;
  readonly placedLearners: number;
  readonly unplaced: Readonly<Record<UnplacedStatement, number>>;
}

export function headcountOf(outcome: Outcome & { readonly status: 'planned' }): Headcount {
  let placed = 0;
  let placedLearners = 0;
  let last: string | null = null;
  for (const { studentId, kind } of outcome.placements) {
    if (studentId === last) continue;
    last = studentId;
    placed++;
    if (kind !== 'accompanying') placedLearners++;
  }
  const unplaced = { 'refused-by-rules': 0, taken: 0, 'no-opening': 0, 'not-needed': 0 };
  for (const { statement } of outcome.unplaced) unplaced[statement]++;
  return {
    people: outcome.counts.people,
    placed,
    learners: outcome.counts.learners,
    placedLearners,
    unplaced,
  };
}

export function totalCents(placements: readonly PlacementRow[]): number {
  return placements.reduce((sum, { costCents }) => sum + costCents, 0);
}

/**
 * The outcome in one page of plain data, as `summary.json` holds it and `--json` prints it. Nothing in it depends on the clock, the machine,
 * the number of workers or the rows on which records stand; rows are in `run.json`.
 */
export function summaryOf(outcome: Outcome, roster: Roster): unknown {
  if (outcome.status === 'refused') return { format: 'placewise-summary-1', ...outcome };
  const { certificate, run } = outcome;
  const { placedIds: _placedIds, ...values } = certificate.values ?? { placedIds: [] };
  return {
    format: 'placewise-summary-1',
    status: outcome.status,
    verdict: outcome.verdict,
    sentence: sentencesOfVerdict(certificate),
    reason: certificate.reason,
    tiers: certificate.steps.map((step) => ({
      ...step,
      gapPercent: step.gapBillionths === null ? null : percentOfBillionths(step.gapBillionths),
    })),
    values: certificate.values === null ? null : values,
    checks: certificate.checks,
    counts: outcome.counts,
    stop: run.stop,
    repeatable: run.repeatable,
    recordsHash: run.recordsHash,
    modelHash: run.modelHash,
    warnings: countedWarnings(outcome.issues),
    ...(outcome.status === 'planned' ? summaryOfPlan(outcome, roster) : {}),
    ...(outcome.status === 'infeasible' ? { conflict: withoutRows(outcome.conflict) } : {}),
  };
}

function summaryOfPlan(outcome: Outcome & { readonly status: 'planned' }, roster: Roster): object {
  return {
    headcount: headcountOf(outcome),
    costCents: totalCents(outcome.placements),
    budgets: budgetLoads(roster, outcome.placements).map(({ budget, spentCents, leftCents, placements }) => ({
      id: budget.id,
      limitCents: budget.limitCents,
      spentCents,
      leftCents,
      placements,
    })),
    quotas: quotaLoads(roster, outcome.placements).map(({ quota, count }) => ({
      id: quota.id,
      minimum: quota.minimum,
      maximum: quota.maximum,
      count,
    })),
    ...(roster.rates === null
      ? {}
      : {
          rates: { pack: roster.rates.id, date: roster.rates.date, unconfirmed: unconfirmedSources(roster) },
          income: incomeOf(roster, outcome.placements),
        }),
    ...(outcome.orders === null ? {} : { orders: outcome.orders }),
    ...(outcome.ways === null ? {} : { ways: outcome.ways.results }),
    overrides: outcome.overrides,
    toName: outcome.toName,
    audit: auditSummary(auditOf(roster, outcome.placements)),
    eqavet: eqavetOf(roster, outcome.placements),
  };
}

/** Kinds of warnings and how many there are of each; the warnings themselves name rows and stand in `run.json`. */
function countedWarnings(issues: readonly Issue[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const { code } of issues) counts.set(code, (counts.get(code) ?? 0) + 1);
  return Object.fromEntries([...counts].sort((a, b) => compareText(a[0], b[0])));
}

function withoutRows(conflict: Conflict | null): unknown {
  if (conflict === null) return null;
  return {
    ...conflict,
    rules: conflict.rules.map(({ row: _row, ...rule }) => rule),
    repairs: conflict.repairs.map((repair) => ({ ...repair, changes: repair.changes.map(({ row: _row, ...change }) => change) })),
  };
}

/** `run.json`: what fixed the answer; only `clock` and `source` may differ between two runs of the same question. */
export function runJson(outcome: Exclude<Outcome, { status: 'refused' }>): unknown {
  const { clock, source, options, ...rest } = outcome.run;
  const conflict =
    outcome.status === 'infeasible' && outcome.conflict !== null
      ? outcome.conflict.rules.map(({ text, file, row }) => ({ text, file, row }))
      : [];
  return {
    format: 'placewise-run-1',
    verdict: outcome.verdict,
    ...rest,
    options: sortedKeys(options),
    source: { rows: source, warnings: outcome.issues, conflict },
    clock,
  };
}

/** JSON as it is written: two spaces, a last line break. */
export function textOfJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
