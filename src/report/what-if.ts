import { eurosOfCents } from '../basics/money.js';
import type { Verdict } from '../certify/types.js';
import { verdictWords } from '../explain/words.js';
import type { Issue } from '../roster/types.js';
import { curveChart } from './charts.js';
import type { Table } from './csv.js';
import { escapeHtml, nameHtml } from './escape.js';
import { count, euros, table } from './html-table.js';
import { pageOf } from './page.js';

/** One scenario, placed, proved and checked by itself; the first of a comparison is the roster as it is. */
export interface ScenarioResult {
  readonly name: string;
  /** `refused`: the scenario's records have faults; `issues` lists them. */
  readonly status: 'planned' | 'infeasible' | 'unproved' | 'refused';
  readonly verdict: Verdict | null;
  /** People placed (accompanying persons aside), match quality, cents; null without a plan. */
  readonly placed: number | null;
  readonly quality: number | null;
  readonly costCents: number | null;
  /** Placements that are not those of the roster as it is. */
  readonly different: number | null;
  /** Rules in conflict, in words, where no plan is possible. */
  readonly conflict: readonly string[];
  /** Errors only. */
  readonly issues: readonly Issue[];
}

export interface WhatIfOutcome {
  readonly base: ScenarioResult;
  readonly scenarios: readonly ScenarioResult[];
  readonly sweeps: readonly {
    readonly name: string;
    readonly unit: 'percent' | 'add';
    readonly points: readonly { readonly at: number; readonly result: ScenarioResult }[];
  }[];
}

export function whatIfTable(outcome: WhatIfOutcome): Table {
  return {
    columns: [
      'scenario',
      'status',
      'verdict',
      'placed',
      'placed_change',
      'quality',
      'quality_change',
      'cost',
      'cost_change',
      'different_placements',
    ],
    rows: allOf(outcome).map((result) => [
      result.name,
      result.status,
      result.verdict,
      result.placed,
      change(result.placed, outcome.base.placed),
      result.quality,
      change(result.quality, outcome.base.quality),
      result.costCents === null ? null : { money: eurosOfCents(result.costCents) },
      result.costCents === null || outcome.base.costCents === null
        ? null
        : { money: eurosOfCents(result.costCents - outcome.base.costCents) },
      result.different,
    ]),
  };
}

function allOf({ base, scenarios, sweeps }: WhatIfOutcome): ScenarioResult[] {
  return [base, ...scenarios, ...sweeps.flatMap(({ points }) => points.map(({ result }) => result))];
}

function change(value: number | null, base: number | null): number | null {
  return value === null || base === null ? null : value - base;
}

/** The comparison as text for a terminal. */
export function screenOfWhatIf(outcome: WhatIfOutcome): string {
  const signed = (value: number | null): string => (value === null || value === 0 ? '' : `${value > 0 ? '+' : ''}${value}`);
  const rows = allOf(outcome).map((result) => ({
    name: result.name,
    failure: result.placed === null ? wordsOfFailure(result) : null,
    cells:
      result.placed === null
        ? []
        : [
            count(result.placed),
            signed(change(result.placed, outcome.base.placed)),
            count(result.quality!),
            euros(result.costCents!),
            result.different === null ? '' : count(result.different),
            result.verdict === null ? '' : verdictWords[result.verdict],
          ],
  }));
  const heads = ['Placed', 'Change', 'Match quality', 'Cost', 'Other places', 'Answer'];
  const widthOf = (column: number): number =>
    Math.max(...[heads, ...rows.map(({ cells }) => cells)].map((cells) => cells[column]?.length ?? 0));
  const wide = Math.max('Scenario'.length, ...rows.map(({ name }) => name.length));
  const line = (name: string, cells: readonly string[]): string =>
    `  ${name.padEnd(wide)}  ${cells.map((cell, k) => (k === heads.length - 1 ? cell : cell.padStart(widthOf(k)))).join('  ')}`;
  const lines = [line('Scenario', heads), ...rows.map(({ name, failure, cells }) => line(name, failure === null ? cells : [failure]))];
  return `${lines.join('\n')}\n`;
}

function wordsOfFailure({ status, conflict, issues }: ScenarioResult): string {
  if (status === 'refused') return `faults in the scenario: ${issues[0]?.expected ?? ''}`;
  if (status === 'infeasible') return `no plan can keep all rules${conflict.length === 0 ? '' : `: ${conflict.slice(0, 3).join('; ')}`}`;
  return 'no answer';
}

/** One self-contained page; same outcome, same bytes. */
export function htmlOfWhatIf(outcome: WhatIfOutcome): string {
  const signed = (value: number | null): string =>
    value === null || value === 0 ? '' : `${value > 0 ? '+' : '−'}${count(Math.abs(value))}`;
  const rows = allOf(outcome).map((result) => [
    nameHtml(result.name),
    result.placed === null ? escapeHtml(wordsOfFailure(result)) : count(result.placed),
    signed(change(result.placed, outcome.base.placed)),
    result.quality === null ? '' : count(result.quality),
    signed(change(result.quality, outcome.base.quality)),
    result.costCents === null ? '' : euros(result.costCents),
    result.different === null ? '' : count(result.different),
    result.verdict === null ? 'faults' : escapeHtml(verdictWords[result.verdict]),
  ]);
  const curves = outcome.sweeps.map(({ name, unit, points }, k) => {
    const found = points.filter(({ result }) => result.placed !== null).sort((a, b) => a.at - b.at);
    const at = (value: number): string => `${value > 0 ? '+' : ''}${value}${unit === 'percent' ? ' %' : ''}`;
    const drawn = found.map(({ at: x, result }) => ({ x, y: result.placed!, label: at(x) }));
    return `<h2>${nameHtml(name)}</h2>\n${curveChart(`sweep-${k}`, `People placed: ${name}`, drawn)}`;
  });
  return pageOf({
    title: 'What if',
    body: [
      '<h1>What if</h1>',
      '<p class="soft">Each scenario was placed, proved and checked by itself. Changes are against the roster as it is; other places are placements that its plan does not have.</p>',
      table(
        [
          'Scenario',
          'Placed:number',
          'Change:number',
          'Match quality:number',
          'Change:number',
          'Cost:number',
          'Other places:number',
          'Answer',
        ],
        rows,
      ),
      ...curves,
    ],
  });
}
