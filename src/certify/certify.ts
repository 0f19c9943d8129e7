import type { Model } from '../model/types.js';
import { feasibilityProblem } from '../model/steps.js';
import { rankSteps } from '../model/wish-steps.js';
import type { Roster, RunTier } from '../roster/types.js';
import type { Solution, Step } from '../solution/types.js';
import { ProofFault } from './bound/prices.js';
import { replayProof, type ReplayedProof } from './bound/proof.js';
import { replay } from './bound/replay.js';
import type { ReplayedStep } from './bound/steps.js';
import { gapOf } from './gap.js';
import { checkLinkSliced } from './link/check.js';
import { PlanChecks, sameArray } from './checks.js';
import { compareLevels } from './plan/values.js';
import { openBook, type Book } from './rules/book.js';
import { runSliced } from './rules/slices.js';
import type { Certificate, LinkOptions, LinkPairs, LinkReport, PlanReport, StepVerdict, TierValues, Verdict } from './types.js';

/** A verdict, or the reason why none may be written: a check that failed is an internal error. */
export type Certified =
  | { readonly ok: true; readonly certificate: Certificate; readonly report: PlanReport | null }
  | { readonly ok: false; readonly check: 'plan' | 'bound' | 'link'; readonly faults: readonly string[] };

export const defaultLinkOptions: LinkOptions = { sampleSeed: 1, fullLimit: 20_000_000 };

/** What hangs on no verdict and may have been begun before: the records opened, the model and plans held against them, the replay of these very steps. */
export interface Begun {
  readonly book?: Book;
  readonly link?: LinkReport | null;
  readonly checks?: PlanChecks | null;
  readonly proof?: Promise<ReplayedProof> | null;
}

/**
 * The three witnesses side by side, and the only place where a verdict is written: the plan against the records, the proof against
 * the model, the model against the records. What was not begun is done here.
 */
export async function certify(roster: Roster, pairs: LinkPairs, model: Model, solution: Solution, begun: Begun = {}): Promise<Certified> {
  const book = begun.book ?? (await runSliced(openBook(roster)));
  const link = begun.link ?? (await checkLinkSliced(book, model, pairs, defaultLinkOptions));
  if (link.faults.length > 0) return failed('link', link.faults);
  if (solution.status !== 'planned') return withoutPlan(model, solution, link);
  const checks = begun.checks ?? new PlanChecks(book, pairs, model);
  const report = await checks.reportOf(solution.plan!);
  if (report.faults.length > 0) return failed('plan', report.faults);
  for (const [witness, steps] of byWitness(solution)) {
    const seen = await checks.reportOf(witness);
    // A witness may name an accompanying person too many: those are taken out of the plan at the very end.
    const faults = seen.faults.filter((fault) => fault.code !== 'accompanying-idle');
    if (faults.length > 0) return failed('plan', faults);
    for (const step of steps) {
      const fault = differs(step, seen.values);
      if (fault !== null) return { ok: false, check: 'plan', faults: [fault] };
    }
  }
  const replayed = await (begun.proof ?? runSliced(replayProof(model, solution.steps, solution.plan!)));
  if (!replayed.ok) return { ok: false, check: 'bound', faults: [replayed.fault] };
  if (!replayed.isMet) return { ok: false, check: 'bound', faults: ['the plan gives up what a tier has fixed'] };
  const steps = stepVerdicts(model, solution, replayed.steps);
  const certificate = { verdict: verdictOf(model, steps), steps, values: report.values, checks: checksOf(link, true), reason: null };
  return { ok: true, certificate, report };
}

/** `optimal` where every step is proved; else the first open one decides: a bound gives `within-gap`, none `feasible`. */
export function verdictOf(model: Model, steps: readonly StepVerdict[]): Verdict {
  const open = steps.find((step) => !step.proved);
  if (open !== undefined) return open.gapBillionths === null ? 'feasible' : 'within-gap';
  return model.tiers.every((tier) =>
    isWhole(
      model,
      steps.filter((step) => step.tier === tier.name),
      tier.name,
    ),
  )
    ? 'optimal'
    : 'feasible';
}

/** Has a tier all its steps? One that was never looked at, or whose last steps are left out, is not shown to be the best. */
function isWhole(model: Model, steps: readonly StepVerdict[], tier: RunTier): boolean {
  const has = (kind: string): boolean => steps.some((step) => step.kind === kind);
  if (tier === 'quality' || tier === 'money' || tier === 'moves' || tier === 'stable') return has(tier);
  if (tier === 'ranks') return rankSteps(model).every(({ kind }) => has(kind));
  const hasWalk = model.walk.length > 0;
  if (tier === 'evenness') {
    // The chain ends where every group stays somewhere (evenness without groups has nothing to even out).
    const ends = (kind: string): boolean => steps.findLast((step) => step.kind === kind)?.value === String(-model.groupCount);
    return model.groupCount === 0 || (ends('stay') && (hasWalk || ends('share-stay')));
  }
  if (!hasWalk) return has('count');
  return has('walk') && (model.order === 'count-first' ? has('count') : has('others') || everybodyWalks(model));
}

function everybodyWalks(model: Model): boolean {
  const isWalked = new Uint8Array(model.personCount);
  for (const person of model.walk) isWalked[person] = 1;
  return model.countedOfPerson.every(
    (counted, person) => counted === 0 || isWalked[person] === 1 || model.firstPairOfPerson[person] === model.firstPairOfPerson[person + 1],
  );
}

export function stepVerdicts(model: Model, solution: Solution, replayed: readonly ReplayedStep[]): StepVerdict[] {
  return solution.steps.map((step, k) => {
    const shown = replayed[k]!;
    const rule = model.tiers.find((tier) => tier.name === step.tier)!;
    return {
      tier: step.tier,
      kind: step.kind,
      proved: shown.isProved,
      value: textOf(step.value, step.denominator),
      bound:
        shown.bound === null
          ? step.kind === 'walk' && shown.isProved
            ? textOf(step.value, 1)
            : null
          : textOf(shown.bound.numerator, shown.bound.denominator),
      gapBillionths: gapOf(step, shown),
      toleranceMillionths: rule.toleranceMillionths,
      giveMillionths: rule.giveMillionths,
      claimedBy: shown.isProved ? null : step.claimedBy,
    };
  });
}

function textOf(numerator: number, denominator: number): string {
  return denominator === 1 ? String(numerator) : `${numerator}/${denominator}`;
}

async function withoutPlan(model: Model, solution: Solution, link: LinkReport): Promise<Certified> {
  const base = { steps: [], values: null };
  if (solution.status === 'infeasible' && solution.infeasibility !== null) {
    try {
      const shown = await runSliced(replay(feasibilityProblem(model), solution.infeasibility));
      if (shown.isInfeasible) {
        return {
          ok: true,
          certificate: { ...base, verdict: 'infeasible', checks: checksOf(link, false), reason: null },
          report: null,
        };
      }
    } catch (error) {
      if (!(error instanceof ProofFault)) throw error;
    }
  }
  const reason =
    solution.claimedBy === null
      ? `stopped (${solution.stop}) without a plan`
      : `${solution.claimedBy} says that no plan exists, and nothing replayable supports it`;
  return { ok: true, certificate: { ...base, verdict: 'unproved', checks: checksOf(link, false), reason }, report: null };
}

export function checksOf(link: LinkReport, hasPlan: boolean): Certificate['checks'] {
  return { plan: hasPlan, bound: true, link: true, pairsChecked: link.pairsChecked, sampledPeople: link.sampledPeople };
}

function byWitness(solution: Solution): Map<Int32Array, Step[]> {
  const groups: Map<Int32Array, Step[]> = new Map();
  for (const step of solution.steps) {
    const known = [...groups.keys()].find((witness) => sameArray(witness, step.witness));
    if (known === undefined) groups.set(step.witness, [step]);
    else groups.get(known)!.push(step);
  }
  return groups;
}

/** Does a step's value agree with what the records say of its witness? */
function differs(step: Step, values: TierValues): string | null {
  const found =
    step.kind === 'count'
      ? values.placed
      : step.kind === 'moves'
        ? values.kept
        : step.kind === 'quality'
          ? values.quality
          : step.kind === 'money'
            ? -values.moneyCents
            : null;
  if (found !== null && (found || 0) !== step.value) return `the step ${step.kind} claims ${step.value}, the records say ${found}`;
  const rank = /^(most|fewest)-rank-(none|\d+)$/.exec(step.kind);
  if (rank !== null) {
    const count = values.wishRanks[rank[2] === 'none' ? 0 : Number(rank[2])] ?? 0;
    if (Math.abs(step.value) !== count) return `the step ${step.kind} claims ${Math.abs(step.value)}, the records say ${count}`;
  }
  if (step.kind === 'level') {
    const level = { senderId: '', quality: step.value, placed: step.denominator, applicants: 0 };
    const isThere =
      step.denominator === 0
        ? values.levels.some(({ placed }) => placed === 0)
        : values.levels.some((other) => other.placed > 0 && compareLevels({ ...other, senderId: '' }, level) === 0);
    if (!isThere) return `no sender stands at the level ${textOf(step.value, step.denominator)} that a step claims`;
  }
  return null;
}

function failed(check: 'plan' | 'link', faults: readonly { readonly code: string; readonly message: string }[]): Certified {
  return { ok: false, check, faults: faults.slice(0, 20).map((fault) => `${fault.code}: ${fault.message}`) };
}
