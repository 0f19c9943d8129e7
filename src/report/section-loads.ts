import { isoOfDay } from '../basics/day.js';
import { compareText } from '../basics/order.js';
import { scopeWords } from '../explain/row-words.js';
import { lookupOf } from '../instance/lookup.js';
import type { HostQuality } from '../instance/quality.js';
import { costCategories, type Roster } from '../roster/types.js';
import { barChart } from './charts.js';
import { nameHtml } from './escape.js';
import { count, cut, euros, otherRowsShown, table } from './html-table.js';
import { incomeOf, unconfirmedSources } from './income.js';
import type { PlannedOutcome } from './outcome.js';
import { budgetLoads, hostLoads, quotaLoads } from './scope.js';

const barsShown = 20;

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
    ...[...ranks]
      .sort((a, b) => a[0] - b[0])
      .slice(0, 9)
      .map(([rank, number]) => ({ label: `wish of rank ${rank}`, value: number, limit: null, text: count(number) })),
    { label: 'placed, no wish granted', value: none, limit: null, text: count(none) },
  ];
  return `<h2>Wishes</h2>\n${barChart('chart-wishes', 'Placements by the best wish they grant', bars)}`;
}

export function budgetSection(outcome: PlannedOutcome, roster: Roster): string {
  const loads = [...budgetLoads(roster, outcome.placements)].sort((a, b) => share(b) - share(a) || compareText(a.budget.id, b.budget.id));
  const parts = costCategories
    .map((category) => ({ category, cents: outcome.placements.reduce((sum, { costByCategory }) => sum + costByCategory[category], 0) }))
    .filter(({ cents }) => cents !== 0);
  const inAll = parts.reduce((sum, { cents }) => sum + cents, 0);
  const costs =
    inAll === 0 ? '' : `<p>${euros(inAll)} in all: ${parts.map(({ category, cents }) => `${category} ${euros(cents)}`).join(', ')}.</p>`;
  if (loads.length === 0) return costs === '' ? '' : `<h2>Costs</h2>\n${costs}`;
  const { shown: rows, note } = cut(loads, otherRowsShown, 'budgets.csv');
  const bars = loads.slice(0, barsShown).map(({ budget, spentCents, leftCents }) => ({
    label: budget.id,
    value: spentCents,
    limit: budget.limitCents,
    text: `${euros(leftCents)} left`,
  }));
  return [
    '<h2>Budgets</h2>',
    costs,
    barChart('chart-budgets', 'Money spent by budget, a mark at its limit', bars),
    table(
      ['Budget:id', 'For', 'Limit:number', 'Spent:number', 'Left:number', 'Placements:number'],
      rows.map(({ budget, spentCents, leftCents, placements }) => [
        nameHtml(budget.id),
        nameHtml(scopeWords(budget).replace(/^ for /, '') || 'all placements'),
        euros(budget.limitCents),
        euros(spentCents),
        euros(leftCents),
        count(placements),
      ]),
    ),
    note,
  ].join('\n');
}

/** What the programme pays the organisations, and which rates nobody confirmed; nothing without a rule pack. */
export function ratesSection(outcome: PlannedOutcome, roster: Roster): string {
  if (roster.rates === null) return '';
  const income = incomeOf(roster, outcome.placements);
  const sources = unconfirmedSources(roster);
  const mark = (cents: number, confirmed: boolean): string => `${euros(cents)}${confirmed ? '' : ' *'}`;
  return [
    '<h2>Rates and organisational income</h2>',
    `<p class="soft">Rule pack ${nameHtml(roster.rates.title)}, looked at on ${nameHtml(roster.rates.date)}. Income follows from the plan and is outside the budgets.</p>`,
    table(
      [
        'Project:id',
        'Participants:number',
        'Organisational support:number',
        'Inclusion, organisations:number',
        'Preparatory visits:number',
      ],
      income.map(({ projectId, participants, organisationalCents, inclusionCents, preparatoryCents, unconfirmed }) => [
        nameHtml(projectId ?? 'none'),
        count(participants),
        mark(organisationalCents, !unconfirmed.includes('organisational')),
        mark(inclusionCents, !unconfirmed.includes('inclusion')),
        mark(preparatoryCents, !unconfirmed.includes('preparatory')),
      ]),
    ),
    sources.length === 0
      ? ''
      : `<p>* Not confirmed; check with your National Agency:</p><ul>${sources.map((source) => `<li>${nameHtml(source)}</li>`).join('')}</ul>`,
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
      ['Quota:id', 'At least:number', 'Placed:number', 'At most:number'],
      rows.map(({ quota, count: placed }) => [
        nameHtml(quota.id),
        count(quota.minimum),
        count(placed),
        quota.maximum === null ? '–' : count(quota.maximum),
      ]),
    ),
    note,
  ].join('\n');
}

/** Quality, and the rated placements that are in it. */
function qualityHtml({ quality, placements }: HostQuality): string {
  if (quality === null) return '–';
  return placements === 0 ? count(quality) : `${count(quality)} (${count(placements)} rated)`;
}

export function hostSection(outcome: PlannedOutcome, roster: Roster): string {
  const hosts = new Map(roster.hosts.map((host) => [host.id, host]));
  const { qualityOf } = lookupOf(roster);
  const loads = hostLoads(roster, outcome.placements)
    .filter(({ placed }) => placed > 0)
    .sort((a, b) => b.placed - a.placed || compareText(a.hostId, b.hostId));
  if (loads.length === 0) return '';
  const { shown: rows, note } = cut(loads, otherRowsShown, 'hosts.csv');
  const bars = loads.slice(0, barsShown).map(({ hostId, placed, openingSeats }) => ({
    label: hosts.get(hostId)?.name ?? hostId,
    value: placed,
    limit: openingSeats,
    text: `${count(placed)} of ${count(openingSeats)} seats`,
  }));
  return [
    '<h2>Load of the hosts</h2>',
    barChart('chart-hosts', 'People placed by host, a mark at the seats of its openings', bars),
    table(
      [
        'Host:id',
        'Name',
        'City',
        'Quality:number',
        'Openings:number',
        'Seats in openings:number',
        'Placed:number',
        'On the fullest day:number',
        'Seats a day:number',
      ],
      rows.map((load) => {
        const host = hosts.get(load.hostId);
        return [
          nameHtml(load.hostId),
          nameHtml(host?.name ?? null),
          nameHtml(host?.city ?? null),
          qualityHtml(qualityOf(load.hostId)),
          count(load.openings),
          count(load.openingSeats),
          count(load.placed),
          `${count(load.onBusiestDay)}${load.busiestDay === null ? '' : ` (${isoOfDay(load.busiestDay)})`}`,
          host?.seats == null ? '–' : count(host.seats),
        ];
      }),
    ),
    note,
  ].join('\n');
}
