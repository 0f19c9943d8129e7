import { isoOfDay } from '../basics/day.js';
import type { ReplanReport } from '../explain/replan.js';
import { wordsOfMove } from '../explain/words.js';
import type { Roster } from '../roster/types.js';
import type { CurvePoint } from './outcome.js';
import type { Table } from './csv.js';

/** Who moves, chain by chain, and why. */
export function movesTable({ moves }: ReplanReport): Table {
  return {
    columns: [
      'chain',
      'link',
      'student',
      'status',
      'from',
      'from_start',
      'to',
      'to_start',
      'reason',
      'rule',
      'made_room_for',
      'score_before',
      'score_after',
      'words',
    ],
    rows: moves.map((move) => [
      move.chain,
      move.link,
      move.studentId,
      move.status,
      move.from === null ? null : (move.from.openingId ?? move.from.flowId),
      move.from?.startDay == null ? null : isoOfDay(move.from.startDay),
      move.to === null ? null : (move.to.openingId ?? move.to.flowId),
      move.to?.startDay == null ? null : isoOfDay(move.to.startDay),
      move.reason,
      move.rule,
      move.madeRoomFor.join('|'),
      move.scoreBefore,
      move.scoreAfter,
      wordsOfMove(move),
    ]),
  };
}

/** Match quality against moves allowed. */
export function curveTable(points: readonly CurvePoint[]): Table {
  return {
    columns: ['most_moves', 'verdict', 'placed', 'quality'],
    rows: points.map(({ mostMoves, verdict, placed, quality }) => [mostMoves, verdict, placed, quality]),
  };
}

/** Columns of earlier.csv. */
export const earlierColumns = ['student', 'opening', 'flow', 'start', 'status'] as const;

/** The earlier plan that a replan was made from, so that the run can be checked later. */
export function earlierTable({ plan }: Roster): Table {
  return {
    columns: earlierColumns,
    rows: plan.map(({ studentId, openingId, flowId, startDay, status }) => [
      studentId,
      openingId,
      flowId,
      startDay === null ? null : isoOfDay(startDay),
      status,
    ]),
  };
}
