import { officePlan, type OfficeRule } from '../ask/offices.js';
import { placementsOf } from '../certify/checks.js';
import { checkPlanSliced } from '../certify/plan/check.js';
import { runSliced } from '../certify/rules/slices.js';
import type { PlanFault, TierValues } from '../certify/types.js';
import { formulateInSlices } from '../formulate/formulate.js';
import { buildInstance } from '../instance/build.js';
import type { PlacementRow } from '../report/outcome.js';
import type { Roster } from '../roster/types.js';
import { linkPairsOf, placementRows } from './rows.js';

/** A plan made by hand, as the checker reads it. */
export interface OfficeOutcome {
  readonly rule: OfficeRule;
  /** Of the draw; the other rules draw nothing. */
  readonly seed: number | null;
  readonly placements: readonly PlacementRow[];
  readonly values: TierValues;
  /** Rules that the plan breaks: an office does not look after all. */
  readonly faults: readonly PlanFault[];
}

/**
 * What the offices' own rules make of a roster: serial dictatorship by points (only where somebody has points), first come first served (by
 * lot), and one lottery for each seed. Each plan is read by the checker, which lists the rules it breaks. Null where the records contradict themselves.
 */
export async function placeByOffices(roster: Roster, seeds: readonly number[] = [1]): Promise<OfficeOutcome[] | null> {
  const { instance } = await buildInstance(roster);
  if (instance === null) return null;
  const model = await formulateInSlices(instance);
  const pairs = linkPairsOf(instance);
  const outcomes: OfficeOutcome[] = [];
  const draws: (readonly [OfficeRule, number | null])[] = [
    ['points', null],
    ['first-come', null],
    ...seeds.map((seed) => ['lottery', seed] as const),
  ];
  for (const [rule, seed] of draws) {
    const plan = officePlan(instance, model, rule, seed ?? 0);
    if (plan === null) continue;
    const { values, faults } = await checkPlanSliced(roster, placementsOf(pairs, model, plan));
    outcomes.push({ rule, seed, placements: await runSliced(placementRows(instance, plan)), values, faults });
  }
  return outcomes;
}
