import { eurosOfCents } from '../basics/money.js';
import type { Certificate, Verdict } from '../certify/types.js';
import { groupDigits, verdictWords, wayWords } from '../explain/words.js';
import type { Way } from '../roster/types.js';
import type { Cell, Table } from './csv.js';
import type { Envy } from './envy.js';
import { escapeHtml } from './escape.js';
import { table } from './html-table.js';

/** The pool of people and openings planned in each way to be fair, each plan with its own proof, measured by what all of them mind. */
export interface WaysComparison {
  readonly results: readonly WayResult[];
}

export interface WayResult {
  readonly way: Way;
  /** The way of the options: its plan is the one handed over. */
  readonly isOwn: boolean;
  /** Null: not run, for the reason given. */
  readonly verdict: Verdict | null;
  readonly reason: string | null;
  readonly figures: WayFigures | null;
}

export interface WayFigures extends Envy {
  readonly placed: number;
  /** Placements by rank of the best wish granted: [none, first, second, …]. */
  readonly wishRanks: readonly number[];
  readonly score: number;
  /** Quality per person placed of the lowest sender, in hundredths rounded down; −1 where a sender has nobody placed; null: no sender. */
  readonly lowestHundredths: number | null;
  readonly costCents: number;
}

/** Figures of a plan from what the checker read in the records. */
export function figuresOf({ values }: Certificate, envy: Envy): WayFigures | null {
  if (values === null) return null;
  const lowest = values.levels[0];
  return {
    ...envy,
    placed: values.placed,
    wishRanks: values.wishRanks,
    score: values.quality,
    lowestHundredths:
      lowest === undefined ? null : lowest.placed === 0 ? -1 : Number(floored(100n * BigInt(lowest.quality), BigInt(lowest.placed))),
    costCents: values.moneyCents,
  };
}

function floored(a: bigint, b: bigint): bigint {
  return a / b - (a % b < 0n ? 1n : 0n);
}

/** One thing the ways are compared by. `behind`: how far a way is from the best of all, never negative. */
interface Measure {
  readonly name: string;
  readonly title: string;
  readonly isMoney?: true;
  readonly isHundredths?: true;
  /** 1: more is better, −1: less, 0: neither by itself (a rank between the first and none). */
  readonly sign: 1 | 0 | -1;
  valueOf(figures: WayFigures): number | null;
}

function measuresOf({ results }: WaysComparison): Measure[] {
  const ranks = Math.max(1, ...results.map(({ figures }) => figures?.wishRanks.length ?? 0)) - 1;
  const ofRank = Array.from(
    { length: ranks },
    (_, k): Measure => ({
      name: `wish_${k + 1}`,
      title: `Wish ${k + 1}`,
      sign: k === 0 ? 1 : 0,
      valueOf: ({ wishRanks }) => wishRanks[k + 1] ?? 0,
    }),
  );
  return [
    { name: 'placed', title: 'Placed', sign: 1, valueOf: ({ placed }) => placed },
    ...ofRank,
    { name: 'no_wish', title: 'No wish', sign: -1, valueOf: ({ wishRanks }) => wishRanks[0]! },
    { name: 'score', title: 'Match quality', sign: 1, valueOf: ({ score }) => score },
    {
      name: 'lowest_sender',
      title: 'Lowest sender',
      sign: 1,
      isHundredths: true,
      valueOf: ({ lowestHundredths }) => lowestHundredths,
    },
    { name: 'cost', title: 'Cost', sign: -1, isMoney: true, valueOf: ({ costCents }) => costCents },
    { name: 'blocking_pairs', title: 'Blocking pairs', sign: -1, valueOf: ({ blockingPairs }) => blockingPairs },
    { name: 'justified_envy', title: 'Justified envy', sign: -1, valueOf: ({ justifiedEnvy }) => justifiedEnvy },
    { name: 'envious', title: 'Envious people', sign: -1, valueOf: ({ envious }) => envious },
  ];
}

/** The best of all ways by a measure; null where none has it. */
function bestOf({ results }: WaysComparison, { sign, valueOf }: Measure): number | null {
  const values = results.flatMap(({ figures }) => (figures === null ? [] : (valueOf(figures) ?? [])));
  if (values.length === 0 || sign === 0) return null;
  return sign === 1 ? Math.max(...values) : Math.min(...values);
}

/** ways.csv: a row for each way, a column for each figure, and after them how far it stands behind the best. */
export function waysTable(ways: WaysComparison): Table {
  const measures = measuresOf(ways);
  const judged = measures.filter(({ sign }) => sign !== 0);
  const cell = (measure: Measure, value: number | null): Cell => {
    if (value === null) return null;
    if (measure.isHundredths === true) return value < 0 ? null : { money: eurosOfCents(value) };
    return measure.isMoney === true ? { money: eurosOfCents(value) } : value;
  };
  return {
    columns: ['way', 'own', 'verdict', 'reason', ...measures.map(({ name }) => name), ...judged.map(({ name }) => `${name}_behind`)],
    rows: ways.results.map(({ way, isOwn, verdict, reason, figures }) => [
      way,
      isOwn ? 'yes' : 'no',
      verdict,
      reason,
      ...measures.map((measure) => (figures === null ? null : cell(measure, measure.valueOf(figures)))),
      ...judged.map((measure) => (figures === null ? null : cell(measure, behind(ways, measure, figures)))),
    ]),
  };
}

function behind(ways: WaysComparison, measure: Measure, figures: WayFigures): number | null {
  const [value, best] = [measure.valueOf(figures), bestOf(ways, measure)];
  return value === null || best === null ? null : Math.abs(best - value);
}

/** The same for the report: each figure, and behind it how far it is from the best of its column. */
export function waysSection(ways: WaysComparison | null): string {
  if (ways === null) return '';
  const measures = measuresOf(ways);
  const rows = ways.results.map((result) => {
    const { way, isOwn, verdict, figures } = result;
    const name = `${escapeHtml(wayWords[way])}${isOwn ? ' <span class="soft">(this plan)</span>' : ''}`;
    if (figures === null) return [name, escapeHtml(verdict === null ? 'not run' : verdictWords[verdict]), ...measures.map(() => '')];
    return [name, escapeHtml(verdict === null ? '' : verdictWords[verdict]), ...measures.map((measure) => cellOf(ways, measure, figures))];
  });
  return [
    '<h2>Ways to be fair</h2>',
    '<p class="soft">The same people and openings, planned in each way. Small: how far it stands behind the best of its column, which is what this way costs there. Blocking pairs and envy look at seats, wishes and priorities alone.</p>',
    table(['Way', 'Verdict', ...measures.map(({ title }) => `${title}:number` as const)], rows),
    // Beside the figures a long reason would push them off the page.
    ...ways.results.flatMap(({ way, figures, reason }) =>
      figures === null && reason !== null ? [`<p class="soft">Not run: ${escapeHtml(wayWords[way])}; ${escapeHtml(reason)}</p>`] : [],
    ),
  ].join('\n');
}

function cellOf(ways: WaysComparison, measure: Measure, figures: WayFigures): string {
  const value = measure.valueOf(figures);
  if (value === null) return '–';
  if (measure.isHundredths === true && value < 0) return 'nobody placed';
  const gap = behind(ways, measure, figures);
  const isShown = gap !== null && gap > 0;
  return `${textOf(measure, value)}${isShown ? ` <small class="soft">${measure.sign === 1 ? '−' : '+'}${textOf(measure, gap)}</small>` : ''}`;
}

function textOf(measure: Measure, value: number): string {
  if (measure.isMoney === true) return `${groupDigits(eurosOfCents(value))} €`;
  return groupDigits(measure.isHundredths === true ? eurosOfCents(value) : String(value));
}

/** One line a way, for a terminal. */
export function waysLines({ results }: WaysComparison): string[] {
  return results.map(({ way, verdict, reason, figures }) => {
    if (figures === null) return `${way}: ${verdict ?? 'not run'}, ${reason ?? ''}`;
    const { placed, wishRanks, score, costCents, blockingPairs, envious } = figures;
    return `${way}: ${placed} placed, ${wishRanks[1] ?? 0} on a first wish, ${wishRanks[0]} without one; quality ${groupDigits(String(score))}, ${groupDigits(eurosOfCents(costCents))} €; ${blockingPairs} blocking pairs, ${envious} envious (${verdict})`;
  });
}
