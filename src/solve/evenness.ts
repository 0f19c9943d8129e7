import { compareLevels } from './levels.js';
import {
  aboveProblem,
  afterStay,
  beforeStay,
  liftProblem,
  membersOfGroups,
  startMeasure,
  stayProblem,
  type Chain,
  type Level,
  type Measure,
} from '../model/steps.js';
import type { Model } from '../model/types.js';
import type { Proof, Step, StepKind, StopReason } from '../solution/types.js';
import { leastRelaxationMs, monotonicMs } from '../transport/job.js';
import { withShare, type SolveContext } from './context.js';
import { cheapLevelBound, type TotalBound } from './level-bound.js';
import { breathe, solveScalar } from './scalar.js';
import { blankStep } from './step.js';
import { chosenPairs } from './walk.js';

/** A chain, and a plan of its columns. */
interface Planned {
  readonly chain: Chain;
  readonly plan: Float64Array;
}

export interface EvennessResult {
  /** What the steps leave behind. Made when it is asked for: the rows of a level hold every pair that scores, and after the last tier nobody asks. */
  readonly after: () => Planned;
  readonly steps: readonly Step[];
}

export interface EvennessListener {
  /** A step that came to its end. */
  add(step: Step): void;
  /** A level that a plan reaches, while the step goes on; null: it begins. */
  tell(kind: StepKind, level: Level | null): void;
}

/**
 * Leximin over groups as a chain of scalar steps: raise the lowest level of those who may still rise; then, at that level, minimise how
 * many stay; and so on until everybody stays somewhere. A first lift asks for the largest whole-number gain of the lowest level at once; what
 * it finds is only a plan, and the proof is the infeasibility of "everybody strictly above".
 */
export async function evenOut(
  start: Chain,
  witness: Float64Array,
  measure: Measure,
  context: SolveContext,
  listener: EvennessListener,
  total: TotalBound | null = null,
): Promise<EvennessResult> {
  let chain = startMeasure(start, measure);
  let plan = witness;
  let after = (): Planned => ({ chain, plan });
  const steps: Step[] = [];
  const add = (step: Step): void => {
    steps.push(step);
    listener.add(step);
  };
  while (chain.stayCount < chain.model.groupCount) {
    const kind = measure === 'share' ? 'share-level' : 'level';
    listener.tell(kind, null);
    const raised = await raise(chain, plan, total, context, (level) => listener.tell(kind, level));
    plan = raised.plan;
    await breathe(chain.constraints);
    const level = lowestRising(chain, plan);
    const bound = raised.isProved ? level : raised.bound;
    add({
      ...blank(chain, plan),
      kind,
      value: level.numerator,
      denominator: level.denominator,
      bound: bound?.numerator ?? null,
      boundDenominator: bound?.denominator ?? 1,
      proof: bound === null ? null : raised.proof,
      claimedBy: raised.claimedBy,
      stop: raised.stop,
    });
    await breathe(chain.constraints);
    const previous = stayBefore(steps);
    const { step, stage } = await settleStay({ chain, plan }, level, raised, previous, context, listener);
    add(step);
    await breathe(chain.constraints);
    const count = -step.value;
    after = once(() => ({ chain: afterStay(stage().chain, count), plan: stage().plan }));
    // Somebody new stays at every level; where not, an answer was false, and the same stage would come again for ever.
    if (hasNoTime(chain, context) !== null || count <= previous) break;
    ({ chain, plan } = after());
    await breathe(chain.constraints);
  }
  return { after, steps };
}

/** How few stay at a level, where the level itself does not say it, and the stage with a plan that has so few. */
async function settleStay(
  { chain, plan }: Planned,
  level: Level,
  raised: Pick<Awaited<ReturnType<typeof raise>>, 'isProved' | 'stop'>,
  previous: number,
  context: SolveContext,
  listener: EvennessListener,
): Promise<{ readonly step: Step; readonly stage: () => Planned }> {
  const kind = chain.measure === 'share' ? 'share-stay' : 'stay';
  const stage = once(() => stageOf(chain, plan, level));
  const count = staying(chain, plan, level);
  if (count === previous + 1) {
    const bound = raised.isProved ? -count : null;
    const step = {
      ...blank(chain, plan),
      kind,
      value: -count,
      bound,
      proof: { kind: 'level' },
      claimedBy: null,
      stop: raised.stop,
    } as const;
    return { step, stage };
  }
  listener.tell(kind, null);
  const { chain: asked, plan: from } = stage();
  await breathe(asked.constraints);
  const answer = await solveScalar(stayProblem(asked), { start: from, toleranceMillionths: 0 }, context);
  const found = answer.plan ?? from;
  const { bound, proof, claimedBy, stop } = answer;
  const value = -stays(chain.model, found, asked.stayColumn);
  return { step: { ...blank(asked, found), kind, value, bound, proof, claimedBy, stop }, stage: () => ({ chain: asked, plan: found }) };
}

function stayBefore(steps: readonly Step[]): number {
  const last = steps.filter((step) => step.kind === 'share-stay' || step.kind === 'stay').at(-1);
  return last === undefined ? 0 : -last.value;
}

/** A lift only has to bring a good plan: a tenth of its gain is not worth searching for, since levels are raised again until the proof says stop. */
const liftTolerance = 100_000;

/** Under a time limit the search leaves this share of a stage's time to a bound. */
const searchShare = 0.6;

/** Questions about levels go to a relaxation: where that cannot end in time, building rows over all pairs is in vain. Null: there is time. */
function hasNoTime({ constraints }: Chain, context: SolveContext): StopReason | null {
  return context.struck() ?? (monotonicMs() + leastRelaxationMs(constraints.columnCount) > context.deadlineMs ? 'time' : null);
}

async function raise(chain: Chain, witness: Float64Array, total: TotalBound | null, whole: SolveContext, tell: (level: Level) => void) {
  const context = withShare(whole, searchShare, monotonicMs());
  const { plan: start, gain } = hasNoTime(chain, context) === null ? await lift(chain, witness, context) : { plan: witness, gain: null };
  let plan = start;
  for (;;) {
    const level = lowestRising(chain, plan);
    if (level.denominator > 0) tell(level);
    await breathe(chain.constraints);
    const open = async (stop: StopReason, claimedBy: string | null) => ({
      plan,
      isProved: false,
      ...(await boundLevel(chain, level, gain, total, whole)),
      claimedBy,
      stop,
    });
    const stopped = hasNoTime(chain, context);
    if (stopped !== null) return open(stopped, null);
    const answer = await solveScalar(aboveProblem(chain, level), { start: null, toleranceMillionths: 0 }, context);
    if (answer.plan === null) {
      const { claimedBy, stop } = answer;
      if (answer.status === 'infeasible') return { plan, isProved: true, bound: null, proof: answer.proof, claimedBy, stop };
      return open(stop, claimedBy);
    }
    // A plan that does not stand above is a false claim: asking again would bring it again.
    if (compareLevels(lowestRising(chain, answer.plan), level) <= 0)
      return { plan, isProved: false, bound: null, proof: null, claimedBy: answer.claimedBy, stop: 'failed' as const };
    plan = answer.plan;
  }
}

/** A plan that raises the lowest level at once, where one is found, and a bound on the gain. */
async function lift(chain: Chain, witness: Float64Array, context: SolveContext): Promise<{ plan: Float64Array; gain: number | null }> {
  const { basis } = context.warm;
  await breathe(chain.constraints);
  const lifted = await solveScalar(
    liftProblem(
      chain,
      lowestRising(chain, witness),
      groupValues(chain, witness).map((value) => value.placed),
      witness,
    ),
    { start: null, toleranceMillionths: liftTolerance, nodeLimit: 6 },
    context,
  );
  // The lift has a column of its own, which no later step keeps: its basis would fit none.
  context.warm.basis = basis;
  const plan = lifted.plan === null ? witness : better(chain, witness, lifted.plan.slice(0, chain.constraints.columnCount));
  return { plan, gain: lifted.bound };
}

/** A level that nobody can rise above, shown by a proof: where the relaxed lift says the end is, else somewhat higher. */
async function boundLevel(
  chain: Chain,
  level: Level,
  gain: number | null,
  total: TotalBound | null,
  context: SolveContext,
): Promise<{ bound: Level | null; proof: Proof | null }> {
  const base = level.denominator > 0 ? Math.floor(level.numerator / level.denominator) : 0;
  const { applicantsOfGroup } = chain.model;
  for (const factor of [1, 2, 4]) {
    if (hasNoTime(chain, context) !== null) break;
    const above = factor * Math.max(1, gain ?? Math.ceil(base / 50));
    // A share never passes 1; the lift counts it in thousandths.
    const bound =
      chain.measure === 'share'
        ? { numerator: Math.min(1000, Math.max(1, Math.floor(above))), denominator: 1000 }
        : { numerator: base + Math.ceil(above) + 1, denominator: 1 };
    if (compareLevels(bound, level) < 0 || applicantsOfGroup.length === 0) continue;
    const answer = await solveScalar(aboveProblem(chain, bound), { start: null, toleranceMillionths: 0, nodeLimit: boundNodes }, context);
    if (answer.status === 'infeasible') return { bound, proof: answer.proof };
  }
  await breathe(chain.constraints);
  const found = await cheapLevelBound(chain, total);
  await breathe(chain.constraints);
  return found ?? { bound: null, proof: null };
}

/** Nodes for a bound on a level that could not be settled. */
const boundNodes = 60;

function better(chain: Chain, plan: Float64Array, candidate: Float64Array): Float64Array {
  return compareLevels(lowestRising(chain, candidate), lowestRising(chain, plan)) > 0 ? candidate : plan;
}

/** The stage that a level opens, and the plan with a stay column set for every group at or below the level. */
function stageOf(before: Chain, plan: Float64Array, level: Level): Planned {
  const chain = beforeStay(before, level);
  const wide = new Float64Array(chain.constraints.columnCount);
  wide.set(plan);
  groupValues(chain, plan).forEach((value, group) => {
    wide[chain.stayColumn + group] = isAtOrBelow(value, level) ? 1 : 0;
  });
  return { chain, plan: wide };
}

function isAtOrBelow(value: GroupValue, level: Level): boolean {
  return compareLevels(value.level, level) <= 0;
}

/** How many groups stand at or below the level. */
function staying(chain: Chain, plan: Float64Array, level: Level): number {
  return groupValues(chain, plan).filter((value) => isAtOrBelow(value, level)).length;
}

/** Makes it when it is first asked for, and once. */
function once<Made>(make: () => Made): () => Made {
  let made: { readonly it: Made } | null = null;
  return () => (made ??= { it: make() }).it;
}

function stays(model: Model, plan: Float64Array, stayColumn: number): number {
  let count = 0;
  for (let group = 0; group < model.groupCount; group++) count += plan[stayColumn + group]!;
  return count;
}

interface GroupValue {
  readonly level: Level;
  readonly placed: number;
}

function groupValues({ model, measure }: Chain, plan: Float64Array): GroupValue[] {
  const { applicantsOfGroup } = model;
  return totalsOf(model, plan).map(({ quality, placed }, group) => {
    const level =
      measure === 'share' ? { numerator: placed, denominator: Math.max(1, applicantsOfGroup[group]!) } : levelOf(quality, placed);
    return { level, placed };
  });
}

interface Total {
  readonly quality: number;
  readonly placed: number;
}

/** Several questions of a stage are asked of one plan, and each sum reads all its pairs. */
const knownTotals = new WeakMap<Float64Array, readonly Total[]>();

/** What each group has in a plan. */
function totalsOf(model: Model, plan: Float64Array): readonly Total[] {
  const known = knownTotals.get(plan);
  if (known !== undefined) return known;
  const { firstPairOfPerson, scoreOfPair } = model;
  const totals = membersOfGroups(model).map(({ persons }) => {
    let quality = 0;
    let placed = 0;
    for (const person of persons) {
      let isSomewhere = false;
      for (let pair = firstPairOfPerson[person]!, end = firstPairOfPerson[person + 1]!; pair < end; pair++) {
        if (plan[pair] === 0) continue;
        isSomewhere = true;
        quality += plan[pair]! * scoreOfPair[pair]!;
      }
      if (isSomewhere) placed++;
    }
    return { quality, placed };
  });
  knownTotals.set(plan, totals);
  return totals;
}

/** Quality over placed in lowest terms; nobody placed: −1/0, below every level. */
function levelOf(quality: number, placed: number): Level {
  if (placed === 0) return { numerator: -1, denominator: 0 };
  let a = Math.abs(quality);
  let b = placed;
  while (b !== 0) [a, b] = [b, a % b];
  return { numerator: quality / a || 0, denominator: placed / a };
}

/** The lowest level among the groups beyond the `stayCount` lowest. */
function lowestRising(chain: Chain, plan: Float64Array): Level {
  const levels = groupValues(chain, plan)
    .map((value) => value.level)
    .sort(compareLevels);
  return levels[chain.stayCount]!;
}

function blank(chain: Chain, plan: Float64Array): Step {
  return blankStep('evenness', 'level', chosenPairs(chain.model, plan));
}
