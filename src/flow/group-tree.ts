import { breachOf, type CoupledProblem, type RowsOfPair } from './coupled.js';
import { type DecidedProblem, type Decisions, decide, decideAll } from './groups.js';
import { refinePrices } from './price-search.js';
import { Relaxation, type Relaxed } from './relaxation.js';

/** Price rounds at a node, from its parent's prices. */
const nodeRounds = 8;

export interface GroupBranch {
  readonly row: number;
  /** Positions in `nodes`: the row closed, the row open. */
  readonly first: number;
  readonly second: number;
}

export interface GroupLeaf {
  readonly decisionOfRow: Decisions;
  readonly relaxed: Relaxed;
}

export type GroupNode = GroupBranch | GroupLeaf;

export interface Candidate {
  readonly decided: DecidedProblem;
  readonly within: Relaxation;
  readonly priced: Relaxed;
}

/**
 * Branching on semi-continuous rows: closed (its pairs are shut) or open (its minimum becomes a lower limit, priced like any other). Best bound first;
 * the row whose activity is farthest from both ends is branched on. Every leaf carries the prices that bound it, so the tree is a proof at any time.
 */
export class GroupTree {
  readonly nodes: GroupNode[];
  /** Positions of leaves that may still be split. */
  private open: number[] = [0];
  /** Largest total of the leaves that cannot be split: every row of theirs is decided or holds. */
  private settledTotal = Number.NEGATIVE_INFINITY;
  private best = 0;

  constructor(
    private readonly problem: CoupledProblem,
    private readonly across: RowsOfPair,
    root: Relaxed,
    private readonly scale: number,
    private readonly isRefusedRow: Uint8Array,
  ) {
    this.nodes = [{ decisionOfRow: new Int8Array(problem.rows.count).fill(-1), relaxed: root }];
  }

  /** No plan is better. */
  bound(): number {
    let total = this.settledTotal;
    for (const at of this.open) total = Math.max(total, (this.nodes[at] as GroupLeaf).relaxed.total);
    return Math.floor(total / this.scale);
  }

  /** Splits the leaf with the largest bound; false where that cannot lower the bound below `value` or at all. */
  split(value: number | null, shouldStop: () => boolean): boolean {
    if (this.open.length === 0) return false;
    let pick = 0;
    for (let k = 1; k < this.open.length; k++) if (this.totalAt(k) > this.totalAt(pick)) pick = k;
    const at = this.open[pick]!;
    const leaf = this.nodes[at] as GroupLeaf;
    this.best = at;
    if (leaf.relaxed.total <= this.settledTotal || (value !== null && Math.floor(leaf.relaxed.total / this.scale) <= value)) return false;
    this.open.splice(pick, 1);
    const row = this.rowToBranch(leaf);
    if (row < 0) {
      this.settledTotal = Math.max(this.settledTotal, leaf.relaxed.total);
      return true;
    }
    const first = this.grow(leaf, row, 0, shouldStop);
    const second = this.grow(leaf, row, 1, shouldStop);
    this.nodes[at] = { row, first, second };
    this.best = this.leafTotal(first) >= this.leafTotal(second) ? first : second;
    return true;
  }

  /** The leaf looked at last, with its undecided rows decided by their activity. */
  mostPromising(): Candidate {
    const { decisionOfRow, relaxed } = this.nodes[this.best] as GroupLeaf;
    return this.price(decideAll(this.problem, decisionOfRow, relaxed.activityOfRow, 0.5, this.isRefusedRow), relaxed, () => false);
  }

  private totalAt(k: number): number {
    return this.leafTotal(this.open[k]!);
  }

  private leafTotal(at: number): number {
    return (this.nodes[at] as GroupLeaf).relaxed.total;
  }

  private rowToBranch({ decisionOfRow, relaxed }: GroupLeaf): number {
    const { rows } = this.problem;
    let found = -1;
    let worst = 0;
    for (let row = 0; row < rows.count; row++) {
      if (rows.minimumToOpenOfRow[row]! <= 0 || decisionOfRow[row]! >= 0) continue;
      const breach = breachOf(rows, row, relaxed.activityOfRow[row]!);
      if (breach > worst) {
        worst = breach;
        found = row;
      }
    }
    return found;
  }

  private grow(parent: GroupLeaf, row: number, decision: 0 | 1, shouldStop: () => boolean): number {
    const decisionOfRow = parent.decisionOfRow.slice();
    decisionOfRow[row] = decision;
    const { priced } = this.price(decisionOfRow, parent.relaxed, shouldStop);
    this.open.push(this.nodes.length);
    // A leaf lives long: it keeps its prices and its plan, not the values of all pairs under them.
    this.nodes.push({ decisionOfRow, relaxed: { ...priced, valueOfPair: new Float64Array(0) } });
    return this.nodes.length - 1;
  }

  private price(decisionOfRow: Decisions, from: Relaxed, shouldStop: () => boolean): Candidate {
    const decided = decide(this.problem, decisionOfRow);
    const within = new Relaxation(decided.problem, this.across, decided.isClosedPair);
    // A closed row's own price is set anew where the proof is written.
    const start = from.priceOfRow.map((price, row) => (decisionOfRow[row] === 0 ? 0 : price));
    const near = within.evaluate(start, from);
    return { decided, within, priced: refinePrices(decided.problem, within, near, nodeRounds, shouldStop, () => undefined) };
  }
}
