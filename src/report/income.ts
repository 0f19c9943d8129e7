import { compareText } from '../basics/order.js';
import { callOf, callYearOf } from '../instance/rates.js';
import type { Roster } from '../roster/types.js';
import type { PlacementRow } from './outcome.js';

/** What the programme pays the organisations of a project for a plan: income, outside all budgets. */
export interface ProjectIncome {
  /** Null: people without a project. */
  readonly projectId: string | null;
  /** People placed who are not accompanying persons. */
  readonly participants: number;
  readonly organisationalCents: number;
  readonly inclusionCents: number;
  readonly preparatoryCents: number;
  /** Parts whose rates are not confirmed. */
  readonly unconfirmed: readonly ('organisational' | 'inclusion' | 'preparatory')[];
}

/**
 * Income by project. Short-term learners, graduates and staff: the first rate up to its head count, then the rate beyond; long-term learners and
 * staff on courses at their own rates, outside that count. Inclusion: each participant with fewer opportunities and inclusion support.
 * Preparatory visits: the visitors of each flow with placements, counted for the project of its first participant by id.
 */
export function incomeOf(roster: Roster, placements: readonly PlacementRow[]): ProjectIncome[] {
  const pack = roster.rates;
  if (pack === null) return [];
  const students = new Map(roster.students.map((student) => [student.id, student]));
  const placed = [...new Set(placements.filter(({ kind }) => kind !== 'accompanying').map(({ studentId }) => studentId))]
    .sort(compareText)
    .map((id) => students.get(id)!);
  const visitorsOf = visitorsByProject(roster, placements);
  const ids = [...new Set(placed.map(({ projectId }) => projectId))].sort((a, b) => compareText(a ?? '', b ?? ''));
  return ids.flatMap((projectId) => {
    const project = roster.projects.find(({ id }) => id === projectId) ?? null;
    const call = callOf(pack, callYearOf(project));
    if (call === null) return [];
    const own = placed.filter((student) => student.projectId === projectId);
    const longTerm = own.filter(({ kind }) => kind === 'long-term').length;
    const courses = own.filter(({ kind, activity }) => kind === 'staff' && activity === 'course').length;
    const others = own.length - longTerm - courses;
    const { organisational, inclusion, preparatory } = call;
    const first = Math.min(others, organisational.firstCount);
    const supported = own.filter(({ fewerOpportunities, inclusionCents }) => fewerOpportunities && inclusionCents > 0).length;
    const parts = { organisational, inclusion, preparatory } as const;
    return [
      {
        projectId,
        participants: own.length,
        organisationalCents:
          first * organisational.firstCents +
          (others - first) * organisational.beyondCents +
          longTerm * organisational.longTermCents +
          courses * organisational.courseCents,
        inclusionCents: supported * inclusion.organisationCents,
        preparatoryCents: (visitorsOf.get(projectId) ?? []).reduce(
          (sum, visitors) => sum + Math.min(visitors, preparatory.mostVisitors) * preparatory.visitorCents,
          0,
        ),
        unconfirmed: (['organisational', 'inclusion', 'preparatory'] as const).filter((part) => !parts[part].confirmed),
      },
    ];
  });
}

/** Visitors of the flows that have participants, by project. */
function visitorsByProject(roster: Roster, placements: readonly PlacementRow[]): Map<string | null, number[]> {
  const firstOf = new Map<string, PlacementRow>();
  for (const row of placements) {
    if (row.flowId === null || row.kind === 'accompanying') continue;
    const first = firstOf.get(row.flowId);
    if (first === undefined || compareText(row.studentId, first.studentId) < 0) firstOf.set(row.flowId, row);
  }
  const found = new Map<string | null, number[]>();
  for (const { id, preparatoryVisitors } of roster.flows) {
    const first = firstOf.get(id);
    if (first === undefined || preparatoryVisitors === 0) continue;
    const list = found.get(first.projectId);
    if (list === undefined) found.set(first.projectId, [preparatoryVisitors]);
    else list.push(preparatoryVisitors);
  }
  return found;
}

/** Sources of the rates in use that nobody confirmed, in words. */
export function unconfirmedSources(roster: Roster): readonly string[] {
  const pack = roster.rates;
  if (pack === null) return [];
  const years = new Set(roster.projects.map(callYearOf));
  if (roster.students.some(({ projectId }) => projectId === null) || years.size === 0) years.add(null);
  const keys = new Set<string>();
  for (const year of years) {
    const call = callOf(pack, year);
    if (call === null) continue;
    const { travel, travelDays, groups, course, linguistic, inclusion, preparatory, organisational } = call;
    for (const part of [travel, travelDays, groups, ...call.individual, course, linguistic, inclusion, preparatory, organisational])
      if (!part.confirmed) keys.add(part.source);
  }
  return [...keys].sort(compareText).map((key) => pack.sources[key] ?? key);
}
