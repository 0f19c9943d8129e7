import { afterCount, countProblem, hasPairs, isCounted, placedColumnsOf, withKept, type Chain } from '../model/steps.js';
import type { Constraints, Model, Problem } from '../model/types.js';
import type { Step, StopReason, WalkRefusal } from '../solution/types.js';
import { monotonicMs } from '../transport/job.js';
import { type SolveContext, withShare } from './context.js';
import { HallSets } from './hall.js';
import { type LeastCost, openPurse, type Purse, walkPurse } from '../backends/purse-walk.js';
import { refill } from './refill.js';
import { asksForRoom, refusalOf, roomFor } from './room.js';
import { breathe, solveScalar } from './scalar.js';
import { blankStep } from './step.js';

export interface WalkResult {
  readonly step: Step;
  readonly plan: Float64Array;
}

/**
 * Walks the selection lists from the best: a person is kept if some plan under all rows places everybody kept so far and this
 * person. A witness plan is carried along, so that whoever it places is kept without a solve; the others are asked for, in
 * blocks that double while nobody in them can be placed (one proof then refuses the whole block). Before a solve, the seats are
 * looked at: where the kept fill all that a person could get, that is the proof, for everybody else who could get nothing else as well.
 * `tell` hears, a few times a second, how many are kept and how many may be in the end.
 */
export async function walk(
  chain: Chain,
  witness: Float64Array,
  context: SolveContext,
  tell: (kept: number, most: number) => void = () => undefined,
): Promise<WalkResult> {
  const { model } = chain;
  const kept: number[] = [];
  const refused: WalkRefusal[] = [];
  const open: number[] = [];
  const isDecided = new Uint8Array(model.personCount);
  let plan = witness;
  let claimedBy: string | null = null;
  let stop: StopReason = 'complete';
  const hopeless = model.walk.filter(
    (person) => model.placedColumnOfPerson[person]! < 0 && model.firstPairOfPerson[person] === model.firstPairOfPerson[person + 1],
  );
  if (hopeless.length > 0) {
    refused.push({ persons: hopeless, keptBefore: 0, proof: emptyProof });
    for (const person of hopeless) isDecided[person] = 1;
  }
  const isKept = new Uint8Array(model.personCount);
  const isWalked = new Uint8Array(model.personCount);
  for (const person of model.walk) isWalked[person] = 1;
  let hall = new HallSets(model, plan);
  const isOfRoom = asksForRoom(chain);
  let blockSize = 1;
  /** So many of the next are asked for together: more after each plan, one after a denial. */
  let crowdSize = 1;
  let toldMs = monotonicMs();
  for (let position = 0; position < model.walk.length; position++) {
    if (position % 16 === 15) await breathe(chain.constraints);
    const person = model.walk[position]!;
    if (isDecided[person] === 1) continue;
    if (isPlaced(model, plan, person)) {
      kept.push(person);
      isKept[person] = 1;
      continue;
    }
    const crowded = hall.refuse(person, isKept);
    if (crowded !== null) {
      const persons = crowded.persons.filter((other) => isWalked[other] === 1 && isDecided[other] === 0);
      refused.push({ persons, keptBefore: kept.length, proof: crowded.proof });
      for (const other of persons) isDecided[other] = 1;
      continue;
    }
    const struck = context.struck();
    if (struck !== null) {
      stop = struck;
      open.push(person);
      isDecided[person] = 1;
      continue;
    }
    if (monotonicMs() - toldMs > tellEveryMs) {
      toldMs = monotonicMs();
      tell(kept.length, model.walk.length - refused.reduce((sum, { persons }) => sum + persons.length, 0));
    }
    if (isOfRoom) {
      const undecided = model.walk.subarray(position).filter((other) => isDecided[other] === 0);
      const crowd = undecided.subarray(0, crowdSize);
      const answer = await roomFor(chain, Int32Array.from([...kept, ...crowd]), context);
      if (answer.plan !== null) {
        plan = refill(model, chain.constraints, answer.plan, plan);
        hall = new HallSets(model, plan);
        crowdSize *= 2;
        position--;
        continue;
      }
      if (crowd.length > 1) {
        crowdSize = 1;
        position--;
        continue;
      }
      const others = undecided.subarray(1);
      const refusal = answer.status === 'infeasible' ? refusalOf(chain, Int32Array.from(kept), person, others, answer.proof) : null;
      if (refusal !== null) {
        refused.push(refusal);
        for (const other of refusal.persons) isDecided[other] = 1;
        continue;
      }
    }
    const block = nextUnplaced(model, plan, position, isDecided, blockSize);
    const { answer, claimed } = await ask(chain, kept, block, plan, withShare(context, shareOfQuestion, monotonicMs()));
    claimedBy ??= claimed;
    if (answer.stop !== 'complete') stop = answer.stop;
    if (answer.value !== null && answer.value >= 1 && answer.plan !== null) {
      // Somebody of the block fits; if it is not this person, ask for this person alone.
      if (block.length === 1 || isPlaced(model, answer.plan, person)) {
        plan = refill(model, chain.constraints, answer.plan, plan);
        hall = new HallSets(model, plan);
        kept.push(person);
        isKept[person] = 1;
      } else {
        position--;
      }
      blockSize = 1;
    } else if (answer.bound === 0 && answer.proof !== null) {
      refused.push({ persons: Int32Array.from(block), keptBefore: kept.length, proof: answer.proof });
      for (const member of block) isDecided[member] = 1;
      blockSize *= 2;
    } else if (block.length > 1) {
      blockSize = 1;
      position--;
    } else {
      open.push(person);
      isDecided[person] = 1;
    }
  }
  const decided = { kept: Int32Array.from(kept), refused, open: Int32Array.from(open) };
  return { step: stepOf(model, plan, decided, claimedBy, stop), plan };
}

interface Decided {
  readonly kept: Int32Array;
  readonly refused: readonly WalkRefusal[];
  readonly open: Int32Array;
}

function stepOf(model: Model, plan: Float64Array, { kept, refused, open }: Decided, claimedBy: string | null, stop: StopReason): Step {
  const bound = open.length === 0 ? kept.length : null;
  return { ...blankStep('placed', 'walk', chosenPairs(model, plan)), value: kept.length, bound, kept, refused, open, claimedBy, stop };
}

/** A walk where limits are one purse, and what it leaves of the chain. */
export interface PurseWalkResult extends WalkResult {
  readonly chain: Chain;
  readonly leastCost: LeastCost | null;
}

/** The limits of a chain as one purse for all whom it counts (`backends/purse-walk.ts`). Null: they are not, or time was up. */
export async function purseOf(chain: Chain, context: SolveContext): Promise<Purse | null> {
  const { model, constraints } = chain;
  if (model.countedOfPerson.some((counted, person) => counted === 0 && hasPairs(model, person))) return null;
  return inSlices(openPurse(constraints, model.walk), constraints, context);
}

/**
 * The walk where so many people have to be placed and budgets are one purse: no question is asked of anybody, and all is done in about a
 * second for 100,000 people. `chain`: before the count. Null: the budgets cannot be shared out so, or time was up.
 */
export async function walkInPurse(chain: Chain, purse: Purse, count: number, context: SolveContext): Promise<PurseWalkResult | null> {
  const { model } = chain;
  const walked = await inSlices(walkPurse(purse, count), chain.constraints, context);
  if (walked === null) return null;
  const counted = afterCount(chain, isCounted(model), count);
  const plan = new Float64Array(counted.constraints.columnCount);
  for (const pair of walked.pairOfPerson) if (pair >= 0) plan[pair] = 1;
  return {
    step: stepOf(model, plan, walked, null, 'complete'),
    plan,
    chain: counted,
    leastCost: isPriced(model, purse) ? walked.leastCost : null,
  };
}

/** Is what people pay from the purse all that they cost? */
function isPriced({ costOfPair, seatOfPair }: Model, { costs: { costOfSeat } }: Purse): boolean {
  return seatOfPair.every((seat, pair) => costOfPair[pair] === costOfSeat[seat]);
}

/** The step of the count that a purse pays for, once a plan is known that places so many. */
export function countStep({ count, proof }: Purse, witness: Int32Array): Step {
  return { ...blankStep('placed', 'count', witness), value: count, bound: count, proof };
}

/** Runs slices to their end, the event loop turning between them; null where time was up. */
async function inSlices<Result>(
  slices: Generator<void, Result | null, void>,
  constraints: Constraints,
  context: SolveContext,
): Promise<Result | null> {
  for (;;) {
    await breathe(constraints);
    if (context.struck() !== null) return null;
    const { done, value } = slices.next();
    if (done === true) return value;
  }
}

const tellEveryMs = 200;

/** Of the time that is left: what one question takes is not there for the next. */
const shareOfQuestion = 0.15;

/** Work limit of one question of a walk: a question it cannot settle leaves its person open. */
const questionNodes = 500;

const emptyProof = {
  kind: 'prices' as const,
  prices: { scale: 1, rowOfPrice: new Int32Array(0), priceOfRow: new Float64Array(0) },
};

async function ask(chain: Chain, kept: readonly number[], block: readonly number[], start: Float64Array, context: SolveContext) {
  const members = new Set(block);
  const problem: Problem = countProblem(withKept(chain, Int32Array.from(kept)), (person) => members.has(person));
  const answer = await solveScalar(
    problem,
    { start, toleranceMillionths: 0, nodeLimit: Math.min(context.limits.nodes, questionNodes) },
    context,
  );
  return { answer, claimed: answer.claimedBy };
}

/** This person and the next ones of the walk whom the plan does not place either, before anybody it does place. */
function nextUnplaced(model: Model, plan: Float64Array, position: number, isDecided: Uint8Array, size: number): number[] {
  const block: number[] = [];
  for (let at = position; at < model.walk.length && block.length < size; at++) {
    const person = model.walk[at]!;
    if (isDecided[person] === 1) continue;
    if (isPlaced(model, plan, person)) break;
    block.push(person);
  }
  return block;
}

export function isPlaced(model: Model, plan: Float64Array, person: number): boolean {
  const column = model.placedColumnOfPerson[person]!;
  if (column >= 0) return plan[column]! > 0;
  for (let pair = model.firstPairOfPerson[person]!; pair < model.firstPairOfPerson[person + 1]!; pair++) if (plan[pair]! > 0) return true;
  return false;
}

export function chosenPairs(model: Model, plan: Float64Array): Int32Array {
  let count = 0;
  for (let pair = 0; pair < model.pairCount; pair++) if (plan[pair]! > 0) count++;
  const pairs = new Int32Array(count);
  for (let pair = 0, k = 0; k < count; pair++) if (plan[pair]! > 0) pairs[k++] = pair;
  return pairs;
}

/** A first plan that leans to the front of the lists: people early in the walk weigh more, others one. */
export function leaningProblem(chain: Chain): Problem {
  const { model } = chain;
  const problem = countProblem(chain, (person) => model.countedOfPerson[person] === 1);
  const objective = problem.objective.slice();
  model.walk.forEach((person, position) => {
    const weight = model.walk.length - position + 1;
    for (const column of placedColumnsOf(model, [person])) objective[column] = weight;
  });
  return { ...problem, objective };
}
