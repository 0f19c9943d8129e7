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
  countProblemOf,
  feasibilityProblem,
  giveOf,
  isCounted,
  isOther,
  membersOfGroups,
  moneyProblem,
  movesProblem,
  qualityProblem,
  startChain,
  startMeasure,
  stayProblem,
  withKept,
  type Chain,
  type Level,
  type Measure,
} from '../../model/steps.js';
import { giveBack } from '../../model/extend.js';
import { settleExtras } from '../../model/settle.js';
import type { Constraints, Model, Problem, TierRule } from '../../model/types.js';
import { afterRank, afterStable, rankProblem, rankSteps, stableProblem } from '../../model/wish-steps.js';
import type { Step, StepKind, WalkRefusal } from '../../solution/types.js';
import type { Slices } from '../rules/slices.js';
import { ProofFault } from './prices.js';
import { RunningPrices } from './running-prices.js';
import { replay } from './replay.js';
import { stablePairs } from './stable.js';

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
  let chain = startChain(model);
  let loose = chain;
  const advance = (after: (before: Chain, least: number) => Chain, least = 0, looseLeast = least): void => {
    chain = after(chain, least);
    if (onStep !== ignore) {
      loose = after(loose, looseLeast);
      onStep(loose);
    }
  };
  let levelBefore: ReplayedStep | null = null;
  const replayed: ReplayedStep[] = [];
  const begun: Step[] = [];
  for (const step of steps) {
    const index = begun.push(step) - 1;
    yield;
    const rule = model.tiers.find((tier) => tier.name === step.tier);
    if (rule === undefined) throw new ProofFault(`a step of the tier ${step.tier}, which is not asked for`);
    expectOrder(model, begun, index);
    const counted = isCounted(model);
    const scalar = (shown: ReplayedStep, give: number, after: (before: Chain, least: number) => Chain): void => {
      replayed.push(shown);
      const least = step.value - giveOf(step.value, give);
      advance(after, least, Math.min(least, leastWithin(step, shown, rule.toleranceMillionths)));
    };
    if (step.kind === 'walk') {
      const shown = yield* replayWalk(chain, step);
      replayed.push(shown);
      const refused = shown.isProved || shown.openCount > 0 ? step.refused!.flatMap((refusal) => [...refusal.persons]) : [];
      advance((before) => afterWalk(before, step.kept!, Int32Array.from(refused)));
      yield* expectWitness(chain, step, step.kept!.length, keptPlaced(model, step));
    } else if (step.kind === 'count' || step.kind === 'others') {
      const chosen = step.kind === 'count' ? counted : isOther(chain);
      const problem = countProblem(chain, chosen);
      const give = step.kind === 'count' && model.walk.length === 0 ? rule.giveMillionths : 0;
      scalar(yield* replayScalar(problem, step, rule.toleranceMillionths), give, (before, least) => afterCount(before, chosen, least));
      yield;
      yield* expectWitness(chain, step, step.value, dot(problem, chain, step));
    } else if (step.kind === 'moves') {
      const problem = movesProblem(chain);
      scalar(yield* replayScalar(problem, step, 0), 0, afterMoves);
      yield;
      yield* expectWitness(chain, step, step.value, dot(problem, chain, step));
    } else if (step.kind === 'quality') {
      const problem = qualityProblem(chain);
      scalar(yield* replayScalar(problem, step, rule.toleranceMillionths), rule.giveMillionths, afterQuality);
      yield;
      yield* expectWitness(chain, step, step.value, dot(problem, chain, step));
    } else if (step.kind === 'money') {
      const problem = moneyProblem(chain);
      scalar(yield* replayScalar(problem, step, rule.toleranceMillionths), rule.giveMillionths, (before, least) =>
        afterMoney(before, -least),
      );
      yield;
      yield* expectWitness(chain, step, step.value, dot(problem, chain, step));
    } else if (step.kind === 'stable') {
      const pairs = yield* stablePairs(model);
      const problem = stableProblem(chain, pairs);
      scalar(yield* replayScalar(problem, step, 0), 0, (before, least) => afterStable(before, pairs, least));
      yield;
      yield* expectWitness(chain, step, step.value, dot(problem, chain, step));
    } else if (step.tier === 'ranks') {
      const rank = rankSteps(model)[begun.slice(0, index).filter(({ tier }) => tier === 'ranks').length]!;
      const problem = rankProblem(chain, rank);
      scalar(yield* replayScalar(problem, step, 0), 0, (before, least) => afterRank(before, rank, least));
      yield;
      yield* expectWitness(chain, step, step.value, dot(problem, chain, step));
    } else if (step.kind === 'level' || step.kind === 'share-level') {
      const measure = step.kind === 'level' ? 'level' : 'share';
      if (chain.measure !== measure) {
        chain = startMeasure(chain, measure);
        loose = startMeasure(loose, measure);
      }
      const level = { numerator: step.value, denominator: step.denominator };
      const shown = yield* replayLevel(chain, step);
      levelBefore = shown;
      replayed.push(shown);
      yield;
      const witness = levelsOf(chain, step.witness);
      yield;
      if (compare(witness.sort(compare)[chain.stayCount]!, level) !== 0) throw new ProofFault('a witness of a level does not have it');
      yield;
      advance((before) => beforeStay(before, level));
    } else if (step.kind === 'stay' || step.kind === 'share-stay') {
      const problem = stayProblem(chain);
      const shown =
        step.proof?.kind === 'level'
          ? {
              isProved: levelBefore?.isProved === true && step.value === -(chain.stayCount + 1),
              bound: levelBefore?.isProved === true ? { numerator: -(chain.stayCount + 1), denominator: 1 } : null,
              openCount: 0,
              walkedCount: 0,
            }
          : yield* replayScalar(problem, step, 0);
      replayed.push(shown);
      const before = begun[index - 1]!;
      yield;
      const count = levelsOf(chain, step.witness).filter(
        (level) => compare(level, { numerator: before.value, denominator: before.denominator }) <= 0,
      ).length;
      yield;
      advance((before) => afterStay(before, -step.value));
      yield;
      if (count !== -step.value || !meets(chain, step.witness)) throw new ProofFault('a witness of a stay count does not have it');
    } else {
      throw new ProofFault(`no step is called ${step.kind}`);
    }
  }
  return { steps: replayed, chain };
}

/** The least value within the tolerance of a proved bound: nobody is said to care about what lies between. */
function leastWithin(step: Step, shown: ReplayedStep, toleranceMillionths: number): number {
  return shown.bound === null || !shown.isProved ? step.value : shown.bound.numerator - giveOf(step.value, toleranceMillionths);
}

const ignore = (): void => undefined;

/** Does a plan (its pairs) hold every row that the steps leave behind: the model's own, the kept, and each tier's value less its give? */
export function meets(chain: Chain, pairs: Int32Array): boolean {
  return satisfies(chain.constraints, columnsOf(chain, pairs));
}

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

function* replayWalk(chain: Chain, step: Step): Slices<ReplayedStep> {
  const { model } = chain;
  const position = new Int32Array(model.personCount).fill(-1);
  model.walk.forEach((person, at) => {
    position[person] = at;
  });
  const state = new Uint8Array(model.personCount);
  let last = -1;
  for (const person of step.kept!) {
    if (position[person]! <= last) throw new ProofFault('the kept are not in the order of the walk');
    last = position[person]!;
    state[person] = 1;
  }
  let running: RunningPrices | null = null;
  const keeping = new Keeping(chain, step.kept!);
  for (const [index, refusal] of step.refused!.entries()) {
    for (const person of refusal.persons) {
      if (position[person]! < 0 || state[person] !== 0) throw new ProofFault('a refused person is kept, refused twice or not walked');
      // Only people kept before the refused one may have been in the way.
      if (refusal.keptBefore > 0 && position[step.kept![refusal.keptBefore - 1]!]! > position[person]!)
        throw new ProofFault('a refusal leans on somebody who comes later');
      state[person] = 2;
    }
    if (refusal.keptBefore > step.kept!.length) throw new ProofFault('a refusal leans on more people than are kept');
    // Sums formed while more people had to be placed would show too much.
    if (refusal.proof.kind === 'changes' && index > 0 && refusal.keptBefore < step.refused![index - 1]!.keptBefore)
      throw new ProofFault('a refusal changes prices that lean on more people');
    const isChanging = refusal.proof.kind === 'changes' || step.refused![index + 1]?.proof.kind === 'changes';
    const before = keeping.upTo(refusal.keptBefore);
    running = isChanging ? yield* afterRefusal(before, refusal, running) : null;
    const isShown = running === null ? yield* refuses(before, refusal) : running.refuse(refusal.persons, scaleOf(refusal));
    if (!isShown) throw new ProofFault('a refusal is not shown by its proof');
  }
  const openCount = model.walk.filter((person) => state[person] === 0).length;
  return { isProved: openCount === 0, bound: null, openCount, walkedCount: model.walk.length };
}

/** The chain with the first so many kept people of a walk. Refusals ask for more and more of them: only those beyond the last ask are added. */
class Keeping {
  private grown: Chain;
  private count = 0;

  constructor(
    private readonly chain: Chain,
    private readonly kept: Int32Array,
  ) {
    this.grown = chain;
  }

  upTo(count: number): Chain {
    if (count < this.count) {
      this.grown = this.chain;
      this.count = 0;
    }
    if (count > this.count) this.grown = withKept(this.grown, this.kept.subarray(this.count, count));
    this.count = count;
    return this.grown;
  }
}

/** The prices of a refusal whose successor changes some of them, or that does so itself. */
function* afterRefusal({ constraints }: Chain, refusal: WalkRefusal, running: RunningPrices | null): Slices<RunningPrices> {
  if (refusal.proof.kind === 'prices') return yield* RunningPrices.start(feasibilityProblem(constraints), refusal.proof.prices);
  if (refusal.proof.kind !== 'changes' || running === null) throw new ProofFault('a refusal changes prices that do not stand before it');
  running.change(constraints, refusal.proof.prices);
  yield;
  return running;
}

function scaleOf({ proof }: WalkRefusal): number {
  return proof.kind === 'prices' || proof.kind === 'changes' ? proof.prices.scale : 0;
}

function* refuses(before: Chain, refusal: WalkRefusal): Slices<boolean> {
  const persons = [...refusal.persons].sort((a, b) => a - b);
  const { problem, counting } = countProblemOf(before, persons);
  const shown = yield* replay(problem, refusal.proof, counting);
  return shown.isInfeasible || shown.bound <= 0n;
}

function keptPlaced(model: Model, step: Step): number {
  const chosen = new Set(step.witness);
  let count = 0;
  for (const person of step.kept!) {
    for (let pair = model.firstPairOfPerson[person]!; pair < model.firstPairOfPerson[person + 1]!; pair++) {
      if (chosen.has(pair)) {
        count++;
        break;
      }
    }
  }
  return count;
}

function dot(problem: Problem, chain: Chain, step: Step): number {
  const plan = columnsOf(chain, step.witness);
  let value = 0;
  for (let column = 0; column < problem.columnCount; column++) value += problem.objective[column]! * plan[column]!;
  return value;
}

function* expectWitness(chain: Chain, step: Step, claimed: number, found: number): Slices<void> {
  yield;
  if (claimed !== found) throw new ProofFault(`a witness of the step ${step.kind} has the value ${found}, not ${claimed}`);
  if (!meets(chain, step.witness)) throw new ProofFault(`a witness of the step ${step.kind} breaks a row of the model`);
}

/** All columns of a plan given by its pairs: the "placed" columns follow; of a stage, as many of the lowest groups stay as may. */
function columnsOf(chain: Chain, witness: Int32Array): Float64Array {
  const { model } = chain;
  const plan = new Float64Array(chain.constraints.columnCount);
  for (const pair of witness) {
    if (!(pair >= 0 && pair < model.pairCount)) throw new ProofFault('a witness names a pair that does not exist');
    plan[pair] = 1;
  }
  for (let person = 0; person < model.personCount; person++) {
    const column = model.placedColumnOfPerson[person]!;
    if (column < 0) continue;
    for (let pair = model.firstPairOfPerson[person]!; pair < model.firstPairOfPerson[person + 1]!; pair++)
      if (plan[pair] === 1) plan[column] = 1;
  }
  settleExtras(model, plan);
  // The same for all stages of a measure.
  const ordered = new Map<Measure, { readonly levels: Level[]; readonly order: number[] }>();
  for (const stage of chain.stages) {
    const known = ordered.get(stage.measure) ?? inOrder(levelsOf(chain, witness, stage.measure));
    ordered.set(stage.measure, known);
    const { levels, order } = known;
    order.forEach((group, position) => {
      // A plan better than an unproved stage leaves places among those who may stay: they go to the lowest of the others.
      const stays = stage.count === null ? compare(levels[group]!, stage.level) <= 0 : position < stage.count;
      if (stays) plan[stage.column + group] = 1;
    });
  }
  return plan;
}

function inOrder(levels: Level[]): { readonly levels: Level[]; readonly order: number[] } {
  return { levels, order: levels.map((_, group) => group).sort((a, b) => compare(levels[a]!, levels[b]!) || a - b) };
}

/** Does a plan (a value for every column) keep every row? */
export function satisfies(constraints: Constraints, plan: Float64Array): boolean {
  const seats = new Int32Array(constraints.seatCount);
  for (let person = 0; person < constraints.personCount; person++) {
    let count = 0;
    for (let pair = constraints.firstPairOfPerson[person]!; pair < constraints.firstPairOfPerson[person + 1]!; pair++) {
      if (plan[pair] !== 1) continue;
      count++;
      if (constraints.seatOfPair[pair]! >= 0) seats[constraints.seatOfPair[pair]!]!++;
    }
    if (count > constraints.upperOfPerson[person]! || count < constraints.lowerOfPerson[person]!) return false;
  }
  if (seats.some((count, seat) => count > constraints.upperOfSeat[seat]!)) return false;
  const { rows } = constraints;
  for (let row = 0; row < rows.count; row++) {
    let activity = 0;
    for (let entry = rows.firstEntryOfRow[row]!; entry < rows.firstEntryOfRow[row + 1]!; entry++)
      activity += rows.coefficientOfEntry[entry]! * plan[rows.columnOfEntry[entry]!]!;
    const least = rows.minimumToOpenOfRow[row]!;
    if (activity < rows.lowerOfRow[row]! || activity > rows.upperOfRow[row]! || (least > 0 && activity > 0 && activity < least))
      return false;
  }
  return true;
}

/** Levels of all groups in a plan, unsorted. Share: placed over applicants; level: quality over placed, −1/0 where nobody is. */
function levelsOf(chain: Chain, witness: Int32Array, measure = chain.measure): Level[] {
  const { model } = chain;
  const chosen = new Uint8Array(model.pairCount);
  for (const pair of witness) chosen[pair] = 1;
  return membersOfGroups(model).map(({ group, persons }) => {
    let quality = 0;
    let placed = 0;
    for (const person of persons) {
      let isPlaced = false;
      for (let pair = model.firstPairOfPerson[person]!; pair < model.firstPairOfPerson[person + 1]!; pair++) {
        if (chosen[pair] === 0) continue;
        isPlaced = true;
        quality += model.scoreOfPair[pair]!;
      }
      if (isPlaced) placed++;
    }
    if (measure === 'share') return { numerator: placed, denominator: Math.max(1, model.applicantsOfGroup[group]!) };
    return placed === 0 ? { numerator: -1, denominator: 0 } : { numerator: quality, denominator: placed };
  });
}

function compare(a: Level, b: Level): number {
  if (a.denominator === 0 || b.denominator === 0) return Math.sign(a.denominator - b.denominator);
  const left = BigInt(a.numerator) * BigInt(b.denominator);
  const right = BigInt(b.numerator) * BigInt(a.denominator);
  return left < right ? -1 : left > right ? 1 : 0;
}
