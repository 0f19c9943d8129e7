import type { Criterion, Roster, Student } from '../roster/types.js';

/** Where a person stands on a selection list. */
export interface Standing {
  /** The points of students.csv, else the weighted marks, and the bonus for rounds of waiting. Null: not ranked. */
  readonly points: number | null;
  /** Marks that decide equal points, the first first. */
  readonly ties: readonly number[];
  /** A mark lies under the least that the list asks. */
  readonly isExcluded: boolean;
}

const noTies: readonly number[] = [];
export const notRanked: Standing = { points: null, ties: noTies, isExcluded: false };

/** What a selection list asks: its criteria, and those that decide equal points, the first first. */
interface Asked {
  readonly asked: readonly Criterion[];
  readonly deciding: readonly Criterion[];
}

function askedOfList(criteria: readonly Criterion[]): (selectionList: string) => Asked {
  const known = new Map<string, Asked>();
  return (selectionList) => {
    let found = known.get(selectionList);
    if (found === undefined) {
      const asked = criteria.filter(({ list }) => list === null || list === selectionList);
      const deciding = asked.filter(({ tie }) => tie !== null).sort((a, b) => a.tie! - b.tie! || (a.id < b.id ? -1 : 1));
      known.set(selectionList, (found = { asked, deciding }));
    }
    return found;
  };
}

/** Standings of the roster's people: worked out when asked for, since most hang on two fields. Who stands on no selection list is not ranked. */
export function standingsOf({ criteria, marks, history, options }: Roster): (student: Student) => Standing {
  const markOf = new Map<string, Map<string, number>>();
  for (const { studentId, criterionId, mark } of marks) {
    const own = markOf.get(studentId);
    if (own === undefined) markOf.set(studentId, new Map([[criterionId, mark]]));
    else own.set(criterionId, mark);
  }
  const waited = new Map<string, Set<string>>();
  for (const { studentId, round, hostId } of history) {
    if (hostId !== null) continue;
    const rounds = waited.get(studentId);
    if (rounds === undefined) waited.set(studentId, new Set([round]));
    else rounds.add(round);
  }
  const askedOf = askedOfList(criteria);
  return ({ id, kind, selectionList, points }) => {
    if (selectionList === null || kind === 'accompanying') return notRanked;
    const { asked, deciding } = askedOf(selectionList);
    const own = markOf.get(id);
    const mark = (criterion: string): number => own?.get(criterion) ?? 0;
    const marked = asked.length === 0 ? null : asked.reduce((sum, criterion) => sum + criterion.weight * mark(criterion.id), 0);
    const base = points ?? marked;
    return {
      points: base === null ? null : base + options.waitingBonus * (waited.get(id)?.size ?? 0),
      ties: deciding.length === 0 ? noTies : deciding.map((criterion) => mark(criterion.id)),
      isExcluded: asked.some((criterion) => criterion.minimum !== null && mark(criterion.id) < criterion.minimum),
    };
  };
}

/** Negative where the first comes before the second: more points, then the better marks that decide; 0 leaves it to the lot. */
export function compareStandings(a: Standing, b: Standing): number {
  const byPoints = (b.points ?? 0) - (a.points ?? 0);
  if (byPoints !== 0) return byPoints;
  for (let k = 0; k < Math.min(a.ties.length, b.ties.length); k++) if (a.ties[k] !== b.ties[k]) return b.ties[k]! - a.ties[k]!;
  return 0;
}
