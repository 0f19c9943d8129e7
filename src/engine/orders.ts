import { compareText } from '../basics/order.js';
import { standingsOf } from '../instance/standing.js';
import type { OrderComparison, OrderResult, Outcome, PlacementRow } from '../report/outcome.js';
import type { Roster } from '../roster/types.js';

/** The roster of a comparison: the other order, and nothing but the first tier. */
export function inOtherOrder(roster: Roster): Roster {
  const order = roster.options.order === 'rank-first' ? 'count-first' : 'rank-first';
  return { ...roster, options: { ...roster.options, way: 'tiers', order, tiers: ['placed'] } };
}

/** Null where the other order gave no plan. `own` is the outcome by the order of the roster's options. */
export function compareOrders(
  roster: Roster,
  own: { readonly verdict: OrderResult['verdict']; readonly placements: readonly PlacementRow[] },
  other: Outcome,
): OrderComparison | null {
  if (other.status !== 'planned') return null;
  const sides = [placedBy(own.placements), placedBy(other.placements)] as const;
  const [rankFirst, countFirst] = roster.options.order === 'rank-first' ? sides : [sides[1], sides[0]];
  const verdicts = roster.options.order === 'rank-first' ? [own.verdict, other.verdict] : [other.verdict, own.verdict];
  const standingOf = standingsOf(roster);
  const differing = roster.students
    .filter(({ id }) => rankFirst.has(id) !== countFirst.has(id))
    .sort((a, b) => compareText(a.id, b.id))
    .map((student) => ({
      studentId: student.id,
      list: student.selectionList,
      points: standingOf(student).points,
      rankFirst: rankFirst.has(student.id),
      countFirst: countFirst.has(student.id),
    }));
  return {
    rankFirst: { verdict: verdicts[0]!, placed: rankFirst.size },
    countFirst: { verdict: verdicts[1]!, placed: countFirst.size },
    differing,
  };
}

function placedBy(placements: readonly PlacementRow[]): ReadonlySet<string> {
  return new Set(placements.filter(({ kind }) => kind !== 'accompanying').map(({ studentId }) => studentId));
}
