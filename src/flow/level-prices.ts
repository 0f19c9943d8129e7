import type { CoupledProblem } from './coupled.js';
import type { LevelLists } from './level-lists.js';
import type { Matching } from './matching.js';
import type { MatchingShape } from './matching-parts.js';
import type { PaidSeats } from './paid-seats.js';
import { type Matcher, matcherFor } from './parted-matching.js';

/** Prices of all limits, and the best plan under them. */
export interface LevelRound {
  /** What the prices of all limits have in common, and what each adds to it: of a unit of cost, in units of 1/scale. */
  readonly common: number;
  readonly offsetOfRow: Float64Array;
  /** Over the pairs of the lists. */
  readonly matching: Matching;
  /** By how much each row is above its limit. */
  readonly excessOfRow: Float64Array;
  /** Scale times an upper bound for plans over the pairs of the lists. */
  readonly total: number;
}

export interface LevelInput {
  readonly problem: CoupledProblem;
  readonly paid: PaidSeats;
  readonly lists: LevelLists;
  readonly levelOfSeat: Float64Array;
  /** As far as people can spend it. */
  readonly limitOfRow: Float64Array;
  readonly scale: number;
  /** Costs and levels are multiples of it; prices stand on it, which makes them finer than on a cent. */
  readonly unit: number;
  readonly shouldStop: () => boolean;
  /** Where matchings are laid out for companions; undefined: nobody helps. */
  readonly desk: SharedArrayBuffer | undefined;
}

/** An offset as large as what a unit of cost is typically worth is first taken to move this part of a limit. */
const movedByWorth = 0.15;
/** Slopes of excess over price stay within these factors of that first guess, … */
const slopeRange = [0.01, 10] as const;
/** … and change by these at most from round to round. */
const slopeChange = [0.6, 2] as const;
/** People of one row have offsets this part of a unit's worth apart: where scores are tied they change their seats one after the other, not all at one price. */
const bandPart = 0.01;
/** Steps of the auction, in mean spreads of scores: of the first round, and of the next few, which go on from near prices; after them repair alone is faster. */
const firstSteps = [1 / 6, 1 / 60] as const;
const laterSteps = [1 / 40, 1 / 120] as const;
const roundsWithAuction = 4;
/** What placing somebody counts, in largest scores. */
const bonusFactor = 64;
/** The common price rises or falls by this factor until money has been left and been missing, and halves the way from then on. */
const commonFactor = 1.5;

const golden = (Math.sqrt(5) - 1) / 2;

/** The largest price in common that rounds go to, beside the first one. */
export const mostCommon = 2;

/** What an exact sum over all people may come to at scale 1, under a price of a unit of cost. */
export function sizeOfSums({ personCount }: CoupledProblem, { largestScore }: LevelLists, costOfPerson: number): number {
  return personCount * ((bonusFactor + 1) * largestScore + costOfPerson);
}

/**
 * Prices of limits that a plan of certain people spends but for a little, where that plan is one of the cheapest: a Lagrangian relaxation in other coordinates.
 *
 * The price of a limit is one that all have in common, Λ, and an offset of its own. With levels a of seats (`cost-levels.ts`) in place of what they cost, c, a person pays Λ·a, the least a
 * in their list, whatever seat of theirs with that level they take, and Λ·(a − c) is a price of the seat. So Λ only says that few may leave their levels, and that seats below their
 * level are full; a matching that starts from the prices Λ·(a − c) sees scores. Λ is found by what is spent in all, offsets, which move money from row to row,
 * by a secant for each row: other rows hardly change its slope.
 *
 * Near start prices make a round cheap (100,000 people, 1.4 million pairs: 0.5 s the first, 0.07 s from the sixth on). From zero prices a search for prices would have to
 * find Λ, some 300 times what a unit of cost is worth, and 50 offsets of a hundredth of a worth on top of it.
 */
export class LevelPrices {
  /** Over the pairs of the lists: what a pair counts before all prices, the units that its seat costs, and those that the level of the seat spares less what it is above the person's. */
  private readonly valueOfPair: Float64Array;
  private readonly unitsOfPair: Int32Array;
  private readonly sparedOfPair: Int32Array;
  /** What a unit of cost is worth, in units of 1/scale. */
  private readonly worthOfRow: Float64Array;
  private readonly firstSlopeOfRow: Float64Array;
  private readonly slopeOfRow: Float64Array;
  private readonly bonus: number;
  private readonly match: Matcher;
  private previous: LevelRound | null = null;
  private rounds = 0;
  /** The highest common price at which money was missing, and the lowest at which some was left. */
  private tooLow = 0;
  private enough = Number.POSITIVE_INFINITY;

  constructor(
    private readonly input: LevelInput,
    private readonly firstCommon: number,
  ) {
    const { problem, paid, lists, levelOfSeat, limitOfRow, scale, unit } = input;
    const { rows, objective } = problem;
    const { pairs, seatOfPair, aboveLevel } = lists;
    this.bonus = scale * bonusFactor * lists.largestScore;
    this.match = matcherFor(this.shape(), input.desk);
    this.valueOfPair = new Float64Array(pairs.length);
    this.unitsOfPair = new Int32Array(pairs.length);
    this.sparedOfPair = new Int32Array(pairs.length);
    for (let at = 0; at < pairs.length; at++) {
      const seat = seatOfPair[at]!;
      const units = paid.costOfSeat[seat]! / unit;
      this.valueOfPair[at] = scale * objective[pairs[at]!]! + this.bonus;
      this.unitsOfPair[at] = units;
      this.sparedOfPair[at] = (levelOfSeat[seat]! - aboveLevel[at]!) / unit - units;
    }
    this.worthOfRow = new Float64Array(rows.count);
    this.firstSlopeOfRow = new Float64Array(rows.count);
    for (const row of paid.limitRows) {
      let [values, costs] = [1, 1];
      for (let entry = rows.firstEntryOfRow[row]!; entry < rows.firstEntryOfRow[row + 1]!; entry++) {
        values += Math.abs(objective[rows.columnOfEntry[entry]!]!);
        costs += rows.coefficientOfEntry[entry]!;
      }
      this.worthOfRow[row] = (scale * unit * values) / costs;
      this.firstSlopeOfRow[row] = (-movedByWorth * Math.max(unit, limitOfRow[row]!)) / this.worthOfRow[row]!;
    }
    this.slopeOfRow = this.firstSlopeOfRow.slice();
  }

  start(): LevelRound {
    return this.round(this.firstCommon, new Float64Array(this.problem.rows.count), null, bandPart);
  }

  /** A round with prices that should bring rows nearer to their limits. */
  next(round: LevelRound): LevelRound {
    this.learn(round);
    const offsetOfRow = round.offsetOfRow.slice();
    for (const row of this.input.paid.limitRows)
      offsetOfRow[row] = offsetOfRow[row]! - Math.round(round.excessOfRow[row]! / this.slopeOfRow[row]!);
    this.previous = round;
    return this.round(this.nextCommon(round), offsetOfRow, round, bandPart);
  }

  /** The same with prices that are whole for a cent too, and one for all people of a row. */
  rounded(round: LevelRound): LevelRound {
    const { unit } = this.input;
    const offsetOfRow = round.offsetOfRow.map((offset) => Math.max(0, Math.round((round.common + offset) / unit)) * unit - round.common);
    return this.round(round.common, offsetOfRow, round, 0);
  }

  /** What each pair of the lists loses beside the best of its person under the prices of a round. */
  lossesUnder({ common, offsetOfRow, matching }: LevelRound): Float64Array {
    const { firstOfPerson, seatOfPair } = this.input.lists;
    const lossOfPair = this.values(common, offsetOfRow, 0);
    for (let person = 0; person < this.problem.personCount; person++) {
      const [first, end] = [firstOfPerson[person]!, firstOfPerson[person + 1]!];
      let best = Number.NEGATIVE_INFINITY;
      for (let at = first; at < end; at++) {
        lossOfPair[at] = lossOfPair[at]! - matching.priceOfSeat[seatOfPair[at]!]!;
        best = Math.max(best, lossOfPair[at]!);
      }
      for (let at = first; at < end; at++) lossOfPair[at] = best - lossOfPair[at]!;
    }
    return lossOfPair;
  }

  private get problem(): CoupledProblem {
    return this.input.problem;
  }

  /** What is left of an excess, as a part of it, says how far the price should have gone. */
  private learn({ excessOfRow }: LevelRound): void {
    if (this.previous === null) return;
    for (const row of this.input.paid.limitRows) {
      const before = this.previous.excessOfRow[row]!;
      const first = this.firstSlopeOfRow[row]!;
      const change = before === 0 ? 1 : Math.max(slopeChange[0], Math.min(slopeChange[1], 1 - excessOfRow[row]! / before));
      this.slopeOfRow[row] = Math.max(slopeRange[1] * first, Math.min(slopeRange[0] * first, this.slopeOfRow[row]! * change));
    }
  }

  private nextCommon({ common, excessOfRow }: LevelRound): number {
    const missing = excessOfRow.reduce((sum, excess) => sum + excess, 0);
    if (missing > 0) this.tooLow = Math.max(this.tooLow, common);
    else this.enough = Math.min(this.enough, common);
    if (this.enough === Number.POSITIVE_INFINITY) return Math.min(mostCommon * this.firstCommon, Math.ceil(common * commonFactor));
    if (this.tooLow === 0) return Math.floor(common / commonFactor);
    return Math.ceil((this.tooLow + this.enough) / 2);
  }

  /** Scores less what offsets take, in units of 1/scale; a pair above its person's level pays for that, a seat below its own has what it spares. */
  private values(common: number, offsetOfRow: Float64Array, band: number): Float64Array {
    const { rowOfPerson } = this.input.paid;
    const { firstOfPerson } = this.input.lists;
    const { personCount } = this.problem;
    const { valueOfPair, unitsOfPair, sparedOfPair } = this;
    const values = new Float64Array(valueOfPair.length);
    for (let person = 0; person < personCount; person++) {
      const row = rowOfPerson[person]!;
      if (row < 0) continue;
      const offset = offsetOfRow[row]! + Math.round(band * this.worthOfRow[row]! * (((person * golden) % 1) - 0.5));
      for (let at = firstOfPerson[person]!, end = firstOfPerson[person + 1]!; at < end; at++)
        values[at] = valueOfPair[at]! + common * sparedOfPair[at]! - offset * unitsOfPair[at]!;
    }
    return values;
  }

  private round(common: number, offsetOfRow: Float64Array, from: LevelRound | null, band: number): LevelRound {
    const { lists, shouldStop } = this.input;
    const steps = from === null ? firstSteps : laterSteps;
    const stepOf = (part: number): number => Math.max(1, Math.ceil(this.input.scale * lists.spread * part));
    const matching = this.match(
      {
        ...this.shape(),
        valueOfPair: this.values(common, offsetOfRow, band),
        startPriceOfSeat: this.startPrices(common, from),
        ...(from !== null && { startPairOfPerson: from.matching.pairOfPerson }),
        ...(this.rounds < roundsWithAuction && { startStep: stepOf(steps[0]), lastStep: stepOf(steps[1]) }),
      },
      { shouldStop },
    );
    this.rounds++;
    return { common, offsetOfRow, matching, ...this.sums(common, offsetOfRow, matching) };
  }

  private shape(): MatchingShape {
    const { personCount, seatCount, upperOfSeat } = this.problem;
    const { firstOfPerson, seatOfPair } = this.input.lists;
    return { personCount, seatCount, firstPairOfPerson: firstOfPerson, seatOfPair, upperOfSeat };
  }

  /** What places below their level spare, or the prices of the round before and what a change of the common price adds. */
  private startPrices(common: number, from: LevelRound | null): Float64Array {
    const { paid, levelOfSeat, unit } = this.input;
    const rise = common - (from?.common ?? 0);
    return levelOfSeat.map((level, seat) =>
      Math.max(0, (from?.matching.priceOfSeat[seat] ?? 0) + rise * ((level - paid.costOfSeat[seat]!) / unit)),
    );
  }

  private sums(common: number, offsetOfRow: Float64Array, matching: Matching): Pick<LevelRound, 'excessOfRow' | 'total'> {
    const { paid, lists, limitOfRow, unit } = this.input;
    const excessOfRow = new Float64Array(this.problem.rows.count);
    let total = matching.bound;
    for (const row of paid.limitRows) {
      excessOfRow[row] = -limitOfRow[row]!;
      total += (common + offsetOfRow[row]!) * (limitOfRow[row]! / unit);
    }
    for (let person = 0; person < this.problem.personCount; person++) {
      const row = paid.rowOfPerson[person]!;
      if (row < 0) continue;
      total -= this.bonus + common * (lists.leastLevelOfPerson[person]! / unit);
      const at = matching.pairOfPerson[person]!;
      if (at >= 0) excessOfRow[row] = excessOfRow[row]! + paid.costOfSeat[lists.seatOfPair[at]!]!;
    }
    return { excessOfRow, total };
  }
}
