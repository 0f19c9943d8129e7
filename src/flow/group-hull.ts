import type { CoupledProblem } from './coupled.js';
import type { Decisions } from './groups.js';
import type { Relaxation, Relaxed } from './relaxation.js';

/** Steps of the search for the largest part of what members can give. */
const halvings = 20;

/** A bound with groups kept whole: prices on people, on seats outside the groups and on side rows. */
export interface GroupBound {
  /** In units of 1/scale, the bonus of required people still in it. */
  readonly priceOfPerson: Float64Array;
  readonly total: number;
  /** For each kept row that is not decided: how far the bound falls at least where it is closed, and where it is open. */
  readonly fallOfClosing: Float64Array;
  readonly fallOfOpening: Float64Array;
  /** Prices (≤ 0) at which about as many come as a half-open row needs. */
  readonly priceOfOpening: Float64Array;
}

/**
 * Groups (semi-continuous rows over pairs) kept whole in the bound. With everybody priced at π a group is worth, closed or open,
 *   V = max(0, most Σ (value − π) over at least m of its pairs, within the seats that belong to it alone),
 * found by taking the best first, and Σ π + Σ V + Σ (prices · limits of the rest) bounds every plan.
 *
 * At the prices of a matching that ignores minima a group that holds a < m people is worth 0, and opening it would cost something. So its people's prices
 * are lowered, each by no more than what it would lose at its next best place, until either opening the group costs nothing or all its people are as well off
 * elsewhere: the bound falls by the lesser of what closing and opening cost, in every half-open group at once. Branching on them one by one takes 2^groups
 * leaves for the same (10,000 people, 32 half-open groups: 0.169 % of the bound in 0.1 s; 0.058 % by 90 branchings in 25 s).
 */
export class GroupHull {
  /** Rows kept, ascending. */
  readonly rows: Int32Array;
  readonly isNestedSeat: Uint8Array;
  /** Position in `rows`; −1: none. */
  private readonly groupOfPair: Int32Array;
  private readonly personOfPair: Int32Array;
  /** Pairs of a group, those of a nested seat together. */
  private readonly pairsOfGroup: readonly Int32Array[];

  constructor(
    private readonly problem: CoupledProblem,
    private readonly relaxation: Relaxation,
  ) {
    const { personCount, pairCount, firstPairOfPerson } = problem;
    this.groupOfPair = new Int32Array(pairCount).fill(-1);
    this.rows = keptRows(problem, this.groupOfPair);
    this.personOfPair = new Int32Array(pairCount);
    for (let person = 0; person < personCount; person++)
      this.personOfPair.fill(person, firstPairOfPerson[person]!, firstPairOfPerson[person + 1]!);
    this.isNestedSeat = this.nestedSeats();
    const lists = Array.from(this.rows, (): number[] => []);
    for (const pair of this.pairsBySeat()) if (this.groupOfPair[pair]! >= 0) lists[this.groupOfPair[pair]!]!.push(pair);
    this.pairsOfGroup = lists.map((list) => Int32Array.from(list));
  }

  /** `relaxed` keeps to the decisions: closed rows have their pairs shut, open ones may have a price (it is dropped: the minimum is kept instead). */
  bound(relaxed: Relaxed, decisionOfRow: Decisions, isClosedPair: Uint8Array): GroupBound {
    const { problem, rows } = this;
    const value = this.valuesWithoutGroups(relaxed, decisionOfRow, isClosedPair);
    const priceOfPerson = relaxed.matching.surplusOfPerson.slice();
    const worthOfGroup = new Float64Array(rows.length);
    const fallOfClosing = new Float64Array(problem.rows.count);
    const fallOfOpening = new Float64Array(problem.rows.count);
    const priceOfOpening = new Float64Array(problem.rows.count);
    for (let group = 0; group < rows.length; group++) {
      const row = rows[group]!;
      const activity = relaxed.activityOfRow[row]!;
      if (decisionOfRow[row] === -1 && activity > 0 && activity < problem.rows.minimumToOpenOfRow[row]!)
        fallOfClosing[row] = this.lower(group, relaxed, value, priceOfPerson);
    }
    for (let group = 0; group < rows.length; group++) {
      const row = rows[group]!;
      if (decisionOfRow[row] === 0) continue;
      const { worth: open, last } = this.openWith(group, value, priceOfPerson);
      const isOpen = decisionOfRow[row] === 1 || problem.rows.lowerOfRow[row]! > 0;
      worthOfGroup[group] = isOpen ? open : Math.max(0, open);
      if (isOpen) continue;
      fallOfClosing[row] = fallOfClosing[row]! + worthOfGroup[group]!;
      fallOfOpening[row] = worthOfGroup[group]! - open;
      priceOfOpening[row] = Math.min(0, last);
    }
    return {
      priceOfPerson,
      total: this.totalOf(relaxed, value, priceOfPerson, worthOfGroup),
      fallOfClosing,
      fallOfOpening,
      priceOfOpening,
    };
  }

  /** Values under all prices but those of open groups; shut pairs stay at −1. */
  private valuesWithoutGroups(relaxed: Relaxed, decisionOfRow: Decisions, isClosedPair: Uint8Array): Float64Array {
    const value = relaxed.valueOfPair.slice();
    this.rows.forEach((row, group) => {
      const price = relaxed.priceOfRow[row]!;
      if (price === 0 || decisionOfRow[row] === 0) return;
      for (const pair of this.pairsOfGroup[group]!) {
        if (isClosedPair[pair] === 0 && this.problem.upperOfPerson[this.personOfPair[pair]!]! > 0) value[pair] = value[pair]! + price;
      }
    });
    return value;
  }

  /** Lowers the prices of a half-open group's people; returns what they could still give if it were closed. */
  private lower(group: number, relaxed: Relaxed, value: Float64Array, priceOfPerson: Float64Array): number {
    const { pairOfPerson } = relaxed.matching;
    const members: number[] = [];
    for (const pair of this.pairsOfGroup[group]!)
      if (pairOfPerson[this.personOfPair[pair]!] === pair) members.push(this.personOfPair[pair]!);
    const before = members.map((person) => priceOfPerson[person]!);
    const most = members.map((person) => Math.max(0, priceOfPerson[person]! - this.bestElsewhere(person, group, relaxed, value)));
    const give = (part: number): void =>
      members.forEach((person, k) => {
        priceOfPerson[person] = before[k]! - Math.floor(part * most[k]!);
      });
    const worth = Math.max(0, this.worthOpen(group, value, priceOfPerson));
    let [low, high] = [0, 1];
    give(high);
    if (this.worthOpen(group, value, priceOfPerson) <= worth) return 0;
    for (let k = 0; k < halvings; k++) {
      const middle = (low + high) / 2;
      give(middle);
      if (this.worthOpen(group, value, priceOfPerson) <= worth) low = middle;
      else high = middle;
    }
    give(low);
    return Math.floor((1 - low) * most.reduce((sum, one) => sum + one, 0));
  }

  private bestElsewhere(person: number, group: number, relaxed: Relaxed, value: Float64Array): number {
    const { firstPairOfPerson } = this.problem;
    let best = 0;
    for (let pair = firstPairOfPerson[person]!; pair < firstPairOfPerson[person + 1]!; pair++) {
      if (this.groupOfPair[pair] === group) continue;
      best = Math.max(best, value[pair]! - relaxed.matching.priceOfSeat[this.relaxation.seatOfPair[pair]!]!);
    }
    return best;
  }

  private worthOpen(group: number, value: Float64Array, priceOfPerson: Float64Array): number {
    return this.openWith(group, value, priceOfPerson).worth;
  }

  /** The most that the group is worth open (−Infinity: it cannot be), and what the last pair that it needs is worth. */
  private openWith(group: number, value: Float64Array, priceOfPerson: Float64Array): { readonly worth: number; readonly last: number } {
    const { rows } = this.problem;
    const row = this.rows[group]!;
    const least = Math.max(rows.minimumToOpenOfRow[row]!, rows.lowerOfRow[row]!);
    const upper = rows.upperOfRow[row]!;
    const gains = this.within(group, value, priceOfPerson, 0);
    let worth = 0;
    if (gains.length >= least && gains.length <= upper) {
      for (const gain of gains) worth += gain;
      return { worth, last: 0 };
    }
    const all = this.within(group, value, priceOfPerson, Number.NEGATIVE_INFINITY).sort((a, b) => b - a);
    if (all.length < least || least > upper) return { worth: Number.NEGATIVE_INFINITY, last: 0 };
    let k = 0;
    for (; k < all.length && k < upper && (k < least || all[k]! > 0); k++) worth += all[k]!;
    return { worth, last: all[k - 1]! };
  }

  /** What the group's pairs are worth at the prices, from `from` on, of each nested seat no more than it holds. */
  private within(group: number, value: Float64Array, priceOfPerson: Float64Array, from: number): number[] {
    const { seatOfPair, upperOfSeat } = this.problem;
    const pairs = this.pairsOfGroup[group]!;
    const found: number[] = [];
    for (let at = 0; at < pairs.length; ) {
      const seat = seatOfPair[pairs[at]!]!;
      const isNested = seat >= 0 && this.isNestedSeat[seat] === 1;
      const first = found.length;
      for (; at < pairs.length && seatOfPair[pairs[at]!] === seat; at++) {
        const pair = pairs[at]!;
        const worth = value[pair]! - priceOfPerson[this.personOfPair[pair]!]!;
        if (worth >= from) found.push(worth);
      }
      const most = isNested ? Math.max(0, upperOfSeat[seat]!) : Number.POSITIVE_INFINITY;
      if (found.length - first > most) {
        const best = found.slice(first).sort((a, b) => b - a);
        found.length = first;
        for (let k = 0; k < most; k++) found.push(best[k]!);
      }
    }
    return found;
  }

  /** As the checker adds it up. */
  private totalOf(relaxed: Relaxed, value: Float64Array, priceOfPerson: Float64Array, worthOfGroup: Float64Array): number {
    const { problem, relaxation, groupOfPair, isNestedSeat } = this;
    const { priceOfSeat } = relaxed.matching;
    let total = -relaxation.bonusTotal;
    for (const price of priceOfPerson) total += price;
    for (let seat = 0; seat < relaxation.seatCount; seat++) {
      if (priceOfSeat[seat]! > 0 && isNestedSeat[seat] !== 1) total += relaxation.upperOfSeat[seat]! * priceOfSeat[seat]!;
    }
    const isKept = new Uint8Array(problem.rows.count);
    for (const row of this.rows) isKept[row] = 1;
    for (let row = 0; row < problem.rows.count; row++)
      if (isKept[row] === 0) total += relaxation.costOfPrice(row, relaxed.priceOfRow[row]!);
    for (let pair = 0; pair < problem.pairCount; pair++) {
      if (groupOfPair[pair]! >= 0) continue;
      total += Math.max(0, value[pair]! - priceOfPerson[this.personOfPair[pair]!]! - priceOfSeat[relaxation.seatOfPair[pair]!]!);
    }
    for (const worth of worthOfGroup) total += worth;
    return total;
  }

  private nestedSeats(): Uint8Array {
    const { seatCount, pairCount, seatOfPair } = this.problem;
    const groupOfSeat = new Int32Array(seatCount).fill(-2);
    for (let pair = 0; pair < pairCount; pair++) {
      const seat = seatOfPair[pair]!;
      if (seat < 0) continue;
      const group = this.groupOfPair[pair]!;
      groupOfSeat[seat] = groupOfSeat[seat] === -2 || groupOfSeat[seat] === group ? group : -1;
    }
    return Uint8Array.from(groupOfSeat, (group) => (group >= 0 ? 1 : 0));
  }

  private pairsBySeat(): Int32Array {
    const { seatCount, pairCount, seatOfPair } = this.problem;
    const first = new Int32Array(seatCount + 2);
    for (let pair = 0; pair < pairCount; pair++) first[seatOfPair[pair]! + 2]!++;
    for (let seat = 0; seat <= seatCount; seat++) first[seat + 1]! += first[seat]!;
    const pairs = new Int32Array(pairCount);
    for (let pair = 0; pair < pairCount; pair++) pairs[first[seatOfPair[pair]! + 1]!++] = pair;
    return pairs;
  }
}

/** Semi-continuous rows that count pairs, no pair in two of them; marks their pairs. */
function keptRows({ rows }: CoupledProblem, groupOfPair: Int32Array): Int32Array {
  const kept: number[] = [];
  for (let row = 0; row < rows.count; row++) {
    if (!(rows.minimumToOpenOfRow[row]! > 0)) continue;
    const pairs: number[] = [];
    let isCount = true;
    for (let entry = rows.firstEntryOfRow[row]!; entry < rows.firstEntryOfRow[row + 1]!; entry++) {
      const coefficient = rows.coefficientOfEntry[entry]!;
      if (coefficient === 0) continue;
      if (coefficient !== 1 || groupOfPair[rows.columnOfEntry[entry]!]! >= 0) isCount = false;
      pairs.push(rows.columnOfEntry[entry]!);
    }
    if (!isCount) continue;
    for (const pair of pairs) groupOfPair[pair] = kept.length;
    kept.push(row);
  }
  return Int32Array.from(kept);
}
