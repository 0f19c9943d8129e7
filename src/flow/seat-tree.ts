import { type GroupLeaf, type GroupNode, totalOfLeaf } from './group-tree.js';
import { SeatBundle } from './seat-bundle.js';
import { type Fixings, type SeatPriced, type SeatRelaxation, startOf } from './seat-priced.js';

/** Evaluations at a node, from its parent's prices. */
const nodeEvaluations = 6;
/** A split counts as one that lowers the bound at least so much, in units of the objective. */
const leastFall = 1;
/** From this part of its minimum on a row counts as half-open. */
const leastContest = 0.02;

/** First child: the pair out; second: the pair in. */
export interface SeatBranch {
  readonly pair: number;
  readonly first: number;
  readonly second: number;
}

/** First child: the semi-continuous row closed; second: open. */
export interface SeatRowBranch {
  readonly row: number;
  readonly first: number;
  readonly second: number;
}

export interface SeatLeaf {
  readonly price: Float64Array;
  readonly total: number;
}

/** A leaf that groups kept whole bound better is left as it was. */
export type SeatNode = SeatBranch | SeatRowBranch | SeatLeaf | GroupLeaf;

/** What a tree compares itself with, and where plans go. */
export interface SeatIncumbent {
  /** Only plans of at least this total, in units of 1/scale, are looked for. */
  leastBetter(): number;
  /** Choices that hold all budgets; seats may be broken. */
  onChoice(found: SeatPriced): void;
}

/** Decided on the way: 2·index out or closed, 2·index + 1 in or open. */
interface Path {
  readonly pairs: readonly number[];
  readonly rows: readonly number[];
  /** The leaf of another tree that it began at: its bound holds here as well. */
  readonly grown: GroupLeaf | null;
}

interface OpenNode {
  /** Position in `nodes`. */
  readonly at: number;
  readonly total: number;
  readonly price: Float64Array;
  readonly path: Path;
  /** What to branch on: a row, or where that is −1 a pair. Both −1: not bounded yet. */
  readonly pair: number;
  readonly row: number;
  /** Of the pair. */
  readonly share: number;
}

/**
 * Branching on semi-continuous rows (closed or open), then on pairs (out or in) with seat-priced bounds: on the pair that promises to lower the bound most on both sides, by what splits of its kind cost so far.
 * Where it dives, it goes on with the better child; else, and after that, it takes up the leaf with the largest bound. Every leaf carries the prices that bound it: a proof at any time.
 * It may go on from a tree over the rows alone (`group-tree.ts`).
 */
export class SeatTree {
  readonly nodes: SeatNode[] = [];
  private open: OpenNode[] = [];
  /** Largest total of the leaves that will not be split. */
  private closedTotal = Number.NEGATIVE_INFINITY;
  private dive: OpenNode | null = null;
  private meanFall = 1;
  private falls = 0;
  private readonly bundle: SeatBundle;
  /** Of each step (2·pair out, 2·pair + 1 in): how far the bound fell by it, for each unit that the pair's share was moved, over all splits … */
  private readonly fallOfStep: Float64Array;
  /** … and how many there were. */
  private readonly splitsOfStep: Int32Array;

  constructor(
    private readonly relaxation: SeatRelaxation,
    private readonly incumbent: SeatIncumbent,
    start: Float64Array,
    private readonly evaluations: number,
    private readonly shouldStop: () => boolean,
    /** Plans are wanted at once: it dives; else only the largest bound counts. */
    private readonly isDiving = true,
    grown: readonly GroupNode[] | null = null,
  ) {
    this.bundle = new SeatBundle(relaxation);
    this.fallOfStep = new Float64Array(2 * relaxation.problem.pairCount);
    this.splitsOfStep = new Int32Array(2 * relaxation.problem.pairCount);
    if (grown !== null) {
      this.nodes.push(...grown);
      this.adopt(grown, 0, []);
      return;
    }
    this.nodes.push({ price: start, total: Number.POSITIVE_INFINITY });
    this.visit(0, start, { pairs: [], rows: [], grown: null }, evaluations);
  }

  /** Leaves of the tree that was grown before are open, their bounds as they are. */
  private adopt(grown: readonly GroupNode[], at: number, rows: readonly number[]): void {
    const node = grown[at]!;
    if ('row' in node) {
      this.adopt(grown, node.first, [...rows, 2 * node.row]);
      this.adopt(grown, node.second, [...rows, 2 * node.row + 1]);
      return;
    }
    const price = startOf(this.relaxation, node.relaxed, node.decisionOfRow);
    this.open.push({ at, total: totalOfLeaf(node), price, path: { pairs: [], rows, grown: node }, pair: -1, row: -1, share: 0 });
  }

  /** In units of 1/scale. */
  total(): number {
    let total = this.closedTotal;
    for (const node of this.open) total = Math.max(total, node.total);
    return total;
  }

  isDone(): boolean {
    return this.open.length === 0;
  }

  /** Splits one leaf; false where none is left that could hold a better plan. */
  split(): boolean {
    const node = this.take();
    if (node === null) return false;
    const { price, path, pair, row, at } = node;
    if (pair < 0 && row < 0) {
      this.visit(at, price, path, this.evaluations);
      return true;
    }
    const first = this.nodes.length;
    const leaf: SeatLeaf = { price, total: node.total };
    this.nodes.push(leaf, leaf);
    this.nodes[at] = row >= 0 ? { row, first, second: first + 1 } : { pair, first, second: first + 1 };
    const step = (side: 0 | 1): Path =>
      row >= 0 ? { ...path, rows: [...path.rows, 2 * row + side] } : { ...path, pairs: [...path.pairs, 2 * pair + side] };
    const out = this.visit(first, price, step(0), nodeEvaluations);
    const into = this.visit(first + 1, price, step(1), nodeEvaluations);
    if (pair >= 0 && node.share > 0 && node.share < 1) {
      if (out !== null) this.learn(2 * pair, node.share, (node.total - out.total) / this.relaxation.scale);
      if (into !== null) this.learn(2 * pair + 1, 1 - node.share, (node.total - into.total) / this.relaxation.scale);
    }
    if (this.isDiving) this.dive = out === null || (into !== null && into.total >= out.total) ? into : out;
    return true;
  }

  private isClosed(total: number): boolean {
    return total < this.incumbent.leastBetter();
  }

  private take(): OpenNode | null {
    this.open = this.open.filter((node) => {
      if (!this.isClosed(node.total)) return true;
      this.closedTotal = Math.max(this.closedTotal, node.total);
      return false;
    });
    if (this.open.length === 0) return null;
    let pick = this.dive === null ? -1 : this.open.indexOf(this.dive);
    if (pick < 0) {
      pick = 0;
      for (let k = 1; k < this.open.length; k++) if (this.open[k]!.total > this.open[pick]!.total) pick = k;
    }
    const [node] = this.open.splice(pick, 1);
    return node!;
  }

  /** Bounds a leaf; null where it is closed. */
  private visit(at: number, start: Float64Array, path: Path, evaluations: number): OpenNode | null {
    const { incumbent } = this;
    const fixings = this.fixingsOf(path);
    const { found, shareOfPair } = this.bundle.minimise(fixings, start, {
      evaluations,
      target: incumbent.leastBetter(),
      shouldStop: this.shouldStop,
      onBound: () => undefined,
      onChoice: (choice) => incumbent.onChoice(choice),
    });
    const { grown } = path;
    const isAsGrown = grown !== null && totalOfLeaf(grown) <= found.total;
    const total = isAsGrown ? totalOfLeaf(grown) : found.total;
    this.nodes[at] = isAsGrown ? grown : { price: this.closing(found.price, path), total };
    const isClosed = total === Number.NEGATIVE_INFINITY || this.isClosed(total);
    const halfOpen = isClosed ? -1 : this.halfOpen(path, shareOfPair, leastContest);
    const pair = isClosed || halfOpen >= 0 ? -1 : this.contested(fixings, shareOfPair);
    const row = isClosed || pair >= 0 ? -1 : halfOpen >= 0 ? halfOpen : this.halfOpen(path, shareOfPair, -1);
    if (pair < 0 && row < 0) {
      this.closedTotal = Math.max(this.closedTotal, total);
      return null;
    }
    const node: OpenNode = { at, total, price: found.price, path, pair, row, share: pair < 0 ? 0 : shareOfPair[pair]! };
    this.open.push(node);
    return node;
  }

  /** The undecided semi-continuous row whose activity is, in its mean, farthest from both ends; −1: none beyond `from`, a part of its minimum. */
  private halfOpen({ rows: decided }: Path, shareOfPair: Float64Array, from: number): number {
    const { rows } = this.relaxation.problem;
    let pick = -1;
    let most = from;
    for (let row = 0; row < rows.count; row++) {
      const least = rows.minimumToOpenOfRow[row]!;
      if (least <= 0 || decided.some((step) => step >> 1 === row)) continue;
      let activity = 0;
      for (let entry = rows.firstEntryOfRow[row]!; entry < rows.firstEntryOfRow[row + 1]!; entry++)
        activity += rows.coefficientOfEntry[entry]! * shareOfPair[rows.columnOfEntry[entry]!]!;
      const contest = Math.min(activity, Math.max(0, least - activity)) / least;
      if (contest > most) {
        most = contest;
        pick = row;
      }
    }
    return pick;
  }

  /** On the limit 0 of a closed row any price is free: one at which none of its pairs is worth taking, even where it must be. */
  private closing(price: Float64Array, { rows: decided }: Path): Float64Array {
    const { problem, scale } = this.relaxation;
    if (!decided.some((step) => (step & 1) === 0)) return price;
    const closing = price.slice();
    let worth = 0;
    for (const value of problem.objective) worth += scale * Math.abs(value);
    for (const step of decided) if ((step & 1) === 0) closing[problem.seatCount + (step >> 1)] = worth;
    return closing;
  }

  /** The pair whose split promises most: by how far the bound fell on both sides where it was split before, or else on the average. */
  private contested({ isClosedPair, isRequiredPerson }: Fixings, shareOfPair: Float64Array): number {
    const { personCount, firstPairOfPerson } = this.relaxation.problem;
    let pick = -1;
    let most = 0;
    for (let person = 0; person < personCount; person++) {
      let openCount = isRequiredPerson[person] === 1 ? 0 : 1;
      for (let pair = firstPairOfPerson[person]!; pair < firstPairOfPerson[person + 1]!; pair++) openCount += 1 - isClosedPair[pair]!;
      if (openCount < 2) continue;
      for (let pair = firstPairOfPerson[person]!; pair < firstPairOfPerson[person + 1]!; pair++) {
        if (isClosedPair[pair] === 1) continue;
        const share = shareOfPair[pair]!;
        const contest = share * this.fall(2 * pair) * (1 - share) * this.fall(2 * pair + 1) + 1e-9;
        if (contest > most) {
          most = contest;
          pick = pair;
        }
      }
    }
    return pick;
  }

  private fall(step: number): number {
    return this.splitsOfStep[step] === 0 ? this.meanFall : this.fallOfStep[step]! / this.splitsOfStep[step]!;
  }

  private learn(step: number, moved: number, fall: number): void {
    const fallOfUnit = Math.max(leastFall, fall) / moved;
    this.fallOfStep[step] = this.fallOfStep[step]! + fallOfUnit;
    this.splitsOfStep[step]!++;
    this.meanFall += (fallOfUnit - this.meanFall) / ++this.falls;
  }

  private fixingsOf(path: Path): Fixings {
    const fixings = this.relaxation.fixings();
    const { firstPairOfPerson, seatCount, rows } = this.relaxation.problem;
    for (const step of path.rows) {
      const row = step >> 1;
      if ((step & 1) === 1) {
        fixings.lower[seatCount + row] = Math.max(fixings.lower[seatCount + row]!, rows.minimumToOpenOfRow[row]!);
        continue;
      }
      for (let entry = rows.firstEntryOfRow[row]!; entry < rows.firstEntryOfRow[row + 1]!; entry++)
        if (rows.coefficientOfEntry[entry]! > 0) fixings.isClosedPair[rows.columnOfEntry[entry]!] = 1;
    }
    for (const step of path.pairs) {
      const pair = step >> 1;
      if ((step & 1) === 0) {
        fixings.isClosedPair[pair] = 1;
        continue;
      }
      const person = this.relaxation.personOfPair[pair]!;
      for (let other = firstPairOfPerson[person]!; other < firstPairOfPerson[person + 1]!; other++)
        if (other !== pair) fixings.isClosedPair[other] = 1;
      fixings.isRequiredPerson[person] = 1;
    }
    return fixings;
  }
}
