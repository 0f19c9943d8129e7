import type { CoupledProblem } from './coupled.js';
import type { IntoSeats } from './into-seats.js';

/**
 * What a place in each seat row costs once it is given up by those who can move, where a plan of certain people is one of the cheapest: the cost of the cheapest
 * free seat that its holders get to, moving on from seat to seat, and the dearest cost where they get to none. A level is a seat's cost and its dual price together
 * (shortest distances in the residual network; Ahuja, Magnanti, Orlin 1993, section 9.4): nobody has a pair to a lower level than where they sit, and a seat below its level is full.
 * Null: the plan is not one of the cheapest.
 */
export function levelsOf(
  problem: CoupledProblem,
  costOfSeat: Float64Array,
  into: IntoSeats,
  pairOfPerson: Int32Array,
): Float64Array | null {
  const { seatCount, personCount, seatOfPair, upperOfSeat, firstPairOfPerson } = problem;
  const takenOfSeat = new Int32Array(seatCount);
  for (const pair of pairOfPerson) if (pair >= 0) takenOfSeat[seatOfPair[pair]!]!++;
  const levelOfSeat = new Float64Array(seatCount).fill(-1);
  const free = Int32Array.from(costOfSeat.keys()).filter((seat) => costOfSeat[seat]! > 0 && takenOfSeat[seat]! < upperOfSeat[seat]!);
  free.sort((a, b) => costOfSeat[a]! - costOfSeat[b]! || a - b);
  const pending: number[] = [];
  const reach = (seat: number, level: number): void => {
    if (levelOfSeat[seat]! >= 0) return;
    levelOfSeat[seat] = level;
    pending.push(seat);
  };
  for (const start of free) {
    const level = costOfSeat[start]!;
    reach(start, level);
    for (let seat = pending.pop(); seat !== undefined; seat = pending.pop()) {
      for (let at = into.firstOfSeat[seat]!, end = into.firstOfSeat[seat + 1]!; at < end; at++) {
        const pair = pairOfPerson[into.person[at]!]!;
        if (pair >= 0) reach(seatOfPair[pair]!, level);
      }
    }
  }
  const dearest = costOfSeat.reduce((most, cost) => Math.max(most, cost), 0);
  for (let seat = 0; seat < seatCount; seat++) if (levelOfSeat[seat]! < 0) levelOfSeat[seat] = costOfSeat[seat] === 0 ? 0 : dearest;
  for (let seat = 0; seat < seatCount; seat++) if (levelOfSeat[seat]! < costOfSeat[seat]!) return null;
  for (let person = 0; person < personCount; person++) {
    if (pairOfPerson[person]! < 0) continue;
    const own = levelOfSeat[seatOfPair[pairOfPerson[person]!]!]!;
    for (let pair = firstPairOfPerson[person]!; pair < firstPairOfPerson[person + 1]!; pair++)
      if (levelOfSeat[seatOfPair[pair]!]! < own) return null;
  }
  return levelOfSeat;
}
