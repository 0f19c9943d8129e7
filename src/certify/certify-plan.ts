import type { Chain } from '../model/steps.js';
import type { Model } from '../model/types.js';
import type { Roster } from '../roster/types.js';
import type { Solution } from '../solution/types.js';
import { ProofFault } from './bound/prices.js';
import { replaySteps, type ReplayedStep } from './bound/steps.js';
import { meets } from './bound/witness.js';
import { checksOf, defaultLinkOptions, stepVerdicts, verdictOf } from './certify.js';
import { checkLinkSliced } from './link/check.js';
import { checkPlanSliced } from './plan/check.js';
import { openBook } from './rules/book.js';
import { runSliced } from './rules/slices.js';
import type { Certificate, LinkPairs, Placement, PlanReport, StepVerdict } from './types.js';

export interface CertifiedPlan {
  readonly report: PlanReport;
  readonly certificate: Certificate;
}

/**
 * A plan that somebody hands in, with the claims of a proof file where there is one. `optimal` only where the proof replays on the model of
 * these very records and the plan holds every value the proof fixes, less its give or within its tolerance.
 */
export async function certifyPlan(
  roster: Roster,
  pairs: LinkPairs,
  model: Model,
  placements: readonly Placement[],
  solution: Solution | null,
  proofRefused: string | null,
): Promise<CertifiedPlan> {
  const book = await runSliced(openBook(roster));
  const report = await checkPlanSliced(book, placements);
  const base = { steps: [] as StepVerdict[], values: report.values };
  const none = { plan: report.faults.length === 0, bound: false, link: false, pairsChecked: 0, sampledPeople: null };
  const without = (verdict: 'feasible' | 'unproved', reason: string): CertifiedPlan => ({
    report,
    certificate: { ...base, verdict, checks: none, reason },
  });
  if (report.faults.length > 0) return without('unproved', 'the plan breaks rules');
  if (solution === null) return without('feasible', proofRefused ?? 'no proof was handed in');
  const link = await checkLinkSliced(book, model, pairs, defaultLinkOptions);
  if (link.faults.length > 0) return without('feasible', `the model does not agree with the records: ${link.faults[0]!.message}`);
  const chosen = columnsOf(pairs, model, placements);
  if (chosen === null || solution.status !== 'planned') return without('feasible', 'the proof is about other pairs');
  let firstMiss = Infinity;
  let count = 0;
  let replayed: { readonly steps: readonly ReplayedStep[] };
  try {
    replayed = await runSliced(
      replaySteps(model, solution.steps, (loose: Chain) => {
        if (firstMiss === Infinity && !meets(loose, chosen)) firstMiss = count;
        count++;
      }),
    );
  } catch (error) {
    if (error instanceof ProofFault || error instanceof TypeError || error instanceof RangeError)
      return without('feasible', `the proof does not replay: ${error.message}`);
    throw error;
  }
  const all = stepVerdicts(model, solution, replayed.steps);
  const checks = checksOf(link, true);
  if (firstMiss === Infinity) return { report, certificate: { ...base, steps: all, verdict: verdictOf(model, all), checks, reason: null } };
  const missed = all[firstMiss]!;
  const steps = all.map((step, k): StepVerdict => (k < firstMiss ? step : { ...step, proved: false, gapBillionths: null }));
  const reason = `the plan falls short of what is proved for "${missed.tier}" (${missed.kind}): the best is ${missed.value}`;
  return { report, certificate: { ...base, steps, verdict: 'feasible', checks, reason } };
}

/** The model's columns of placements; null where one is no eligible pair of the model. */
function columnsOf(pairs: LinkPairs, model: Model, placements: readonly Placement[]): Int32Array | null {
  const personOfId = new Map(pairs.personIds.map((id, person) => [id, person]));
  const columns: number[] = [];
  for (const placement of placements) {
    const person = personOfId.get(placement.studentId);
    if (person === undefined) return null;
    let found = -1;
    for (let pair = model.firstPairOfPerson[person]!; pair < model.firstPairOfPerson[person + 1]!; pair++) {
      const slot = pairs.slots[pairs.slotOfPair[pair]!]!;
      const isSame =
        placement.openingId === null
          ? slot.openingId === null && slot.flowId === placement.flowId
          : slot.openingId === placement.openingId && slot.startDay === placement.startDay;
      if (isSame) found = pair;
    }
    if (found < 0) return null;
    columns.push(found);
  }
  return Int32Array.from(columns).sort();
}
