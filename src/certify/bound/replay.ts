import { commonDivisor } from '../../basics/common-divisor.js';
import { Splitter, type Part } from '../../model/part.js';
import type { Problem } from '../../model/types.js';
import type { Branch, Prices, Proof } from '../../solution/types.js';
import type { Slices } from '../rules/slices.js';
import { totalWithGroups } from './group-leaf.js';
import { totalWithKnapsacks } from './knapsack-leaf.js';
import { ProofFault, totalOf, untightened, type Tightened } from './prices.js';

/** What a proof shows: no plan at all, or no plan above `bound`. */
export type Replayed = { readonly isInfeasible: true } | { readonly isInfeasible: false; readonly bound: bigint };

/**
 * Replays a proof in integers on the model's arrays. Throws ProofFault where it is no proof. `counting`: all columns with an objective, where somebody
 * knows them; null: every column is asked (a walk of 100,000 people has some hundred refusals of a few people each, over 2 million pairs).
 */
export function* replay(problem: Problem, proof: Proof, counting: Int32Array | null = null): Slices<Replayed> {
  yield;
  if (proof.kind === 'prices') return yield* leaf(problem, proof.prices, untightened, gridOf(problem));
  if (proof.kind === 'tree') return yield* replayTree(problem, proof.nodes);
  if (proof.kind === 'parts') return yield* replayParts(problem, proof.parts, counting);
  throw new ProofFault('this proof refers to another step');
}

/** All values of an integer objective are multiples of the common divisor of its coefficients. */
function gridOf(problem: Problem): bigint {
  return BigInt(commonDivisor(problem.objective) || 1);
}

function* leaf(problem: Problem, prices: Prices, tightened: Tightened, grid: bigint): Slices<Replayed> {
  const total = yield* leafTotal(problem, prices, tightened);
  if (total === null) return { isInfeasible: true };
  if (prices.scale === 0) {
    if (total < 0n) return { isInfeasible: true };
    throw new ProofFault('a leaf without scale shows nothing');
  }
  return { isInfeasible: false, bound: floorDivide(floorDivide(total, BigInt(prices.scale)), grid) * grid };
}

function* leafTotal(problem: Problem, prices: Prices, tightened: Tightened): Slices<bigint | null> {
  const { knapsackRows, groupRows } = prices;
  if (knapsackRows !== undefined && groupRows !== undefined) throw new ProofFault('a leaf keeps knapsacks or groups, not both');
  if (knapsackRows !== undefined) return yield* totalWithKnapsacks(problem, prices, knapsackRows, tightened);
  if (groupRows !== undefined) return yield* totalWithGroups(problem, prices, groupRows, tightened);
  return yield* totalOf(problem, prices, tightened);
}

function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b < 0n ? quotient - 1n : quotient;
}

function* replayTree(problem: Problem, nodes: readonly (Branch | Prices)[]): Slices<Replayed> {
  const seen = new Uint8Array(nodes.length);
  const grid = gridOf(problem);
  let worst: bigint | null = null;
  const pending: { at: number; tightened: Tightened }[] = [{ at: 0, tightened: untightened }];
  while (pending.length > 0) {
    const { at, tightened } = pending.pop()!;
    const node = nodes[at];
    if (node === undefined || seen[at] === 1) throw new ProofFault('the branchings are no tree');
    seen[at] = 1;
    yield;
    if (!('on' in node)) {
      const shown = yield* leaf(problem, node, tightened, grid);
      if (!shown.isInfeasible && (worst === null || shown.bound > worst)) worst = shown.bound;
      continue;
    }
    pending.push(
      { at: node.first, tightened: childOf(problem, tightened, node, true) },
      { at: node.second, tightened: childOf(problem, tightened, node, false) },
    );
  }
  return worst === null ? { isInfeasible: true } : { isInfeasible: false, bound: worst };
}

/** x ≤ at | x ≥ at + 1 for a column or an integer row; activity 0 | ≥ minimum for a semi-continuous row. Together they leave nothing out. */
function childOf(problem: Problem, tightened: Tightened, branch: Branch, isFirst: boolean): Tightened {
  if (branch.on === 'column') {
    if (!(branch.index >= 0 && branch.index < problem.columnCount) || !Number.isSafeInteger(branch.at))
      throw new ProofFault('a branching on no column');
    return isFirst
      ? { ...tightened, upperOfColumn: lowered(tightened.upperOfColumn, branch.index, branch.at) }
      : { ...tightened, lowerOfColumn: raised(tightened.lowerOfColumn, branch.index, branch.at + 1) };
  }
  const firstSide = problem.personCount + problem.seatCount;
  if (!(branch.index >= 0 && branch.index < firstSide + problem.rows.count)) throw new ProofFault('a branching on no row');
  if (branch.on === 'open') {
    const least = branch.index < firstSide ? 0 : problem.rows.minimumToOpenOfRow[branch.index - firstSide]!;
    if (!(least > 0)) throw new ProofFault('a row without a minimum to open is neither open nor closed');
    return isFirst
      ? { ...tightened, upperOfRow: lowered(tightened.upperOfRow, branch.index, 0) }
      : { ...tightened, lowerOfRow: raised(tightened.lowerOfRow, branch.index, least) };
  }
  if (!Number.isSafeInteger(branch.at)) throw new ProofFault('a branching at no whole number');
  return isFirst
    ? { ...tightened, upperOfRow: lowered(tightened.upperOfRow, branch.index, branch.at) }
    : { ...tightened, lowerOfRow: raised(tightened.lowerOfRow, branch.index, branch.at + 1) };
}

function lowered(limits: ReadonlyMap<number, number>, index: number, limit: number): ReadonlyMap<number, number> {
  return new Map(limits).set(index, Math.min(limit, limits.get(index) ?? Infinity));
}

function raised(limits: ReadonlyMap<number, number>, index: number, limit: number): ReadonlyMap<number, number> {
  return new Map(limits).set(index, Math.max(limit, limits.get(index) ?? -Infinity));
}

function* replayParts(
  problem: Problem,
  parts: readonly { readonly part: Part; readonly proof: Proof }[],
  counting: Int32Array | null,
): Slices<Replayed> {
  const taken = {
    persons: new Uint8Array(problem.personCount),
    seats: new Uint8Array(problem.seatCount),
    extras: new Uint8Array(problem.columnCount),
    sideRows: new Uint8Array(problem.rows.count),
  };
  const splitter = new Splitter(problem);
  let bound = 0n;
  for (const { part, proof } of parts) {
    take(taken.persons, part.persons);
    take(taken.seats, part.seats);
    take(taken.extras, part.extras);
    take(taken.sideRows, part.sideRows);
    const shown = yield* replay(insideOf(splitter, part), proof);
    if (shown.isInfeasible) return shown;
    bound += shown.bound;
  }
  if (counting === null) expectAllTaken(problem, taken);
  else expectTaken(problem, taken, counting);
  return { isInfeasible: false, bound };
}

interface Taken {
  readonly persons: Uint8Array;
  readonly extras: Uint8Array;
}

function expectAllTaken(problem: Problem, taken: Taken): void {
  for (let person = 0; person < problem.personCount; person++) {
    if (taken.persons[person] === 1) continue;
    for (let pair = problem.firstPairOfPerson[person]!; pair < problem.firstPairOfPerson[person + 1]!; pair++) {
      if (problem.objective[pair] !== 0) throw leftOut();
    }
  }
  for (let column = problem.pairCount; column < problem.columnCount; column++) {
    if (taken.extras[column] === 0 && problem.objective[column] !== 0) throw leftOut();
  }
}

function expectTaken(problem: Problem, taken: Taken, columns: Int32Array): void {
  for (const column of columns) {
    const isTaken = column < problem.pairCount ? taken.persons[personOf(problem, column)] : taken.extras[column];
    if (isTaken !== 1) throw leftOut();
  }
}

/** By halving: the person whose pairs hold this one. */
function personOf({ firstPairOfPerson, personCount }: Problem, pair: number): number {
  let low = 0;
  let high = personCount;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (firstPairOfPerson[middle]! <= pair) low = middle;
    else high = middle;
  }
  return low;
}

function leftOut(): ProofFault {
  return new ProofFault('the pieces leave out a person or a column that counts');
}

function insideOf(splitter: Splitter, part: Part): Problem {
  try {
    return splitter.restrict(part);
  } catch {
    throw new ProofFault('a piece reaches outside itself');
  }
}

function take(taken: Uint8Array, indices: Int32Array): void {
  let last = -1;
  for (const index of indices) {
    if (!(index > last && index < taken.length) || taken[index] === 1)
      throw new ProofFault('the pieces overlap or name what does not exist');
    taken[index] = 1;
    last = index;
  }
}
