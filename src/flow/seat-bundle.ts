import type { Fixings, SeatPriced, SeatRelaxation } from './seat-priced.js';
import { SparseSum } from './sparse-sum.js';

export interface SeatSearchControl {
  readonly evaluations: number;
  /** In units of 1/scale: a bound below it is low enough. */
  readonly target: number;
  shouldStop(): boolean;
  onBound(found: SeatPriced): void;
  /** Hears every evaluation, good or bad. */
  onChoice?(found: SeatPriced): void;
}

/** What the people of one block took in one evaluation. */
interface Column {
  /** In the order of the block's people; −1: none. */
  readonly pairOfMember: Int32Array;
  /** Without prices, in units of the objective; where a knapsack was not solved to the end, what its bound allows. */
  worth: number;
  /** Priced rows, and what the block takes of each. */
  readonly rows: Int32Array;
  readonly taken: Float64Array;
  weight: number;
  /** At the point last looked at. */
  height: number;
  /** The evaluation that last found it, or at which it last carried weight. */
  used: number;
}

export interface SeatMinimum {
  readonly found: SeatPriced;
  /** How often each pair is taken by the weighted columns, from 0 to 1: about an optimum of the relaxation's convex hull. */
  readonly shareOfPair: Float64Array;
}

/** The search ends where the model promises less than this part of the bound. */
const smallestPromise = 1e-7;
/** Weights are moved until the blocks' columns are level within this part of the last promise … */
const levelPart = 0.05;
/** … or a round of so many sweeps over the blocks was made, each with so many exchanges a block; more rounds only where else nothing would be promised. */
const sweepsOfRound = 5;
const exchangesOfSweep = 4;
const mostRounds = 10;
/** Part of the promise that a step must keep to become the new centre … */
const keptPart = 0.1;
/** … and from which on steps grow. */
const goodPart = 0.5;
const growth = 1.5;
const shrinkage = 0.7;
/** First length of a step, in units of the objective: how far a price moves against one person too many. */
const firstStep = 30;
/** Columns remembered of each block; those not used for longest go first. */
const mostColumns = 30;

/**
 * Proximal bundle method for the prices of the seat-priced bound, with a model of its own for each block (Lemaréchal 1975; Kiwiel 1990; disaggregated:
 * Frangioni 2002). The bound is a sum over blocks – the people of a knapsack, and everybody else –, each the maximum of planes, one a choice of its people.
 * The next prices minimise the model, the planes met so far, + |price − centre|² / (2·step); the weights of the planes there are found by exchanges between
 * two of a block, from the lowest that carries weight to the highest. Planes outlast a search: where pairs are closed those that hold are still true.
 * S1 flat 3: 46 evaluations come as low as 600 of Polyak's subgradient steps; once a pair is fixed, 10 show most of what that costs, 60 of Polyak's nothing.
 */
export class SeatBundle {
  private readonly membersOfBlock: readonly Int32Array[];
  private readonly columnsOfBlock: readonly Column[][];
  /** Prices of rows with large coefficients move less. */
  private readonly paceOfRow: Float64Array;
  /** What the weighted columns take of each row. */
  private readonly activity: Float64Array;
  /** Prices, in units of the objective. */
  private readonly point: Float64Array;
  private readonly taken: SparseSum;
  private clock = 0;

  constructor(private readonly relaxation: SeatRelaxation) {
    const { rowCount, knapsackOfPerson, knapsackRows } = relaxation;
    const members: number[][] = Array.from({ length: knapsackRows.length + 1 }, () => []);
    knapsackOfPerson.forEach((knapsack, person) => members[knapsack < 0 ? knapsackRows.length : knapsack]!.push(person));
    this.membersOfBlock = members.map((persons) => Int32Array.from(persons));
    this.columnsOfBlock = members.map(() => []);
    this.paceOfRow = pacesOf(relaxation);
    this.activity = new Float64Array(rowCount);
    this.point = new Float64Array(rowCount);
    this.taken = new SparseSum(rowCount);
  }

  /** The least bound that was met, and how often pairs are chosen there. A bound is valid at every evaluation. */
  minimise(fixings: Fixings, start: Float64Array, control: SeatSearchControl): SeatMinimum {
    const { relaxation } = this;
    const { scale } = relaxation;
    let best = this.evaluated(start, fixings, control);
    control.onBound(best);
    const columns = this.columnsOfBlock.map((all, block) => all.filter((column) => this.isOpen(block, column, fixings)));
    let centre = best;
    let step = firstStep;
    let promise = 0;
    const enough = smallestPromise * Math.abs(best.total / scale);
    if (best.total > Number.NEGATIVE_INFINITY) this.begin(columns, best);
    for (let k = 1; k < control.evaluations && best.total >= control.target && !control.shouldStop(); k++) {
      const height = centre.total / scale;
      promise = height - this.lowest(columns, centre.price, step, fixings.lower, Math.max(enough, levelPart * promise), height - enough);
      if (promise < enough) break;
      const here = this.evaluated(
        this.point.map((price) => Math.round(price * scale)),
        fixings,
        control,
      );
      if (here.total < best.total) {
        best = here;
        control.onBound(best);
      }
      if (here.total === Number.NEGATIVE_INFINITY) break;
      this.remember(here, columns);
      const gain = (centre.total - here.total) / scale;
      if (gain < -promise) step *= shrinkage;
      if (gain < keptPart * promise) continue;
      centre = here;
      if (gain > goodPart * promise) step *= growth;
    }
    const shareOfPair = this.sharesOf(columns);
    this.forget(columns);
    return { found: best, shareOfPair };
  }

  private evaluated(price: Float64Array, fixings: Fixings, { onChoice }: SeatSearchControl): SeatPriced {
    const found = this.relaxation.evaluate(price, fixings);
    onChoice?.(found);
    this.clock++;
    return found;
  }

  /** Everybody who has to be placed is, and nobody in a closed pair. */
  private isOpen(block: number, { pairOfMember }: Column, { isClosedPair, isRequiredPerson }: Fixings): boolean {
    const members = this.membersOfBlock[block]!;
    for (let k = 0; k < members.length; k++) {
      const pair = pairOfMember[k]!;
      if (pair < 0 ? isRequiredPerson[members[k]!] === 1 : isClosedPair[pair] === 1) return false;
    }
    return true;
  }

  /** Weights as the last search left them; where a block's columns carry none, all on the one that was just found. */
  private begin(columns: readonly Column[][], first: SeatPriced): void {
    const added = this.remember(first, columns);
    columns.forEach((all, block) => {
      let sum = 0;
      for (const { weight } of all) sum += weight;
      if (sum === 0) added[block]!.weight = 1;
      else for (const column of all) column.weight /= sum;
    });
  }

  /** The columns of an evaluation, block by block; new ones carry no weight. */
  private remember({ pairOfPerson, price, worthOfBlock }: SeatPriced, columns: readonly Column[][]): Column[] {
    return this.membersOfBlock.map((members, block) => {
      let found = columns[block]!.find(({ pairOfMember }) => isAlike(pairOfMember, members, pairOfPerson));
      if (found === undefined) {
        found = this.columnOf(members, pairOfPerson);
        columns[block]!.push(found);
        this.columnsOfBlock[block]!.push(found);
      }
      found.worth = worthOfBlock[block]! / this.relaxation.scale;
      for (let k = 0; k < found.rows.length; k++) found.worth += (price[found.rows[k]!]! / this.relaxation.scale) * found.taken[k]!;
      found.used = this.clock;
      return found;
    });
  }

  private columnOf(members: Int32Array, pairOfPerson: Int32Array): Column {
    const { relaxation, taken: sum, paceOfRow } = this;
    const { across, problem } = relaxation;
    const pairOfMember = members.map((person) => pairOfPerson[person]!);
    for (const pair of pairOfMember) {
      if (pair < 0) continue;
      const seat = problem.seatOfPair[pair]!;
      if (seat >= 0) sum.add(seat, 1);
      for (let at = across.firstOfPair[pair]!; at < across.firstOfPair[pair + 1]!; at++) {
        const row = problem.seatCount + across.row[at]!;
        if (paceOfRow[row]! > 0) sum.add(row, across.coefficient[at]!);
      }
    }
    const rows = sum.touched.slice(0, sum.count);
    const taken = Float64Array.from(rows, (row) => sum.value[row]!);
    sum.clear();
    return { pairOfMember, worth: 0, rows, taken, weight: 0, height: 0, used: 0 };
  }

  private sharesOf(columns: readonly Column[][]): Float64Array {
    const shareOfPair = new Float64Array(this.relaxation.problem.pairCount);
    for (const all of columns) {
      for (const { pairOfMember, weight } of all) {
        if (weight === 0) continue;
        for (const pair of pairOfMember) if (pair >= 0) shareOfPair[pair] = shareOfPair[pair]! + weight;
      }
    }
    return shareOfPair;
  }

  /** Keeps what carries weight, and of the rest what was used last. */
  private forget(columns: readonly Column[][]): void {
    for (const all of columns) for (const column of all) if (column.weight > 0) column.used = this.clock;
    for (const all of this.columnsOfBlock) {
      if (all.length <= mostColumns) continue;
      all.sort((a, b) => b.used - a.used);
      all.length = mostColumns;
    }
  }

  /** Sets `point` to about the lowest point of the model near the centre; returns the model's height there, if need be after more rounds to come below `wanted`. */
  private lowest(
    columns: readonly Column[][],
    centre: Float64Array,
    step: number,
    lower: Float64Array,
    level: number,
    wanted: number,
  ): number {
    const { activity } = this;
    const { rowCount } = this.relaxation;
    activity.fill(0);
    for (const all of columns) {
      for (const { rows, taken, weight } of all)
        if (weight > 0) for (let k = 0; k < rows.length; k++) activity[rows[k]!] = activity[rows[k]!]! + weight * taken[k]!;
    }
    for (let row = 0; row < rowCount; row++) this.place(row, centre, step, lower);
    for (let round = 1; ; round++) {
      let unlevel = Number.POSITIVE_INFINITY;
      for (let sweep = 0; sweep < sweepsOfRound && unlevel > level; sweep++) {
        unlevel = 0;
        for (const all of columns) unlevel += this.levelOut(all, centre, step, lower, level);
      }
      const height = this.heightOf(columns, lower);
      if (unlevel <= level || height < wanted || round === mostRounds) return height;
    }
  }

  private heightOf(columns: readonly Column[][], lower: Float64Array): number {
    const { point, relaxation } = this;
    let height = 0;
    for (let row = 0; row < point.length; row++) {
      const price = point[row]!;
      if (price !== 0) height += price * (price > 0 ? relaxation.upper[row]! : lower[row]!);
    }
    for (const all of columns) height += all.reduce((most, column) => Math.max(most, heightAt(column, point)), Number.NEGATIVE_INFINITY);
    return height;
  }

  /** The price of a row that is lowest for what the weighted columns take of it. */
  private place(row: number, centre: Float64Array, step: number, lower: Float64Array): void {
    const { point, activity, relaxation } = this;
    const pace = step * this.paceOfRow[row]!;
    const from = centre[row]! / relaxation.scale;
    const above = from + pace * (activity[row]! - relaxation.upper[row]!);
    const below = from + pace * (activity[row]! - lower[row]!);
    point[row] = pace === 0 ? 0 : above > 0 ? above : below < 0 ? below : 0;
  }

  /** Moves weight from low columns of a block to the highest; how far they lay apart. */
  private levelOut(all: readonly Column[], centre: Float64Array, step: number, lower: Float64Array, level: number): number {
    let apart = 0;
    let near = all;
    for (let exchange = 0; exchange < exchangesOfSweep; exchange++) {
      let high = near[0]!;
      let low: Column | null = null;
      for (const column of near) {
        column.height = heightAt(column, this.point);
        if (column.height > high.height) high = column;
        if (column.weight > 0 && (low === null || column.height < low.height)) low = column;
      }
      if (low === null) return 0;
      const gap = high.height - low.height;
      if (exchange === 0) {
        apart = gap;
        const least = low.height;
        near = all.filter(({ height }) => height >= least);
      }
      if (gap <= levelPart * level) break;
      this.exchange(low, high, gap, centre, step, lower);
    }
    return apart;
  }

  /** Moves weight until both columns are as high as each other, or all. */
  private exchange(low: Column, high: Column, gap: number, centre: Float64Array, step: number, lower: Float64Array): void {
    const { point, activity, taken, paceOfRow } = this;
    for (let k = 0; k < high.rows.length; k++) taken.add(high.rows[k]!, high.taken[k]!);
    for (let k = 0; k < low.rows.length; k++) taken.add(low.rows[k]!, -low.taken[k]!);
    const { count, touched, value: difference } = taken;
    let curvature = 0;
    for (let k = 0; k < count; k++) {
      const row = touched[k]!;
      if (point[row] !== 0) curvature += paceOfRow[row]! * difference[row]! * difference[row]!;
    }
    const moved = curvature === 0 ? low.weight : Math.min(low.weight, gap / (step * curvature));
    high.weight += moved;
    low.weight = moved === low.weight ? 0 : low.weight - moved;
    for (let k = 0; k < count; k++) {
      const row = touched[k]!;
      if (difference[row] === 0) continue;
      activity[row] = activity[row]! + moved * difference[row]!;
      this.place(row, centre, step, lower);
    }
    taken.clear();
  }
}

function heightAt({ worth, rows, taken }: Column, point: Float64Array): number {
  let height = worth;
  for (let k = 0; k < rows.length; k++) height -= point[rows[k]!]! * taken[k]!;
  return height;
}

function isAlike(pairOfMember: Int32Array, members: Int32Array, pairOfPerson: Int32Array): boolean {
  for (let k = 0; k < members.length; k++) if (pairOfMember[k] !== pairOfPerson[members[k]!]) return false;
  return true;
}

/** One over the square of the largest coefficient; 0: a knapsack, which has no price. */
function pacesOf({ rowCount, knapsackRows, problem: { seatCount, rows } }: SeatRelaxation): Float64Array {
  const pace = new Float64Array(rowCount).fill(1, 0, seatCount);
  for (let row = 0; row < rows.count; row++) {
    let most = 0;
    for (let entry = rows.firstEntryOfRow[row]!; entry < rows.firstEntryOfRow[row + 1]!; entry++)
      most = Math.max(most, Math.abs(rows.coefficientOfEntry[entry]!));
    pace[seatCount + row] = most > 0 && !knapsackRows.includes(row) ? 1 / (most * most) : 0;
  }
  return pace;
}
