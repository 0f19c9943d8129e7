import { activitiesOf, type CoupledProblem, type RowsOfPair } from './coupled.js';
import { type Matching, type MatchingInput, solveMatching } from './matching.js';
import { type Matcher, matcherFor } from './parted-matching.js';

/** One evaluation: the best plan once the side rows are priced, and the bound that it proves. */
export interface Relaxed {
  /** Prices of the side rows, integers in units of 1/scale. */
  readonly priceOfRow: Float64Array;
  readonly matching: Matching;
  /** scale·objective − Σ price·coefficient, and the bonus of required people: what the matching maximised. */
  readonly valueOfPair: Float64Array;
  readonly activityOfRow: Float64Array;
  /** No plan has scale·objective above this: exact. */
  readonly total: number;
}

/** What an evaluation may start from; without values it is taken to be near. */
export interface Nearby {
  readonly matching: Pick<Matching, 'pairOfPerson' | 'priceOfSeat'>;
  readonly valueOfPair: Float64Array | null;
}

/**
 * The bonus of a required person, in largest values: the first that leaves prices their fineness, else the last. Prices of rows take several times a pair's value away,
 * and whoever makes room may have to move to a dearer pair too: a bonus of 4 left 51 of 8,378 required people unplaced at the best prices (10,000 people, 50 budgets),
 * the bound 4 % too high. Where limits leave hardly any room prices are many times higher still.
 */
const bonusFactors = [1024, 256, 64] as const;

/** Typical size of a price, in units of 1/scale, from which on finer ones gain nothing measurable. */
const finePrice = 4096;

/** The seats that a matching is over: pairs without a seat row share one without limit. */
export function seatsOf({
  seatOfPair,
  seatCount,
  upperOfSeat,
}: CoupledProblem): Pick<MatchingInput, 'seatOfPair' | 'seatCount' | 'upperOfSeat'> {
  const isOpen = seatOfPair.includes(-1);
  const upper = new Int32Array(seatCount + (isOpen ? 1 : 0)).fill(2 ** 31 - 1);
  upper.set(upperOfSeat);
  return {
    seatOfPair: isOpen ? seatOfPair.map((seat) => (seat < 0 ? seatCount : seat)) : seatOfPair,
    seatCount: upper.length,
    upperOfSeat: upper,
  };
}

/** For many evaluations of one problem: part by part where it falls apart; companions at the desk help. */
export function relaxationMatcher(problem: CoupledProblem, desk?: SharedArrayBuffer): Matcher {
  return matcherFor({ ...seatsOf(problem), personCount: problem.personCount, firstPairOfPerson: problem.firstPairOfPerson }, desk);
}

/**
 * Lagrangian relaxation of the side rows. For any prices λ (λ > 0 stands on a row's upper limit, λ < 0 on its lower) the rest is a plain matching
 * over the values scale·c − λ·a, in integers, and
 *   Σ λ·limit + the matching's value  ≥  scale·(value of every plan).
 * The least such total equals the bound of the linear relaxation, as the matching has integer vertices.
 * Required people get a bonus on their pairs; it is a price on the lower limit of their own row, so every bonus gives a valid bound.
 */
export class Relaxation {
  readonly scale: number;
  /** Bonus of required people, in units of 1/scale. */
  readonly bonus: number;
  readonly seatCount: number;
  readonly seatOfPair: Int32Array;
  readonly upperOfSeat: Int32Array;
  evaluations = 0;
  /** The last auction from zero prices met much contention. */
  isContended = false;
  private readonly baseOfPair: Float64Array;
  /** Of all required people, in units of 1/scale. */
  readonly bonusTotal: number;

  constructor(
    private readonly problem: CoupledProblem,
    private readonly across: RowsOfPair,
    /** 1: the pair must not be taken, whatever its price; the bound then holds for plans without it only. */
    isClosedPair: Uint8Array | null = null,
    /** Once true, evaluations end at once; their bounds are valid, but weak. */
    readonly shouldStop: () => boolean = () => false,
    /** The scale is a multiple of it where it can be: 1/unit is then a price without rounding. */
    unit = 1,
    /** Of the problem's shape (see `relaxationMatcher`). */
    private readonly match: Matcher = solveMatching,
  ) {
    const { personCount, firstPairOfPerson, objective } = problem;
    const { seatOfPair, seatCount, upperOfSeat } = seatsOf(problem);
    this.seatCount = seatCount;
    this.seatOfPair = seatOfPair;
    this.upperOfSeat = upperOfSeat;

    let sum = 0;
    let largest = 1;
    let requiredCount = 0;
    for (let person = 0; person < personCount; person++) {
      let most = 0;
      for (let pair = firstPairOfPerson[person]!; pair < firstPairOfPerson[person + 1]!; pair++)
        most = Math.max(most, Math.abs(objective[pair]!));
      sum += most;
      largest = Math.max(largest, most);
      if (problem.lowerOfPerson[person]! > 0) requiredCount++;
    }
    const coarsest = coarsestUnit(problem);
    // Prices take at most as much again on top of the values, and so does the bonus of each required person.
    const scaleWith = (factor: number): number => scaleFor(sum + 2 * factor * largest * requiredCount, coarsest);
    const factor = bonusFactors.find((one) => scaleWith(one) * coarsest >= finePrice) ?? bonusFactors.at(-1)!;
    this.scale = scaleWith(factor);
    if (this.scale > unit) this.scale -= this.scale % unit;
    this.bonus = requiredCount === 0 ? 0 : this.scale * (factor * largest + 1);
    this.bonusTotal = this.bonus * requiredCount;
    this.baseOfPair = Float64Array.from(objective, (value) => value * this.scale);
    for (let person = 0; person < personCount; person++) {
      for (let pair = firstPairOfPerson[person]!; pair < firstPairOfPerson[person + 1]!; pair++) {
        if (problem.upperOfPerson[person] === 0 || (isClosedPair !== null && isClosedPair[pair] === 1))
          this.baseOfPair[pair] = Number.NEGATIVE_INFINITY;
        else if (problem.lowerOfPerson[person]! > 0) this.baseOfPair[pair] = this.baseOfPair[pair]! + this.bonus;
      }
    }
  }

  /** Values of the pairs under prices; closed pairs are worth −1. */
  valuesUnder(priceOfRow: Float64Array): Float64Array {
    const { firstOfPair, row, coefficient } = this.across;
    const values = this.baseOfPair.slice();
    for (let pair = 0; pair < values.length; pair++) {
      let value = values[pair]!;
      if (value === Number.NEGATIVE_INFINITY) {
        values[pair] = -1;
        continue;
      }
      for (let at = firstOfPair[pair]!, end = firstOfPair[pair + 1]!; at < end; at++) value -= priceOfRow[row[at]!]! * coefficient[at]!;
      values[pair] = value;
    }
    return values;
  }

  /**
   * Solves the matching under prices, from an earlier evaluation where one is given; `isFar`: its prices are so different that the repair alone
   * would take longer than an auction. Throws RangeError where prices leave the exact integers.
   */
  evaluate(priceOfRow: Float64Array, start: Nearby | null, isFar = false): Relaxed {
    const { problem, seatCount, seatOfPair, upperOfSeat } = this;
    const valueOfPair = this.valuesUnder(priceOfRow);
    const input = {
      personCount: problem.personCount,
      seatCount,
      firstPairOfPerson: problem.firstPairOfPerson,
      seatOfPair,
      upperOfSeat,
      valueOfPair,
    };
    const matching = this.matchingFrom(input, start, isFar);
    let total = matching.bound - this.bonusTotal;
    for (let row = 0; row < problem.rows.count; row++) total += this.costOfPrice(row, priceOfRow[row]!);
    if (!Number.isSafeInteger(total)) throw new RangeError(`relaxation: the bound ${total} is not an exact integer`);
    this.evaluations++;
    return { priceOfRow, matching, valueOfPair, activityOfRow: activitiesOf(problem, this.across, matching.pairOfPerson), total };
  }

  private matchingFrom(input: MatchingInput, start: Nearby | null, isFar: boolean): Matching {
    if (start === null || (isFar && !this.isContended)) {
      const matching = this.match(input, this);
      this.isContended = matching.isContended;
      return matching;
    }
    const { priceOfSeat: startPriceOfSeat, pairOfPerson: startPairOfPerson } = start.matching;
    if (!isFar || start.valueOfPair === null) return this.match({ ...input, startPriceOfSeat, startPairOfPerson }, this);
    const startStep = Math.ceil(meanDifference(input.valueOfPair, start.valueOfPair));
    return this.match({ ...input, startPriceOfSeat, startPairOfPerson, startStep }, this);
  }

  /** What a price adds to the bound. */
  costOfPrice(row: number, price: number): number {
    if (price === 0) return 0;
    return price * (price > 0 ? this.problem.rows.upperOfRow[row]! : this.problem.rows.lowerOfRow[row]!);
  }
}

function meanDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += Math.abs(a[k]! - b[k]!);
  return sum / Math.max(1, a.length);
}

/**
 * A power of two that leaves the sums room below 2^50 and, where it can, gives every price a typical size (`coarsest` · scale) of `finePrice`: coarser
 * ones cannot be set. (People counted as 1 each, against costs of 200,000 cents, had prices of 0.02: none at all.)
 */
function scaleFor(sum: number, coarsest: number): number {
  let scale = finePrice;
  while (scale * coarsest < finePrice && sum * scale * 2 <= 2 ** 50) scale *= 2;
  while (scale > 1 && sum * scale > 2 ** 50) scale /= 2;
  return scale;
}

/** Value over coefficient, in the row where that is least: what a price there is worth at scale 1. At most 1. */
function coarsestUnit(problem: CoupledProblem): number {
  let coarsest = 1;
  for (let row = 0; row < problem.rows.count; row++) {
    const { values, coefficients } = sizesOfRow(problem, row);
    if (values > 0 && coefficients > 0) coarsest = Math.min(coarsest, values / coefficients);
  }
  return coarsest;
}

/** The absolute values and coefficients of a row's columns, added up. */
export function sizesOfRow({ rows, objective }: CoupledProblem, row: number): { readonly values: number; readonly coefficients: number } {
  let values = 0;
  let coefficients = 0;
  for (let entry = rows.firstEntryOfRow[row]!; entry < rows.firstEntryOfRow[row + 1]!; entry++) {
    values += Math.abs(objective[rows.columnOfEntry[entry]!]!);
    coefficients += Math.abs(rows.coefficientOfEntry[entry]!);
  }
  return { values, coefficients };
}
