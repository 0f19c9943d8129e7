import type { CoupledProblem } from './coupled.js';

/** The pairs into each seat row with their people, people ascending: those of seat j are firstOfSeat[j] … firstOfSeat[j+1] − 1. */
export interface IntoSeats {
  readonly firstOfSeat: Int32Array;
  readonly pair: Int32Array;
  readonly person: Int32Array;
}

/** `seatOfPair` has no −1. */
export function intoSeats(problem: CoupledProblem, seatOfPair: Int32Array, seatCount: number): IntoSeats {
  const firstOfSeat = new Int32Array(seatCount + 1);
  for (const seat of seatOfPair) firstOfSeat[seat + 1]!++;
  for (let seat = 0; seat < seatCount; seat++) firstOfSeat[seat + 1]! += firstOfSeat[seat]!;
  const next = firstOfSeat.slice();
  const pair = new Int32Array(problem.pairCount);
  const person = new Int32Array(problem.pairCount);
  for (let who = 0; who < problem.personCount; who++) {
    for (let at = problem.firstPairOfPerson[who]!; at < problem.firstPairOfPerson[who + 1]!; at++) {
      const to = next[seatOfPair[at]!]!++;
      pair[to] = at;
      person[to] = who;
    }
  }
  return { firstOfSeat, pair, person };
}
