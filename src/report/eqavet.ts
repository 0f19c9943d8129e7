import { compareText } from '../basics/order.js';
import { isPlacedLater } from '../instance/quality.js';
import type { LaterStatus, Outcome, Roster } from '../roster/types.js';
import type { PlacementRow } from './outcome.js';
import { remembered } from './remembered.js';
import { few, isSmall, type Share, shareOf, smallestGroup } from './small-groups.js';

/** A profile part from here on counts as a match: the narrow field agrees. */
const matchFrom = 70;

/** Indicators of EQAVET that a plan and the outcomes of earlier placements can fill, each with what it is a share of. */
export interface Eqavet {
  /** 4: completed, of the placements that say whether they were. */
  readonly completion: Share;
  /** 5: working, and learning, of the placements not broken off whose status is known. */
  readonly after6: Destinations;
  readonly after12: Destinations;
  /** 6: placements of this plan whose profile matches, of those whose profile is known. */
  readonly profileMatch: Share;
  /** 6: mean rating by source of verification. */
  readonly satisfaction: readonly Satisfaction[];
  /** 8: with fewer opportunities, of the people who applied and of those placed. */
  readonly vulnerableApplied: Share;
  readonly vulnerablePlaced: Share;
}

export interface Destinations {
  readonly working: Share;
  readonly learning: Share;
}

export interface Satisfaction {
  /** Null: not said. */
  readonly source: string | null;
  /** Placements with such a rating. */
  readonly placements: number | typeof few;
  readonly ratings: number | null;
  /** Rounded down; null where there are few placements. */
  readonly mean: number | null;
}

export const eqavetOf = remembered((roster, placements): Eqavet => {
  const earlier = placementsOf(roster.outcomes);
  const said = earlier.filter(({ completed }) => completed !== null);
  return {
    completion: shareOf(said.filter(({ completed }) => completed).length, said.length),
    after6: destinations(earlier, ({ statusAfter6 }) => statusAfter6),
    after12: destinations(earlier, ({ statusAfter12 }) => statusAfter12),
    profileMatch: profileMatch(roster, placements),
    satisfaction: satisfaction(roster.outcomes),
    ...vulnerable(roster, placements),
  };
});

/** Earlier placements, each once, with what all their rows say. */
function placementsOf(outcomes: readonly Outcome[]): Pick<Outcome, 'completed' | 'statusAfter6' | 'statusAfter12'>[] {
  const found = new Map<string, Pick<Outcome, 'completed' | 'statusAfter6' | 'statusAfter12'>>();
  for (const row of outcomes) {
    const own = found.get(row.placement);
    found.set(row.placement, {
      completed: own?.completed ?? row.completed,
      statusAfter6: own?.statusAfter6 ?? row.statusAfter6,
      statusAfter12: own?.statusAfter12 ?? row.statusAfter12,
    });
  }
  return [...found.values()];
}

function destinations<Placement extends Pick<Outcome, 'completed'>>(
  earlier: readonly Placement[],
  statusOf: (placement: Placement) => LaterStatus | null,
): Destinations {
  const statuses = earlier
    .filter(({ completed }) => completed !== false)
    .map(statusOf)
    .filter((status) => status !== null);
  const learning = statuses.filter((status) => status === 'studying').length;
  const placed = statuses.filter((status) => isPlacedLater(status) === true).length;
  return { working: shareOf(placed - learning, statuses.length), learning: shareOf(learning, statuses.length) };
}

function profileMatch({ students }: Roster, placements: readonly PlacementRow[]): Share {
  const without = new Set(students.filter(({ profileId }) => profileId === null).map(({ id }) => id));
  const known = placements.filter(({ parts, studentId }) => parts !== null && !without.has(studentId));
  return shareOf(known.filter(({ parts }) => (parts?.profile ?? 0) >= matchFrom).length, known.length);
}

function satisfaction(outcomes: readonly Outcome[]): Satisfaction[] {
  const bySource = new Map<string | null, { readonly placements: Set<string>; ratings: number; sum: number }>();
  for (const { placement, source, rating } of outcomes) {
    if (rating === null) continue;
    const own = bySource.get(source) ?? { placements: new Set<string>(), ratings: 0, sum: 0 };
    bySource.set(source, own);
    own.placements.add(placement);
    own.ratings++;
    own.sum += rating;
  }
  return [...bySource]
    .sort(([a], [b]) => Number(a === null) - Number(b === null) || compareText(a ?? '', b ?? ''))
    .map(([source, { placements, ratings, sum }]) =>
      placements.size < smallestGroup
        ? { source, placements: few, ratings: null, mean: null }
        : { source, placements: placements.size, ratings, mean: Math.floor(sum / ratings) },
    );
}

function vulnerable(
  { students }: Roster,
  placements: readonly PlacementRow[],
): { readonly vulnerableApplied: Share; readonly vulnerablePlaced: Share } {
  const people = students.filter(({ kind }) => kind !== 'accompanying');
  const placedIds = new Set(placements.map(({ studentId }) => studentId));
  const placed = people.filter(({ id }) => placedIds.has(id));
  const applied = people.filter(({ fewerOpportunities }) => fewerOpportunities).length;
  // A small group is not shown, nor is all but a small group.
  if ([applied, people.length - applied].some(isSmall)) return { vulnerableApplied: few, vulnerablePlaced: few };
  const vulnerablePlaced = shareOf(placed.filter(({ fewerOpportunities }) => fewerOpportunities).length, placed.length);
  return { vulnerableApplied: shareOf(applied, people.length), vulnerablePlaced };
}
