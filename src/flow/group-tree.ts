import { breachOf, type CoupledProblem, type RowsOfPair } from './coupled.js';
import type { GroupBound, GroupHull } from './group-hull.js';
import { type DecidedProblem, type Decisions, decide, decideAll } from './groups.js';
import { refinePrices } from './price-search.js';
import { Relaxation, type Relaxed } from './relaxation.js';

/** Pairs of all leaves together: a proof must be replayed, which takes some 0.1 s for a million. */
const mostPairsOfLeaves = 50_000_000;
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
  /** The groups kept whole, where that bounds better; null: it does not. */
  readonly kept: GroupBound | null;
}

export type GroupNode = GroupBranch | GroupLeaf;

export interface Candidate {
  readonly decided: DecidedProblem;
  readonly within: Relaxation;
  readonly priced: Relaxed;
}

/**
 * Branching on semi-continuous rows: closed (its pairs are shut) or open (its minimum becomes a lower limit, priced like any other). Best bound first;
 * every bound keeps the groups whole that are not yet decided (`group-hull.ts`). Every leaf carries the prices that bound it, so the tree is a proof at any time.
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
    private readonly isRefusedRow: Uint8Array,
    private readonly hull: GroupHull,
  ) {
    this.nodes = [this.leafOf(new Int8Array(problem.rows.count).fill(-1), root, new Uint8Array(problem.pairCount))];
  }

  /** No plan is better; in units of 1/scale. */
  total(): number {
    let total = this.settledTotal;
    for (const at of this.open) total = Math.max(total, this.leafTotal(at));
    return total;
  }

  /** Splits the leaf with the largest bound; false where that cannot lower the bound or no leaf has as much as `leastBetter`, in units of 1/scale. */
  split(leastBetter: number, shouldStop: () => boolean): boolean {
    if (this.open.length === 0 || this.nodes.length * this.problem.pairCount > mostPairsOfLeaves) return false;
    let pick = 0;
    for (let k = 1; k < this.open.length; k++) if (this.totalAt(k) > this.totalAt(pick)) pick = k;
    const at = this.open[pick]!;
    const leaf = this.nodes[at] as GroupLeaf;
    this.best = at;
    const total = this.leafTotal(at);
    if (total <= this.settledTotal || total < leastBetter) return false;
    this.open.splice(pick, 1);
    const row = this.rowToBranch(leaf);
    if (row < 0) {
      this.settledTotal = Math.max(this.settledTotal, total);
      return true;
    }
    const first = this.grow(leaf, row, 0, shouldStop);
    const second = this.grow(leaf, row, 1, shouldStop);
    this.nodes[at] = { row, first, second };
    this.best = this.leafTotal(first) >= this.leafTotal(second) ? first : second;
    return true;
  }

  /** The leaf looked at last, every row decided: half-open ones go where the bound falls less. */
  leaning(): Decisions {
    const { decisionOfRow, relaxed, kept } = this.nodes[this.best] as GroupLeaf;
    const { rows } = this.problem;
    const leaning = decisionOfRow.map((decision, row) => {
      if (kept === null || decision >= 0 || breachOf(rows, row, relaxed.activityOfRow[row]!) === 0 || this.isRefusedRow[row] === 1)
        return decision;
      return kept.fallOfClosing[row]! > kept.fallOfOpening[row]! ? 1 : kept.fallOfOpening[row]! > 0 ? 0 : -1;
    });
    return decideAll(this.problem, leaning, relaxed.activityOfRow, 0.5, this.isRefusedRow);
  }

  /** Everything decided, priced from the leaf looked at last. */
  candidate(decisionOfRow: Decisions): Candidate {
    return this.price(decisionOfRow, this.nodes[this.best] as GroupLeaf, () => false);
  }

  private totalAt(k: number): number {
    return this.leafTotal(this.open[k]!);
  }

  private leafTotal(at: number): number {
    return totalOfLeaf(this.nodes[at] as GroupLeaf);
  }

  private leafOf(decisionOfRow: Decisions, relaxed: Relaxed, isClosedPair: Uint8Array): GroupLeaf {
    const kept = this.hull.bound(relaxed, decisionOfRow, isClosedPair);
    // A leaf lives long: it keeps its prices and its plan, not the values of all pairs under them.
    return { decisionOfRow, relaxed: { ...relaxed, valueOfPair: new Float64Array(0) }, kept: kept.total < relaxed.total ? kept : null };
  }

  /** The half-open row whose one side is refuted soonest; without such knowledge the one farthest from both ends. */
  private rowToBranch({ decisionOfRow, relaxed, kept }: GroupLeaf): number {
    const { rows } = this.problem;
    let found = -1;
    let worst = 0;
    let mostFall = 0;
    for (let row = 0; row < rows.count; row++) {
      if (rows.minimumToOpenOfRow[row]! <= 0 || decisionOfRow[row]! >= 0) continue;
      const breach = breachOf(rows, row, relaxed.activityOfRow[row]!);
      if (breach === 0) continue;
      const fall = kept === null ? 0 : Math.max(kept.fallOfClosing[row]!, kept.fallOfOpening[row]!);
      if (found < 0 || fall > mostFall || (fall === mostFall && breach > worst)) {
        mostFall = fall;
        worst = breach;
        found = row;
      }
    }
    return found;
  }

  private grow(parent: GroupLeaf, row: number, decision: 0 | 1, shouldStop: () => boolean): number {
    const decisionOfRow = parent.decisionOfRow.slice();
    decisionOfRow[row] = decision;
    const { decided, priced } = this.price(decisionOfRow, parent, shouldStop);
    this.open.push(this.nodes.length);
    this.nodes.push(this.leafOf(decisionOfRow, priced, decided.isClosedPair));
    return this.nodes.length - 1;
  }

  private price(decisionOfRow: Decisions, { relaxed: from, kept, decisionOfRow: before }: GroupLeaf, shouldStop: () => boolean): Candidate {
    const decided = decide(this.problem, decisionOfRow);
    const within = new Relaxation(decided.problem, this.across, decided.isClosedPair);
    // A closed row's own price is set anew where the proof is written.
    const start = from.priceOfRow.map((price, row) => {
      if (decisionOfRow[row] === 0) return 0;
      return kept !== null && decisionOfRow[row] === 1 && before[row] === -1 ? Math.min(price, kept.priceOfOpening[row]!) : price;
    });
    const near = within.evaluate(start, from);
    return { decided, within, priced: refinePrices(decided.problem, within, near, nodeRounds, shouldStop, () => undefined) };
  }
}

/** What a leaf bounds, in units of 1/scale. */
export function totalOfLeaf({ relaxed, kept }: GroupLeaf): number {
  return kept === null ? relaxed.total : kept.total;
}
