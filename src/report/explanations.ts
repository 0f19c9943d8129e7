import { isoOfDay } from '../basics/day.js';
import { compareText } from '../basics/order.js';
import type { AnswerOfUnplaced, Change } from '../solution/answers.js';
import { reasonCodes } from '../instance/types.js';
import type { Options } from '../roster/types.js';
import type { PlacementRow, UnplacedRow } from './outcome.js';
import type { Listed } from './selection.js';
import { isSmall } from './small-groups.js';

/** Facts of one list that may be told: null where one of its groups is so small that it would point to somebody. */
interface ListFacts {
  readonly people: number | null;
  readonly placed: number | null;
}

/** Lines that are handed over as one piece: some hundred kilobytes. */
const linesOfPiece = 500;

/** What letters tell of a plan: plain rows, so that another thread may write them. */
export interface ToExplain {
  /** By id of the person, as the unplaced are. */
  readonly placements: readonly PlacementRow[];
  readonly unplaced: readonly UnplacedRow[];
  readonly selection: readonly Listed[];
  readonly weights: Options['weights'];
  readonly answers: readonly AnswerOfUnplaced[];
}

/**
 * Facts for letters, one JSON object a line and a person, by id: codes and numbers, no words and nothing of anybody else. The openings a person could also
 * have are counted, not named; numbers of a selection list stand only where each of its groups (placed, not placed) is empty or has at least 5 people.
 * In pieces of some lines.
 */
export function* explanationsOf({ placements, unplaced, selection, weights, answers }: ToExplain): Generator<string, void, void> {
  const listedOf = new Map(selection.map((row) => [row.studentId, row]));
  const lists = listFacts(selection);
  const asked = new Map(answers.map((answer) => [answer.studentId, answer]));
  const lineOf = (rows: readonly PlacementRow[], left: UnplacedRow | null): string => {
    const { studentId: student, kind } = left ?? rows[0]!;
    const row = listedOf.get(student);
    const list = row === undefined ? undefined : lists.get(row.list)!;
    const own = row === undefined ? null : { list: row.list, points: row.points, people: list!.people, placed: list!.placed };
    if (left !== null) return JSON.stringify({ student, kind, ...unplacedFacts(left), ...askedFacts(asked.get(student)), selection: own });
    const otherOpenings = Math.max(0, rows[0]!.eligible - rows.length);
    return JSON.stringify({
      student,
      kind,
      status: 'placed',
      placements: rows.map(placementFacts),
      otherOpenings,
      weights,
      selection: own,
    });
  };
  let lines: string[] = [];
  for (let placed = 0, left = 0; placed < placements.length || left < unplaced.length; ) {
    const row = placements[placed];
    const other = unplaced[left];
    if (row === undefined || (other !== undefined && compareText(other.studentId, row.studentId) < 0)) {
      lines.push(lineOf([], other!));
      left++;
    } else {
      const from = placed;
      while (placements[placed]?.studentId === row.studentId) placed++;
      lines.push(lineOf(placements.slice(from, placed), null));
    }
    if (lines.length < linesOfPiece) continue;
    yield `${lines.join('\n')}\n`;
    lines = [];
  }
  if (lines.length > 0) yield `${lines.join('\n')}\n`;
}

function placementFacts(row: PlacementRow): object {
  return {
    opening: row.openingId,
    flow: row.flowId,
    start: isoOfDay(row.startDay),
    end: isoOfDay(row.endDay),
    score: row.score,
    parts: row.parts,
    wishRank: row.wishRank,
    byDecision: row.overridden,
    missingOutcomes: row.missingOutcomes,
  };
}

function unplacedFacts({ statement, eligible, refusals }: UnplacedRow): object {
  const reasons = reasonCodes.flatMap((code) => (refusals[code] === undefined ? [] : [{ code, openings: refusals[code] }]));
  return { status: 'unplaced', statement, openingsAllowed: eligible, reasons };
}

/**
 * What solves verified of somebody without a place, as codes: whether placing them would take places from others (not how many), whether the order of the
 * lists would hold, and what kinds of change would get them in, what they could do themselves with its size.
 */
function askedFacts(answer: AnswerOfUnplaced | undefined): object {
  if (answer === undefined) return {};
  const { anywhere, changes } = answer;
  const { least = null, most = null } = anywhere?.othersOut ?? {};
  const others = most === null ? 'unknown' : most <= 0 ? 'none' : least !== null && least > 0 ? 'some' : 'perhaps';
  return {
    ...(anywhere !== null && { ifPlaced: { outcome: anywhere.outcome, othersLosePlaces: others, listOrder: anywhere.order } }),
    ...(changes !== null && { wouldHelp: changes.map(({ change, also }) => [change, ...(also === null ? [] : [also])].map(codeOfChange)) }),
  };
}

function codeOfChange(change: Change): object {
  const { kind } = change;
  if (kind === 'window') return { kind, days: change.days };
  return kind === 'language' ? { kind, language: change.language, level: change.level } : { kind };
}

function listFacts(rows: readonly { readonly list: string; readonly status: string }[]): ReadonlyMap<string, ListFacts> {
  const counts = new Map<string, { people: number; placed: number }>();
  for (const { list, status } of rows) {
    const count = counts.get(list) ?? { people: 0, placed: 0 };
    count.people++;
    if (status === 'placed') count.placed++;
    counts.set(list, count);
  }
  return new Map(
    [...counts].map(([list, { people, placed }]) => [
      list,
      isSmall(placed) || isSmall(people - placed) ? { people: null, placed: null } : { people, placed },
    ]),
  );
}
