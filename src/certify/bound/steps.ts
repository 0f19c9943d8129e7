import {
  aboveProblem,
  afterCount,
  afterMoney,
  afterMoves,
  afterQuality,
  afterStay,
  afterWalk,
  beforeStay,
  countProblem,
  giveOf,
  isCounted,
  isOther,
  moneyProblem,
  movesProblem,
  qualityProblem,
  startChain,
  startMeasure,
  stayProblem,
  type Chain,
  type Level,
} from '../../model/steps.js';
import { giveBack } from '../../model/extend.js';
import type { Model, Problem, TierRule } from '../../model/types.js';
import { afterRank, afterStable, rankProblem, rankSteps, stableProblem } from '../../model/wish-steps.js';
import type { Step, StepKind } from '../../solution/types.js';
import type { Slices } from '../rules/slices.js';
import { ProofFault } from './prices.js';
import { replay } from './replay.js';
import { stablePairs } from './stable.js';
import { keptPlaced, replayWalk } from './walk.js';
import { compare, dot, expectWitness, levelsOf, meets } from './witness.js';

/** What the replay of one step shows. */
export interface ReplayedStep {
  /** The proof shows the value to be the best, within the tolerance. */
  readonly isProved: boolean;
  /** A replayed bound, as numerator over denominator; null: none. Walk: null. */
  readonly bound: Level | null;
  /** Walk: people neither kept nor refused, and people walked. */
  readonly openCount: number;
  readonly walkedCount: number;
}

/**
 * Rebuilds the chain of steps from the model and the steps' values alone, checks that each witness has the value claimed under all rows
 * of its step, and replays each proof. Throws ProofFault where a witness or a kept list is not what it claims; a proof that shows
 * less than claimed leaves its step open.
 * `onStep` is handed, after each step, the chain with the rows that another plan must hold to be as good: limits less the give, or
 * within the tolerance of the proved bound.
 */
export function* replaySteps(
  model: Model,
  steps: Iterable<Step>,
  onStep: (loose: Chain) => void = ignore,
): Slices<{ readonly steps: readonly ReplayedStep[]; readonly chain: Chain }> {
  const replay = new StepReplay(model, onStep);
  for (const step of steps) yield* replay.take(step);
  return replay;
}

/** The replay of `replaySteps` one step after the other, for steps that become known one by one. */
export class StepReplay {
  readonly steps: ReplayedStep[] = [];
  /** With the rows that the steps so far leave behind. */
  chain: Chain;
  private loose: Chain;
  private levelBefore: ReplayedStep | null = null;
  private readonly begun: Step[] = [];

  constructor(
    private readonly model: Model,
    private readonly onStep: (loose: Chain) => void = ignore,
  ) {
    this.chain = startChain(model);
    this.loose = this.chain;
  }

  *take(step: Step): Slices<void> {
    const { model, begun } = this;
    const index = begun.push(step) - 1;
    yield;
    const rule = model.tiers.find((tier) => tier.name === step.tier);
    if (rule === undefined) throw new ProofFault(`a step of the tier ${step.tier}, which is not asked for`);
    expectOrder(model, begun, index);
    if (step.kind === 'walk') yield* this.takeWalk(step);
    else if (step.kind === 'count' || step.kind === 'others') {
      const chosen = step.kind === 'count' ? isCounted(model) : isOther(this.chain);
      const give = step.kind === 'count' && model.walk.length === 0 ? rule.giveMillionths : 0;
      yield* this.takeScalar(step, countProblem(this.chain, chosen), rule.toleranceMillionths, give, (before, least) =>
        afterCount(before, chosen, least),
      );
    } else if (step.kind === 'moves') {
      yield* this.takeScalar(step, movesProblem(this.chain), 0, 0, afterMoves);
    } else if (step.kind === 'quality') {
      yield* this.takeScalar(step, qualityProblem(this.chain), rule.toleranceMillionths, rule.giveMillionths, afterQuality);
    } else if (step.kind === 'money') {
      yield* this.takeScalar(step, moneyProblem(this.chain), rule.toleranceMillionths, rule.giveMillionths, (before, least) =>
        afterMoney(before, -least),
      );
    } else if (step.kind === 'stable') {
      const pairs = yield* stablePairs(model);
      yield* this.takeScalar(step, stableProblem(this.chain, pairs), 0, 0, (before, least) => afterStable(before, pairs, least));
    } else if (step.tier === 'ranks') {
      const rank = rankSteps(model)[begun.slice(0, index).filter(({ tier }) => tier === 'ranks').length]!;
      yield* this.takeScalar(step, rankProblem(this.chain, rank), 0, 0, (before, least) => afterRank(before, rank, least));
    } else if (step.kind === 'level' || step.kind === 'share-level') yield* this.takeLevel(step, step.kind);
    else if (step.kind === 'stay' || step.kind === 'share-stay') yield* this.takeStay(step, begun[index - 1]!);
    else throw new ProofFault(`no step is called ${step.kind}`);
  }

  private advance(after: (before: Chain, least: number) => Chain, least = 0, looseLeast = least): void {
    this.chain = after(this.chain, least);
    if (this.onStep !== ignore) {
      this.loose = after(this.loose, looseLeast);
      this.onStep(this.loose);
    }
  }

  private *takeWalk(step: Step): Slices<void> {
    const shown = yield* replayWalk(this.chain, step);
    this.steps.push(shown);
    this.advance((before) => afterWalk(before, step.kept!, step.refused!));
    yield* expectWitness(this.chain, step, step.kept!.length, (plan) => keptPlaced(this.model, step.kept!, plan));
  }

  private *takeScalar(
    step: Step,
    problem: Problem,
    toleranceMillionths: number,
    giveMillionths: number,
    after: (before: Chain, least: number) => Chain,
  ): Slices<void> {
    const shown = yield* replayScalar(problem, step, toleranceMillionths);
    this.steps.push(shown);
    const least = step.value - giveOf(step.value, giveMillionths);
    const { toleranceMillionths: ofTier } = this.model.tiers.find((tier) => tier.name === step.tier)!;
    this.advance(after, least, Math.min(least, leastWithin(step, shown, ofTier)));
    yield;
    yield* expectWitness(this.chain, step, step.value, (plan) => dot(problem, plan));
  }

  private *takeLevel(step: Step, kind: 'level' | 'share-level'): Slices<void> {
    const measure = kind === 'level' ? 'level' : 'share';
    if (this.chain.measure !== measure) {
      this.chain = startMeasure(this.chain, measure);
      this.loose = startMeasure(this.loose, measure);
    }
    const level = { numerator: step.value, denominator: step.denominator };
    const shown = yield* replayLevel(this.chain, step);
    this.levelBefore = shown;
    this.steps.push(shown);
    yield;
    const witness = levelsOf(this.chain, step.witness);
    yield;
    if (compare(witness.sort(compare)[this.chain.stayCount]!, level) !== 0) throw new ProofFault('a witness of a level does not have it');
    yield;
    this.advance((before) => beforeStay(before, level));
  }

  private *takeStay(step: Step, before: Step): Slices<void> {
    const problem = stayProblem(this.chain);
    this.steps.push(step.proof?.kind === 'level' ? this.afterLevel(step) : yield* replayScalar(problem, step, 0));
    yield;
    const level = { numerator: before.value, denominator: before.denominator };
    const count = levelsOf(this.chain, step.witness).filter((own) => compare(own, level) <= 0).length;
    yield;
    this.advance((chain) => afterStay(chain, -step.value));
    yield;
    if (count !== -step.value || !meets(this.chain, step.witness)) throw new ProofFault('a witness of a stay count does not have it');
  }

  /** A stay count one above the last follows from a level that is proved. */
  private afterLevel(step: Step): ReplayedStep {
    const least = -(this.chain.stayCount + 1);
    const isShown = this.levelBefore?.isProved === true;
    return {
      isProved: isShown && step.value === least,
      bound: isShown ? { numerator: least, denominator: 1 } : null,
      openCount: 0,
      walkedCount: 0,
    };
  }
}

/** The least value within the tolerance of a proved bound: nobody is said to care about what lies between. */
function leastWithin(step: Step, shown: ReplayedStep, toleranceMillionths: number): number {
  return shown.bound === null || !shown.isProved ? step.value : shown.bound.numerator - giveOf(step.value, toleranceMillionths);
}

const ignore = (): void => undefined;

/** Whose steps a kind is among; counts by rank stand where the model has them. */
const tierOfKind: Readonly<Partial<Record<StepKind, TierRule['name']>>> = {
  walk: 'placed',
  others: 'placed',
  count: 'placed',
  quality: 'quality',
  'share-level': 'evenness',
  'share-stay': 'evenness',
  level: 'evenness',
  stay: 'evenness',
  money: 'money',
  moves: 'moves',
  stable: 'stable',
};

/** The walk comes where the model asks for it, stay follows level, measures come in order, ranks in theirs. */
function expectOrder(model: Model, steps: readonly Step[], index: number): void {
  const step = steps[index]!;
  const before = steps[index - 1];
  const place = steps.slice(0, index).filter(({ tier }) => tier === step.tier).length;
  const kindFits = step.tier === 'ranks' ? rankSteps(model)[place]?.kind === step.kind : tierOfKind[step.kind] === step.tier;
  const fits =
    kindFits &&
    (step.kind === 'stay'
      ? before?.kind === 'level'
      : step.kind === 'share-stay'
        ? before?.kind === 'share-level'
        : step.kind === 'others'
          ? before?.kind === 'walk' && model.order === 'rank-first'
          : step.kind === 'walk'
            ? model.walk.length > 0 && (model.order === 'rank-first' || before?.kind === 'count')
            : step.kind === 'count'
              ? model.walk.length === 0 || model.order === 'count-first'
              : step.kind === 'share-level'
                ? model.walk.length === 0
                : true);
  const tierOrder = (name: string): number => model.tiers.findIndex((tier) => tier.name === name);
  if (!fits || (before !== undefined && tierOrder(step.tier) < tierOrder(before.tier)))
    throw new ProofFault('the steps are not in the order of the tiers');
}

function* replayScalar(problem: Problem, step: Step, toleranceMillionths: number): Slices<ReplayedStep> {
  const none = { isProved: false, bound: null, openCount: 0, walkedCount: 0 };
  if (step.proof === null) return none;
  const shown = yield* replay(problem, step.proof);
  if (shown.isInfeasible) throw new ProofFault('a step with a plan is proved to have none');
  const accepted = giveOf(step.value, toleranceMillionths);
  const bound = Number(shown.bound);
  if (bound < step.value) throw new ProofFault('a bound below the value of a plan');
  return { ...none, isProved: bound <= step.value + accepted, bound: { numerator: bound, denominator: 1 } };
}

/** A level is the best where "everybody who may rise strictly above the bound" has no plan, and the bound is the level itself. */
function* replayLevel(chain: Chain, step: Step): Slices<ReplayedStep> {
  const none = { isProved: false, bound: null, openCount: 0, walkedCount: 0 };
  if (step.proof === null || step.bound === null) return none;
  const bound = { numerator: step.bound, denominator: step.boundDenominator };
  const problem = aboveProblem(chain, bound);
  const shown = yield* replay(problem, step.proof);
  giveBack(chain.constraints, problem);
  if (!shown.isInfeasible) return none;
  return { ...none, isProved: compare(bound, { numerator: step.value, denominator: step.denominator }) === 0, bound };
}
