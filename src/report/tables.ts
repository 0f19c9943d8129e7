import { isoOfDay } from '../basics/day.js';
import { eurosOfCents } from '../basics/money.js';
import { lookupOf } from '../instance/lookup.js';
import { passesGate } from '../instance/quality.js';
import { reasonCodes } from '../instance/types.js';
import { costCategories, type Roster } from '../roster/types.js';
import type { PriceTable } from '../solution/price-answers.js';
import { csvPieces, type Cell, type Table } from './csv.js';
import type { PlacementRow, ScoreParts, UnplacedRow } from './outcome.js';
import { budgetPrices } from './prices.js';
import { budgetLoads, hostLoads } from './scope.js';

/** The parts of a score in the order of their columns. */
export const scoreParts = [
  'profile',
  'outcomes',
  'wish',
  'hostWish',
  'quality',
  'distance',
] as const satisfies readonly (keyof ScoreParts)[];

/** Columns of placements.csv: the first five say who goes where and when, the others follow from the records. */
export const placementColumns = [
  'student',
  'opening',
  'flow',
  'start',
  'end',
  'kind',
  'activity',
  'days',
  'host',
  'host_name',
  'city',
  'country',
  'partner',
  'sender',
  'school',
  'project',
  'score',
  'cost',
  'wish_rank',
  'overridden',
  ...scoreParts.map((part) => `score_${snake(part)}`),
  ...costCategories.map((category) => `cost_${category}`),
  'distance_km',
  'unconfirmed_rates',
  'missing_outcomes',
] as const;

export function placementsTable(placements: readonly PlacementRow[]): Table {
  return { columns: placementColumns, rows: placements.map(cellsOfPlacement) };
}

/** placements.csv in pieces: cells are made of no more rows than are in one of them. */
export function placementPieces(placements: readonly PlacementRow[]): AsyncGenerator<string, void, void> {
  const cells = function* () {
    for (const placement of placements) yield cellsOfPlacement(placement);
  };
  return csvPieces(placementColumns, cells());
}

/** One row of placements.csv; what `check` compares a handed-in row with. */
export function cellsOfPlacement(placement: PlacementRow): Cell[] {
  const { parts } = placement;
  return [
    placement.studentId,
    placement.openingId,
    placement.flowId,
    isoOfDay(placement.startDay),
    isoOfDay(placement.endDay),
    placement.kind,
    placement.activity,
    placement.endDay - placement.startDay + 1,
    placement.hostId,
    placement.hostName,
    placement.city,
    placement.country,
    placement.partnerId,
    placement.senderId,
    placement.schoolId,
    placement.projectId,
    placement.score,
    euros(placement.costCents),
    placement.wishRank,
    placement.overridden ? 'yes' : 'no',
    ...scoreParts.map((part) => parts?.[part] ?? null),
    ...costCategories.map((category) => euros(placement.costByCategory[category])),
    placement.distanceKm,
    placement.unconfirmedRates.join('|'),
    placement.missingOutcomes.length === 0 ? null : placement.missingOutcomes.join('|'),
  ];
}

export function unplacedTable(unplaced: readonly UnplacedRow[]): Table {
  return {
    columns: ['student', 'kind', 'sender', 'statement', 'eligible', ...reasonCodes.map((code) => `refused_${code.replaceAll('-', '_')}`)],
    rows: unplaced.map(({ studentId, kind, senderId, statement, eligible, refusals }) => [
      studentId,
      kind,
      senderId,
      statement,
      eligible,
      ...reasonCodes.map((code) => refusals[code] ?? 0),
    ]),
  };
}

/** All hosts by id, those without anybody too. */
export function hostsTable(roster: Roster, placements: readonly PlacementRow[]): Table {
  const hosts = new Map(roster.hosts.map((host) => [host.id, host]));
  const { qualityOf } = lookupOf(roster);
  return {
    columns: [
      'host',
      'name',
      'partner',
      'city',
      'country',
      'quality',
      'rated_placements',
      'passes_gate',
      'seats',
      'openings',
      'opening_seats',
      'placed',
      'busiest_day',
      'placed_that_day',
    ],
    rows: hostLoads(roster, placements).map((load) => {
      const host = hosts.get(load.hostId);
      const quality = qualityOf(load.hostId);
      return [
        load.hostId,
        host?.name ?? null,
        host?.partnerId ?? null,
        host?.city ?? null,
        host?.country ?? null,
        quality.quality,
        quality.placements,
        passesGate(roster.options.hostGate, host ?? null, quality) ? 'yes' : 'no',
        host?.seats ?? null,
        load.openings,
        load.openingSeats,
        load.placed,
        load.busiestDay === null ? null : isoOfDay(load.busiestDay),
        load.onBusiestDay,
      ];
    }),
  };
}

/** The last columns: what €1,000 more can bring at most, by the proof. */
export function budgetsTable(roster: Roster, placements: readonly PlacementRow[], prices?: PriceTable): Table {
  const priceOf = budgetPrices(prices);
  return {
    columns: [
      'budget',
      'limit',
      'spent',
      'left',
      'placements',
      'project',
      'sender',
      'school',
      'partner',
      'host',
      'opening',
      'flow',
      'kind',
      'category',
      ...(prices === undefined ? [] : ['placed_per_1000_at_most', 'score_per_1000_at_most']),
    ],
    rows: budgetLoads(roster, placements).map(({ budget, spentCents, leftCents, placements: count }) => [
      budget.id,
      euros(budget.limitCents),
      euros(spentCents),
      euros(leftCents),
      count,
      budget.projectId,
      budget.senderId,
      budget.schoolId,
      budget.partnerId,
      budget.hostId,
      budget.openingId,
      budget.flowId,
      budget.kind,
      budget.category,
      ...(prices === undefined ? [] : [priceOf.get(budget.id)?.atMost.placed ?? null, priceOf.get(budget.id)?.atMost.score ?? null]),
    ]),
  };
}

/** A sum of money as a number cell: written with a point and two digits, so it must not pass the formula guard as a text. */
function euros(cents: number): Cell {
  return { money: eurosOfCents(cents) };
}

function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
