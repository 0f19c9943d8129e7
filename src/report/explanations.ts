import { isoOfDay } from '../basics/day.js';
import { groupBy } from '../basics/group.js';
import { compareText } from '../basics/order.js';
import type { AnswerOfUnplaced, Change } from '../solution/answers.js';
import { reasonCodes } from '../instance/types.js';
import type { Roster } from '../roster/types.js';
import type { PlacementRow, PlannedOutcome, UnplacedRow } from './outcome.js';
import { type SelectionRow, selectionOf } from './selection.js';
import { isSmall } from './small-groups.js';

/** Facts of one list that may be told: null where one of its groups is so small that it would point to somebody. */
interface ListFacts {
  readonly people: number | null;
  readonly placed: number | null;
}

/** Lines that are handed over as one piece: some hundred kilobytes. */
const linesOfPiece = 500;

/**
 * Facts for letters, one JSON object a line and a person, by id: codes and numbers, no words and nothing of anybody else. The openings a person could also
 * have are counted, not named; numbers of a selection list stand only where each of its groups (placed, not placed) is empty or has at least 5 people.
 * In pieces of some lines.
 */
export function* explanationsOf(
  outcome: PlannedOutcome,
  roster: Roster,
  selectionRows: readonly SelectionRow[] = selectionOf(outcome, roster),
): Generator<string, void, void> {
  const placed = groupBy(outcome.placements, ({ studentId }) => studentId);
  const unplaced = new Map(outcome.unplaced.map((row) => [row.studentId, row]));
  const selection = new Map(selectionRows.map((row) => [row.studentId, row]));
  const lists = listFacts([...selection.values()]);
  const { weights } = roster.options;
  const asked = new Map(outcome.unplacedAnswers?.answers.map((answer) => [answer.studentId, answer]));
  const students = [...roster.students].sort((a, b) => compareText(a.id, b.id));
  for (let from = 0; from < students.length; from += linesOfPiece) {
    const lines = students.slice(from, from + linesOfPiece).map(({ id: student, kind }) => {
      const row = selection.get(student);
      const list = row === undefined ? undefined : lists.get(row.list)!;
      const own = row === undefined ? null : { list: row.list, points: row.points, people: list!.people, placed: list!.placed };
      const rows = placed.get(student);
      if (rows === undefined) {
        const facts = { ...unplacedFacts(unplaced.get(student)!), ...askedFacts(asked.get(student)) };
        return JSON.stringify({ student, kind, ...facts, selection: own });
      }
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
    });
    yield `${lines.join('\n')}\n`;
  }
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
