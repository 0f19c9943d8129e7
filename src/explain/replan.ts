import { compareText } from '../basics/order.js';
import type { Placement } from '../certify/types.js';
import type { PlanRow, PlanStatus, Roster } from '../roster/types.js';

/** Why somebody is not where the earlier plan had them, or is somewhere now. */
export type MoveReason =
  /** The person is no longer in the roster. */
  | 'withdrawn'
  /** The opening (or flow, or the host's) is no longer there. */
  | 'place-gone'
  /** The records now refuse the pair; `rule` says by which rule. */
  | 'refused'
  /** The place was to be had, and is now held by others. */
  | 'made-room'
  /** The place is not full: a rule over many placements, or a better plan. */
  | 'better-plan'
  /** Had no placement before. */
  | 'new';

export interface Move {
  readonly studentId: string;
  readonly status: PlanStatus | null;
  readonly from: Spot | null;
  readonly to: Spot | null;
  readonly reason: MoveReason;
  /** Reason code, where `reason` is `refused`. */
  readonly rule: string | null;
  /** Who holds the place now and did not before, by id, where `reason` is `made-room`. */
  readonly madeRoomFor: readonly string[];
  /** Score of the earlier pair, where it is still eligible; and of the new one. */
  readonly scoreBefore: number | null;
  readonly scoreAfter: number | null;
  /** Number of the chain the move belongs to, and its place in it: whoever leaves a place first, then who comes into it, and so on. */
  readonly chain: number;
  readonly link: number;
}

export interface Spot {
  readonly openingId: string | null;
  readonly flowId: string | null;
  readonly startDay: number | null;
}

export interface ReplanReport {
  /** By chain, then place in it. */
  readonly moves: readonly Move[];
  /** People of the earlier plan who keep every place. */
  readonly keptCount: number;
}

/** What the report asks of the records about an earlier place: the rule that refuses it (null: still eligible), its score, and its seats. */
export interface PlaceFacts {
  readonly rule: string | null;
  readonly score: number | null;
  /** Null: not there any more. */
  readonly seats: number | null;
}

/** Compares an earlier plan with a new one. */
export function compareWithEarlier(
  roster: Roster,
  placements: readonly (Placement & { readonly score: number })[],
  factsOf: (row: PlanRow) => PlaceFacts,
): ReplanReport {
  const people = new Set(roster.students.map(({ id }) => id));
  const earlier = new Map<string, PlanRow[]>();
  for (const row of roster.plan) if (row.openingId !== null || row.flowId !== null) push(earlier, row.studentId, row);
  const now = new Map<string, (Placement & { readonly score: number })[]>();
  for (const placement of placements) push(now, placement.studentId, placement);
  const nowAt = new Map<string, string[]>();
  for (const placement of placements) push(nowAt, nameOf(placement), placement.studentId);

  const open: Omit<Move, 'chain' | 'link'>[] = [];
  let keptCount = 0;
  for (const id of [...new Set([...earlier.keys(), ...now.keys()])].sort(compareText)) {
    const rows = earlier.get(id) ?? [];
    const left = (now.get(id) ?? []).slice();
    const gone: PlanRow[] = [];
    for (const row of rows) {
      const at = left.findIndex((placement) => isAt(row, placement));
      if (at >= 0) left.splice(at, 1);
      else gone.push(row);
    }
    if (rows.length > 0 && gone.length === 0) keptCount++;
    for (let k = 0; k < Math.max(gone.length, left.length); k++) {
      const row = gone[k] ?? null;
      const to = left[k] ?? null;
      const facts = row === null ? null : factsOf(row);
      const newcomers =
        row === null
          ? []
          : (nowAt.get(nameOf(row)) ?? []).filter((other) => !earlier.get(other)?.some((own) => nameOf(own) === nameOf(row)));
      const isFull = row !== null && facts?.seats != null && (nowAt.get(nameOf(row)) ?? []).length >= facts.seats;
      const reason: MoveReason =
        row === null || facts === null
          ? 'new'
          : !people.has(id)
            ? 'withdrawn'
            : facts.seats === null
              ? 'place-gone'
              : facts.rule !== null
                ? 'refused'
                : isFull && newcomers.length > 0
                  ? 'made-room'
                  : 'better-plan';
      open.push({
        studentId: id,
        status: row?.status ?? null,
        from: row === null ? null : spotOf(row),
        to: to === null ? null : spotOf(to),
        reason,
        rule: reason === 'refused' ? facts!.rule : null,
        madeRoomFor: reason === 'made-room' ? newcomers.sort(compareText) : [],
        scoreBefore: facts?.score ?? null,
        scoreAfter: to?.score ?? null,
      });
    }
  }
  return { moves: chained(open), keptCount };
}

/**
 * Follows each vacated place to whoever came into it, and on to the place they left: who moves up. A chain begins with somebody who leaves a place without
 * coming into one that another has left, else (a ring) with the first by id.
 */
function chained(open: readonly Omit<Move, 'chain' | 'link'>[]): Move[] {
  const comingTo = new Map<string, number[]>();
  open.forEach((move, at) => {
    if (move.to !== null) push(comingTo, nameOf(move.to), at);
  });
  const next = open.map((move) => {
    const waiting = move.from === null ? undefined : comingTo.get(nameOf(move.from));
    return waiting?.shift() ?? -1;
  });
  const isFollowed = new Set(next.filter((at) => at >= 0));
  const order = [...open.keys()].filter((at) => !isFollowed.has(at)).concat([...open.keys()].filter((at) => isFollowed.has(at)));
  const moves: Move[] = [];
  const done = new Set<number>();
  let chain = 0;
  for (const start of order) {
    if (done.has(start)) continue;
    chain++;
    let link = 1;
    for (let at = start; at >= 0 && !done.has(at); at = next[at]!) {
      done.add(at);
      moves.push({ ...open[at]!, chain, link: link++ });
    }
  }
  return moves;
}

function isAt(row: PlanRow, placement: Placement): boolean {
  if (row.startDay !== null && row.startDay !== placement.startDay) return false;
  return row.openingId !== null ? row.openingId === placement.openingId : row.flowId === placement.flowId;
}

/** A place without its dates: variants of an opening share its seats. */
function nameOf({ openingId, flowId }: { readonly openingId: string | null; readonly flowId: string | null }): string {
  return openingId !== null ? `o${openingId}` : `f${flowId}`;
}

function spotOf({ openingId, flowId, startDay }: Spot): Spot {
  return { openingId, flowId: openingId === null ? flowId : null, startDay };
}

function push<Value>(map: Map<string, Value[]>, key: string, value: Value): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
