import { auction, auctionAgain } from './auction.js';
import { repair } from './repair.js';
import { openState, type MatchingInput, type MatchingState } from './state.js';

/**
 * The best matching of people to openings with seats: adaptive auction, then exact repair.
 *
 * Problem. Person i may take one of its pairs e at value v(e), a pair leads to a seat row j(e) with u(j) seats, staying unplaced is worth 0:
 *   maximise Σ v(e)·x(e),  Σ x over the pairs of i ≤ 1,  Σ x over the pairs into j ≤ u(j),  x ∈ {0, 1}.
 * The matrix is totally unimodular, so integer prices p(j) ≥ 0 exist with
 *   Σ u(j)·p(j) + Σ π(i) = Σ v(e)·x(e),  π(i) = max(0, max over the pairs of i of v(e) − p(j(e))),
 * and every p ≥ 0 gives an upper bound by the left side (weak duality). A plan and prices are both optimal exactly when
 *   (1) a placed person's pair is tight: v(e) − p(j(e)) = π(i);  (2) an unplaced person has π(i) = 0;  (3) a seat row with a spare seat has p(j) = 0.
 *
 * Principle. One forward auction with coarse and growing steps finds prices that are nearly right, whatever the contention (`auction.ts`).
 * The repair makes any prices exactly right (`repair.ts`): it drops the placed pairs that break (1), then mends each breach of (2) by a shortest
 * augmenting path forward, each of (3) by one backward, over reduced costs, which stay ≥ 0. A restart from old prices
 * is the repair alone, or a few finer rounds of the auction before it where they are far off.
 *
 * Complexity. Auction: O(n log V) bids of O(degree); repair: at most one Dijkstra over the pairs for each breach, nearly all of them local.
 * Measured growth on the benchmark families is close to linear in the pairs.
 *
 * It cannot detect infeasibility: nothing is required here, "unplaced" is always allowed. A caller that must place people adds a bonus to their pairs.
 *
 * Overflow. Let V be the largest |v|. A bid is at most its pair's value plus the step. Once the step exceeds V, who gets a slot keeps it: a row full of
 * such bids is dearer than any value. So each person bids at most once more, the step, which grows at most fourfold after 4n bids, stays ≤ 4V, and prices ≤ 5V. Surpluses
 * and path lengths never exceed V plus the largest price; the sums of an exact certificate are at most Σ over people of their largest value.
 * Checked: v whole, V ≤ 2^50, Σ ≤ 2^53, start prices and start step whole, from 0 to 2^51; else RangeError. Under these every float operation is on exact integers.
 *
 * Ties. People are taken by index, pairs by index, equal path lengths by the order of discovery, so the same input gives the same bytes.
 *
 * References. D. P. Bertsekas, "The auction algorithm" (1988) and reverse auction with Castañón (1992); R. Jonker, A. Volgenant (1987) and
 * J. Kennington, Z. Wang (1992), shortest augmenting paths for (semi-)assignment; R. Ahuja, T. Magnanti, J. Orlin, "Network Flows", ch. 9.
 */
export function solveMatching(input: MatchingInput, options: MatchingOptions = {}): Matching {
  const state = openState(input, options.shouldStop ?? never);
  let isContended = false;
  if (input.startPriceOfSeat === undefined) isContended = auction(state);
  else if (input.startStep !== undefined) auctionAgain(state, input.startStep, input.lastStep);
  repair(state);
  return { ...close(state), isContended };
}

const never = (): boolean => false;

export interface MatchingOptions {
  /** True, and from then on always true: stop soon. The plan is then still within the seats, and value may be below bound. */
  readonly shouldStop?: () => boolean;
}

export interface Matching {
  /** Chosen pair of a person; −1 unplaced. */
  readonly pairOfPerson: Int32Array;
  readonly priceOfSeat: Float64Array;
  /** max(0, best value minus price) of each person. */
  readonly surplusOfPerson: Float64Array;
  readonly value: number;
  /** Σ seats·price + Σ surplus; equals value unless it was stopped. */
  readonly bound: number;
  /** An auction from zero prices had to raise its step. */
  readonly isContended: boolean;
}

export type { MatchingInput };

function close(state: MatchingState): Omit<Matching, 'isContended'> {
  const { personCount, seatCount, pairOfPerson, priceOfSeat, surplusOfPerson, valueOfPair, upperOfSeat, shouldStop } = state;
  let value = 0;
  let bound = 0;
  for (let person = 0; person < personCount; person++) {
    const pair = pairOfPerson[person]!;
    if (pair >= 0) value += valueOfPair[pair]!;
    bound += surplusOfPerson[person]!;
  }
  for (let seat = 0; seat < seatCount; seat++) {
    if (priceOfSeat[seat]! > 0) bound += upperOfSeat[seat]! * priceOfSeat[seat]!;
  }
  if (value !== bound && !shouldStop()) throw new Error(`matching: value ${value} and bound ${bound} differ`);
  return { pairOfPerson, priceOfSeat, surplusOfPerson, value, bound };
}
