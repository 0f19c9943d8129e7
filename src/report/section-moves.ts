import { wordsOfMove } from '../explain/words.js';
import { barChart } from './charts.js';
import { nameHtml } from './escape.js';
import { count, cut, otherRowsShown, table } from './html-table.js';
import type { Move, PlannedOutcome } from './outcome.js';

/** Who moves in a replan, chain by chain, and what more moves would buy; nothing in other runs. */
export function movesSection({ replan, curve }: PlannedOutcome): string {
  if (replan === undefined) return '';
  const { shown, note } = cut(replan.moves, otherRowsShown, 'moves.csv');
  const spot = (place: Move['from']): string => (place === null ? '' : nameHtml(place.openingId ?? place.flowId ?? ''));
  const rows = shown.map((move) => [
    String(move.chain),
    nameHtml(move.studentId),
    move.status ?? '',
    spot(move.from),
    spot(move.to),
    wordsOfMove(move),
  ]);
  const bars = (curve ?? []).map(({ mostMoves, quality }) => ({
    label: `at most ${mostMoves} moves`,
    value: quality ?? 0,
    limit: null,
    text: quality === null ? 'no plan' : count(quality),
  }));
  return [
    '<h2>Changes to the earlier plan</h2>',
    `<p>${count(replan.keptCount)} people keep their places.</p>`,
    rows.length === 0 ? '' : table(['Chain:id', 'Person:id', 'Status', 'From:id', 'To:id', 'Why'], rows),
    note,
    bars.length === 0 ? '' : barChart('chart-moves', 'Match quality against moves allowed', bars),
  ]
    .filter((part) => part !== '')
    .join('\n');
}
