import { countProblemOf, withKept, type Chain } from '../../model/steps.js';
import type { Model } from '../../model/types.js';
import type { Step, WalkRefusal } from '../../solution/types.js';
import type { Slices } from '../rules/slices.js';
import { ProofFault } from './prices.js';
import { replay } from './replay.js';
import { RunningPrices } from './running-prices.js';
import type { ReplayedStep } from './steps.js';

/**
 * Throws ProofFault where the kept are not in the order of the walk, or a refusal is not shown under the rows of those who were kept before it.
 */
export function* replayWalk(chain: Chain, step: Step): Slices<ReplayedStep> {
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
  if (refusal.proof.kind === 'prices') return yield* RunningPrices.start(constraints, refusal.proof.prices);
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

/** How many of the kept people of a walk a plan (a value for every column) places. */
export function keptPlaced({ firstPairOfPerson }: Model, kept: Int32Array, plan: Uint8Array): number {
  let count = 0;
  for (const person of kept) {
    const end = firstPairOfPerson[person + 1]!;
    let pair = firstPairOfPerson[person]!;
    while (pair < end && plan[pair] !== 1) pair++;
    if (pair < end) count++;
  }
  return count;
}
