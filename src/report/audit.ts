import { ageOn } from '../basics/day.js';
import { groupBy } from '../basics/group.js';
import { compareText } from '../basics/order.js';
import type { Roster, Student } from '../roster/types.js';
import type { Table } from './csv.js';
import type { PlacementRow } from './outcome.js';
import { remembered } from './remembered.js';
import { few, perMille, type Showing, showingAcross } from './small-groups.js';
import { eurosOfCents } from '../basics/money.js';

export const auditDimensions = ['sex', 'school', 'sender', 'fewer-opportunities', 'minor', 'country'] as const;
export type AuditDimension = (typeof auditDimensions)[number];

/** How one group fared. */
export interface AuditRow {
  readonly dimension: AuditDimension;
  /** Null: not said. */
  readonly group: string | null;
  readonly showing: Showing;
  /** Null where the group is not shown. */
  readonly figures: AuditFigures | null;
}

/** All divisions are rounded down. */
export interface AuditFigures {
  /** People who are not accompanying persons. */
  readonly applied: number;
  readonly placed: number;
  readonly placedPerMille: number;
  /** Share placed against that of the group with the highest one; null where there is none to compare with. */
  readonly ratioPerMille: number | null;
  /** The four-fifths rule: that ratio, exactly, is under 4/5. */
  readonly isUnderFourFifths: boolean;
  /** People placed who have wishes, for whom one is granted, and the first. */
  readonly wishing: number;
  readonly granted: number;
  readonly first: number;
  /** Mean rank of the best wish granted, in thousandths; null where none is. */
  readonly meanRankThousandths: number | null;
  /** For each person placed; null where nobody is. */
  readonly meanScore: number | null;
  readonly meanCostCents: number | null;
  readonly costCents: number;
}

interface Sums {
  applied: number;
  placed: number;
  wishing: number;
  granted: number;
  first: number;
  ranks: number;
  score: number;
  costCents: number;
}

/** Every group of every dimension by name; small groups without figures. */
export const auditOf = remembered((roster, placements): readonly AuditRow[] => {
  const placementsOf = groupBy(placements, ({ studentId }) => studentId);
  const wishing = new Set(roster.preferences.map(({ studentId }) => studentId));
  const people = roster.students.filter(({ kind }) => kind !== 'accompanying');
  const fates = people.map(({ id }) => fateOf(placementsOf.get(id) ?? [], wishing.has(id)));
  const groupOf = groupers(roster);
  const divisions = auditDimensions.map((dimension) => {
    const sums = new Map<string | null, Sums>();
    const sumsOfPerson = people.map((student, k) => {
      const group = groupOf[dimension](student);
      let own = sums.get(group);
      if (own === undefined) sums.set(group, (own = nothing()));
      add(own, fates[k]!);
      return own;
    });
    // What was not said stands last.
    const groups = [...sums].sort(([a], [b]) => Number(a === null) - Number(b === null) || compareText(a ?? '', b ?? ''));
    const indexes = new Map(groups.map(([, own], k) => [own, k]));
    const groupOfPerson = Int32Array.from(sumsOfPerson, (own) => indexes.get(own)!);
    return { dimension, groups, groupOfPerson, size: groups.length };
  });
  const showing = showingAcross(divisions);
  return divisions.flatMap(({ dimension, groups }, k) => rowsOf(dimension, groups, showing[k]!));
});

function rowsOf(dimension: AuditDimension, groups: readonly (readonly [string | null, Sums])[], showing: readonly Showing[]): AuditRow[] {
  const shown = groups.filter((_, k) => showing[k] === 'shown').map(([, sums]) => sums);
  const best = shown.length < 2 ? null : shown.reduce((a, b) => (b.placed * a.applied > a.placed * b.applied ? b : a));
  return groups.map(([group, sums], k) => ({
    dimension,
    group,
    showing: showing[k]!,
    figures: showing[k] === 'shown' ? figuresOf(sums, best) : null,
  }));
}

function figuresOf({ ranks, score, ...sums }: Sums, best: Sums | null): AuditFigures {
  const { applied, placed, granted, costCents } = sums;
  const [mine, theirs] = best === null || best.placed === 0 ? [0, 0] : [placed * best.applied, best.placed * applied];
  const ofPlaced = (sum: number): number | null => (placed === 0 ? null : Math.floor(sum / placed));
  return {
    ...sums,
    placedPerMille: perMille(placed, applied) ?? 0,
    ratioPerMille: perMille(mine, theirs),
    isUnderFourFifths: 5 * mine < 4 * theirs,
    meanRankThousandths: granted === 0 ? null : Math.floor((1000 * ranks) / granted),
    meanScore: ofPlaced(score),
    meanCostCents: ofPlaced(costCents),
  };
}

function nothing(): Sums {
  return { applied: 0, placed: 0, wishing: 0, granted: 0, first: 0, ranks: 0, score: 0, costCents: 0 };
}

/** What one person adds to the sums of their groups. */
function fateOf(placements: readonly PlacementRow[], isWishing: boolean): Sums {
  const own = { ...nothing(), applied: 1 };
  if (placements.length === 0) return own;
  own.placed = 1;
  own.wishing = isWishing ? 1 : 0;
  let best = Number.POSITIVE_INFINITY;
  for (const { wishRank, score, costCents } of placements) {
    if (wishRank !== null && wishRank < best) best = wishRank;
    own.score += score;
    own.costCents += costCents;
  }
  if (best === Number.POSITIVE_INFINITY) return own;
  return { ...own, granted: 1, ranks: best, first: best === 1 ? 1 : 0 };
}

function add(sums: Sums, fate: Sums): void {
  sums.applied += fate.applied;
  sums.placed += fate.placed;
  sums.wishing += fate.wishing;
  sums.granted += fate.granted;
  sums.first += fate.first;
  sums.ranks += fate.ranks;
  sums.score += fate.score;
  sums.costCents += fate.costCents;
}

function groupers({ organisations, openings, flows }: Roster): {
  readonly [dimension in AuditDimension]: (student: Student) => string | null;
} {
  const countryOf = new Map(organisations.map(({ id, country }) => [id, country]));
  const startOfFlow = new Map(flows.map(({ id, startDay }) => [id, startDay]));
  // One day for everybody, whoever is placed where: groups must not depend on the plan.
  let firstDay = Number.POSITIVE_INFINITY;
  for (const { startDay, windowFromDay, flowId } of openings)
    firstDay = Math.min(firstDay, startDay ?? windowFromDay ?? startOfFlow.get(flowId ?? '') ?? firstDay);
  return {
    sex: ({ sex }) => sex,
    school: ({ schoolId }) => schoolId,
    sender: ({ senderId }) => senderId,
    'fewer-opportunities': ({ fewerOpportunities }) => (fewerOpportunities ? 'yes' : 'no'),
    minor: ({ birthDay }) =>
      birthDay === null || firstDay === Number.POSITIVE_INFINITY ? null : ageOn(birthDay, firstDay) < 18 ? 'yes' : 'no',
    country: ({ senderId, schoolId }) => countryOf.get(senderId ?? '') ?? countryOf.get(schoolId ?? '') ?? null,
  };
}

/** One row a group, as audit.csv and summary.json have it. */
export const auditColumns = [
  'dimension',
  'group',
  'applied',
  'placed',
  'placed_per_mille',
  'ratio_per_mille',
  'under_four_fifths',
  'wishing',
  'wish_granted',
  'first_wish',
  'mean_wish_rank_thousandths',
  'mean_score',
  'mean_cost',
  'cost',
] as const;

export function auditTable(rows: readonly AuditRow[]): Table {
  const euros = (cents: number | null) => (cents === null ? null : { money: eurosOfCents(cents) });
  return {
    columns: auditColumns,
    rows: rows.map(({ dimension, group, showing, figures }) => {
      if (figures === null) return [dimension, group, showing === 'few' ? few : showing, ...auditColumns.slice(3).map(() => null)];
      return [
        dimension,
        group,
        figures.applied,
        figures.placed,
        figures.placedPerMille,
        figures.ratioPerMille,
        figures.isUnderFourFifths ? 'yes' : 'no',
        figures.wishing,
        figures.granted,
        figures.first,
        figures.meanRankThousandths,
        figures.meanScore,
        euros(figures.meanCostCents),
        euros(figures.costCents),
      ];
    }),
  };
}

/** The same for programs: a group that is not shown says so in place of its figures. */
export function auditSummary(rows: readonly AuditRow[]): unknown {
  return rows.map(({ dimension, group, showing, figures }) => ({
    dimension,
    group,
    ...(figures ?? { applied: showing === 'few' ? few : showing }),
  }));
}
