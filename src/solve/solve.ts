import {
  afterCount,
  afterMoney,
  afterMoves,
  afterQuality,
  afterWalk,
  countProblem,
  giveOf,
  hasPairs,
  isCounted,
  isOther,
  moneyProblem,
  movesProblem,
  qualityProblem,
  startChain,
  withKept,
  type Chain,
} from '../model/steps.js';
import type { LeastCost } from '../backends/purse-walk.js';
import { settleExtras } from '../model/settle.js';
import type { Model, Problem, TierRule } from '../model/types.js';
import { afterRank, afterStable, rankProblem, rankSteps, stableProblem } from '../model/wish-steps.js';
import type { ScalarAnswer, Solution, Step, StepKind, StopReason } from '../solution/types.js';
import { repairedPlan } from './earlier.js';
import { activityWithoutOptional } from './optional.js';
import { monotonicMs } from '../transport/job.js';
import { withShare, type SolveContext } from './context.js';
import { type EvennessListener, evenOut } from './evenness.js';
import { firstFit } from './first-fit.js';
import type { TotalBound } from './level-bound.js';
import { asksForRoom, planOfFront, roomFor } from './room.js';
import { solveScalar } from './scalar.js';
import { seatedByWalk } from './seated.js';
import { stablePairs } from './stable.js';
import { blankStep } from './step.js';
import {
  chosenPairs,
  countStep,
  isPlaced,
  leaningProblem,
  purseOf,
  type PurseWalkResult,
  walk,
  walkInPurse,
  type WalkResult,
} from './walk.js';

/**
 * The tiers, each optimised in turn. A station in itself: it drives the chain of steps (model/steps.ts), hands every scalar problem to
 * the workers and collects plans and proofs. Nothing here judges.
 */
export async function solveModel(model: Model, context: SolveContext): Promise<Solution> {
  const run = new Run(model, context);
  for (const tier of model.tiers) {
    const isGoing = await run.tier(tier);
    if (!isGoing) break;
  }
  return run.solution();
}

/** Share of the time left that a tier may use, so that a hard tier leaves something for those after it. */
const shareOfTier: Readonly<Record<TierRule['name'], number>> = {
  stable: 0.35,
  placed: 0.35,
  moves: 0.35,
  ranks: 0.5,
  quality: 0.75,
  evenness: 0.6,
  money: 1,
};

/** … and of the first where the pairs are so many: what it leaves open is the gap of the whole plan, and its prices alone take seconds. */
const shareOfFirstAtScale = 0.6;
/** The count, which the walk after it needs, and which ends by itself where limits are one purse: the walk has the time of all tiers. */
const shareOfCountAtScale = 0.8;
/** Evenness finds nothing among so many in what a second leaves it. */
const shareOfQualityAtScale = 0.95;
const pairsAtScale = 1_000_000;

/** A plan to walk with that places all need not be the best one; one that leans to the front should place nearly as many as can be. */
const anyTolerance = 100_000;
const leaningTolerance = 1_000;

/** Share of the first tier's time for the walk; what is left is for placing others. */
const shareOfWalk = 0.8;

/** A repaired plan to walk with misses at most this part of the front of the lists. */
const mostMissingInFront = 0.05;

/** Of the walk's time, the share for a plan of all whom the seats would take. */
const shareOfFirstPlan = 0.5;

/** Where not all have room: of the walk's time that is left, the share of a plan that leans to the front of the lists, and of each question about a stretch of it. */
const shareOfLeaning = 0.25;

/** Nodes spent on a plan for all at once before people are walked one by one: so many, and more where the pairs are many. */
const firstPlanNodes = 200;
const nodesPerPair = 0.05;

/** Where not all can be placed: the front of the lists is tried in stretches down to this part of all, the rest person by person. */
const smallestStretch = 0.01;

type Found = Pick<Step, 'tier' | 'kind' | 'bound'> & { readonly value: number | null } & Partial<
    Pick<Step, 'denominator' | 'boundDenominator'>
  >;

class Run {
  private known: Chain;
  /** What the last step adds to it. Made when it is asked for: the last tier's row over 2 million scores takes 48 MB, and nobody asks. */
  private pending: (() => Chain) | null = null;
  private plan: Float64Array | null = null;
  /** Where the walk was one purse. */
  private leastCost: LeastCost | null = null;
  private lastChosen: { readonly plan: Float64Array; readonly pairs: Int32Array } | null = null;
  private readonly steps: Step[] = [];
  /** Of them, those that stand for good: a count waits for the walk after it, which may bring it another witness. */
  private toldCount = 0;
  private failure: ScalarAnswer | null = null;
  /** The earlier plan of a replan, repaired. */
  private readonly repaired: Float64Array | null;

  private context: SolveContext;

  constructor(
    private readonly model: Model,
    private readonly whole: SolveContext,
  ) {
    this.context = whole;
    this.known = startChain(model);
    this.plan = this.repaired = repairedPlan(model);
  }

  /** False: there is no plan to go on from. */
  async tier(tier: TierRule): Promise<boolean> {
    const isLast = tier === this.model.tiers.at(-1);
    this.context = isLast ? this.whole : withShare(this.whole, this.shareOf(tier), monotonicMs());
    if (tier.name === 'placed') return this.placed(tier);
    if (tier.name === 'moves') return this.scalar('moves', 'moves', tier, movesProblem(this.chain), afterMoves);
    if (tier.name === 'ranks') return this.ranks(tier);
    if (tier.name === 'stable') {
      const pairs = await stablePairs(this.model);
      return this.scalar('stable', 'stable', tier, stableProblem(this.chain, pairs), (before, value) => afterStable(before, pairs, value));
    }
    if (tier.name === 'quality') {
      return this.scalar('quality', 'quality', tier, qualityProblem(this.chain), (before, value) =>
        afterQuality(before, value - giveOf(value, tier.giveMillionths)),
      );
    }
    if (tier.name === 'money') {
      return (
        this.isLeastCost(tier) ||
        this.scalar('money', 'money', tier, moneyProblem(this.chain), (before, value) =>
          afterMoney(before, -value + giveOf(value, tier.giveMillionths)),
        )
      );
    }
    return this.evenness();
  }

  /** The tier of money where the people whom the walk kept cost no less anywhere, but for what is tolerated: nothing is to be searched for. */
  private isLeastCost(tier: TierRule): boolean {
    const { plan, leastCost, model } = this;
    if (plan === null || leastCost === null) return false;
    const witness = this.chosen(plan);
    const cost = witness.reduce((sum, pair) => sum + plan[pair]! * model.costOfPair[pair]!, 0);
    const gap = cost - leastCost.cost;
    if (gap > giveOf(cost, tier.toleranceMillionths)) return false;
    const proof = { kind: 'prices', prices: leastCost.prices } as const;
    const stop = gap === 0 ? 'complete' : 'work';
    this.add({ ...blankStep('money', 'money', witness), value: -cost, bound: -leastCost.cost, proof, stop });
    this.leave((chain) => afterMoney(chain, cost + giveOf(cost, tier.giveMillionths)));
    return true;
  }

  /** Of the time that is left. */
  private shareOf(tier: TierRule): number {
    const { tiers, pairCount, order } = this.model;
    const share = shareOfTier[tier.name];
    if (pairCount < pairsAtScale) return share;
    if (tier !== tiers[0]) return tier.name === 'quality' ? shareOfQualityAtScale : share;
    return Math.max(share, tier.name === 'placed' && order === 'count-first' ? shareOfCountAtScale : shareOfFirstAtScale);
  }

  private async placed(tier: TierRule): Promise<boolean> {
    const counted = isCounted(this.model);
    const hasWalk = this.model.walk.length > 0;
    if (!hasWalk || this.model.order === 'count-first') {
      const give = hasWalk ? 0 : tier.giveMillionths;
      const before = this.chain;
      // Short, and what it leaves open is the gap of the whole plan: it may use the time of all tiers.
      const purse = hasWalk ? await purseOf(before, this.whole) : null;
      if (purse !== null) this.tell({ tier: 'placed', kind: 'count', value: null, bound: null }, true);
      const paid = purse === null ? null : await walkInPurse(before, purse, purse.count, this.whole);
      if (purse !== null && paid !== null) {
        this.add(countStep(purse, paid.step.witness));
        return this.walkedIn(paid);
      }
      const going = await this.scalar('placed', 'count', tier, countProblem(before, counted), (chain, value) =>
        afterCount(chain, counted, value - giveOf(value, give)),
      );
      if (!going || !hasWalk) return going;
      // Where fewer are placed than the purse pays for, what it has left may be enough to share it out.
      const count = this.steps.at(-1)!.value;
      const shared = purse === null || count >= purse.count ? null : await walkInPurse(before, purse, count, this.whole);
      if (shared !== null) return this.walkedIn(shared);
    }
    const whole = this.context;
    this.context = withShare(whole, shareOfWalk, monotonicMs());
    const tellWalk = (value: number | null, bound: number | null): void => this.tell({ tier: 'placed', kind: 'walk', value, bound }, true);
    tellWalk(null, null);
    if (!(await this.planToWalk())) return false;
    const walked = await walk(this.chain, this.plan!, this.context, tellWalk);
    this.context = whole;
    this.endWalk(walked);
    if (this.model.order === 'count-first') return true;
    const other = isOther(this.chain);
    if (!this.model.countedOfPerson.some((_, person) => other(person) && hasPairs(this.model, person))) return true;
    return this.scalar('placed', 'others', tier, countProblem(this.chain, other), (before, value) => afterCount(before, other, value));
  }

  private walkedIn(walked: PurseWalkResult): true {
    this.chain = walked.chain;
    this.leastCost = walked.leastCost;
    this.endWalk(walked);
    return true;
  }

  private endWalk({ step, plan }: WalkResult): void {
    this.plan = plan;
    this.standForCount(step.witness);
    this.add(step);
    this.chain = afterWalk(this.chain, step.kept!, step.refused!);
  }

  /** The plan of the walk stands for the count before it too, where it places as many: one plan is to be checked, not two. */
  private standForCount(witness: Int32Array): void {
    const at = this.steps.findIndex(({ kind }) => kind === 'count');
    const { model, plan } = this;
    if (at < 0 || plan === null) return;
    const isIn = (counted: number, person: number): boolean => counted === 1 && isPlaced(model, plan, person);
    if (model.countedOfPerson.filter(isIn).length === this.steps[at]!.value) this.steps[at] = { ...this.steps[at]!, witness };
  }

  /** A plan to walk with: of all whom the seats would take at once where there is one, else one that leans to the front of the lists. */
  private async planToWalk(): Promise<boolean> {
    if (this.repaired !== null && this.leansToFront(this.repaired)) return true;
    const seated = await seatedByWalk(this.chain, this.context);
    const ask = async (count: number, from: (kept: Chain) => Problem, toleranceMillionths: number, share = 1): Promise<ScalarAnswer> =>
      solveScalar(
        from(withKept(this.chain, seated, count)),
        { start: null, toleranceMillionths, nodeLimit: Math.max(firstPlanNodes, this.model.pairCount * nodesPerPair) },
        share === 1 ? this.context : withShare(this.context, share, monotonicMs()),
      );
    const room = asksForRoom(this.chain) ? await roomFor(this.chain, seated, this.context) : null;
    // Where all have room, a plan of good scores is searched for first, as the later tiers go on from it (S2 clust, three seeds, 30 s: 0.018 to 0.041 % of gap, 0.023 to 0.048 from whatever plan).
    const plan =
      room?.status === 'infeasible'
        ? await planOfFront(this.chain, seated, room, this.context)
        : ((await ask(seated.length, qualityProblem, anyTolerance, shareOfFirstPlan)).plan ?? room?.plan ?? null);
    if (plan !== null) {
      this.plan = plan;
      return true;
    }
    // Without any plan there is nothing to walk with: this question may then use the time of all tiers.
    const leaning = await solveScalar(
      leaningProblem(this.chain),
      { start: this.plan, toleranceMillionths: leaningTolerance },
      this.plan === null && this.context.struck() === 'time' ? this.whole : withShare(this.context, shareOfLeaning, monotonicMs()),
    );
    if (leaning.plan === null) return this.plan !== null || this.fail(leaning);
    this.plan = leaning.plan;
    // As many as can be from the front: halving between what a plan places and what found none.
    let high = seated.length;
    for (
      let low = this.placedInFront(seated);
      high - low > Math.max(1, seated.length * smallestStretch) && this.context.struck() === null;
    ) {
      const middle = Math.floor((low + high) / 2);
      const { plan } = await ask(middle, leaningProblem, leaningTolerance, shareOfLeaning);
      if (plan === null) high = middle;
      else {
        this.plan = plan;
        low = Math.max(middle, this.placedInFront(seated));
      }
    }
    return true;
  }

  /** Does the repaired plan place nearly everybody from the front of the lists, where those of the earlier plan stand? The walk asks for the others. */
  private leansToFront(plan: Float64Array): boolean {
    const isIn = Array.from(this.model.walk, (person) => isPlaced(this.model, plan, person));
    const front = isIn.slice(0, isIn.filter(Boolean).length);
    return front.filter(Boolean).length >= front.length * (1 - mostMissingInFront);
  }

  /** How many of these people the plan places before the first whom it does not. */
  private placedInFront(people: Int32Array): number {
    const missing = people.findIndex((person) => !isPlaced(this.model, this.plan!, person));
    return missing < 0 ? people.length : missing;
  }

  private async scalar(
    tier: Step['tier'],
    kind: StepKind,
    rule: TierRule,
    problem: Problem,
    after: (before: Chain, value: number) => Chain,
  ): Promise<boolean> {
    const onRunning = (value: number | null, bound: number | null): void => this.tell({ tier, kind, value, bound }, true);
    onRunning(null, null);
    const start = this.plan ?? (this.context.deadlineMs < Infinity ? firstFit(problem) : null);
    const answer = await solveScalar(problem, { start, toleranceMillionths: rule.toleranceMillionths, onRunning }, this.context);
    if (answer.plan === null || answer.value === null) return this.fail(answer);
    this.plan = answer.plan;
    // A search that was stopped may leave a shared place uncounted.
    const value = answer.value + (kind === 'quality' ? settleExtras(this.model, this.plan) : 0);
    const { proof, claimedBy, stop } = answer;
    const witness = this.chosen(answer.plan, answer.pairs);
    this.add({ ...blankStep(tier, kind, witness), value, bound: proof === null ? null : answer.bound, proof, claimedBy, stop });
    this.leave((before) => after(before, value));
    return true;
  }

  private async ranks(tier: TierRule): Promise<boolean> {
    const whole = this.context;
    const steps = rankSteps(this.model);
    for (const [k, step] of steps.entries()) {
      this.context = withShare(whole, 2 / (steps.length - k + 1), monotonicMs());
      const going = await this.scalar('ranks', step.kind, tier, rankProblem(this.chain, step), (before, value) =>
        afterRank(before, step, value),
      );
      if (!going) return false;
    }
    this.context = whole;
    return true;
  }

  private async evenness(): Promise<boolean> {
    if (this.model.groupCount === 0) return true;
    if (this.plan === null) {
      const answer = await solveScalar(
        countProblem(this.chain, () => false),
        { start: null, toleranceMillionths: 0 },
        this.context,
      );
      if (answer.plan === null) return this.fail(answer);
      this.plan = answer.plan;
    }
    for (const measure of this.model.walk.length === 0 ? (['share', 'level'] as const) : (['level'] as const)) {
      const listener: EvennessListener = {
        add: (step) => this.add(step),
        tell: (kind, level) =>
          this.tell({ tier: 'evenness', kind, value: level?.numerator ?? null, denominator: level?.denominator ?? 1, bound: null }, true),
      };
      const result = await evenOut(this.chain, this.plan!, measure, this.context, listener, this.totalBound());
      this.leave(() => {
        const { chain, plan } = result.after();
        this.plan = plan;
        return chain;
      });
    }
    return true;
  }

  /** What all scores come to at most, where plain prices show it. */
  private totalBound(): TotalBound | null {
    const step = this.steps.find(({ kind }) => kind === 'quality');
    if (step?.proof?.kind !== 'prices' || step.bound === null) return null;
    const { prices } = step.proof;
    return prices.knapsackRows === undefined && prices.groupRows === undefined ? { bound: step.bound, prices } : null;
  }

  private get chain(): Chain {
    const make = this.pending;
    this.pending = null;
    if (make !== null) this.known = make();
    return this.known;
  }

  /** What the step that has ended leaves of the chain before it. */
  private leave(after: (before: Chain) => Chain): void {
    const [make, known] = [this.pending, this.known];
    this.pending = () => after(make === null ? known : make());
  }

  private set chain(chain: Chain) {
    this.pending = null;
    this.known = chain;
  }

  /** The pairs of a plan; those of the last one are remembered. */
  private chosen(plan: Float64Array, pairs?: Int32Array): Int32Array {
    if (this.lastChosen?.plan !== plan) this.lastChosen = { plan, pairs: pairs ?? chosenPairs(this.model, plan) };
    return this.lastChosen.pairs;
  }

  private planWithoutOptional(): Float64Array {
    if (!this.model.optionalOfPerson.includes(1)) return this.plan!;
    // Columns that the last steps added are made with the chain.
    const { chain } = this;
    return activityWithoutOptional(chain, this.plan!);
  }

  private add(step: Step): void {
    this.tell(step, false);
    this.steps.push(step);
    const awaitsWalk = step.kind === 'count' && this.model.walk.length > 0;
    if (!awaitsWalk) for (; this.toldCount < this.steps.length; this.toldCount++) this.context.onStep?.(this.steps[this.toldCount]!);
  }

  /** What the next step has found. */
  private tell({ tier, kind, value, denominator = 1, bound, boundDenominator = 1 }: Found, isRunning: boolean): void {
    const stepIndex = this.steps.length;
    this.context.onProgress({ tier, step: kind, stepIndex, isRunning, value, denominator, bound, boundDenominator });
  }

  private fail(answer: ScalarAnswer): false {
    this.failure = answer;
    return false;
  }

  solution(): Solution {
    // A cancel ends threads too: that is no failure.
    const failures = this.context.struck() === 'cancelled' ? [] : this.context.failures.map((reason) => `a part failed: ${reason}`);
    const backends = [...new Set([...this.context.backendsUsed, ...failures])].sort();
    const struckClock = this.steps.some((step) => step.stop === 'time' || step.stop === 'cancelled' || step.stop === 'failed');
    if (this.plan === null && this.failure !== null) {
      const { status, proof, claimedBy, stop } = this.failure;
      const isInfeasible = status === 'infeasible' && proof !== null;
      return {
        status: isInfeasible ? 'infeasible' : 'unproved',
        plan: null,
        steps: [],
        infeasibility: isInfeasible ? proof : null,
        claimedBy,
        stop,
        backends,
        repeatable: stop === 'complete' || stop === 'work',
      };
    }
    const stop = this.steps.map((step) => step.stop).find((reason): reason is StopReason => reason !== 'complete') ?? 'complete';
    const plan = this.plan === null ? new Int32Array(0) : this.chosen(this.planWithoutOptional());
    return { status: 'planned', plan, steps: this.steps, infeasibility: null, claimedBy: null, stop, backends, repeatable: !struckClock };
  }
}
