import type { CoupledProblem, RowsOfPair } from './coupled.js';
import type { Decisions } from './groups.js';
import type { Relaxed } from './relaxation.js';
import { BudgetKnapsack } from './seat-priced-knapsack.js';

/** One evaluation. Rows are numbered seats first, then side rows. */
export interface SeatPriced {
  /** Integers in units of 1/scale; 0 on the knapsack rows. */
  readonly price: Float64Array;
  /** Everybody's choice: budgets hold, seats may not. */
  readonly pairOfPerson: Int32Array;
  readonly activity: Float64Array;
  /** What the total is made of beside the prices: each knapsack, then everybody else. */
  readonly worthOfBlock: Float64Array;
  /** No plan has scale·objective above this; −Infinity: no plan at all. */
  readonly total: number;
}

/** Pairs and people as a branching leaves them. */
export interface Fixings {
  readonly isClosedPair: Uint8Array;
  readonly isRequiredPerson: Uint8Array;
  /** Limits of rows, seats first: a row that has to be open holds its minimum. */
  readonly lower: Float64Array;
}

/**
 * Lagrangian relaxation of the seats and of all side rows but some budgets. What is left falls apart into one knapsack a budget, and the best pair of everybody
 * else. The bound is the least over the prices of
 *   Σ price·limit + Σ knapsacks + Σ others' best,
 * stronger than the linear relaxation's, as the knapsacks are solved in integers.
 */
export class SeatRelaxation {
  readonly rowCount: number;
  /** Limits of rows, seats first; Infinity, −Infinity: none. */
  readonly upper: Float64Array;
  readonly lower: Float64Array;
  evaluations = 0;
  readonly personOfPair: Int32Array;
  /** Position in knapsackRows; −1: none. */
  readonly knapsackOfPerson: Int32Array;
  private readonly knapsacks: readonly BudgetKnapsack[];
  private readonly others: Int32Array;
  private readonly baseOfPair: Float64Array;
  private readonly worthOfPair: Float64Array;

  constructor(
    readonly problem: CoupledProblem,
    readonly across: RowsOfPair,
    readonly scale: number,
    readonly knapsackRows: Int32Array,
  ) {
    const { personCount, seatCount, pairCount, rows } = problem;
    this.rowCount = seatCount + rows.count;
    this.upper = new Float64Array(this.rowCount);
    this.lower = new Float64Array(this.rowCount).fill(Number.NEGATIVE_INFINITY);
    this.upper.set(problem.upperOfSeat);
    this.upper.set(rows.upperOfRow, seatCount);
    this.lower.set(rows.lowerOfRow, seatCount);
    // Priced rows only: a knapsack's limits stand inside it.
    for (const row of knapsackRows) {
      this.upper[seatCount + row] = Number.POSITIVE_INFINITY;
      this.lower[seatCount + row] = Number.NEGATIVE_INFINITY;
    }
    const knapsackOfPerson = new Int32Array(personCount).fill(-1);
    const costOfPair = new Float64Array(pairCount);
    const personOfPair = personsOfPairs(problem);
    this.personOfPair = personOfPair;
    knapsackRows.forEach((row, k) => {
      for (let entry = rows.firstEntryOfRow[row]!; entry < rows.firstEntryOfRow[row + 1]!; entry++) {
        const pair = rows.columnOfEntry[entry]!;
        if (rows.coefficientOfEntry[entry] === 0) continue;
        costOfPair[pair] = rows.coefficientOfEntry[entry]!;
        knapsackOfPerson[personOfPair[pair]!] = k;
      }
    });
    this.knapsackOfPerson = knapsackOfPerson;
    const membersOf = (k: number): Int32Array => {
      const members: number[] = [];
      for (let person = 0; person < personCount; person++) if (knapsackOfPerson[person] === k) members.push(person);
      return Int32Array.from(members);
    };
    this.knapsacks = Array.from(
      knapsackRows,
      (row, k) => new BudgetKnapsack(membersOf(k), rows.upperOfRow[row]!, costOfPair, problem.firstPairOfPerson),
    );
    this.others = membersOf(-1);
    this.baseOfPair = Float64Array.from(problem.objective, (value) => value * scale);
    this.worthOfPair = new Float64Array(pairCount);
  }

  /** What the problem itself closes and requires. */
  fixings(): Fixings {
    const { personCount, pairCount, firstPairOfPerson } = this.problem;
    const isClosedPair = new Uint8Array(pairCount);
    const isRequiredPerson = new Uint8Array(personCount);
    for (let person = 0; person < personCount; person++) {
      if (this.problem.upperOfPerson[person] === 0) isClosedPair.fill(1, firstPairOfPerson[person]!, firstPairOfPerson[person + 1]!);
      if (this.problem.lowerOfPerson[person]! > 0) isRequiredPerson[person] = 1;
    }
    return { isClosedPair, isRequiredPerson, lower: this.lower.slice() };
  }

  /** `price` holds integers of the right sign: > 0 only on a finite upper limit, < 0 only on a finite lower one. */
  evaluate(price: Float64Array, { isClosedPair, isRequiredPerson, lower }: Fixings): SeatPriced {
    const { problem, across, baseOfPair, worthOfPair, rowCount } = this;
    const { personCount, seatCount, pairCount, firstPairOfPerson, seatOfPair } = problem;
    for (let pair = 0; pair < pairCount; pair++) {
      const seat = seatOfPair[pair]!;
      let worth = baseOfPair[pair]! - (seat < 0 ? 0 : price[seat]!);
      for (let at = across.firstOfPair[pair]!, end = across.firstOfPair[pair + 1]!; at < end; at++)
        worth -= price[seatCount + across.row[at]!]! * across.coefficient[at]!;
      worthOfPair[pair] = worth;
    }
    const pairOfPerson = new Int32Array(personCount).fill(-1);
    const pairs = { firstPairOfPerson, worthOfPair, isClosedPair, isRequiredPerson };
    const worthOfBlock = new Float64Array(this.knapsacks.length + 1);
    this.knapsacks.forEach((knapsack, block) => {
      worthOfBlock[block] = knapsack.solve(pairs, pairOfPerson);
    });
    let worthOfOthers = 0;
    for (const person of this.others) {
      let best = isRequiredPerson[person] === 1 ? Number.NEGATIVE_INFINITY : 0;
      for (let pair = firstPairOfPerson[person]!; pair < firstPairOfPerson[person + 1]!; pair++) {
        if (isClosedPair[pair] === 1 || worthOfPair[pair]! <= best) continue;
        best = worthOfPair[pair]!;
        pairOfPerson[person] = pair;
      }
      worthOfOthers += best;
    }
    worthOfBlock[this.knapsacks.length] = worthOfOthers;
    let total = worthOfBlock.reduce((sum, worth) => sum + worth, 0);
    const activity = new Float64Array(rowCount);
    for (let row = 0; row < rowCount; row++) {
      if (price[row] !== 0) total += price[row]! * (price[row]! > 0 ? this.upper[row]! : lower[row]!);
    }
    for (let person = 0; person < personCount; person++) {
      const pair = pairOfPerson[person]!;
      if (pair < 0) continue;
      if (seatOfPair[pair]! >= 0) activity[seatOfPair[pair]!]!++;
      for (let at = across.firstOfPair[pair]!; at < across.firstOfPair[pair + 1]!; at++)
        activity[seatCount + across.row[at]!] = activity[seatCount + across.row[at]!]! + across.coefficient[at]!;
    }
    this.evaluations++;
    return { price, pairOfPerson, activity, worthOfBlock, total };
  }
}

/**
 * Budget rows that can each be a knapsack of their own: coefficients ≥ 0, an upper limit alone, and no person in two of them. Larger rows first.
 * Null: none, or more than half of the money rows would have to be priced.
 */
export function knapsackRowsOf(problem: CoupledProblem): Int32Array | null {
  const { rows } = problem;
  const personOfPair = personsOfPairs(problem);
  const isTaken = new Uint8Array(problem.personCount);
  const candidates: number[] = [];
  for (let row = 0; row < rows.count; row++) if (isBudget(problem, row)) candidates.push(row);
  const sizeOf = (row: number): number => rows.firstEntryOfRow[row + 1]! - rows.firstEntryOfRow[row]!;
  const bySize = candidates.slice().sort((a, b) => sizeOf(b) - sizeOf(a) || a - b);
  const chosen: number[] = [];
  for (const row of bySize) {
    const persons = new Set<number>();
    for (let entry = rows.firstEntryOfRow[row]!; entry < rows.firstEntryOfRow[row + 1]!; entry++) {
      if (rows.coefficientOfEntry[entry] !== 0) persons.add(personOfPair[rows.columnOfEntry[entry]!]!);
    }
    let isFree = true;
    for (const person of persons) if (isTaken[person] === 1) isFree = false;
    if (!isFree) continue;
    for (const person of persons) isTaken[person] = 1;
    chosen.push(row);
  }
  return chosen.length === 0 || chosen.length * 2 < candidates.length ? null : Int32Array.from(chosen).sort();
}

/** An upper limit on coefficients ≥ 0 that are not all alike: with equal ones the linear relaxation is as strong. */
function isBudget({ rows }: CoupledProblem, row: number): boolean {
  const upper = rows.upperOfRow[row]!;
  if (!Number.isFinite(upper) || upper < 0 || rows.lowerOfRow[row]! > 0 || rows.minimumToOpenOfRow[row]! > 0) return false;
  let first = 0;
  let isVaried = false;
  for (let entry = rows.firstEntryOfRow[row]!; entry < rows.firstEntryOfRow[row + 1]!; entry++) {
    const coefficient = rows.coefficientOfEntry[entry]!;
    if (coefficient < 0) return false;
    if (coefficient === 0) continue;
    if (first === 0) first = coefficient;
    else if (coefficient !== first) isVaried = true;
  }
  return isVaried;
}

function personsOfPairs({ personCount, pairCount, firstPairOfPerson }: CoupledProblem): Int32Array {
  const personOfPair = new Int32Array(pairCount);
  for (let person = 0; person < personCount; person++)
    personOfPair.fill(person, firstPairOfPerson[person]!, firstPairOfPerson[person + 1]!);
  return personOfPair;
}

/** Seat prices of a relaxation and prices of its side rows, but for closed ones; the knapsacks stand without a price. */
export function startOf(relaxation: SeatRelaxation, relaxed: Relaxed, decisionOfRow: Decisions | null): Float64Array {
  const { seatCount } = relaxation.problem;
  const start = new Float64Array(relaxation.rowCount);
  start.set(relaxed.matching.priceOfSeat.subarray(0, seatCount));
  relaxed.priceOfRow.forEach((price, row) => {
    if (decisionOfRow === null || decisionOfRow[row] !== 0) start[seatCount + row] = price;
  });
  for (const row of relaxation.knapsackRows) start[seatCount + row] = 0;
  return start;
}
