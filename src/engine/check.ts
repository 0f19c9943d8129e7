import { placementsOf } from '../certify/checks.js';
import { certifyPlan } from '../certify/certify-plan.js';
import type { Placement } from '../certify/types.js';
import { runSliced } from '../certify/rules/slices.js';
import { formulateInSlices } from '../formulate/formulate.js';
import { buildInstance } from '../instance/build.js';
import type { Instance } from '../instance/types.js';
import { hashModelSlices } from '../model/hash.js';
import type { Model } from '../model/types.js';
import type { CheckOutcome } from '../report/outcome.js';
import type { Roster } from '../roster/types.js';
import { readProof } from '../solution/proof-file.js';
import type { Solution } from '../solution/types.js';
import type { PlanInHand } from './engine.js';
import { linkPairsOf, pairsOfPlacements, placementRows, unplacedRows } from './rows.js';

/** A check and what it was made from; null where the records contradict themselves. */
export interface Checked {
  readonly outcome: CheckOutcome;
  readonly made: {
    readonly instance: Instance;
    readonly model: Model;
    readonly modelHash: string;
    readonly solution: Solution | null;
  } | null;
}

/** Reads a plan against the records; replays its proof where it is about the model these records give. */
export async function checkPlan(roster: Roster, plan: PlanInHand): Promise<CheckOutcome> {
  return (await checkWith(roster, plan)).outcome;
}

/** The same, with the model and the claims of the proof. */
export async function checkWith(roster: Roster, plan: PlanInHand): Promise<Checked> {
  const { instance, issues } = await buildInstance(roster);
  if (instance === null) {
    const certificate = {
      verdict: 'unproved' as const,
      steps: [],
      values: null,
      checks: { plan: false, bound: false, link: false, pairsChecked: 0, sampledPeople: null },
      reason: 'the records contradict themselves',
    };
    const outcome = {
      valid: false,
      verdict: null,
      faults: [],
      certificate,
      placements: [],
      unplaced: [],
      provedPlan: null,
      overrides: [],
      toName: [],
      issues,
    };
    return { outcome, made: null };
  }
  const model = await formulateInSlices(instance);
  const modelHash = plan.proof === null ? '' : await runSliced(hashModelSlices(model));
  const proof = solutionOf(plan.proof, modelHash);
  const { report, certificate } = await certifyPlan(roster, linkPairsOf(instance), model, plan.placements, proof.solution, proof.refused);
  const valid = report.faults.length === 0;
  const placements = await runSliced(placementRows(instance, pairsOfPlacements(instance, plan.placements)));
  const unplaced = await runSliced(unplacedRows(instance, placements));
  const outcome = {
    valid,
    verdict: valid ? certificate.verdict : null,
    faults: report.faults,
    certificate,
    placements,
    unplaced,
    provedPlan: provedPlan(instance, model, proof.solution),
    overrides: report.overrides,
    toName: report.toName,
    issues,
  };
  return { outcome, made: { instance, model, modelHash, solution: proof.solution } };
}

/** The plan a proof was written with; null for a file that names columns the model does not have. */
function provedPlan(instance: Instance, model: Model, solution: Solution | null): readonly Placement[] | null {
  const plan = solution?.plan;
  if (!(plan instanceof Int32Array) || plan.some((pair) => pair < 0 || pair >= model.pairCount)) return null;
  return placementsOf(linkPairsOf(instance), model, plan.slice().sort());
}

function solutionOf(bytes: Uint8Array | null, modelHash: string): { readonly solution: Solution | null; readonly refused: string | null } {
  if (bytes === null) return { solution: null, refused: null };
  try {
    const file = readProof(bytes);
    if (file.modelHash !== modelHash)
      return { solution: null, refused: 'the proof is about another model: the records or the options have changed since' };
    return { solution: file.solution, refused: null };
  } catch (error) {
    if (error instanceof RangeError || error instanceof TypeError)
      return { solution: null, refused: `the proof file cannot be read (${error.message})` };
    throw error;
  }
}
