import { flowBackend } from '../backends/flow-backend.js';
import { cutPlain, plainSizes } from '../model/cut.js';
import type { Part } from '../model/part.js';
import type { Problem } from '../model/types.js';
import type { StopReason } from '../solution/types.js';
import { Batch } from '../transport/batch.js';
import type { Job } from '../transport/job.js';
import type { SolveContext } from './context.js';
import { boundOfPeople } from './fallback.js';
import { largestFirst } from './pieces.js';

/** What was found about all plain pieces of a problem, in the indices of the whole. */
export interface PlainAnswer {
  readonly stop: StopReason;
  /** Chosen pair of each person of the whole, −1 for the others; null: there is no plan for all pieces. */
  readonly pairOfPerson: Int32Array | null;
  readonly value: number | null;
  readonly bound: number | null;
  /** Prices that show the bound, one a row address; where a piece is infeasible those of its rows show that. */
  readonly priceOfAddress: Float64Array;
  /** A piece without a plan. */
  readonly infeasible: Part | null;
}

/** Fewer pairs are not worth waking one more worker for. */
const pairsOfWorker = 50_000;

/**
 * Solves plain pieces that share nothing: cut into one batch, through which as many workers go as are worth waking. What a failed worker left open is
 * tried once more; what stays open keeps the pairs of `start`, and the bound that costs nothing.
 */
export async function solvePlainPieces(
  problem: Problem,
  found: readonly Part[],
  job: Omit<Job, 'problem' | 'isBatch'>,
  start: Float64Array | null,
  context: SolveContext,
): Promise<PlainAnswer> {
  const pieces = largestFirst(problem, found);
  const sizes = pieces.map((piece) => plainSizes(problem, piece));
  const { buffers, workers } = context.transport;
  const batch = Batch.layOut(sizes, buffers.take(Batch.bytesOf(sizes)));
  cutPlain(problem, pieces, batch.buffer, batch.placeOfProblem);
  const pairCount = sizes.reduce((sum, size) => sum + size.pairCount, 0);
  const workAll = async (): Promise<boolean> => {
    const jobs = Array.from({ length: Math.min(workers, 1 + Math.floor(pairCount / pairsOfWorker)) }, () => ({
      ...job,
      problem: batch.buffer,
      isBatch: true,
    }));
    const results = await Promise.all(jobs.map((one) => context.transport.run(one)));
    for (const result of results) if (!result.ok) context.failures.push(result.reason);
    return results.every(({ ok }) => ok);
  };
  const isWhole = await workAll();
  if (context.struck() === null && pieces.some((_, k) => batch.answer(k) === null)) {
    batch.drawAgain();
    await workAll();
  }
  context.backendsUsed.add(flowBackend.name);
  const answer = joined(problem, pieces, batch, start, context.struck() ?? 'failed');
  if (isWhole) buffers.giveBack(batch.buffer);
  return answer;
}

function joined(problem: Problem, pieces: readonly Part[], batch: Batch, start: Float64Array | null, stop: StopReason): PlainAnswer {
  const { personCount, firstPairOfPerson, objective } = problem;
  const priceOfAddress = new Float64Array(personCount + problem.seatCount);
  const pairOfPerson = new Int32Array(personCount).fill(-1);
  let value = 0;
  let bound = 0;
  let openCount = 0;
  let hasPlan = true;
  let hasBound = true;
  let infeasible: Part | null = null;
  pieces.forEach((piece, k) => {
    const { persons, seats } = piece;
    const answer = batch.answer(k);
    if (answer === null) {
      openCount++;
      hasPlan &&= start !== null;
      for (const person of persons) {
        for (let pair = firstPairOfPerson[person]!; pair < firstPairOfPerson[person + 1]!; pair++) {
          if (start === null || start[pair] === 0) continue;
          pairOfPerson[person] = pair;
          value += objective[pair]!;
        }
      }
      const fallback = boundOfPeople(problem, persons, []);
      if (fallback === null) hasBound = false;
      else bound += fallback.bound;
      fallback?.proof.prices.rowOfPrice.forEach((row, at) => {
        priceOfAddress[persons[row]!] = fallback.proof.prices.priceOfRow[at]!;
      });
      return;
    }
    if (answer.status === 'infeasible') infeasible ??= piece;
    const { chosenOfPerson, priceOfAddress: priceInside } = answer;
    for (let i = 0; i < persons.length; i++) {
      const person = persons[i]!;
      priceOfAddress[person] = priceInside[i]!;
      if (chosenOfPerson[i]! >= 0 && answer.status === 'solved') pairOfPerson[person] = firstPairOfPerson[person]! + chosenOfPerson[i]!;
    }
    for (let i = 0; i < seats.length; i++) priceOfAddress[personCount + seats[i]!] = priceInside[persons.length + i]!;
    value += answer.value;
    bound += answer.value;
  });
  return {
    stop: openCount === 0 ? 'complete' : stop,
    pairOfPerson: hasPlan && infeasible === null ? pairOfPerson : null,
    value: hasPlan && infeasible === null ? value : null,
    bound: hasBound && infeasible === null ? bound : null,
    priceOfAddress,
    infeasible,
  };
}
