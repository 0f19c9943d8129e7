import { isoOfDay } from '../basics/day.js';
import { eurosOfCents } from '../basics/money.js';
import { compareText } from '../basics/order.js';
import type { Certificate } from '../certify/types.js';
import {
  groupDigits, kindWords, percentOfBillionths, reasonWords, rowWords, statementWords, stopWords, tierWords, wordsOfStep, wordsOfValue,
} from '../explain/words.js';
import { reasonCodes } from '../instance/types.js';
import { formatIssue } from '../roster/format-issues.js';
import type { Issue, Roster } from '../roster/types.js';
import { barChart } from './charts.js';
import { escapeHtml, nameHtml } from './escape.js';
import type { Conflict, InfeasibleOutcome, PlannedOutcome } from './outcome.js';
import { budgetLoads, hostLoads, quotaLoads } from './scope.js';
import { checksText, placeOf, repairTitle } from './screen.js';
import { headcountOf, totalCents } from './summary.js';

/** Rows of a table that the page shows; what lies beyond stands in the CSV beside it. A page of 100,000 rows opens in no browser. */
const placementRowsShown = 1000;
const otherRowsShown = 200;
const barsShown = 20;

interface Column {
  readonly name: string;
  readonly kind?: 'number' | 'day' | 'id';
}

/** Cells are HTML already. */
function table(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const attribute = ({ kind }: Column): string => (kind === undefined ? '' : ` class="${kind}"`);
  const head = columns.map((column) => `<th scope="col"${column.kind === 'number' ? ' class="number"' : ''}>${escapeHtml(column.name)}</th>`).join('');
  const body = rows.map((row) => `<tr>${row.map((cell, position) => `<td${attribute(columns[position]!)}>${cell}</td>`).join('')}</tr>`).join('\n');
  const heading = columns.every(({ name }) => name === '') ? '' : `<thead><tr>${head}</tr></thead>`;
  return `<div class="wide"><table>${heading}<tbody>\n${body}\n</tbody></table></div>`;
}

function cut<T>(items: readonly T[], limit: number, file: string): { shown: readonly T[]; note: string } {
  if (items.length <= limit) return { shown: items, note: '' };
  return { shown: items.slice(0, limit), note: `<p class="soft">The first ${limit} of ${groupDigits(String(items.length))} rows; all of them stand in <code>${file}</code>.</p>` };
}

function count(value: number): string {
  return groupDigits(String(value));
}

function euros(cents: number): string {
  return `${groupDigits(eurosOfCents(cents))} €`;
}

export function factsSection(outcome: PlannedOutcome): string {
  const heads = headcountOf(outcome);
  const distinct = (ids: readonly (string | null)[]): number => new Set(ids.filter((id) => id !== null)).size;
  const facts: [string, string][] = [
    ['People placed', `${count(heads.placed)} of ${count(heads.people)}`],
    ...(heads.placed > heads.placedLearners ? ([['of these accompanying', count(heads.placed - heads.placedLearners)]] as [string, string][]) : []),
    ['Hosts used', `${count(distinct(outcome.placements.map(({ hostId }) => hostId)))} of ${count(outcome.counts.hosts)}`],
    ['Flows used', count(distinct(outcome.placements.map(({ flowId }) => flowId)))],
    ['Cost', euros(totalCents(outcome.placements))],
  ];
  return `<dl class="facts">${facts.map(([name, value]) => `<div><dt>${name}</dt><dd>${value}</dd></div>`).join('')}</dl>`;
}

export function tierSection(certificate: Certificate): string {
  const rows = certificate.steps.map((step) => [
    escapeHtml(tierWords[step.tier]),
    escapeHtml(wordsOfStep(step)),
    escapeHtml(wordsOfValue(step, step.value)),
    step.bound === null ? '–' : escapeHtml(wordsOfValue(step, step.bound)),
    step.gapBillionths === null ? '–' : percentOfBillionths(step.gapBillionths),
    step.proved ? '<span class="yes">proved</span>' : `<span class="no">open${step.claimedBy === null ? '' : `, claimed by ${escapeHtml(step.claimedBy)}`}</span>`,
    percentOfBillionths(step.giveMillionths * 1000),
    percentOfBillionths(step.toleranceMillionths * 1000),
  ]);
  return [
    '<h2>How good it is</h2>',
    '<p class="soft">Each tier is made as good as can be before the next is looked at. “Bound”: no plan goes past it. “Give”: what later tiers may take from this one. “Tolerance”: a gap within it counts as closed.</p>',
    table([{ name: 'Tier' }, { name: 'Measured as' }, { name: 'Value', kind: 'number' }, { name: 'Bound', kind: 'number' }, { name: 'Gap', kind: 'number' }, { name: 'Proof' }, { name: 'Give', kind: 'number' }, { name: 'Tolerance', kind: 'number' }], rows),
  ].join('\n');
}

/** How many placements grant a wish, by rank; nothing where nobody wished. */
export function wishSection(outcome: PlannedOutcome, roster: Roster): string {
  const wishing = new Set(roster.preferences.map(({ studentId }) => studentId).filter((id) => id !== null));
  if (wishing.size === 0) return '';
  const ranks = new Map<number, number>();
  let none = 0;
  for (const { studentId, wishRank } of outcome.placements) {
    if (wishRank !== null) ranks.set(wishRank, (ranks.get(wishRank) ?? 0) + 1);
    else if (wishing.has(studentId)) none++;
  }
  const bars = [
    ...[...ranks].sort((a, b) => a[0] - b[0]).slice(0, 9).map(([rank, number]) => ({ label: `wish of rank ${rank}`, value: number, limit: null, text: count(number) })),
    { label: 'placed, no wish granted', value: none, limit: null, text: count(none) },
  ];
  return `<h2>Wishes</h2>\n${barChart('chart-wishes', 'Placements by the best wish they grant', bars)}`;
}

export function budgetSection(outcome: PlannedOutcome, roster: Roster): string {
  const loads = budgetLoads(roster, outcome.placements).sort((a, b) => share(b) - share(a) || compareText(a.budget.id, b.budget.id));
  if (loads.length === 0) return '';
  const { shown: rows, note } = cut(loads, otherRowsShown, 'budgets.csv');
  const bars = loads.slice(0, barsShown).map(({ budget, spentCents, leftCents }) => ({
    label: budget.id, value: spentCents, limit: budget.limitCents, text: `${euros(leftCents)} left`,
  }));
  return [
    '<h2>Budgets</h2>',
    barChart('chart-budgets', 'Money spent by budget, a mark at its limit', bars),
    table(
      [{ name: 'Budget', kind: 'id' }, { name: 'Limit', kind: 'number' }, { name: 'Spent', kind: 'number' }, { name: 'Left', kind: 'number' }, { name: 'Placements', kind: 'number' }],
      rows.map(({ budget, spentCents, leftCents, placements }) => [nameHtml(budget.id), euros(budget.limitCents), euros(spentCents), euros(leftCents), count(placements)]),
    ),
    note,
  ].join('\n');
}

function share({ budget, spentCents }: { readonly budget: { readonly limitCents: number }; readonly spentCents: number }): number {
  return spentCents / Math.max(1, budget.limitCents);
}

export function quotaSection(outcome: PlannedOutcome, roster: Roster): string {
  const loads = quotaLoads(roster, outcome.placements);
  if (loads.length === 0) return '';
  const { shown: rows, note } = cut(loads, otherRowsShown, 'summary.json');
  return [
    '<h2>Quotas</h2>',
    table(
      [{ name: 'Quota', kind: 'id' }, { name: 'At least', kind: 'number' }, { name: 'Placed', kind: 'number' }, { name: 'At most', kind: 'number' }],
      rows.map(({ quota, count: placed }) => [nameHtml(quota.id), count(quota.minimum), count(placed), quota.maximum === null ? '–' : count(quota.maximum)]),
    ),
    note,
  ].join('\n');
}

export function placementSection(outcome: PlannedOutcome): string {
  const { shown: rows, note } = cut(outcome.placements, placementRowsShown, 'placements.csv');
  return [
    '<h2>Who goes where</h2>',
    note,
    table(
      [{ name: 'Person', kind: 'id' }, { name: 'Kind' }, { name: 'Sender', kind: 'id' }, { name: 'Host or flow' }, { name: 'Opening', kind: 'id' }, { name: 'City' }, { name: 'From', kind: 'day' }, { name: 'To', kind: 'day' }, { name: 'Wish', kind: 'number' }, { name: 'Score', kind: 'number' }, { name: 'Cost', kind: 'number' }],
      rows.map((placement) => [
        nameHtml(placement.studentId), placement.kind, nameHtml(placement.senderId),
        nameHtml(placement.hostName ?? placement.hostId ?? placement.flowId), nameHtml(placement.openingId),
        [nameHtml(placement.city), nameHtml(placement.country)].filter((part) => part !== '').join(',&nbsp;'),
        isoOfDay(placement.startDay), isoOfDay(placement.endDay), placement.wishRank === null ? '–' : count(placement.wishRank),
        `${count(placement.score)}${placement.overridden ? ' <span class="no">override</span>' : ''}`, euros(placement.costCents),
      ]),
    ),
  ].join('\n');
}

export function hostSection(outcome: PlannedOutcome, roster: Roster): string {
  const hosts = new Map(roster.hosts.map((host) => [host.id, host]));
  const loads = hostLoads(roster, outcome.placements).filter(({ placed }) => placed > 0).sort((a, b) => b.placed - a.placed || compareText(a.hostId, b.hostId));
  if (loads.length === 0) return '';
  const { shown: rows, note } = cut(loads, otherRowsShown, 'hosts.csv');
  const bars = loads.slice(0, barsShown).map(({ hostId, placed, openingSeats }) => ({
    label: hosts.get(hostId)?.name ?? hostId, value: placed, limit: openingSeats, text: `${count(placed)} of ${count(openingSeats)} seats`,
  }));
  return [
    '<h2>Load of the hosts</h2>',
    barChart('chart-hosts', 'People placed by host, a mark at the seats of its openings', bars),
    table(
      [{ name: 'Host', kind: 'id' }, { name: 'Name' }, { name: 'City' }, { name: 'Openings', kind: 'number' }, { name: 'Seats in openings', kind: 'number' }, { name: 'Placed', kind: 'number' }, { name: 'On the fullest day', kind: 'number' }, { name: 'Seats a day', kind: 'number' }],
      rows.map((load) => {
        const host = hosts.get(load.hostId);
        return [
          nameHtml(load.hostId), nameHtml(host?.name ?? null), nameHtml(host?.city ?? null), count(load.openings), count(load.openingSeats), count(load.placed),
          `${count(load.onBusiestDay)}${load.busiestDay === null ? '' : ` (${isoOfDay(load.busiestDay)})`}`, host?.seats == null ? '–' : count(host.seats),
        ];
      }),
    ),
    note,
  ].join('\n');
}

export function unplacedSection(outcome: PlannedOutcome): string {
  if (outcome.unplaced.length === 0) return '';
  const { shown: rows, note } = cut(outcome.unplaced, otherRowsShown, 'unplaced.csv');
  return [
    '<h2>Not placed</h2>',
    '<p class="soft">For each opening the first rule that refused it is counted.</p>',
    table(
      [{ name: 'Person', kind: 'id' }, { name: 'Kind' }, { name: 'Sender', kind: 'id' }, { name: 'Why' }, { name: 'Openings allowed', kind: 'number' }, { name: 'Openings refused because' }],
      rows.map(({ studentId, kind, senderId, statement, eligible, refusals }) => [
        nameHtml(studentId), escapeHtml(kindWords[kind]), nameHtml(senderId), escapeHtml(statementWords[statement]), count(eligible),
        reasonCodes.filter((code) => refusals[code] !== undefined).map((code) => `${count(refusals[code]!)}: ${escapeHtml(reasonWords[code])}`).join('<br>'),
      ]),
    ),
    note,
  ].join('\n');
}

export function decisionSection(outcome: PlannedOutcome): string {
  const { shown: overrides, note } = cut(outcome.overrides, otherRowsShown, 'summary.json');
  const parts: string[] = [];
  if (overrides.length > 0) {
    parts.push('<h2>Against a rule, by decision</h2>', table(
      [{ name: 'Person', kind: 'id' }, { name: 'Opening', kind: 'id' }, { name: 'Rule' }, { name: 'Reason given' }],
      overrides.map(({ studentId, openingId, rule, reason }) => [nameHtml(studentId), nameHtml(openingId), escapeHtml(rule), nameHtml(reason)]),
    ), note);
  }
  if (outcome.toName.length > 0) {
    parts.push('<h2>Accompanying persons to name</h2>', table(
      [{ name: 'Flow', kind: 'id' }, { name: 'Sender', kind: 'id' }, { name: 'Missing', kind: 'number' }],
      outcome.toName.map(({ flowId, senderId, missing }) => [nameHtml(flowId), nameHtml(senderId), count(missing)]),
    ));
  }
  return parts.join('\n');
}

export function conflictSection(conflict: Conflict | null): string {
  if (conflict === null) return '<p>The rules in conflict were not singled out.</p>';
  const item = (text: string): string => `<li>${text}</li>`;
  return [
    '<h2>Rules in conflict</h2>',
    `<p>${conflict.irreducible ? 'These rules cannot hold together; without any one of them the others can. There may be smaller sets.' : 'These rules cannot hold together.'}</p>`,
    `<ul>${conflict.rules.map((rule) => item(`${escapeHtml(rule.text)} <span class="soft">${escapeHtml(placeOf(rule))} ${escapeHtml(rowWords[rule.kind])}</span>`)).join('')}</ul>`,
    ...conflict.repairs.map((repair) => `<h2>Way out: ${escapeHtml(repairTitle(repair))}</h2>\n<ul>${repair.changes.map((change) => item(`${escapeHtml(change.text)} <span class="soft">${escapeHtml(placeOf(change))}</span>`)).join('')}</ul>`),
  ].join('\n');
}

export function warningSection(issues: readonly Issue[]): string {
  if (issues.length === 0) return '';
  const { shown: rows, note } = cut(issues, otherRowsShown, 'summary.json');
  return `<h2>Warnings</h2>\n<ul>${rows.map((issue) => `<li><bdi>${escapeHtml(formatIssue(issue))}</bdi></li>`).join('')}</ul>\n${note}`;
}

export function runSection({ run, certificate, counts }: PlannedOutcome | InfeasibleOutcome): string {
  const facts: [string, string][] = [
    ['Checks', checksText(certificate)],
    ['Search', `${stopWords[run.stop]}${run.repeatable ? '' : '; another run may stop elsewhere'}`],
    ['Sizes', `${count(counts.people)} people, ${count(counts.openings)} openings, ${count(counts.pairs)} eligible pairs, ${count(counts.sideRows)} rules over many pairs, ${count(counts.shards)} parts`],
    ['Backends', run.backends.join(', ') || 'none'],
    ['Rule pack', run.rulePack],
    ['Program', `placewise ${run.programVersion}`],
    ['Records', run.recordsHash],
    ['Model', run.modelHash],
  ];
  return `<h2>How it was made</h2>\n${table([{ name: '' }, { name: '' }], facts.map(([name, value]) => [name, name === 'Records' || name === 'Model' ? `<code>${escapeHtml(value)}</code>` : escapeHtml(value)]))}`;
}
