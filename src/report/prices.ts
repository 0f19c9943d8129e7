import { eurosOfCents } from '../basics/money.js';
import { isoOfDay } from '../basics/day.js';
import { say } from '../explain/catalogue.js';
import { wordsOfKnown, wordsOfUnit } from '../explain/prices.js';
import type { Roster } from '../roster/types.js';
import type { Known } from '../solution/answers.js';
import type { PriceRow, PriceTable, Unit } from '../solution/price-answers.js';
import type { Cell, Table } from './csv.js';
import { nameHtml } from './escape.js';
import { count, cut, otherRowsShown, table } from './html-table.js';

/** What one more of each limit is worth: the bounds of the proof, and what was solved again where something was. */
export function pricesTable({ rows }: PriceTable, roster: Roster): Table {
  const openings = new Map(roster.openings.map((opening) => [opening.id, opening]));
  const hosts = new Map(roster.hosts.map((host) => [host.id, host]));
  return {
    columns: [
      'kind',
      'id',
      'host',
      'city',
      'limit',
      'unit',
      'placed_at_most',
      'score_at_most',
      'placed',
      'score',
      'holds_for',
      'least_for_one_more',
    ],
    rows: rows.map(({ unit, atMost, verified }) => {
      const hostId = unit.kind === 'host-seats' ? unit.id : isOfOpening(unit) ? (openings.get(unit.id)?.hostId ?? null) : null;
      const first = verified?.gains[0] ?? null;
      const money = (cents: number | null): Cell => (cents === null ? null : { money: eurosOfCents(cents) });
      const isDay = unit.kind === 'project-days' || unit.kind === 'window-days';
      return [
        unit.kind,
        unit.id,
        hostId,
        unit.kind === 'city-beds' ? unit.id : (hosts.get(hostId ?? '')?.city ?? null),
        unit.kind === 'budget' ? money(unit.limit) : isDay && unit.limit !== null ? isoOfDay(unit.limit) : unit.limit,
        unit.kind === 'budget' ? money(unit.step) : unit.step,
        atMost.placed,
        atMost.score,
        cellOf(first?.placed ?? null),
        cellOf(first?.score ?? null),
        verified?.holdsFor ?? null,
        money(verified?.leastCents ?? null),
      ];
    }),
  };
}

function isOfOpening({ kind }: Unit): boolean {
  return kind === 'opening-seats' || kind === 'window-days';
}

function cellOf(known: Known | null): Cell {
  if (known === null) return null;
  return known.least === known.most ? known.most : wordsOfKnown(known);
}

/** Bounds for the row of a budget in budgets.csv; nulls where nothing is known. */
export function budgetPrices(prices: PriceTable | undefined): ReadonlyMap<string, PriceRow> {
  return new Map((prices?.rows ?? []).filter(({ unit }) => unit.kind === 'budget').map((row) => [row.unit.id, row]));
}

/** What one more seat, bed or €1,000 can bring at most; nothing where the proof allows nothing. */
export function priceSection(prices: PriceTable | undefined, roster: Roster): string {
  if (prices === undefined || prices.unitCount === 0) return '';
  const { shown, note } = cut(prices.rows, otherRowsShown, 'prices.csv');
  const bound = (value: number | null): string => (value === null ? '–' : count(value));
  const left = prices.unitCount - prices.rows.length - prices.unknownCount;
  return [
    '<h2>What one more is worth</h2>',
    `<p class="soft">${say('price.section')}</p>`,
    shown.length === 0
      ? ''
      : table(
          ['One more', 'People placed, at most:number', 'Match quality, at most:number'],
          shown.map(({ unit, atMost }) => [nameHtml(wordsOfUnit(unit, roster)), bound(atMost.placed), bound(atMost.score)]),
        ),
    note,
    left > 0 ? `<p class="soft">${say('price.left', { count: left })}</p>` : '',
    prices.unknownCount > 0 ? `<p class="soft">${say('price.leftUnknown', { count: prices.unknownCount })}</p>` : '',
  ].join('\n');
}
