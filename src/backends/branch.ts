import { randomFrom } from '../basics/random.js';
import { commonDivisor } from '../basics/common-divisor.js';
import type { Problem } from '../model/types.js';
import type { Branch, LpBasis, Prices, Proof, ScalarAnswer, StopReason } from '../solution/types.js';
import type { Control } from './contract.js';
import { activities, isFeasible, matrixOf, valueOf, type Bounds, type Matrix } from './matrix.js';
import type { LpAnswer, LpOracle } from './oracle.js';
import { integerPrices, type PricedBound } from './price.js';

/**
 * Branch and bound that writes its proof.
 *
 * Problem: maximise c·x over integers 0 ≤ x ≤ u under the rows of a Problem, semi-continuous rows (activity 0 or at least m) included.
 * Principle: at each node the relaxation's multipliers are rounded to integers and the bound they prove is evaluated exactly
 * (price.ts); a node is closed when that bound, floored to a multiple of the objective's common divisor, does not exceed the best
 * plan's value, or when a rounded Farkas ray shows in integers that the node holds no plan. Floating point only suggests; a node
 * whose multipliers do not prove in integers what the LP claims is branched on like any other.
 * The tree that is left is the proof: exhaustive branchings (column ≤ k | ≥ k+1; semi-continuous row closed | open), prices on leaves.
 * Stopped early, the open leaves carry the prices of the node above them, evaluated under their own bounds: the tree still proves
 * a bound, a weaker one.
 * Order: depth first while it helps (the child the relaxation leans to), else best bound; ties by node number, so that the
 * same work gives the same tree.
 */
export async function branchAndBound(
  problem: Problem,
  control: Control,
  open: (matrix: Matrix) => Promise<LpOracle>,
): Promise<ScalarAnswer> {
  const matrix = matrixOf(problem);
  const oracle = await open(matrix);
  try {
    return new Search(matrix, oracle, control).run();
  } finally {
    oracle.dispose();
  }
}

/**
 * Where relaxations are nearly integral, diving finds the best plan in a few nodes and the solver's own integer search costs more than the whole
 * tree (intervet-wb: 180 of 213 s); it is asked once, by trees that have grown beyond this.
 */
const nodesBeforeSearch = 300;

/** Nodes of the solver's own search in a neighbourhood. */
const nearbyNodes = 10;
const mostNearSearches = 3;
/** From this tolerance on (parts per million) a good plan is wanted, not the best; and a question without an objective is closed by any plan: one look around is enough. */
const coarse = 50_000;

interface Node {
  /** Position in the tree. */
  readonly at: number;
  readonly bounds: Bounds;
  readonly depth: number;
  /** Proved bound on the value, floored to the objective's grid; Infinity where none. */
  bound: number;
  priced: PricedBound | null;
}

class Search {
  private readonly tree: (Branch | Prices)[] = [];
  private readonly openNodes: Node[] = [];
  private readonly grid: number;
  private best: Float64Array | null = null;
  private bestValue = -Infinity;
  private claimedBy: string | null = null;
  private nodes = 0;
  private nearSearches = 0;
  private readonly mostNear: number;
  /** Without an objective any plan will do. */
  private readonly isAny: boolean;
  private basis: LpBasis | null = null;
  /** Largest bound of a closed leaf; above the best value only within a tolerance. */
  private closedBound = -Infinity;
  private toldBound = Infinity;

  constructor(
    private readonly matrix: Matrix,
    private readonly oracle: LpOracle,
    private readonly control: Control,
  ) {
    const divisor = commonDivisor(matrix.problem.objective);
    this.grid = divisor || 1;
    this.isAny = divisor === 0;
    this.mostNear = this.isAny || control.toleranceMillionths >= coarse ? 1 : mostNearSearches;
  }

  run(): ScalarAnswer {
    this.offer(this.control.start);
    const root: Node = { at: this.reserve(), bounds: this.matrix.bounds, depth: 0, bound: Infinity, priced: null };
    this.openNodes.push(root);
    let stop: StopReason = 'complete';
    let next: Node | null = null;
    for (;;) {
      const node: Node | null = next ?? this.takeBest();
      next = null;
      if (node === null) break;
      if (this.isClosed(node)) {
        this.close(node);
        continue;
      }
      if (this.nodes >= this.control.nodeLimit || this.control.shouldStop()) {
        stop = this.nodes >= this.control.nodeLimit ? 'work' : 'cancelled';
        this.openNodes.push(node);
        break;
      }
      next = this.expand(node);
      this.tellBound(next);
    }
    return this.answer(stop);
  }

  /** What no plan passes: the best of all nodes that are open (one of them may be at hand) or closed, and the best plan. */
  private tellBound(next: Node | null): void {
    let bound = Math.max(this.bestValue, this.closedBound, next?.bound ?? Number.NEGATIVE_INFINITY);
    for (const node of this.openNodes) bound = Math.max(bound, node.bound);
    if (!(bound < this.toldBound)) return;
    this.toldBound = bound;
    this.control.onBound(bound);
  }

  /** Solves the node's relaxation; returns the child to dive into, or null. */
  private expand(node: Node): Node | null {
    this.nodes++;
    const lp = this.oracle.solve(node.bounds, () => this.control.shouldStop());
    if (lp.status === 'failed' && this.control.shouldStop()) {
      this.openNodes.push(node);
      return null;
    }
    if (node.depth === 0) this.basis = this.oracle.basis();
    if (lp.status === 'infeasible') {
      const ray = integerPrices(this.matrix, node.bounds, lp.multipliers, 0);
      if (ray !== null && ray.total < 0) {
        this.tree[node.at] = ray.prices;
        return null;
      }
    }
    if (lp.status === 'optimal') {
      const priced = integerPrices(this.matrix, node.bounds, lp.multipliers, 1);
      if (priced !== null) this.sharpen(node, priced);
      if (!this.isClosed(node)) this.offer(rounded(lp.x));
      if (this.isClosed(node)) {
        this.close(node);
        return null;
      }
      if (this.nearSearches < this.mostNear && this.isSettled(lp.x)) this.searchNear(node, lp.x);
      if (this.nodes === nodesBeforeSearch) this.searchIntegers();
      if (this.isClosed(node)) {
        this.close(node);
        return null;
      }
    } else if (this.nodes === nodesBeforeSearch) {
      this.searchIntegers();
    }
    return this.branch(node, lp);
  }

  /**
   * Relaxation-induced neighbourhoods (after Danna, Rothberg and Le Pape 2005): people whom the relaxation places whole stay where they are, the
   * others and a growing seeded share of the rest are searched by the solver; the first sizes take milliseconds.
   */
  private searchNear(node: Node, x: Float64Array): void {
    const { problem } = this.matrix;
    const random = randomFrom(problem.pairCount);
    this.nearSearches++;
    for (const share of this.isAny ? [0] : [0, 0.15, 0.3]) {
      if (this.control.shouldStop() || this.isClosed(node)) return;
      const lowerOfColumn = node.bounds.lowerOfColumn.slice();
      const upperOfColumn = node.bounds.upperOfColumn.slice();
      for (let person = 0; person < problem.personCount; person++) {
        const first = problem.firstPairOfPerson[person]!;
        const end = problem.firstPairOfPerson[person + 1]!;
        let isWhole = random() >= share;
        for (let pair = first; pair < end && isWhole; pair++) isWhole = Math.abs(x[pair]! - Math.round(x[pair]!)) < 1e-6;
        for (let pair = first; pair < end && isWhole; pair++) lowerOfColumn[pair] = upperOfColumn[pair] = Math.round(x[pair]!);
      }
      const claim = this.oracle.searchIntegers({ ...node.bounds, lowerOfColumn, upperOfColumn }, null, nearbyNodes, () =>
        this.control.shouldStop(),
      );
      this.offer(claim.plan);
    }
  }

  /** Are all 0/1 extra columns whole? Before they are, the relaxation mixes different questions and its surroundings hold no plan. */
  private isSettled(x: Float64Array): boolean {
    const { pairCount, upperOfExtra } = this.matrix.problem;
    return upperOfExtra.every((upper, k) => upper > 1 || Math.abs(x[pairCount + k]! - Math.round(x[pairCount + k]!)) < 1e-6);
  }

  private searchIntegers(): void {
    const claim = this.oracle.searchIntegers(this.matrix.bounds, this.best, this.control.nodeLimit, () => this.control.shouldStop());
    if (claim.plan !== null) this.offer(claim.plan);
    if (claim.status === 'optimal' || claim.status === 'infeasible') this.claimedBy = this.oracle.name;
  }

  private branch(node: Node, lp: LpAnswer): Node | null {
    const choice = this.choose(node, lp);
    if (choice === null) {
      // Nothing left to branch on, yet neither closed nor a plan: every column is fixed and the LP failed. Fixed points are checked exactly.
      this.tree[node.at] = this.fixedPointPrices(node);
      return null;
    }
    const { on, index, at, firstLeans } = choice;
    const first = this.reserve();
    const second = this.reserve();
    this.tree[node.at] = { on, index, at, first, second };
    const children = [this.child(node, first, on, index, at, true), this.child(node, second, on, index, at, false)];
    const [dive, wait] = firstLeans ? children : [children[1]!, children[0]!];
    this.openNodes.push(wait!);
    return dive!;
  }

  private child(node: Node, at: number, on: Branch['on'], index: number, value: number, low: boolean): Node {
    const bounds = {
      lowerOfColumn: node.bounds.lowerOfColumn,
      upperOfColumn: node.bounds.upperOfColumn,
      lowerOfRow: node.bounds.lowerOfRow,
      upperOfRow: node.bounds.upperOfRow,
    };
    if (on === 'column') {
      if (low) bounds.upperOfColumn = changed(bounds.upperOfColumn, index, value);
      else bounds.lowerOfColumn = changed(bounds.lowerOfColumn, index, value + 1);
    } else {
      const least = on === 'open' ? this.minimumToOpen(index) : value + 1;
      if (low) bounds.upperOfRow = changed(bounds.upperOfRow, index, on === 'open' ? 0 : value);
      else bounds.lowerOfRow = changed(bounds.lowerOfRow, index, Math.max(least, bounds.lowerOfRow[index]!));
    }
    return { at, bounds, depth: node.depth + 1, bound: node.bound, priced: node.priced };
  }

  /** What to branch on: extra columns, then undecided semi-continuous rows, then pairs without a seat row, then pairs; the most fractional of the first kind found. */
  private choose(node: Node, lp: LpAnswer): { on: Branch['on']; index: number; at: number; firstLeans: boolean } | null {
    const { problem } = this.matrix;
    if (lp.status !== 'optimal') return this.chooseUnfixed(node);
    let best = -1;
    let bestRank = -1;
    for (let column = 0; column < this.matrix.columnCount; column++) {
      const x = lp.x[column]!;
      const away = Math.abs(x - Math.round(x));
      if (away < 1e-6) continue;
      // One of several 0/1 extra columns is usually 1: the one nearest to it, tried as 1 first, settles the others.
      const rank =
        column >= problem.pairCount
          ? 3 + x / problem.upperOfExtra[column - problem.pairCount]!
          : problem.seatOfPair[column]! < 0
            ? 2 + away
            : 1 + away;
      if (rank > bestRank + 1e-9) {
        bestRank = rank;
        best = column;
      }
    }
    const row = bestRank >= 3 ? null : this.chooseOpen(node, lp);
    if (row !== null) return row;
    if (best < 0) return this.chooseUnfixed(node);
    const at = Math.floor(lp.x[best]!);
    return { on: 'column', index: best, at, firstLeans: best < problem.pairCount && lp.x[best]! - at < 0.5 };
  }

  private chooseOpen(node: Node, lp: LpAnswer): { on: 'open'; index: number; at: number; firstLeans: boolean } | null {
    const { rows, personCount, seatCount } = this.matrix.problem;
    let activity: Float64Array | null = null;
    let found: { on: 'open'; index: number; at: number; firstLeans: boolean } | null = null;
    let worst = 1e-6;
    for (let row = 0; row < rows.count; row++) {
      const least = rows.minimumToOpenOfRow[row]!;
      const index = personCount + seatCount + row;
      if (!(least > 0) || node.bounds.upperOfRow[index] === 0 || node.bounds.lowerOfRow[index]! >= least) continue;
      activity ??= activities(this.matrix, lp.x);
      const short = Math.min(activity[index]!, least - activity[index]!) / least;
      if (short > worst + 1e-9) {
        worst = short;
        found = { on: 'open', index, at: 0, firstLeans: activity[index]! < least / 2 };
      }
    }
    return found;
  }

  /** Where the relaxation is integral or failed: an undecided semi-continuous row, else any column that is not fixed. */
  private chooseUnfixed(node: Node): { on: Branch['on']; index: number; at: number; firstLeans: boolean } | null {
    const { rows, personCount, seatCount } = this.matrix.problem;
    for (let row = 0; row < rows.count; row++) {
      const least = rows.minimumToOpenOfRow[row]!;
      const index = personCount + seatCount + row;
      if (least > 0 && node.bounds.upperOfRow[index] !== 0 && node.bounds.lowerOfRow[index]! < least)
        return { on: 'open', index, at: 0, firstLeans: false };
    }
    for (let column = 0; column < this.matrix.columnCount; column++) {
      const lower = node.bounds.lowerOfColumn[column]!;
      const upper = node.bounds.upperOfColumn[column]!;
      if (lower < upper) return { on: 'column', index: column, at: Math.floor((lower + upper) / 2), firstLeans: true };
    }
    return null;
  }

  /** All columns fixed: either the point is a plan, and zero prices prove its value, or a violated row proves that there is none. */
  private fixedPointPrices(node: Node): Prices {
    const point = node.bounds.lowerOfColumn;
    this.offer(point);
    const activity = activities(this.matrix, point);
    for (let row = 0; row < this.matrix.rowCount; row++) {
      const over = activity[row]! > node.bounds.upperOfRow[row]!;
      if (over || activity[row]! < node.bounds.lowerOfRow[row]!) {
        return { scale: 0, rowOfPrice: Int32Array.of(row), priceOfRow: Float64Array.of(over ? 1 : -1) };
      }
    }
    return { scale: 1, rowOfPrice: new Int32Array(0), priceOfRow: new Float64Array(0) };
  }

  private sharpen(node: Node, priced: PricedBound): void {
    const bound = Math.floor(Math.floor(priced.total / priced.prices.scale) / this.grid) * this.grid;
    if (bound < node.bound || node.priced === null) {
      node.bound = Math.min(bound, node.bound);
      node.priced = priced;
    }
  }

  private isClosed(node: Node): boolean {
    return node.bound <= this.bestValue + this.accepted() && node.priced !== null;
  }

  private accepted(): number {
    return this.control.toleranceMillionths === 0 || this.best === null
      ? 0
      : Math.floor((Math.abs(this.bestValue) * this.control.toleranceMillionths) / 1e6);
  }

  private close(node: Node): void {
    this.closedBound = Math.max(this.closedBound, node.bound);
    this.tree[node.at] = node.priced!.prices;
  }

  private offer(plan: Float64Array | null): void {
    if (plan === null || plan.length !== this.matrix.columnCount) return;
    const value = valueOf(this.matrix.problem, plan);
    if (!(value > this.bestValue) || !isFeasible(this.matrix, plan)) return;
    this.best = plan.slice();
    this.bestValue = value;
    this.control.onIncumbent(this.best, value);
  }

  private takeBest(): Node | null {
    let best = -1;
    for (let k = 0; k < this.openNodes.length; k++) {
      if (best < 0 || this.openNodes[k]!.bound >= this.openNodes[best]!.bound) best = k;
    }
    return best < 0 ? null : this.openNodes.splice(best, 1)[0]!;
  }

  private answer(stop: StopReason): ScalarAnswer {
    let bound = this.bestValue;
    const zero: Prices = { scale: 1, rowOfPrice: new Int32Array(0), priceOfRow: new Float64Array(0) };
    for (const node of this.openNodes) {
      if (node.priced === null) {
        const priced = integerPrices(this.matrix, node.bounds, new Float64Array(this.matrix.rowCount), 1);
        if (priced !== null) this.sharpen(node, priced);
      }
      this.tree[node.at] = node.priced?.prices ?? zero;
    }
    for (const node of this.openNodes) bound = Math.max(bound, node.bound);
    bound = Math.max(bound, this.closedBound);
    const proof: Proof = this.tree.length === 1 ? { kind: 'prices', prices: this.tree[0] as Prices } : { kind: 'tree', nodes: this.tree };
    const isComplete = stop === 'complete';
    return {
      status: this.best !== null ? (isComplete ? 'solved' : 'stopped') : isComplete ? 'infeasible' : 'stopped',
      plan: this.best,
      value: this.best === null ? null : this.bestValue,
      bound: Number.isFinite(bound) ? bound : null,
      proof,
      claimedBy: this.claimedBy,
      stop,
      nodes: this.nodes,
      basis: this.basis,
    };
  }

  private reserve(): number {
    this.tree.push({ scale: 1, rowOfPrice: new Int32Array(0), priceOfRow: new Float64Array(0) });
    return this.tree.length - 1;
  }

  private minimumToOpen(address: number): number {
    const { rows, personCount, seatCount } = this.matrix.problem;
    return rows.minimumToOpenOfRow[address - personCount - seatCount]!;
  }
}

function changed(values: Float64Array, index: number, value: number): Float64Array {
  const copy = values.slice();
  copy[index] = value;
  return copy;
}

function rounded(x: Float64Array): Float64Array | null {
  for (let column = 0; column < x.length; column++) if (Math.abs(x[column]! - Math.round(x[column]!)) > 1e-6) return null;
  return x.map((value) => Math.round(value) || 0);
}
