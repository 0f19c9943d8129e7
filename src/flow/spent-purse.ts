import { commonDivisor } from '../basics/common-divisor.js';
import { CheapShareOut } from './cheap-share-out.js';
import { levelsOf } from './cost-levels.js';
import { type CoupledProblem, valueOf } from './coupled.js';
import { intoSeats } from './into-seats.js';
import { type LevelLists, levelLists } from './level-lists.js';
import { LevelPrices, type LevelRound, mostCommon, sizeOfSums } from './level-prices.js';
import { type PaidSeats, paidSeatsOf } from './paid-seats.js';
import { PurseSwaps } from './purse-swaps.js';
import { remainderOf, unitOf } from './remainders.js';
import { limitsInSteps, spentOf } from './seat-costs.js';

export interface SpentPurseAnswer {
  /** Null: none better was found than the plan it started from. */
  readonly pairOfPerson: Int32Array | null;
  readonly bound: number;
  /** Prices that prove the bound, in units of 1/scale. */
  readonly priceOfRow: Float64Array;
  readonly priceOfSeat: Float64Array;
  readonly scale: number;
}

export interface SpentPurseControl {
  shouldStop(): boolean;
  /** Where matchings are laid out for companions; absent: nobody helps. */
  readonly desk?: SharedArrayBuffer | undefined;
  onBound(bound: number): void;
  onIncumbent(pairOfPerson: Int32Array, value: number): void;
}

/** Rounds of prices. Swaps even out what they leave (100,000 people, four seeds: 0.0025 to 0.0043 % open; after 12 rounds 0.0016 and 0.0024 with the first two). */
const mostRounds = 10;
/** Swaps lose at most this part of the mean spread of scores in a list; rows that are not met then are the first in a next pass. */
const reachParts = [0.08, 0.08, 0.25, 1] as const;
/** To come nearer to a limit by a cent may cost this part of what a cent is typically worth. */
const approachPart = 1 / 30;
const largestScale = 2 ** 14;

/**
 * The best scores where limits leave next to nothing: certain people have to be placed, a plan of theirs that costs as little as can be spends all limits together but for less than one more seat a limit, each person is
 * paid from one of them, and a seat costs the same whoever takes it.
 *
 * Prices come from rounds in the coordinates of that plan's levels (`level-prices.ts`): each is a plain matching. Its plan costs no more than there is in all, but some limits are
 * above and some below; swaps that lose next to nothing at those prices share it out to the last unit (`cheap-share-out.ts`), many of them for nothing, as scores are often tied.
 * The proof is plain: prices on limits and seats (weak duality). 100,000 people, 50 limits with 0 to 2 € left each: 2.9 s.
 *
 * Null: the problem is of another kind.
 */
export function searchSpentPurse(problem: CoupledProblem, start: Int32Array, control: SpentPurseControl): SpentPurseAnswer | null {
  const paid = paidSeatsOf(problem);
  if (paid === null || start.some((pair, person) => pair >= 0 !== paid.rowOfPerson[person]! >= 0)) return null;
  const limitOfRow = spendable(problem, paid);
  const slack = paid.limitRows.reduce((sum, row) => sum + limitOfRow[row]!, 0) - spentOf(problem, paid.costOfSeat, start);
  const dearest = paid.costOfSeat.reduce((most, cost) => Math.max(most, cost), 0);
  if (slack < 0 || slack >= dearest * paid.limitRows.length) return null;
  const levelOfSeat = levelsOf(problem, paid.costOfSeat, intoSeats(problem, problem.seatOfPair, problem.seatCount), start);
  if (levelOfSeat === null) return null;
  return new Search(problem, paid, levelOfSeat, limitOfRow, slack, start, control).run();
}

class Search {
  private readonly lists: LevelLists;
  private readonly unit: number;
  /** Of a cent, in units of 1/scale: nobody gains so much by leaving their level. */
  private readonly common: number;
  private readonly scale: number;
  private best: Pick<SpentPurseAnswer, 'bound' | 'priceOfRow' | 'priceOfSeat'> | null = null;
  /** What a replay takes rows to spend at most, or more: whom a walk refused is known to it, but not here. */
  private readonly provedLimitOfRow: Float64Array;

  constructor(
    private readonly problem: CoupledProblem,
    private readonly paid: PaidSeats,
    private readonly levelOfSeat: Float64Array,
    private readonly limitOfRow: Float64Array,
    slack: number,
    private readonly start: Int32Array,
    private readonly control: SpentPurseControl,
  ) {
    this.provedLimitOfRow = isSettled(problem) ? limitOfRow : limitsInSteps(problem.rows.upperOfRow, paid.costOfSeat);
    this.lists = levelLists(problem, paid, levelOfSeat, slack);
    this.unit = commonDivisor(paid.costOfSeat) || 1;
    const rise = this.lists.smallestRise === Number.POSITIVE_INFINITY ? this.unit : this.lists.smallestRise;
    const perCent = this.lists.largestScore / rise;
    const dearest = levelOfSeat.reduce((most, level) => Math.max(most, level), 0);
    const limits = paid.limitRows.reduce((sum, row) => sum + limitOfRow[row]!, 0);
    // The matching adds up what people are worth, the proof what they, seats and limits pay.
    const size = sizeOfSums(problem, this.lists, mostCommon * perCent * dearest) + 2 * mostCommon * perCent * limits;
    this.scale = Math.min(largestScale, 2 ** Math.floor(Math.log2(Number.MAX_SAFE_INTEGER / size)));
    this.common = Math.ceil(this.scale * perCent);
  }

  run(): SpentPurseAnswer | null {
    const { problem, paid, levelOfSeat, control } = this;
    if (this.scale < 1) return null;
    const ofLevels = levelOfSeat.map((level, seat) => this.common * (level - paid.costOfSeat[seat]!));
    this.prove(new Float64Array(problem.rows.count).fill(this.common), ofLevels);
    const prices = new LevelPrices(
      {
        problem,
        paid,
        lists: this.lists,
        levelOfSeat,
        limitOfRow: this.limitOfRow,
        scale: this.scale,
        unit: this.unit,
        shouldStop: () => control.shouldStop(),
        desk: control.desk,
      },
      this.common * this.unit,
    );
    let round = prices.start();
    let lowest = round;
    // Of the rounds that can be paid, the one nearest to all limits.
    let nearest: LevelRound | null = null;
    for (let rounds = 1; rounds < mostRounds && !control.shouldStop(); rounds++) {
      round = prices.next(round);
      if (round.total < lowest.total) lowest = round;
      if (isPaid(round) && (nearest === null || distanceOf(round) < distanceOf(nearest))) nearest = round;
    }
    this.proveBy(prices.rounded(lowest));
    // A worker that answers a second late is ended and its proof lost: nothing long is begun where time is up.
    const shared = nearest === null || control.shouldStop() ? null : this.sharedOut(prices, nearest);
    const value = shared === null ? Number.NEGATIVE_INFINITY : valueOf(problem, shared);
    const isBetter = value > valueOf(problem, this.start);
    if (isBetter) control.onIncumbent(shared!, value);
    return { ...this.best!, pairOfPerson: isBetter ? shared : null, scale: this.scale };
  }

  private proveBy({ common, offsetOfRow, matching }: LevelRound): void {
    const { limitRows } = this.paid;
    this.prove(
      offsetOfRow.map((offset, row) => (limitRows.includes(row) ? (common + offset) / this.unit : 0)),
      matching.priceOfSeat,
    );
  }

  /** The bound of prices of a cent and of seats, over all people and pairs. */
  private prove(priceOfRow: Float64Array, priceOfSeat: Float64Array): void {
    const { problem, paid, scale } = this;
    const bound = Math.floor(totalOf(problem, paid, this.provedLimitOfRow, scale, priceOfRow, priceOfSeat) / scale);
    if (this.best !== null && bound >= this.best.bound) return;
    this.best = { bound, priceOfRow, priceOfSeat };
    this.control.onBound(bound);
  }

  /** The plan of a round within all limits; null: swaps do not bring it there. */
  private sharedOut(prices: LevelPrices, round: LevelRound): Int32Array | null {
    const { paid, lists, scale } = this;
    const lossOfPair = prices.lossesUnder(round);
    const unit = unitOf(paid.costOfSeat);
    const worth = typicalWorth(this.problem, paid) * scale;
    const seats = new PurseSwaps({ ...lists, ...paid, lossOfPair }, round.matching.pairOfPerson, round.excessOfRow);
    for (const reach of reachParts) {
      if (this.control.shouldStop()) return null;
      const swaps = seats.within(reach * scale * lists.spread);
      const shareOut = new CheapShareOut(seats, paid.limitRows, swaps, unit, approachPart * worth, () => this.control.shouldStop());
      if (!shareOut.run()) continue;
      const pairOfPerson = seats.pairOfPerson.map((at) => (at < 0 ? -1 : lists.pairs[at]!));
      return paid.rowOfPerson.some((row, person) => row >= 0 && pairOfPerson[person]! < 0) ? null : pairOfPerson;
    }
    return null;
  }
}

/** All limits together hold. */
function isPaid({ excessOfRow }: LevelRound): boolean {
  return excessOfRow.reduce((sum, excess) => sum + excess, 0) <= 0;
}

/** Of all rows from their limits. */
function distanceOf({ excessOfRow }: LevelRound): number {
  return excessOfRow.reduce((sum, excess) => sum + Math.abs(excess), 0);
}

/**
 * Limits as far as the people they pay for can spend them: costs are all the same modulo the unit of their differences, so n people cost n times that remainder, and some units.
 */
function spendable({ rows }: CoupledProblem, { costOfSeat, limitRows, rowOfPerson }: PaidSeats): Float64Array {
  const unit = unitOf(costOfSeat);
  const remainder = remainderOf(costOfSeat, unit);
  const fixedOfRow = new Float64Array(rows.count);
  for (const row of rowOfPerson) if (row >= 0) fixedOfRow[row] = fixedOfRow[row]! + remainder;
  const limitOfRow = new Float64Array(rows.count);
  for (const row of limitRows) limitOfRow[row] = Math.floor((rows.upperOfRow[row]! - fixedOfRow[row]!) / unit) * unit + fixedOfRow[row]!;
  return limitOfRow;
}

/** Is it settled of everybody whether they are placed? */
function isSettled({ lowerOfPerson, upperOfPerson }: CoupledProblem): boolean {
  return lowerOfPerson.every((lower, person) => lower === upperOfPerson[person]);
}

/** What people score for a cent on average. */
function typicalWorth({ objective, seatOfPair }: CoupledProblem, { costOfSeat }: PaidSeats): number {
  let [scores, costs] = [0, 1];
  for (let pair = 0; pair < objective.length; pair++) {
    scores += Math.abs(objective[pair]!);
    costs += costOfSeat[seatOfPair[pair]!]!;
  }
  return scores / costs;
}

/** Weak duality in integers: what limits and seats cost at these prices, and the best that is left for each person, who may stay without a place where nothing asks for them. */
function totalOf(
  problem: CoupledProblem,
  { costOfSeat, limitRows, rowOfPair }: PaidSeats,
  limitOfRow: Float64Array,
  scale: number,
  priceOfRow: Float64Array,
  priceOfSeat: Float64Array,
): number {
  const { personCount, seatCount, firstPairOfPerson, seatOfPair, upperOfSeat, upperOfPerson, lowerOfPerson, objective } = problem;
  let total = 0;
  for (const row of limitRows) total += priceOfRow[row]! * limitOfRow[row]!;
  for (let seat = 0; seat < seatCount; seat++) total += priceOfSeat[seat]! * upperOfSeat[seat]!;
  for (let person = 0; person < personCount; person++) {
    if (upperOfPerson[person] === 0) continue;
    let best = lowerOfPerson[person]! > 0 ? Number.NEGATIVE_INFINITY : 0;
    for (let pair = firstPairOfPerson[person]!; pair < firstPairOfPerson[person + 1]!; pair++) {
      const seat = seatOfPair[pair]!;
      const charge = rowOfPair[pair]! < 0 ? 0 : priceOfRow[rowOfPair[pair]!]! * costOfSeat[seat]!;
      best = Math.max(best, scale * objective[pair]! - charge - priceOfSeat[seat]!);
    }
    total += best;
  }
  return total;
}
