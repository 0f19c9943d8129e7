import type { CoupledProblem } from './coupled.js';
import type { PaidSeats } from './paid-seats.js';

/** Of people who have to be placed, the pairs that money leaves them, and what they are like. */
export interface LevelLists {
  readonly firstOfPerson: Int32Array;
  /** The problem's pair. */
  readonly pairs: Int32Array;
  readonly seatOfPair: Int32Array;
  /** By how much the level of a pair's seat is above the least of its person. */
  readonly aboveLevel: Float64Array;
  readonly leastLevelOfPerson: Float64Array;
  /** The smallest of these that is above 0, also of pairs left out; Infinity: none is. */
  readonly smallestRise: number;
  readonly largestScore: number;
  /** Highest less lowest score in a person's list, on average. */
  readonly spread: number;
}

/** Leaves out whatever is above the person's level by more than limits have left together. */
export function levelLists(problem: CoupledProblem, { rowOfPerson }: PaidSeats, levelOfSeat: Float64Array, slack: number): LevelLists {
  const { personCount, firstPairOfPerson, seatOfPair, objective, pairCount } = problem;
  const firstOfPerson = new Int32Array(personCount + 1);
  const leastLevelOfPerson = new Float64Array(personCount);
  const pairs = new Int32Array(pairCount);
  const above = new Float64Array(pairCount);
  let [count, people, spread, largestScore, smallestRise] = [0, 0, 0, 1, Number.POSITIVE_INFINITY];
  for (let person = 0; person < personCount; person++) {
    firstOfPerson[person + 1] = count;
    if (rowOfPerson[person]! < 0) continue;
    const [first, end] = [firstPairOfPerson[person]!, firstPairOfPerson[person + 1]!];
    let least = Number.POSITIVE_INFINITY;
    for (let pair = first; pair < end; pair++) least = Math.min(least, levelOfSeat[seatOfPair[pair]!]!);
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (let pair = first; pair < end; pair++) {
      const rise = levelOfSeat[seatOfPair[pair]!]! - least;
      if (rise > 0 && rise < smallestRise) smallestRise = rise;
      if (rise > slack) continue;
      pairs[count] = pair;
      above[count++] = rise;
      low = Math.min(low, objective[pair]!);
      high = Math.max(high, objective[pair]!);
    }
    leastLevelOfPerson[person] = least;
    firstOfPerson[person + 1] = count;
    largestScore = Math.max(largestScore, Math.abs(low), Math.abs(high));
    spread += high - low;
    people++;
  }
  return {
    firstOfPerson,
    pairs: pairs.slice(0, count),
    seatOfPair: pairs.slice(0, count).map((pair) => seatOfPair[pair]!),
    aboveLevel: above.slice(0, count),
    leastLevelOfPerson,
    smallestRise,
    largestScore,
    spread: spread / Math.max(1, people),
  };
}
