import { Splitter, type Part } from '../model/part.js';
import { packProblem } from '../model/pack.js';
import type { Problem } from '../model/types.js';
import { components } from '../reduce/components.js';
import type { Proof, ScalarAnswer } from '../solution/types.js';
import { newBoard, readIncumbent } from '../transport/board.js';
import type { Job } from '../transport/job.js';
import type { SolveContext } from './context.js';

/** Components with fewer pairs travel together: a message costs more than they do. The size does not depend on the number of workers, so neither do the bytes. */
const bundlePairs = 100_000;

export interface ScalarWish {
  readonly start: Float64Array | null;
  readonly toleranceMillionths: number;
  readonly nodeLimit?: number;
  readonly backend?: Job['backend'];
}

/**
 * Solves one scalar problem: components found, bundled, sent largest first to the workers, answers merged by shard number.
 * A shard whose worker failed keeps the incumbent its board holds.
 */
export async function solveScalar(problem: Problem, wish: ScalarWish, context: SolveContext): Promise<ScalarAnswer> {
  const parts = bundles(problem, components(problem));
  if (parts.length === 1) return solveShard(problem, wish, context);
  const splitter = new Splitter(problem);
  const shards = parts.map((part) => ({ part, ...splitter.restrict(part) }));
  const order = shards.map((_, k) => k).sort((a, b) => shards[b]!.problem.pairCount - shards[a]!.problem.pairCount || a - b);
  const answers = new Array<ScalarAnswer>(shards.length);
  await Promise.all(order.map(async (k) => {
    const shard = shards[k]!;
    const start = wish.start === null ? null : Float64Array.from(shard.columnOf, (column) => wish.start![column]!);
    answers[k] = await solveShard(shard.problem, { ...wish, start }, context);
  }));
  return merge(problem, shards, answers);
}

async function solveShard(problem: Problem, wish: ScalarWish, context: SolveContext): Promise<ScalarAnswer> {
  const board = newBoard(problem.columnCount);
  const job: Job = {
    problem: packProblem(problem), start: wish.start, nodeLimit: wish.nodeLimit ?? context.limits.nodes,
    toleranceMillionths: wish.toleranceMillionths, deadlineMs: context.deadlineMs, stop: context.stop, board, backend: wish.backend ?? null,
  };
  const struck = context.struck();
  if (struck !== null) return stoppedAnswer(wish.start, problem, struck);
  const result = await context.transport.run(job);
  if (result.ok) {
    context.backendsUsed.add(result.backend);
    return result.answer;
  }
  context.failures.push(result.reason);
  const kept = readIncumbent(board);
  return stoppedAnswer(kept?.plan ?? wish.start, problem, context.struck() ?? 'failed');
}

function stoppedAnswer(plan: Float64Array | null, problem: Problem, stop: ScalarAnswer['stop']): ScalarAnswer {
  const value = plan === null ? null : plan.reduce((sum, x, column) => sum + x * problem.objective[column]!, 0);
  return { status: 'stopped', plan, value, bound: null, proof: null, claimedBy: null, stop, nodes: 0 };
}

/** Joins small components, in order, until a bundle is worth a message. */
function bundles(problem: Problem, parts: readonly Part[]): Part[] {
  const joined: Part[][] = [];
  let size = bundlePairs;
  for (const part of parts) {
    // Pieces with rows of their own stay alone: a generic backend pays for every column it is given.
    const isPlain = part.sideRows.length === 0 && part.extras.length === 0;
    const pairs = part.persons.reduce((sum, person) => sum + problem.firstPairOfPerson[person + 1]! - problem.firstPairOfPerson[person]!, 0);
    if (isPlain && size < bundlePairs) {
      joined.at(-1)!.push(part);
      size += pairs;
    } else {
      joined.push([part]);
      size = isPlain ? pairs : bundlePairs;
    }
  }
  return joined.map((group) => (group.length === 1 ? group[0]! : {
    persons: merged(group.map((part) => part.persons)), seats: merged(group.map((part) => part.seats)),
    sideRows: new Int32Array(0), extras: new Int32Array(0),
  }));
}

function merged(lists: readonly Int32Array[]): Int32Array {
  const all = new Int32Array(lists.reduce((sum, list) => sum + list.length, 0));
  let at = 0;
  for (const list of lists) {
    all.set(list, at);
    at += list.length;
  }
  return all.sort();
}

function merge(problem: Problem, shards: readonly { part: Part; columnOf: Int32Array }[], answers: readonly ScalarAnswer[]): ScalarAnswer {
  const first = <T>(pick: (answer: ScalarAnswer) => T | null): T | null => {
    for (const answer of answers) if (pick(answer) !== null) return pick(answer);
    return null;
  };
  const nodes = answers.reduce((sum, answer) => sum + answer.nodes, 0);
  const claimedBy = first((answer) => answer.claimedBy);
  const stop = answers.find((answer) => answer.stop !== 'complete')?.stop ?? 'complete';
  const impossible = answers.findIndex((answer) => answer.status === 'infeasible');
  if (impossible >= 0) {
    const proof: Proof = { kind: 'parts', parts: [{ part: shards[impossible]!.part, proof: answers[impossible]!.proof! }] };
    return { status: 'infeasible', plan: null, value: null, bound: null, proof, claimedBy, stop: 'complete', nodes };
  }
  let plan: Float64Array | null = new Float64Array(problem.columnCount);
  let value = 0;
  let bound: number | null = 0;
  const parts: { part: Part; proof: Proof }[] = [];
  for (let k = 0; k < shards.length; k++) {
    const answer = answers[k]!;
    if (plan !== null && answer.plan !== null) {
      const columnOf = shards[k]!.columnOf;
      for (let column = 0; column < columnOf.length; column++) plan[columnOf[column]!] = answer.plan[column]!;
      value += answer.value!;
    } else {
      plan = null;
    }
    if (answer.proof !== null && answer.bound !== null && bound !== null) {
      parts.push({ part: shards[k]!.part, proof: answer.proof });
      bound += answer.bound;
    } else {
      bound = null;
    }
  }
  const proof: Proof | null = bound === null ? null : { kind: 'parts', parts };
  const isSolved = answers.every((answer) => answer.status === 'solved');
  return { status: isSolved ? 'solved' : 'stopped', plan, value: plan === null ? null : value, bound, proof, claimedBy, stop, nodes };
}
