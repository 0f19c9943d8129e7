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
  const lines = allOf(outcome).map((result) => {
    const name = result.name.padEnd(32);
    if (result.placed === null) return `  ${name} ${wordsOfFailure(result)}`;
    const more = change(result.placed, outcome.base.placed);
    const by = more === null || more === 0 ? '' : ` (${more > 0 ? '+' : ''}${more})`;
    return `  ${name} ${`${result.placed} placed${by}`.padEnd(18)} quality ${count(result.quality!).padStart(10)}   ${euros(result.costCents!).padStart(16)}   ${result.verdict}`;
  });
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
    result.verdict === null ? 'faults' : escapeHtml(verdictWords[result.verdict]),
    result.placed === null ? escapeHtml(wordsOfFailure(result)) : count(result.placed),
    signed(change(result.placed, outcome.base.placed)),
    result.quality === null ? '' : count(result.quality),
    signed(change(result.quality, outcome.base.quality)),
    result.costCents === null ? '' : euros(result.costCents),
    result.different === null ? '' : count(result.different),
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
      '<p class="soft">Each scenario was placed, proved and checked by itself. Changes are against the roster as it is.</p>',
      table(
        [
          'Scenario',
          'Answer',
          'Placed:number',
          'Change:number',
          'Quality:number',
          'Change:number',
          'Cost:number',
          'Other placements:number',
        ],
        rows,
      ),
      ...curves,
    ],
  });
}
