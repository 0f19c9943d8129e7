import { commonDivisor } from '../basics/common-divisor.js';

/** What all differences of seats' costs are multiples of; 1 where all cost the same. */
export function unitOf(costOfSeat: Float64Array): number {
  const costs = costOfSeat.filter((cost) => cost > 0);
  return commonDivisor(costs.map((cost) => cost - costs[0]!)) || 1;
}

/** What all costs are modulo such a unit. */
export function remainderOf(costOfSeat: Float64Array, unit: number): number {
  return (costOfSeat.find((cost) => cost > 0) ?? 0) % unit;
}

/**
 * What rows cannot spend of their limits. Costs are all the same modulo the unit of their differences, so n people of a row cost n times that remainder, and some
 * units: what its limit is above the last such sum is lost (costs that are odd multiples of 100 cents leave a row of an even number of people 100 cents of an odd limit).
 */
export class Remainders {
  /** Of all rows, by the people they have now. */
  total = 0;
  private readonly unit: number;
  private readonly remainder: number;
  private readonly lossOfRow: Float64Array;

  constructor(limitOfRow: Float64Array, costOfSeat: Float64Array) {
    this.unit = unitOf(costOfSeat);
    this.remainder = remainderOf(costOfSeat, this.unit);
    this.lossOfRow = limitOfRow.map((limit) => limit % this.unit);
    for (const loss of this.lossOfRow) this.total += loss;
  }

  enter(row: number): void {
    this.change(row, -this.remainder);
  }

  leave(row: number): void {
    this.change(row, this.remainder);
  }

  /** The total once somebody of one row takes the place of somebody of another. */
  after(entering: number, leaving: number): number {
    return entering === leaving ? this.total : this.total + this.rise(entering, -this.remainder) + this.rise(leaving, this.remainder);
  }

  afterLeaving(row: number): number {
    return this.total + this.rise(row, this.remainder);
  }

  /** Rows from the one that somebody enters to the one that somebody leaves, such that less is lost; `next`: the rows that somebody of a row can enter in place of. Empty: there are none. */
  chainForLess(next: readonly (readonly number[])[]): number[] {
    for (let start = 0; start < next.length; start++) {
      const before = new Int32Array(next.length).fill(-1);
      const queue = [start];
      for (const row of queue) {
        for (const to of next[row]!) {
          if (to === start || before[to]! >= 0) continue;
          before[to] = row;
          queue.push(to);
          if (this.after(start, to) >= this.total) continue;
          const chain = [to];
          for (let end = to; end !== start; chain.unshift(end)) end = before[end]!;
          return chain;
        }
      }
    }
    return [];
  }

  private change(row: number, by: number): void {
    const rise = this.rise(row, by);
    this.lossOfRow[row] = this.lossOfRow[row]! + rise;
    this.total += rise;
  }

  private rise(row: number, by: number): number {
    const before = this.lossOfRow[row]!;
    return ((((before + by) % this.unit) + this.unit) % this.unit) - before;
  }
}
